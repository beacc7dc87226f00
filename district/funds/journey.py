"""The way of a case's money, as the enterprise may read it: decided, in a batch, released, arrived; what comes next."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from district.funds import changing
from district.funds.models import Award, Clawback, Instalment, Kind, Pause, Payee, Payment, Transfer, Withheld
from district.funds.money import to_yuan
from district.funds.states import CLAIMED, RELEASED_BATCH, TOLD
from district.funds.withholding import covers
from district.ground import clock

P, S = Payment.State, Instalment.State
DONE, NOW, NEXT, WRONG, HELD, STOPPED = "done", "now", "next", "wrong", "held", "stopped"
OFFSET = "offset"
LIVE = (P.QUEUED, P.SENT, P.UNKNOWN, P.PAID)
MISSED = (P.FAILED, P.REFUNDED)
RECENT, ENOUGH = 50, 5  # payments of a line by which it is said how long one usually takes; fewer say nothing


@dataclass(frozen=True)
class Step:
    """One step of a payment: its word, how it stands (done, now, next, wrong, held, stopped), its day, more in words.

    `on` is the day it happened or, of what is to come, the first day on which it can.
    """

    what: str
    state: str
    on: dt.date | None = None
    words: str = ""


@dataclass(frozen=True)
class Leg:
    """One instalment: its number, yuan, the day it falls due, how it stands in a word, its steps, what went wrong
    before."""

    serial: int
    amount: Decimal
    due_on: dt.date | None
    state: str
    label: str
    steps: tuple[Step, ...]
    missed: tuple[Step, ...] = ()

    @property
    def arrived(self) -> dt.date | None:
        return self.steps[-1].on if self.state == DONE else None

    @property
    def now(self) -> Step | None:
        """The step it stands at; None where it has arrived or is stopped."""
        return next((each for each in self.steps if each.state != DONE), None)


@dataclass(frozen=True)
class Back:
    """One recovery: yuan in all and still owed, since when, why, by which plan."""

    reference: str
    amount: Decimal
    left: Decimal
    since: dt.date
    label: str
    why: str
    plan: tuple[tuple[dt.date, Decimal], ...]
    open: bool
    offset: bool

    @property
    def due(self) -> dt.date | None:
        """The day of the plan by which the next of it is to come back; None where all of it has, or no day was set."""
        back, planned = self.amount - self.left, Decimal(0)
        for day, yuan in self.plan:
            planned += yuan
            if planned > back:
                return day if self.open else None
        return None


@dataclass(frozen=True)
class Journey:
    """One award's money. `leg` is the instalment to look at: the first not paid, else the last that was; `given` what
    came back of its recoveries: (day, yuan, how)."""

    reference: str
    decided_on: dt.date
    total: Decimal
    words: str
    paid: Decimal
    to_come: Decimal
    stopped: Decimal
    legs: tuple[Leg, ...]
    backs: tuple[Back, ...]
    given: tuple[tuple[dt.date, Decimal, str], ...]
    account: str  # what keeps a payment from having an account to go to; "" where there is one
    asks: bool  # whether it is the enterprise that has to do something about it
    usual: int | None

    @property
    def leg(self) -> Leg | None:
        open_ = (each for each in self.legs if each.state not in {DONE, STOPPED})
        return next(open_, next((each for each in reversed(self.legs) if each.state == DONE), None))


def journeys_of(reference: str) -> list[Journey]:
    """Of each award of a case that was committed, the oldest first; empty where no money was promised."""
    awards = [each for each in changing.awards_of_case(reference) if each.committed_at is not None]
    found = journeys(awards)
    return [found[each.pk] for each in awards]


def journeys(awards: Sequence[Award]) -> dict[int, Journey]:
    """By award; in as many queries for many awards as for one, those of a line's usual days apart."""
    if not awards:
        return {}
    seen = _Seen(awards)
    return {award.pk: seen.journey(award) for award in awards}


