"""A figure as pages and the API say it: number, unit, period, definition, since when, how to quote it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from district.ground.figures.counting import Told, Where, value, values
from district.ground.figures.figure import AnyFigure, Ratio
from district.ground.figures.periods import Period
from district.ground.record.queries import district_name


@dataclass(frozen=True)
class FigureShown:
    """`number` is None where it is kept back (fewer than five people); `bottom` and `percent` are a ratio's; yuan where
    `money`. `period` as `Period.read` takes it; `url` is the same figure of the same days; `where` dimension → value.
    """

    key: str
    words: str
    definition: str
    edition: int
    unit: str
    kind: str
    money: bool
    population: str
    public: bool
    number: Decimal | None
    bottom: Decimal | None
    percent: Decimal | None
    invented: Decimal
    own: bool
    period: str
    period_words: str
    counted_at: dt.datetime
    where: Mapping[str, str]
    dimensions: tuple[tuple[str, str], ...]
    url: str
    before: FigureShown | None = None

    @property
    def kept_back(self) -> bool:
        return self.number is None

    @property
    def text(self) -> str:
        """The number as it is written in a letter, exact: `149 家`, `1,234.50 元`, `12 / 30（40.0 %）`."""
        return in_words(self.number, self.bottom, self.percent, self.unit, money=self.money)


def cite(shown: FigureShown, site: str = "") -> str:
    """How to quote it; `site` is where the reader reads, if the site does not know its own address."""
    words = {
        "district": district_name(), "words": shown.words, "period": shown.period_words, "text": shown.text,
        "narrowed": "".join(f"，{value}" for value in shown.where.values()), "edition": shown.edition,
        "at": f"{timezone.localtime(shown.counted_at):%Y-%m-%d %H:%M}",
        "url": f"{settings.SITE_ADDRESS or site}{shown.url}",
    }  # fmt: skip
    return (
        _("%(district)s“惠企”：%(words)s%(narrowed)s，%(period)s，%(text)s（%(at)s计，口径第 %(edition)d 版，%(url)s）")
        % words
    )


def in_words(number: Decimal | None, bottom: Decimal | None, percent: Decimal | None, unit: str, *, money: bool) -> str:
    if number is None:
        return _("不满 5，不公布")
    written = f"{number:,.2f}" if money else f"{number:,.0f}"
    if bottom is None:
        return f"{written} {unit}"
    whole = f"{bottom:,.2f}" if money else f"{bottom:,.0f}"
    return f"{written} / {whole}" + (f"（{percent} %）" if percent is not None else "")


def shown(
    figure: AnyFigure, period: Period | None = None, *, where: Where | None = None, user: Any = None, own: bool = False
) -> FigureShown:
    """One figure, counted now. Raises Refused, NotCounted."""
    return told(value(figure, period, where=where, user=user, own=own), where)


def all_shown(
    figures: Iterable[AnyFigure],
    period: Period | None = None,
    *,
    where: Where | None = None,
    user: Any = None,
    own: bool = False,
) -> list[FigureShown]:
    """Several, in their order; one query a source."""
    asked = list(figures)
    found = values(asked, period, where=where, user=user, own=own)
    return [told(found[each.key], where) for each in asked]


def told(counted: Told, where: Where | None = None) -> FigureShown:
    figure = counted.figure
    narrowed = {key: str(each) for key, each in (where or {}).items()}
    query = urlencode({"period": counted.period.key, **narrowed, **({"own": "1"} if counted.own else {})})
    simple = figure.top if isinstance(figure, Ratio) else figure
    return FigureShown(
        key=figure.key, words=str(figure.words), definition=str(figure.definition), edition=figure.edition,
        unit=str(simple.unit), kind=figure.kind.value, money=simple.is_money,
        population=str(figure.source.words), public=figure.public, number=counted.number, bottom=counted.bottom,
        percent=counted.percent, invented=counted.invented, own=counted.own, period=counted.period.key,
        period_words=counted.period.words, counted_at=counted.at, where=narrowed,
        dimensions=tuple((each.key, str(each.words)) for each in figure.source.dimensions if each.listed),
        url=f"{reverse('figures:figure', args=[figure.key])}?{query}",
    )  # fmt: skip
