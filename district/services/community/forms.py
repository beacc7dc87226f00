"""Forms of what is published and reported."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.enterprises.queries import my_enterprises
from district.ground.acts.forms import Cut, Keyed
from district.ground.people.queries import Person
from district.services.community.models import Post, Report

TEXT, SELECT, CHECK = {"class": "form-control"}, {"class": "form-select"}, {"class": "form-check-input"}
MARKED = _("可以用 Markdown：# 标题、**加粗**、- 列表、[文字](网址)。")


def line(label: Any, most: int, *, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, widget=forms.TextInput(TEXT), **more)


def long(label: Any, most: int, rows: int, *, required: bool = True, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={**TEXT, "rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, **more)


class TextForm(forms.Form):
    """What a post says."""

    title = line(_("标题"), 80)
    lead = line(_("一句话"), 160, required=False, help_text=_("列表、订阅和搜索里显示。"))
    text = long(_("正文"), 20_000, 12, help_text=MARKED)


class ChangeForm(TextForm):
    def __init__(self, *args: Any, post: Post, **more: Any) -> None:
        known = {name: getattr(post, name) for name in self.base_fields}
        super().__init__(*args, **{**more, "initial": {**known, **(more.get("initial") or {})}})


class WriteForm(Keyed, TextForm):
    """A new post; a showcase of one of one's firms."""

    kind = forms.ChoiceField(label=_("类别"), choices=Post.Kind.choices, widget=forms.Select(SELECT))
    enterprise: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("以哪家企业的名义"), required=False, empty_label=_("不以企业名义"),
        widget=forms.Select(SELECT), help_text=_("企业展示要选企业。"),
    )  # fmt: skip
    field_order = ("kind", "enterprise", "title", "lead", "text")

    def __init__(self, *args: Any, person: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["enterprise"].queryset = my_enterprises(person)  # type: ignore[attr-defined]


class WhoForm(forms.Form):
    """Who agreed, one a line, and how."""

    who = long(_("是谁，一行一位"), 1000, 2, help_text=_("只给审核的人看，不公开。"))
    how = line(_("怎样同意的"), 100, help_text=_("例如：活动现场签了书面同意书，2022年6月。"))

    def given(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {**data, "who": str(data.get("who", "")).splitlines()}


class PictureForm(WhoForm):
    file = forms.FileField(
        label=_("照片（JPEG 或 PNG）"), widget=forms.FileInput({**TEXT, "accept": ".jpg,.jpeg,.png"})
    )
    alt = line(_("画面说明"), 120, help_text=_("看不见照片的人听到的话。"))
    people = forms.BooleanField(label=_("画面里认得出人"), required=False, widget=forms.CheckboxInput(CHECK))
    field_order = ("file", "alt", "people", "who", "how")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("who", "how"):
            self.fields[name].required = False


class WhyForm(forms.Form):
    """Why; whether that has to be said is the action's."""

    why = Cut(300)


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label=_("原因"), choices=Report.Reason.choices, widget=forms.Select(SELECT))
    text = long(_("哪里不妥"), 500, 3, required=False)


class AnswerForm(forms.Form):
    answer = Cut(300)
