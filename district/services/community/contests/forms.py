"""Forms of contests: the call, a team, an entry, a sheet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises.queries import my_enterprises
from district.ground.acts.forms import Cut, Keyed, Once, OneOf, Several
from district.ground.acts.refusing import NotPossible
from district.ground.people.queries import Person, experts_for
from district.ground.record.reading import number_asked
from district.ground.slots.forms import day_field
from district.ground.surveys.fields import AnswerField
from district.ground.surveys.questions import Content
from district.services.community.contests.models import (
    Conflict,
    Contest,
    ContestEntry,
    ContestTeam,
    Level,
    MarkSheet,
    Rule,
    TieRule,
)
from district.services.community.contests.rubrics import criteria_of, questions_of, questions_written, rubric, written

LAST = dt.time(23, 59)
MOST_TRACKS, MOST_PRIZES, MOST_PLACES = 20, 20, 1000
LONGEST = 40  # characters of the name of a track or a prize
PLAIN = (
    "title", "title_en", "about", "audience", "marks_due_on", "results_on", "rule", "tie", "outlier", "shared",
)  # fmt: skip


def _text(label: Any, most: int, *, rows: int = 0, needed: bool = True, tells: Any = "") -> forms.CharField:
    widget = forms.Textarea({"class": "form-control", "rows": rows}) if rows else forms.TextInput(
        {"class": "form-control"})  # fmt: skip
    return forms.CharField(label=label, max_length=most, required=needed, widget=widget, help_text=tells)


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select({"class": "form-select"}))


class ContestForm(Keyed):
    """A contest's call: dates are whole days, the last one to its end; tracks, prizes, criteria and questions a line
    each."""

    office: Any = forms.ModelChoiceField(None, label=gettext_lazy("组织单位"),
                                    widget=forms.Select({"class": "form-select"}))  # fmt: skip
    title = _text(gettext_lazy("名称"), 80)
    title_en = _text(gettext_lazy("英文名称"), 120, needed=False)
    about = _text(gettext_lazy("说明"), 4000, rows=6)
    audience = _text(gettext_lazy("参赛对象"), 200)
    opens_on = day_field(gettext_lazy("开始报名"))
    closes_on = day_field(gettext_lazy("报名截止"), help_text=gettext_lazy("当天 23:59 截止"))
    marks_due_on = day_field(gettext_lazy("评审期限"))
    results_on = day_field(gettext_lazy("公布日"), help_text=gettext_lazy("这一天以前谁也看不到结果"))
    tracks = _text(gettext_lazy("赛道"), 400, rows=3, tells=gettext_lazy("一行一个；各赛道分别排名、分别设奖"))
    prizes = _text(gettext_lazy("奖项"), 600, rows=4,
                   tells=gettext_lazy("一行一个，从高到低：名称 名额 级别，如“一等奖 1 区级”"))  # fmt: skip
    criteria = _text(gettext_lazy("评分表"), 2000, rows=5,
                     tells=gettext_lazy("一行一项：名称 分值 | 说明；各项共 100 分"))  # fmt: skip
    asks = _text(gettext_lazy("请参赛者回答的问题"), 2000, rows=4, needed=False,
                 tells=gettext_lazy("一行一个；必须回答的在末尾加 *"))  # fmt: skip
    rule = _choice(gettext_lazy("怎样算分"), Rule.choices)
    tie = _choice(gettext_lazy("同分怎样定"), TieRule.choices)
    outlier = forms.DecimalField(label=gettext_lazy("离中位数多少分请评委复看"), min_value=1, max_value=100,
                                 decimal_places=1, widget=forms.NumberInput({"class": "form-control"}))  # fmt: skip
    shared = forms.IntegerField(label=gettext_lazy("每两位评委至少共同评几件"), min_value=0, max_value=10,
                                widget=forms.NumberInput({"class": "form-control"}))  # fmt: skip

    def __init__(self, offices: Any, **options: Any) -> None:
        super().__init__(**options)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]

    def clean_criteria(self) -> Content:
        return self._read(lambda text: rubric(criteria_of(text)), "criteria")

    def clean_asks(self) -> Content:
        return self._read(questions_of, "asks")

    def _read(self, read: Any, name: str) -> Content:
        try:
            found: Content = read(self.cleaned_data[name])
        except NotPossible as why:
            raise forms.ValidationError(str(why)) from None
        return found

    def _lines(self, name: str, most: int) -> list[str]:
        found = [line for line in map(str.strip, self.cleaned_data[name].splitlines()) if line]
        if len(found) > most:
            raise forms.ValidationError(_("最多 %(n)d 行。") % {"n": most})
        return found

    def clean_tracks(self) -> list[str]:
        return [_short(line) for line in self._lines("tracks", MOST_TRACKS)]

    def clean_prizes(self) -> list[tuple[str, int, str]]:
        found = []
        for line in self._lines("prizes", MOST_PRIZES):
            parts = line.split()
            number = number_asked(parts[1][:9], 10**9, 1) if len(parts) == 3 else None
            if number is None or parts[2] not in Level.values:
                raise forms.ValidationError(
                    _("“%(line)s”没有读懂：名称 名额 级别（区级、市级、国家级）。") % {"line": line}
                )
            if number > MOST_PLACES:
                raise forms.ValidationError(_("“%(line)s”：名额最多 %(n)d 个。") % {"line": line, "n": MOST_PLACES})
            found.append((_short(parts[0]), number, parts[2]))
        return found

    def given(self) -> dict[str, Any]:
        said = self.cleaned_data
        settings = {name: said[name] for name in PLAIN} | {
            "opens_at": timezone.make_aware(dt.datetime.combine(said["opens_on"], dt.time())),
            "closes_at": timezone.make_aware(dt.datetime.combine(said["closes_on"], LAST)),
            "rubric": said["criteria"].plain(), "questions": said["asks"].plain(),
        }  # fmt: skip
        return {"settings": settings, **{name: said[name] for name in ("tracks", "prizes", "office", "request_key")}}


def _short(name: str) -> str:
    if len(name) > LONGEST:
        raise forms.ValidationError(_("“%(name)s…”太长，名称最多 %(n)d 个字。") % {"name": name[:12], "n": LONGEST})
    return name


def said_of(contest: Contest) -> dict[str, Any]:
    """A contest as its form would have it typed."""
    return {name: getattr(contest, name) for name in ("office", *PLAIN)} | {
        "opens_on": timezone.localdate(contest.opens_at), "closes_on": timezone.localdate(contest.closes_at),
        "tracks": "\n".join(each.name for each in contest.tracks.all()),
        "prizes": "\n".join(f"{each.name} {each.places} {each.level}" for each in contest.prizes.all()),
        "criteria": written(Content.kept(contest.rubric)), "asks": questions_written(Content.kept(contest.questions)),
    }  # fmt: skip


class ReasonForm(forms.Form):
    reason = _text(gettext_lazy("原因"), 500, rows=2)


class JudgeForm(forms.Form):
    expert: Any = forms.ModelChoiceField(None, label=gettext_lazy("专家"),
                                    widget=forms.Select({"class": "form-select"}))  # fmt: skip

    def __init__(self, contest: Contest, **options: Any) -> None:
        super().__init__(**options)
        sitting = contest.judges.values("expert")
        rows = experts_for().exclude(pk__in=sitting).select_related("organisation").order_by("name", "pk")
        self.fields["expert"].queryset = rows  # type: ignore[attr-defined]


class TieForm(forms.Form):
    """The order of entries with the same marks, the first first; and why."""

    order = Several(50)
    reason = _text(gettext_lazy("理由"), 500, rows=2)


class TeamForm(Keyed):
    name = _text(
        gettext_lazy("团队名称"), 60, tells=gettext_lazy("没有登记企业也可以参赛：由一人负责，其他人凭邀请加入")
    )


class MemberForm(Once):
    name = _text(gettext_lazy("要邀请的人的姓名"), 40)


class AgreeForm(forms.Form):
    agree = forms.BooleanField(
        label=gettext_lazy("我已读，同意加入"), widget=forms.CheckboxInput({"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("同意后才能加入。")},
    )  # fmt: skip


class StartForm(forms.Form):
    """For whom, in which track."""

    who = forms.ChoiceField(label=gettext_lazy("以谁的名义参赛"), widget=forms.Select({"class": "form-select"}))
    track = forms.ChoiceField(label=gettext_lazy("赛道"), widget=forms.Select({"class": "form-select"}))

    def __init__(self, contest: Contest, by: Person | None, **options: Any) -> None:
        super().__init__(**options)
        self.contest = contest
        self.firms = {f"firm-{each.uscc}": each for each in my_enterprises(by)} if by else {}
        teams = ContestTeam.objects.filter(lead=by) if by else ContestTeam.objects.none()
        self.teams = {f"team-{each.reference}": each for each in teams}
        self.tracks = {str(each.position): each for each in contest.tracks.all()}
        named = [(key, each.name) for key, each in self.firms.items()]
        named += [(key, _("%(name)s（团队）") % {"name": each.name}) for key, each in self.teams.items()]
        self.fields["who"].choices = named  # type: ignore[attr-defined]
        self.fields["track"].choices = [(key, str(each)) for key, each in self.tracks.items()]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        who = self.cleaned_data["who"]
        return {"enterprise": self.firms.get(who), "team": self.teams.get(who),
                "track": self.tracks[self.cleaned_data["track"]]}  # fmt: skip


class EntryForm(forms.Form):
    """An entry's title, its track, whether it may be named in public; and its contest's own questions."""

    title = _text(gettext_lazy("作品名称"), 80, needed=False)
    track = forms.ChoiceField(label=gettext_lazy("赛道"), required=False, widget=forms.Select({"class": "form-select"}))
    named = forms.BooleanField(
        label=gettext_lazy("获奖时同意公开名称（不同意的只公开作品名称）"), required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )  # fmt: skip

    def __init__(self, entry: ContestEntry, **options: Any) -> None:
        options.setdefault("initial", {"title": entry.title, "named": entry.named,
                                       "track": str(entry.track.position), **entry.answers})  # fmt: skip
        super().__init__(**options)
        self.tracks = {str(each.position): each for each in entry.contest.tracks.all()}
        self.fields["track"].choices = [(key, str(each)) for key, each in self.tracks.items()]  # type: ignore[attr-defined]
        self.asked = tuple(Content.kept(entry.contest.questions).asked.values())
        for each in self.asked:
            self.fields[each.key] = AnswerField(each)

    def given(self) -> dict[str, Any]:
        said = self.cleaned_data
        answers = {each.key: self.data.get(self.add_prefix(each.key), "") for each in self.asked}
        return {
            "title": said["title"],
            "named": said["named"],
            "track": self.tracks.get(said["track"]),
            "answers": answers,
        }


class PaperForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("上传材料"), help_text=gettext_lazy("PDF、图片、Word 或 Excel；商业计划书、路演稿都可以"),
        widget=forms.FileInput({"class": "form-control"}),
    )  # fmt: skip


class ClaimForm(forms.Form):
    """In whose name the prize is put down: one's own, or a firm's that one acts for."""

    subject = Cut(20)


class DeclareForm(forms.Form):
    said = OneOf(["no", "yes"], gettext_lazy("请选择有没有利益关系。"))
    conflict = forms.ChoiceField(choices=[("", ""), *Conflict.choices], required=False)
    interest = Cut(300)

    def given(self) -> dict[str, Any]:
        if self.cleaned_data["said"] == "no":
            return {"conflict": "", "interest": ""}
        return {"conflict": self.cleaned_data["conflict"] or Conflict.OTHER, "interest": self.cleaned_data["interest"]}


class MarkForm(forms.Form):
    """A mark for each line of the score sheet and the reasons."""

    def __init__(self, sheet: MarkSheet, **options: Any) -> None:
        options.setdefault("initial", {key: str(value) for key, value in sheet.answers.items()})
        super().__init__(**options)
        self.asked = tuple(Content.kept(sheet.judge.contest.rubric).asked.values())
        for each in self.asked:
            self.fields[each.key] = AnswerField(each)

    def answers(self) -> dict[str, Any]:
        return {each.key: self.data.get(self.add_prefix(each.key), "") for each in self.asked}

    def given(self) -> dict[str, Any]:
        return {"answers": self.answers()}


class AgainForm(MarkForm):
    """The same, looked at again; the reasons for the change, or for none."""

    reason = _text(gettext_lazy("维持或者改分的理由"), 500, rows=3)

    def given(self) -> dict[str, Any]:
        return {"answers": self.answers(), "reason": self.cleaned_data["reason"]}
