"""Forms of whoever asks and of experts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.enterprises.mandates.permissions import Scope
from district.enterprises.queries import acted_for
from district.ground.acts.forms import Cut, Keyed
from district.ground.people.listed import organisations
from district.ground.people.queries import Kind, Person, experts_for
from district.ground.slots.forms import day_field
from district.ground.slots.queries import Span
from district.ground.slots.times import at, minutes
from district.ground.surveys.answering import Read, read
from district.ground.surveys.fields import AnswerField
from district.services.advice.finding import own_advisers
from district.services.advice.meeting import MOST_MINUTES
from district.services.advice.models import Mode, Outcome, Reason, Rhythm, Stage, Subject
from district.services.advice.models.choices import MANY, TIMED

TEXT, SELECT, CHECK = {"class": "form-control"}, {"class": "form-select"}, {"class": "form-check-input"}
TIME = {**TEXT, "type": "time"}
TICKS = {"class": "hq-ticks"}
MYSELF = _("我自己（还没有企业，或者个人的事）")
ASKED_MODES = [(key, words) for key, words in Mode.choices if key not in MANY]
TIMED_MODES = [(key, words) for key, words in Mode.choices if key in TIMED]
WEEKDAYS = [
    ("MO", _("周一")), ("TU", _("周二")), ("WE", _("周三")), ("TH", _("周四")), ("FR", _("周五")), ("SA", _("周六")),
    ("SU", _("周日")),
]  # fmt: skip
SCORES = [(5, _("5 很好")), (4, _("4 好")), (3, _("3 一般")), (2, _("2 不太好")), (1, _("1 不好"))]


def street_names() -> list[tuple[str, str]]:
    return [(each.name, each.name) for each in organisations(kind=Kind.STREET)]


class AskForm(Keyed):
    """What one asks: for whom, how far one is, the subject's few questions, in which mode one would like it."""

    for_whom: Any = forms.ModelChoiceField(queryset=None, required=False, empty_label=MYSELF, label=_("为谁问"),
                                      widget=forms.Select(SELECT))  # fmt: skip
    stage = forms.ChoiceField(label=_("到哪一步了"), choices=Stage.choices, widget=forms.Select(SELECT))
    street = forms.ChoiceField(label=_("在哪个街道"), required=False, widget=forms.Select(SELECT))
    text = forms.CharField(
        label=_("想问什么"), max_length=4000, widget=forms.Textarea({**TEXT, "rows": 4}),
        help_text=_("情况、卡在哪里、希望得到什么帮助。专家接单前就能看到。"),
    )  # fmt: skip
    mode = forms.ChoiceField(label=_("希望怎么谈"), required=False, widget=forms.Select(SELECT),
                             choices=[("", _("都可以，由专家安排")), *ASKED_MODES])  # fmt: skip
    wanted: Any = forms.ModelChoiceField(queryset=None, required=False, to_field_name="reference",
                                    empty_label=_("由平台推荐"), label=_("请以前的专家"),
                                         widget=forms.Select(SELECT))  # fmt: skip
    may_publish = forms.BooleanField(
        label=_("网上的答复可以隐去我和企业后公开，帮到别人"), required=False, widget=forms.CheckboxInput(CHECK)
    )
    programme = Cut(60)

    def __init__(self, *, subject: Subject, person: Person, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.subject, self.found = subject, Read()
        whom: Any = self.fields["for_whom"]
        whom.queryset = firms = acted_for(person, Scope.FILLS)
        few = list(firms[:2])
        if len(few) == 1:
            whom.initial = few[0]
        if few:
            self.fields["stage"].initial = Stage.START  # a firm that is asked for is registered
        known: Any = self.fields["wanted"]
        before = own_advisers(person)
        known.queryset = experts_for().filter(pk__in=[each.pk for each in before])
        if not before:
            del self.fields["wanted"]
        street: Any = self.fields["street"]
        street.choices = [("", _("还没定，或者不在本区")), *street_names()]
        self.fields["programme"].widget = forms.HiddenInput()
        for each in subject.asks.asked.values():
            self.fields[f"q-{each.key}"] = AnswerField(each)
        self.order_fields(["request_key", "for_whom", *(f"q-{key}" for key in subject.asks.asked), "text", "stage"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        typed = {}
        for key in self.subject.asks.asked:
            field = self.fields[f"q-{key}"]
            typed[key] = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(f"q-{key}"))
        self.found = read(self.subject.asks, typed)
        for key, why in self.found.wrong.items():
            if f"q-{key}" not in self.errors:
                self.add_error(f"q-{key}", why)
        return said

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "text": data["text"], "stage": data["stage"], "street": data.get("street", ""), "mode": data["mode"],
            "enterprise": data.get("for_whom"), "wanted": data.get("wanted"), "programme": data.get("programme", ""),
            "answers": self.found.kept(self.subject.asks), "request_key": data["request_key"],
            "may_publish": data["may_publish"],
        }  # fmt: skip


class WhyForm(forms.Form):
    why = forms.CharField(label=_("原因"), max_length=300, required=False, widget=forms.TextInput(TEXT))


class NeededWhyForm(forms.Form):
    why = forms.CharField(label=_("原因，对方会看到"), max_length=300, widget=forms.TextInput(TEXT))


class RateForm(forms.Form):
    score = forms.TypedChoiceField(label=_("打几分"), choices=SCORES, coerce=int, widget=forms.RadioSelect(TICKS))
    outcome = forms.ChoiceField(label=_("问题解决了吗"), choices=Outcome.choices, widget=forms.RadioSelect(TICKS))
    say = forms.CharField(label=_("想说的话（可不填）"), max_length=1000, required=False,
                          widget=forms.Textarea({**TEXT, "rows": 3}))  # fmt: skip


class ModeForm(Keyed):
    """One click: this mode; its time is chosen afterwards."""

    mode = forms.ChoiceField(choices=ASKED_MODES, label=_("方式"), widget=forms.Select(SELECT))


class TimeForm(forms.Form):
    """A time that both sides agreed on: of the free ones, or as agreed by phone."""

    day = day_field(_("哪一天"))
    begins = forms.TimeField(label=_("几点开始"), widget=forms.TimeInput(TIME, format="%H:%M"))
    length = forms.IntegerField(label=_("谈多久（分钟）"), min_value=10, max_value=480, initial=60,
                                widget=forms.NumberInput(TEXT))  # fmt: skip
    place = forms.CharField(label=_("地点"), max_length=80, required=False, widget=forms.TextInput(TEXT))

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        starts = at(data["day"], data["begins"])
        return {"span": Span(starts, starts + minutes(data["length"])), "place": data["place"], "opens": True}


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(label=_("接不了的理由"), choices=Reason.choices, widget=forms.RadioSelect(TICKS))
    say = forms.CharField(label=_("补充一句（可不填）"), max_length=300, required=False, widget=forms.TextInput(TEXT))


class RecordForm(forms.Form):
    """A minute's work: what was said, how long."""

    text = forms.CharField(label=_("谈了什么、建议怎么做"), max_length=8000, widget=forms.Textarea({**TEXT, "rows": 5}))
    minutes = forms.IntegerField(label=_("用了多少分钟"), min_value=1, max_value=MOST_MINUTES, initial=30,
                                 widget=forms.NumberInput(TEXT))  # fmt: skip
    heads = forms.IntegerField(label=_("对方来了几人"), min_value=1, max_value=2000, initial=1, required=False,
                               widget=forms.NumberInput(TEXT))  # fmt: skip


class SignForm(forms.Form):
    say = forms.CharField(label=_("补充（可不填）"), max_length=2000, required=False,
                          widget=forms.Textarea({**TEXT, "rows": 2}))  # fmt: skip


class PairForm(forms.Form):
    goals = forms.CharField(label=_("目标"), max_length=2000, widget=forms.Textarea({**TEXT, "rows": 3}))
    rhythm = forms.ChoiceField(label=_("多久见一次"), choices=Rhythm.choices, widget=forms.Select(SELECT))
    until = day_field(_("结对到哪天"))


class StepForm(forms.Form):
    title = forms.CharField(label=_("里程碑"), max_length=100, widget=forms.TextInput(TEXT))
    due_on = day_field(_("计划哪天"))


class ReachForm(forms.Form):
    say = forms.CharField(label=_("情况（可不填）"), max_length=200, required=False, widget=forms.TextInput(TEXT))


class AgreeForm(forms.Form):
    """What an expert agrees to."""

    at_once = forms.IntegerField(label=_("同时最多接几件"), min_value=0, max_value=50, required=False,
                                 help_text=_("不填不限。"), widget=forms.NumberInput(TEXT))  # fmt: skip
    hours_a_month = forms.IntegerField(label=_("每月最多几小时"), min_value=0, max_value=200, required=False,
                                       help_text=_("不填不限。"), widget=forms.NumberInput(TEXT))  # fmt: skip
    place = forms.ChoiceField(label=_("从哪个街道出发"), required=False, widget=forms.Select(SELECT))
    streets = forms.MultipleChoiceField(label=_("愿意上门指导的街道"), required=False, help_text=_("不选就是都可以。"),
                                        widget=forms.CheckboxSelectMultiple(TICKS))  # fmt: skip
    modes = forms.MultipleChoiceField(label=_("愿意的方式"), required=False, choices=Mode.choices,
                                      widget=forms.CheckboxSelectMultiple(TICKS),
                                      help_text=_("不选就是都可以。"))  # fmt: skip
    paused = forms.BooleanField(label=_("暂时不接新需求"), required=False, widget=forms.CheckboxInput(CHECK))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        names = street_names()
        place: Any = self.fields["place"]
        streets: Any = self.fields["streets"]
        place.choices, streets.choices = [("", _("不填")), *names], names


class WeeklyForm(Keyed):
    """When an expert can be met each week."""

    days = forms.MultipleChoiceField(label=_("星期几"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple(TICKS))
    begins = forms.TimeField(label=_("从"), widget=forms.TimeInput(TIME, format="%H:%M"))
    ends = forms.TimeField(label=_("到"), widget=forms.TimeInput(TIME, format="%H:%M"))
    length = forms.IntegerField(label=_("每段多久（分钟）"), min_value=10, max_value=240, initial=30,
                                widget=forms.NumberInput(TEXT))  # fmt: skip
    place = forms.CharField(label=_("地点"), max_length=80, required=False, widget=forms.TextInput(TEXT))


class PublishForm(forms.Form):
    """Worded so that nobody is known by it."""

    question = forms.CharField(label=_("问题（不出现企业和个人）"), max_length=200, widget=forms.TextInput(TEXT))
    text = forms.CharField(label=_("答复"), max_length=8000, widget=forms.Textarea({**TEXT, "rows": 6}))
