"""Forms of who runs the camp and of trainers."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.ground.acts.forms import Cut, Keyed, Says, Several
from district.ground.people.queries import Person, accounts_named
from district.ground.slots import recurring
from district.ground.slots.forms import CHECK, EVERY, SELECT, TEXT, WEEKDAYS, day_field, time_field
from district.ground.slots.forms_taking import TICKS, TakesFields
from district.ground.slots.queries import Opening, resources_kept_by
from district.ground.slots.refusals import BadRule
from district.ground.slots.times import at, here
from district.services.training.camp import asking, queries
from district.services.training.camp.forms import text_field
from district.services.training.camp.models import CampLesson, Cohort
from district.services.training.camp.timetable import FOLLOWING, THIS

EVENING = dt.time(23, 59)
SHORTEST = 15  # minutes of a lesson


def number_field(label: Any, low: int, high: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, widget=forms.NumberInput(attrs=TEXT), **more)


class CohortForm(forms.Form):
    """A cohort as it is or will be; `cohort` stands already."""

    title = text_field(_("名称"), 80)
    text = text_field(_("招生说明"), 4000, rows=6, required=False)
    place = text_field(_("地点"), 80)
    seats = number_field(_("席位"), 1, 5000, initial=50)
    opens = day_field(_("报名从哪天起"))
    closes = day_field(_("报名到哪天为止"))
    first = day_field(_("开营"))
    last = day_field(_("结营"))
    chosen = forms.BooleanField(
        label=_("择优录取：截止后打分，按分数排席位"), required=False, widget=forms.CheckboxInput(CHECK),
        help_text=_("不勾选就是先到先得：报名即占席位，满了按先后候补。"),
    )  # fmt: skip
    asks = forms.ChoiceField(
        label=_("报名时问什么"), required=False, widget=forms.Select(attrs=SELECT),
        help_text=_("可以先在“问卷”里做好并发布，再到这里选；不能有附件题和表格题。"),
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, cohort: Cohort | None = None, **more: Any) -> None:
        if cohort is not None:
            more["initial"] = {**_as_it_stands(cohort), **(more.get("initial") or {})}
        super().__init__(*args, **more)
        self.cohort = cohort
        self.contents = queries.questionnaires_for(person)
        usual = [("", _("通常的五个问题"))] if cohort is None else [("", _("不变"))]
        choices = [*usual, *((key, words) for key, (words, _content) in self.contents.items())]
        self.fields["asks"].choices = choices  # type: ignore[attr-defined]
        if cohort is not None and cohort.called_at is not None:
            del self.fields["asks"], self.fields["chosen"]  # it was promised

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("opens") and data.get("closes") and data["closes"] < data["opens"]:
            self.add_error("closes", _("报名截止要晚于报名开始。"))
        if data.get("closes") and data.get("first") and data["closes"] >= data["first"]:
            self.add_error("closes", _("报名要在开营以前截止。"))
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("结营要晚于开营。"))
        return data

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        said = {name: data[name] for name in ("title", "text", "place", "seats", "first", "last")}
        said |= {"opens_at": at(data["opens"], dt.time()), "closes_at": at(data["closes"], EVENING)}
        if "chosen" in data:
            said["chosen"] = data["chosen"]
        if chosen := self.contents.get(data.get("asks", "")):
            said["questions"] = chosen[1].plain()
        elif self.cohort is None:
            said["questions"] = asking.USUAL.plain()
        return said


def _as_it_stands(row: Cohort) -> dict[str, Any]:
    same = {name: getattr(row, name) for name in ("title", "text", "place", "first", "last", "chosen")}
    seats = row.session.capacity if row.session else 0
    return {**same, "seats": seats, "opens": here(row.opens_at).date(), "closes": here(row.closes_at).date()}


class NewCohortForm(Keyed, CohortForm):
    def given(self) -> dict[str, Any]:
        return {**super().given(), "request_key": self.cleaned_data["request_key"]}


class TrainerFields(forms.Form):
    """By whom: an account, which can take the roll, or a name."""

    trainer = forms.CharField(
        label=_("讲师的账号"), required=False, widget=forms.TextInput(attrs={**TEXT, "autocomplete": "off"}),
        help_text=_("用户名或邮箱；有账号的讲师可以自己放签到码、点名。"),
    )  # fmt: skip
    trainer_name = text_field(
        _("讲师姓名"), 60, required=False, help_text=_("没有账号时填写；由主办部门点名，或者发给讲师一个点名链接。")
    )

    def clean_trainer(self) -> Person | None:
        said = self.cleaned_data["trainer"].strip()
        found = accounts_named([said]).first() if said else None
        if said and found is None:
            raise forms.ValidationError(_("没有这个账号。"))
        return found


class LessonsForm(TakesFields, Keyed, TrainerFields):
    """Lessons by a recurrence, within the cohort's days."""

    title = text_field(_("课名"), 80)
    kind = forms.ChoiceField(label=_("类别"), choices=CampLesson.Kind.choices, widget=forms.Select(attrs=SELECT))
    first = day_field(_("第一天"))
    begins, ends = time_field(_("从")), time_field(_("到"))
    every = forms.ChoiceField(
        label=_("重复"), required=False, widget=forms.Select(attrs=SELECT),
        choices=[(key, words) for key, words in EVERY.items() if key != "OTHER"],
    )  # fmt: skip
    weekdays = forms.MultipleChoiceField(
        label=_("哪几天（每周）"), choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple(TICKS)
    )
    interval = number_field(_("隔几（天、周、月）一次"), 1, 12, initial=1, required=False)
    until = day_field(_("到哪一天为止"), required=False, help_text=_("不填就一直到结营。"))
    holidays = forms.ChoiceField(
        label=_("节假日"), choices=Opening.Holidays.choices, initial="off", widget=forms.Select(attrs=SELECT)
    )
    place = text_field(_("地点"), 80, required=False, help_text=_("不填就在这一期的地点。"))
    text = text_field(_("内容"), 2000, rows=3, required=False)
    field_order = ("request_key", "title", "kind", "first", "begins", "ends", "every", "weekdays", "interval", "until",
                   "holidays", "place", "trainer", "trainer_name", "resources", "people", "text")  # fmt: skip

    def __init__(self, *args: Any, person: Person, cohort: Cohort, **more: Any) -> None:
        more["initial"] = {"first": cohort.first, "request_key": uuid.uuid4(), **(more.get("initial") or {})}
        super().__init__(*args, **more)
        self.offer(resources_kept_by(person))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if {"begins", "ends"} <= data.keys():
            data["length"] = _minutes(data["begins"], data["ends"])
            if data["length"] < SHORTEST:
                self.add_error("ends", _("一节课至少 15 分钟。"))
        if "first" in data:
            try:
                data["rule"] = _rule(data)
                if data["rule"]:
                    recurring.full(data["rule"], data["first"])
            except BadRule as problem:
                self.add_error("every", str(problem))
        return data

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        same = ("title", "kind", "first", "begins", "length", "rule", "holidays", "place", "text", "trainer",
                "trainer_name", "request_key")  # fmt: skip
        return {**{name: data[name] for name in same}, "resources": self.taken()}


