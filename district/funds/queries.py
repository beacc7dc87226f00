"""Reads of money: what is left of a line, statements, what an enterprise was paid, whether the ledger holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.funds import changing, claiming, pausing, schedules
from district.funds.journey import HELD, Journey, journeys_of
from district.funds.models import (
    UNPAID,
    Account,
    Award,
    Batch,
    Clawback,
    Instalment,
    Kind,
    Level,
    Line,
    OutsideGrant,
    Pause,
    Payee,
    Payment,
    Tally,
    Transfer,
    Withheld,
)
from district.funds.money import to_yuan
from district.funds.promise import Promise, in_words
from district.funds.rechecking import due_on, paid_periods
from district.funds.reserving import Look, look, look_many, this_year
from district.funds.states import SET_ASIDE
from district.funds.withholding import payable
from district.ground import clock
from district.policies import queries as policies
from district.policies.giving import Given
from district.policies.queries import Funding, Programme, marking_invented

__all__ = [
    "HELD", "SET_ASIDE", "Account", "Award", "Balances", "Batch", "Clawback", "Funding", "Instalment", "Journey",
    "Kind", "Level", "Line", "Look", "Pause", "Payee", "Payment", "Promise", "Transfer", "arrivals", "availability",
    "award_of", "awards_waiting", "balances_of", "cases_waiting_for_a_milestone", "comes_to_by_reference", "due_on",
    "given_by_year", "in_words", "journeys_of", "lines_of_year", "look", "look_many", "milestones_waiting",
    "outside_given", "outside_of", "paid_periods", "paid_to", "paused_of_case", "payments_of", "planned_by_year",
    "statement", "statement_of_line", "this_year", "to_yuan", "years",
]  # fmt: skip

TIGHT = 10  # per cent of what was appropriated: below it the page says so


@dataclass(frozen=True)
class Balances:
    """What a line, or several, has of each kind, in yuan. `appropriated` counts what came in, carried over included."""

    appropriated: Decimal = Decimal(0)
    available: Decimal = Decimal(0)
    held: Decimal = Decimal(0)
    committed: Decimal = Decimal(0)
    sent: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    receivable: Decimal = Decimal(0)
    lapsed: Decimal = Decimal(0)
    written_off: Decimal = Decimal(0)
    advanced: Decimal = Decimal(0)
    overpaid: Decimal = Decimal(0)

    @property
    def to_pay(self) -> Decimal:
        """Decided and not yet with the enterprise."""
        return self.committed + self.sent

    @classmethod
    def of(cls, fen: dict[str, int]) -> Balances:
        found = {kind.replace("-", "_"): to_yuan(fen.get(kind, 0)) for kind in Kind.values}
        inside = [to_yuan(amount) for kind, amount in fen.items() if kind != Kind.APPROPRIATED]
        return cls(**{**found, "appropriated": sum(inside, Decimal(0))})

    def __add__(self, other: Balances) -> Balances:
        return Balances(**{name: value + getattr(other, name) for name, value in vars(self).items()})


def balances_of(lines: Iterable[Line]) -> dict[int, Balances]:
    """Balances by line, both levels together; one query."""
    found: dict[int, dict[str, int]] = {line.pk: {} for line in lines}
    rows = Account.objects.filter(line__in=found).order_by().values_list("line", "kind").annotate(sum=Sum("fen"))
    for line, kind, fen in rows:
        found[line][kind] = fen
    return {line: Balances.of(fen) for line, fen in found.items()}


def by_level(line: Line) -> dict[str, Balances]:
    """Balances of one line by level (`city`, `district`)."""
    found: dict[str, dict[str, int]] = {level: {} for level in Level.values}
    for level, kind, fen in Account.objects.filter(line=line).values_list("level", "kind", "fen"):
        found[level][kind] = fen
    return {level: Balances.of(fen) for level, fen in found.items()}


def years() -> list[int]:
    return list(Line.objects.order_by("-year").values_list("year", flat=True).distinct())


def lines_of_year(year: int) -> QuerySet[Line]:
    """The lines of a year, and the pools and funds that stand over the years."""
    return Line.objects.filter(Q(year=year) | ~Q(sort=Line.Sort.BUDGET)).select_related("office").order_by("name", "pk")


def availability(programme: Programme, year: int) -> Funding | None:
    """How a programme's money stands in a year: a state and a number. None where it gives no money from a named budget.

    States: unplanned 未安排预算, open 有余额, tight 余额不多, held 已全部占用, gone 已用完, closed 已结转.
    """
    version = policies.version_on(programme, min(clock.today(), dt.date(year, 12, 31)))
    if version is None or not claiming.has_money(version):
        return None
    line = claiming.line_of(version, year)
    if line is None:
        return Funding("unplanned", None, _("%(year)d 年未安排预算") % {"year": year}, None)
    found = balances_of([line])[line.pk]
    if line.closed_at:
        return Funding("closed", Decimal(0), _("%(year)d 年预算已结转") % {"year": year}, line.reference)
    if found.available > 0:
        if found.available * 100 < found.appropriated * TIGHT:
            return Funding("tight", found.available, _("余额不多"), line.reference)
        return Funding("open", found.available, _("有余额"), line.reference)
    if found.held > 0:
        return Funding("held", Decimal(0), _("已全部占用，可能有退回"), line.reference)
    return Funding("gone", Decimal(0), _("已用完"), line.reference)


def award_of(reference: str) -> Award | None:
    rows = Award.objects.select_related("line__office", "enterprise", "version__programme")
    return rows.filter(reference=reference).first()


def awards_of(enterprise: Enterprise) -> QuerySet[Award]:
    """What an enterprise was promised, the latest first; awards only held are its applications' business."""
    rows = Award.objects.filter(enterprise=enterprise, committed_at__isnull=False).select_related("line__office")
    return rows.order_by("-committed_at", "-pk")


