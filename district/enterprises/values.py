"""Fact values as text and back: one canonical form per type, so that equal values are equal texts.

Number: `12.50` with the kind's places; date: ISO; boolean: true / false; string: trimmed, inner spaces single.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Protocol

from django.utils.translation import gettext as _

from district.enterprises import spoken
from district.enterprises.trades.queries import STANDARD, nearest, trade_of

Value = Decimal | bool | dt.date | str
TRUE, FALSE = {"true", "是", "有", "yes", "y", "1", "√"}, {"false", "否", "无", "no", "n", "0", "×"}
TRADE = "行业代码"
MOST = Decimal("1E+16")  # a fact's integer digits, as the rulebook's columns hold them
DATE_FORMS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})"),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
HOUR = re.compile(r"(?<=[\d日])(?:T| +)\d{1,2}:\d{2}.*")  # behind a day, as systems export it
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
PLAIN = re.compile(r"[+-]?\d+(\.\d*)?")


class KindLike(Protocol):
    """What is needed of a FactKind."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def places(self) -> int | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def choices(self) -> Sequence[str]: ...


class BadValue(ValueError):
    """A value that its fact cannot have; `str()` says what was expected, fit for the person who wrote it."""


INVISIBLE = {
    "\u200b": "零宽空格", "\u200c": "零宽不连字", "\u200d": "零宽连字", "\u2060": "词连接符",
    "\ufeff": "字节顺序标记", "\u00ad": "软连字符", "\u200e": "左至右标记", "\u200f": "右至左标记",
    "\u202a": "左至右嵌入", "\u202b": "右至左嵌入", "\u202c": "方向结束",
    "\u202d": "左至右强制", "\u202e": "右至左强制",
}  # fmt: skip


def invisible(text: str) -> str:
    """The characters of a text that nobody sees, by name and number; "" where there are none."""
    if text.isprintable():
        return ""  # what is not seen is not printable either
    found = dict.fromkeys(char for char in text if _unseen(char))
    return "、".join(f"{INVISIBLE.get(char, '')} U+{ord(char):04X}".strip() for char in found)


def visible(text: str) -> str:
    """`normal`, without what nobody sees."""
    return normal(text if text.isprintable() else "".join(char for char in text if not _unseen(char)))


def _unseen(char: str) -> bool:
    return unicodedata.category(char) in {"Cf", "Cc"} and not char.isspace()


def normal(text: str) -> str:
    """Full-width digits and letters made half-width, white space trimmed and made single."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


def parse(kind: KindLike, written: object, *, factor: Decimal = Decimal(1)) -> Value | None:
    """A typed value out of what a person or a workbook wrote; None when empty. Raises BadValue.

    `factor` turns the written unit into the fact's own (万元 → 元: 10000).
    """
    if written is None or (isinstance(written, str) and not written.strip()):
        return None
    if kind.type != "string" or kind.choices:
        _refuse_invisible(str(written))
    if kind.type == "date":
        return _date(written)
    if kind.type == "number":
        return _number(kind, written, factor)
    if kind.type == "boolean":
        return _boolean(written)
    if kind.name == TRADE:
        return _trade(visible(str(written)))
    if not kind.choices:
        return visible(str(written))
    text = normal(str(written))
    if text not in kind.choices:
        raise BadValue(_("应是 %(choices)s 之一") % {"choices": "、".join(kind.choices[:12])})
    return text


def _refuse_invisible(text: str) -> None:
    if named := invisible(text):
        raise BadValue(_("里面有看不见的字符：%(named)s，请删去") % {"named": named})


def _trade(text: str) -> str:
    """A code of the national classification, two to four digits; its letter and its name may stand with it."""
    found = trade_of(text)
    if found is not None:
        return found.code
    if near := nearest(text):
        meant = "、".join(f"{each.code}（{each.name}）" for each in near)
        raise BadValue(
            _("%(standard)s 没有“%(text)s”，是不是 %(near)s") % {"standard": STANDARD, "text": text, "near": meant}
        )
    raise BadValue(_("应是 %(standard)s 的行业代码，二到四位，例如 6513") % {"standard": STANDARD})


def _date(written: object) -> dt.date:
    if isinstance(written, dt.datetime):
        return written.date()
    if isinstance(written, dt.date):
        return written
    if isinstance(written, int | float) and 20_000 < written < 80_000:  # a spreadsheet's day number
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(written))
    if isinstance(written, float):
        written = int(written) if written.is_integer() else ""  # 20190301 typed as a number
    text = HOUR.sub("", normal(str(written))).replace(" ", "")
    for form in DATE_FORMS:
        if found := form.fullmatch(text):
            try:
                return dt.date(*map(int, found.groups()[:3]))
            except ValueError:
                raise BadValue(_("没有这一天")) from None
    raise BadValue(_("应是日期，例如 2022-06-24 或 2022年6月24日"))


def _number(kind: KindLike, written: object, factor: Decimal) -> Decimal:
    text = normal(repr(written) if isinstance(written, float) else str(written)).replace(" ", "")
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if isinstance(written, str) and factor == 1 and not PLAIN.fullmatch(text):
        said = spoken.number(text, kind.unit, whole=kind.places == 0)
        if said is not None and said.exact:
            text = f"{said.value:f}" if abs(said.value) < MOST else text  # type: ignore[arg-type]
    if isinstance(written, bool) or not (PLAIN.fullmatch(text) or isinstance(written, float)):
        raise BadValue(_("应是数字"))
    try:
        number = Decimal(text) * factor
    except InvalidOperation:
        raise BadValue(_("应是数字")) from None
    if not number.is_finite() or abs(number) >= MOST:
        raise BadValue(_("数字太大"))
    places = 6 if kind.places is None else kind.places
    exact = number.quantize(Decimal(1).scaleb(-places))
    if exact != number and places == 0:
        raise BadValue(_("应是整数"))
    if exact != number and not isinstance(written, float):
        raise BadValue(_("至多 %(n)d 位小数") % {"n": places})
    return exact


def _boolean(written: object) -> bool:
    word = normal(str(written)).lower()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise BadValue(_("应是“是”或“否”"))


def text_of(kind: KindLike, value: Value) -> str:
    """The canonical text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.quantize(Decimal(1).scaleb(-(6 if kind.places is None else kind.places))):f}"
    return value.isoformat() if isinstance(value, dt.date) else value


def value_of(kind: KindLike, text: str) -> Value:
    """The value of a canonical text."""
    if kind.type == "number":
        return Decimal(text)
    if kind.type == "boolean":
        return text == "true"
    return dt.date.fromisoformat(text) if kind.type == "date" else text


FRESH = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")


def stale_after(fresh: str, valid_from: dt.date) -> dt.date | None:
    """The last day on which a fact true from `valid_from` still counts; None when it does not age."""
    found = FRESH.fullmatch(fresh)
    if not fresh or not found:
        return None
    years, months, days = (int(part or 0) for part in found.groups())
    total = valid_from.year * 12 + valid_from.month - 1 + years * 12 + months
    year, month = divmod(total, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(valid_from.day, last)) + dt.timedelta(days=days)


def first_fresh(fresh: str, today: dt.date) -> dt.date:
    """The earliest day from which a fact true then still counts today; the first of all days when it does not age."""
    found = FRESH.fullmatch(fresh)
    if not fresh or not found:
        return dt.date.min
    years, months, days = (int(part or 0) for part in found.groups())
    day, one = today - dt.timedelta(days=years * 366 + months * 31 + days + 1), dt.timedelta(days=1)
    while (last := stale_after(fresh, day)) is not None and last < today:
        day += one
    return day
