"""A questionnaire's content as an XLSForm workbook, that any tool of the standard reads."""

from __future__ import annotations

import io
from collections.abc import Iterator

import xlsxwriter
from django.utils.translation import gettext as _

from district.ground.surveys.asked.listed import NO, YES
from district.ground.surveys.conditions.reading import read
from district.ground.surveys.conditions.scope import Scope, Wrong
from district.ground.surveys.questions import Choice, Content, Kind, Page, Question, Words
from district.ground.surveys.refusing import NotPossible
from district.ground.surveys.xlsform.layout import CHOICES, EN, SETTINGS, SURVEY, WORDS, YES_NO, ZH, type_of
from district.ground.surveys.xlsform.standard import convert
from district.ground.surveys.xlsform.xpath import Names, from_feel

Row = dict[str, str]
COLUMNS = {
    SURVEY: ["type", "name", f"label::{ZH}", f"label::{EN}", f"hint::{ZH}", f"hint::{EN}", "required", "relevant",
             "constraint", f"constraint_message::{ZH}", f"constraint_message::{EN}", "appearance", "unit", "places"],
    CHOICES: ["list_name", "name", f"label::{ZH}", f"label::{EN}", "score"],
    SETTINGS: ["form_title", "form_id", "version", "default_language"],
}  # fmt: skip


def workbook(content: Content, *, key: str, title: str, version: str = "1") -> bytes:
    """The workbook. Raises NotPossible where a condition or the standard's own reader cannot take it."""
    made = rows(content, key=key, title=title, version=version)
    from pyxform.errors import PyXFormError  # see standard.convert

    try:
        convert(made)
    except PyXFormError as error:
        raise NotPossible(_("XLSForm 标准的检查没有通过：%(why)s") % {"why": error}) from None
    return _written(made)


def rows(content: Content, *, key: str, title: str, version: str = "1") -> dict[str, list[Row]]:
    """Sheet → its rows. Raises NotPossible."""
    try:
        survey = list(_survey(content))
    except Wrong as wrong:
        raise NotPossible(str(wrong)) from None
    choices = [*_choices(YES_NO, (YES, NO))] if any(_yes_no(each) for each in _all(content)) else []
    for each in _all(content):
        if each.choices:
            choices += _choices(type_of(each)[0].partition(" ")[2], each.choices)
    settings = {"form_title": title, "form_id": key, "version": version, "default_language": ZH}
    return {SURVEY: survey, CHOICES: choices, SETTINGS: [settings]}


def _all(content: Content) -> Iterator[Question]:
    for each in content:
        yield each
        yield from each.columns


def _yes_no(question: Question) -> bool:
    return question.kind == Kind.YES_NO


def _choices(list_name: str, choices: tuple[Choice, ...]) -> Iterator[Row]:
    for each in choices:
        score = {} if each.score is None else {"score": str(each.score)}
        yield {"list_name": list_name, "name": each.key, **_said("label", each.label), **score}


def _said(column: str, words: Words) -> Row:
    """Both languages; the standard wants neither missing where the other is there."""
    if not words:
        return {}
    found = {f"{column}::{ZH}": words.zh, f"{column}::{EN}": words.en}
    return {name: text for name, text in found.items() if text}


def _survey(content: Content) -> Iterator[Row]:
    questions = {each.key: each for each in _all(content) if each.asks}
    tables = {column.key: each.key for each in content for column in each.columns}
    names = Names(questions, tables)
    earlier: list[Question] = []
    for page in content.pages:
        if page.key:
            when = _xpath(page.when, names, Scope.of(earlier))
            yield {"type": "begin_group", "name": page.key, **_said("label", page.label), "relevant": when,
                   "appearance": "field-list"}  # fmt: skip
        for each in page.questions:
            yield from _question(each, page, names, earlier)
            earlier += [each] if each.asks else []
        if page.key:
            yield {"type": "end_group"}


def _question(question: Question, page: Page, names: Names, earlier: list[Question]) -> Iterator[Row]:
    own = Names(names.questions, names.tables, own=question.key)
    row = {
        "name": question.key, **{name: text for column, part in WORDS.items()
                                 for name, text in _said(column, getattr(question, part)).items()},
        "required": "yes" if question.required else "", "relevant": _xpath(question.when, names, Scope.of(earlier)),
        "constraint": _xpath(question.limit, own, Scope.of(earlier, question)), "unit": question.unit,
    }  # fmt: skip
    if question.kind != Kind.TABLE:
        type_, look = type_of(question)
        places = str(question.places) if question.places and question.kind == Kind.NUMBER else ""
        yield {"type": type_, **row, "appearance": look, "places": places}
        return
    yield {"type": "begin_repeat", **row}
    before: list[Question] = []
    for column in question.columns:
        scope = Scope.of([*earlier, *before], column)
        inner = Names(names.questions, names.tables, own=column.key, inside=question.key)
        type_, look = type_of(column)
        places = str(column.places) if column.places and column.kind == Kind.NUMBER else ""
        yield {
            "type": type_, "name": column.key, "required": "yes" if column.required else "", "unit": column.unit,
            **{name: text for head, part in WORDS.items() for name, text in _said(head, getattr(column, part)).items()},
            "constraint": _xpath(column.limit, inner, scope), "appearance": look, "places": places,
        }  # fmt: skip
        before.append(column)
    yield {"type": "end_repeat"}


def _xpath(text: str, names: Names, scope: Scope) -> str:
    return from_feel(read(text, scope), names) if text else ""


def _written(made: dict[str, list[Row]]) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        head, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        for name, columns in COLUMNS.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(columns):
                sheet.set_column(place, place, 32 if "::" in column else 18, text)
                sheet.write_string(0, place, column, head)
            for number, row in enumerate(made[name], 1):
                for place, column in enumerate(columns):
                    if row.get(column):
                        sheet.write_string(number, place, row[column])
    return out.getvalue()
