"""A list a version asks for (a staff list …): its columns, what a row's cells may hold, and the facts it gives."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from district.enterprises.actions import BadValue, parse

MOST = 500
LOST = "≈"  # before a number that a spreadsheet has rounded
SUM = re.compile(r"sum\((.+)\)")
Typed = Mapping[str, str]  # column → as written


@dataclass(frozen=True)
class Column:
    """`type`: string, number, date or id_number. Reads like a fact's kind, so that cells are read as facts are."""

    name: str
    type: str = "string"
    unit: str = ""
    required: bool = False
    personal: bool = False
    places: int | None = None
    choices: list[str] = field(default_factory=list)

    @property
    def expects(self) -> str:
        """What a cell should hold, for its label and the workbook."""
        known = {"number": _("数字"), "date": _("日期，例如 2022-06-24"), "id_number": _("18 位身份证号")}
        words = known.get(self.type, _("文字"))
        return f"{words}（{self.unit}）" if self.unit else words


@dataclass(frozen=True)
class ListAsked:
    """`gives`: fact → `count` or `sum(column)`."""

    name: str
    columns: tuple[Column, ...]
    most: int
    gives: Mapping[str, str]


def asked_list(description: Mapping[str, Any]) -> ListAsked | None:
    """The list a version's description asks for."""
    asked = description.get("items")
    if not asked:
        return None
    columns = tuple(
        Column(each["name"], str(each.get("type") or "string"), str(each.get("unit") or ""),
               _true(each.get("required")), _true(each.get("personal")))
        for each in asked.get("columns") or []
    )  # fmt: skip
    return ListAsked(str(asked["name"]), columns, int(asked.get("most") or MOST), dict(asked.get("gives") or {}))


def _true(value: object) -> bool:
    return str(value).lower() in {"true", "yes"}


@dataclass(frozen=True)
class Row:
    """One row as written and as read. `values` are canonical texts of right cells, `wrong` says what is not."""

    position: int
    typed: Typed
    values: Mapping[str, str]
    wrong: Mapping[str, str]

    @property
    def fine(self) -> bool:
        return not self.wrong


def read_rows(asked: ListAsked, written: Iterable[tuple[int, Typed]]) -> list[Row]:
    """Rows read cell by cell; an ID number that stands in an earlier row is wrong."""
    found = []
    seen: dict[tuple[str, str], int] = {}
    for position, typed in written:
        values, wrong = {}, {}
        for column in asked.columns:
            try:
                text = read_cell(column, typed.get(column.name, ""))
            except BadValue as bad:
                wrong[column.name] = str(bad)
                continue
            values[column.name] = text
            if column.type == "id_number" and text:
                earlier = seen.setdefault((column.name, text), position)
                if earlier != position:
                    wrong[column.name] = _("与第 %(n)d 行重复") % {"n": earlier}
        found.append(Row(position, dict(typed), values, wrong))
    return found


def read_cell(column: Column, written: str) -> str:
    """A cell's canonical text; empty where it may be. Raises BadValue with what was expected."""
    text = unicodedata.normalize("NFKC", written).strip()
    if not text:
        if column.required:
            raise BadValue(_("必填：%(expects)s") % {"expects": column.expects})
        return ""
    if column.type == "id_number":
        if text.startswith(LOST):
            raise BadValue(_("被表格改成了数字，末几位已丢失；请在这里改正，或把这一列设为文本再上传"))
        plain = text.replace(" ", "").upper()
        try:
            ric.validate(plain)
        except ValidationError:
            raise BadValue(_("身份证号不对（位数、日期或校验位）")) from None
        return plain
    value = parse(column, text)
    return value.isoformat() if isinstance(value, dt.date) else str(value if value is not None else "")


def given_by(asked: ListAsked, rows: Sequence[Row]) -> dict[str, Decimal]:
    """The facts a list gives, counted from the rows that are right; nothing while there is no row at all."""
    if not rows:
        return {}
    fine = [row for row in rows if row.fine]
    found = {}
    for fact, how in asked.gives.items():
        match = SUM.fullmatch(how)
        if match:
            found[fact] = sum((Decimal(row.values.get(match[1]) or 0) for row in fine), Decimal(0))
        else:
            found[fact] = Decimal(len(fine))
    return found


def masked(column: Column, text: str) -> str:
    """A cell for showing: the middle of a number and all but the first letter of a name as stars."""
    if not column.personal or not text:
        return text
    if column.type == "id_number" and len(text) > 8:
        return text[:3] + "*" * (len(text) - 7) + text[-4:]
    return text[:1] + "*" * min(len(text) - 1, 10)
