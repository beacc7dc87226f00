"""An XLSForm workbook as a content; what is not of the subset is refused by its cell, the rest is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from district.ground.record.reading import number_asked
from district.ground.surveys.checking import KEY
from district.ground.surveys.conditions.holding import is_name
from district.ground.surveys.conditions.scope import Scope, Wrong
from district.ground.surveys.conditions.writing import text_of
from district.ground.surveys.questions import IN_ROWS, Choice, Content, Kind, Page, Question, Words
from district.ground.surveys.xlsform.layout import (
    CHOICES,
    LOOKS,
    OF_CHOICES,
    OF_SETTINGS,
    PLAIN,
    SETTINGS,
    SURVEY,
    TYPES,
    WORDS,
    CellFault,
    kind_of,
    type_and_list,
)
from district.ground.surveys.xlsform.sheets import Line, Sheet, read_sheets
from district.ground.surveys.xlsform.standard import complaints
from district.ground.surveys.xlsform.xpath import Names, to_feel

REQUIRED = {"yes": True, "true": True, "true()": True, "1": True, "": False, "no": False, "false": False,
            "false()": False, "0": False}  # fmt: skip


@dataclass(frozen=True)
class ReadForm:
    """What a workbook held: the content as far as it was read, what was refused, its title."""

    content: Content
    faults: tuple[CellFault, ...]
    title: str = ""
    rows: int = 0


def read_workbook(file: Any, name: str) -> ReadForm:
    """Read an uploaded workbook; the copy it is read from is gone when this returns. Raises BadFile for the whole."""
    return read_form(read_sheets(file, name))


def read_form(sheets: Mapping[str, Sheet]) -> ReadForm:
    reader = _Reader(sheets)
    content = reader.read()
    faults = [fault for each in sheets.values() for fault in each.faults] + reader.faults
    if not faults:
        faults = [CellFault(SURVEY, row, "", why) for row, why in complaints(sheets)]
    settings = sheets.get(SETTINGS)
    title = settings.lines[0].get("form_title") if settings and settings.lines else ""
    ordered = sorted(faults, key=lambda each: (each.sheet != SURVEY, each.sheet, each.row))
    return ReadForm(content, tuple(ordered), title, len(sheets[SURVEY].lines))


@dataclass
class _Built:
    """A question with its row and what is still to be translated."""

    question: Question
    line: Line
    columns: list[_Built] = field(default_factory=list)


@dataclass
class _Open:
    """A page or a table that is being read."""

    line: Line
    kind: str
    name: str
    built: list[_Built] = field(default_factory=list)


class _Reader:
    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self.survey, self.sheets = sheets[SURVEY], sheets
        self.faults: list[CellFault] = []
        self.lists = self._lists(sheets.get(CHOICES))
        self.pages: list[_Open] = []
        self.page: _Open | None = None
        self.table: _Open | None = None
        self.names: set[str] = set()
        self.skipped = 0  # groups within what was refused

    def read(self) -> Content:
        self._check_columns()
        for line in self.survey.lines:
            self._line(line)
        for still in (self.table, self.page):
            if still is not None and still.line.number:
                self._fault(still.line, "type", _("begin_%(kind)s 没有对应的 end_%(kind)s。") % {"kind": still.kind})
        if self.table is not None:
            self._close_table()
        return self._translated()

    # Cells

    def _fault(self, line: Line, column: str, why: str, *, sheet: str = SURVEY) -> None:
        told = self.sheets[sheet].place(column)
        self.faults.append(CellFault(sheet, line.number, told, why, line.get("name"), column.partition("::")[0]))

    def _check_columns(self) -> None:
        known = {SURVEY: {*PLAIN, *_in_languages(WORDS)}, CHOICES: {*OF_CHOICES, *_in_languages(["label"])},
                 SETTINGS: set(OF_SETTINGS)}  # fmt: skip
        for name, sheet in self.sheets.items():
            told = {each.part for each in sheet.faults}
            for line in sheet.lines:
                for column in line.cells:
                    if column not in known[name] and column not in told:
                        self._fault(line, column, _("这一列不支持，只认 %(there)s。")
                                    % {"there": "、".join(sorted(known[name]))}, sheet=name)  # fmt: skip
        for column in ("type", "name"):
            if column not in self.survey.columns:
                self._fault(Line(1, {}), column, _("survey 表没有 %(column)s 这一列。") % {"column": column})

    def _words(self, line: Line, column: str) -> Words:
        return Words(line.get(f"{column}::zh"), line.get(f"{column}::en"))

    def _lists(self, sheet: Sheet | None) -> dict[str, list[Choice]]:
        found: dict[str, list[Choice]] = {}
        for line in sheet.lines if sheet else ():
            name, key = line.get("list_name"), line.get("name")
            if not name or not key or " " in key:
                self._fault(
                    line, "name" if name else "list_name", _("选项要有 list_name 和不含空格的 name。"), sheet=CHOICES
                )
                continue
            if key in {each.key for each in found.get(name, ())}:
                self._fault(line, "name", _("选项“%(key)s”在这个列表里重复。") % {"key": key}, sheet=CHOICES)
                continue
            found.setdefault(name, []).append(Choice(key, self._words(line, "label"), self._score(line)))
        return found

    def _score(self, line: Line) -> Decimal | None:
        said = line.get("score")
        try:
            value = Decimal(said) if said else None
        except InvalidOperation:
            value = None
        if said and (value is None or not value.is_finite()):
            self._fault(line, "score", _("score 要填数字。"), sheet=CHOICES)
            return None
        return value

    # Rows

    def _line(self, line: Line) -> None:
        word, rest = type_and_list(line.get("type"))
        if not word:
            self._fault(line, "type", _("这一行没有 type。"))
        elif word not in TYPES:
            self._fault(line, "type", _("不支持“%(type)s”，可用的有：%(there)s。")
                        % {"type": line.get("type"), "there": "、".join(TYPES)})  # fmt: skip
        elif word.startswith("begin_"):
            self._begin(line, word.removeprefix("begin_"))
        elif word.startswith("end_"):
            self._end(line, word.removeprefix("end_"))
        elif not self.skipped:
            self._question(line, word, rest)

    def _begin(self, line: Line, kind: str) -> None:
        nested = self.table is not None or (kind == "group" and self.page is not None and self.page.name)
        if self.skipped or nested:
            if not self.skipped:
                self._fault(line, "type", _("组里不能再套组，表格里不能再套表格；这一段没有读入。"))
            self.skipped += 1
        elif not self._is_named(line):
            self.skipped += 1
        elif kind == "group":
            self.page = _Open(line, kind, line.get("name"))
            self.pages.append(self.page)
        else:
            self.table = _Open(line, kind, line.get("name"))

    def _end(self, line: Line, kind: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif kind == "repeat" and self.table is not None:
            self._close_table()
        elif kind == "group" and self.table is None and self.page is not None and self.page.name:
            self.page = None
        else:
            self._fault(line, "type", _("end_%(kind)s 没有对应的 begin_%(kind)s。") % {"kind": kind})

    def _close_table(self) -> None:
        table, self.table = self.table, None
        assert table is not None
        made = self._asked(table.line, Kind.TABLE, None, False, ())
        self._here().append(_Built(made, table.line, table.built))

    def _here(self) -> list[_Built]:
        """Where the next question goes; outside of groups it is a page without a head."""
        if self.page is None:
            self.page = _Open(Line(0, {}), "group", "")
            self.pages.append(self.page)
        return self.page.built

    def _is_named(self, line: Line) -> bool:
        name = line.get("name")
        if name in self.names:
            self._fault(
                line, "name", _("“%(name)s”前面已经用过，每道题、每一列、每一组的 name 只能用一次。") % {"name": name}
            )
            return False
        if KEY.fullmatch(name) and is_name(name):
            self.names.add(name)
            return True
        self._fault(line, "name", _("name 要以文字或下划线开头，不含空格，不超过 60 个字，也不能是条件里的保留字。"))
        return False

    def _question(self, line: Line, word: str, rest: str) -> None:
        list_name, _space, extra = rest.partition(" ")
        if not self._is_named(line):
            return
        choices = tuple(self.lists.get(list_name, ()))
        if word.startswith("select_") and not choices:
            self._fault(line, "type", _("choices 表里没有列表“%(name)s”。") % {"name": list_name})
            return
        if extra or (rest and not word.startswith("select_")):
            self._fault(line, "type", _("“%(extra)s”不支持，只写 %(type)s。") % {"extra": extra or rest, "type": word})
            return
        found = kind_of(word, line.get("appearance"), [each.key for each in choices], list_name)
        assert found is not None
        kind, places, pictures = found
        if self.table is not None and kind not in IN_ROWS:
            self._fault(line, "type", _("表格（begin_repeat）里不能放 %(type)s。") % {"type": word})
            return
        made = self._asked(line, kind, places, pictures, () if kind == Kind.YES_NO else choices)
        (self._here() if self.table is None else self.table.built).append(_Built(made, line))

    def _asked(
        self, line: Line, kind: Kind, places: int | None, pictures: bool, choices: tuple[Choice, ...]
    ) -> Question:
        for column in line.cells:
            if column.partition("::")[0] in WORDS and "${" in line.get(column):
                self._fault(line, column, _("文字里不能引用答案（${…}）。"))
        required = REQUIRED.get(line.get("required").lower())
        if required is None:
            self._fault(line, "required", _("required 只认 yes 或 no。"))
        strange = set(line.get("appearance").split()) - LOOKS
        if strange:
            self._fault(line, "appearance", _("appearance 不支持“%(look)s”。") % {"look": " ".join(sorted(strange))})
        said = number_asked(line.get("places"), 6)
        if line.get("places") and (kind != Kind.NUMBER or said is None):
            self._fault(line, "places", _("places 是数字题的小数位数，0 到 6。"))
            said = None
        return Question(
            key=line.get("name"), kind=kind, label=self._words(line, "label"), help=self._words(line, "hint"),
            required=bool(required) and kind != Kind.NOTE, says=self._words(line, "constraint_message"),
            unit=line.get("unit"), places=places if said is None else said, choices=choices, pictures=pictures,
        )  # fmt: skip

    # Conditions, when every question is known

    def _translated(self) -> Content:
        built = [each for page in self.pages for each in page.built]
        asked = [each.question for each in built if each.question.asks]
        questions = {each.key: each for each in asked}
        tables: dict[str, str] = {}
        for each in built:
            for column in each.columns:
                tables[column.question.key] = each.question.key
                questions[column.question.key] = column.question
            if each.columns:
                columns = tuple(column.question for column in each.columns)
                questions[each.question.key] = replace(each.question, columns=columns)
        earlier: list[Question] = []
        later = [each.key for each in asked]
        pages = []
        for page in self.pages:
            when = self._feel(page.line, "relevant", Names(questions, tables), Scope.of(earlier, later=later))
            made: list[Question] = []
            for each in page.built:
                later = [key for key in later if key != each.question.key]
                question = self._finished(each, questions, tables, earlier, later)
                made.append(question)
                earlier += [question] if question.asks else []
            if made:
                pages.append(Page(page.name, self._words(page.line, "label"), tuple(made), when))
        return Content(tuple(pages))

    def _finished(
        self, built: _Built, questions: dict[str, Question], tables: dict[str, str], earlier: list[Question],
        later: list[str],
    ) -> Question:  # fmt: skip
        question = questions.get(built.question.key, built.question)
        own = Names(questions, tables, own=question.key)
        when = self._feel(built.line, "relevant", Names(questions, tables),
                          Scope.of(earlier, later=[question.key, *later]))  # fmt: skip
        limit = self._feel(built.line, "constraint", own, Scope.of(earlier, question, later))
        columns: list[Question] = []
        for each in built.columns:
            if each.line.get("relevant"):
                self._fault(each.line, "relevant", _("表格的列没有单独的显示条件，请写在整张表上。"))
            names = Names(questions, tables, own=each.question.key, inside=question.key)
            scope = Scope.of([*earlier, *columns], each.question)
            columns.append(replace(each.question, limit=self._feel(each.line, "constraint", names, scope)))
        return replace(question, when=when, limit=limit, columns=tuple(columns))

    def _feel(self, line: Line, column: str, names: Names, scope: Scope) -> str:
        said = line.get(column)
        if not said:
            return ""
        try:
            return text_of(to_feel(said, names, scope))
        except Wrong as wrong:
            self._fault(line, column, _("%(why)s写的是：%(said)s") % {"why": wrong, "said": said[:80]})
            return ""


def _in_languages(columns: Any) -> set[str]:
    return {f"{each}::{language}" for each in columns for language in ("zh", "en")}
