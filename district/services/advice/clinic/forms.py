"""Forms of clinics and their numbers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from district.enterprises.mandates.permissions import Scope
from district.enterprises.queries import acted_for
from district.ground.acts.forms import Cut, Keyed, Says
from district.ground.people.queries import Person, Topic, experts_for
from district.ground.slots.forms import day_field
from district.ground.slots.times import here
from district.services.advice.clinic.models import Clinic
from district.services.advice.clinic.planning import MOST_PAST, MOST_WEEKS, Counted, Day
from district.services.advice.queries import my_needs, subjects_offered
from district.services.advice.states import OPEN

TEXT, SELECT, CHECK = {"class": "form-control"}, {"class": "form-select"}, {"class": "form-check-input"}
TICKS = {"class": "hq-ticks"}
PHONE = {**TEXT, "type": "tel", "autocomplete": "tel"}


class NumberForm(Keyed):
    """What is said with a number; all of it may be left out."""

    name = Cut(60, label=_("怎么称呼您"), widget=forms.TextInput({**TEXT, "autocomplete": "name"}))
    phone = Cut(20, label=_("电话（只用来确认）"), widget=forms.TextInput(PHONE))
    about = Cut(200, label=_("想问什么，一句话"), widget=forms.TextInput(TEXT))


class BookForm(NumberForm):
    """A time, and what it is about: a need one has, an enterprise one acts for."""

    at = forms.CharField(error_messages={"required": _("请选一个时间。")}, widget=forms.HiddenInput)
    subject: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("事项"), required=False, widget=forms.Select(SELECT), empty_label=_("还说不清")
    )
    need: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None,
        label=_("接着哪一件咨询"),
        required=False,
        widget=forms.Select(SELECT),
        empty_label=_("新的问题"),
    )
    enterprise: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("替谁问"), required=False, widget=forms.Select(SELECT),
        empty_label=_("我自己"),
    )  # fmt: skip

    def __init__(self, *args: Any, clinic: Clinic, by: Person | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.choose("subject", subjects_offered().filter(topic=clinic.topic))
        if by is not None:
            self.choose("need", my_needs(by).filter(state__in=OPEN))
            self.choose("enterprise", acted_for(by, Scope.FILLS))

    def choose(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean_at(self) -> dt.datetime:
        try:
            found = parse_datetime(self.cleaned_data["at"])
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            raise forms.ValidationError(_("请选一个时间。"))
        return here(found)


class WhyForm(forms.Form):
    why = Cut(200, label=_("原因"), widget=forms.TextInput(TEXT))


class NextForm(forms.Form):
    """What became of who is there, and who calls; `say` is the record, in a minute."""

    expert: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("谁叫号"), error_messages={"required": _("请选是哪位专家叫号。")}
    )
    last = forms.ChoiceField(choices=[("", ""), ("served", ""), ("missed", "")], required=False)
    say = Cut(4000, label=_("谈了什么、建议怎么做"), widget=forms.Textarea({**TEXT, "rows": 2}))

    def __init__(self, *args: Any, clinic: Clinic, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["expert"]
        assert isinstance(field, forms.ModelChoiceField)
        sitting = clinic.sittings.filter(ended_at=None).values("expert")
        field.queryset = experts_for().filter(pk__in=sitting)


class ReplaceForm(forms.Form):
    """Who cannot come, who sits instead."""

    old: forms.ModelChoiceField[Any] = forms.ModelChoiceField(None, label=_("谁来不了"), widget=forms.Select(SELECT))
    new: forms.ModelChoiceField[Any] = forms.ModelChoiceField(None, label=_("谁接替"), widget=forms.Select(SELECT))

    def __init__(self, *args: Any, clinic: Clinic, **more: Any) -> None:
        super().__init__(*args, **more)
        old, new = self.fields["old"], self.fields["new"]
        assert isinstance(old, forms.ModelChoiceField) and isinstance(new, forms.ModelChoiceField)
        sitting = clinic.sittings.filter(ended_at=None).values("expert")
        old.queryset = experts_for().filter(pk__in=sitting)
        new.queryset = experts_for().exclude(pk__in=sitting)


if TYPE_CHECKING:
    Many = forms.ModelMultipleChoiceField[Any]
else:
    Many = forms.ModelMultipleChoiceField


class ExpertsField(Many):
    """Experts with what they know."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{'、'.join(obj.topics_said) or '、'.join(obj.fields_said)}）"


class DayForm(Keyed):
    """A topic's day with its experts."""

    topic = forms.ChoiceField(label=_("分组"), choices=Topic.choices, widget=forms.Select(SELECT))
    on = day_field(_("哪一天"))
    begins = forms.TimeField(label=_("从"), widget=forms.TimeInput({**TEXT, "type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("到"), widget=forms.TimeInput({**TEXT, "type": "time"}, format="%H:%M"))
    experts: forms.ModelMultipleChoiceField[Any] = ExpertsField(
        None, label=_("坐诊专家"), widget=forms.CheckboxSelectMultiple(TICKS)
    )
    length = forms.IntegerField(label=_("每人几分钟"), min_value=5, max_value=120, initial=20,
                                widget=forms.NumberInput(TEXT))  # fmt: skip
    place = Cut(80, label=_("地点（线上的不填）"), widget=forms.TextInput(TEXT))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["experts"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = experts_for()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if {"begins", "ends"} <= data.keys() and data["ends"] <= data["begins"]:
            self.add_error("ends", _("结束时间要晚于开始时间。"))
        return data

    def same(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"day": Day(data["on"], data["begins"], data["ends"]), "experts": list(data["experts"]),
                **{name: data[name] for name in ("topic", "length", "place", "request_key")}}  # fmt: skip


class PlanForm(DayForm):
    """A clinic to come, or one a week."""

    weeks = forms.IntegerField(
        label=_("连续几周"), min_value=1, max_value=MOST_WEEKS, initial=1, widget=forms.NumberInput(TEXT),
        help_text=_("每周同一天同一时间；节假日自动跳过。"),
    )  # fmt: skip
    walk_share = forms.IntegerField(
        label=_("留给现场取号的百分比"), min_value=0, max_value=100, initial=30, widget=forms.NumberInput(TEXT)
    )
    strangers = forms.BooleanField(
        label=_("不登录也可以取号"), required=False, initial=True, widget=forms.CheckboxInput(CHECK)
    )
    text = Cut(2000, label=_("说明"), widget=forms.Textarea({**TEXT, "rows": 3}))

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**self.same(), **{name: data[name] for name in ("weeks", "walk_share", "strangers", "text")},
                "online": not data["place"].strip()}  # fmt: skip


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_PAST, initial=0, widget=forms.NumberInput(TEXT))


class PastForm(DayForm):
    """A clinic of before, as it stands on paper."""

    booked_served, booked_missed = _count(_("预约的：来了几人")), _count(_("预约的：没来几人"))
    walked_served, walked_unseen = _count(_("现场的：看了几人")), _count(_("现场的：没轮到几人"))
    waited = _count(_("平均等了几分钟"))

    def given(self) -> dict[str, Any]:
        names = ("booked_served", "booked_missed", "walked_served", "walked_unseen", "waited")
        return {**self.same(), "counted": Counted(**{name: self.cleaned_data[name] for name in names})}


class ConfirmForm(forms.Form):
    not_coming = Says("1")

    def given(self) -> dict[str, Any]:
        return {"comes": not self.cleaned_data["not_coming"]}
