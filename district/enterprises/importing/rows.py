"""One row of the file: an enterprise with facts, or why it cannot be identified; doubtful cells by column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import mul

from django.utils.translation import gettext as _
from stdnum.cn import uscc as uscc_number
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength, ValidationError

from district.enterprises.importing.columns import CODE, NAME, Column
from district.enterprises.importing.sheet import Row, Sheet
from district.enterprises.models import FactKind
from district.enterprises.values import BadValue, invisible, normal, parse, text_of, visible
from district.ground import clock

NOT_NEGATIVE = {"人", "件", "人次", "学时"}
NOT_FUTURE = {"成立日期"}
CODE_FORM = re.compile(r"[0-9]{8}[0-9A-HJ-NP-RTUWXY]{10}")
WORTH = {char: place for place, char in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1)
MOST_KEPT = 20_000  # readings of one column's cells kept; most columns say the same few things again and again

Reading = tuple[str | None, str]


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
        self.kept: dict[int, dict[tuple[type, object], Reading]] = {each.place: {} for each in self.facts}

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
        cell = found.row[column.place] if column.place < len(found.row) else ""
        if self.sheet.empty and (why := self.sheet.hollow(found.number, column.place)):
            found.doubts[column.place] = why
            return
        kept, key = self.kept[column.place], (type(cell), cell)
        reading = kept.get(key)
        if reading is None:
            reading = self._reading(column, cell)
            if len(kept) < MOST_KEPT:
                kept[key] = reading
        text, doubt = reading
        if doubt:
            found.doubts[column.place] = doubt
        elif text is not None:
            found.facts[column.fact] = text

    def _reading(self, column: Column, cell: object) -> Reading:
        """A cell's canonical text, None where it is empty, and why it cannot be taken, "" where it can."""
        kind = self.kinds[column.fact]
        try:
            value = parse(kind, self._canonical(kind, cell), factor=column.factor)
        except BadValue as error:
            return None, str(error)
        if value is None:
            return None, ""
        if kind.type == "number" and kind.unit in NOT_NEGATIVE and value < 0:  # type: ignore[operator]
            return None, _("不能是负数")
        if column.fact in NOT_FUTURE and value > self.as_of:  # type: ignore[operator]
            return None, _("晚于数据截止日 %(day)s") % {"day": clock.said(self.as_of)}
        return text_of(kind, value), ""

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
    if CODE_FORM.fullmatch(code) and not sum(map(mul, map(WORTH.__getitem__, code), WEIGHTS)) % 31:
        return ""  # nearly every code; stdnum, ten times slower, says what is wrong with the others
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
