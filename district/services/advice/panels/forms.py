"""Forms of panels: what is asked for, which of those found, brief, part."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.acts.forms import Cut, DayField, Keyed
from district.ground.people.queries import Field, experts_for
from district.services.advice.panels.actions import Chair
from district.services.advice.panels.models import Panel, Part
from district.services.advice.panels.planning import MOST_ROLES
from district.services.advice.panels.queries import LENGTHS, Asking, stand_ins
from district.services.advice.panels.ways import streets
from district.services.advice.queries import Need

TEXT, SELECT = {"class": "form-control"}, {"class": "form-select"}
ROLE = [("", "—"), *Field.choices]
WHEREVER = ("", _("线上（会诊）、对方所在街道（上门指导）"))
CHOOSE = _("请在找到的时间里选一个。")
AHEAD = 90  # days


class AskForm(forms.Form):
    """Which roles, how long, where, from when."""

    kind = forms.ChoiceField(label=_("方式"), choices=Panel.Kind.choices, initial=Panel.Kind.JOINT,
                             widget=forms.Select(SELECT))  # fmt: skip
    length = forms.TypedChoiceField(
        label=_("时长（分钟）"), choices=[(each, str(each)) for each in LENGTHS], coerce=int, initial=60,
        widget=forms.Select(SELECT),
    )  # fmt: skip
    since = DayField(label=_("从哪一天找起"), widget=forms.DateInput({**TEXT, "type": "date"}, format="%Y-%m-%d"))
    place = forms.ChoiceField(
        label=_("地点"),
        required=False,
        widget=forms.Select(SELECT),
        choices=[WHEREVER],
    )

    def __init__(self, *args: Any, need: Need, **more: Any) -> None:
        more["initial"] = {"since": clock.today() + dt.timedelta(days=1), **(more.get("initial") or {})}
        super().__init__(*args, **more)
        self.need = need
        places = self.fields["place"]
        assert isinstance(places, forms.ChoiceField)
        places.choices = [WHEREVER, *((each, each) for each in streets())]
        for n in range(1, MOST_ROLES + 1):
            words = {"n": n}
            self.fields[f"role{n}"] = forms.ChoiceField(
                label=_("角色 %(n)d") % words, choices=ROLE, required=False, widget=forms.Select(SELECT)
            )

    @property
    def role_fields(self) -> list[Any]:
        return [self[f"role{n}"] for n in range(1, MOST_ROLES + 1)]

    @property
    def other_fields(self) -> list[Any]:
        return [self[name] for name in ("kind", "length", "since", "place")]

    def clean_since(self) -> dt.date:
        day: dt.date = self.cleaned_data["since"]
        today = clock.today()
        if day > today + dt.timedelta(days=AHEAD):
            raise forms.ValidationError(_("最多看 %(n)d 天以后。"), params={"n": AHEAD})
        return max(day, today)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        roles = tuple(data[f"role{n}"] for n in range(1, MOST_ROLES + 1) if data.get(f"role{n}"))
        if not roles:
            self.add_error("role1", _("请至少选一个角色。"))
        if data.get("kind") == Panel.Kind.VISIT and not data.get("place"):
            data["place"] = self.need.street
            if not data["place"]:
                self.add_error("place", _("上门指导要知道去哪个街道。"))
        data["roles"] = roles
        return data

    @property
    def asking(self) -> Asking:
        data = self.cleaned_data
        return Asking(self.need, data["kind"], data["roles"], data["length"], data.get("place", ""), data["since"])


class BookForm(Keyed, AskForm):
    """One of what was found, and the brief all of them read."""

    chosen = forms.CharField(error_messages={"required": CHOOSE}, widget=forms.HiddenInput)
    brief = forms.CharField(
        label=_("共同简报"), max_length=4000, widget=forms.Textarea({**TEXT, "rows": 5}),
        help_text=_("情况、已经试过什么、希望这次弄清什么。每位专家来之前都会看。"),
        error_messages={"required": _("请写一份共同简报，专家来之前都会看。")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("chosen"):
            try:
                data["starts"], data["chairs"] = self._chosen(data["chosen"], data["roles"])
            except (ValueError, OverflowError):
                self.add_error("chosen", CHOOSE)
        return data

    def _chosen(self, text: str, roles: tuple[str, ...]) -> tuple[dt.datetime, list[Chair]]:
        when, sits, standby = text.split("|")
        starts = parse_datetime(when)
        if starts is None or starts.tzinfo is None:
            raise ValueError(text)
        seats = [int(each) for each in sits.split(",")]
        others = [int(each) if each else None for each in standby.split(",")]
        if not len(seats) == len(others) == len(roles):
            raise ValueError(text)
        known = experts_for().select_related("office").in_bulk([*seats, *(each for each in others if each)])
        if not set(seats) <= known.keys():
            raise ValueError(text)
        return starts, [
            Chair(role, known[seat], known.get(other) if other else None)
            for role, seat, other in zip(roles, seats, others, strict=True)
        ]  # fmt: skip

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: data[name] for name in ("kind", "chairs", "starts", "length", "place", "brief", "request_key")}


class BriefForm(forms.Form):
    brief = forms.CharField(label=_("共同简报"), max_length=4000, widget=forms.Textarea({**TEXT, "rows": 6}))


class PartForm(forms.Form):
    text = Cut(4000, label=_("我的意见"), widget=forms.Textarea({**TEXT, "rows": 6}))


class WhyForm(forms.Form):
    why = Cut(200, label=_("原因"), widget=forms.TextInput(TEXT))


class StepInForm(forms.Form):
    """Who steps in; whoever stands by where nobody is chosen."""

    expert: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("谁接替"), required=False, widget=forms.Select(SELECT),
        empty_label=_("候补的、最近少排的先来"),
    )  # fmt: skip

    def __init__(self, *args: Any, part: Part, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["expert"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = experts_for().filter(pk__in=[each.pk for each in stand_ins(part)])


class WayForm(forms.Form):
    minutes = forms.IntegerField(label=_("分钟"), min_value=1, max_value=480, widget=forms.NumberInput(TEXT))
