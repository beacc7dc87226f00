"""Awards of which nothing is paid for now: what is in a batch and not sent leaves it, nothing goes into the next.

Withheld by an event of the register or, at release, because the register of that day would not give it; it ends when
the register is right again, by a leader of the bureau who says why it is paid all the same, or by a ruling that it does
not hold against the award. Each in the caller's transaction.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.funds import notices
from district.funds.checks import NotPossible
from district.funds.models import UNPAID, Award, Batch, Instalment, Payment, Withheld
from district.funds.permissions import may_pay_all_the_same
from district.funds.states import UNRELEASED
from district.ground import clock
from district.ground.bringing.registry import Registry
from district.ground.messages.posting import post
from district.ground.messages.queueing import posting_many
from district.ground.people.permissions import require
from district.ground.people.queries import Person, officers_of
from district.ground.record.actions import lock, official, write_log

ROOM = "funds"
SOME = 900  # keys in one query
VERBS = {Withheld.Ended.PAID: "pay-all-the-same", Withheld.Ended.RULED: "ruled-not-to-hold"}
EVENT, DIFFERS = "event:", "register:"  # what a cause begins with
P, S = Payment.State, Instalment.State


@dataclass(frozen=True)
class Stop:
    """Why an award is not paid now. `from_on`: only what falls due from that day on."""

    cause: str
    why: str
    about: str = ""
    from_on: dt.date | None = None


payment_stops: Registry[Callable[[Collection[str]], Mapping[str, Stop]]] = Registry("what stops a payment")
"""Rooms above say, by the awards' references, what the register of today would not pay; they add theirs at start."""


def withheld_from(enterprise: Enterprise) -> QuerySet[Withheld]:
    """What is withheld of an enterprise's awards and still to be paid, the latest first."""
    left = Instalment.objects.filter(award=OuterRef("award"), state__in=UNPAID)
    rows = Withheld.objects.filter(Exists(left), award__enterprise=enterprise, ended="")
    return rows.select_related("award")


def payable(rows: QuerySet[Instalment]) -> QuerySet[Instalment]:
    return rows.exclude(_held())


def _held() -> Exists:
    by_day = Q(from_on=None) | Q(from_on__lte=OuterRef("due_on"))
    return Exists(Withheld.objects.filter(by_day, award=OuterRef("award"), ended=""))


def withhold(stops: Mapping[int, Stop]) -> list[Withheld]:
    """Withhold awards by key, those that still have something to pay; what was ruled on for the same cause goes on.

    Queued payments leave their batches. The enterprises and the bureaus are told. Returns what is new.
    """
    made: list[Withheld] = []
    keys = sorted(stops)
    for start in range(0, len(keys), SOME):
        made += _withhold_some({key: stops[key] for key in keys[start : start + SOME]})
    if made:
        with posting_many():
            for each in made:
                _tell(each)
    return made


def _withhold_some(stops: Mapping[int, Stop]) -> list[Withheld]:
    ruled = Withheld.objects.filter(award__in=stops).exclude(ended=Withheld.Ended.RIGHT)
    known = set(ruled.values_list("award", "cause"))
    to_pay = Instalment.objects.filter(award=OuterRef("pk"), state__in=UNPAID)
    awards = Award.objects.filter(Exists(to_pay), pk__in=stops).select_related(
        "enterprise", "line__office", "version__programme__office"
    )
    made = [
        Withheld(award=award, cause=stop.cause, about=stop.about, why=stop.why[:600], from_on=stop.from_on,
                 opened_at=clock.now())
        for award in awards
        if (stop := stops[award.pk]) and (award.pk, stop.cause) not in known
    ]  # fmt: skip
    Withheld.objects.bulk_create(made, batch_size=200)
    take_out({each.award_id: each for each in made})
    for each in made:
        write_log(room=ROOM, subject=each.award.reference, verb="withhold", by=None, reason=each.why,
                  data={"cause": each.cause})  # fmt: skip
    return made


def take_out(held: Mapping[int, Withheld]) -> int:
    """Payments of these awards that are in a batch and not sent leave it; returns how many."""
    mine = Payment.objects.filter(instalment__award__in=held, state=P.QUEUED)
    if not mine.exists():
        return 0
    list(lock(Batch.objects.filter(pk__in=mine.values("batch")).order_by("pk")).values_list("pk"))
    rows = [
        each for each in mine.select_related("instalment")
        if covers(held[each.instalment.award_id], each.instalment)
    ]  # fmt: skip
    put_back({each: held[each.instalment.award_id].why for each in rows})
    return len(rows)


def put_back(why: Mapping[Payment, str]) -> None:
    """These payments leave their batch for a reason; their instalments wait on the worklist.

    What is still to be checked or released is counted anew. The caller holds the batches.
    """
    for said in set(why.values()):
        rows = [each for each, words in why.items() if words == said]
        Payment.objects.filter(pk__in=[each.pk for each in rows]).update(state=P.CANCELLED, reason=said[:200])
        Instalment.objects.filter(pk__in=[each.instalment_id for each in rows]).update(
            state=S.DUE, problem=said[:200]
        )  # fmt: skip
    for batch in Batch.objects.filter(pk__in={each.batch_id for each in why}, state__in=UNRELEASED):
        left = Payment.objects.filter(batch=batch, state=P.QUEUED)
        batch.count, batch.fen = left.count(), left.aggregate(fen=Sum("fen", default=0))["fen"]
        batch.save(update_fields=["count", "fen"])


