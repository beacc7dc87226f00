"""Forms of activities: planned, signed up for, checked in."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from district.enterprises.queries import my_enterprises
from district.ground import clock
from district.ground.acts.forms import Keyed
from district.ground.people.queries import Person
from district.ground.slots.forms import SessionForm
from district.services.community.door import Scan
from district.services.community.forms import CHECK, MARKED, SELECT, TEXT, line, long
from district.services.community.models import Activity, CheckIn, Series
from district.services.community.places import programmes

MOST_SCANS = 2000


class ActivityForm(SessionForm):
    """An activity: its session's time, place and seats, and what it is about."""

    kind = forms.ChoiceField(label=_("形式"), choices=Activity.Kind.choices, widget=forms.Select(SELECT))
    mark = forms.ChoiceField(
        label=_("创联公社标记"), required=False, choices=[("", _("不标记")), *Activity.Mark.choices],
        widget=forms.Select(SELECT),
    )  # fmt: skip
    series = forms.ModelChoiceField(
        Series.objects.all(), label=_("系列"), required=False, empty_label=_("不属于系列"), widget=forms.Select(SELECT)
    )
    programme = forms.ChoiceField(label=_("对应的服务"), required=False, widget=forms.Select(SELECT))
    topics = line(_("话题"), 300, required=False, help_text=_("几个话题用顿号隔开。"))
    chain = forms.BooleanField(
        label=_("请报名的企业写上下游"), required=False, widget=forms.CheckboxInput(CHECK),
        help_text=_("报名时写“我们做什么、在找什么”，同意的互相看得到。"),
    )  # fmt: skip
    text = long(_("介绍"), 8000, 6, required=False, help_text=MARKED)
    field_order = ("kind", "title", "topics", "day", "begins", "ends", "place", "capacity", "text", "series",
                   "programme", "mark", "chain")  # fmt: skip

    def __init__(self, *args: Any, activity: Activity | None = None, **more: Any) -> None:
        if activity is not None:
            own = ("kind", "mark", "series", "programme", "topics", "chain", "text")
            more["initial"] = {**{name: getattr(activity, name) for name in own}, **(more.get("initial") or {})}
        super().__init__(*args, session=activity.session if activity else None, **more)
        self.fields["programme"].choices = [("", _("不对应")), *programmes()]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        own = ("kind", "mark", "series", "programme", "topics", "chain", "text")
        return {**super().given(), **{name: self.cleaned_data[name] for name in own}}


class NewActivityForm(Keyed, ActivityForm):
    def given(self) -> dict[str, Any]:
        return {**super().given(), "request_key": self.cleaned_data["request_key"]}


class SeriesForm(forms.Form):
    name = line(_("名称"), 60)
    slug = forms.SlugField(label=_("网址"), max_length=40, widget=forms.TextInput(TEXT),
                           help_text=_("小写字母、数字和横线，例如 giant-tea。"))  # fmt: skip
    programme = forms.ChoiceField(label=_("对应的服务"), required=False, widget=forms.Select(SELECT))
    text = long(_("说明"), 2000, 3, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["programme"].choices = [("", _("不对应")), *programmes()]  # type: ignore[attr-defined]


class SignUpForm(Keyed):
    """For which firm one comes; where the activity asks for it, what it makes and looks for."""

    enterprise: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("代表哪家企业"), required=False, empty_label=_("个人参加"),
        widget=forms.Select(SELECT),
    )  # fmt: skip
    offers = line(_("我们做什么"), 40, required=False, help_text=_("行业或者产品，例如 软件开发。"))
    wants = line(_("在找什么"), 40, required=False, help_text=_("想认识哪一行的上下游，例如 半导体。"))
    shared = forms.BooleanField(
        label=_("参加的人可以看到这两项和企业名称"), required=False, widget=forms.CheckboxInput(CHECK)
    )

    def __init__(self, *args: Any, person: Person | None, activity: Activity, **more: Any) -> None:
        super().__init__(*args, **more)
        if person is None:
            del self.fields["enterprise"]
        else:
            self.fields["enterprise"].queryset = my_enterprises(person)  # type: ignore[attr-defined]
        if not activity.chain:
            for name in ("offers", "wants", "shared"):
                del self.fields[name]


class CheckInForm(forms.Form):
    """One code read out or scanned, or all scans that the door's page kept, as JSON: [{scan, ticket, at, how}, …]."""

    code = forms.CharField(label=_("签到码"), max_length=40, required=False, widget=forms.TextInput(TEXT))
    how = forms.ChoiceField(choices=CheckIn.How.choices, required=False, widget=forms.HiddenInput)
    scans = forms.CharField(required=False, max_length=400_000, widget=forms.HiddenInput)

    def clean_scans(self) -> list[Scan]:
        said = self.cleaned_data["scans"]
        try:
            rows = json.loads(said) if said else []
            if not isinstance(rows, list) or len(rows) > MOST_SCANS:
                raise ValueError("too many")
            return [_scan(row) for row in rows]
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
            raise forms.ValidationError(_("这些签到记录读不懂。")) from None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("code") and not data.get("scans"):
            raise forms.ValidationError(_("请扫码，或者输入签到码。"))
        return data

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        scans: list[Scan] = data["scans"]
        if data["code"]:
            scans = [*scans, Scan(uuid.uuid4(), data["code"], clock.now(), data["how"] or CheckIn.How.SCAN)]
        return {"scans": scans}


def _scan(row: dict[str, Any]) -> Scan:
    at = parse_datetime(str(row["at"]))
    how = str(row.get("how") or CheckIn.How.SCAN)
    if at is None or at.tzinfo is None or how not in CheckIn.How.values:
        raise ValueError("not a scan")
    return Scan(uuid.UUID(str(row["scan"])), str(row["ticket"])[:40], at.astimezone(dt.UTC), how)
