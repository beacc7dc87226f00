"""What somebody says of their own learning; why hours are cleared or struck."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.acts.forms import DayField, Keyed
from district.ground.slots.times import at

TEXT = {"class": "form-control"}


class DeclareForm(Keyed):
    """What, on which day, from when, how long."""

    title = forms.CharField(label=_("学了什么"), max_length=120, widget=forms.TextInput(TEXT))
    day = DayField(label=_("哪一天"), widget=forms.DateInput(attrs={**TEXT, "type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(
        label=_("几点开始"), widget=forms.TimeInput(attrs={**TEXT, "type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(
        label=_("多少分钟"),
        min_value=5,
        max_value=720,
        widget=forms.NumberInput(attrs={**TEXT, "inputmode": "numeric"}),
    )

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if not clock.today() - dt.timedelta(days=365) <= day <= clock.today():
            raise forms.ValidationError(_("请填一年以内、今天以前的日期。"))
        return day

    def given(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return {"title": said["title"], "began": at(said["day"], said["begins"]), "minutes": said["minutes"],
                "request_key": said["request_key"]}  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("核实了什么，为什么"), max_length=300, widget=forms.Textarea(attrs={**TEXT, "rows": 3})
    )
