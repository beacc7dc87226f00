"""Typed answers against a content: what is asked given what was answered, what each means, what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.surveys.asked.base import BadAnswer, Raw, Value
from district.ground.surveys.asked.kinds import asked
from district.ground.surveys.asked.rows import rows_of
from district.ground.surveys.conditions.holding import holds
from district.ground.surveys.questions import Content, Kind, Page, Question


@dataclass(frozen=True)
class Read:
    """Answers as read. `shown`: keys of the questions that are asked, in order; `values`: those answered rightly;
    `wrong`: key → sentence; `cells`: key → (row, column) → sentence. What is hidden is in none of them.
    """

    shown: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Mapping[tuple[int, str], str]] = field(default_factory=dict)

    @property
    def fine(self) -> bool:
        return not self.wrong

    def kept(self, content: Content) -> dict[str, Any]:
        """Key → the answer as JSON keeps it, of what was answered."""
        found = content.asked
        return {key: asked(found[key]).kept(found[key], value) for key, value in self.values.items()}

    def answered(self, questions: tuple[Question, ...]) -> int:
        return sum(each.key in self.values for each in questions)


def typed(content: Content, given: Mapping[str, Raw]) -> dict[str, Raw]:
    """What a draft keeps: as typed, of questions there are, within bounds."""
    questions = content.asked
    return {key: asked(questions[key]).typed(questions[key], raw) for key, raw in given.items() if key in questions}


def read(content: Content, given: Mapping[str, Raw]) -> Read:
    """Everything typed, read in order: a question is asked where its condition holds by the answers before it."""
    return _Reader(content, given, clock.now()).read()


class _Reader:
    def __init__(self, content: Content, given: Mapping[str, Raw], now: dt.datetime) -> None:
        self.content, self.given, self.now = content, given, now
        self.known: dict[str, Any] = {}
        self.shown: list[str] = []
        self.values: dict[str, Value] = {}
        self.wrong: dict[str, str] = {}
        self.cells: dict[str, Mapping[tuple[int, str], str]] = {}

    def read(self) -> Read:
        for page in self.content.pages:
            here = self._holds(page.when)
            for question in page.questions:
                if here and self._holds(question.when):
                    self._asked(question)
                elif question.asks:
                    self.known[question.key] = _feel(question, asked(question).empty)
        return Read(tuple(self.shown), self.values, self.wrong, self.cells)

    def _holds(self, condition: str) -> bool:
        return not condition or holds(condition, self.known, self.now)

    def _asked(self, question: Question) -> None:
        self.shown.append(question.key)
        if not question.asks:
            return
        kind = asked(question)
        value = kind.empty
        try:
            value = kind.read(question, self.given.get(question.key))
            if value in (None, (), ""):
                if question.required:
                    raise BadAnswer(_("这一题需要回答。"))
            else:
                self._check_limits(question, value)
                self.values[question.key] = value
        except BadAnswer as bad:
            value = kind.empty
            self.wrong[question.key] = str(bad)
            if bad.cells:
                self.cells[question.key] = bad.cells
        self.known[question.key] = _feel(question, value)

    def _check_limits(self, question: Question, value: Value) -> None:
        if question.limit and not holds(question.limit, self.known | {question.key: _feel(question, value)}, self.now):
            raise BadAnswer(str(question.says) or _("填的内容不在要求的范围内。"))
        wrong: dict[tuple[int, str], str] = {}
        limited = [each for each in question.columns if each.limit]
        for number, row in enumerate(rows_of(value) if limited else ()):
            cells = {each.key: _feel(each, row.get(each.key)) for each in question.columns}
            for each in limited:
                if row.get(each.key) is not None and not holds(each.limit, self.known | cells, self.now):
                    wrong[number, each.key] = str(each.says) or _("不在要求的范围内。")
        if wrong:
            raise BadAnswer(_("表格里有 %(n)d 处要改。") % {"n": len(wrong)}, wrong)


def _feel(question: Question, value: Value) -> Any:
    """A value as conditions see it."""
    if question.kind == Kind.TABLE:
        return [dict(row) for row in rows_of(value)]
    return list(value) if isinstance(value, tuple) else value


def pages_asked(content: Content, found: Read) -> list[Page]:
    """The pages on which anything is asked."""
    shown = set(found.shown)
    return [page for page in content.pages if any(each.key in shown for each in page.questions)]


def score(content: Content, values: Mapping[str, Value]) -> Decimal | None:
    """The scores of what was chosen, added up; None where nothing chosen has one."""
    found: list[Decimal] = []
    for key, value in values.items():
        chosen = value if isinstance(value, tuple) else (str(value),)
        question = content.asked[key]
        picked = [question.choice(each) for each in chosen if isinstance(each, str)]
        found += [each.score for each in picked if each is not None and each.score is not None]
    return sum(found, Decimal(0)) if found else None


def values_of(content: Content, kept: Mapping[str, Any]) -> dict[str, Value]:
    """Answers from what JSON kept of them."""
    questions = content.asked
    return {key: asked(questions[key]).value(questions[key], each) for key, each in kept.items() if key in questions}
