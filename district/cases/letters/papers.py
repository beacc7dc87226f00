"""The papers beside the decision's: each move that the law puts on paper, written and issued in its transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.core.models import Application, Correction
from district.cases.letters.actions import issue_paper
from district.cases.letters.models import IssuedLetter, Kind
from district.cases.letters.writing import contact, inner, sentence
from district.ground import clock
from district.ground.papers.letter import Letter, Part, official_date
from district.ground.record.actions import official
from district.policies import queries as policies


@official()
def accepted(case: Application) -> IssuedLetter:
    """受理通知书: that the case was taken, and by when it is decided."""
    submitted = case.submissions.latest("pk")
    words = {**words_of(case), "day": official_date(timezone.localdate(submitted.at)), "due": due_of(case)}
    parts = [
        Part(
            _("你单位%(day)s提交的“%(programme)s”申报（编号%(reference)s），材料齐全、符合法定形式，予以受理。") % words
        ),
        Part(_("我单位将在%(due)s前作出决定；依法需要听证、检验、专家评审、公示的，所需时间不计算在内。") % words),
        Part(_("办理进度可以用编号在网上查询。") % words),
    ]
    title = _("“%(programme)s”申报受理通知书") % words
    return issue_for(case, Kind.ACCEPTED, f"submission {submitted.pk}", title, parts)


@official()
def returned(case: Application, items: Iterable[Correction]) -> IssuedLetter:
    """补正通知书: everything that is missing, said once, and until when it can be brought."""
    listed = list(items)
    words = {**words_of(case), "due": due_of(case)}
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
    return issue_for(case, Kind.RETURNED, cause, title, parts)


@official()
def ended(case: Application, why: str) -> IssuedLetter:
    """终止办理通知书: that nothing more is done about a case, and why."""
    words = {**words_of(case), "why": sentence(why)}
    parts = [
        Part(_("你单位提交的“%(programme)s”申报（编号%(reference)s）终止办理。理由：%(why)s") % words),
        Part(_("终止办理不影响你单位重新申报。")),
    ]
    title = _("“%(programme)s”申报终止办理通知书") % words
    return issue_for(case, Kind.ENDED, f"case {case.pk}", title, parts)


def issue_for(case: Application, kind: Kind, cause: str, title: str, parts: list[Part]) -> IssuedLetter:
    office = case.programme.office
    letter = Letter(
        office=office.full, number="", title=title, to=case.enterprise.name, parts=tuple(parts),
        date=clock.today(), contact=contact(policies.reach(office.name)), disclosure=_("公开属性：依申请公开"),
    )  # fmt: skip
    return issue_paper(case, kind, cause, letter)


def words_of(case: Application) -> dict[str, str]:
    return {"programme": inner(case.programme.name), "reference": case.reference}


def due_of(case: Application) -> str:
    return official_date(case.due_on) if case.due_on else ""
