"""Forms of a person as a subject."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.enterprises.persons.actions import checked_number
from district.enterprises.values import BadValue

TEXT = {"class": "form-control"}


class BeginForm(forms.Form):
    """Who it is, and the consent; each field says why it is asked."""

    name = forms.CharField(
        label=_("姓名"), min_length=2, max_length=60, help_text=_("与证件一致；付款时收款账户的户名也要是这个名字。"),
        widget=forms.TextInput(attrs={**TEXT, "autocomplete": "name"}),
    )  # fmt: skip
    number = forms.CharField(
        label=_("证件号码"), max_length=30,
        help_text=_("居民身份证或港澳台居民居住证，18 位。用来保证一个人只领一次；加密保存，页面上遮住中间。"),
        widget=forms.TextInput(attrs={**TEXT, "autocomplete": "off"}),
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=_("我同意按上面写的目的和期限保存我的信息"), error_messages={"required": _("不同意就不能保存您的信息。")},
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )  # fmt: skip

    def clean_number(self) -> str:
        try:
            return checked_number(self.cleaned_data["number"])
        except BadValue as wrong:
            raise forms.ValidationError(str(wrong)) from None

    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "number")}


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label=_("查看的目的"), max_length=200, help_text=_("当天有效；本人能看到谁、什么时候、为什么看过。"),
        widget=forms.TextInput(attrs=TEXT),
    )  # fmt: skip


class FirmPurposeForm(PurposeForm):
    """The same of an enterprise."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["purpose"].help_text = _("当天有效；和查看的人、时间一起留痕。")
