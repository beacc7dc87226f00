"""Money while a finding is heard: nothing leaves for the case from the day it is opened until it is over. What comes of
it when it is dismissed is seen to here; what is approved, in `money`."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.aftercare.models import Finding
from district.cases.core.checks import NotPossible
from district.funds import changing, late, pausing, withholding
from district.funds.queries import Clawback, Pause, to_yuan
from district.ground.people.queries import Person
from district.ground.record.actions import official
from district.policies.reading import read_by

S = Finding.Source
NOT_HELD_WHOLE = (S.PAUSED,)  # the pause it is about holds what is in doubt, and nothing else


@official()
def hold(finding: Finding) -> None:
    """Nothing leaves for the case while the finding is open."""
    if finding.kind != Finding.Kind.RECOVERY or finding.source in NOT_HELD_WHOLE:
        return
    for award in changing.awards_of_case(finding.application.reference):
        if award.committed_at is not None:
            pausing.pause(award=award, cause=finding.reference, why=_("正在核实：%(say)s") % {"say": finding.say},
                          since_on=timezone.localdate(finding.opened_at), by=finding.opened_by,
                          back=_("听取您的意见、作出认定之后恢复或者处理。"))  # fmt: skip


def let_go(finding: Finding, why: str, by: Person | None, *, tell: bool = True) -> None:
    """The finding is over: what it held may leave."""
    for award in changing.awards_of_case(finding.application.reference):
        pausing.resume_for(award=award, cause=finding.reference, why=why, by=by, tell=tell)


def dismissed(finding: Finding, why: str, by: Person) -> None:
    """It does not hold, as a person ruled: what it was about is paid, or was not paid twice."""
    if finding.source == S.PAUSED and (pause := pause_of(finding)):
        if pause.cause == pausing.FACTS:
            _pay_what_was_withheld(finding, why, by)
        pausing.resume(row=pause, why=why, by=by, overruled=True)
    if finding.source == S.TWICE:
        late.void(case=case_of(finding), by=by, reason=why)


@official()
def _pay_what_was_withheld(finding: Finding, why: str, by: Person) -> None:
    """The ruling is about what the award's rule reads; what else happened to the firm is withheld as before."""
    reason = _("%(reference)s 认定不成立：%(why)s") % {"reference": finding.reference, "why": why}
    for award in changing.awards_of_case(finding.application.reference):
        if award.version is not None:
            withholding.ruled(award=award, about=read_by(award.version), by=by, reason=reason)


def may_close(finding: Finding) -> None:
    """Ending it without a ruling leaves no money between two chairs. Raises NotPossible."""
    if finding.about_its_own:
        raise NotPossible(_("钱还没有着落，请认定成立或者不成立，不能直接了结。"))


def most(finding: Finding) -> Decimal | None:
    """Yuan that a finding about money of its own is about; None where it is about what was decided."""
    if finding.source == S.TWICE:
        return to_yuan(case_of(finding).left)
    if finding.source == S.PAUSED:
        pause = pause_of(finding)
        return to_yuan(pausing.held_by(pause)) if pause else Decimal(0)
    if finding.source == S.REPLACED:
        return min(changing.excess_of_case(finding.application.reference), Decimal(finding.details["over"]))
    return None


def pause_of(finding: Finding) -> Pause | None:
    return Pause.objects.filter(pk=finding.details["pause"], ended_at=None).select_related("award").first()


def case_of(finding: Finding) -> Clawback:
    return Clawback.objects.select_related("award__line", "award__version__programme").get(
        reference=finding.details["case"]
    )


def paid_words(finding: Finding) -> str:
    """What of the case was paid until now and what was not: only what was paid can come back."""
    if finding.kind != Finding.Kind.RECOVERY or finding.stage.final:
        return ""
    paid, unpaid = changing.paid_and_unpaid(finding.application.reference)
    if not paid and not unpaid:
        return ""
    words = {"paid": f"{paid:,.2f}", "unpaid": f"{unpaid:,.2f}"}
    return _("至今已拨付 %(paid)s 元（追缴只能从这里退回），未拨付 %(unpaid)s 元（只会不再拨付）。") % words
