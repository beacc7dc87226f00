"""One typed fact from a person: the field follows the fact's type, errors say what was expected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises import queries as enterprises
from district.enterprises.actions import BadValue, parse
from district.policies.models import ProgrammeVersion
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
        if not kind.supposed:
            raise forms.ValidationError(kind.not_asked)
        if "value" in data:
            try:
                data["typed"] = parse(kind, data["value"])
            except BadValue as error:
                self.add_error("value", str(error))
            data["kind"] = kind
        return data


class VersionField(forms.ModelChoiceField):
    """Versions in force, shown by their programmes' names."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.programme.name)


class ListsForm(forms.Form):
    """Which programme's lists to make."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, versions: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ProgrammeVersion.objects.filter(pk__in=[each.pk for each in versions]).select_related("programme")
        self.fields["version"] = VersionField(
            rows.order_by("programme__name"), label=_("项目"), empty_label=_("请选择"),
            widget=forms.Select(attrs={"class": "form-select"}),
        )  # fmt: skip


class DraftForm(forms.Form):
    """A changed rule to try, and the year's budget if there is one."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("规则"), max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 26, "spellcheck": "false", "class": "form-control font-monospace"}),
    )  # fmt: skip
    vary = forms.CharField(
        label=gettext_lazy("参数取值（可不填，一行一个：参数=值,值）"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "class": "form-control font-monospace"}),
    )  # fmt: skip
    budget = forms.CharField(
        label=gettext_lazy("全年预算（元，可不填）"), required=False, max_length=20,
        widget=forms.TextInput(attrs={**CONTROL, "inputmode": "decimal"}),
    )  # fmt: skip
