"""A report, counted now: every number with that of the period before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from district.ground import clock
from district.ground.figures.counting import NotCounted, Part, breakdown, parts_of, values
from district.ground.figures.figure import AnyFigure, Ratio
from district.ground.figures.grids import Grid, grid
from district.ground.figures.periods import NotAPeriod, Period
from district.ground.figures.registry import FIGURES, may_have
from district.ground.figures.showing import can_be_told
from district.ground.figures.shown import FigureShown, in_words, told
from district.ground.people.queries import Person
from district.insight.contents import Chapter, Entry, Report

Reader = Person | None
FIRST_YEAR = 2000
MOST_LINES = 20
NOT_TOLD = gettext_noop("这段时间的说不了：过去的没有留下，或者与个人有关，只按整年说。")


@dataclass(frozen=True)
class Line:
    words: str
    text: str
    invented: bool


@dataclass(frozen=True)
class EntryShown:
    """`why`: why it cannot be told of this period. `lines`: by one dimension, named `by`; `grid` by two."""

    words: str
    shown: FigureShown | None
    why: str = ""
    by: str = ""
    lines: tuple[Line, ...] = ()
    grid: Grid | None = None

    @property
    def parts(self) -> Iterator[tuple[str, str, str]]:
        """What it is told apart by, flat: the first words, the second where there are two dimensions, the value."""
        for line in self.lines:
            yield line.words, "", line.text
        if self.grid is not None:
            for row in self.grid.lines:
                for column, cell in zip(self.grid.columns, row.cells, strict=True):
                    yield row.words, column, cell.text


@dataclass(frozen=True)
class ChapterShown:
    key: str
    words: str
    entries: tuple[EntryShown, ...]


@dataclass(frozen=True)
class Reckoned:
    """`left_out`: how many figures who reads may not have."""

    words: str
    period: Period
    chapters: tuple[ChapterShown, ...]
    left_out: int


def year_asked(text: str) -> Period:
    """`2022`, or another period as figures read it; without words the running year. Raises NotCounted."""
    try:
        period = Period.read(text) if text else Period.year(clock.today().year)
        if period.first is None or period.first.year < FIRST_YEAR:
            raise NotAPeriod(_("年报要说从哪天到哪天。"))
        return period.clipped(clock.today())
    except NotAPeriod as wrong:
        raise NotCounted(str(wrong)) from None


def before(period: Period) -> Period | None:
    """The same days a year earlier; 29 February is the 28th there."""
    if period.first is None:
        return None
    return Period(_year_ago(period.first), _year_ago(period.last))


def _year_ago(day: dt.date) -> dt.date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def reckoned(report: Report, period: Period, person: Reader) -> Reckoned:
    """Every figure somebody may have; a query a population and year, one an entry that is told apart."""
    known = {each.figure: FIGURES[each.figure] for chapter in report.chapters for each in chapter.entries}
    mine = {key: figure for key, figure in known.items() if may_have(figure, person)}
    now, past = _told(mine.values(), period, person), before(period)
    then = _told(mine.values(), past, person) if past is not None else {}
    chapters = tuple(_chapter(each, mine, now, then, period, person) for each in report.chapters)
    return Reckoned(
        str(report.words), period, tuple(each for each in chapters if each.entries), len(known) - len(mine)
    )  # fmt: skip


def _told(figures: Iterable[AnyFigure], period: Period, person: Reader) -> dict[str, FigureShown | str]:
    """By key; a sentence where a figure cannot be told of these days, and only of it."""
    asked = [each for each in figures if can_be_told(each, period)]
    try:
        return {key: told(each) for key, each in values(asked, period, user=person).items()}
    except NotCounted as cannot:
        if len(asked) == 1:
            return {asked[0].key: str(cannot)}
        return {key: said for each in asked for key, said in _told([each], period, person).items()}


def _chapter(
    chapter: Chapter, mine: Mapping[str, AnyFigure], now: Mapping[str, FigureShown | str],
    then: Mapping[str, FigureShown | str], period: Period, person: Reader,
) -> ChapterShown:  # fmt: skip
    found = [
        _entry(each, mine[each.figure], now.get(each.figure, _(NOT_TOLD)),
               then.get(each.figure), period, person)
        for each in chapter.entries if each.figure in mine
    ]  # fmt: skip
    return ChapterShown(chapter.key, str(chapter.words), tuple(found))


def _entry(
    entry: Entry,
    figure: AnyFigure,
    now: FigureShown | str,
    then: FigureShown | str | None,
    period: Period,
    person: Reader,
) -> EntryShown:
    words = str(figure.words)
    if isinstance(now, str):
        return EntryShown(words, None, now)
    shown = replace(now, before=then) if isinstance(then, FigureShown) else now
    if not entry.by or isinstance(figure, Ratio):
        return EntryShown(words, shown)
    by = " × ".join(str(figure.source.dimension(each).words) for each in entry.by)
    try:
        if len(entry.by) == 2:
            return EntryShown(words, shown, by=by, grid=grid(figure, *entry.by, period, user=person))
        return EntryShown(words, shown, by=by, lines=_lines(breakdown(figure, entry.by[0], period, user=person)))
    except NotCounted:  # people, told by years and programmes alone
        return EntryShown(words, shown)


def _lines(parts: Sequence[Part]) -> tuple[Line, ...]:
    return tuple(Line(each.words, _text(each), bool(each.told.invented)) for each in parts[:MOST_LINES])


def _text(part: Part) -> str:
    figure = parts_of(part.told.figure)[0]
    return in_words(part.told.number, None, None, str(figure.unit), money=figure.is_money)
