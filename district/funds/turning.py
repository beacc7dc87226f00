"""The turn of the year: what finance and bureaus have to see to, each row with what does it. Reads only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from district.funds import claiming
from district.funds.lines import may_end
from district.funds.models import Award, Instalment, Line, Reserved
from district.funds.money import to_yuan
from district.funds.queries import Balances, balances_of
from district.funds.states import HELD
from district.ground.people.queries import Bureau
from district.policies.queries import versions_on

FROM = 11  # the month from which the coming year is looked at
AHEAD = dt.timedelta(days=45)  # holds that end within these days are listed


@dataclass(frozen=True)
class Missing:
    """A line that programmes draw on next year and that is not there."""

    office: Bureau
    name: str
    programmes: tuple[str, ...]
    before: Line | None
    last: Balances


@dataclass(frozen=True)
class Ending:
    """A line of a year that is over, or about to be, and open. `lists` of it are being granted now."""

    line: Line
    money: Balances
    holds: int
    lists: int
    may: bool


@dataclass(frozen=True)
class Running:
    """Running awards of earlier years and what they take of the new year: `line` is where it comes from, or None."""

    office: Bureau
    name: str
    awards: int
    instalments: int
    needed: Decimal
    line: Line | None
    available: Decimal
    may: bool

    @property
    def short(self) -> Decimal:
        return max(Decimal(0), self.needed - self.available)


@dataclass(frozen=True)
class Turn:
    """Everything of one turn, for some bureaus or for all."""

    old: int
    new: int
    missing: list[Missing]
    ending: list[Ending]
    running: list[Running]

    @property
    def carrying(self) -> list[Ending]:
        """Lines that have something to carry, or to let lapse."""
        return [each for each in self.ending if each.money.available or each.money.held]


def years(today: dt.date) -> tuple[int, int]:
    """(the year that ends, the one that begins): from November on the coming turn, before that the last one."""
    return (today.year, today.year + 1) if today.month >= FROM else (today.year - 1, today.year)


def turn(today: dt.date, offices: Collection[int] | None = None) -> Turn:
    """The list of a day; of some bureaus' lines, or of all. A fixed number of queries."""
    old, new = years(today)
    lines = Line.objects.select_related("office")
    if offices is not None:
        lines = lines.filter(office__in=offices)
    over = list(lines.filter(sort=Line.Sort.BUDGET, year__lte=old, closed_at=None).order_by("year", "name", "pk"))
    fresh = list(Line.objects.filter(year=new).select_related("office"))
    missing, running = _missing(old, new, fresh, offices), _running(new, fresh, offices, today)
    return Turn(old, new, missing, _ending(over, today), running)


def _missing(old: int, new: int, fresh: Sequence[Line], offices: Collection[int] | None) -> list[Missing]:
    standing = set(Line.objects.exclude(sort=Line.Sort.BUDGET).values_list("name", flat=True))
    wanted: dict[tuple[int, str], list[str]] = defaultdict(list)
    bureaus: dict[int, Bureau] = {}
    for version in versions_on(dt.date(new, 1, 1)):
        if not claiming.has_money(version):
            continue
        name, office = version.description["budget"], version.programme.office
        same = [line for line in fresh if line.name == name]
        there = len(same) == 1 or any(line.office_id == office.pk for line in same) or (not same and name in standing)
        if not there and (offices is None or office.pk in offices):
            wanted[office.pk, name].append(version.programme.name)
            bureaus[office.pk] = office
    rows = Line.objects.filter(year=old, name__in={name for _office, name in wanted}).select_related("office")
    before = {(line.office_id, line.name): line for line in rows}
    by_name: dict[str, list[Line]] = defaultdict(list)
    for line in before.values():
        by_name[line.name].append(line)
    money = balances_of(before.values())
    found: dict[tuple[int, str], Missing] = {}
    for (office_id, name), programmes in sorted(wanted.items(), key=lambda pair: (pair[0][1], pair[0][0])):
        was = before.get((office_id, name)) or (by_name[name][0] if len(by_name[name]) == 1 else None)
        owner = was.office if was else bureaus[office_id]
        known = found.get((owner.pk, name))
        names = (*known.programmes, *programmes) if known else tuple(programmes)
        found[owner.pk, name] = Missing(owner, name, names, was, money[was.pk] if was else Balances())
    return list(found.values())


def _ending(over: Sequence[Line], today: dt.date) -> list[Ending]:
    money = balances_of(over)
    holds = dict(Award.objects.filter(line__in=over, state=HELD).order_by().values_list("line").annotate(Count("pk")))
    rows = Reserved.objects.filter(line__in=over).exclude(city=0, district=0).order_by()
    lists = dict(rows.values_list("line").annotate(Count("pk")))
    return [
        Ending(line, money[line.pk], holds.get(line.pk, 0), lists.get(line.pk, 0),
               may_end(line, today) and not lists.get(line.pk))
        for line in over
    ]  # fmt: skip


def _running(new: int, fresh: Sequence[Line], offices: Collection[int] | None, today: dt.date) -> list[Running]:
    rows = Instalment.objects.filter(state="planned", due_on__year__lte=new, award__state="committed").order_by()
    if offices is not None:
        rows = rows.filter(award__line__office__in=offices)
    sums = list(rows.values_list("award__line__office", "award__line__name").annotate(
        Count("award", distinct=True), Count("pk"), Sum("fen")))  # fmt: skip
    bureaus = Bureau.objects.in_bulk({office for office, *_rest in sums})
    lines = {(line.office_id, line.name): line for line in fresh}
    money = balances_of(_named(lines, sums))
    found = []
    for office, name, awards, count, fen in sorted(sums, key=lambda row: (row[1], row[0])):
        line = lines.get((office, name))
        open_ = line is not None and line.closed_at is None
        left = money[line.pk].available if line is not None and open_ else Decimal(0)
        found.append(Running(bureaus[office], name, awards, count, to_yuan(fen), line, left,
                             open_ and new <= today.year))  # fmt: skip
    return found


def _named(lines: dict[tuple[int, str], Line], sums: Iterable[tuple[int, str, int, int, int]]) -> list[Line]:
    return [lines[office, name] for office, name, *_rest in sums if (office, name) in lines]


def last_years(lines: Sequence[Line]) -> dict[int, tuple[Line, Balances]]:
    """For each yearly line that of the year before, with its money, where there is one; two queries."""
    wanted = {(line.year - 1, line.office_id, line.name): line.pk for line in lines if line.sort == Line.Sort.BUDGET}
    if not wanted:
        return {}
    found = {}
    rows = list(Line.objects.filter(year__in={year for year, _o, _n in wanted}, name__in={n for _y, _o, n in wanted}))
    money = balances_of(rows)
    for row in rows:
        if (key := (row.year, row.office_id, row.name)) in wanted:
            found[wanted[key]] = (row, money[row.pk])
    return found


def ending_holds(today: dt.date, offices: Collection[int] | None) -> QuerySet[Award]:
    """Holds that are over or end soon, the first to end first; of some bureaus, or of all."""
    rows = Award.objects.filter(state=HELD, expires_on__lte=today + AHEAD).order_by("expires_on", "pk")
    if offices is not None:
        rows = rows.filter(Q(line__office__in=offices) | Q(version__programme__office__in=offices))
    return rows.select_related("enterprise", "line__office", "version__programme")
