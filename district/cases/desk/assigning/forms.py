"""The form of an absence."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from district.ground.acts.forms import DayField
from district.ground.people.queries import PASSED_ON, Person, Role, colleagues_of, with_duty

TEXT, SELECT = {"class": "form-control"}, {"class": "form-select"}
DATE = {**TEXT, "type": "date"}


class AbsenceForm(forms.Form):
    """Who is away, from when to when, who stands in. A leader may enter it for the bureau's people."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("谁不在岗"), empty_label=None, widget=forms.Select(attrs=SELECT)
    )
    substitute = forms.ModelChoiceField(
        Person.objects.none(), label=_("代理人"), empty_label=_("请选择"), widget=forms.Select(attrs=SELECT),
        help_text=_("同一部门的经办人或负责人。代理期间可以办理他的件，做过的事都记明代谁办理。"),
    )  # fmt: skip
    first = DayField(label=_("第一天"), widget=forms.DateInput(format="%Y-%m-%d", attrs=DATE))
    last = DayField(label=_("最后一天"), widget=forms.DateInput(format="%Y-%m-%d", attrs=DATE))
    note = forms.CharField(
        label=_("说明（可不填）"), max_length=100, required=False, widget=forms.TextInput(attrs=TEXT)
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, by: Person, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        led = by.bureau_ids(Role.LEADER)
        own = [by.pk] if any(duty.role in PASSED_ON for duty in by.own_duties) else []
        rows = with_duty(*PASSED_ON, offices=led) | Person.objects.filter(pk__in=own)
        field = self.fields["person"]
        field.queryset = rows.order_by("name", "pk")  # type: ignore[attr-defined]
        field.initial = by.pk
        if not led:
            field.widget = forms.HiddenInput()
        colleagues = with_duty(*PASSED_ON, offices=by.bureau_ids(*PASSED_ON))
        self.fields["substitute"].queryset = (  # type: ignore[attr-defined]
            colleagues.order_by("name", "pk") if led else colleagues_of(by)
        )
        self.fields["request_key"].initial = uuid.uuid4()
