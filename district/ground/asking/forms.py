"""The form anybody may ask with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.ground.record.typed import MindsNumbers


class QuestionForm(MindsNumbers):
    """What is asked; a contact may be left out."""

    minds = ("text",)

    text = forms.CharField(
        label=_("您的问题"), max_length=2000, help_text=_("写明情况和想知道什么；不要写身份证号、银行账号。"),
        widget=forms.Textarea({"rows": 6, "class": "form-control"}),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("联系方式（可不填，只给答复部门看）"), max_length=120, required=False,
        widget=forms.TextInput({"class": "form-control"}),
    )  # fmt: skip


class OpenQuestionForm(QuestionForm):
    """A question that begins at no answer: whoever asks says which bureau it is for."""

    office = forms.ChoiceField(label=_("向哪个部门问"), widget=forms.Select({"class": "form-select"}))
    field_order = ("request_key", "office", "text", "contact")

    def __init__(self, *args: Any, offices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = offices  # type: ignore[attr-defined]
