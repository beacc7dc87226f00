"""How a person wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.ground.messages.models import Channel, Choice

CHECK = {"class": "form-check-input"}
WAYS = (Channel.EMAIL.value, Channel.SMS.value, Channel.WEBHOOK.value)  # programs are subscribed on a page of their own


class ChoiceForm(forms.Form):
    """The channels the site has, and what is bundled. `open_ways`: the channels there are."""

    email = forms.BooleanField(label=_("邮件"), required=False, widget=forms.CheckboxInput(CHECK))
    sms = forms.BooleanField(label=_("短信"), required=False, widget=forms.CheckboxInput(CHECK))
    webhook = forms.BooleanField(label=_("政务消息平台"), required=False, widget=forms.CheckboxInput(CHECK))
    bundle = forms.ChoiceField(label=_("合并发送"), choices=Choice.Bundle.choices, widget=forms.RadioSelect(CHECK))
    language = forms.ChoiceField(
        label=_("邮件的语言"), choices=Choice.Language.choices, widget=forms.RadioSelect(CHECK), required=False
    )

    def __init__(self, *args: Any, open_ways: frozenset[str], has_address: bool, has_phone: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        usable = {Channel.EMAIL: has_address, Channel.SMS: has_phone, Channel.WEBHOOK: True}
        for name in WAYS:
            if name not in open_ways:
                del self.fields[name]
            elif not usable[Channel(name)]:
                self.fields[name].disabled = True  # then what is posted does not count, the initial value does
                self.initial[name] = False

    def given(self) -> dict[str, Any]:
        """What `actions.choose` takes; a channel the site has not keeps its value."""
        found = {name: self.cleaned_data.get(name, self.initial[name]) for name in (*WAYS, "bundle")}
        return found | {"language": self.cleaned_data["language"] or self.initial["language"]}
