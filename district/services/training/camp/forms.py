"""Forms of learners and of who offers posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.acts.forms import Cut, Keyed
from district.ground.people.listed import others
from district.ground.people.queries import Kind, Person
from district.ground.slots.forms import CHECK, SELECT, TEXT, day_field
from district.ground.surveys import answering
from district.ground.surveys.asked.base import Raw
from district.ground.surveys.fields import AnswerField
from district.services.training.camp import queries
from district.services.training.camp.models import Cohort, Internship

OF = "q_"  # before the key of a question


def text_field(label: Any, most: int, *, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={**TEXT, "rows": rows}) if rows else forms.TextInput(attrs=TEXT)
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


def schools() -> Any:
    return others().filter(kind=Kind.SCHOOL).order_by("name")


class SignUpForm(forms.Form):
    """Who signs up, from which school, the cohort's questions, and consent."""

    name = text_field(_("姓名"), 60)
    school: Any = forms.ModelChoiceField(
        queryset=None, label=_("学校"), required=False, empty_label=_("不在下面的名单里"),
        widget=forms.Select(attrs=SELECT),
    )  # fmt: skip
    school_name = text_field(_("学校名称"), 80, required=False, help_text=_("名单里没有您的学校时填写。"))
    agree = forms.BooleanField(
        label=_("我已读过，同意"), widget=forms.CheckboxInput(CHECK),
        error_messages={"required": _("报名要先同意保存您填写的内容。")},
    )  # fmt: skip

    def __init__(self, *args: Any, cohort: Cohort, person: Person, **more: Any) -> None:
        more["initial"] = {"name": person.name, **(more.get("initial") or {})}
        super().__init__(*args, **more)
        self.content = cohort.asks
        self.fields["school"].queryset = schools()  # type: ignore[attr-defined]
        agree = self.fields.pop("agree")
        for key, question in self.content.asked.items():
            self.fields[OF + key] = AnswerField(question)
        self.fields["agree"] = agree

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("school") and not (data.get("school_name") or "").strip():
            self.add_error("school_name", _("请选学校，或者写明学校。"))
        found = answering.read(self.content, self._typed())
        for key in self.content.asked:
            if key not in found.shown:
                self.errors.pop(OF + key, None)  # it is not asked of who answered so
            elif key in found.wrong and OF + key not in self.errors:
                self.add_error(OF + key, found.wrong[key])
        data["answers"] = found.kept(self.content)
        return data

    def _typed(self) -> dict[str, Raw]:
        return {
            key: self.fields[OF + key].widget.value_from_datadict(self.data, self.files, self.add_prefix(OF + key))
            for key in self.content.asked
        }

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: data[name] for name in ("name", "school", "school_name", "answers")}


class TeamForm(forms.Form):
    name = text_field(_("队名"), 40)
    project = text_field(_("项目名称"), 80, required=False)
    text = text_field(_("项目简介"), 2000, rows=4, required=False)


class AskForm(forms.Form):
    """What a learner says of themselves to who offers a post."""

    text = text_field(
        _("自我介绍"), 500, rows=4, required=False, help_text=_("会什么、什么时候到岗。单位会看到姓名和学校。")
    )


class PostForm(Keyed):
    """A post, of one of the firms or bases a person acts for."""

    of = forms.ChoiceField(label=_("以哪家单位提供"), widget=forms.Select(attrs=SELECT))
    title = text_field(_("岗位名称"), 80)
    text = text_field(_("做什么、要求什么"), 2000, rows=4)
    place = text_field(_("工作地点"), 80)
    gives = text_field(_("待遇"), 120, required=False, help_text=_("例如：每天补贴、午餐、实习证明。"))
    places = forms.IntegerField(
        label=_("招几人"), min_value=1, max_value=500, initial=1, widget=forms.NumberInput(attrs=TEXT)
    )
    begins = day_field(_("从哪天开始"))
    ends = day_field(_("到哪天为止"), required=False)

    def __init__(self, *args: Any, person: Person, **more: Any) -> None:
        more["initial"] = {"begins": clock.today(), **(more.get("initial") or {})}
        super().__init__(*args, **more)
        self.firms = {f"firm-{row.pk}": row for row in queries.firms_of(person)}
        self.bases = {f"base-{row.pk}": row for row in queries.bases_of(person)}
        self.fields["of"].choices = [  # type: ignore[attr-defined]
            (key, str(row)) for key, row in {**self.firms, **self.bases}.items()
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("ends") and data.get("begins") and data["ends"] < data["begins"]:
            self.add_error("ends", _("结束要晚于开始。"))
        return data

    def given(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        of = data.pop("of")
        firm: Enterprise | None = self.firms.get(of)
        return {**data, "enterprise": firm, "base": self.bases.get(of)}


class WhyForm(forms.Form):
    """Why; that it has to be said is the action's."""

    why = Cut(200)


class EndForm(forms.Form):
    """What came of an internship."""

    outcome = forms.ChoiceField(label=_("结果"), choices=Internship.Outcome.choices, widget=forms.Select(attrs=SELECT))
    ended_on = day_field(_("哪天结束"))
    why = text_field(_("补充说明"), 200, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        more["initial"] = {"ended_on": clock.today(), **(more.get("initial") or {})}
        super().__init__(*args, **more)
