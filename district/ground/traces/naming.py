"""What was read, as people call it: the words of its list, its menu entry, its operation, or what its room says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.calling import called
from district.ground.bringing.menu import entries
from district.ground.bringing.shown import areas, readings
from district.ground.tables.registry import TABLES

API = "api:"
SIGN_IN = "sign-in"


def words_of(page: str) -> str:
    """A route in words; as it is where nobody named it."""
    if page == SIGN_IN:
        return _("登录")
    found = _known().get(page)
    if page.startswith(API) and found is not None:
        return _("接口：%(what)s") % {"what": found}
    return str(found) if found is not None else page


def thing_of(page: str, parts: Mapping[str, Any]) -> str:
    """What an address is of: its parts, or what their room calls them."""
    said = called.get(page)
    if said is not None and said.thing is not None:
        return said.thing(parts)
    return " ".join(str(each) for each in parts.values())


@cache
def _known() -> dict[str, str | Promise]:
    operations: dict[str, Any] = {f"{each.key}.acts": gettext_lazy("能办什么") for each in areas}
    operations |= {each.key: each.label for each in readings} | {each.key: each.name for each in TABLES}
    return {
        **{each.route: each.label for each in reversed(list(entries))}, **{each.route: each.name for each in TABLES},
        **{API + key.replace(".", "_"): words for key, words in operations.items()},
        **{each.route: each.label for each in called},
    }  # fmt: skip
