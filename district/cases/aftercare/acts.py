"""Acts of what comes after a decision: obligations, findings, collisions, the enterprise's statement and staff list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.aftercare import actions, opening, queries, settling, watching
from district.cases.aftercare.forms import OpenForm, ProposeForm, SettleForm, StaffForm, StatementForm
from district.cases.aftercare.models import Finding, Obligation
from district.cases.aftercare.permissions import may_release
from district.cases.aftercare.states import FINDING_MOVES, TOLD
from district.cases.core.checks import NotPossible
from district.cases.core.doors import deciding
from district.cases.core.models import Application
from district.cases.core.states import ENTERED
from district.cases.headcount import staff_lists, workers
from district.cases.headcount.models import Collision
from district.ground.acts.acts import Act, Done, Say, to
from district.ground.acts.forms import Cut, Several
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role
from district.ground.record.moves import MoveRefused
from district.ground.record.reading import key_asked

auditing = holds(Role.AUDITOR)


class LongReason(forms.Form):
    reason = Cut(2000)


def findings_of_desk(person: Person) -> QuerySet[Finding]:
    return queries.findings_on_desk(person).select_related(
        "decision__submission", "obligation", "proposed_by", "approved_by", "ruled_by"
    )


RELEASE: Act[Obligation] = Act(
    "cases.after_release", gettext_lazy("解除义务"), watching.release, door=deciding,
    back=to("cases:after_one", "thing.reference"), on=queries.obligations_on_desk, named="obligation",
    may=may_release, asks=LongReason, already=lambda _by, row, _data: row.state == "released",
    says=gettext_lazy("义务已解除，企业已收到通知。"),
)  # fmt: skip


def _on_finding(verb: str, do: Callable[..., Any], says: Any, asks: Any = LongReason) -> Act[Finding]:
    move = FINDING_MOVES[verb]
    return Act(
        f"cases.finding_{verb}", move.label, do, door=deciding, back=to("cases:finding", "thing.reference"),
        on=findings_of_desk, named="finding", asks=asks, says=says, tells=move.tells, fresh=verb == "approve",
        already=lambda _by, row, _data: row.state == move.target,
        now=lambda row: "" if row.state in move.sources else str(MoveRefused(move, row.stage.staff)),
        address=lambda row: reverse("cases:finding_move", args=[row.reference, verb]),
    )  # fmt: skip


FINDING = {
    "tell": _on_finding("tell", actions.tell, gettext_lazy("已告知企业。"), None),
    "recognise": _on_finding("recognise", actions.recognise, gettext_lazy("已确认，请提出补发金额。")),
    "uphold": _on_finding("uphold", actions.uphold, gettext_lazy("已认定，企业已收到通知。")),
    "dismiss": _on_finding("dismiss", actions.dismiss, gettext_lazy("已认定不成立。")),
    "propose": _on_finding("propose", actions.propose, gettext_lazy("已提出，等另一人批准。"), ProposeForm),
    "send_back": _on_finding("send_back", actions.send_back, gettext_lazy("已退回重提。")),
    "approve": _on_finding("approve", actions.approve, gettext_lazy("已批准，资金会接着办理。"), None),
    "close": _on_finding("close", actions.close, gettext_lazy("已了结。")),
}


def _open(*, case: Application, by: Person, **said: Any) -> Finding:
    decision = case.decisions.in_force().filter(outcome="granted").first()
    if decision is None:
        raise NotPossible(_("这件没有同意的决定，不能立为线索。"))
    return opening.by_hand(decision=decision, by=by, **said)


OPEN: Act[Application] = Act(
    "cases.finding_new", gettext_lazy("立为线索"), _open, door=deciding, back=to("cases:findings"), named="case",
    on=lambda person: Application.objects.visible_to(person), asks=OpenForm,
    then=to("cases:finding", "result.reference"),
    address=lambda case: f"{reverse('cases:finding_new')}?case={case.reference}",
)  # fmt: skip
SETTLE: Act[Collision] = Act(
    "cases.collision_settle", gettext_lazy("处理"), settling.settle, door=auditing, back=to("cases:collisions"),
    on=lambda _person: queries.collisions(), by="pk", named="collision", asks=SettleForm,
    says=gettext_lazy("已处理。"),
)  # fmt: skip


def my_findings(person: Person) -> QuerySet[Finding]:
    return queries.findings_of_member(person).select_related("application__programme__office", "decision")


def _heard(done: Done[Finding]) -> Say:
    if done.again:
        return Say(_("现在不在听取意见的期间。"), "info")
    return Say(_("已收到您的意见，处理前会认真听取。"))


STATE: Act[Finding] = Act(
    "cases.my_finding", gettext_lazy("提出意见"), actions.state_view, door=is_known, on=my_findings, named="finding",
    back=to("cases:my_finding", "thing.reference"), asks=StatementForm, says=_heard,
    already=lambda _by, row, _data: row.state != TOLD,
)  # fmt: skip


class LinesForm(forms.Form):
    """The chosen lines, or all of them."""

    claim = Several()

    def given(self) -> dict[str, Any]:
        return {"claims": [key_asked(each) for each in self.cleaned_data["claim"]]}


def staff_cases(person: Person) -> QuerySet[Application]:
    return Application.objects.of_member(person).select_related("programme", "enterprise", "version")


def _register(*, application: Application, by: Person, file: Any) -> tuple[Any, Any]:
    found = staff_lists.read_list(file, file.name)
    return found, workers.register(application=application, lines=found.lines, by=by)


def listed_in_case(case: Application) -> bool:
    """Its list is part of the application."""
    return bool(case.version.description.get("items"))


def _staff(done: Done[Application]) -> str:
    case = done.thing
    assert case is not None
    if done.again and listed_in_case(case):
        return reverse("cases:list" if case.state in ENTERED else "cases:mine_one", args=[case.reference])
    return reverse("cases:my_staff", args=[case.reference])


STAFF: Act[Application] = Act(
    "cases.my_staff", gettext_lazy("上传职工名单"), _register, door=is_known, back=_staff, then=_staff,
    on=staff_cases, named="application", asks=StaffForm,
    already=lambda _by, case, _data: case.state not in ENTERED or listed_in_case(case),
)  # fmt: skip
STAFF_REMOVE: Act[Application] = Act(
    "cases.my_staff_remove", gettext_lazy("移除"), workers.release_lines, door=is_known,
    back=to("cases:my_staff", "thing.reference"), on=staff_cases, named="application", asks=LinesForm,
    says=lambda done: _("已移除 %(n)d 行。") % {"n": done.result},
)  # fmt: skip
AFTER: tuple[Act[Any], ...] = (RELEASE, *FINDING.values(), OPEN, SETTLE, STATE, STAFF, STAFF_REMOVE)
