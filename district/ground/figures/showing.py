"""What the pages of figures show: groups, months and parts as bars, a workbook with the definition on a sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.figures.asked import Asked
from district.ground.figures.counting import NotCounted, Told, adds_up, breakdown, parts_of, series, values
from district.ground.figures.figure import AnyFigure, Kind, Stock
from district.ground.figures.people import exact, told_of
from district.ground.figures.periods import Period
from district.ground.figures.shown import FigureShown, cite, in_words, told
from district.ground.tables import sheets

MONTHS = 12
MOST_PARTS = 40
KINDS: dict[Kind, str | Promise] = {
    Kind.COUNT: gettext_lazy("期间内发生的件数"),
    Kind.SUM: gettext_lazy("期间内的金额"),
    Kind.STOCK: gettext_lazy("某一天的存量，各期不能相加"),
    Kind.BALANCE: gettext_lazy("某一天的余额，各期不能相加"),
    Kind.RATIO: gettext_lazy("两个数，一个占另一个多少"),
}


@dataclass(frozen=True)
class Group:
    """Figures of one population."""

    words: str
    figures: tuple[FigureShown, ...]


def groups(figures: Iterable[AnyFigure], period: Period, user: Any) -> list[Group]:
    """By population, in the order the rooms came; what leaves no trace is told of today. One query a source."""
    asked = sorted(figures, key=lambda each: each.source.place)
    today = Period.until(clock.today())
    back = [each for each in asked if can_be_told(each, period)]
    found = values(back, period, user=user) | values([each for each in asked if each not in back], today, user=user)
    by_words: dict[str, list[FigureShown]] = {}
    for each in asked:
        by_words.setdefault(str(each.source.words), []).append(told(found[each.key]))
    return [Group(words, tuple(some)) for words, some in by_words.items()]


def can_be_told(figure: AnyFigure, period: Period) -> bool:
    """Whether it can be told of a period: of its last day, of people by its years."""
    past = period.last < clock.today()
    alone = [each for each in parts_of(figure) if each.source.people and each.source.people.which is None]
    if any(told_of(each, period.clipped(clock.today()), ()) is None for each in alone):
        return False
    return not past or all(not isinstance(part, Stock) or part.source.looks_back for part in parts_of(figure))


@dataclass(frozen=True)
class Bar:
    """One bar: its words, its number in words, its width of a thousand, the page it leads to."""

    words: str
    text: str
    width: str
    number: Decimal | None
    invented: Decimal
    href: str = ""


@dataclass(frozen=True)
class Bars:
    """`whole`: of so many in all only the first are shown."""

    bars: tuple[Bar, ...]
    whole: int = 0
    add_up: bool = True


def _bars(pairs: Sequence[tuple[str, Told, str]]) -> tuple[Bar, ...]:
    most = max((abs(each.number or Decimal(0)) for _words, each, _href in pairs), default=Decimal(0))

    def width(number: Decimal | None) -> str:
        return f"{max(Decimal(0), number or Decimal(0)) / most * 1000:.1f}" if most else "0"

    return tuple(
        Bar(words, _text(each), width(each.number), each.number, each.invented, href) for words, each, href in pairs
    )


def _text(each: Told) -> str:
    part = parts_of(each.figure)[0]
    return in_words(each.number, each.bottom, each.percent, str(part.unit), money=part.is_money)


def months(asked: Asked, user: Any) -> Bars | None:
    """The period's months, the last twelve at most; None where it cannot be told by month: people are told by years."""
    figure = parts_of(asked.figure)[0]  # type: ignore[arg-type]
    if isinstance(figure, Stock) and not figure.source.looks_back:
        return None
    if (
        figure.source.people is not None
        and figure.source.people.which is None
        and not exact(figure, user, own=asked.own)
    ):
        return None
    last = asked.period.clipped(clock.today()).last
    year_ago = (last.replace(day=1) - dt.timedelta(days=330)).replace(day=1)
    wanted = Period(asked.period.first, last).months(year_ago)[-MONTHS:]
    if len(wanted) < 2:
        wanted = Period(None, last).months(year_ago)[-MONTHS:]
    found = series(figure, wanted, where=asked.where, user=user, own=asked.own)
    links = [asked.address(period=each.key) for each in wanted]
    return Bars(
        _bars([(month.words, each, href) for month, each, href in zip(wanted, found, links, strict=True)]),
        add_up=adds_up(figure),
    )  # fmt: skip


def parts(asked: Asked, user: Any) -> Bars | None:
    """The parts by the chosen dimension, the largest first."""
    if not asked.by:
        return None
    figure = parts_of(asked.figure)[0]  # type: ignore[arg-type]
    try:
        found = breakdown(figure, asked.by, asked.period, where=asked.where, user=user, own=asked.own)
    except NotCounted:  # people, by what they are not told by
        return None
    pairs = [
        (each.words, each.told, asked.to(asked.by, each.value) if each.value not in (None, "") else "")
        for each in found[:MOST_PARTS]
    ]
    return Bars(_bars(pairs), whole=len(found), add_up=not figure.of)


def workbook(request: HttpRequest, asked: Asked, context: dict[str, Any]) -> FileResponse:
    """The number with its definition on the first sheet; its months, its parts, the rows behind that one may read."""
    now: FigureShown = context["shown"]
    pages = [_definition(request, now, context)]
    money = now.money
    for name, bars in ((_("按月"), context.get("months")), (_("分项"), context.get("breakdown"))):
        if bars and bars.bars:
            pages.append(sheets.Sheet(name, _columns(money), bars.bars, summed=False, counted=False))
    if context.get("rows") is not None:
        part = parts_of(asked.figure)[0]  # type: ignore[arg-type]
        pages.append(sheets.Sheet(_("明细"), part.source.table.sheet, part.source.listed(context["rows"])))
    return sheets.file_of(sheets.book(pages), now.words)


def _columns(money: bool) -> list[sheets.Column]:
    return [
        sheets.Column(_("项"), lambda bar: bar.words, width=36),
        sheets.Column(_("数"), lambda bar: _("不满 5，不公布") if bar.number is None else bar.number,
                      "money" if money else "number", invented=(lambda bar: bool(bar.invented)) if money else None),
    ]  # fmt: skip


def _definition(request: HttpRequest, now: FigureShown, context: dict[str, Any]) -> sheets.Sheet:
    narrowed = [(words, value) for words, value, _href in context["asked"].narrowed]
    said: list[tuple[str, Any]] = [
        (_("数字"), now.words), (_("值"), now.text), (_("期间"), now.period_words), *narrowed,
        (_("口径"), now.definition), (_("口径版次"), _("第 %(n)d 版") % {"n": now.edition}),
        (_("总体"), now.population), (_("怎么读"), str(context["kind_words"])),
        (_("从哪天起有数"), context["since"] or _("从第一条记录起")),
        (_("其中示例"), f"{now.invented:,.2f}" if now.invented else _("没有")),
        (_("算于"), timezone.localtime(now.counted_at)), (_("引用"), cite(now, request.build_absolute_uri("/")[:-1])),
    ]  # fmt: skip
    head = sheets.head_line(request, now.words, of_others=context.get("rows") is not None)
    columns = [
        sheets.Column(_("项目"), lambda pair: pair[0], width=18),
        sheets.Column(_("内容"), lambda pair: str(pair[1]), width=100),
    ]
    return sheets.Sheet(_("口径"), columns, said, head=head, counted=False)