def _minutes(begins: dt.time, ends: dt.time) -> int:
    return (ends.hour - begins.hour) * 60 + ends.minute - begins.minute


def _rule(data: dict[str, Any]) -> str:
    if not data.get("every"):
        return ""
    parts = {"FREQ": data["every"], "INTERVAL": str(data.get("interval") or 1)}
    if data["every"] == "WEEKLY" and data.get("weekdays"):
        parts["BYDAY"] = ",".join(data["weekdays"])
    if data.get("until"):
        parts["UNTIL"] = f"{data['until']:%Y%m%d}"
    return recurring.written(parts)


SCOPES = [(THIS, _("只改这一次")), (FOLLOWING, _("这一次和以后的都改"))]


class LessonForm(TrainerFields):
    """A lesson at another time, place, by somebody else."""

    title = text_field(_("课名"), 80)
    on = day_field(_("哪天"))
    begins, ends = time_field(_("从")), time_field(_("到"))
    place = text_field(_("地点"), 80)
    scope = forms.ChoiceField(label=_("改哪几次"), choices=SCOPES, initial=THIS, widget=forms.Select(attrs=SELECT))
    field_order = ("title", "on", "begins", "ends", "place", "trainer", "trainer_name", "scope")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if {"begins", "ends"} <= data.keys():
            data["length"] = _minutes(data["begins"], data["ends"])
            if data["length"] < SHORTEST:
                self.add_error("ends", _("一节课至少 15 分钟。"))
        return data

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        same = ("title", "on", "begins", "length", "place", "trainer", "trainer_name", "scope")
        return {name: data[name] for name in same}


class CancelLessonForm(forms.Form):
    why = Cut(200)
    scope = forms.ChoiceField(
        label=_("取消哪几次"), choices=[(THIS, _("只取消这一次")), (FOLLOWING, _("这一次和以后的都取消"))],
        widget=forms.Select(attrs=SELECT),
    )  # fmt: skip


class MarksForm(forms.Form):
    """Marks of many: `who` and `mark` (and `note`) side by side, in one order; an empty mark takes it away."""

    who, mark, note = Several(500), Several(500), Several(500)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        who, marks, notes = data.get("who", []), data.get("mark", []), data.get("note", [])
        if len(marks) != len(who) or len(notes) not in {0, len(who)}:
            raise forms.ValidationError(_("每个人要有一个分数。"))
        data["said"] = list(zip(who, map(self._mark, marks), notes or [""] * len(who), strict=True))
        return data

    @staticmethod
    def _mark(said: str) -> Decimal | None:
        if not said.strip():
            return None
        try:
            found = Decimal(said.strip())
        except InvalidOperation:
            raise forms.ValidationError(_("“%(said)s”不是分数。") % {"said": said[:20]}) from None
        if not found.is_finite() or not 0 <= found <= 100 or -int(found.as_tuple().exponent) > 2:
            raise forms.ValidationError(_("分数是 0 到 100，最多两位小数：%(said)s。") % {"said": said[:20]})
        return found

    def given(self) -> dict[str, Any]:
        return {"said": self.cleaned_data["said"]}


class RefuseForm(forms.Form):
    """Several who are not taken, and why."""

    who = Several(500)
    why = Cut(200)


class PlaceForm(forms.Form):
    least = forms.DecimalField(
        label=_("录取分数线"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False,
        widget=forms.NumberInput(attrs=TEXT), help_text=_("可不填；低于它的记为未录取，原因写明分数线。"),
    )  # fmt: skip


class RollForm(forms.Form):
    """Who came, by reference; who is not named did not."""

    came = Several(2000)


class CheckForm(forms.Form):
    """Whether one who was drawn is there."""

    there = Says("1")
    why = Cut(200)


class CorrectForm(CheckForm):
    pass


class PastForm(forms.Form):
    file = forms.FileField(
        label=_("往期学员和岗位（.xlsx）"), widget=forms.FileInput(attrs={**TEXT, "accept": ".xlsx,.xls,.ods"})
    )
