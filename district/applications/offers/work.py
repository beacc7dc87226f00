"""What the worker does: write the offers of a round and tell the members; grant a released pay list firm by firm."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from district.applications.actions import accept, decide
from district.applications.checks import NotEligible, NotPossible
from district.applications.handing_in import hand_in, open_draft
from district.applications.models import Application
from district.applications.notices import official
from district.applications.numbers import draw
from district.applications.offers.actions import answered
from district.applications.offers.models import Offer, OfferRound
from district.enterprises.queries import Enterprise, members_of
from district.people.permissions import Refused
from district.policies.runs.queries import rows_of_list
from district.record.actions import lock, post, posting_many, write_log
from district.record.moves import MoveRefused

ROOM = "applications"
SOME = 200  # offers a transaction
NO = (NotPossible, NotEligible, MoveRefused, Refused)
State, Kind = OfferRound.State, Offer.Kind
log = logging.getLogger(__name__)


def work(round_id: int) -> None:
    """Do what the round has to do now; again after a kill it goes on, twice at once is harmless."""
    round_ = OfferRound.objects.select_related("run", "programme__office", "by", "released_by").get(pk=round_id)
    with posting_many():
        if round_.state == State.MAKING:
            _make_all(round_)
        elif round_.state == State.RELEASING:
            _grant_all(round_)


def take_up() -> list[OfferRound]:
    """Rounds a dead worker left; the caller enqueues them."""
    return list(OfferRound.objects.filter(state__in=[State.MAKING, State.RELEASING]))


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
        Offer.objects.bulk_create(made)
        for offer in made:
            if offer.state == Offer.State.OPEN and kind != Kind.PAY:
                _tell(offer, round_)


def _busy(round_: OfferRound, firms: list[Enterprise]) -> dict[int, str]:
    """Why a firm gets no offer now: a case is open for it, or an earlier offer."""
    found: dict[int, str] = {}
    earlier = Offer.objects.filter(enterprise__in=firms, programme=round_.programme, state=Offer.State.OPEN)
    for pk, reference in earlier.values_list("enterprise", "round__reference"):
        found[pk] = _("上一次的通知还没有答复：%(reference)s") % {"reference": reference}
    cases = Application.objects.filter(enterprise__in=firms, programme=round_.programme).open()
    for pk, reference in cases.values_list("enterprise", "reference"):
        found[pk] = _("已有一件正在办理：%(reference)s") % {"reference": reference}
    return found


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


def _grant_all(round_: OfferRound) -> None:
    left = round_.offers.filter(kind=Kind.PAY, state=Offer.State.OPEN).values_list("pk", flat=True)
    for pk in list(left):
        _grant(round_, pk)
    with transaction.atomic():
        if OfferRound.objects.filter(pk=round_.pk, state=State.RELEASING).update(state=State.RELEASED):
            paid = round_.offers.filter(kind=Kind.PAY, state=Offer.State.APPLIED).count()
            write_log(room=ROOM, subject=round_.reference, verb="offers-granted", by=round_.released_by,
                      data={"granted": paid})  # fmt: skip


def _grant(round_: OfferRound, pk: int) -> None:
    """One firm's case, from draft to decision, and its offer answered: all or nothing."""
    try:
        with transaction.atomic():
            row = lock(Offer.objects.filter(state=Offer.State.OPEN)).filter(pk=pk).first()
            if row is not None:
                _grant_case(round_, row)
    except NO as no:
        _refuse(pk, str(no) or str(getattr(no, "why", "")) or _("不能办理。"))
    except Exception:  # one firm's fault must not keep the others waiting; it is logged and said
        log.exception("%s, offer %s", round_.reference, pk)
        _refuse(pk, _("系统出错，已记录。"))


def _grant_case(round_: OfferRound, row: Offer) -> None:
    key, leader = _key(row), round_.released_by
    assert leader is not None  # by constraint
    say: dict[str, Any] = {"by": round_.by, "request_key": key, "ex_officio": round_.reference}
    case = open_draft(enterprise=row.enterprise, programme=round_.programme, **say)
    hand_in(application=case, declared={}, **say)
    if case.verdict["eligible"] is not True:
        raise NotPossible(_("按今天的信息已不符合：%(next)s") % {"next": case.verdict.get("next", "")})
    accept(application=case, by=round_.by)
    decision = decide(application=case, by=leader, outcome="granted")
    if decision.amount != row.amount:  # one payment's, as the list has it: what a limit takes of all is lawful
        raise NotPossible(_("名单上是 %(listed)s 元，按今天的信息是 %(now)s 元，请重新生成名单。") % {
            "listed": row.amount, "now": decision.amount})  # fmt: skip
    answered(row, case, leader)


def _key(row: Offer) -> uuid.UUID:
    """The case's key comes from the offer's: however often it is tried, it is one case."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"huiqi-offer-{row.reference}")


def _refuse(pk: int, why: str) -> None:
    Offer.objects.filter(pk=pk, state=Offer.State.OPEN).update(state=Offer.State.REFUSED, why=why[:500])