class _Seen:
    """What is known of several awards, read once."""

    def __init__(self, awards: Sequence[Award]) -> None:
        ids = [each.pk for each in awards]
        rows = Instalment.objects.filter(award__in=ids).order_by("serial")
        self.rows = _grouped(rows.prefetch_related("payments__batch"))
        self.whole = set(Pause.objects.filter(award__in=ids, ended_at=None, whole=True).values_list("award", flat=True))
        self.withheld = _grouped(Withheld.objects.filter(award__in=ids, ended=""))
        told = Clawback.objects.filter(award__in=ids, state__in=TOLD).order_by("pk").prefetch_related("steps")
        self.backs = _grouped(told)
        self.given = _given(ids) if self.backs else {}
        self.accounts = account_words({each.enterprise_id for each in awards})
        self.usual: dict[int, int | None] = {}

    def journey(self, award: Award) -> Journey:
        assert award.committed_at is not None
        rows = self.rows.get(award.pk, [])
        sums = {state: sum(row.fen for row in rows if row.state == state) for state in S.values}
        unpaid = sum(sums.values()) - sums[S.PAID] - sums[S.STOPPED]
        decided = timezone.localdate(award.committed_at)
        if unpaid and award.line_id not in self.usual:
            self.usual[award.line_id] = usual_days(award.line_id)
        account, asks = self.accounts[award.enterprise_id] if unpaid else ("", False)
        return Journey(
            reference=award.reference, decided_on=decided, total=award.amount,
            words=award.words if award.times > 1 or award.cut else "", paid=to_yuan(sums[S.PAID]),
            to_come=to_yuan(unpaid), stopped=to_yuan(sums[S.STOPPED]),
            legs=tuple(self.leg(row, decided) for row in rows),
            backs=tuple(_back(each) for each in self.backs.get(award.pk, [])),
            given=tuple(self.given.get(award.pk, [])),
            account=account, asks=asks,
            usual=self.usual.get(award.line_id) if unpaid else None,
        )  # fmt: skip

    def leg(self, row: Instalment, decided: dt.date) -> Leg:
        payments = sorted(row.payments.all(), key=lambda each: each.pk)
        live = next((each for each in reversed(payments) if each.state in LIVE), None)
        steps = [Step(_("决定"), DONE, decided)]
        label = row.get_state_display()
        if row.at == OFFSET:
            steps.append(Step(_("抵扣应退款"), DONE, row.due_on))
            label = _("已抵扣应退款")
        elif row.state == S.STOPPED:
            steps.append(Step(_("不再拨付"), STOPPED))
            label = _("不再拨付")
        else:
            steps += _sent(live) if live else self.waiting(row)
        state = next((each.state for each in steps if each.state != DONE), DONE)
        label = {HELD: _("暂停拨付"), WRONG: _("结果不明")}.get(state, label)
        return Leg(row.serial, row.amount, row.due_on, state, str(label), tuple(steps), tuple(_missed(payments)))

    def waiting(self, row: Instalment) -> list[Step]:
        after = [Step(_("放行"), NEXT), Step(_("到账"), NEXT)]
        held = row.award_id in self.whole or any(covers(each, row) for each in self.withheld.get(row.award_id, []))
        if held or row.paused:
            return [Step(_("批次"), HELD, words=_("暂停拨付，原因解决后再列入批次")), *after]
        if row.state == S.WAITING:
            what = _("验收合格后列入批次") if row.at == "acceptance" else _("“%(at)s”达成后列入批次") % {"at": row.at}
            return [Step(_("批次"), NEXT, words=what), *after]
        if row.state == S.PLANNED:
            return [Step(_("批次"), NEXT, row.due_on, _("列入以后年度预算，到期后编入批次")), *after]
        if row.due_on is not None and row.due_on > clock.today():
            return [Step(_("批次"), NEXT, row.due_on, _("到期后编入批次")), *after]
        return [Step(_("批次"), NOW, row.due_on, _("等待财政部门编入下一批次")), *after]


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Rows by their award."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.award_id, []).append(row)
    return found


