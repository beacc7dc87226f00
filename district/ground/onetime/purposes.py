"""What a link can be for: rooms say what its page shows and what its button does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from district.ground.bringing.registry import Registry
from district.ground.onetime.models import Link
from district.ground.people.permissions import Answer
from district.ground.people.queries import Person

DAYS = 14  # a link holds, where nobody says otherwise


class NotDone(Exception):
    """What was asked for cannot be done as it stands; `str()` says why. Nothing was written, the link still holds."""


@dataclass(frozen=True)
class Shown:
    """A link's page: a template with its values, and `seen`, JSON-ready, what is kept of it as shown."""

    template: str
    values: Mapping[str, Any]
    seen: Mapping[str, Any]


@dataclass(frozen=True)
class Done:
    """What was done by a link, in a sentence; `signed`, JSON-ready, is what the person stands for. The link is used up
    where this was the `last` of its steps."""

    did: str
    says: str | Promise
    signed: Mapping[str, Any] = field(default_factory=dict)
    last: bool = True


@dataclass(frozen=True)
class Purpose:
    """`may(by, thing)` issues, revokes and renews; `shown(link, typed)` is None once there is nothing to do any more;
    `do(link, data, user)` acts as the link's expert and raises NotDone. With `needs_account` the page asks to sign in
    first and `user` is who did, otherwise None. `words` say what the keys of what was seen and signed mean. A
    link holds for `days`, or until what is to be done of its thing is over (`until`), where that is known."""

    key: str
    label: str | Promise
    may: Callable[[Person, str], Answer]
    shown: Callable[[Link, Mapping[str, str]], Shown | None]
    do: Callable[[Link, Mapping[str, str], Person | None], Done]
    needs_account: bool = False
    words: Mapping[str, str | Promise] = field(default_factory=dict)
    days: int = DAYS
    until: Callable[[str], dt.datetime | None] = lambda _thing: None

    def said(self, data: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What was seen or signed, in the reader's words."""
        return [(str(self.words.get(name, name)), self._text(value)) for name, value in data.items()]

    def _text(self, value: Any) -> str:
        if isinstance(value, bool):
            return str(_("是") if value else _("否"))
        if isinstance(value, Mapping):
            return "；".join(f"{name}：{self._text(each)}" for name, each in value.items())
        if isinstance(value, list | tuple):
            return "、".join(self._text(each) for each in value)
        return str(self.words.get(value, value))


purposes: Registry[Purpose] = Registry("one-time purposes")
