"""Forms of the desk: a questionnaire's settings, its workbook, one more question, whom to ask."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district.ground.acts.forms import DayField, Keyed
from district.ground.people.queries import Bureau
from district.ground.surveys.audiences import audiences
from district.ground.surveys.checking import checked
from district.ground.surveys.models import Questionnaire
from district.ground.surveys.questions import KINDS, Choice, Content, Kind, Page, Question, Words, steps

TEXT, SELECT = {"class": "form-control", "autocomplete": "off"}, {"class": "form-select"}
DAY = {"class": "form-control", "type": "date"}
KEY = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
OURS = {"new", "template", "link", "invitations"}  # where a questionnaire of that key would not be found


class SettingsForm(Keyed):
    """What a questionnaire is. The key stays once it is made, whether it is anonymous once it is published."""

    title = forms.CharField(label=_("标题"), max_length=120, widget=forms.TextInput(TEXT))
    title_en = forms.CharField(
        label=_("英文标题（可不填）"), max_length=160, required=False, widget=forms.TextInput(TEXT)
    )
    key = forms.CharField(
        label=_("代号"),
        max_length=40,
        widget=forms.TextInput(TEXT),
        help_text=_("小写字母、数字和短横线，出现在网址里，定了不改。"),
    )
    office: forms.ModelChoiceField[Bureau] = forms.ModelChoiceField(
        queryset=None, label=_("哪个部门发"), empty_label=None, widget=forms.Select(SELECT)
    )
    purpose = forms.CharField(label=_("为什么问、怎么用"), max_length=1000, widget=forms.Textarea({**TEXT, "rows": 3}))
    audience = forms.CharField(label=_("请谁回答"), max_length=200, widget=forms.TextInput(TEXT))
    access = forms.ChoiceField(label=_("谁可以打开"), choices=Questionnaire.Access.choices, widget=forms.Select(SELECT))
    anonymous = forms.BooleanField(
        label=_("匿名"),
        required=False,
        help_text=_("交出后不再带姓名和单位，不足五份看不到答案；发布后不能改。"),
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
    opens_on = DayField(label=_("开始"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    closes_on = DayField(label=_("截止"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    population = forms.IntegerField(
        label=_("应答对象总数（可不填）"),
        required=False,
        min_value=1,
        max_value=10_000_000,
        widget=forms.TextInput({**TEXT, "inputmode": "numeric"}),
    )

    def __init__(self, offices: Any, *, there: Questionnaire | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.there = there
        if there is not None:
            for name in ("key", "office", "request_key", *(("anonymous",) if there.published_at else ())):
                del self.fields[name]

    def given(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        if self.there is not None:
            return {"settings": data}
        return {"office": data.pop("office"), "request_key": data.pop("request_key"), "settings": data}

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).strip().lower()
        if not KEY.fullmatch(key):
            raise forms.ValidationError(_("代号用小写字母、数字和短横线，至少两个字。"))
        if key in OURS:
            raise forms.ValidationError(_("“%(key)s”是系统自己的地址，请换一个代号。") % {"key": key})
        return key

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if data.get("opens_on") and data.get("closes_on") and data["closes_on"] < data["opens_on"]:
            self.add_error("closes_on", _("截止不能早于开始。"))
        taken = Questionnaire.objects.filter(key=data.get("key", "")).first()
        if taken is not None and taken.request_key != data.get("request_key"):
            self.add_error("key", _("代号“%(key)s”已经有了，请换一个。") % {"key": data["key"]})
        return data


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("XLSForm 工作簿（.xlsx）"), widget=forms.FileInput({"class": "form-control", "accept": ".xlsx"})
    )


class QuestionForm(forms.Form):
    """One more question at the end of a page, typed on the desk; tables come by workbook."""

    page = forms.CharField(
        label=_("在哪一页（页的标题）"), max_length=80, widget=forms.TextInput({**TEXT, "list": "pages"})
    )
    kind = forms.ChoiceField(
        label=_("题型"),
        widget=forms.Select(SELECT),
        choices=[(str(kind), words) for kind, words in KINDS.items() if kind != Kind.TABLE],
    )
    label = forms.CharField(label=_("问题"), max_length=300, widget=forms.TextInput(TEXT))
    label_en = forms.CharField(label=_("英文（可不填）"), max_length=400, required=False, widget=forms.TextInput(TEXT))
    help = forms.CharField(label=_("说明（可不填）"), max_length=300, required=False, widget=forms.TextInput(TEXT))
    key = forms.CharField(
        label=_("名称"), max_length=60, widget=forms.TextInput(TEXT), help_text=_("条件里用它指这一题，例如 招工人数。")
    )
    choices = forms.CharField(
        label=_("选项（一行一个）"), required=False, max_length=4000, widget=forms.Textarea({**TEXT, "rows": 3})
    )
    unit = forms.CharField(label=_("单位（可不填）"), max_length=20, required=False, widget=forms.TextInput(TEXT))
    required = forms.BooleanField(
        label=_("必答"), required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )
    when = forms.CharField(
        label=_("什么时候问（FEEL 条件，可不填）"),
        max_length=500,
        required=False,
        widget=forms.TextInput(TEXT),
        help_text=_("例如 招工人数 > 5 and 是否招工 = true"),
    )
    limit = forms.CharField(
        label=_("答案要满足（FEEL 条件，可不填）"),
        max_length=500,
        required=False,
        widget=forms.TextInput(TEXT),
        help_text=_("例如 招工人数 >= 1 and 招工人数 <= 500"),
    )
    says = forms.CharField(
        label=_("不满足时说什么（可不填）"), max_length=200, required=False, widget=forms.TextInput(TEXT)
    )

    def __init__(self, *args: Any, content: Content | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.content = content or Content()

    def clean(self) -> dict[str, Any]:
        """A condition that cannot stand is said beside its field."""
        data: dict[str, Any] = self.cleaned_data
        if not self.errors:
            data["content"] = self.added_to(self.content)
            for each in checked(data["content"]).faults:
                if each.question == data.get("key", "").strip():
                    self.add_error(each.part if each.part in self.fields else None, each.why)
        return data

    def given(self) -> dict[str, Any]:
        return {"content": self.cleaned_data["content"]}

    def question(self) -> Question:
        data = self.cleaned_data
        kind = Kind(data["kind"])
        lines = [line.strip() for line in data["choices"].splitlines() if line.strip()]
        choices: tuple[Choice, ...] = ()
        if kind == Kind.SCALE:
            choices = steps(len(lines) or 5, {n: Words(line) for n, line in enumerate(lines, 1)})
        elif kind in {Kind.CHOICE, Kind.SEVERAL}:
            choices = tuple(Choice(line.replace(" ", "_")[:60], Words(line)) for line in lines)
        return Question(
            key=data["key"].strip(),
            kind=kind,
            label=Words(data["label"], data["label_en"]),
            help=Words(data["help"]),
            required=data["required"] and kind != Kind.NOTE,
            when=data["when"],
            limit=data["limit"],
            says=Words(data["says"]),
            unit=data["unit"],
            choices=choices,
        )

    def added_to(self, content: Content) -> Content:
        """The content with this question at the end of its page, which is made where there is none of that title."""
        title, question = self.cleaned_data["page"].strip(), self.question()
        pages = list(content.pages)
        for place, page in enumerate(pages):
            if page.label.zh == title:
                pages[place] = Page(page.key, page.label, (*page.questions, question), page.when)
                return Content(tuple(pages))
        taken = {page.key for page in pages}
        number = next(n for n in range(1, 1000) if f"page_{n}" not in taken)
        return Content((*pages, Page(f"page_{number}", Words(title), (question,))))


class InviteForm(forms.Form):
    """A group that a room brought, accounts by user name or address, or names of people without an account."""

    group = forms.ChoiceField(label=_("一组人（可不选）"), required=False, widget=forms.Select(SELECT))
    accounts = forms.CharField(
        label=_("用户名，一行一个（可不填）"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({**TEXT, "rows": 3}),
    )
    names = forms.CharField(
        label=_("没有账号的，一行一个名字（可不填）"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({**TEXT, "rows": 3}),
        help_text=_("每位得到一个自己的链接，在下面下载后由您转交。"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = [("", _("不选")), *((each.key, each.label) for each in audiences)]
        self.fields["group"].choices = groups  # type: ignore[attr-defined]

    def lines(self, name: str) -> list[str]:
        return list(dict.fromkeys(line.strip() for line in self.cleaned_data[name].splitlines() if line.strip()))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if not any(data.get(name) for name in self.fields):
            raise forms.ValidationError(_("请选一组人，或写下要请的人。"))
        return data

    def given(self) -> dict[str, Any]:
        lines = {name: self.lines(name) for name in ("accounts", "names")}
        return {"group": self.cleaned_data["group"], **lines}
