"""What every kind of question knows of its answers."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from district.ground.acts.forms import is_of_our_time
from district.ground.surveys.questions import Question

Cell = str | Decimal | dt.date | bool | None
Value = Cell | Sequence[str] | Sequence[Mapping[str, Cell]]
Raw = Any  # as it was typed: a text, a list of texts, a list of rows
CONTROL = {"class": "form-control", "autocomplete": "off"}
LONGEST_LINE, LONGEST = 300, 5000


class BadAnswer(ValueError):
    """An answer that cannot be taken; `str()` is for the person who gave it. `cells`: (row, column) → sentence."""

    def __init__(self, why: str, cells: Mapping[tuple[int, str], str] | None = None) -> None:
        super().__init__(why)
        self.cells = dict(cells or {})


def normal(raw: Raw) -> str:
    """A typed text without the width of its letters and the space around it."""
    return unicodedata.normalize("NFKC", str(raw or "")).strip()


class Asked:
    """A kind of question. `read` gives None where nothing was answered."""

    empty: Value = None

    def read(self, question: Question, raw: Raw) -> Value:
        """The typed value. Raises BadAnswer."""
        raise NotImplementedError

    def typed(self, question: Question, raw: Raw) -> Raw:
        """What a draft keeps of what was typed, right or wrong."""
        return str(raw or "")[:LONGEST]

    def kept(self, question: Question, value: Value) -> Any:
        """As JSON keeps it."""
        return value

    def value(self, question: Question, kept: Any) -> Value:
        """What `kept` was made of."""
        return self.empty if kept is None else kept

    def raw(self, question: Question, value: Value) -> Raw:
        """As somebody would have typed it."""
        return "" if value is None else str(value)

    def said(self, question: Question, value: Value) -> str:
        """In words, for pages, papers and workbooks."""
        return "" if value is None else str(value)

    def widget(self, question: Question) -> forms.Widget:
        return forms.TextInput({**CONTROL, "maxlength": LONGEST_LINE})

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string"}

    def printed(self, question: Question) -> list[str]:
        """What the paper has under the question, to be filled in by hand."""
        return ["____________________"]


class Text(Asked):
    longest = LONGEST_LINE

    def read(self, question: Question, raw: Raw) -> Value:
        said = str(raw or "").strip()
        if len(said) > self.longest:
            raise BadAnswer(_("最多 %(n)d 个字，现在有 %(m)d 个。") % {"n": self.longest, "m": len(said)})
        return said or None

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.longest}


class Long(Text):
    longest = LONGEST

    def widget(self, question: Question) -> forms.Widget:
        return forms.Textarea({**CONTROL, "rows": 4, "maxlength": LONGEST})

    def printed(self, question: Question) -> list[str]:
        return ["____________________________________"] * 3


class Number(Asked):
    """Digits as people type them: 1,200, 1.2万, with or without the unit."""

    scales = (("万", 10_000), ("亿", 100_000_000))

    def read(self, question: Question, raw: Raw) -> Value:
        said = normal(raw)
        if not said:
            return None
        value = self._number(said, self.unit(question))
        if value is None:
            raise BadAnswer(_("请填数字，例如 %(like)s。") % {"like": self.like(question)})
        places = self.places(question)
        if places is not None and -self._exponent(value) > places:
            if places == 0:
                raise BadAnswer(_("请填整数。"))
            raise BadAnswer(_("小数最多 %(n)d 位。") % {"n": places})
        return value

    def _number(self, said: str, unit: str) -> Decimal | None:
        text = said.removesuffix(unit).strip() if unit else said
        scale = 1
        for word, times in self.scales:
            if text.endswith(word):
                text, scale = text.removesuffix(word).strip(), times
        text = text.replace(",", "").replace(" ", "")
        if not text or len(text) > 24 or set(text) - set("0123456789.-+"):
            return None
        try:
            return plain_number(Decimal(text) * scale)
        except ArithmeticError:
            return None

    @staticmethod
    def _exponent(value: Decimal) -> int:
        return int(value.as_tuple().exponent)

    def unit(self, question: Question) -> str:
        return question.unit

    def places(self, question: Question) -> int | None:
        return question.places

    def like(self, question: Question) -> str:
        return "12" if question.places == 0 else "3.5"

    def kept(self, question: Question, value: Value) -> Any:
        return None if value is None else f"{value:f}"

    def value(self, question: Question, kept: Any) -> Value:
        return None if kept is None else Decimal(kept)

    def raw(self, question: Question, value: Value) -> Raw:
        return "" if value is None else f"{value:f}"

    def said(self, question: Question, value: Value) -> str:
        unit = self.unit(question)
        return "" if value is None else f"{value:,f}{' ' + unit if unit else ''}"

    def widget(self, question: Question) -> forms.Widget:
        mode = "numeric" if question.places == 0 else "decimal"
        return forms.TextInput({**CONTROL, "inputmode": mode, "maxlength": 40})

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "integer"} if question.places == 0 else {"type": "number"}

    def printed(self, question: Question) -> list[str]:
        return [f"__________ {self.unit(question)}".rstrip()]


def plain_number(value: Decimal) -> Decimal:
    """Without zeros behind the point and without an exponent."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.normalize()


class Money(Number):
    """Yuan and fen."""

    def unit(self, question: Question) -> str:
        return question.unit or "元"

    def places(self, question: Question) -> int | None:
        return 2

    def like(self, question: Question) -> str:
        return _("8000、1.2万")

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "number", "multipleOf": 0.01}


class Date(Asked):
    def read(self, question: Question, raw: Raw) -> Value:
        said = normal(raw).replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
        if not said:
            return None
        parts = said.split("-")
        try:
            day = dt.date(*(int(each) for each in parts)) if len(parts) == 3 else None
        except (ValueError, OverflowError):
            day = None
        if day is None or not is_of_our_time(day):
            raise BadAnswer(_("请填日期，例如 2026-01-31。"))
        return day

    def kept(self, question: Question, value: Value) -> Any:
        return value.isoformat() if isinstance(value, dt.date) else None

    def value(self, question: Question, kept: Any) -> Value:
        return None if kept is None else dt.date.fromisoformat(kept)

    def said(self, question: Question, value: Value) -> str:
        return _("%(y)d年%(m)d月%(d)d日") % {"y": value.year, "m": value.month, "d": value.day} if isinstance(
            value, dt.date
        ) else ""  # fmt: skip

    def widget(self, question: Question) -> forms.Widget:
        return forms.DateInput({**CONTROL, "type": "date"}, format="%Y-%m-%d")

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "format": "date"}

    def printed(self, question: Question) -> list[str]:
        return [_("______年____月____日")]
