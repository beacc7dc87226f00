"""Forms of employers' training."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district.enterprises.mandates.permissions import Scope
from district.enterprises.queries import acted_for, members_of
from district.ground import clock
from district.ground.acts.forms import Cut, Keyed
from district.ground.people.queries import Organisation, Person, with_duty
from district.ground.slots.forms import SELECT, TEXT, day_field, time_field
from district.ground.slots.forms_taking import TICKS
from district.ground.slots.queries import Span
from district.policies.queries import programmes_in_force
from district.services.training.courses.queries import Course, open_courses
from district.services.training.employers.basing import rooms_of
from district.services.training.employers.filing import Planned
from district.services.training.employers.models import Filing, Plan, SharedCourse
from district.services.training.employers.queries import in_force
from district.services.training.employers.rules import programmes_on

AREA = {**TEXT, "rows": 3}


def text_field(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(TEXT), **more)


def area_field(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(AREA), **more)


def number_field(label: Any, low: int, high: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, widget=forms.NumberInput(TEXT), **more)


def one_of(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(SELECT), **more)


class PlanForm(forms.Form):
    """What is filed."""

    course = text_field(_("培训项目"), 80)
    mode = one_of(_("方式"), Plan.Mode.choices)
    platform = one_of(_("线上：平台类别"), [("", _("请选择")), *Plan.Platform.choices], required=False)
    platform_name = text_field(_("线上：平台名称"), 80, required=False)
    place = text_field(_("线下：上课地点"), 120, required=False)
    starts = day_field(_("开班日期"), help_text=_("最早是明天：备案从提交当天起算，开班之后不能补备案。"))
    ends = day_field(_("结束日期"))
    learners = number_field(_("预计人数"), 1, 2000)
    trainer = text_field(_("授课人"), 80)
    hours = number_field(_("每人学时"), 1, 400, help_text=_("一学时 45 分钟。"))
    shared: forms.ModelChoiceField[SharedCourse] = forms.ModelChoiceField(
        queryset=SharedCourse.objects.none(), label=_("共享课程"), required=False, empty_label=_("不是共享课程"),
        widget=forms.Select(SELECT), help_text=_("和别的企业一起上一门课时选它，每名学员只计一次。"),
    )  # fmt: skip

    classroom: forms.ModelChoiceField[Course] = forms.ModelChoiceField(
        queryset=None, label=_("区创业云课堂的课程"), required=False,
        empty_label=_("不用云课堂的课程"), widget=forms.Select(SELECT),
        help_text=_("选了它，学员在备案的日期里用自己的账号学这门课，学时直接计入；学员要先在“我的信息”里填过证件号码。"),
    )  # fmt: skip

    def __init__(self, *args: Any, filing: Filing | None = None, **options: Any) -> None:
        if filing is not None:
            plan = in_force(filing)
            said = {name: getattr(plan, name) for name in (*PLANNED, *CHOSEN)}
            options["initial"] = {**said, **(options.get("initial") or {})}
        super().__init__(*args, **options)
        self.fields["shared"].queryset = SharedCourse.objects.filter(state="open")  # type: ignore[attr-defined]
        self.fields["classroom"].queryset = open_courses()  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        if said["classroom"] is not None and not said["platform_name"]:
            said["platform_name"] = CLASSROOM
        return {"plan": Planned(**{name: said.pop(name) for name in (*PLANNED, *CHOSEN)}), **said}


CLASSROOM = "创业云课堂"
CHOSEN = ("shared", "classroom")
PLANNED = (
    "course", "mode", "platform", "platform_name", "place", "starts", "ends", "learners", "trainer", "hours",
)  # fmt: skip


def firms_of(person: Person) -> Any:
    """Enterprises one may file for."""
    return acted_for(person, Scope.FILLS)


class FilingForm(PlanForm):
    """A new filing: for which enterprise, under which programme."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    enterprise: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None, label=_("企业"), empty_label=None, widget=forms.Select(SELECT)
    )
    programme: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None, label=_("申报哪个项目"), empty_label=None, widget=forms.Select(SELECT), to_field_name="slug"
    )
    field_order = ("request_key", "enterprise", "programme", "course", "shared", "classroom")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        options["initial"] = {"request_key": uuid.uuid4(), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        today = clock.today()
        found = [each.pk for each in programmes_on(today)]
        self.fields["enterprise"].queryset = firms_of(person)  # type: ignore[attr-defined]
        self.fields["programme"].queryset = programmes_in_force(today).filter(pk__in=found)  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """One text; whether it has to be said is the action's."""

    def __init__(self, *args: Any, name: str, most: int = 500, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields[name] = Cut(most)


class SheetForm(forms.Form):
    file = forms.FileField(allow_empty_file=True, error_messages={"required": _("请选择文件。")})


class LearnerForm(forms.Form):
    """One person, typed in."""

    name = text_field(_("姓名"), 40)
    number = text_field(_("身份证号"), 18)

    def given(self) -> dict[str, Any]:
        return {"people": [(self.cleaned_data["name"], self.cleaned_data["number"])]}


class RecordsForm(SheetForm):
    kind = forms.ChoiceField(choices=[("records", _("学习记录")), ("roll", _("签到记录"))])


class RollForm(forms.Form):
    """One lesson as the trainer calls it."""

    day = day_field(_("哪一天"))
    begins, ends = time_field(_("从")), time_field(_("到"))
    present = forms.MultipleChoiceField(label=_("到课的人"), widget=forms.CheckboxSelectMultiple(TICKS))

    def __init__(self, *args: Any, filing: Filing, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = filing.learners.filter(live=True).values_list("position", "masked")
        self.fields["present"].choices = [(str(place), f"{place} {name}") for place, name in rows]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        said, zone = self.cleaned_data, timezone.get_default_timezone()
        began, ended = (
            timezone.make_aware(dt.datetime.combine(said["day"], said[name]), zone) for name in ("begins", "ends")
        )
        return {"began": began, "ended": ended, "present": [int(each) for each in said["present"]]}


def _colleagues(filing: Filing) -> Any:
    rows = with_duty("officer", "leader", offices=[filing.office_id])
    return rows.exclude(pk__in=members_of(filing.enterprise).values("pk")).order_by("name")


class OfficerForm(forms.Form):
    """Who follows it up; who acknowledges it, where nobody is chosen."""

    officer: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        queryset=None, label=_("跟踪专员"), required=False, empty_label=_("由我跟踪"), widget=forms.Select(SELECT)
    )

    def __init__(self, *args: Any, filing: Filing, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["officer"].queryset = _colleagues(filing)  # type: ignore[attr-defined]


class AssignForm(OfficerForm):
    reason = text_field(_("为什么换人"), 300)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["officer"].required = True
        self.fields["officer"].empty_label = None  # type: ignore[attr-defined]


class TouchForm(forms.Form):
    """One more step of following it up."""

    due_on = day_field(_("哪天之前"))
    what = text_field(_("做什么"), 120)


class TouchedForm(forms.Form):
    """What came of a step, and when to ask again."""

    note = area_field(_("情况"), 500)
    next_on = day_field(_("下次跟进"), required=False)


class CourseForm(Keyed):
    """A course offered to other firms."""

    enterprise: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None, label=_("由哪家企业提供"), empty_label=None, widget=forms.Select(SELECT)
    )
    title = text_field(_("课程"), 80)
    about = area_field(_("讲什么"), 2000)
    platform = text_field(_("在哪里学"), 120)
    hours = number_field(_("学时"), 1, 400)
    suits = text_field(_("适合的行业或技术"), 120, required=False)
    contact = text_field(_("怎么联系"), 120, help_text=_("会公开显示，请写办公电话或邮箱。"))

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        options["initial"] = {"request_key": uuid.uuid4(), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        self.fields["enterprise"].queryset = firms_of(person)  # type: ignore[attr-defined]


class AuditForm(Keyed):
    """Who may be drawn, and how many."""

    office: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None, label=_("部门"), empty_label=None, widget=forms.Select(SELECT)
    )
    title = text_field(_("名称"), 120)
    since, until = day_field(_("结班日期自")), day_field(_("至"))
    size = number_field(_("抽几人"), 1, 500)

    def __init__(self, *args: Any, offices: Any, **options: Any) -> None:
        options["initial"] = {"request_key": uuid.uuid4(), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class RoomForm(forms.Form):
    """A room of a base."""

    name = text_field(_("场地名称"), 80)
    place = text_field(_("地址"), 80, required=False)


class SessionForm(Keyed):
    """A session of a base."""

    title = text_field(_("场次名称"), 80)
    text = area_field(_("说明"), 2000, required=False)
    day = day_field(_("日期"))
    begins, ends = time_field(_("从")), time_field(_("到"))
    capacity = number_field(_("席位"), 1, 500)
    rooms: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        queryset=None, label=_("用哪些场地"), required=False,
        widget=forms.CheckboxSelectMultiple(TICKS), to_field_name="key",
    )  # fmt: skip

    def __init__(self, *args: Any, base: Organisation, **options: Any) -> None:
        options["initial"] = {"request_key": uuid.uuid4(), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        self.fields["rooms"].queryset = rooms_of(base)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", _("结束要晚于开始。"))
        return data

    def given(self) -> dict[str, Any]:
        said, zone = dict(self.cleaned_data), timezone.get_default_timezone()
        day = said.pop("day")
        starts, ends = (timezone.make_aware(dt.datetime.combine(day, said.pop(name)), zone)
                        for name in ("begins", "ends"))  # fmt: skip
        return {**said, "span": Span(starts, ends), "rooms": list(said["rooms"])}
