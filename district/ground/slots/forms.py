"""Forms about openings and sessions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.ground.acts.forms import Cut, Day, DayField, Keyed
from district.ground.slots import openings, recurring
from district.ground.slots.forms_taking import TICKS, TakesFields
from district.ground.slots.models import Opening, Session
from district.ground.slots.refusals import BadRule
from district.ground.slots.times import FIRST_YEAR, LAST_YEAR, Span, at, here

TEXT, SELECT, CHECK = {"class": "form-control"}, {"class": "form-select"}, {"class": "form-check-input"}
DATE, TIME = {**TEXT, "type": "date"}, {**TEXT, "type": "time"}
EVERY = {
    "": _("只这一次"), "DAILY": _("每天"), "WEEKLY": _("每周"), "MONTHLY": _("每月这一天"), "OTHER": _("按规则"),
}  # fmt: skip
WEEKDAYS = tuple(zip(recurring.DAYS, (
    _("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")), strict=True))  # fmt: skip


def sensible(day: dt.date) -> None:
    if not FIRST_YEAR < day.year < LAST_YEAR:
        raise forms.ValidationError(_("请核对年份。"))


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    return DayField(label=label, widget=widget, validators=[sensible], **more)


def time_field(label: Any, **more: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs=TIME, format="%H:%M"), **more)


def _number(label: Any, low: int, high: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, widget=forms.NumberInput(attrs=TEXT), **more
    )  # fmt: skip


class OpeningForm(forms.Form):
    """When it is open: plain choices, or a rule as RFC 5545 writes it."""

    first = day_field(_("第一天"))
    begins, ends = time_field(_("从")), time_field(_("到"))
    every = forms.ChoiceField(label=_("重复"), choices=EVERY.items(), required=False, widget=forms.Select(SELECT))
    weekdays = forms.MultipleChoiceField(
        label=_("哪几天（每周）"), choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple(TICKS)
    )
    interval = _number(_("隔几（天、周、月）一次"), 1, 12, initial=1, required=False)
    until = day_field(_("到哪一天为止"), required=False, help_text=_("不填就一直重复。"))
    rule = forms.CharField(
        label=_("规则（RFC 5545）"), max_length=200, required=False, widget=forms.TextInput(TEXT),
        help_text=_("选“按规则”时填写，例如 FREQ=MONTHLY;BYDAY=1MO（每月第一个周一）。"),
    )  # fmt: skip
    holidays = forms.ChoiceField(
        label=_("节假日"), choices=Opening.Holidays.choices, initial=Opening.Holidays.OFF, widget=forms.Select(SELECT)
    )
    length = _number(_("每段几分钟"), 5, 1440, initial=30)
    capacity = _number(_("每段几人"), 1, 500, initial=1, help_text=_("多于一人：第一个人约下就开一场，其他人加入。"))
    notice_open = _number(_("至少提前几小时约"), 0, 2000, initial=24)
    notice_join = _number(_("已经开的场，至少提前几小时加入"), 0, 2000, initial=1)
    place = forms.CharField(label=_("地点"), max_length=80, required=False, widget=forms.TextInput(TEXT))
    title = forms.CharField(label=_("说明"), max_length=80, required=False, widget=forms.TextInput(TEXT))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if {"first", "begins", "ends", "length"} <= data.keys():
            data["minutes"] = _minutes(data["begins"], data["ends"])
            if data["minutes"] < data["length"]:
                self.add_error("ends", _("开放时间要容得下一个时段。"))
        if "first" in data:
            try:
                data["made"] = self._rule(data)
                if data["made"]:
                    recurring.full(data["made"], data["first"])
            except BadRule as problem:
                self.add_error("rule" if data.get("every") == "OTHER" else "every", str(problem))
        return data

    def _rule(self, data: dict[str, Any]) -> str:
        every = data.get("every")
        if not every:
            return ""
        if every == "OTHER":
            return str(data.get("rule", "")).upper().removeprefix("RRULE:").strip() or "FREQ="
        parts = {"FREQ": every, "INTERVAL": str(data.get("interval") or 1)}
        if every == "WEEKLY" and data.get("weekdays"):
            parts["BYDAY"] = ",".join(data["weekdays"])
        if data.get("until"):
            parts["UNTIL"] = f"{data['until']:%Y%m%d}"
        return recurring.written(parts)

    @staticmethod
    def initial_of(rule: str) -> dict[str, Any]:
        """The choices that say a rule, as far as they can; else the rule itself."""
        parts = recurring.read(rule) if rule else {}
        named = parts.get("BYDAY", "").split(",") if "BYDAY" in parts else []
        plain = parts.keys() <= {"FREQ", "INTERVAL", "BYDAY", "UNTIL"} and set(named) <= set(recurring.DAYS)
        if rule and not (plain and (parts["FREQ"] == "WEEKLY" or (parts["FREQ"] == "DAILY" and not named))):
            return {"every": "OTHER", "rule": rule}
        until = parts.get("UNTIL", "")
        return {"every": parts.get("FREQ", ""), "weekdays": named, "interval": int(parts.get("INTERVAL", "1")),
                "until": f"{until[:4]}-{until[4:6]}-{until[6:]}" if until else None}  # fmt: skip

    def values(self) -> dict[str, Any]:
        """What opening and changing it take alike."""
        data = self.cleaned_data
        same = {name: data[name] for name in ("begins", "minutes", "holidays", "length", "capacity", "place", "title")}
        hours = {name: data[name] * 60 for name in ("notice_open", "notice_join")}
        return {**same, **hours, "rule": data["made"]}


def _minutes(begins: dt.time, ends: dt.time) -> int:
    """Up to midnight where it ends at 00:00; 0 where it ends before it begins."""
    count = (ends.hour * 60 + ends.minute or 1440) - begins.hour * 60 - begins.minute
    return max(count, 0)


class NewOpeningForm(Keyed, OpeningForm):
    """A time that is not open yet."""

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**self.values(), "first": data["first"], "request_key": data["request_key"]}


class SeriesForm(OpeningForm):
    """An opening as it stands; `day`, from which on it changes, where not all of it does."""

    day = Day()

    def __init__(self, *args: Any, opening: Opening, **more: Any) -> None:
        more["initial"] = {**_initial(opening), **(more.get("initial") or {})}
        super().__init__(*args, **more)
        self.rule_of = opening.rule
        self.fields["day"].widget = forms.HiddenInput()
        if opening.rule:
            self.fields["first"].widget = forms.HiddenInput()  # of a recurrence its rule says it

    def given(self) -> dict[str, Any]:
        first = {} if self.rule_of else {"first": self.cleaned_data["first"]}
        return {**self.values(), **first, "day": self.cleaned_data["day"]}


def _initial(row: Opening) -> dict[str, Any]:
    same = ("first", "begins", "ends", "holidays", "length", "capacity", "place", "title")
    return {
        **{name: getattr(row, name) for name in same}, **OpeningForm.initial_of(row.rule),
        "notice_open": row.notice_open // 60, "notice_join": row.notice_join // 60,
    }  # fmt: skip


class DayForm(forms.Form):
    """One day of a recurrence at another time."""

    day = Day()
    on, begins, ends = day_field(_("改到哪一天")), time_field(_("从")), time_field(_("到"))
    why = forms.CharField(label=_("原因"), max_length=100, required=False, widget=forms.TextInput(TEXT))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["day"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if {"begins", "ends"} <= data.keys():
            data["minutes"] = _minutes(data["begins"], data["ends"])
            if data["minutes"] < 5:
                self.add_error("ends", _("结束时间要晚于开始时间。"))
        return data

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"day": data["day"], "to": openings.Day(data["on"], data["begins"], data["minutes"]), "why": data["why"]}


class OutForm(forms.Form):
    """One day of a recurrence left out."""

    day = Day()
    why = Cut(100)


class FromForm(forms.Form):
    """From which day on."""

    day = Day()


class SessionForm(forms.Form):
    """A session: what, where, when, for how many; as `session` stands, where there is one."""

    title = forms.CharField(label=_("名称"), max_length=80, widget=forms.TextInput(TEXT))
    text = forms.CharField(
        label=_("说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={**TEXT, "rows": 3})
    )
    day = day_field(_("日期"))
    begins, ends = time_field(_("从")), time_field(_("到"))
    place = forms.CharField(label=_("地点"), max_length=80, widget=forms.TextInput(TEXT))
    capacity = _number(_("席位"), 0, 10000, initial=20)
    notice_join = _number(_("开始前几小时截止报名"), 0, 2000, initial=1)
    offer_hours = _number(_("递补后几小时内确认"), 1, 240, initial=24)
    waits = forms.BooleanField(label=_("满了可以候补"), required=False, initial=True, widget=forms.CheckboxInput(CHECK))
    public = forms.BooleanField(label=_("公开报名"), required=False, initial=True, widget=forms.CheckboxInput(CHECK))

    def __init__(self, *args: Any, session: Session | None = None, **more: Any) -> None:
        if session is not None:
            more["initial"] = {**_as_planned(session), **(more.get("initial") or {})}
        super().__init__(*args, **more)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if {"day", "begins", "ends"} <= data.keys():
            data["span"] = Span(at(data["day"], data["begins"]), at(data["day"], data["ends"]))
            if data["span"].ends <= data["span"].starts:
                self.add_error("ends", _("结束时间要晚于开始时间。"))
        return data

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        same = {name: data[name] for name in ("title", "text", "place", "capacity", "offer_hours", "waits", "public")}
        return {**same, "span": data["span"], "notice_join": data["notice_join"] * 60}


def _as_planned(row: Session) -> dict[str, Any]:
    starts, ends = here(row.starts), here(row.ends)
    same = ("title", "text", "place", "capacity", "offer_hours", "waits", "public")
    return {
        **{name: getattr(row, name) for name in same}, "day": starts.date(), "begins": starts.time(),
        "ends": ends.time(), "notice_join": row.notice_join // 60,
    }  # fmt: skip


class NewSessionForm(TakesFields, Keyed, SessionForm):
    """A session that is not planned yet, with what it takes."""

    field_order = (*SessionForm.base_fields, "resources", "people")

    def __init__(self, *args: Any, resources: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.offer(resources)

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**super().given(), "resources": self.taken(), "request_key": data["request_key"]}


class WhyForm(forms.Form):
    """Why; whether that has to be said is the action's."""

    why = Cut(200)


class NameForm(forms.Form):
    name = forms.CharField(max_length=60, error_messages={"required": _("请写姓名。")})
