"""A subscription: where to, which messages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.forms import Keyed
from district.ground.messages.hooks.actions import SECRET_KINDS
from district.ground.messages.hooks.models import ALL
from district.ground.messages.kinds import kinds


class HookForm(Keyed):
    """`chosen` are the kinds; the first is all of them, those to come among them."""

    address = forms.CharField(
        label=gettext_lazy("推送到"), max_length=300,
        widget=forms.URLInput({"class": "form-control", "placeholder": "https://"}),
        help_text=gettext_lazy("您的程序的 https 地址。每条消息 POST 一次，带签名。"),
    )  # fmt: skip
    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("哪些消息"), widget=forms.CheckboxSelectMultiple({"class": "hq-row list-unstyled"})
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        known = [(each.key, str(each.label)) for each in kinds if each.key not in SECRET_KINDS]
        self.fields["chosen"].choices = [(ALL, _("全部")), *known]  # type: ignore[attr-defined]
