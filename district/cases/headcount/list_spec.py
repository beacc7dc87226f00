"""A list a version asks for (a staff list …): its columns, what a row's cells may hold, and the facts it gives."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from district.enterprises.actions import BadValue, parse
from district.ground.record.id_numbers import BadIdNumber, read_id_number

MOST, MOST_MONTHS = 500, 36
LOST = "≈"  # before a number that a spreadsheet has rounded
OF_COLUMN = re.compile(r"(sum|min)\((.+)\)")
MOMENT = re.compile(
    r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?[T ]*(\d{1,2})[:时](\d{1,2})分?(?::(\d{1,2})|(\d{1,2})秒)?(?:\.0+)?"
)
MONTH = re.compile(r"(\d{4})\s*[年./-]?\s*(\d{1,2})\s*月?(?:\s*[-/.]?\s*\d{1,2}日?.*)?")
Typed = Mapping[str, str]  # column → as written


@dataclass(frozen=True)
class Column:
    """`type`: string, number, date, month, moment (day and time) or id_number. Reads like a fact's kind, so that
    cells are read as facts are.

    `least` and `most`, both inclusive, bound numbers, dates and months; canonical texts, empty where there is none.
    """

    name: str
    type: str = "string"
    unit: str = ""
    required: bool = False
    personal: bool = False
    places: int | None = None
    choices: Sequence[str] = ()
    least: str = ""
    most: str = ""

    @property
    def expects(self) -> str:
        """What a cell should hold, for its label and the workbook."""
        known = {"number": _("数字"), "date": _("日期，例如 2022-06-24"), "month": _("月份，例如 2022-06"),
                 "moment": _("日期和时间，例如 2022-06-24 09:30"), "id_number": _("18 位身份证号")}  # fmt: skip
        words = "／".join(self.choices) or known.get(self.type, _("文字"))
        if self.least and self.most:
            words += " " + (self.least if self.least == self.most else f"{self.least}–{self.most}")
        elif self.least or self.most:
            words += f" ≥ {self.least}" if self.least else f" ≤ {self.most}"
        return f"{words}（{self.unit}）" if self.unit else words


@dataclass(frozen=True)
class Whose:
    """The columns that say whose heads a list counts, and for which months. `last` empty: `months` from the first."""

    number: str
    name: str
    first: str
    last: str
    months: int


@dataclass(frozen=True)
class ListAsked:
    """`gives`: fact → `count`, `sum(column)` or `min(column)`. `needed`: without a row there is no handing in. `again`:
    one person may stand in several rows.
    """

    name: str
    columns: tuple[Column, ...]
    most: int
    gives: Mapping[str, str]
    needed: bool = True
    whose: Whose | None = None
    again: bool = False


def asked_list(description: Mapping[str, Any]) -> ListAsked | None:
    """The list a version's description asks for."""
    asked = description.get("items")
    if not asked:
        return None
    columns = tuple(
        Column(each["name"], str(each.get("type") or "string"), str(each.get("unit") or ""),
               _true(each.get("required")), _true(each.get("personal")), None, tuple(each.get("one_of") or ()),
               str(each.get("from") or ""), str(each.get("to") or ""))
        for each in asked.get("columns") or []
    )  # fmt: skip
    return ListAsked(
        str(asked["name"]), columns, int(asked.get("most") or MOST), dict(asked.get("gives") or {}),
        _true(asked.get("needed", True)), _whose(description.get("workers") or {}),
    )  # fmt: skip


def _whose(said: Mapping[str, Any]) -> Whose | None:
    if not (said.get("number") and said.get("from")):
        return None
    return Whose(str(said["number"]), str(said.get("name") or ""), str(said["from"]), str(said.get("to") or ""),
                 int(said.get("months") or 1))  # fmt: skip


def _true(value: object) -> bool:
    return str(value).lower() in {"true", "yes"}


class Written(NamedTuple):
    """One row before it is read: the number it is called by, its cells, and the key it is kept under."""

    number: int
    typed: Typed
    key: str = ""


@dataclass(frozen=True)
class Row:
    """One row as written and as read. `values` are canonical texts of right cells, `wrong` says what is not."""

    number: int
    typed: Typed
    values: Mapping[str, str]
    wrong: Mapping[str, str]
    key: str = ""

    @property
    def fine(self) -> bool:
        return not self.wrong


def read_rows(asked: ListAsked, written: Iterable[Written]) -> list[Row]:
    """Rows read cell by cell; months out of order are wrong, and so is an ID number that stands in an earlier row.

    Where a list says for which months, one who left and came back is two rows, as long as their months are apart.
    """
    found = []
    seen: dict[tuple[str, str], list[Row]] = {}
    for number, typed, key in written:
        values, wrong = {}, {}
        for column in asked.columns:
            try:
                text = read_cell(column, typed.get(column.name, ""))
            except BadValue as bad:
                wrong[column.name] = str(bad)
                continue
            values[column.name] = text
        if asked.whose and (why := _bad_span(asked.whose, values)):
            wrong.setdefault(asked.whose.last, why)
        row = Row(number, dict(typed), values, wrong, key)
        for column in asked.columns:
            if column.type == "id_number" and values.get(column.name) and not asked.again:
                before = seen.setdefault((column.name, values[column.name]), [])
                if (earlier := _in_the_way(asked.whose, column, row, before)) is not None:
                    wrong[column.name] = _("与第 %(n)d 行重复") % {"n": earlier.number}
                before.append(row)
        found.append(row)
    return found


def _in_the_way(whose: Whose | None, column: Column, row: Row, before: Sequence[Row]) -> Row | None:
    """An earlier row of the same number that this one may not stand beside: any, unless months keep them apart."""
    if whose is None or column.name != whose.number:
        return before[0] if before else None
    return next((each for each in before if _overlap(whose, row, each)), None)


