"""The form anybody may ask with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class QuestionForm(forms.Form):
    """What is asked; a contact may be left out."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("您的问题"), max_length=2000, help_text=_("写明情况和想知道什么；不要写身份证号、银行账号。"),
        widget=forms.Textarea({"rows": 6, "class": "form-control"}),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("联系方式（可不填，只给答复部门看）"), max_length=120, required=False,
        widget=forms.TextInput({"class": "form-control"}),
    )  # fmt: skip
