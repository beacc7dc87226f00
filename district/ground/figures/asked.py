"""What an address asks of a figure: which days, which part, told apart by what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.figures.counting import parts_of
from district.ground.figures.figure import AnyFigure, Dimension
from district.ground.figures.periods import NotAPeriod, Period
from district.ground.record.reading import day_asked

LONGEST = 120  # characters of a dimension's value


@dataclass(frozen=True)
class Asked:
    """`wrong`: why the days asked for are none; then everything up to today is shown."""

    figure: AnyFigure | None
    period: Period
    where: Mapping[str, str]
    by: str = ""
    own: bool = False
    wrong: str = ""

    @classmethod
    def read(cls, figure: AnyFigure | None, params: Mapping[str, str]) -> Asked:
        today, wrong = clock.today(), ""
        try:
            period = _period(params) or Period.until(today)
        except NotAPeriod as not_one:
            period, wrong = Period.until(today), str(not_one)
        if figure is None:
            return cls(None, period, {}, wrong=wrong)
        known = {each.key: each for each in figure.source.dimensions}
        where = {key: params[key][:LONGEST] for key in known if params.get(key) and key != "handed_in"}
        offered = [each.key for each in known.values() if each.listed]
        by = params.get("by", "")
        by = by if by in offered else next((key for key in offered if key not in where), "")
        return cls(figure, period, where, by, params.get("own") == "1", wrong)

    @property
    def days(self) -> Period:
        """What is counted of the period: none to come."""
        return self.period if self.period.last <= clock.today() else replace(self.period, last=clock.today())

    @cached_property
    def narrowed(self) -> list[tuple[str, str, str]]:
        """Words of a dimension, its value in words, the address without it."""
        assert self.figure is not None
        return [
            (str(each.words), in_words(each, self.where[each.key]),
             replace(self, where={key: value for key, value in self.where.items() if key != each.key}).address())
            for each in self.figure.source.dimensions if each.key in self.where
        ]  # fmt: skip

    def address(self, **more: Any) -> str:
        """The same page with some of it changed."""
        assert self.figure is not None
        found = {"period": self.period.key, **self.where, "by": self.by, "own": "1" if self.own else "", **more}
        return f"{reverse('figures:figure', args=[self.figure.key])}?{urlencode({k: v for k, v in found.items() if v})}"

    def to(self, dimension: str, value: Any) -> str:
        """The page of one part."""
        return replace(self, where={**self.where, dimension: str(value)}).address(by="")

    @property
    def dimensions(self) -> list[Dimension]:
        """Those it can still be told apart by."""
        assert self.figure is not None
        return [each for each in self.figure.source.dimensions if each.listed and each.key not in self.where]


def in_words(dimension: Dimension, value: str) -> str:
    if not dimension.named:
        return value
    try:
        return str(dimension.named(value))
    except (KeyError, ValueError):
        return value


def _period(params: Mapping[str, str]) -> Period | None:
    """`period=2022`, else `from=` and `to=`. Raises NotAPeriod."""
    if text := params.get("period", "").strip():
        return Period.read(text)
    if params.get("from") or params.get("to"):
        return Period(day_asked(params.get("from")), day_asked(params.get("to")) or clock.today())
    return None


def offered() -> list[tuple[str, str | Promise]]:
    """Periods one may choose: key → words."""
    today = clock.today()
    month = Period.month(today)
    return [
        (f"..{today}", _("至今全部")), (f"{today.year}", _("今年")), (f"{today.year - 1}", _("去年")),
        (month.key, _("本月")),
    ]  # fmt: skip


def simple(figure: AnyFigure) -> bool:
    return len(parts_of(figure)) == 1
