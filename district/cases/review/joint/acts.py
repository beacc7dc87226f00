"""Acts of the joint review: refer, gather, end without the silent; a bureau's opinion given, suspended, reminded of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from district.cases.core.doors import deciding, desk_act
from district.cases.core.models import Application
from district.cases.core.permissions import may_work
from district.cases.core.states import JOINT
from district.cases.review.joint import actions, ending
from district.cases.review.joint.models import Opinion
from district.cases.review.joint.permissions import may_opine
from district.ground.acts.acts import Act, to
from district.ground.acts.forms import Cut, Day, OneOf, Reason
from district.ground.people.queries import Person


class GiveForm(forms.Form):
    """Yes or no, with an answer to each question the bureau was asked."""

    said = OneOf(["agree", "object"], _("请选择“同意”或“不同意”。"))
    note = Cut(2000)

    def __init__(self, opinion: Opinion, **options: Any) -> None:
        super().__init__(**options)
        self.questions = list(opinion.ask)
        for n in range(len(self.questions)):
            self.fields[f"answer-{n}"] = Cut(1000)

    def given(self) -> dict[str, Any]:
        said = self.cleaned_data
        answers = {question: said[f"answer-{n}"] for n, question in enumerate(self.questions)}
        return {"agrees": said["said"] == "agree", "answers": answers, "note": said["note"]}


class SuspendForm(forms.Form):
    why = Cut(2000)
    until = Day()


def opinions_seen(person: Person) -> QuerySet[Opinion]:
    seen = Application.objects.on_desk_of(person).values("pk")
    return Opinion.objects.filter(application__in=seen).select_related("application")


def _on_opinion(key: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[Opinion]:
    return Act(
        key, label, do, door=deciding, on=opinions_seen, by="pk", named="opinion",
        back=to("cases:joint", "thing.application.reference"), **more,
    )  # fmt: skip


REFER = desk_act(
    "cases.refer", _("送联审"), actions.refer, may=may_work, says=_("已送联审，各部门已收到。"),
    already=lambda _by, case, _data: case.state == JOINT, then=to("cases:joint", "thing.reference"),
)  # fmt: skip
GATHER = desk_act("cases.gather", _("结束联审"), actions.gather, may=may_work, says=_("联审已结束。"))
END_UNANSWERED = desk_act(
    "cases.end_unanswered", _("不再等，结束联审"), ending.end_unanswered, asks=Reason,
    already=lambda _by, case, _data: case.state != JOINT, says=_("联审已结束，没有答复的部门已记明。"),
)  # fmt: skip
GIVE = _on_opinion(
    "cases.opinion_give", _("给出意见"), actions.give, may=may_opine, asks=GiveForm,
    asks_with=lambda _by, opinion: {"opinion": opinion}, says=_("意见已记录，联审结束前可以修改。"),
)  # fmt: skip
SUSPEND = _on_opinion(
    "cases.opinion_suspend", _("停表"), actions.suspend, may=may_opine, asks=SuspendForm, says=_("已停表。")
)
RESUME = _on_opinion("cases.opinion_resume", _("继续计时"), actions.resume, says=_("继续计时。"))
REMIND = _on_opinion("cases.opinion_remind", _("催办"), actions.remind, says=_("已催办。"))
JOINT_ACTS: tuple[Act[Any], ...] = (REFER, GATHER, END_UNANSWERED, GIVE, SUSPEND, RESUME, REMIND)
