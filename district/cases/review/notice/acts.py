"""Acts of the public notice: put cases on it, object, be heard, answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core.doors import deciding
from district.cases.core.models import Application
from district.cases.review.notice import actions, hearing, queries
from district.cases.review.notice.forms import ObjectionForm
from district.cases.review.notice.models import Notice, NoticeLine, Objection
from district.ground.acts.acts import Act, Done, open_to_all, to
from district.ground.acts.forms import Cut, Keyed, OneOf, Several
from district.ground.people.permissions import is_known
from district.ground.people.queries import Person, Role
from district.policies.queries import Programme, programmes_led_by


class ProposeForm(Keyed):
    case = Several()


class StatementForm(forms.Form):
    statement = Cut(20_000)


class AnswerForm(forms.Form):
    state = OneOf(["upheld", "dismissed"], gettext_lazy("请选择异议成立还是不成立。"))
    reply = Cut(3000)
    read = Cut(10)

    def given(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"upheld": said["state"] == "upheld", "reply": said["reply"], "read": bool(said["read"])}


def _propose(*, programme: Programme, by: Person, request_key: Any, case: list[str]) -> Notice:
    if known := Notice.objects.filter(request_key=request_key).first():
        return known  # a second click: what it would put on notice is ready no more
    ready = [row for group in queries.ready_for_notice(by, programme) for row in group.cases]
    chosen = [row for row in ready if row.reference in set(case)]
    return actions.propose(applications=chosen, by=by, request_key=request_key)


def _from(outcome: Any) -> str:
    """The page from which it was proposed."""
    asked = outcome.form.data.get("from") if getattr(outcome, "form", None) is not None else ""
    return reverse("cases:places", args=[outcome.thing.slug]) if asked == "places" else reverse("cases:desk_notices")


def own_programmes(person: Person) -> QuerySet[Programme]:
    return programmes_led_by(person.bureau_ids(Role.OFFICER, Role.LEADER))


def _object(*, line: NoticeLine, by: Person | None, address: str, **said: Any) -> Objection:
    return actions.object_to(line=line, address=address, **said)


def _received(done: Done[NoticeLine]) -> str:
    return _("已收到，编号 %(reference)s。结果会在本公示里公开。") % {"reference": done.result.reference}


def objections_against(person: Person) -> QuerySet[Objection]:
    mine = Application.objects.of_member(person).values("pk")
    return Objection.objects.filter(line__application__in=mine).select_related("line__application__enterprise")


def objections_seen(person: Person) -> QuerySet[Objection]:
    seen = queries.desk_notices(person).values("pk")
    return Objection.objects.filter(line__notice__in=seen).select_related("line__application", "line__notice")


PROPOSE: Act[Programme] = Act(
    "cases.propose", gettext_lazy("公示"), _propose, door=deciding, back=_from, on=own_programmes, by="slug",
    named="programme", asks=ProposeForm, then=to("cases:desk_notice", "result.reference"),
    says=gettext_lazy("已公示。"), fresh=True,
)  # fmt: skip
OBJECT: Act[NoticeLine] = Act(
    "cases.object", gettext_lazy("提出异议"), _object, door=open_to_all, named="line", asks=ObjectionForm,
    on=lambda _person: NoticeLine.objects.select_related("notice__programme__office"), by="pk", says=_received,
    back=to("cases:notice", "thing.notice.reference"),
    address=lambda line: reverse("cases:object", args=[line.notice.reference, line.serial]),
)  # fmt: skip
STATE: Act[Objection] = Act(
    "cases.objection_state", gettext_lazy("陈述意见"), hearing.state, door=is_known, on=objections_against,
    named="objection", asks=StatementForm, back=to("cases:mine_one", "thing.line.application.reference"),
    says=gettext_lazy("已提交，部门会先看您的陈述再作答复。"),
)  # fmt: skip
ANSWER: Act[Objection] = Act(
    "cases.objection_answer", gettext_lazy("答复异议"), actions.answer_objection, door=deciding, on=objections_seen,
    named="objection", asks=AnswerForm, back=to("cases:desk_notice", "thing.line.notice.reference"),
    says=gettext_lazy("已答复，并在公示里公开。"),
)  # fmt: skip
NOTICE_ACTS: tuple[Act[Any], ...] = (PROPOSE, OBJECT, STATE, ANSWER)
