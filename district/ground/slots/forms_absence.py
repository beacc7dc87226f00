"""Forms about absences: from when to when, and what becomes of each thing they clash with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.ground.acts.forms import Keyed, Says
from district.ground.people.queries import Person
from district.ground.slots import queries
from district.ground.slots.absences import Choice
from district.ground.slots.forms import SELECT, TEXT, day_field, sensible, time_field
from district.ground.slots.models import Resource
from district.ground.slots.times import Span, at


class ChoiceForm(forms.Form):
    """What becomes of one clash."""

    what = forms.ChoiceField(
        label=_("怎么办"), required=False, widget=forms.Select(SELECT),
        choices=[("", _("请选择")), ("cancel", _("取消，通知对方")), ("move", _("改期")), ("hand_over", _("移交"))],
    )  # fmt: skip
    why = forms.CharField(
        label=_("原因（取消时对方看到）"), max_length=200, required=False, widget=forms.TextInput(TEXT)
    )
    starts = forms.DateTimeField(
        label=_("改到"), required=False, validators=[sensible],
        widget=forms.DateTimeInput(attrs={**TEXT, "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    resource = forms.ModelChoiceField(
        Resource.objects.none(), label=_("移交给"), required=False, empty_label=_("请选择"), widget=forms.Select(SELECT)
    )

    def __init__(self, *args: Any, others: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["resource"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        needed = {"move": "starts", "hand_over": "resource"}.get(str(data.get("what")))
        if needed and not data.get(needed):
            self.add_error(needed, _("请填写。"))
        return data


class SettleForm(forms.Form):
    """What becomes of each clash of an absence of `resource`, as `by` may choose; `later`: the others afterwards.

    What is chosen of a clash stands under its group: `<group>-what`, `-why`, `-starts`, `-resource`.
    """

    later = Says("1")

    def __init__(self, *args: Any, resource: Resource, by: Person, span: Span | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.resource, self.by = resource, by
        self.clashes: list[tuple[queries.Clash, ChoiceForm]] = self._clashes(span) if span else []

    def _clashes(self, span: Span) -> list[tuple[queries.Clash, ChoiceForm]]:
        others = Resource.objects.visible_to(self.by).filter(kind=self.resource.kind, closed_at=None)
        others, data = others.exclude(pk=self.resource.pk), self.data if self.is_bound else None
        return [(each, ChoiceForm(data, others=others, prefix=each.group))
                for each in queries.clashes(self.resource, span)]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        wrong = [each for _clash, each in self.clashes if not each.is_valid()]  # each is asked: each says its faults
        if wrong:
            self.add_error(None, _("有安排还没有选好怎么办，请看下面标出的地方。"))
        return data

    def given(self) -> dict[str, Any]:
        said = {clash.group: each.cleaned_data for clash, each in self.clashes}
        choices = {group: Choice(**values) for group, values in said.items() if values["what"]}
        return {"choices": choices, "later": self.cleaned_data["later"]}


class AbsenceForm(Keyed, SettleForm):
    """From when to when somebody or something is not there; whole days without hours."""

    first, begins = day_field(_("从哪一天")), time_field(_("几点"), required=False)
    last, ends = day_field(_("到哪一天")), time_field(_("几点"), required=False, help_text=_("不填时间就是整天。"))
    why = forms.CharField(label=_("原因"), max_length=80, required=False, widget=forms.TextInput(TEXT))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if {"first", "last"} <= data.keys():
            starts = at(data["first"], data.get("begins") or dt.time())
            last, ends = data["last"], data.get("ends")
            data["span"] = Span(starts, at(last, ends) if ends else at(last + dt.timedelta(days=1), dt.time()))
            if data["span"].ends <= starts:
                self.add_error("last", _("结束时间要晚于开始时间。"))
            else:
                self.clashes = self._clashes(data["span"])
        return super().clean() | data

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**super().given(), **{name: data[name] for name in ("span", "why", "request_key")}}
