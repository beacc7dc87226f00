"""Forms of keys and systems."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.acts.forms import DayField, Keyed
from district.ground.people.queries import Bureau
from district.ground.tokens.actions import MOST_PER_DAY, MOST_PER_MINUTE, PER_DAY, PER_MINUTE
from district.ground.tokens.models import LONGEST

TEXT, SELECT = {"class": "form-control"}, {"class": "form-select"}
CHECK = {"class": "hq-row list-unstyled"}  # of the whole group


class TokenForm(Keyed):
    """A key for oneself: what for, which scopes, until when. `choices`: the scopes there are, with their words."""

    name = forms.CharField(
        label=_("给谁用"), max_length=60, widget=forms.TextInput(TEXT), help_text=_("例如：财务软件、夜间对账脚本。")
    )
    scopes = forms.MultipleChoiceField(
        label=_("范围"), widget=forms.CheckboxSelectMultiple(CHECK),
        help_text=_("只勾需要的。令牌不会比账号能做的更多。"),
    )  # fmt: skip
    expires_on = DayField(label=_("有效期到"), widget=forms.DateInput({**TEXT, "type": "date"}, "%Y-%m-%d"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]
        self.fields["expires_on"].widget.attrs |= {
            "min": clock.today().isoformat(), "max": (clock.today() + LONGEST).isoformat(),
        }  # fmt: skip
        self.fields["expires_on"].initial = clock.today() + dt.timedelta(days=90)


class SystemTokenForm(TokenForm):
    """A key for a system, with its quota."""

    per_minute = forms.IntegerField(
        label=_("每分钟最多"), min_value=1, max_value=MOST_PER_MINUTE, initial=PER_MINUTE * 5,
        widget=forms.NumberInput(TEXT),
    )  # fmt: skip
    per_day = forms.IntegerField(
        label=_("每天最多"), min_value=1, max_value=MOST_PER_DAY, initial=PER_DAY * 4, widget=forms.NumberInput(TEXT)
    )


class SystemForm(Keyed):
    """A program to be registered."""

    name = forms.CharField(label=_("系统名称"), max_length=60, widget=forms.TextInput(TEXT))
    bureau = forms.ModelChoiceField(
        Bureau.objects.all(), empty_label=_("请选择"), label=_("责任部门"), widget=forms.Select(SELECT)
    )
    keeper = forms.CharField(label=_("使用单位和联系人"), max_length=120, widget=forms.TextInput(TEXT))
    purpose = forms.CharField(label=_("用途"), max_length=200, widget=forms.TextInput(TEXT))
