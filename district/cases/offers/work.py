"""What the worker does: write the offers of a round and tell the members; grant a released pay list firm by firm."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from district.cases.core import standing
from district.cases.core.checks import NotEligible, NotPossible, TooFew
from district.cases.core.models import Application
from district.cases.core.numbers import draw
from district.cases.core.states import DRAFT
from district.cases.decisions.signing import propose, sign
from district.cases.intake.handing_in import hand_in, open_draft
from district.cases.offers import planning, releasing, telling
from district.cases.offers.ending import barred
from district.cases.offers.linking import UNANSWERED, answered, draft_of
from district.cases.offers.models import Offer, OfferRound
from district.cases.offers.releasing import levels_of_list
from district.cases.review.actions import accept
from district.enterprises.queries import Enterprise
from district.funds import actions as funds
from district.ground.messages.posting import mark_done
from district.ground.messages.queueing import posting_many
from district.ground.people.permissions import Refused
from district.ground.record.actions import lock, official, write_log
from district.ground.record.moves import MoveRefused
from district.policies.runs.queries import rows_of_list

ROOM = "cases"
SOME = 25  # offers a transaction: each tells its firm's members, and others want to write too
NO = (NotPossible, NotEligible, MoveRefused, Refused)
State, Way, Kind = OfferRound.State, OfferRound.Way, Offer.Kind
log = logging.getLogger(__name__)


def work(round_id: int) -> None:
    """Do what the round has to do now; again after a kill it goes on, twice at once is harmless."""
    round_ = OfferRound.objects.select_related("run", "programme__office", "by", "checked_by", "released_by").get(
        pk=round_id
    )
    with posting_many():
        if round_.state == State.MAKING:
            _make_all(round_)
        elif round_.state == State.RELEASING:
            _grant_all(round_)
        elif round_.state == State.MADE and round_.way in {Way.WAIT, Way.MORE}:
            _all_wait(round_)


def take_up() -> list[OfferRound]:
    """Rounds a dead worker left; the caller enqueues them."""
    left = Q(state__in=[State.MAKING, State.RELEASING])
    untold = Q(state=State.MADE, way__in=[Way.WAIT, Way.MORE], offers__kind=Kind.PAY, offers__state=Offer.State.OPEN)
    return list(OfferRound.objects.filter(left | untold).distinct())


def _make_all(round_: OfferRound) -> None:
    for kind in (Kind.PAY, Kind.CLICK, Kind.MISSING):
        rows: Iterator[tuple[str, Decimal | None, str]] = rows_of_list(round_.run, kind)
        while chunk := list(islice(rows, SOME)):
            _make_some(round_, kind, chunk)
    while _close_some(round_):
        pass
    with transaction.atomic():
        if OfferRound.objects.filter(pk=round_.pk, state=State.MAKING).update(state=State.MADE):
            data = {kind: round_.offers.filter(kind=kind).count() for kind in Kind.values}
            write_log(room=ROOM, subject=round_.reference, verb="offers-made", by=round_.by, data=data)


def _make_some(round_: OfferRound, kind: str, chunk: list[tuple[str, Decimal | None, str]]) -> None:
    """The offers of some rows that are not there yet, and their notices, together or not at all."""
    with transaction.atomic():
        firms = {each.uscc: each for each in Enterprise.objects.filter(uscc__in=[row[0] for row in chunk])}
        here = set(round_.offers.filter(enterprise__in=firms.values()).values_list("enterprise", flat=True))
        busy = _busy(round_, list(firms.values()))
        made = []
        for code, amount, say in chunk:
            firm = firms.get(code)
            if firm is None or firm.pk in here:
                continue
            why = busy.get(firm.pk, "")
            made.append(Offer(
                reference=f"MX{draw(10)}", round=round_, programme=round_.programme, enterprise=firm, kind=kind,
                amount=amount, say=say[:500], state=Offer.State.REFUSED if why else Offer.State.OPEN, why=why,
            ))  # fmt: skip
        _replace_earlier(round_, [each.enterprise_id for each in made if each.state == Offer.State.OPEN])
        Offer.objects.bulk_create(made)
        for offer in made:
            if offer.state == Offer.State.OPEN and kind != Kind.PAY:
                telling.made(offer)


def _earlier(round_: OfferRound) -> QuerySet[Offer]:
    """Offers of the programme's earlier lists that nobody has answered."""
    rows = Offer.objects.filter(programme=round_.programme, state__in=UNANSWERED)
    return rows.exclude(round=round_)


