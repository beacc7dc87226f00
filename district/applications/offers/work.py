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
from django.urls import reverse
from django.utils.translation import gettext as _

from district.applications import standing
from district.applications.actions import accept, decide
from district.applications.checks import NotEligible, NotPossible, TooFew
from district.applications.handing_in import hand_in, open_draft
from district.applications.models import Application
from district.applications.notices import official
from district.applications.numbers import draw
from district.applications.offers import planning, releasing
from district.applications.offers.actions import answered
from district.applications.offers.ending import barred
from district.applications.offers.models import Offer, OfferRound
from district.enterprises.queries import Enterprise, members_of
from district.funds import actions as funds
from district.people.permissions import Refused
from district.policies.runs.queries import rows_of_list
from district.record.actions import lock, post, posting_many, write_log
from district.record.moves import MoveRefused

ROOM = "applications"
SOME = 25  # offers a transaction: each tells its firm's members, and others want to write too
NO = (NotPossible, NotEligible, MoveRefused, Refused)
State, Way, Kind = OfferRound.State, OfferRound.Way, Offer.Kind
log = logging.getLogger(__name__)


def work(round_id: int) -> None:
    """Do what the round has to do now; again after a kill it goes on, twice at once is harmless."""
    round_ = OfferRound.objects.select_related("run", "programme__office", "by", "released_by").get(pk=round_id)
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
        _replace_waiting(round_, [each.enterprise_id for each in made if each.state == Offer.State.OPEN])
        Offer.objects.bulk_create(made)
        for offer in made:
            if offer.state == Offer.State.OPEN and kind != Kind.PAY:
                _tell(offer, round_)


def _replace_waiting(round_: OfferRound, firms: list[int]) -> None:
    """Who still waits for money on an earlier list stands on this one now."""
    rows = Offer.objects.filter(enterprise__in=firms, programme=round_.programme, state=Offer.State.WAITING)
    why = _("已列入新的名单 %(reference)s") % {"reference": round_.reference}
    rows.exclude(round__state=State.RELEASING).update(state=Offer.State.REFUSED, why=why)


def _busy(round_: OfferRound, firms: list[Enterprise]) -> dict[int, str]:
    """Why a firm gets no offer now: a case is open for it, or an earlier offer."""
    found: dict[int, str] = {}
    open_ones = Q(state=Offer.State.OPEN) | Q(state=Offer.State.WAITING, round__state=State.RELEASING)
    earlier = Offer.objects.filter(open_ones, enterprise__in=firms, programme=round_.programme)
    for pk, reference in earlier.values_list("enterprise", "round__reference"):
        found[pk] = _("上一次的通知还没有答复：%(reference)s") % {"reference": reference}
    cases = Application.objects.filter(enterprise__in=firms, programme=round_.programme).open()
    for pk, reference in cases.values_list("enterprise", "reference"):
        found[pk] = _("已有一件正在办理：%(reference)s") % {"reference": reference}
    return found | barred([each.pk for each in firms])


def _tell(offer: Offer, round_: OfferRound) -> None:
    with official():
        words = {"programme": round_.programme.name, "say": offer.say}
        body = _("由登记、社保等数据比对得出，不用另填申报表。")
        title = _("“%(programme)s”免申即享，请一键确认") if offer.kind == Kind.CLICK else _(
            "“%(programme)s”只差一项信息：%(say)s")  # fmt: skip
        post(
            to=members_of(offer.enterprise), title=title % words, body=body,
            link=reverse("applications:offer", args=[offer.reference]), room=ROOM, subject=offer.reference,
            needs_action=True, office=round_.programme.office,
        )  # fmt: skip


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
        chunk = list(rows.select_related("enterprise")[:SOME])
        with official():
            for row in chunk:
                row.state, row.why = Offer.State.WAITING, releasing.why_waiting(round_, row)
                row.save(update_fields=["state", "why"])
                _tell_why(round_, row, _("“%(programme)s”等候预算"))
    return len(chunk)


def _tell_why(round_: OfferRound, row: Offer, title: str) -> None:
    post(to=members_of(row.enterprise), title=title % {"programme": round_.programme.name}, body=row.why,
         link=reverse("applications:offer", args=[row.reference]), room=ROOM, subject=row.reference,
         office=round_.programme.office)  # fmt: skip


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
    case = open_draft(enterprise=row.enterprise, programme=round_.programme, **say)
    hand_in(application=case, declared={}, **say)
    if case.verdict["eligible"] is not True:
        raise NotPossible(_("按今天的信息已不符合：%(next)s") % {"next": case.verdict.get("next", "")})
    if (due := standing.amount(case.verdict)) != row.amount:
        raise NotPossible(_("名单上是 %(listed)s 元，按今天的信息是 %(now)s 元，请重新生成名单。") % {
            "listed": row.amount, "now": due})  # fmt: skip
    if gives := planning.gives(row):
        funds.draw(reference=round_.reference, version=case.version, amount=gives, by=leader)
    if row.given is not None and row.given != row.amount:
        with official():
            row.why = releasing.why_less(row)
            _tell_why(round_, row, _("“%(programme)s”按比例给付"))
    answered(row, case, leader)  # before the decision, which asks what the list gives
    accept(application=case, by=round_.by)
    decide(application=case, by=leader, outcome="granted")


def _key(row: Offer) -> uuid.UUID:
    """The case's key comes from the offer's: however often it is tried, it is one case."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"huiqi-offer-{row.reference}")


def _refuse(pk: int, why: str) -> None:
    left = Offer.objects.filter(pk=pk, state__in=[Offer.State.OPEN, Offer.State.WAITING])
    left.update(state=Offer.State.REFUSED, why=why[:500])
