"""A page of questions as its template reads it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from district.ground.surveys.answering import Read, pages_asked, read
from district.ground.surveys.asked.kinds import asked
from district.ground.surveys.fields import AnswersForm
from district.ground.surveys.models import Response
from district.ground.surveys.questions import Content, Kind, Page, Question


@dataclass(frozen=True)
class Aside:
    """What another device typed for a question and was not taken over."""

    device: str
    said: str


@dataclass(frozen=True)
class Line:
    """A question on the page; a note has no field."""

    question: Question
    field: forms.BoundField | None = None
    aside: tuple[Aside, ...] = ()

    @property
    def marked(self) -> bool:
        """Its field alone does not tell the server that nothing is ticked."""
        return self.question.kind in {Kind.SEVERAL, Kind.FILE}


@dataclass(frozen=True)
class PageShown:
    """One page of a draft. `before`, `after`: numbers of the pages asked before and after it, 0 where there is none."""

    number: int
    page: Page
    lines: tuple[Line, ...]
    place: int
    of: int
    before: int
    after: int
    seen: int
    device: str
    request_key: str
    keys: tuple[str, ...]
    wrong: Mapping[str, str]
    response: Response | None = None

    @property
    def percent(self) -> int:
        return round(100 * (self.place - 1) / (self.of + 1))

    @property
    def files(self) -> bool:
        return any(each.question.kind == Kind.FILE for each in self.lines)


def page_shown(
    response: Response, number: int, *, device: str, check: bool = False, wrong: Mapping[str, str] | None = None
) -> PageShown:
    """The page as its answers stand; with `check` what is wrong or lacking is said beside each."""
    content = response.version.asks
    found = read(content, response.typed)
    shown = _shown(content, response.typed, number, found, aside=response.aside, check=check, files=wrong or {})
    return PageShown(**shown, seen=response.saves, device=device, request_key=uuid.uuid4().hex, response=response)


def page_previewed(content: Content, typed: Mapping[str, Any], number: int) -> PageShown:
    """The page as it will look, by what somebody tried; nothing is kept."""
    shown = _shown(content, typed, number, read(content, typed), aside={}, check=False, files={})
    return PageShown(**shown, seen=0, device="", request_key="")


def _shown(
    content: Content, typed: Mapping[str, Any], number: int, found: Read, *, aside: Mapping[str, Any], check: bool,
    files: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    page = content.pages[number - 1]
    here = [each for each in page.questions if each.key in found.shown]
    keys = tuple(each.key for each in here if each.asks)
    form = AnswersForm(here, typed)
    wrong = ({key: why for key, why in found.wrong.items() if key in keys} if check else {}) | dict(files)
    form.show(Read(found.shown, found.values, {**found.wrong, **files}, found.cells), only=wrong)
    asked_pages = pages_asked(content, found)
    numbers = [n for n, each in enumerate(content.pages, 1) if each in asked_pages]
    before = [n for n in numbers if n < number]
    after = [n for n in numbers if n > number]
    lines = tuple(
        Line(each, form[each.key] if each.asks else None, _asides(each, aside.get(each.key, {}))) for each in here
    )
    return {
        "number": number, "page": page, "lines": lines, "place": len(before) + 1, "of": len(numbers), "keys": keys,
        "before": before[-1] if before else 0, "after": after[0] if after else 0, "wrong": wrong,
    }  # fmt: skip


def _asides(question: Question, texts: Mapping[str, Any]) -> tuple[Aside, ...]:
    return tuple(Aside(device, _in_words(question, raw)) for device, raw in texts.items())


def _in_words(question: Question, raw: Any) -> str:
    """A typed text in words, right or wrong."""
    try:
        said = asked(question).said(question, asked(question).read(question, raw))
    except ValueError:
        said = ""
    return said or (raw if isinstance(raw, str) else "")


@dataclass(frozen=True)
class AnswerLine:
    """A question with its answer in words, a table as rows; what is wrong with it."""

    question: Question
    said: str
    rows: tuple[tuple[str, ...], ...] = ()
    wrong: str = ""


Lines = Sequence[AnswerLine]


def lines_of(
    questions: Sequence[Question], found: Read | None, kept: Mapping[str, Any] | None = None
) -> Sequence[AnswerLine]:
    """Answers in words: as read of a draft, or as JSON kept them; of what was not asked nothing."""
    lines = []
    for each in questions:
        if not each.asks or (found is not None and each.key not in found.shown):
            continue
        if found is None and each.key not in (kept or {}):
            continue
        kind = asked(each)
        value = found.values.get(each.key) if found is not None else kind.value(each, (kept or {})[each.key])
        rows = _rows(each, value) if each.kind == Kind.TABLE else ()
        said = kind.said(each, value) if value is not None else ""
        lines.append(AnswerLine(each, said, rows, found.wrong.get(each.key, "") if found is not None else ""))
    return lines


def _rows(question: Question, value: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(asked(column).said(column, row.get(column.key)) for column in question.columns) for row in value or ()
    )
