"""Questions as a Django form: one field each, with its widget and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from district.ground.surveys.answering import Read
from district.ground.surveys.asked.base import BadAnswer, Raw
from district.ground.surveys.asked.kinds import asked
from district.ground.surveys.asked.rows import RowsWidget
from district.ground.surveys.questions import Kind, Question

IN_ROWS = (Kind.CHOICE, Kind.YES_NO, Kind.SCALE, Kind.SEVERAL, Kind.TABLE)


class AnswerField(forms.Field):
    """Asks one question; `clean` gives the typed value. What is required is said where answers are handed in."""

    def __init__(self, question: Question, *, label: str | Promise = "", initial: Raw = None) -> None:
        super().__init__(label=str(label or question.label), required=False, help_text=str(question.help),
                         widget=asked(question).widget(question), initial=initial)  # fmt: skip
        self.question, self.unit = question, _unit(question)
        self.required_words = question.required

    def clean(self, value: Raw) -> Any:
        try:
            return asked(self.question).read(self.question, value)
        except BadAnswer as bad:
            raise forms.ValidationError(str(bad)) from None


def _unit(question: Question) -> str:
    return question.unit or (_("元") if question.kind == Kind.MONEY else "")


class AnswersForm(forms.Form):
    """Several questions as they were typed; `read` puts beside them what is wrong."""

    use_required_attribute = False

    def __init__(self, questions: Iterable[Question], typed: Mapping[str, Raw], *, prefix: str = "q") -> None:
        super().__init__(initial=dict(typed), prefix=prefix)
        self.questions = tuple(each for each in questions if each.asks)
        for each in self.questions:
            self.fields[each.key] = AnswerField(each)

    def given(self, data: Any, files: Any) -> dict[str, Raw]:
        """What a request says of these questions, as typed; a question the request does not name stays away."""
        found = {}
        for each in self.questions:
            name = self.add_prefix(each.key)
            if name in data or f"{name}-asked" in data or f"{name}-rows" in data:
                found[each.key] = self.fields[each.key].widget.value_from_datadict(data, files, name)
        return found

    def show(self, found: Read, *, only: Iterable[str] | None = None) -> AnswersForm:
        """With what is wrong beside each field, of `only` these keys."""
        wanted = set(found.wrong if only is None else only)
        self._errors = forms.utils.ErrorDict()
        for key, why in found.wrong.items():
            if key in self.fields and key in wanted:
                self._errors[key] = self.error_class([why])
                self.fields[key].widget.attrs["aria-invalid"] = "true"
        for key, cells in found.cells.items():
            widget = self.fields[key].widget if key in self.fields else None
            if isinstance(widget, RowsWidget) and key in wanted:
                widget.wrong = cells
        return self

    @property
    def errors(self) -> Any:
        return self._errors or forms.utils.ErrorDict()