def statement(enterprise: Enterprise) -> QuerySet[Transfer]:
    """Everything that happened to an enterprise's money, oldest first."""
    rows = Transfer.objects.filter(award__enterprise=enterprise)
    return rows.select_related("award", "credit__line", "debit", "by", "payment").order_by("pk")


def statement_of_line(line: Line, *, verb: str = "") -> QuerySet[Transfer]:
    """Every transfer out of or into a line's accounts, the latest first."""
    rows = Transfer.objects.filter(Q(credit__line=line) | Q(debit__line=line))
    if verb:
        rows = rows.filter(verb=verb)
    return rows.select_related(
        "award__enterprise", "award__line", "award__version__programme", "credit", "debit", "by", "payment"
    ).order_by("-at", "-pk")


def paid_to(enterprise: Enterprise, *, year: int | None = None, programme: Programme | None = None) -> Decimal:
    """Yuan paid to an enterprise and not asked back, of all years or of the lines of one."""
    rows = Tally.objects.filter(award__enterprise=enterprise)
    if year is not None:
        rows = rows.filter(line__year=year)
    if programme is not None:
        rows = rows.filter(award__version__programme=programme)
    return to_yuan(rows.aggregate(sum=Sum("paid"))["sum"] or 0)


def worklist(line: Line | None = None) -> QuerySet[Instalment]:
    """Payments due today that may leave, the earliest first, with whom they go to: none paused, none withheld."""
    rows = payable(_due().exclude(pausing.held()))
    if line is not None:
        rows = rows.filter(line=line)
    return rows.select_related("award__enterprise", "award__line", "award__version__programme", "line").order_by(
        "due_on", "pk"
    )


def _due() -> QuerySet[Instalment]:
    return Instalment.objects.filter(state=Instalment.State.DUE, due_on__lte=clock.today())


@dataclass(frozen=True)
class PausedList:
    """What fell due and is held: the first of it, each with `reasons` (Pause); how many and how much in all, yuan."""

    rows: list[Instalment]
    count: int
    amount: Decimal


