"""The forms of the check: who it is, one answer, a code. What is asked decides how the field looks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from district.policies.fitting.answers import TRADE
from district.policies.queries import Question

CONTROL = {"class": "form-control", "autocomplete": "off"}
BUTTONS = 9  # answers shown as buttons, one tap each; more are a list


class AnswerForm(forms.Form):
    """One typed answer; `fact` is what was asked."""

    fact = forms.CharField(widget=forms.HiddenInput, max_length=60)
    value = forms.CharField(max_length=100, required=False)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["value"]
        field.label = question.ask
        field.widget = forms.TextInput(attrs={
            **CONTROL, "id": "id_value",
            **({"aria-describedby": "hint"} if question.hint else {}),
            **({"list": "suggested"} if question.suggest else {}),
            **({"inputmode": "search", "enterkeyhint": "search"} if question.fact == TRADE else {}),
        })  # fmt: skip

    @property
    def typed(self) -> str:
        """What stands in the field, wrong or not."""
        return str(self["value"].value() or "")


def buttons(question: Question) -> tuple[tuple[str, str], ...]:
    """(value, label) of answers that are given by one tap; () where something is typed."""
    if question.type == "boolean":
        return (("是", str(_("是"))), ("否", str(_("不是"))))
    return tuple((each, each) for each in question.choices) if len(question.choices) <= BUTTONS else ()


class CodeForm(forms.Form):
    """统一社会信用代码, its check digit among it."""

    code = forms.CharField(
        label=_("统一社会信用代码"), max_length=30,
        widget=forms.TextInput(attrs={**CONTROL, "maxlength": "30", "spellcheck": "false"}),
        error_messages={"required": _("请填写营业执照上的 18 位统一社会信用代码。")},
    )  # fmt: skip

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip().upper().replace(" ", "")
        if not uscc.is_valid(code):
            raise forms.ValidationError(_("这不是有效的统一社会信用代码：应是 18 位，请与营业执照核对。"))
        return code
