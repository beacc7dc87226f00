"""Writes of offers: a need goes to the experts who fit; one takes it; the last refusal wakes the coordinator."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.posting import mark_done
from district.ground.people.permissions import Answer, require
from district.ground.people.queries import Expert, Person
from district.ground.record.actions import lock, official, write_log
from district.services.advice import numbers, telling
from district.services.advice.finding import corps, who_fits
from district.services.advice.matching import Fit
from district.services.advice.models import AskedExpert, Need, Reason
from district.services.advice.moving import REASON, ROOM, move, move_offer
from district.services.advice.permissions import may_answer_offer, may_coordinate
from district.services.advice.states import ACCEPTED, ASKED, LOOKING, UNPLACED, WAITING

AT_A_TIME = 3  # experts asked together


def find(need: Need) -> list[AskedExpert]:
    """Ask the experts who fit best, or the one who is wanted; nobody fits: the coordinator is woken. For a need that
    looks for one, inside the caller's transaction.
    """
    fits, _unfit = who_fits(need)
    wanted = [each for each in fits if each.expert.pk == need.wanted_id]
    made = [_offer(need, each, None) for each in (wanted or fits[:AT_A_TIME])]
    if made:
        telling.offered(made, need)
    else:
        _wake(need, None, str(_("没有符合的专家。")))
    return made


def _offer(need: Need, fit: Fit, by: Person | None) -> AskedExpert:
    made = AskedExpert.objects.create(
        need=need, reference=numbers.new_reference(numbers.OFFER), expert=fit.expert, points=fit.points,
        reasons=[list(each) for each in fit.reasons], made_by=by, made_at=clock.now(),
    )  # fmt: skip
    write_log(room=ROOM, subject=need.reference, verb="offer", by=by, after=need.state,
              data={"expert": fit.expert.reference, "points": fit.points})  # fmt: skip
    return made


def place(*, need: Need, expert: Expert, by: Person | None, may: Answer | None = None) -> AskedExpert:
    """The coordinator asks an expert, whatever the rules say; the reasons are kept where there are any. `may`: the
    answer of the room in which they met already. Raises Refused, NotPossible: the term of the expert is over, or the
    expert is asked already.
    """
    if may is None:
        assert by is not None
        may = may_coordinate(by, need)
    require(may)
    with transaction.atomic():
        row = lock(Need.objects.all()).select_related("subject").get(pk=need.pk)
        if row.state not in LOOKING:
            raise NotPossible(_("这件咨询已经有专家接单，或者已经结束。"))
        if expert.pk not in {each.pk for each in corps()}:
            raise NotPossible(_("这位专家现在不能请，请另选一位。"))
        if known := row.offers.filter(expert=expert, state=WAITING).first():
            return known
        fits, _unfit = who_fits(row)
        fit = next((each for each in fits if each.expert.pk == expert.pk), Fit(expert, 0, (("coordinator", ""),)))
        made = _offer(row, fit, by)
        if row.state == UNPLACED:
            with move(row, "offer", by):
                pass
        telling.offered([made], row)
    need.refresh_from_db()
    return made


def accept(*, offer: AskedExpert, by: Person | None, may: Answer | None = None) -> Need:
    """The expert takes the need; others are asked no more. Of two at once one takes it. Raises Refused, MoveRefused."""
    require(_may(offer, by, may))
    with transaction.atomic():
        need = lock(Need.objects.all()).get(pk=offer.need_id)
        with move_offer(offer, "accept-offer", by) as row:
            row.answered_at = clock.now()
        with move(need, "accept", by) as taken:
            taken.expert, taken.taken_at = row.expert, clock.now()
        close(need)
        mark_done(room=ROOM, subject=need.reference)
        telling.taken(need)
    return need


def refuse(
    *, offer: AskedExpert, by: Person | None, reason: str, say: str = "", may: Answer | None = None
) -> AskedExpert:
    """The expert cannot, and says why; the last one wakes the coordinator. Raises Refused, MoveRefused, NotPossible: no
    reason."""
    require(_may(offer, by, may))
    if reason not in Reason.values or (reason == Reason.OTHER and not say.strip()):
        raise NotPossible(_("请选一个接不了的理由；选“其他”请写一句。"))
    with transaction.atomic():
        need = lock(Need.objects.all()).get(pk=offer.need_id)
        with move_offer(offer, "refuse-offer", by, say, reason=reason) as row:
            row.reason, row.say, row.answered_at = reason, say.strip()[:REASON], clock.now()
        _wake_after_the_last(need, by, row.get_reason_display())
    return offer


def ask_no_longer(offer: AskedExpert, *, by: Person | None, why: str) -> None:
    """Who was asked cannot be had any more and says nothing to it; the last one wakes the coordinator."""
    with transaction.atomic():
        need = lock(Need.objects.all()).get(pk=offer.need_id)
        with move_offer(offer, "pass-offer", by, why) as row:
            row.answered_at = clock.now()
        with official():
            _wake_after_the_last(need, by, why)


def _wake_after_the_last(need: Need, by: Person | None, why: str) -> None:
    if need.state == ASKED and not need.offers.filter(state=WAITING).exists():
        _wake(need, by, str(_("请过的专家都接不了，最后一位的理由：%(why)s。") % {"why": why}))


def _may(offer: AskedExpert, by: Person | None, may: Answer | None) -> Answer:
    if may is not None:
        return may
    assert by is not None, "who acts without an account comes by a link, whose permission is given"
    return may_answer_offer(by, offer)


def _wake(need: Need, by: Person | None, why: str) -> None:
    with move(need, "exhaust", by, why) as row:
        row.woken_at = clock.now()
        telling.woken(row, why)


def close(need: Need) -> Sequence[AskedExpert]:
    """Who is still asked, is asked no longer; those it was."""
    rows = list(need.offers.filter(state=WAITING).select_related("expert__person"))
    for each in rows:
        with move_offer(each, "pass-offer", None) as row:
            row.answered_at = clock.now()
    return rows


def let_go(need: Need, *, by: Person | None) -> None:
    """The expert who took it has it no longer."""
    for each in need.offers.filter(state=ACCEPTED):
        with move_offer(each, "give-offer-back", by) as row:
            row.reason, row.say = Reason.OTHER, str(_("接单后交回"))
