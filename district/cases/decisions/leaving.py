"""A case that ends because its enterprise takes it back."""

from __future__ import annotations

from district.cases.approving.queries import lapse
from district.cases.core import (
    steps,
    telling,
    terms,
)
from district.cases.core.models import Application
from district.cases.core.permissions import may_withdraw
from district.cases.core.states import DRAFT
from district.cases.giving import money
from district.cases.review.notice.actions import conclude_line
from district.enterprises.queries import Enterprise
from district.ground.people.permissions import require
from district.ground.people.queries import Person


def withdraw(*, application: Application, by: Person, reason: str = "") -> Application:
    """The enterprise takes its application back; it may start another."""
    require(may_withdraw(by, application))
    with steps.move(application, "withdraw", by, reason=reason) as row:
        was_draft = row.submitted_at is None
        lapse(row)
        terms.stop_clock(row)
        conclude_line(row)
        if not was_draft:
            money.release(row, by, reason)
            telling.withdrawn(row)
    return application


def drafts_end(subject: Enterprise, by: Person | None) -> None:
    """What a person has not handed in when they take back their consent is given up, with what was typed."""
    for draft in Application.objects.filter(enterprise=subject, state=DRAFT):
        with steps.move(draft, "withdraw", by) as row:
            row.entered, row.evidence, row.statements = {}, {}, {}
            lapse(row)
            terms.stop_clock(row)
    # what was given up before is cleared as well: nothing of it was ever handed in
    never = Application.objects.filter(enterprise=subject, submitted_at=None)
    never.update(entered={}, evidence={}, statements={})