def _sent(payment: Payment) -> list[Step]:
    """From the batch on, of a payment that is in one."""
    batch = payment.batch
    made = Step(_("批次"), DONE, timezone.localdate(batch.made_at), batch.reference)
    released = batch.released_at and timezone.localdate(batch.released_at)
    if batch.state not in RELEASED_BATCH or released is None:
        return [made, Step(_("放行"), NOW, words=str(batch.stage.public)), Step(_("到账"), NEXT)]
    out = Step(_("放行"), DONE, released)
    if payment.state == P.PAID:
        on = timezone.localdate(payment.answered_at) if payment.answered_at else None
        return [made, out, Step(_("到账"), DONE, on)]
    words = _("结果不明，正在向银行核实") if payment.state == P.UNKNOWN else _("已送国库，等银行回单")
    return [made, out, Step(_("到账"), WRONG if payment.state == P.UNKNOWN else NOW, words=words)]


def _missed(payments: Iterable[Payment]) -> Iterable[Step]:
    for each in payments:
        if each.state in MISSED:
            on = timezone.localdate(each.answered_at) if each.answered_at else None
            yield Step(each.get_state_display(), WRONG, on, each.reason)


def _back(row: Clawback) -> Back:
    return Back(
        row.reference, row.amount, to_yuan(row.left), timezone.localdate(row.opened_at), str(row.stage.public),
        row.reason, tuple((each.due_on, each.amount) for each in row.steps.all()), row.state in CLAIMED,
        row.offset,
    )  # fmt: skip


def _given(awards: Collection[int]) -> dict[int, list[tuple[dt.date, Decimal, str]]]:
    """What came back, by award, day and way; entries of several lines and levels together."""
    words = {"receive": _("已退回"), "offset": _("从拨付中抵扣"), "write-off": _("已核销"), "come-back": _("银行退回")}
    sums: dict[tuple[int, dt.date, str], int] = {}
    owed = (Kind.RECEIVABLE, Kind.OVERPAID)
    entries = Transfer.objects.filter(award__in=awards, verb__in=words, credit__kind__in=owed).order_by("pk")
    for award, at, verb, fen in entries.values_list("award", "at", "verb", "fen"):
        place = (award, timezone.localdate(at), verb)
        sums[place] = sums.get(place, 0) + fen
    found: dict[int, list[tuple[dt.date, Decimal, str]]] = {}
    for (award, day, verb), fen in sums.items():
        found.setdefault(award, []).append((day, to_yuan(fen), words[verb]))
    return found


def account_words(enterprises: Collection[int]) -> dict[int, tuple[str, bool]]:
    """What keeps each enterprise from having an account to be paid to ("" where it has one), and whether it has to do
    something about that itself.
    """
    latest: dict[int, dict[str, Payee]] = {each: {} for each in enterprises}
    rows = Payee.objects.filter(enterprise__in=latest).exclude(state=Payee.State.RETIRED).order_by("pk")
    for row in rows:
        latest[row.enterprise_id][row.state] = row
    return {firm: _account(by_state) for firm, by_state in latest.items()}


def _account(by_state: Mapping[str, Payee]) -> tuple[str, bool]:
    if Payee.State.VERIFIED in by_state:
        return "", False
    if Payee.State.PENDING in by_state:
        return _("收款账户正在核验，核验后才能列入批次。"), False
    if refused := by_state.get(Payee.State.REFUSED):
        return _("收款账户没有通过核验：%(why)s。请重新填写，核验后才能拨付。") % {"why": refused.reason}, True
    return _("还没有收款账户。请填写，核验后才能拨付。"), True


def usual_days(line: int) -> int | None:
    """Days from due to arrived that a line's latest payments took, the middle one; None where they are too few."""
    rows = Payment.objects.filter(batch__line=line, state=P.PAID, answered_at__isnull=False)
    pairs = rows.order_by("-pk").values_list("instalment__due_on", "answered_at")[:RECENT]
    days = [(timezone.localdate(at) - due).days for due, at in pairs if due is not None]
    return max(0, int(statistics.median(days))) if len(days) >= ENOUGH else None
