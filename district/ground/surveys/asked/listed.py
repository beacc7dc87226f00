"""Kinds whose answers are offered: one, several, yes or no, a scale."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from district.ground.surveys.asked.base import Asked, BadAnswer, Raw, Value
from district.ground.surveys.questions import Choice, Question, Words

FEW = 9  # choices shown at once; more are a list to open
YES, NO = Choice("yes", Words("是", "Yes")), Choice("no", Words("否", "No"))
SAID_SO = {"true": "yes", "false": "no"}  # as programs say it
BUTTONS = {"class": "hq-row list-unstyled"}


def _pairs(choices: tuple[Choice, ...]) -> list[tuple[str, str]]:
    return [(each.key, str(each.label) or each.key) for each in choices]


class One(Asked):
    """One of the choices, kept by its key."""

    def choices(self, question: Question) -> tuple[Choice, ...]:
        return question.choices

    def typed(self, question: Question, raw: Raw) -> Raw:
        return str(raw or "")[:100]

    def read(self, question: Question, raw: Raw) -> Value:
        said = str(raw or "").strip()
        if not said:
            return None
        if said not in {each.key for each in self.choices(question)}:
            raise BadAnswer(_("请从列出的里面选一个。"))
        return said

    def said(self, question: Question, value: Value) -> str:
        found = next((each for each in self.choices(question) if each.key == value), None)
        return str(found.label) or found.key if found else ""

    def widget(self, question: Question) -> forms.Widget:
        pairs = _pairs(self.choices(question))
        if len(pairs) <= FEW:
            return forms.RadioSelect({**BUTTONS}, choices=pairs)
        return forms.Select({"class": "form-select"}, choices=[("", _("请选择")), *pairs])

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "enum": [each.key for each in self.choices(question)]}

    def printed(self, question: Question) -> list[str]:
        return [f"□ {each.label}" for each in self.choices(question)]


class YesNo(One):
    def choices(self, question: Question) -> tuple[Choice, ...]:
        return (YES, NO)

    def read(self, question: Question, raw: Raw) -> Value:
        found = super().read(question, SAID_SO.get(str(raw or "").lower(), raw))
        return None if found is None else found == "yes"

    def widget(self, question: Question) -> forms.Widget:
        unsure = [("", str(question.unsure))] if question.unsure else []
        return forms.RadioSelect({**BUTTONS}, choices=[*_pairs((YES, NO)), *unsure])

    def raw(self, question: Question, value: Value) -> Raw:
        return "" if value is None else "yes" if value else "no"

    def said(self, question: Question, value: Value) -> str:
        return "" if value is None else str(YES.label if value else NO.label)

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "boolean"}


class Scale(One):
    """A step of a scale, kept as the number."""

    def read(self, question: Question, raw: Raw) -> Value:
        found = super().read(question, raw)
        return None if found is None else Decimal(str(found))

    def kept(self, question: Question, value: Value) -> Any:
        return None if value is None else int(str(value))

    def value(self, question: Question, kept: Any) -> Value:
        return None if kept is None else Decimal(kept)

    def said(self, question: Question, value: Value) -> str:
        found = question.choice("" if value is None else str(value))
        if found is None:
            return ""
        return found.key if str(found.label) == found.key else f"{found.key} · {found.label}"

    def widget(self, question: Question) -> forms.Widget:
        pairs = [(each.key, self.said(question, Decimal(each.key))) for each in question.choices]
        return forms.RadioSelect({"class": "hq-scale list-unstyled"}, choices=pairs)

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "integer", "minimum": 1, "maximum": len(question.choices)}

    def printed(self, question: Question) -> list[str]:
        return ["    ".join(f"□ {self.said(question, Decimal(each.key))}" for each in question.choices)]


class Several(Asked):
    """Any of the choices, in the order they are offered; nothing ticked is an empty list."""

    empty: Value = ()

    def typed(self, question: Question, raw: Raw) -> Raw:
        given = raw if isinstance(raw, list | tuple) else [raw] if raw else []
        return [str(each)[:100] for each in given][:200]

    def read(self, question: Question, raw: Raw) -> Value:
        given = set(self.typed(question, raw)) - {""}
        if given - {each.key for each in question.choices}:
            raise BadAnswer(_("请从列出的里面选。"))
        return tuple(each.key for each in question.choices if each.key in given)

    def kept(self, question: Question, value: Value) -> Any:
        return list(value) if isinstance(value, list | tuple) else []

    def value(self, question: Question, kept: Any) -> Value:
        return tuple(kept or ())

    def raw(self, question: Question, value: Value) -> Raw:
        return self.kept(question, value)

    def said(self, question: Question, value: Value) -> str:
        chosen = value if isinstance(value, list | tuple) else ()
        return "、".join(str(each.label) or each.key for each in question.choices if each.key in chosen)

    def widget(self, question: Question) -> forms.Widget:
        return forms.CheckboxSelectMultiple({"class": "hq-ticks list-unstyled"}, choices=_pairs(question.choices))

    def schema(self, question: Question) -> dict[str, Any]:
        keys = [each.key for each in question.choices]
        return {"type": "array", "items": {"type": "string", "enum": keys}, "uniqueItems": True}

    def printed(self, question: Question) -> list[str]:
        return [_("（可多选）"), *(f"□ {each.label}" for each in question.choices)]
