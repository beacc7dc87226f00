"""Forms of the desk: whom to ask, studios, subjects, rules, lectures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.ground.acts.forms import Keyed
from district.ground.people.queries import Field, Topic, experts_for
from district.ground.slots.forms import day_field
from district.ground.slots.queries import Span
from district.ground.slots.times import at, minutes
from district.ground.surveys.questions import Content
from district.services.advice.forms import CHECK, SELECT, TEXT, TICKS, TIME
from district.services.advice.lines import BadLines, read
from district.services.advice.meeting import Place
from district.services.advice.models import Mode, Studio, Subject
from district.services.advice.models.choices import MANY
from district.services.advice.queries import subjects_offered

MANY_MODES = [(key, words) for key, words in Mode.choices if key in MANY]


def _ticks(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False,
                                     widget=forms.CheckboxSelectMultiple(TICKS))  # fmt: skip


class PlaceForm(forms.Form):
    """Which expert is asked."""

    expert: Any = forms.ModelChoiceField(
        queryset=None, to_field_name="reference", label=_("请哪位专家"), widget=forms.Select(SELECT)
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        field: Any = self.fields["expert"]
        field.queryset = experts_for()


class StudioForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60, widget=forms.TextInput(TEXT))
    english = forms.CharField(label=_("英文名称"), max_length=100, required=False, widget=forms.TextInput(TEXT))
    topics = _ticks(_("云坐诊分组"), Topic.choices)
    about = forms.CharField(label=_("简介"), required=False, max_length=2000,
                            widget=forms.Textarea({**TEXT, "rows": 4}))  # fmt: skip
    place = forms.CharField(label=_("地点"), max_length=80, required=False, widget=forms.TextInput(TEXT))
    since = day_field(_("设立"))
    until = day_field(_("任期到"), required=False)
    public = forms.BooleanField(label=_("公开列出"), required=False, initial=True, widget=forms.CheckboxInput(CHECK))


class NewStudioForm(StudioForm):
    key = forms.SlugField(label=_("代码（网址用）"), max_length=40, widget=forms.TextInput(TEXT))


class MemberForm(PlaceForm):
    chief = forms.BooleanField(label=_("首席"), required=False, widget=forms.CheckboxInput(CHECK))


class SubjectForm(forms.Form):
    name = forms.CharField(label=_("事项"), max_length=40, widget=forms.TextInput(TEXT))
    english = forms.CharField(label=_("英文"), max_length=80, required=False, widget=forms.TextInput(TEXT))
    topic = forms.ChoiceField(label=_("分组"), choices=Topic.choices, widget=forms.Select(SELECT))
    fields: Any = _ticks(_("对应领域"), Field.choices)
    help = forms.CharField(label=_("说明"), max_length=200, required=False, widget=forms.TextInput(TEXT))
    place = forms.IntegerField(label=_("次序"), min_value=1, max_value=9999, initial=100,
                               widget=forms.NumberInput(TEXT))  # fmt: skip
    questions = forms.CharField(
        label=_("先问的问题"), required=False, max_length=4000, strip=True,
        widget=forms.Textarea({**TEXT, "rows": 10, "spellcheck": "false"}),
        help_text=_(
            "一行一个问题：[单选] 多急 *，下面每行一个选项，以 - 开头；带 * 的必填。"
            "竖线后面写英文，# 后面是它的代码，条件写“如果 代码 = …”。"
        ),
    )  # fmt: skip

    def __init__(self, *, before: Content | None = None, **kwargs: Any) -> None:
        self.before = before
        super().__init__(**kwargs)

    def clean_questions(self) -> Content:
        try:
            return read(self.cleaned_data["questions"], self.before)
        except BadLines as wrong:
            raise forms.ValidationError(str(wrong)) from None


class NewSubjectForm(SubjectForm):
    key = forms.SlugField(label=_("代码（网址用）"), max_length=40, widget=forms.TextInput(TEXT))

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if Subject.objects.filter(key=key).exists():
            raise forms.ValidationError(_("这个代码已经有了。"))
        return key


class PastForm(forms.Form):
    file = forms.FileField(
        label=_("以前的服务（.xlsx）"), widget=forms.FileInput(attrs={**TEXT, "accept": ".xlsx,.xls,.ods"})
    )


class RuleForm(forms.Form):
    """A rule of matching; its condition is FEEL over the names that the page lists."""

    name = forms.CharField(label=_("名称"), max_length=60, widget=forms.TextInput(TEXT))
    when = forms.CharField(label=_("条件（不填就总是成立）"), max_length=500, required=False,
                           widget=forms.TextInput({**TEXT, "spellcheck": "false"}),
                           help_text=_('例如 stage = "intent"，或者 age < 3 and size = "微型"'))  # fmt: skip
    subject = forms.ModelChoiceField(queryset=None, required=False, empty_label=_("所有事项"), label=_("只对哪个事项"),
                                     widget=forms.Select(SELECT))  # type: ignore[var-annotated]  # fmt: skip
    fields: Any = _ticks(_("指哪些领域的专家"), Field.choices)
    topics = _ticks(_("指哪些分组的专家"), Topic.choices)
    studio = forms.ModelChoiceField(queryset=None, required=False, empty_label=_("不限"), label=_("指哪个工作室的团队"),
                                    widget=forms.Select(SELECT))  # type: ignore[var-annotated]  # fmt: skip
    points = forms.IntegerField(label=_("加几分"), min_value=1, max_value=100, initial=10,
                                widget=forms.NumberInput(TEXT))  # fmt: skip
    say = forms.CharField(label=_("理由（专家和协调员看到）"), max_length=120, widget=forms.TextInput(TEXT))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        subject: Any = self.fields["subject"]
        studio: Any = self.fields["studio"]
        # What the rule names stays in it though it is offered no more: without it the rule would be of everything.
        own = {name: getattr(self.initial.get(name), "pk", None) for name in ("subject", "studio")}
        subject.queryset = Subject.objects.filter(Q(pk__in=subjects_offered().values("pk")) | Q(pk=own["subject"]))
        studio.queryset = Studio.objects.filter(Q(ended_at=None) | Q(pk=own["studio"]))


SEATS = 50  # of a lecture, where nobody says how many


class ManyForm(Keyed):
    """A lecture or a themed event."""

    mode = forms.ChoiceField(label=_("方式"), choices=MANY_MODES, widget=forms.Select(SELECT))
    topic = forms.ChoiceField(label=_("分组"), choices=Topic.choices, widget=forms.Select(SELECT))
    title = forms.CharField(label=_("题目"), max_length=80, widget=forms.TextInput(TEXT))
    experts: Any = forms.ModelMultipleChoiceField(
        queryset=None, to_field_name="reference", label=_("谁讲"),
        widget=forms.SelectMultiple({**SELECT, "size": "6"}),
    )  # fmt: skip
    day = day_field(_("哪一天"))
    begins = forms.TimeField(label=_("几点开始"), widget=forms.TimeInput(TIME, format="%H:%M"))
    length = forms.IntegerField(label=_("多久（分钟）"), min_value=10, max_value=480, initial=120,
                                widget=forms.NumberInput(TEXT))  # fmt: skip
    place = forms.CharField(label=_("地点"), max_length=80, widget=forms.TextInput(TEXT))
    capacity = forms.IntegerField(
        label=_("席位"), min_value=1, max_value=10000, initial=SEATS, required=False, widget=forms.NumberInput(TEXT),
        help_text=_("报满以后的人候补；以后还可以改。"),
    )  # fmt: skip

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        experts: Any = self.fields["experts"]
        experts.queryset = experts_for()

    def given(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        starts, length = at(data.pop("day"), data.pop("begins")), data.pop("length")
        places = [Place(each) for each in data.pop("experts")]
        seats = data.pop("capacity") or SEATS
        return {**data, "experts": places, "capacity": seats, "span": Span(starts, starts + minutes(length))}
