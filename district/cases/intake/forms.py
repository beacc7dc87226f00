"""The forms of an application: what is still unknown, the papers, what the applicant states, replies to a list."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core import standing
from district.cases.core.evidence import Given
from district.cases.core.models import Application
from district.cases.core.queries import asked_of_applicant
from district.cases.intake.correcting import Asked
from district.cases.intake.paper_forms import PapersPart
from district.cases.intake.papers import Paper
from district.enterprises.actions import BadValue, parse
from district.ground.surveys.asked.kinds import asked as kind_of
from district.ground.surveys.fields import AnswerField
from district.ground.surveys.questions import Kind, Question, Words

YES_NO = [("true", gettext_lazy("是")), ("false", gettext_lazy("否")), ("", gettext_lazy("暂时无法确定"))]
REPLY, KEPT = 1000, 5000  # characters that may be handed in of a reply, and that a draft keeps
SCALES = {"万": 10_000, "亿": 100_000_000}


class FactField(forms.Field):
    """Asks for one fact as its kind says; empty means it cannot be said now. `clean` gives a typed value or None."""

    def __init__(self, kind: Any) -> None:
        super().__init__(label=kind.ask or kind.name, required=False, widget=widget_for(kind))
        self.kind, self.unit = kind, kind.unit

    def clean(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", str(value or "")).strip()[:200]
        scale = 1
        if self.kind.type == "number":
            text = text.removesuffix(self.kind.unit).strip()
            scale = SCALES.get(text[-1:], 1)
            text = text[:-1] if scale > 1 else text
        try:
            return parse(self.kind, text, factor=Decimal(scale))
        except BadValue as wrong:
            raise forms.ValidationError(_("%(wrong)s。") % {"wrong": wrong}) from None


def widget_for(kind: Any) -> forms.Widget:
    if kind.type == "number":
        return forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    if kind.type == "boolean":
        return forms.RadioSelect(choices=YES_NO)
    if kind.type == "date":
        return forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    if kind.choices:
        return forms.Select(choices=[("", _("请选择")), *((each, each) for each in kind.choices)])
    return forms.TextInput({"maxlength": 200})


def dressed(field: forms.Field) -> forms.Field:
    """With the classes of the site's form controls."""
    plain: dict[type, str] = {
        forms.Select: "form-select",
        forms.RadioSelect: "hq-row list-unstyled",
        forms.CheckboxInput: "form-check-input",
    }
    field.widget.attrs.setdefault("class", plain.get(type(field.widget), "form-control"))
    return field


def statement(one: Mapping[str, Any]) -> Question:
    """What a programme asks the applicant to confirm, as a question."""
    return Question(f"state-{one['id']}", Kind.YES_NO, Words(one["say"]), unsure=Words(str(YES_NO[2][1])))


class Ask(NamedTuple):
    """An item of the list sent back, with the field for words on it."""

    asked: Asked
    reply: forms.BoundField


class CaseForm(forms.Form):
    """A draft, or a returned application: facts asked for, statements, papers and, when returned, replies."""

    def __init__(
        self, application: Application, kinds: Iterable[Any], verdict: standing.VerdictJson, papers: Iterable[Paper],
        asked: Iterable[Asked] = (), bad: Mapping[str, str] | None = None, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(**options)
        self.application, self.asked = application, list(asked)
        self.kinds = {kind.name: kind for kind in kinds}
        self.papers = PapersPart(papers, bad or {})
        self.stated = asked_of_applicant(verdict)
        for name, kind in self.kinds.items():
            self._add(f"fact-{name}", FactField(kind), application.entered.get(name, ""))
        for one in self.stated:
            given = application.statements.get(one["id"])
            question = statement(one)
            self._add(question.key, AnswerField(question), kind_of(question).raw(question, given))
        for name, field, initial in self.papers.fields():
            self._add(name, field, initial)
        for each in self.asked:
            rows = 1 if self._has_place(each) else 3
            label = _("补充说明（可不填）") if rows == 1 else _("您的答复")
            reply = forms.CharField(
                label=label, required=False, max_length=REPLY, widget=forms.Textarea({"rows": rows})
            )
            self._add(f"reply-{each.item.pk}", reply, each.item.reply)

    def _add(self, name: str, field: forms.Field, initial: Any) -> None:
        field.initial = initial
        self.fields[name] = dressed(field)

    # What the page shows, in groups

    def facts(self) -> list[tuple[Any, forms.BoundField, list[Ask]]]:
        """Each with the items of the list sent back that speak of it; those first."""
        rows = [(kind, self[f"fact-{name}"], self._asks("fact", name)) for name, kind in self.kinds.items()]
        return sorted(rows, key=lambda row: not row[2])

    def statements_asked(self) -> list[tuple[dict[str, Any], forms.BoundField]]:
        return [(each, self[f"state-{each['id']}"]) for each in self.stated]

    def papers_asked(self) -> list[dict[str, Any]]:
        return [{**each, "asks": self._asks("evidence", each["paper"].name)} for each in self.papers.shown(self)]

    def replies_asked(self) -> list[Ask]:
        """Items that speak of no field of the page: they are answered in words."""
        return [Ask(each, self[f"reply-{each.item.pk}"]) for each in self.asked if not self._has_place(each)]

    def _asks(self, kind: str, about: str) -> list[Ask]:
        found = [each for each in self.asked if (each.item.kind, each.item.about) == (kind, about)]
        return [Ask(each, self[f"reply-{each.item.pk}"]) for each in found]

    def _has_place(self, each: Asked) -> bool:
        if each.item.kind == "fact":
            return each.item.about in self.kinds
        return each.item.kind == "evidence" and each.item.about in {paper.name for paper in self.papers.papers}

    # What was filled in, by what it means

    def declared(self) -> dict[str, standing.Value]:
        """Facts with a valid value; those left empty or wrong are not in it."""
        values = {name: self.cleaned_data.get(f"fact-{name}") for name in self.kinds}
        return {name: value for name, value in values.items() if value not in (None, "")}

    def entered(self) -> dict[str, str]:
        """Facts as typed, right or wrong: a draft keeps them."""
        typed = {name: self.data.get(self.add_prefix(f"fact-{name}"), "") for name in self.kinds}
        return {name: text[:200] for name, text in typed.items() if text}

    def evidence(self) -> dict[str, Given]:
        """By name: papers of the wallet that are chosen, else the applicant's words."""
        return self.papers.chosen(self.cleaned_data, self.data)

    def statements(self) -> dict[str, bool]:
        given = {each["id"]: self.cleaned_data.get(f"state-{each['id']}") for each in self.stated}
        return {name: value for name, value in given.items() if value is not None}

    def replies(self) -> dict[int, str]:
        """As typed, too long ones too: what was typed is not lost because it cannot be handed in yet."""
        typed = {each.item.pk: str(self.data.get(self.add_prefix(f"reply-{each.item.pk}"), "")) for each in self.asked}
        return {pk: text[:KEPT] for pk, text in typed.items()}


class StartForm(forms.Form):
    """Which of the person's enterprises applies."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    enterprise: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("以哪家企业申报"), empty_label=None
    )

    def __init__(self, enterprises: Any, **options: Any) -> None:
        super().__init__(**options)
        self.fields["enterprise"].queryset = enterprises  # type: ignore[attr-defined]
