"""Runs and trials: which programme, and a changed rule to try."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.policies.models import ProgrammeVersion

CONTROL = {"class": "form-control"}


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg] # Django's is no generic when it runs
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
