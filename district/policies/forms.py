"""One typed fact from a person: the field follows the fact's type, errors say what was expected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from district.enterprises import queries as enterprises
from district.enterprises.actions import BadValue, parse
from district.policies.queries import Question

CONTROL = {"class": "form-control"}


class FactForm(forms.Form):
    """`fact` is the name; `value` is checked against its kind."""

    fact = forms.CharField(widget=forms.HiddenInput)
    value = forms.CharField(max_length=100)

    def __init__(self, *args: Any, question: Question | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["value"]
        if question is None:
            return
        field.label = question.ask
        field.unit = question.unit  # type: ignore[attr-defined]
        choices = list(question.choices)
        if question.type == "boolean":
            choices = ["是", "否"]
        if choices:
            field.widget = forms.Select(
                choices=[("", _("请选择")), *((each, each) for each in choices)], attrs={"class": "form-select"}
            )
        elif question.type == "date":
            field.widget = forms.DateInput(attrs={"type": "date", **CONTROL})
        else:
            mode = {"inputmode": "decimal"} if question.type == "number" else {}
            field.widget = forms.TextInput(attrs={**CONTROL, **mode, "autocomplete": "off"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = enterprises.fact_kinds().get(data.get("fact", ""))
        if kind is None:
            raise forms.ValidationError(_("没有这项信息。"))
        if "value" in data:
            try:
                data["typed"] = parse(kind, data["value"])
            except BadValue as error:
                self.add_error("value", str(error))
            data["kind"] = kind
        return data
