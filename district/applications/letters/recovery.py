"""The paper of a recovery that was heard and approved: what comes back, what is not paid any more, why, remedies."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.applications import numbers
from district.applications.after.models import Finding
from district.applications.letters.models import IssuedLetter
from district.record import clock
from district.record.papers.letter import Letter, Part, official_date
from district.record.papers.money import capital


def issue(finding: Finding) -> IssuedLetter:
    """Number the recovery and keep what its paper says; in the transaction that approves it. The caller saves it."""
    case = finding.application
    if finding.back is None:  # nothing was given here, so nothing comes back
        finding.back = Decimal(0)
    _serial, finding.number = numbers.take_number(case.programme.office, clock.today().year, "追")
    letter = written(finding)
    code = "-".join(numbers.draw(4) for _each in range(3))
    return IssuedLetter.objects.create(finding=finding, code=code, content=letter.plain(), digest=letter.digest,
                                       at=clock.now())  # fmt: skip


def written(finding: Finding) -> Letter:
    """The paper, without its code. In Chinese whatever the page speaks."""
    with override(settings.LANGUAGE_CODE):
        case = finding.application
        title = _("关于追回“%(programme)s”资金的决定") if finding.back else _("关于不再拨付“%(programme)s”资金的决定")
        return Letter(
            office=case.programme.office.full, number=finding.number, title=title % {"programme": case.programme.name},
            to=case.enterprise.name, parts=(*_story(finding), *_money(finding), *_remedies(finding)),
            date=clock.today(),
        )  # fmt: skip


def _story(finding: Finding) -> list[Part]:
    assert finding.told_at is not None and finding.ruled_at is not None
    case, said = finding.application, finding.statements.all()
    words = {
        "number": finding.decision.number, "reference": case.reference, "say": finding.say,
        "told": official_date(timezone.localdate(finding.told_at)),
        "ruled": official_date(timezone.localdate(finding.ruled_at)), "ruling": finding.ruling,
    }  # fmt: skip
    heard = tuple(
        _("%(day)s：%(text)s") % {"day": official_date(timezone.localdate(each.at)), "text": each.text} for each in said
    )
    found = [
        Part(_("你单位申报%(reference)s，本机关已作出%(number)s决定。经核查：%(say)s。") % words),
        Part(_("一、告知和陈述申辩"), level=1),
        Part(_("本机关于%(told)s告知你单位上述事实和陈述申辩的权利。") % words
             + (_("你单位陈述如下，本机关已听取：") if heard else _("期限内你单位没有提出意见。")), items=heard),
        Part(_("二、认定"), level=1),
        Part(_("%(ruled)s认定：%(ruling)s") % words),
    ]  # fmt: skip
    if finding.cite:
        found.append(Part(_("依据：%(cite)s。") % {"cite": finding.cite}))
    return found


def _money(finding: Finding) -> list[Part]:
    found = [Part(_("三、决定"), level=1)]
    back, cancelled = finding.back or Decimal(0), finding.cancelled or Decimal(0)
    if back:
        words = {"amount": f"{back:,.2f}", "capital": capital(back)}
        found.append(Part(_("已拨付的资金中，你单位应退回人民币%(amount)s元（大写：%(capital)s）。") % words))
    if cancelled:
        words = {"amount": f"{cancelled:,.2f}", "capital": capital(cancelled)}
        found.append(
            Part(_("尚未拨付的资金中，人民币%(amount)s元（大写：%(capital)s）不再拨付，不需要你单位退回。") % words)
        )
    found.append(Part(_("算式：%(sum)s。") % {"sum": finding.sum}))
    if finding.reason:
        found.append(Part(_("说明：%(reason)s") % {"reason": finding.reason}))
    return found


def _remedies(finding: Finding) -> list[Part]:
    return [
        Part(_("四、不服怎么办"), level=1),
        Part(_("如不服本决定，可以自收到本决定之日起60日内依法申请行政复议，或者在6个月内依法提起行政诉讼。")),
    ]
