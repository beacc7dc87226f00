"""The forms of mandates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.enterprises.mandates.models import Scope
from district.ground.acts.forms import DayField
from district.ground.files.queries import accepted

TEXT = {"class": "form-control"}


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **TEXT})


class MandateForm(forms.Form):
    """Whom, what for, from when until when."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    uscc = forms.CharField(
        label=_("代理机构的统一社会信用代码"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", **TEXT}),
    )
    name = forms.CharField(
        label=_("代理机构的名称"), max_length=200, help_text=_("与营业执照一致"), widget=forms.TextInput(attrs=TEXT)
    )
    scopes = forms.MultipleChoiceField(
        label=_("除了查看，还可以"), required=False, choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("收款账户、领取资金、企业自己确认的信息、撤回申报，任何委托都不包括。"),
    )  # fmt: skip
    since = DayField(label=_("从"), widget=_day())
    until = DayField(label=_("到（这一天仍有效，最长一年）"), widget=_day())

    def clean_scopes(self) -> list[Scope]:
        return [Scope(each) for each in self.cleaned_data["scopes"]]

    def given(self) -> dict[str, Any]:
        """What `actions.give` takes."""
        return dict(self.cleaned_data)


class PlaceForm(forms.Form):
    """The agency where a person works."""

    uscc = forms.CharField(label=_("代理机构的统一社会信用代码"), max_length=24, widget=forms.TextInput(attrs=TEXT))
    name = forms.CharField(label=_("代理机构的名称"), max_length=200, widget=forms.TextInput(attrs=TEXT))
    file = forms.FileField(
        label=_("机构的授权书或工作证明"), required=False, widget=forms.FileInput(attrs=TEXT),
        help_text=_("盖机构公章，写明您的姓名；拍照、PDF 都可以。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = accepted()
