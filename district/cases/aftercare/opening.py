"""Findings that the ledger opens: an award paused by its facts or by hand, more paid than a new decision gives, money
that left twice."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.aftercare.actions import close, open_finding
from district.cases.aftercare.models import Finding
from district.cases.aftercare.states import FINDING_OPEN
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.funds import pausing
from district.funds.queries import Award, Clawback, Pause, to_yuan
from district.ground.people.queries import Person
from district.ground.record.actions import official

S = Finding.Source


def decision_of(award: Award) -> Decision | None:
    """The decision in force of the case an award pays, whatever it says."""
    references = [award.reference, award.reference.rsplit("-", 1)[0]]
    case = Application.objects.filter(reference__in=references).first()
    return case.decisions.in_force().select_related("submission").first() if case else None


def paused(pause: Pause) -> Finding | None:
    """An award was paused by its facts or by hand: a finding says so to the officers, once a pause."""
    decision = decision_of(pause.award)
    if decision is None:
        return None
    details = {
        "pause": pause.pk, "why": pause.why, "back": pause.back,
        "rows": [[serial, due_on.isoformat() if due_on else "", fen] for serial, due_on, fen in pausing.rows_of(pause)],
    }  # fmt: skip
    with official():
        finding = open_finding(
            decision=decision, source=S.PAUSED, kind=Finding.Kind.RECOVERY, cause=f"paused:{pause.pk}",
            since_on=pause.since_on, details=details, say=_("按期给付暂停：%(why)s") % {"why": pause.why},
        )  # fmt: skip
        if finding.details != details and finding.state in FINDING_OPEN:
            Finding.objects.filter(pk=finding.pk).update(details=details, since_on=pause.since_on)
    return finding


def resumed(pause: Pause) -> None:
    """The facts are put right: the finding of that pause ends."""
    with official():
        for finding in Finding.objects.filter(cause=f"paused:{pause.pk}", state__in=FINDING_OPEN):
            close(finding=finding, by=None, reason=_("情况已恢复或信息已更正。"))


def paid_twice(case: Clawback, by: Person) -> Finding | None:
    """Money left twice: a finding is opened, before anything is asked back."""
    decision = decision_of(case.award)
    if decision is None:
        return None
    with official():
        return open_finding(
            decision=decision, source=S.TWICE, kind=Finding.Kind.RECOVERY, cause=f"twice:{case.reference}",
            since_on=timezone.localdate(case.opened_at), say=case.reason,
            details={"case": case.reference, "amount": f"{to_yuan(case.fen):.2f}"},
        )  # fmt: skip


def replaced(new: Decision, over: Decimal) -> Finding | None:
    """A decision was replaced and more was paid than it gives: a finding for what nobody waived before."""
    waived = sum((Decimal(each.details["over"]) for each in Finding.objects.filter(
        application=new.application_id, source=S.REPLACED, state="dismissed")), Decimal(0))  # fmt: skip
    if (over := over - waived) <= 0:
        return None
    with official():
        return open_finding(
            decision=new, source=S.REPLACED, kind=Finding.Kind.RECOVERY, cause=f"replaced:{new.pk}",
            since_on=timezone.localdate(new.at), details={"over": f"{over:.2f}", "number": new.number},
            say=_("%(number)s 作出之后，已拨付的比应得的多 %(yuan)s 元")
            % {"number": new.number, "yuan": f"{over:,.2f}"},
        )  # fmt: skip


def by_hand(
    *, decision: Decision, by: Person, say: str, cite: str, since_on: dt.date, request_key: uuid.UUID
) -> Finding:
    """An official has found something about a grant; idempotent by `request_key`. Raises NotPossible, Refused."""
    if not say.strip():
        raise NotPossible(_("请写明发现了什么。"))
    return open_finding(
        decision=decision, source=S.HAND, kind=Finding.Kind.RECOVERY, cause=f"hand:{request_key}", say=say.strip(),
        cite=cite.strip(), since_on=since_on, by=by,
    )  # fmt: skip
