"""By what a list is narrowed: filters and tabs, each with its name in the address, its words and what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.ground.acts.forms import day_asked
from district.ground.tables.columns import Text

Pairs = Iterable[tuple[Any, Text]]  # value in the address → its words
Chosen = Mapping[str, str]
EVERY, BY_STATE = _("全部"), _("按状态")
SCOPE = _("范围")
MOST = 60  # characters read of one value


class Asks(StrEnum):
    """What a filter asks for: one of its choices, the key of a row, typed words, a day, yes."""

    CHOICE = "choice"
    KEY = "key"
    WORDS = "words"
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True)
class Filter:
    """One filter. `lookup` of the value, or of several with "|" between them, narrows a queryset; `where(user, value)`
    says it as a Q, `narrow(rows, value, user)` does what no Q can say, to whatever the rows are.

    `choices` are pairs, or who looks → pairs. A choice that is none of them narrows nothing; a KEY is a number, and one
    that nobody has finds nothing. `every` are the words for not narrowing, `hint` stands in an empty field; `needed`:
    there is always a choice, the first unless `first(choices)` says another; `hidden`: in the address alone.
    """

    key: str
    label: Text
    asks: Asks = Asks.CHOICE
    lookup: str = ""
    choices: Pairs | Callable[[Any], Pairs] | None = None
    where: Callable[[Any, str], Q] | None = None
    narrow: Callable[[Any, str, Any], Any] | None = None
    every: Text = EVERY
    hint: Text = ""
    needed: bool = False
    first: Callable[[list[tuple[str, Text]]], str] | None = None
    hidden: bool = False
    may: Callable[[Any], object] | None = None

    def pairs(self, user: Any) -> list[tuple[str, Text]]:
        """The choices of who looks, values as they stand in an address."""
        found = self.choices(user) if callable(self.choices) else self.choices
        return [(str(value), words) for value, words in found or ()]

    def usual(self, pairs: list[tuple[str, Text]]) -> str:
        """What is chosen where the address does not say, of a filter that always has a choice."""
        return self.first(pairs) if self.first else pairs[0][0] if pairs else ""

    def read(self, said: str, pairs: Callable[[Filter], list[tuple[str, Text]]]) -> str:
        """The value asked for; "" where it narrows nothing. `pairs` gives its choices, where it has to be one."""
        text = said.strip()[:MOST]
        if not text:
            return ""
        match self.asks:
            case Asks.WORDS:
                return text
            case Asks.FLAG:
                return "1" if text == "1" else ""
            case Asks.KEY:
                return str(int(text)) if text.isdecimal() and text.isascii() and len(text) < 19 else ""
            case Asks.DAY:
                return text if day_asked(text) else ""
            case _:
                return text if text in {value for value, _words in pairs(self)} else ""

    def q(self, user: Any, value: str) -> Q:
        """What a value means as a condition on rows."""
        if self.where is not None:
            return self.where(user, value)
        found = Q()
        meant: Any = day_asked(value) if self.asks == Asks.DAY else value
        for each in filter(None, self.lookup.split("|")):
            found |= Q(**{each: meant})
        return found


@dataclass(frozen=True)
class Tab:
    """One part of a list: `where(user, chosen filters)` are its rows, all of them without. `order` replaces the list's;
    `tone` colours a count that is not nought; `may`: whose page has it.
    """

    key: str
    words: Text
    where: Callable[[Any, Chosen], Q] | None = None
    order: tuple[str, ...] = ()
    tone: str = ""
    may: Callable[[Any], object] | None = None


@dataclass(frozen=True)
class Tabs:
    """A list's parts, counted together in one query unless `counted` is false. `first(counts)` opens where the address
    names none; the first without it. `sparse`: parts without rows are left out. `key` is the name in the
    address, `says` what a file calls it.
    """

    parts: tuple[Tab, ...] | Callable[[Any], tuple[Tab, ...]]
    key: str = "tab"
    label: Text = BY_STATE
    says: Text = SCOPE
    counted: bool = True
    sparse: bool = False
    first: Callable[[Mapping[str, int]], str] | None = None

    def of(self, user: Any) -> tuple[Tab, ...]:
        every = self.parts(user) if callable(self.parts) else self.parts
        return tuple(each for each in every if each.may is None or each.may(user))
