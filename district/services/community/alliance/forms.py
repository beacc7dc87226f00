"""Forms of the alliance: joining, lending, borrowing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.enterprises.queries import my_enterprises
from district.ground.acts.forms import Cut, Keyed
from district.ground.people.queries import Person
from district.ground.slots.acts import SlotForm
from district.ground.slots.forms import WEEKDAYS, day_field, time_field
from district.services.community.alliance import queries
from district.services.community.alliance.models import Member, SharedThing

TEXT, SELECT, TICKS = {"class": "form-control"}, {"class": "form-select"}, {"class": "hq-ticks"}
LENGTHS = (
    (30, _("半小时")),
    (60, _("一小时")),
    (120, _("两小时")),
    (240, _("半天（四小时）")),
    (480, _("一天（八小时）")),
)


def line(label: Any, most: int, *, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, widget=forms.TextInput(TEXT), **more)


class AskForm(Keyed):
    enterprise: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("哪家企业加入"), empty_label=None, widget=forms.Select(SELECT)
    )
    about = forms.CharField(
        label=_("想带来什么、需要什么"), max_length=400, widget=forms.Textarea({**TEXT, "rows": 3}),
        help_text=_("例如：周末会议室空着可以借；想借三维打印机。"),
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["enterprise"].queryset = my_enterprises(person)  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    """Why; whether that has to be said is the action's."""

    why = Cut(300)


class TimesForm(Keyed):
    """When something can be had: on these days of the week from a day on, or on that day alone."""

    first = day_field(_("从哪一天起"))
    weekdays = forms.MultipleChoiceField(
        label=_("每周哪几天（不选就只这一天）"), choices=WEEKDAYS, required=False,
        widget=forms.CheckboxSelectMultiple(TICKS),
    )  # fmt: skip
    begins, ends = time_field(_("从几点")), time_field(_("到几点"))
    length = forms.TypedChoiceField(
        label=_("一次借多久"), choices=LENGTHS, coerce=int, initial=120, widget=forms.Select(SELECT)
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if {"begins", "ends", "length"} <= data.keys():
            begins, ends = data["begins"], data["ends"]
            data["minutes"] = (ends.hour * 60 + ends.minute or 1440) - begins.hour * 60 - begins.minute
            if data["minutes"] < data["length"]:
                self.add_error("ends", _("开放时间要容得下一次借用。"))
        return data

    def times(self) -> dict[str, Any]:
        data = self.cleaned_data
        rule = f"FREQ=WEEKLY;BYDAY={','.join(data['weekdays'])}" if data["weekdays"] else ""
        return {**{name: data[name] for name in ("first", "begins", "minutes", "length", "request_key")}, "rule": rule}

    def given(self) -> dict[str, Any]:
        return self.times()


class LendForm(TimesForm):
    member = forms.ModelChoiceField(
        Member.objects.none(), label=_("哪家成员出借"), empty_label=None, widget=forms.Select(SELECT)
    )
    kind = forms.ChoiceField(label=_("类别"), choices=SharedThing.Kind.choices, widget=forms.Select(SELECT))
    title = line(_("名称"), 60)
    place = line(_("地点"), 80)
    text = line(_("说明"), 400, required=False, help_text=_("能坐几人、怎样进门、要带什么。"))
    field_order = ("member", "kind", "title", "place", "text", "first", "weekdays", "begins", "ends", "length")

    def __init__(self, *args: Any, person: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["member"].queryset = queries.can_borrow(person)  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        own = ("member", "kind", "title", "place", "text")
        return {**self.times(), **{name: self.cleaned_data[name] for name in own}}


class BorrowForm(SlotForm):
    """A free slot, for which of one's members, for what."""

    borrower = forms.ModelChoiceField(
        Member.objects.none(), label=_("以哪家成员的名义"), empty_label=None, widget=forms.Select(SELECT)
    )
    purpose = line(_("用来做什么"), 80)

    def __init__(self, *args: Any, person: Person, shared: SharedThing, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = queries.can_borrow(person).exclude(pk=shared.member_id)
        self.fields["borrower"].queryset = rows  # type: ignore[attr-defined]
