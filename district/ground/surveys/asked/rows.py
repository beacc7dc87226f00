"""A table of rows: one question a column, read cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from district.ground.surveys.asked.base import Asked, BadAnswer, Cell, Raw, Value
from district.ground.surveys.questions import Question

MOST = 200  # rows of one table
Kinds = Callable[[Question], Asked]


class Table(Asked):
    """Rows of typed cells; a row with nothing in it is no row. `kinds` knows the kind of a column."""

    empty: Value = ()

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds

    def typed(self, question: Question, raw: Raw) -> Raw:
        rows = raw if isinstance(raw, list | tuple) else []
        return [
            {each.key: self.kinds(each).typed(each, row.get(each.key)) for each in question.columns}
            for row in list(rows)[: MOST + 1] if isinstance(row, Mapping)
        ]  # fmt: skip

    def read(self, question: Question, raw: Raw) -> Value:
        found: list[Mapping[str, Cell]] = []
        wrong: dict[tuple[int, str], str] = {}
        rows = [row for row in self.typed(question, raw) if any(row.values())]
        if len(rows) > MOST:
            raise BadAnswer(_("表格至多 %(n)d 行。") % {"n": MOST})
        for number, row in enumerate(rows):
            cells: dict[str, Any] = {}
            for each in question.columns:
                try:
                    cells[each.key] = self.kinds(each).read(each, row[each.key])
                except BadAnswer as bad:
                    wrong[number, each.key] = str(bad)
                    continue
                if each.required and cells[each.key] in (None, ()):
                    wrong[number, each.key] = _("请填写。")
            found.append(cells)
        if wrong:
            raise BadAnswer(_("表格里有 %(n)d 处要改。") % {"n": len(wrong)}, wrong)
        return tuple(found)

    def kept(self, question: Question, value: Value) -> Any:
        return [
            {each.key: self.kinds(each).kept(each, row.get(each.key)) for each in question.columns}
            for row in rows_of(value)
        ]  # fmt: skip

    def value(self, question: Question, kept: Any) -> Value:
        return tuple({each.key: self._cell(each, row.get(each.key)) for each in question.columns} for row in kept or ())

    def _cell(self, column: Question, kept: Any) -> Any:
        return self.kinds(column).value(column, kept)

    def raw(self, question: Question, value: Value) -> Raw:
        return [
            {each.key: self.kinds(each).raw(each, row.get(each.key)) for each in question.columns}
            for row in rows_of(value)
        ]  # fmt: skip

    def said(self, question: Question, value: Value) -> str:
        """Row by row, its cells with their heads."""
        lines = []
        for number, row in enumerate(rows_of(value), 1):
            cells = [(each, self.kinds(each).said(each, row.get(each.key))) for each in question.columns]
            lines.append(f"{number}. " + _("，").join(f"{each.label} {said}" for each, said in cells if said))
        return _("；").join(lines)

    def widget(self, question: Question) -> forms.Widget:
        return RowsWidget(question, self.kinds)

    def schema(self, question: Question) -> dict[str, Any]:
        cells = {each.key: {"title": str(each.label), **self.kinds(each).schema(each)} for each in question.columns}
        needed = [each.key for each in question.columns if each.required]
        row = {"type": "object", "properties": cells, "required": needed, "additionalProperties": False}
        return {"type": "array", "maxItems": MOST, "items": row}

    def printed(self, question: Question) -> list[str]:
        return [_("（填在表里，行数不够可另附页）")]


def rows_of(value: Value) -> list[Mapping[str, Cell]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []


class RowsWidget(forms.Widget):
    """Rows as small cards of fields, with one empty row below what is filled in."""

    template_name = "surveys/rows.html"

    def __init__(self, question: Question, kinds: Kinds) -> None:
        super().__init__()
        self.question, self.kinds = question, kinds
        self.wrong: Mapping[tuple[int, str], str] = {}
        self.more = 1

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Raw:
        try:
            count = min(int(data.get(f"{name}-rows", 0)), MOST + 1)
        except ValueError:
            count = 0
        rows = [
            {each.key: self._inner(each).value_from_datadict(data, files, f"{name}-{n}-{each.key}") for each in
             self.question.columns} for n in range(count) if data.get(f"{name}-drop") != str(n)
        ]  # fmt: skip
        return [row for row in rows if any(row.values())]

    def _inner(self, column: Question) -> forms.Widget:
        found = self.kinds(column).widget(column)
        if isinstance(found, forms.RadioSelect):  # in a row a list takes less room than buttons
            choices = list(found.choices)
            found = forms.Select({"class": "form-select"}, choices=[("", _("请选择")), *choices])
        return found

    def get_context(self, name: str, value: Raw, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = [row for row in value or [] if isinstance(row, Mapping)]
        shown = [*given, *({} for _n in range(self.more if given else max(1, self.more)))]
        context["lines"] = [
            {"number": n + 1, "index": n, "new": n >= len(given), "cells": [
                self._cell(each, f"{name}-{n}-{each.key}", row.get(each.key, ""), self.wrong.get((n, each.key), ""))
                for each in self.question.columns
            ]} for n, row in enumerate(shown)
        ]  # fmt: skip
        context.update(count=len(shown), name=name, label=self.question.label)
        return context

    def _cell(self, column: Question, name: str, value: Raw, wrong: str) -> dict[str, Any]:
        extra = {"id": f"id_{name}"}
        if wrong:
            extra |= {"aria-invalid": "true", "aria-describedby": f"id_{name}_wrong"}
        html = self._inner(column).render(name, value, extra)
        return {"column": column, "html": html, "id": f"id_{name}", "wrong": wrong}