def _replace_earlier(round_: OfferRound, firms: list[int]) -> None:
    """Who has not answered an earlier list, or waits on it for money, stands on this one now."""
    why = _("已列入新的名单 %(reference)s") % {"reference": round_.reference}
    rows = _earlier(round_).filter(enterprise__in=firms)
    for reference in rows.values_list("reference", flat=True):
        mark_done(room=ROOM, subject=reference)
    rows.update(state=Offer.State.REFUSED, why=why)


def _close_some(round_: OfferRound) -> int:
    """Some of those who were on an earlier list and are not on this one; they are told."""
    with transaction.atomic():
        chunk = list(_earlier(round_).select_related("enterprise", "programme__office").order_by("pk")[:SOME])
        with official():
            why = _("名单已按 %(day)s 的信息更新为 %(reference)s，贵企业不在新的名单上；如认为符合，仍可自行申报。") % {
                "day": telling.day(round_.as_of), "reference": round_.reference}  # fmt: skip
        for row in chunk:
            _refuse_one(row, why)
    return len(chunk)


def _busy(round_: OfferRound, firms: list[Enterprise]) -> dict[int, str]:
    """Why a firm gets no offer now: a case is being worked on. A draft is no case yet: the offer leads to it."""
    cases = Application.objects.filter(enterprise__in=firms, programme=round_.programme).open().exclude(state=DRAFT)
    found = {
        pk: _("已有一件正在办理：%(reference)s") % {"reference": reference}
        for pk, reference in cases.values_list("enterprise", "reference")
    }
    return found | barred([each.pk for each in firms])


def _all_wait(round_: OfferRound) -> None:
    """The whole list waits for money, and each firm is told."""
    open_ones = planning.waiting_to_be_paid(round_).filter(state=Offer.State.OPEN).order_by("pk")
    while _wait_some(round_, open_ones, State.MADE):
        pass


def _wait_some(round_: OfferRound, rows: QuerySet[Offer], state: str) -> int:
    """Some offers wait, their firms are told why; none when the list has gone on meanwhile."""
    with transaction.atomic():
        if lock(OfferRound.objects.all()).get(pk=round_.pk).state != state:
            return 0
        chunk = list(rows.select_related("enterprise", "programme__office")[:SOME])
        with official():
            for row in chunk:
                row.state, row.why = Offer.State.WAITING, releasing.why_waiting(round_, row)
                row.save(update_fields=["state", "why"])
                telling.waits(row)
    return len(chunk)


def _grant_all(round_: OfferRound) -> None:
    for pk in list(planning.to_grant(round_).values_list("pk", flat=True)):
        if not _grant(round_, pk):
            return
    waiting = planning.left_out(round_).filter(state=Offer.State.OPEN)
    while _wait_some(round_, waiting, State.RELEASING):
        pass
    with transaction.atomic():
        row = lock(OfferRound.objects.all()).get(pk=round_.pk)
        if row.state == State.RELEASING:
            row.state = State.RELEASED
            row.save(update_fields=["state"])
            back = funds.end(reference=row.reference, by=round_.released_by)
            paid = round_.offers.filter(kind=Kind.PAY, state=Offer.State.APPLIED).count()
            write_log(room=ROOM, subject=round_.reference, verb="offers-granted", by=round_.released_by,
                      data={"granted": paid, "back": f"{back:.2f}"})  # fmt: skip


