"""What learners say: which parts were played, answers, the name on a certificate; what officers write."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.ground.acts.forms import Cut, Says
from district.ground.surveys import answering
from district.ground.surveys.fields import AnswerField
from district.ground.surveys.questions import Content
from district.services.training.courses import asked
from district.services.training.courses.editing import LessonSaid
from district.services.training.courses.models import Course, Kind, Lesson, Level

TEXT, SELECT = {"class": "form-control"}, {"class": "form-select"}
MOST_SEGMENTS = 400


class BeatForm(forms.Form):
    """The nonce that was given out last; what was played since, as JSON [[from, to], …] in seconds of the lesson."""

    nonce = Cut(32)
    played = Cut(16000)
    paused = Says("1")

    def clean_played(self) -> list[list[float]] | None:
        said = self.cleaned_data["played"]
        if not said:
            return None
        try:
            found = [[float(a), float(b)] for a, b in json.loads(said)][:MOST_SEGMENTS]
        except (ValueError, TypeError, RecursionError, OverflowError):
            raise forms.ValidationError(_("播放记录读不出来。")) from None
        return [each for each in found if all(0 <= edge < 1e6 for edge in each)]


class LaunchForm(forms.Form):
    """Which unit of a package, from 0."""

    unit = forms.IntegerField(min_value=0, max_value=1000)


class CheckForm(forms.Form):
    choice = Cut(20)


class QuizForm(forms.Form):
    """A quiz as `surveys` asks it: every question is to be answered."""

    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, *, lesson: Lesson) -> None:
        super().__init__(data, files, prefix="q")
        self.content = Content.kept(lesson.questions)
        for each in self.content.asked.values():
            self.fields[each.key] = AnswerField(each)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for key, why in answering.read(self.content, data).wrong.items():
            if key not in self.errors:
                self.add_error(key, why)
        return data

    def given(self) -> dict[str, Any]:
        return {"values": dict(self.cleaned_data)}


class CertifyForm(forms.Form):
    name = forms.CharField(
        label=_("证书上的姓名"), max_length=60, widget=forms.TextInput({**TEXT, "autocomplete": "name"}),
        help_text=_("证书和公开的核验页都会显示它；不会显示证件号码、电话和单位。"),
    )  # fmt: skip
    agrees = forms.BooleanField(
        label=_("我同意在证书和公开的核验页上显示这个姓名，收回证书后不再显示"),
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def given(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"]}


class RevokeForm(forms.Form):
    reason = forms.CharField(label=_("撤销的理由，核验页会显示"), max_length=300, widget=forms.TextInput(TEXT))


class CourseForm(forms.Form):
    title = forms.CharField(label=_("课程名"), max_length=80, widget=forms.TextInput(TEXT))
    english = forms.CharField(label=_("英文名"), max_length=120, required=False, widget=forms.TextInput(TEXT))
    summary = forms.CharField(
        label=_("一两句话：学了有什么用"), max_length=300, widget=forms.Textarea({**TEXT, "rows": 2})
    )
    level = forms.TypedChoiceField(
        label=_("层次"), choices=Level.choices, coerce=int, widget=forms.Select(SELECT),
        help_text=_("阶段由层次决定。"),
    )  # fmt: skip
    after = forms.ModelMultipleChoiceField(
        label=_("先要学完"), queryset=Course.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple({"class": "hq-ticks"}),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, files: Any = None, *, courses: Any = None, course: Course | None = None, **more: Any
    ) -> None:
        if course is not None:
            more["initial"] = {
                "title": course.title, "english": course.english, "summary": course.summary, "level": course.level,
                "after": [each.pk for each in course.after.all()], **(more.get("initial") or {}),
            }  # fmt: skip
        super().__init__(data, files, **more)
        field: Any = self.fields["after"]
        field.queryset = Course.objects.none() if courses is None else courses


class NewCourseForm(CourseForm):
    reference = forms.SlugField(
        label=_("网址名"), max_length=40, widget=forms.TextInput(TEXT),
        help_text=_("小写字母、数字和短横线，例如 first-idea；以后不能改。"),
    )  # fmt: skip

    def clean_reference(self) -> str:
        said: str = self.cleaned_data["reference"].lower()
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", said):
            raise forms.ValidationError(_("只用小写字母、数字和短横线。"))
        return said


class LessonForm(forms.Form):
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices, widget=forms.Select(SELECT))
    title = forms.CharField(label=_("这一课的名字"), max_length=80, required=False, widget=forms.TextInput(TEXT),
                            help_text=_("课件可以不填，用课件自己的名字。"))  # fmt: skip
    english = forms.CharField(label=_("英文名"), max_length=120, required=False, widget=forms.TextInput(TEXT))
    text = forms.CharField(
        label=_("课文（Markdown）"), max_length=60_000, required=False, widget=forms.Textarea({**TEXT, "rows": 12}),
        help_text=_("视频、文档和课件写简介；标题用 ##，列表用 -。"),
    )  # fmt: skip
    questions = forms.CharField(
        label=_("题目"), max_length=10_000, required=False, widget=forms.Textarea({**TEXT, "rows": 8}),
        help_text=_("一行一句：? 开头是题目，+ 开头是正确选项，- 开头是错误选项。测验用它出题，其他课用它随堂提问。"),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("需要几分钟"), min_value=1, max_value=240, required=False, widget=forms.NumberInput(TEXT),
        help_text=_("最多计这么多学时；不填就按字数算。视频请填片长，课件必填。"),
    )  # fmt: skip
    passes = forms.IntegerField(
        label=_("测验多少分通过（百分制）"), min_value=1, max_value=100, initial=60, widget=forms.NumberInput(TEXT)
    )
    file = forms.FileField(label=_("文件"), required=False, widget=forms.FileInput(TEXT),
                           help_text=_("视频：MP4、WebM；文档：PDF、Word；课件：cmi5、SCORM 的 ZIP。"))  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, lesson: Lesson | None = None, **more: Any) -> None:
        if lesson is not None:
            more["initial"] = {
                "kind": lesson.kind, "title": lesson.title, "english": lesson.english, "text": lesson.text,
                "questions": lesson.source, "minutes": lesson.minutes, "passes": lesson.passes,
            }  # fmt: skip
        super().__init__(data, files, **more)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") != Kind.PACKAGE and not data.get("title") and "title" not in self.errors:
            self.add_error("title", _("请写这一课的名字。"))
        return data

    def clean_questions(self) -> str:
        said: str = self.cleaned_data["questions"]
        try:
            asked.read(said)
        except asked.BadQuestions as bad:
            raise forms.ValidationError(str(bad)) from None
        return said

    def given(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        file = said.pop("file", None)
        return {"said": LessonSaid(**said), "file": file, "name": file.name if file else ""}
