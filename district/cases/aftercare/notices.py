"""What people are told after a decision. In Chinese whatever the page speaks: notices are official."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.aftercare.models import Finding, Obligation
from district.cases.core.models import Application
from district.cases.core.story import page_of
from district.enterprises.actions import tell_members
from district.ground.messages.posting import post
from district.ground.people.queries import Person, leaders_of, officers_of
from district.ground.record.actions import official

ROOM = "cases"


def asked(obligation: Obligation, names: Iterable[str]) -> None:
    """A fact an obligation is watched by is no longer known: the enterprise is asked for it."""
    case = obligation.application
    with official():
        words = {"programme": case.programme.name, "names": "、".join(names), "say": obligation.say}
        _enterprise(case, obligation.reference, _("“%(programme)s”请补充信息：%(names)s") % words,
                    _("“%(programme)s”约定“%(say)s”，现有信息已过期或缺失，请在“我的企业”里更新。") % words,
                    page_of("enterprises:facts", case.enterprise.uscc) or reverse("cases:my_obligations"),
                    needs_action=True)  # fmt: skip


def released(obligation: Obligation, reason: str) -> None:
    case = obligation.application
    with official():
        title = _("“%(programme)s”义务已解除：%(say)s") % {"programme": case.programme.name, "say": obligation.say}
        _enterprise(
            case,
            obligation.reference,
            title,
            _("以后不再核对这一条，不用再做什么。%(why)s") % {"why": reason},
            reverse("cases:my_obligations"),
        )


def opened(finding: Finding) -> None:
    """Officers learn of a finding first; the enterprise when it is told."""
    case = finding.application
    with official():
        words = {"enterprise": case.enterprise.name, "programme": case.programme.name}
        _officers(case, finding.reference, _("新线索：%(enterprise)s “%(programme)s”") % words, finding.say,
                  reverse("cases:finding", args=[finding.reference]), needs_action=True)  # fmt: skip


@official()
def told(finding: Finding) -> None:
    due = finding.due_on
    assert due is not None
    _to_enterprise(
        finding, _("“%(programme)s”请陈述意见"),
        _("核查发现：%(say)s。请在%(y)d年%(m)d月%(d)d日前陈述意见，作出处理前会认真听取。")
        % {"say": finding.say, "y": due.year, "m": due.month, "d": due.day},
        needs_action=True,
    )  # fmt: skip


def stated(finding: Finding) -> None:
    case = finding.application
    with official():
        words = {"enterprise": case.enterprise.name, "programme": case.programme.name}
        title, body = _("企业已陈述意见：%(enterprise)s “%(programme)s”"), _("请先看企业的陈述，再作处理。")
        link = reverse("cases:finding", args=[finding.reference])
        _officers(case, finding.reference, title % words, body, link, needs_action=True)


@official()
def dismissed(finding: Finding) -> None:
    _to_enterprise(
        finding, _("“%(programme)s”核查不成立"), _("不作处理，不用再做什么。%(why)s") % {"why": finding.ruling}
    )


@official()
def upheld(finding: Finding) -> None:
    _to_enterprise(
        finding, _("“%(programme)s”核查意见"), _("%(why)s\n处理决定作出后会通知您。") % {"why": finding.ruling}
    )


@official()
def approved(finding: Finding) -> None:
    if finding.kind != "recovery":
        body = "\n".join([finding.sum, finding.reason, _("将按程序拨付。")])
        _to_enterprise(finding, _("“%(programme)s”决定补发"), body, kind="granted")
        return
    title = _("“%(programme)s”决定追缴") if finding.back else _("“%(programme)s”决定不再拨付")
    follows = _("怎样退回、到哪天为止，请看资金页。") if finding.back else _("不用再做什么。")
    body = "\n".join([*money_words(finding), f"{finding.sum}\n{finding.reason}".strip(), follows])
    _to_enterprise(finding, title, body, kind="recovery" if finding.back else "notice")


def money_words(finding: Finding) -> list[str]:
    """What was paid comes back; what was never paid is only not paid any more."""
    found = []
    if finding.back:
        found.append(_("已拨付的应退回 %(yuan)s 元。") % {"yuan": f"{finding.back:,.2f}"})
    if finding.cancelled:
        found.append(_("未拨付的 %(yuan)s 元不再拨付，不用退回。") % {"yuan": f"{finding.cancelled:,.2f}"})
    return found


@official()
def closed(finding: Finding, reason: str) -> None:
    if finding.told_at:
        _to_enterprise(finding, _("“%(programme)s”核查已了结"), _("不再处理，不用再做什么。%(why)s") % {"why": reason})


@official()
def let_go(finding: Finding, amount: Decimal, why: str, by: Person, *, alone: bool) -> None:
    """A recovery came to nothing by a person's word: the bureau's other leaders know of it, and what it was about."""
    if finding.kind != Finding.Kind.RECOVERY:
        return
    case = finding.application
    words = {"enterprise": case.enterprise.name, "programme": case.programme.name, "yuan": f"{amount:,.2f}",
             "name": by.name, "why": why}  # fmt: skip
    lines = [_("线索：%(say)s") % {"say": finding.say},
             _("涉及金额 %(yuan)s 元，由%(name)s办理。理由：%(why)s") % words]  # fmt: skip
    if alone:
        lines.append(_("办理人经手过这件；本部门没有别人可以办，已记入留痕。"))
    post(to=leaders_of(case.programme.office).exclude(pk=by.pk),
         title=(_("追缴线索不再追究：%(enterprise)s “%(programme)s”") % words)[:200], body="\n".join(lines),
         link=reverse("cases:finding", args=[finding.reference]), room=ROOM, subject=finding.reference,
         office=case.programme.office)  # fmt: skip


def _to_enterprise(
    finding: Finding, title: str, body: str, *, needs_action: bool = False, kind: str = "notice"
) -> None:
    case = finding.application
    _enterprise(case, finding.reference, title % {"programme": case.programme.name}, body,
                reverse("cases:my_finding", args=[finding.reference]), needs_action=needs_action,
                kind=kind)  # fmt: skip


def _enterprise(
    case: Application, subject: str, title: str, body: str, link: str, *, needs_action: bool = False,
    kind: str = "notice",
) -> None:  # fmt: skip
    tell_members(case.enterprise, title=title, body=body, link=link, room=ROOM, subject=subject,
                 needs_action=needs_action, kind=kind, office=case.programme.office)  # fmt: skip


def _officers(case: Application, subject: str, title: str, body: str, link: str, *, needs_action: bool = False) -> None:
    office = case.programme.office
    post(to=officers_of(office), title=title[:200], body=body, link=link, room=ROOM, subject=subject,
         needs_action=needs_action, office=office)  # fmt: skip
