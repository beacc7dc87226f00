"""Absences entered and ended, cases handed over meanwhile, one case given to a colleague."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from district.cases.core.checks import NotPossible
from district.cases.core.doors import deciding, desk_act
from district.cases.core.models import Application
from district.cases.desk.assigning import actions
from district.cases.desk.assigning.forms import AbsenceForm
from district.cases.desk.assigning.queries import officers_for
from district.ground.acts.acts import Act, Done, to
from district.ground.acts.forms import Cut, Several
from district.ground.people import absences
from district.ground.people.queries import Absence, Person, absences_seen_by
from district.ground.record.reading import key_asked

MOST = 500  # cases of one absence shown and handed over at once
ABSENCE = to("cases:absence", "thing.pk")


class HandOverForm(forms.Form):
    """The ticked cases; the others stay, and are done in the absent person's name."""

    case = Several(MOST)

    def given(self) -> dict[str, object]:
        return {"cases": self.cleaned_data["case"]}


class AssignForm(forms.Form):
    to = Cut(20)
    reason = Cut(200)


def _assign(*, application: Application, by: Person, to: str, reason: str) -> Person:
    found = officers_for(application.programme.office).filter(pk=key_asked(to)).first()
    if found is None:
        raise NotPossible(_("请选择派给谁。"))
    actions.assign(application=application, to=found, by=by, reason=reason)
    return found


def _handed(done: Done[Absence]) -> str:
    assert done.thing is not None
    n, name = done.result, done.thing.substitute
    return ngettext("已转给%(name)s %(n)d 件。", "已转给%(name)s %(n)d 件。", n) % {"name": name, "n": n}


ENTER_ABSENCE: Act[Absence] = Act(
    "cases.absences", gettext_lazy("登记不在岗"), absences.enter_absence, door=deciding, back=to("cases:absences"),
    asks=AbsenceForm, asks_with=lambda by, _nothing: {"by": by}, then=to("cases:absence", "result.pk"),
    says=gettext_lazy("已登记，代理人会收到消息。下面是期间到期的件。"),
)  # fmt: skip
END_ABSENCE: Act[Absence] = Act(
    "cases.absence_end", gettext_lazy("提前结束"), absences.end_absence, door=deciding, back=ABSENCE,
    on=absences_seen_by, by="pk", named="absence", says=gettext_lazy("已结束，代理停止。"),
)  # fmt: skip
HAND_OVER: Act[Absence] = Act(
    "cases.absence_hand_over", gettext_lazy("转给代理人"), actions.hand_over, door=deciding, back=ABSENCE,
    on=absences_seen_by, by="pk", named="absence", asks=HandOverForm, says=_handed,
)  # fmt: skip
ASSIGN = desk_act(
    "cases.assign", gettext_lazy("派件"), _assign, asks=AssignForm,
    says=lambda done: _("已派给%(name)s。") % {"name": done.result},
)  # fmt: skip
ASSIGNING: tuple[Act[Any], ...] = (ENTER_ABSENCE, END_ABSENCE, HAND_OVER, ASSIGN)
