"""Acts of the scoring: rounds opened, completed, closed by the bureau; sheets declared and marked by the experts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core.checks import NotPossible
from district.cases.core.doors import deciding
from district.cases.core.models import Application
from district.cases.review.scoring import actions, linking, outliers, queries
from district.cases.review.scoring.models import Judge, Round, Sheet
from district.cases.review.scoring.permissions import may_run
from district.ground import clock
from district.ground.acts.acts import Act, Done, Say, to
from district.ground.acts.forms import Cut, Day, OneOf, Several
from district.ground.onetime.actions import Issued
from district.ground.people.permissions import holds
from district.ground.people.queries import Person, Role
from district.ground.record.reading import key_asked

EXPIRED = gettext_lazy("页面已过期或日期不对，请刷新后再试。")
scoring = holds(Role.EXPERT)


class OpenForm(forms.Form):
    """Cases and experts that were ticked, and until when."""

    request_key = forms.UUIDField(error_messages={"required": EXPIRED, "invalid": EXPIRED})
    case = Several()
    expert = Several()
    due_on = Day(EXPIRED)


class ExpertForm(forms.Form):
    expert = Cut(20)


class SeatForm(forms.Form):
    seat = Cut(20)


class DeclareForm(forms.Form):
    conflict = OneOf(["yes", "no"], gettext_lazy("请选择有没有利益关系。"))
    interest = Cut(1000)

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "conflict": self.cleaned_data["conflict"] == "yes"}


class MarkForm(forms.Form):
    """A mark for each line of the score sheet."""

    note = Cut(2000)

    def __init__(self, sheet: Sheet, **options: Any) -> None:
        super().__init__(**options)
        self.names = [line["name"] for line in sheet.entry.round.rubric]
        for n in range(len(self.names)):
            self.fields[f"mark-{n}"] = Cut(10)

    def given(self) -> dict[str, Any]:
        marks = {name: self.cleaned_data[f"mark-{n}"] for n, name in enumerate(self.names)}
        return {"marks": marks, "note": self.cleaned_data["note"]}


def _open(
    *, by: Person, request_key: uuid.UUID, case: list[str], expert: list[str], due_on: dt.date | None
) -> Round:  # fmt: skip
    if due_on is not None and due_on <= clock.today():
        raise NotPossible(_("评审期限应在今天之后。"))
    experts = actions.experts_named(key_asked(each) for each in expert)
    chosen = Application.objects.on_desk_of(by).filter(reference__in=case).select_related("version", "programme")
    cases = list(chosen.order_by("submitted_at"))
    return actions.open_round(applications=cases, experts=experts, by=by, request_key=request_key, due_on=due_on)


def _add(*, round_: Round, by: Person, expert: str) -> Judge:
    found = actions.experts_named([key_asked(expert)])
    if not found:
        raise NotPossible(_("请选择一位专家。"))
    return actions.replace_expert(round_=round_, expert=found[0], by=by)


def _issue(*, round_: Round, by: Person, seat: str) -> list[Issued]:
    found = round_.seats.select_related("expert").filter(pk=key_asked(seat)).first()
    if found is None:
        raise NotPossible(_("请选择一位专家。"))
    return linking.issue_for(seat=found, by=by)


def _closed(round_: Round) -> str:
    return _("这一轮评审已经结束。") if round_.closed_at else ""


def _on_round(key: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[Round]:
    back = to("cases:round", "thing.reference")
    return Act(key, label, do, door=deciding, back=back, on=queries.rounds_of, named="round_",
               may=lambda by, row: may_run(by, row.programme), **more)  # fmt: skip


def _following(person: Person) -> Sheet | None:
    return queries.to_do(queries.sheets_of(person)).order_by("entry__code").first()


def _next_sheet(done: Done[Sheet]) -> str:
    following = _following(done.by)
    return reverse("cases:sheet", args=[following.pk]) if following else reverse("cases:sheets")


def _over(done: Done[Sheet]) -> list[Any]:
    return [Say(_("您的评分表都交齐了，谢谢。"), "info")] if done.to == reverse("cases:sheets") else []


def _marked(done: Done[Sheet]) -> list[Any]:
    assert done.thing is not None
    return [_("%(code)s 已打分。") % {"code": done.thing.entry.code}, *_over(done)]


SHEET = to("cases:sheet", "thing.pk")
OPEN_ROUND: Act[Round] = Act(
    "cases.round_open", gettext_lazy("开始评审"), _open, door=deciding, back=to("cases:rounds"), asks=OpenForm,
    then=to("cases:round", "result.reference"), says=gettext_lazy("评审已开始，专家已收到。"),
)  # fmt: skip
CLOSE = _on_round(
    "cases.round_close", gettext_lazy("结束评审"), actions.close_round,
    says=gettext_lazy("评审已结束，平均分已算出。下一步：按规则排名次。"),
)  # fmt: skip
ASK_AGAIN = _on_round(
    "cases.round_ask", gettext_lazy("请专家复看"), outliers.ask_again, says=gettext_lazy("已请专家复看，专家已收到。")
)
ADD_EXPERT = _on_round(
    "cases.round_add", gettext_lazy("增补专家"), _add, asks=ExpertForm, says=gettext_lazy("已增补，专家已收到。")
)
# Without a key: each click takes back what the one before gave out, so the page that is seen holds what works.
ISSUE_LINKS = _on_round("cases.round_links", gettext_lazy("生成链接"), _issue, asks=SeatForm, now=_closed, own_key=True)
DECLARE: Act[Sheet] = Act(
    "cases.sheet_declare", gettext_lazy("申明"), actions.declare, door=scoring, back=SHEET, on=queries.sheets_of,
    by="pk", named="sheet", asks=DeclareForm, says=_over,
    then=lambda done: _next_sheet(done) if done.given["conflict"] else SHEET(done),
)  # fmt: skip
MARK: Act[Sheet] = Act(
    "cases.sheet_mark", gettext_lazy("提交评分"), actions.give_marks, door=scoring, back=SHEET, on=queries.sheets_of,
    by="pk", named="sheet", asks=MarkForm, asks_with=lambda _by, sheet: {"sheet": sheet}, says=_marked,
    then=_next_sheet,
)  # fmt: skip
SCORING: tuple[Act[Any], ...] = (OPEN_ROUND, CLOSE, ASK_AGAIN, ADD_EXPERT, ISSUE_LINKS, DECLARE, MARK)
