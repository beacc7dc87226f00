"""Answers as a workbook: a row a response, a sheet a table; what would make somebody known stays out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from district.ground.surveys.asked.kinds import asked
from district.ground.surveys.asked.rows import rows_of
from district.ground.surveys.models import Questionnaire, Response
from district.ground.surveys.queries import answers_by_response, few, value_of
from district.ground.surveys.questions import Kind, Question
from district.ground.tables.sheets import Column, Sheet, book

Kept = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """A response of the sheet, its number in it, its answers as JSON keeps them."""

    number: int
    response: Response
    answers: Kept


def workbook(questionnaire: Questionnaire, head: str) -> IO[bytes]:
    """Answers of all versions under the last one's questions; the permission is the caller's."""
    version = questionnaire.versions.first()
    questions = [each for each in version.asks if each.asks] if version else []
    rows = [Row(n, response, answers) for n, (response, answers) in enumerate(answers_by_response(questionnaire), 1)]
    counted = {each.key: sum(each.key in row.answers for row in rows) for each in questions}
    told = [each for each in questions if not few(counted[each.key], questionnaire.anonymous)]
    flat = [each for each in told if each.kind != Kind.TABLE]
    sheets = [Sheet(_("答卷"), [*_who(questionnaire), *(_column(each) for each in flat)], rows, head)]
    if left := [str(each.label) for each in questions if each not in told]:
        sheets[0] = Sheet(_("答卷"), sheets[0].columns, rows, head + _("；不足五份、没有列出的题：") + "、".join(left))
    sheets += [_table(each, rows) for each in told if each.kind == Kind.TABLE]
    return book(sheets)


def _who(questionnaire: Questionnaire) -> Sequence[Column]:
    number = Column(_("序号"), lambda row: row.number, "number", 8)
    if questionnaire.anonymous:
        return [number]
    return [
        number, Column(_("编号"), lambda row: row.response.reference, width=20),
        Column(_("谁答的"), lambda row: row.response.who),
        Column(_("为谁"), lambda row: row.response.subject, width=22),
        Column(_("提交时间"), lambda row: row.response.handed_in_at, "time"),
    ]  # fmt: skip


def _column(question: Question) -> Column:
    kind = asked(question)

    def read(row: Row) -> Any:
        if question.key not in row.answers:
            return None
        try:
            value = kind.value(question, row.answers[question.key])
        except (ValueError, TypeError, ArithmeticError):
            return str(row.answers[question.key])  # an earlier version asked it as another kind
        return value if question.kind in PLAIN else kind.said(question, value)

    return Column(_head(question), read, PLAIN.get(question.kind, "text"), 24)


PLAIN = {Kind.NUMBER: "number", Kind.MONEY: "number", Kind.DATE: "date"}


def _head(question: Question) -> str:
    unit = question.unit or (_("元") if question.kind == Kind.MONEY else "")
    return f"{question.label}（{unit}）" if unit else str(question.label)


def _table(question: Question, rows: Iterable[Row]) -> Sheet:
    """The rows of a table, each with the number of its response."""
    lines = [
        (row.number, line) for row in rows if question.key in row.answers
        for line in rows_of(value_of(question, row.answers[question.key]) or ())
    ]  # fmt: skip
    columns = [Column(_("序号"), lambda line: line[0], "number", 8)]
    columns += [Column(_head(each), _reader(each), PLAIN.get(each.kind, "text")) for each in question.columns]
    return Sheet(str(question.label), columns, lines)


def _reader(column: Question) -> Any:
    def read(line: tuple[int, Mapping[str, Any]]) -> Any:
        value = line[1].get(column.key)
        return value if column.kind in PLAIN or value is None else asked(column).said(column, value)

    return read
