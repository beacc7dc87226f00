"""Saying a number: counted and kept as it was said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.acts.acts import Act, to
from district.ground.acts.forms import Cut, Keyed
from district.ground.figures import actions
from district.ground.figures.asked import Asked
from district.ground.figures.registry import FIGURES
from district.ground.people.permissions import holds
from district.ground.people.queries import Role

TEXT = {"class": "form-control"}


class SayForm(Keyed):
    """Which figure, of which days, where it is said; a dimension's key narrows it, as in its page's address."""

    figure = forms.CharField(widget=forms.HiddenInput)
    period = Cut(60, widget=forms.HiddenInput)
    place = forms.CharField(
        label=_("在哪里说"), max_length=120, widget=forms.TextInput(TEXT),
        error_messages={"required": _("请写明在哪里说，例如“对第D-087号建议的答复”。")},
    )  # fmt: skip

    def clean_figure(self) -> Any:
        found = FIGURES.get(self.cleaned_data["figure"])
        if found is None:
            raise forms.ValidationError(_("没有这个数字。"))
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if "figure" in data:
            data["asked"] = Asked.read(data["figure"], self.data)
            if data["asked"].wrong:
                self.add_error("period", data["asked"].wrong)
        return data

    def given(self) -> dict[str, Any]:
        data, asked = self.cleaned_data, self.cleaned_data["asked"]
        return {"figure": data["figure"], "period": asked.period, "where": asked.where, "place": data["place"],
                "request_key": data["request_key"]}  # fmt: skip


def _page(outcome: Any) -> str:
    asked = outcome.form.cleaned_data.get("asked") if outcome.form is not None else None
    return asked.address() if asked is not None else reverse("figures:all")


SAY: Act[Any] = Act(
    "figures.say", _("记下这个数"), actions.say, door=holds(Role.OFFICER, Role.LEADER), back=_page, asks=SayForm,
    asks_with=lambda _by, _thing: {}, own_key=True, then=to("figures:said", "result.reference"),
    says=_("已记下：以后数字变了，这里能对照当时说的。"),
)  # fmt: skip