def _overlap(whose: Whose, one: Row, other: Row) -> bool:
    try:
        (first, last), (from_, to) = months_of(whose, one.values), months_of(whose, other.values)
    except (KeyError, ValueError):  # months not given or not right: nothing keeps the rows apart
        return True
    return first <= to and from_ <= last


def _bad_span(whose: Whose, values: Mapping[str, str]) -> str:
    first, last = values.get(whose.first, ""), values.get(whose.last, "")
    if not (first and last):
        return ""
    if last < first:
        return _("早于“%(first)s”") % {"first": whose.first}
    (year, month), (to_year, to_month) = _year_month(first), _year_month(last)
    if (to_year - year) * 12 + to_month - month >= MOST_MONTHS:
        return _("一行至多 %(n)d 个月") % {"n": MOST_MONTHS}
    return ""


def _year_month(text: str) -> tuple[int, int]:
    return int(text[:4]), int(text[5:7])


def months_of(whose: Whose, values: Mapping[str, str]) -> tuple[dt.date, dt.date]:
    """The first days of the first and of the last month a right row speaks of."""
    year, month = _year_month(values[whose.first])
    if whose.last:
        to_year, to_month = _year_month(values.get(whose.last) or values[whose.first])
        return dt.date(year, month, 1), dt.date(to_year, to_month, 1)
    after = month - 1 + whose.months - 1
    return dt.date(year, month, 1), dt.date(year + after // 12, after % 12 + 1, 1)


def read_cell(column: Column, written: str) -> str:
    """A cell's canonical text; empty where it may be. Raises BadValue with what was expected."""
    text = unicodedata.normalize("NFKC", written).strip()
    if not text:
        if column.required:
            raise BadValue(_("必填：%(expects)s") % {"expects": column.expects})
        return ""
    if column.type == "id_number":
        return _id_number(text)
    if column.type == "month":
        return _within(column, _month(text))
    if column.type == "moment":
        return _within(column, _moment(text))
    value = parse(column, text)
    if isinstance(value, Decimal):
        return _within(column, f"{value.normalize():f}")
    return _within(column, value.isoformat() if isinstance(value, dt.date) else str(value if value is not None else ""))


def _id_number(text: str) -> str:
    if text.startswith(LOST):
        raise BadValue(_("被表格改成了数字，末几位已丢失；请在这里改正，或把这一列设为文本再上传"))
    try:
        return read_id_number(text)
    except BadIdNumber:
        raise BadValue(_("身份证号不对（位数、日期或校验位）")) from None


def _month(text: str) -> str:
    match = MONTH.fullmatch(text)
    if not match or not 1 <= int(match[2]) <= 12 or not 2000 <= int(match[1]) <= 2100:
        raise BadValue(_("月份应写成 2022-03 或 2022年3月"))
    return f"{int(match[1])}-{int(match[2]):02}"


def _moment(text: str) -> str:
    """To the second, without a zone: as the clock on the wall said."""
    match = MOMENT.fullmatch(text)
    try:
        if match:
            parts = [int(each or 0) for each in (*match.groups()[:5], match[6] or match[7])]
            return dt.datetime(*parts, tzinfo=None).isoformat()  # type: ignore[misc,arg-type] # noqa: DTZ001
    except ValueError:
        pass
    raise BadValue(_("时间应写成 2022-06-24 09:30"))


def _within(column: Column, text: str) -> str:
    """`text`, if it keeps to the column's bounds; ISO dates and months compare as texts."""
    number = column.type == "number"
    if column.least and (Decimal(text) < Decimal(column.least) if number else text < column.least):
        raise BadValue(_("应不小于 %(bound)s") % {"bound": column.least} if number
                       else _("应不早于 %(bound)s") % {"bound": column.least})  # fmt: skip
    if column.most and (Decimal(text) > Decimal(column.most) if number else text > column.most):
        raise BadValue(_("应不大于 %(bound)s") % {"bound": column.most} if number
                       else _("应不晚于 %(bound)s") % {"bound": column.most})  # fmt: skip
    return text


def given_by(asked: ListAsked, rows: Sequence[Row]) -> dict[str, Decimal]:
    """The facts a list gives, counted from the rows that are right; nothing while there is no row at all."""
    if not rows:
        return {}
    fine = [row for row in rows if row.fine]
    found = {}
    for fact, how in asked.gives.items():
        match = OF_COLUMN.fullmatch(how)
        if match:
            numbers = [Decimal(row.values.get(match[2]) or 0) for row in fine]
            found[fact] = min(numbers, default=Decimal(0)) if match[1] == "min" else sum(numbers, Decimal(0))
        else:
            found[fact] = Decimal(_heads(asked.whose, fine))
    return found


def _heads(whose: Whose | None, fine: Sequence[Row]) -> int:
    """How many people the right rows are of."""
    if whose is None:
        return len(fine)
    numbers = [row.values.get(whose.number, "") for row in fine]
    return len({number for number in numbers if number}) + numbers.count("")


def falls_short(asked: ListAsked, fact: str, listed: Decimal, known: Decimal) -> bool:
    """Whether a list says otherwise than what is known. A list filled to its last row says only "at least"."""
    full = asked.gives.get(fact) == "count" and listed >= asked.most
    return known < listed if full else known != listed


def masked(column: Column, text: str) -> str:
    """A cell for showing: the middle of a number and all but the first letter of a name as stars."""
    if not column.personal or not text:
        return text
    if column.type == "id_number" and len(text) > 8:
        return text[:3] + "*" * (len(text) - 7) + text[-4:]
    return text[:1] + "*" * min(len(text) - 1, 10)
