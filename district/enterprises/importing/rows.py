"""One row of the file: an enterprise with facts, or why it cannot be identified; doubtful cells by column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from stdnum.cn import uscc as uscc_number
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength, ValidationError

from district.enterprises.importing.columns import CODE, NAME, Column
from district.enterprises.importing.sheet import Row, Sheet
from district.enterprises.models import FactKind
from district.enterprises.values import BadValue, invisible, normal, parse, text_of, visible

NOT_NEGATIVE = {"人", "件", "人次", "学时"}
NOT_FUTURE = {"成立日期"}
LETTER_AND_NAME = 2  # "E 建筑业"


@dataclass
class Read:
    """What became of a row. `returned`: why it cannot come in. `doubts`: column place → why that fact is unknown."""

    number: int
    row: Row
    code: str = ""
    name: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    returned: str = ""
    doubts: dict[int, str] = field(default_factory=dict)


class RowReader:
    """Reads rows of one file in order: the same code under another name is returned."""

    def __init__(self, columns: Sequence[Column], kinds: Mapping[str, FactKind], as_of: dt.date, sheet: Sheet) -> None:
        self.code = next((each for each in columns if each.fact == CODE), None)
        self.name = next((each for each in columns if each.fact == NAME), None)
        self.facts = [each for each in columns if each.fact in kinds]
        self.kinds, self.as_of, self.sheet = kinds, as_of, sheet
        self.seen: dict[str, tuple[str, int]] = {}

    def read(self, number: int, row: Row) -> Read:
        found = Read(number, row)
        found.code = normal(_cell(row, self.code)).replace(" ", "").upper()
        found.name = visible(_cell(row, self.name))
        found.returned = self._returned(found)
        if found.returned:
            return found
        self.seen[found.code] = (found.name, number)
        for column in self.facts:
            self._fact(found, column)
        return found

    def _returned(self, found: Read) -> str:
        for column in (self.code, self.name):
            if column is not None and (why := self.sheet.hollow(found.number, column.place)):
                return why
        if named := invisible(found.code):
            return _("代码里有看不见的字符：%(named)s") % {"named": named}
        if not found.name:
            return _("没有企业名称")
        if wrong := wrong_code(found.code):
            return wrong
        if found.code in self.seen:
            name, number = self.seen[found.code]
            if name != found.name:
                return _("与第 %(n)d 行“%(name)s”的代码相同、名称不同") % {"n": number, "name": name}
            return _("与第 %(n)d 行重复") % {"n": number}
        return ""

    def _fact(self, found: Read, column: Column) -> None:
        kind = self.kinds[column.fact]
        cell = found.row[column.place] if column.place < len(found.row) else ""
        if why := self.sheet.hollow(found.number, column.place):
            found.doubts[column.place] = why
            return
        try:
            value = parse(kind, self._canonical(kind, cell), factor=column.factor)
        except BadValue as error:
            found.doubts[column.place] = str(error)
            return
        if value is None:
            return
        if kind.type == "number" and kind.unit in NOT_NEGATIVE and value < 0:  # type: ignore[operator]
            found.doubts[column.place] = _("不能是负数")
        elif column.fact in NOT_FUTURE and value > self.as_of:  # type: ignore[operator]
            day = f"{self.as_of.year}年{self.as_of.month}月{self.as_of.day}日"
            found.doubts[column.place] = _("晚于数据截止日 %(day)s") % {"day": day}
        else:
            found.facts[column.fact] = text_of(kind, value)

    def _canonical(self, kind: FactKind, cell: object) -> object:
        """`E 建筑业` → `建筑业`; a code read as a number keeps its digits."""
        if kind.type != "string" or (not kind.choices and not isinstance(cell, float)):
            return cell
        if isinstance(cell, float):
            return str(int(cell)) if cell.is_integer() else str(cell)
        text = normal(str(cell))
        head, _space, rest = text.partition(" ")
        return rest if len(head) == 1 and head.isalpha() and rest in kind.choices else text


def wrong_code(code: str) -> str:
    """Why `code` is not a 统一社会信用代码, or nothing."""
    if not code:
        return _("没有统一社会信用代码")
    try:
        uscc_number.validate(code)
    except InvalidLength:
        return _("代码应为 18 位，写了 %(n)d 位") % {"n": len(code)}
    except InvalidChecksum:
        return _("代码的校验位不对")
    except (InvalidFormat, InvalidComponent, ValidationError):
        return _("代码里有不该有的字符")
    return ""


def _cell(row: Row, column: Column | None) -> str:
    if column is None or column.place >= len(row):
        return ""
    cell = row[column.place]
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell or "")
