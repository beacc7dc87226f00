"""The paper of a recovery that was heard and approved: what comes back, what is not paid any more, why, remedies."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.cases.aftercare.models import Finding
from district.cases.letters.actions import issue_paper
from district.cases.letters.models import IssuedLetter, Kind
from district.cases.letters.writing import contact, inner, numbered_chapters, remedies, sentence
from district.ground import clock
from district.ground.papers.letter import Letter, Part, official_date
from district.ground.papers.money import capital
from district.policies import queries as policies


def issue(finding: Finding) -> IssuedLetter:
    """Number the recovery and keep what its paper says; in the transaction that approves it. The caller saves it."""
    case = finding.application
    if finding.back is None:  # nothing was given here, so nothing comes back
        finding.back = Decimal(0)
    issued = issue_paper(case, Kind.RECOVERY, f"finding {finding.pk}", written(finding))
    finding.number = issued.number
    return issued


def written(finding: Finding) -> Letter:
    """The paper, without its number and code. In Chinese whatever the page speaks."""
    with override(settings.LANGUAGE_CODE):
        case = finding.application
        title = _("关于追回“%(programme)s”资金的决定") if finding.back else _("关于不再拨付“%(programme)s”资金的决定")
        return Letter(
            office=case.programme.office.full, number="", title=title % {"programme": inner(case.programme.name)},
            to=case.enterprise.name, parts=(*_story(finding), *numbered_chapters(_chapters(finding))),
            date=clock.today(), contact=contact(policies.reach(case.programme.office.name)),
            disclosure=_("公开属性：依申请公开"),
        )  # fmt: skip


def _story(finding: Finding) -> list[Part]:
    words = {"number": finding.decision.number, "reference": finding.application.reference,
             "say": sentence(finding.say)}  # fmt: skip
    return [Part(_("你单位申报%(reference)s，本机关已作出%(number)s决定。经核查：%(say)s") % words)]


def _chapters(finding: Finding) -> list[list[Part]]:
    """Told and heard, found, decided, remedies."""
    assert finding.told_at is not None and finding.ruled_at is not None
    told, ruled = (official_date(timezone.localdate(at)) for at in (finding.told_at, finding.ruled_at))
    heard = tuple(
        _("%(day)s：%(text)s") % {"day": official_date(timezone.localdate(each.at)), "text": sentence(each.text)}
        for each in finding.statements.all()
    )
    said = _("你单位陈述如下，本机关已听取：") if heard else _("期限内你单位没有提出意见。")
    told_words = _("本机关于%(told)s告知你单位上述事实和陈述申辩的权利。") % {"told": told}
    found = [Part(_("%(ruled)s认定：%(ruling)s") % {"ruled": ruled, "ruling": sentence(finding.ruling)})]
    if finding.cite:
        found.append(Part(_("依据：%(cite)s。") % {"cite": finding.cite}))
    case = finding.application
    return [
        [Part(_("告知和陈述申辩")), Part(told_words + said, items=heard)],
        [Part(_("认定")), *found], [Part(_("决定")), *_money(finding)],
        remedies(case.version.description, case.programme.office, clock.today()),
    ]  # fmt: skip


def _money(finding: Finding) -> list[Part]:
    found = []
    back, cancelled = finding.back or Decimal(0), finding.cancelled or Decimal(0)
    if back:
        words = {"amount": f"{back:,.2f}", "capital": capital(back)}
        found.append(Part(_("已拨付的资金中，你单位应退回人民币%(amount)s元（大写：%(capital)s）。") % words))
    if cancelled:
        words = {"amount": f"{cancelled:,.2f}", "capital": capital(cancelled)}
        found.append(
            Part(_("尚未拨付的资金中，人民币%(amount)s元（大写：%(capital)s）不再拨付，不需要你单位退回。") % words)
        )
    found.append(Part(_("算式：%(sum)s") % {"sum": sentence(finding.sum)}))
    if finding.reason:
        found.append(Part(_("说明：%(reason)s") % {"reason": sentence(finding.reason)}))
    return found
