"""An offer and the case that answers it, whichever way it was handed in: by the one click or by the firm's draft."""

from __future__ import annotations

from district.cases.core.models import Application
from district.cases.core.states import DRAFT
from district.cases.offers.models import Offer
from district.cases.places.listed import Offered
from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.messages.posting import mark_done
from district.ground.people.queries import Person
from district.ground.record.actions import write_log
from district.policies.queries import Programme

ROOM = "cases"
UNANSWERED = (Offer.State.OPEN, Offer.State.WAITING)


def offered(case: Application) -> Offered | None:
    """What the offers a case answers say it gets; None where it answers none."""
    rows = list(Offer.objects.filter(application=case).order_by("pk"))
    if not rows:
        return None
    given = next((each for each in rows if each.given is not None), None)
    part = None if given is None or given.given == given.amount else given.given
    return Offered(any(each.kind == Offer.Kind.PAY for each in rows), part)


def answered_by(case: Application, by: Person) -> str:
    """The round whose offer a case answers that is handed in; "" where there was none."""
    offer = link(case, by)
    return offer.round.reference if offer is not None else ""


def draft_of(enterprise: Enterprise, programme: Programme) -> Application | None:
    """What the firm has begun to fill in for this programme and not handed in."""
    rows = Application.objects.filter(enterprise=enterprise, programme=programme, state=DRAFT)
    return rows.select_related("version__release", "programme__office", "enterprise").first()


def link(case: Application, by: Person) -> Offer | None:
    """The case has been handed in: the firm's unanswered offer of the programme is answered by it, and nobody is asked
    for it any more. None where there was no offer. In the transaction that hands in."""
    rows = Offer.objects.filter(enterprise=case.enterprise, programme=case.programme, state__in=UNANSWERED)
    offer = rows.select_related("round").first()
    if offer is None:
        return None
    answered(offer, case, by)
    write_log(room=ROOM, subject=case.reference, verb="confirm_automatic", by=by, before=case.state, after=case.state,
              data={"offer": offer.reference, "round": offer.round.reference})  # fmt: skip
    return offer


def answered(row: Offer, case: Application, by: Person) -> None:
    """The offer has become a case; in the transaction that made it."""
    row.state, row.application, row.answered_by, row.answered_at = Offer.State.APPLIED, case, by, clock.now()
    row.save(update_fields=["state", "application", "answered_by", "answered_at", "why"])
    mark_done(room=ROOM, subject=row.reference)