def covers(held: Withheld, row: Instalment) -> bool:
    return held.from_on is None or (row.due_on is not None and row.due_on >= held.from_on)


def check(payments: Sequence[Payment]) -> dict[int, str]:
    """At the release: why payments may not leave, by key; what the register of today would not give is withheld."""
    awards = {each.instalment.award.reference: each.instalment.award_id for each in payments}
    found: dict[int, Stop] = {}
    for ask in payment_stops:
        found |= {awards[reference]: stop for reference, stop in ask(awards).items()}
    withhold(found)
    open_ones: dict[int, list[Withheld]] = defaultdict(list)
    for row in Withheld.objects.filter(award__in=set(awards.values()), ended=""):
        open_ones[row.award_id].append(row)
    return {
        each.pk: row.why
        for each in payments
        for row in open_ones[each.instalment.award_id]
        if covers(row, each.instalment)
    }


def look_again(enterprise_ids: Collection[int]) -> int:
    """What was withheld at a release, of enterprises whose facts changed: ends where the register gives it again."""
    ended, ids = 0, sorted(enterprise_ids)
    for start in range(0, len(ids), SOME):
        rows = Withheld.objects.filter(award__enterprise__in=ids[start : start + SOME], ended="",
                                       cause__startswith=DIFFERS)  # fmt: skip
        held = list(rows.select_related("award__enterprise", "award__line__office"))
        if not held:
            continue
        still = {reference for ask in payment_stops for reference in ask([each.award.reference for each in held])}
        with transaction.atomic():
            ended += put_right(each for each in held if each.award.reference not in still)
    return ended


def put_right(rows: Iterable[Withheld]) -> int:
    """The register is right again: what was withheld goes into the next batch. Returns how many ended."""
    ended = 0
    for each in rows:
        open_one = Withheld.objects.filter(pk=each.pk, ended="")
        if open_one.update(ended=Withheld.Ended.RIGHT, ended_at=clock.now()):
            _free(each)
            write_log(room=ROOM, subject=each.award.reference, verb="withhold-ends", by=None,
                      data={"cause": each.cause, "ended": Withheld.Ended.RIGHT})  # fmt: skip
            _tell_it_goes_on(each.award)
            ended += 1
    return ended


def pay_all_the_same(*, held: Withheld, by: Person, reason: str) -> Withheld:
    """A leader of the bureau lets what is withheld be paid, for a reason. A second time changes nothing.

    Raises Refused, NotPossible.
    """
    require(may_pay_all_the_same(by, held))
    if not reason.strip():
        raise NotPossible(_("请写明为什么照付，审计会看到。"))
    with transaction.atomic():
        row = lock(Withheld.objects.select_related("award__enterprise", "award__line__office")).get(pk=held.pk)
        if row.ended:
            return row
        _pay(row, by, reason, Withheld.Ended.PAID)
        _tell_it_goes_on(row.award)
    return row


def ruled(*, award: Award, about: Collection[str], by: Person, reason: str) -> int:
    """It was ruled that these facts do not hold against an award: what is withheld of it for them is paid all the same,
    and not withheld again for that cause. Who calls has asked whether `by` may rule, and tells the enterprise.

    Returns how many ended; a second time none.
    """
    rows = list(lock(Withheld.objects.filter(award=award, about__in=about, ended="").order_by("pk")))
    for row in rows:
        _pay(row, by, reason, Withheld.Ended.RULED)
    return len(rows)


def _pay(row: Withheld, by: Person, reason: str, how: Withheld.Ended) -> None:
    row.ended, row.ended_at, row.ended_by = how, clock.now(), by
    row.reason = reason.strip()[:300]
    row.save(update_fields=["ended", "ended_at", "ended_by", "reason"])
    _free(row)
    write_log(room=ROOM, subject=row.award.reference, verb=VERBS[how], by=by, reason=row.reason,
              data={"cause": row.cause})  # fmt: skip


def told_of(award: Award, about: Collection[str], since: dt.date) -> bool:
    """Whether the enterprise was told that the award is withheld for one of these facts, changed on that day."""
    rows = award.withheld.filter(about__in=about, ended="").values_list("from_on", "opened_at")
    return any((from_on or timezone.localdate(opened_at)) == since for from_on, opened_at in rows)


def _tell_it_goes_on(award: Award) -> None:
    """Only where nothing else holds it: who ends that tells."""
    held = award.withheld.filter(ended="").exists() or award.pauses.filter(ended_at=None).exists()
    if not held:
        notices.goes_on(award)


def _free(row: Withheld) -> None:
    """What waited for this reason alone waits for none."""
    rows = Instalment.objects.filter(award=row.award_id, state=S.DUE, problem=row.why[:200])
    payable(rows).update(problem="")


@official()
def _tell(row: Withheld) -> None:
    award = row.award
    notices.withheld(award, row.why)
    office = award.version.programme.office if award.version else award.line.office
    post(to=officers_of(office), title=_("暂停拨付：%(firm)s “%(title)s”") % {
        "firm": award.enterprise.name, "title": award.title}, body=row.why, link=reverse("funds:withheld"),
        room=ROOM, subject=award.reference, needs_action=True, office=office)  # fmt: skip
