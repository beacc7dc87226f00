"""Acts of acceptance: the enterprise asks; the desk looks, confirms, sends back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.cases.aftercare.milestones import actions, queries
from district.cases.aftercare.milestones.models import Milestone
from district.cases.aftercare.milestones.permissions import may_check, may_confirm
from district.cases.core.doors import deciding, my_act
from district.ground.acts.acts import Act, to
from district.ground.acts.forms import Cut, Files, Keyed

MOST_FILES = 20


class AskForm(Keyed):
    milestone = Cut(60)
    say = Cut(5000)
    papers = Files(MOST_FILES)

    def given(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return {"files": said.pop("papers"), **said}


class WordsForm(forms.Form):
    words = Cut(5000)


def _move(verb: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[Milestone]:
    return Act(
        f"cases.acceptance_{verb}", label, do, door=deciding, back=to("cases:acceptance", "thing.reference"),
        on=queries.on_desk, named="row", says=_("已记录。"), sends={"verb": verb},
        address=lambda row: reverse("cases:acceptance_move", args=[row.reference]), **more,
    )  # fmt: skip


def _check(*, row: Milestone, by: Any, words: str) -> Milestone:
    return actions.check(row=row, by=by, found=words)


def _turn_back(*, row: Milestone, by: Any, words: str) -> Milestone:
    return actions.turn_back(row=row, by=by, why=words)


ASK = my_act(
    "cases.my_acceptance", _("申请验收"), actions.ask, asks=AskForm, own_key=True,
    back=to("cases:my_acceptance", "thing.reference"), says=_("已申请验收，牵头部门会核验。"),
)  # fmt: skip
MOVES = {
    "check": _move("check", _("记录核验结果"), _check, may=may_check, asks=WordsForm),
    "confirm": _move("confirm", _("确认验收"), actions.confirm, may=may_confirm),
    "turn_back": _move("turn_back", _("退回"), _turn_back, asks=WordsForm),
}
MILESTONES: tuple[Act[Any], ...] = (ASK, *MOVES.values())