def paused_list(most: int) -> PausedList:
    found = _due().filter(pausing.held())
    found_rows = found.select_related("award__enterprise", "award__line", "award__version__programme", "line")
    rows = list(found_rows.order_by("due_on", "pk")[:most])
    if not rows:
        return PausedList([], 0, Decimal(0))
    by_award: dict[int, list[Pause]] = {}
    for each in Pause.objects.filter(award__in={row.award_id for row in rows}, ended_at=None):
        by_award.setdefault(each.award_id, []).append(each)
    for row in rows:
        row.reasons = by_award.get(row.award_id, [])  # type: ignore[attr-defined]
    sums = found.aggregate(count=Count("pk"), fen=Sum("fen"))
    return PausedList(rows, sums["count"], to_yuan(sums["fen"] or 0))


def paused_of_case(reference: str) -> list[pausing.Standing]:
    """What a page says of a case's awards that are paused."""
    return [found for award in changing.awards_of_case(reference) if (found := pausing.shown(award))]


def due_by_line() -> list[dict[str, object]]:
    """Lines with payments due: {line, count, amount, payable: to a verified account, failed before}."""
    verified = Q(award__enterprise__payees__state=Payee.State.VERIFIED)
    rows = worklist().order_by().values("line").annotate(
        count=Count("pk"), fen=Sum("fen"), payable=Count("pk", filter=verified),
        failed=Count("pk", filter=~Q(problem="")),
    )  # fmt: skip
    lines = Line.objects.select_related("office").in_bulk([row["line"] for row in rows])
    return [{**row, "line": lines[row["line"]], "amount": to_yuan(row["fen"])} for row in rows]


def batches() -> QuerySet[Batch]:
    """With `invented`: whether any payment in it rests on numbers no document confirms."""
    rests = Payment.objects.filter(batch=OuterRef("pk"), instalment__award__version__description__illustrative=True)
    rows = Batch.objects.select_related("line__office", "made_by", "checked_by", "first_by", "second_by")
    return rows.annotate(invented=Exists(rests))


def payee_of(enterprise: Enterprise) -> Payee | None:
    """The account in use or, before one is verified, the last entered."""
    rows = Payee.objects.filter(enterprise=enterprise).exclude(state=Payee.State.RETIRED)
    return rows.filter(state=Payee.State.VERIFIED).first() or rows.first()


def cases() -> QuerySet[Clawback]:
    return Clawback.objects.select_related("award__enterprise", "award__line__office", "opened_by")


def to_come(enterprise: Enterprise) -> Decimal:
    """Yuan decided and not paid yet, later years' payments included."""
    rows = Instalment.objects.filter(award__enterprise=enterprise, state__in=UNPAID)
    return to_yuan(rows.aggregate(sum=Sum("fen"))["sum"] or 0)


def planned_by_year(version: policies.ProgrammeVersion, promise: Promise, day: dt.date) -> dict[int, Decimal]:
    """Yuan by calendar year that a promise made on a day comes to."""
    found = schedules.by_year(schedules.plan(version.description, promise, day), day)
    return {year: to_yuan(fen) for year, fen in found.items()}


def given_by_year(reference: str) -> dict[int, Decimal]:
    """Yuan by calendar year that a case's awards pay, what was asked back taken off the year it was paid for, what was
    paid too much off the latest; empty where it has none."""
    found: dict[int, int] = {}
    for award in changing.awards_of_case(reference):
        if award.committed_at is None:
            continue
        began = timezone.localdate(award.committed_at)
        for day, fen in award.instalments.exclude(state=Instalment.State.STOPPED).values_list("due_on", "fen"):
            year = (day or began).year
            found[year] = found.get(year, 0) + fen
        back = award.transfers.filter(verb="claw-back").order_by().values_list("credit__line__year")
        for year, fen in back.annotate(sum=Sum("fen")):
            found[year] = found.get(year, 0) - fen
        over = award.excess
        for year in sorted(found, reverse=True):
            part = min(over, max(0, found[year]))
            found[year], over = found[year] - part, over - part
    return {year: to_yuan(max(0, fen)) for year, fen in sorted(found.items())}


