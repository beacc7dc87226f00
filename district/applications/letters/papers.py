"""The papers beside the decision's: each move that the law puts on paper, written and issued in its transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from district.applications.after.models import Finding
from district.applications.appeals.models import Appeal
from district.applications.letters.actions import issue_paper
from district.applications.letters.models import IssuedLetter, Kind
from district.applications.letters.writing import contact, inner, numbered_chapters, remedies, sentence
from district.applications.models import Application, Correction
from district.ground import clock
from district.ground.papers.letter import Letter, Part, official_date
from district.ground.papers.money import capital
from district.ground.record.actions import official
from district.policies import queries as policies


@official()
def accepted(case: Application) -> IssuedLetter:
    """受理通知书: that the case was taken, and by when it is decided."""
    submitted = case.submissions.latest("pk")
    words = {**_words(case), "day": official_date(timezone.localdate(submitted.at)), "due": _due(case)}
    parts = [
        Part(
            _("你单位%(day)s提交的“%(programme)s”申报（编号%(reference)s），材料齐全、符合法定形式，予以受理。") % words
        ),
        Part(_("我单位将在%(due)s前作出决定；依法需要听证、检验、专家评审、公示的，所需时间不计算在内。") % words),
        Part(_("办理进度可以用编号在网上查询。") % words),
    ]
    title = _("“%(programme)s”申报受理通知书") % words
    return _issue(case, Kind.ACCEPTED, f"submission {submitted.pk}", title, parts)


@official()
def returned(case: Application, items: Iterable[Correction]) -> IssuedLetter:
    """补正通知书: everything that is missing, said once, and until when it can be brought."""
    listed = list(items)
    words = {**_words(case), "due": _due(case)}
    lead = _("你单位提交的“%(programme)s”申报（编号%(reference)s），经审查，需要补正下列内容：") % words
    parts = [
        Part(lead, items=tuple(sentence(each.say) for each in listed)),
        Part(
            _("请在%(due)s前一次补齐后提交。补正期间，办理期限停止计算；逾期不补正的，视为撤回申报，可以重新申报。")
            % words
        ),
    ]
    title = _("“%(programme)s”申报补正通知书") % words
    cause = f"correction {min(each.pk for each in listed)}"
    return _issue(case, Kind.RETURNED, cause, title, parts)


@official()
def ended(case: Application, why: str) -> IssuedLetter:
    """终止办理通知书: that nothing more is done about a case, and why."""
    words = {**_words(case), "why": sentence(why)}
    parts = [
        Part(_("你单位提交的“%(programme)s”申报（编号%(reference)s）终止办理。理由：%(why)s") % words),
        Part(_("终止办理不影响你单位重新申报。")),
    ]
    title = _("“%(programme)s”申报终止办理通知书") % words
    return _issue(case, Kind.ENDED, f"case {case.pk}", title, parts)


@official()
def told(finding: Finding) -> IssuedLetter:
    """陈述意见告知书: what was found, by what rule, and until when the enterprise may speak."""
    case, due = finding.application, finding.due_on
    words = {
        **_words(case), "number": finding.decision.number, "say": sentence(finding.say), "cite": finding.cite,
        "due": official_date(due) if due else "", "since": official_date(finding.since_on),
    }  # fmt: skip
    found = _("你单位依%(number)s取得“%(programme)s”支持。经核查，自%(since)s起：%(say)s")
    rights = _("你单位可以在%(due)s前陈述意见、提出申辩，并提交证据。逾期不提出的，视为放弃；作出处理前，将认真听取。")
    parts = numbered_chapters([
        [Part(_("查明的情况")), Part(found % words)],
        [Part(_("依据")), Part(sentence(finding.cite))] if finding.cite else [],
        [Part(_("你单位的权利")), Part(rights % words)],
    ])  # fmt: skip
    return _issue(case, Kind.TOLD, f"finding {finding.pk}", _("关于“%(programme)s”的陈述意见告知书") % words, parts)


@official()
def added(finding: Finding) -> IssuedLetter:
    """补发决定书: what is given besides, how it was computed. It is in the enterprise's favour: nobody is heard."""
    case = finding.application
    words = {
        **_words(case), "number": finding.decision.number, "amount": f"{finding.amount or 0:,.2f}",
        "capital": capital(finding.amount) if finding.amount else "",
    }  # fmt: skip
    outcome = _("补发人民币%(amount)s元（大写：%(capital)s），付至你单位经核验的收款账户。") % words
    grounds = [sentence(each) for each in (finding.say, finding.ruling, finding.reason, finding.cite) if each.strip()]
    parts = [
        Part(_("你单位依%(number)s取得“%(programme)s”支持。经核查，决定如下。") % words),
        *numbered_chapters([
            [Part(_("决定")), Part(outcome), *([Part(sentence(finding.sum))] if finding.sum else [])],
            [Part(_("理由和依据"), items=tuple(grounds))],
            remedies(case.version.description, case.programme.office, clock.today()),
        ]),
    ]  # fmt: skip
    title = _("关于补发“%(programme)s”款项的决定") % words
    return _issue(case, Kind.TOP_UP, f"finding {finding.pk}", title, parts)


@official()
def reviewed(appeal: Appeal) -> IssuedLetter:
    """复核决定书: whether the decision stands, why, and what else can be done."""
    decision, case = appeal.decision, appeal.decision.application
    words = {**_words(case), "number": decision.number, "day": official_date(timezone.localdate(appeal.at)),
             "new": appeal.result.number if appeal.result else "", "appeal": appeal.reference}  # fmt: skip
    said = {
        "upheld": _("复核请求成立，原决定由%(new)s替代。"), "dismissed": _("复核请求不成立，维持原决定。"),
        "inadmissible": _("复核申请不符合受理条件，不予受理。"),
    }[appeal.state]  # fmt: skip
    parts = [
        Part(_("你单位%(day)s对%(number)s提出的复核申请（编号%(appeal)s），已审查完毕。") % words),
        *numbered_chapters([
            [Part(_("复核结论")), Part(said % words)], [Part(_("理由")), Part(sentence(appeal.reply))],
            remedies(case.version.description, decision.office, clock.today(), again=False),
        ]),
    ]  # fmt: skip
    return _issue(case, Kind.REVIEW, f"appeal {appeal.pk}", _("关于“%(programme)s”决定的复核决定") % words, parts)


def _issue(case: Application, kind: Kind, cause: str, title: str, parts: list[Part]) -> IssuedLetter:
    office = case.programme.office
    letter = Letter(
        office=office.full, number="", title=title, to=case.enterprise.name, parts=tuple(parts),
        date=clock.today(), contact=contact(policies.reach(office.name)), disclosure=_("公开属性：依申请公开"),
    )  # fmt: skip
    return issue_paper(case, kind, cause, letter)


def _words(case: Application) -> dict[str, str]:
    return {"programme": inner(case.programme.name), "reference": case.reference}


def _due(case: Application) -> str:
    return official_date(case.due_on) if case.due_on else ""
