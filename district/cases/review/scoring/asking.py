"""A score sheet as questions: a number for each line, from nothing to its full mark, in halves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.ground.surveys.answering import read
from district.ground.surveys.fields import AnswersForm
from district.ground.surveys.questions import Kind, Question, Words, one_page

Rubric = Sequence[Mapping[str, Any]]


def questions_of(rubric: Rubric) -> tuple[Question, ...]:
    return tuple(_question(f"mark-{n}", line) for n, line in enumerate(rubric))


def _question(key: str, line: Mapping[str, Any]) -> Question:
    return Question(
        key=key,
        kind=Kind.NUMBER,
        label=Words(line["name"]),
        help=Words(line.get("say") or ""),
        required=True,
        unit="分",
        limit=f"{key} >= 0 and {key} <= {line['most']} and floor({key} * 2) = {key} * 2",
        says=Words(_("请填 0 到 %(most)s 的分数，最小到半分。") % {"most": line["most"]}),
    )


def marks_of(rubric: Rubric, said: Mapping[str, object]) -> dict[str, Decimal]:
    """Line → mark. Raises NotPossible for the first line left out, or of no mark it may have."""
    questions = questions_of(rubric)
    typed = {each.key: said.get(line["name"], "") for each, line in zip(questions, rubric, strict=True)}
    found = read(one_page(*questions), typed)
    for each in questions:
        if each.key in found.wrong:
            raise NotPossible(_("“%(name)s”：%(why)s") % {"name": each.label, "why": each.says})
    return {each.label.zh: Decimal(str(found.values[each.key])) for each in questions}


def form_of(rubric: Rubric, said: Mapping[str, str], *, check: bool, open_: bool) -> AnswersForm:
    """The sheet's fields as they were filled in; with `check` what is wrong stands beside each."""
    questions = questions_of(rubric)
    typed = {each.key: said.get(line["name"], "") for each, line in zip(questions, rubric, strict=True)}
    form = AnswersForm(questions, typed, prefix="")
    for field in form.fields.values():
        field.disabled = not open_
    return form.show(read(one_page(*questions), typed)) if check else form