def outside_of(enterprise: Enterprise) -> QuerySet[OutsideGrant]:
    """What other offices gave an enterprise, the latest first; voided rows left out."""
    return OutsideGrant.objects.filter(enterprise=enterprise, voided_at=None)


def outside_given(enterprise: Enterprise) -> list[Given]:
    """The same as `policies.giving` counts it."""
    return [
        Given(
            each.slug, f"{each.office} {each.name}", f"{each.office} {each.granted_on:%Y-%m-%d}",
            {each.granted_on.year: each.amount}, dict.fromkeys(("as-of", "application", "decision"), each.granted_on),
        )
        for each in outside_of(enterprise)
    ]  # fmt: skip


def comes_to_by_reference() -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Yuan that each committed award comes to by what was decided; and what it was paid above that, not asked back."""
    asked = Clawback.objects.filter(payment=None).order_by().values_list("award").annotate(sum=Sum("fen"))
    back: dict[int, int] = dict(asked)
    comes, excess = {}, {}
    rows = Award.objects.filter(committed_at__isnull=False).order_by()
    for pk, reference, fen, over in rows.values_list(
        "pk", "reference", F("fen") - F("withdrawn") + F("beyond"), "excess"
    ):
        comes[reference] = to_yuan(fen - back.get(pk, 0) - over)
        excess[reference] = to_yuan(over)
    return comes, excess


def arrivals(reference: Any) -> QuerySet[Payment]:
    """Payments of a case that reached the enterprise, the first one first; `reference` may be an OuterRef."""
    rows = Payment.objects.filter(instalment__award__reference=reference, state=Payment.State.PAID)
    return rows.exclude(answered_at=None).order_by("answered_at", "pk")


def payments_of(references: Any) -> QuerySet[Payment]:
    """Every payment of these cases; `references` may be a query for them."""
    return Payment.objects.filter(instalment__award__reference__in=references)


def awards_waiting(reference: str, at: str = "") -> QuerySet[Award]:
    """A case's awards with instalments that wait for a milestone: for `at`, or for any."""
    waiting = Instalment.objects.filter(state=Instalment.State.WAITING)
    waiting = waiting.filter(at=at) if at else waiting
    rows = Award.objects.filter(Q(reference=reference) | Q(reference__startswith=f"{reference}-"))
    return rows.filter(pk__in=waiting.values("award")).order_by("pk")


def cases_waiting_for_a_milestone(field: str) -> Exists:
    """The same of many cases, as a condition; `field` holds a case's reference."""
    case = OuterRef(OuterRef(field))
    awards = Award.objects.filter(Q(reference=case) | Q(reference__startswith=Concat(case, Value("-"))))
    return Exists(Instalment.objects.filter(state=Instalment.State.WAITING, award__in=awards.values("pk")))


def milestones_waiting(reference: str) -> list[str]:
    """The milestones a case's money waits for, in the order of its instalments."""
    rows = Instalment.objects.filter(award__in=awards_waiting(reference), state=Instalment.State.WAITING)
    return list(dict.fromkeys(rows.order_by("serial").values_list("at", flat=True)))


def withheld_rows(*, every: bool) -> QuerySet[Withheld]:
    """What is withheld and still to be paid, or all that ever was, with `left_fen`: what is unpaid of the award."""
    left = Instalment.objects.filter(award=OuterRef("award"), state__in=UNPAID)
    sums = left.order_by().values("award").annotate(fen=Sum("fen")).values("fen")
    rows = Withheld.objects.annotate(left_fen=Subquery(sums)).select_related(
        "award__enterprise", "award__line__office", "award__version__programme__office", "ended_by"
    )
    rows = marking_invented(rows, "award__version")
    return rows if every else rows.filter(ended="", left_fen__gt=0)
