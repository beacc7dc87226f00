"""Entries of the menus: rooms say which page, under which wing, and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from district.ground.bringing.registry import Registry

HALL, DESK, BOTTOM = "hall", "desk", "bottom"  # 办事大厅, 工作台, the bar below a phone's page


def everybody(_person: Any) -> bool:
    return True


@dataclass(frozen=True)
class Wing:
    """A part of a menu that opens and closes as one; `place` orders the wings of a shell."""

    key: str
    label: str | Promise
    shell: str
    place: int


@dataclass(frozen=True)
class Entry:
    """One entry: its words, its route's name, its icon; in which wing ("" for the top of the desk's), at which place of
    it. `may(person)` is the permission that shows it. `first`: also beside the hall's brand, where a wide window has
    room. `words`: what else people call it. `under`: the route of the entry it stands beside; it is then found in
    the row of pages above that page and by typing, and does not lengthen the menu.
    """

    label: str | Promise
    route: str
    icon: str
    wing: str
    place: int
    may: Callable[[Any], object] = everybody
    first: bool = False
    words: str = ""
    shell: str = DESK
    under: str = ""

    @property
    def key(self) -> str:
        return f"{self.shell}:{self.wing}:{self.route}"


wings: Registry[Wing] = Registry("wings")
entries: Registry[Entry] = Registry("menu")

wings.register(
    Wing("find", _("查政策"), HALL, 10), Wing("services", _("服务"), HALL, 15),
    Wing("mine", _("我的事"), HALL, 20), Wing("account", _("账号"), HALL, 90),
    Wing("cases", _("案件"), DESK, 10), Wing("money", _("经费"), DESK, 20), Wing("after", _("事后监管"), DESK, 30),
    Wing("served", _("服务"), DESK, 35), Wing("firms", _("企业"), DESK, 40),
    Wing("policy", _("政策"), DESK, 50), Wing("house", _("管理"), DESK, 80),
    Wing("desk_account", _("账号"), DESK, 90), Wing("bottom", "", BOTTOM, 0),
)  # fmt: skip
