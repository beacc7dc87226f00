"""Acts of a second look: the enterprise asks, the bureau answers; another decision in an old one's place."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from district.cases.appeals import actions, queries
from district.cases.appeals.models import Appeal
from district.cases.appeals.permissions import may_admit
from district.cases.appeals.reopening import reopen
from district.cases.appeals.states import WAYS
from district.cases.core.checks import NotPossible
from district.cases.core.doors import deciding, desk_act, my_act
from district.cases.core.models import Application
from district.cases.decisions import signing
from district.ground.acts.acts import Act, Done, to
from district.ground.acts.forms import EXPIRED, Cut, Keyed, OneOf, Says
from district.ground.people.permissions import is_known
from district.ground.people.queries import Person
from district.ground.record.typed import MindsNumbers

APPEAL = to("cases:appeal", "thing.reference")


class FileForm(MindsNumbers):
    minds = ("grounds",)
    grounds = Cut(20_000)


class ReplyForm(forms.Form):
    reply = Cut(5000)


class UpholdForm(ReplyForm):
    """How the old decision gives way: at once by another one, or by a way on which the case goes on."""

    request_key = forms.UUIDField(required=False, error_messages={"invalid": EXPIRED})
    way = Cut(40)
    power = Cut(200)
    anew = Says("yes")


class ReplaceForm(Keyed):
    number = Cut(80)
    outcome = OneOf(["granted", "refused"], gettext_lazy("请选择新的结论。"))
    way = Cut(40)
    note = Cut(2000)
    power = Cut(200)
    anew = Says("yes")


def _file(*, application: Application, by: Person, grounds: str) -> Appeal:
    decision = application.decisions.in_force().first()
    if decision is None:
        raise NotPossible(_("还没有作出决定。"))
    return actions.file(decision=decision, by=by, grounds=grounds)


FILE = my_act(
    "cases.appeal_file", pgettext_lazy("appeal", "申请复核"), _file, asks=FileForm,
    says=lambda done: _("复核申请已提交，编号 %(reference)s。") % {"reference": done.result.reference},
)  # fmt: skip


def my_appeals(person: Person) -> QuerySet[Appeal]:
    mine = Application.objects.of_member(person).values("pk")
    return Appeal.objects.filter(decision__application__in=mine)


WITHDRAW: Act[Appeal] = Act(
    "cases.appeal_withdraw", gettext_lazy("撤回复核申请"), actions.withdraw, door=is_known, on=my_appeals,
    named="appeal", back=to("cases:mine_one", "thing.decision.application.reference"),
    says=gettext_lazy("已撤回复核申请。"),
)  # fmt: skip


def _answer(verb: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[Appeal]:
    more = {"says": gettext_lazy("已记录，企业已收到。"), "asks": ReplyForm, **more}
    return Act(
        f"cases.appeal_{verb}", label, do, door=deciding, on=queries.visible_appeals, named="appeal", back=APPEAL,
        address=lambda appeal: reverse("cases:appeal_answer", args=[appeal.reference]), sends={"verb": verb}, **more,
    )  # fmt: skip


def _uphold(outcome: str) -> Callable[..., Any]:
    def uphold(
        *, appeal: Appeal, by: Person, reply: str, way: str, power: str, anew: bool, request_key: uuid.UUID | None
    ) -> Any:
        if outcome == "granted" and way:
            return actions.uphold_by(appeal=appeal, by=by, way=way, reply=reply, power=power)
        if request_key is None:
            raise NotPossible(str(EXPIRED))
        return signing.propose_again(
            decision=appeal.decision, by=by, outcome=outcome, note=reply, anew=anew, request_key=request_key,
            appeal=appeal,
        )  # fmt: skip

    return uphold


def _upheld(done: Done[Appeal]) -> str:
    if isinstance(done.result, Appeal):
        return _("已记录，企业已收到。")
    return _("已提出改变原决定，签批之后通知企业。")


ANSWERS = {
    "admit": _answer("admit", gettext_lazy("受理复核"), actions.admit, asks=None, may=may_admit),
    "turn_away": _answer("turn_away", gettext_lazy("不予受理复核"), actions.turn_away),
    "dismiss": _answer("dismiss", gettext_lazy("维持原决定"), actions.dismiss),
    "uphold_granted": _answer(
        "uphold_granted", gettext_lazy("改为同意"), _uphold("granted"), asks=UpholdForm, says=_upheld
    ),
    "uphold_refused": _answer(
        "uphold_refused", gettext_lazy("改为不予同意"), _uphold("refused"), asks=UpholdForm, says=_upheld
    ),
}


def _replace(
    *, application: Application, by: Person, number: str, outcome: str, way: str, note: str, power: str, anew: bool,
    request_key: uuid.UUID,
) -> str:  # fmt: skip
    decision = get_object_or_404(application.decisions, number=number)
    if outcome == "granted" and way:
        reopen(decision=decision, by=by, way=way, note=note, power=power)
        return _("已重新办理：%(way)s。") % {"way": WAYS[way]}
    signing.propose_again(decision=decision, by=by, outcome=outcome, note=note, anew=anew, request_key=request_key)
    return _("已提出用新的决定替代 %(number)s，等负责人签批。") % {"number": decision.number}


REPLACE = desk_act(
    "cases.replace_now", gettext_lazy("提出替代"), _replace, asks=ReplaceForm, says=lambda done: done.result
)
APPEALS: tuple[Act[Any], ...] = (FILE, WITHDRAW, *ANSWERS.values(), REPLACE)
