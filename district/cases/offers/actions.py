"""Writes of offers: a round from a run, one offer confirmed or declined; the pay list is in releasing.py."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible, check_applied_for
from district.cases.core.models import Application
from district.cases.core.numbers import draw
from district.cases.intake.handing_in import hand_in, open_draft
from district.cases.offers import under_way, years
from district.cases.offers.linking import draft_of
from district.cases.offers.models import Offer, OfferRound
from district.cases.offers.permissions import may_answer, may_offer
from district.cases.offers.queries import over, today_of
from district.ground import clock
from district.ground.messages.posting import mark_done
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.record.calendar import add_working_days
from district.policies.runs.queries import Run

ROOM = "cases"
TERM = 20  # working days an offer lasts; illustrative


class Differs(NotPossible):
    """Today's facts give another amount than the one that was seen; asked again with the new one."""


def make_round(*, run: Run, by: Person) -> tuple[OfferRound, bool]:
    """A round from a finished run, once a run: a second time finds the first. It replaces the programme's earlier
    list, which cannot be released beside it. Raises Refused, NotPossible: the run is older than the list there is, or
    that list is just being made or granted.
    """
    programme = run.version.programme
    require(may_offer(by, programme))
    if run.kind != Run.Kind.LISTS or run.state != Run.State.DONE or run.repeats_id:
        raise NotPossible(_("只能从已完成的名单发出通知。"))
    if known := OfferRound.objects.filter(run=run).first():
        return known, False
    check_applied_for(run.version)
    try:
        with transaction.atomic():
            before = years.make_way(run, by)
            made = OfferRound.objects.create(
                reference=f"MS{clock.today():%Y%m%d}-{draw(6)}", run=run, programme=programme, by=by, as_of=run.as_of,
                year=run.as_of.year, replaces=before, expires_on=add_working_days(clock.today(), TERM).date,
                created_at=clock.now(),
            )  # fmt: skip
            under_way.begin(made, by)
            write_log(room=ROOM, subject=made.reference, verb="make-offers", by=by,
                      data={"run": run.reference, "as_of": run.as_of.isoformat(), "digests": run.digests})  # fmt: skip
    except IntegrityError:  # the other click was a moment quicker
        if quicker := OfferRound.objects.filter(run=run).first():
            return quicker, False
        raise NotPossible(_("这个项目刚刚由另一份名单发出了通知，请刷新再看。")) from None
    return made, True


def confirm(*, offer: Offer, by: Person, amount: Decimal | None, request_key: uuid.UUID) -> Application:
    """One click: the application made and handed in with what the applicant states, and taken up where the process has
    no acceptance. A draft the firm has begun is the one handed in. `amount` is the one that was seen.

    A second click finds the same application. Raises Refused; Differs where today's facts give another amount;
    NotPossible: answered otherwise, expired, papers or a list are wanted, the facts no longer fit.
    """
    require(may_answer(by, offer))
    today = clock.today()
    with transaction.atomic():
        case = draft_of(offer.enterprise, offer.programme)
        if case is not None:  # before the offer, as whoever hands the draft in by its own form
            lock(Application.objects.all()).get(pk=case.pk)
        row = lock(Offer.objects.select_related("round", "programme", "enterprise")).get(pk=offer.pk)
        if row.application is not None:
            return row.application
        if row.state == Offer.State.REFUSED:
            raise NotPossible(_("按今天的信息已不符合：%(next)s") % {"next": row.why})
        if row.state != Offer.State.OPEN:
            raise NotPossible(_("这项已经答复过了。"))
        if over(row, today):
            raise NotPossible(_("已过确认期限，仍可自行申报。"))
        now = today_of(row, today, case)
        if now.needs_draft or row.kind == Offer.Kind.MISSING:
            raise NotPossible(_("这项还要补材料或信息，请填写后提交。"))
        if not now.stands:
            raise NotPossible(_("按今天的信息已不符合：%(next)s") % {"next": now.verdict.get("next", "")})
        if now.amount != amount:
            raise Differs(_("信息有变化，金额已不同，请看清后再确认。"))
        if case is None:
            case = open_draft(enterprise=row.enterprise, programme=row.programme, by=by, request_key=request_key)
        hand_in(application=case, by=by, declared={}, request_key=request_key,
                statements={each["id"]: True for each in now.statements})  # fmt: skip
    offer.refresh_from_db()
    return case


def decline(*, offer: Offer, by: Person, why: str = "") -> None:
    """The enterprise does not want it; it may apply by itself later. A second time changes nothing."""
    require(may_answer(by, offer))
    open_one = Offer.objects.filter(pk=offer.pk, state=Offer.State.OPEN)
    with transaction.atomic():
        if open_one.update(state=Offer.State.DECLINED, why=why.strip()[:500], answered_by=by, answered_at=clock.now()):
            write_log(room=ROOM, subject=offer.reference, verb="decline-offer", by=by, reason=why.strip())
            mark_done(room=ROOM, subject=offer.reference)
    offer.refresh_from_db()
