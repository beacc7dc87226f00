"""The form anybody may object with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from district.ground.record.typed import MindsNumbers


class ObjectionForm(MindsNumbers):
    """Grounds are needed; who one is may be left out, but helps the check."""

    minds = ("grounds", "name")

    grounds = forms.CharField(
        label=_("异议的理由"), max_length=3000,
        help_text=_("写明事实和线索，会转给这家企业陈述意见，请不要在这里写您是谁；核查结果会公开。"),
        widget=forms.Textarea({"rows": 5, "class": "form-control"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("您的称呼（可不填）"), max_length=60, required=False, widget=forms.TextInput({"class": "form-control"})
    )
    contact = forms.CharField(
        label=_("联系方式（可不填，只用于核查）"), max_length=120, required=False,
        widget=forms.TextInput({"class": "form-control"}),
    )  # fmt: skip