def _grant(round_: OfferRound, pk: int) -> bool:
    """One firm's case, from draft to decision, and its offer answered: all or nothing. False: the list has stopped."""
    try:
        with transaction.atomic():
            if lock(OfferRound.objects.all()).get(pk=round_.pk).state != State.RELEASING:
                return False
            row = lock(planning.to_grant(round_)).filter(pk=pk).first()
            if row is not None:
                _grant_case(round_, row)
    except TooFew as none_left:
        _halt(round_, str(none_left))  # others took it meanwhile: who comes after is not refused for that
        return False
    except NO as no:
        _refuse(pk, str(no) or str(getattr(no, "why", "")) or _("不能办理。"))
    except Exception:  # one firm's fault must not keep the others waiting; it is logged and said
        log.exception("%s, offer %s", round_.reference, pk)
        _refuse(pk, _("系统出错，已记录。"))
    return True


def _halt(round_: OfferRound, why: str) -> None:
    with transaction.atomic():
        row = lock(OfferRound.objects.all()).get(pk=round_.pk)
        if row.state == State.RELEASING:
            releasing.halt(row, why, round_.released_by)


def _grant_case(round_: OfferRound, row: Offer) -> None:
    key, leader = _key(row), round_.released_by
    assert leader is not None  # by constraint
    say: dict[str, Any] = {"by": round_.by, "request_key": key, "ex_officio": round_.reference}
    case = draft_of(row.enterprise, round_.programme)
    case = case or open_draft(enterprise=row.enterprise, programme=round_.programme, **say)
    hand_in(application=case, declared={}, **say)
    if case.verdict["eligible"] is not True:
        raise NotPossible(_("按今天的信息已不符合：%(next)s") % {"next": case.verdict.get("next", "")})
    if (due := standing.amount(case.verdict)) != row.amount:
        raise NotPossible(_("名单上是 %(listed)s 元，按今天的信息是 %(now)s 元，请重新生成名单。") % {
            "listed": row.amount, "now": due})  # fmt: skip
    if gives := planning.gives(row):
        line = funds.draw(reference=round_.reference, version=case.version, amount=gives, by=leader)
        if line is not None:
            funds.hold_drawn(reference=case.reference, enterprise=row.enterprise, version=case.version, line=line,
                             amount=gives, by=leader)  # fmt: skip
    if row.given is not None and row.given != row.amount:
        with official():
            row.why = releasing.why_less(row)
            telling.less(row)
    answered(row, case, leader)  # before the decision, which asks what the list gives
    accept(application=case, by=round_.by)
    proposal = propose(application=case, by=round_.by, outcome="granted", listed=levels_of_list(round_))
    if round_.checked_by is not None:
        sign(proposal=proposal, by=round_.checked_by)
    sign(proposal=proposal, by=leader)


def _key(row: Offer) -> uuid.UUID:
    """The case's key comes from the offer's: however often it is tried, it is one case."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"huiqi-offer-{row.reference}")


def _refuse(pk: int, why: str) -> None:
    with transaction.atomic():
        left = lock(Offer.objects.filter(pk=pk, state__in=UNANSWERED))
        row = left.first()
        if row is not None:
            _refuse_one(Offer.objects.select_related("enterprise", "programme__office").get(pk=row.pk), why)


def _refuse_one(row: Offer, why: str) -> None:
    """The offer comes to nothing; its firm, which was told of it or should have been paid, hears why."""
    unheard = row.kind == Kind.PAY and row.state == Offer.State.OPEN and row.round.state == State.REPLACED
    row.state, row.why = Offer.State.REFUSED, why[:500]
    row.save(update_fields=["state", "why"])
    mark_done(room=ROOM, subject=row.reference)
    if not unheard:  # a list that was never released told its pay list nothing
        telling.refused(row)
