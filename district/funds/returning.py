"""A return file as a table, from whichever treasury or bank: its columns are chosen once and remembered by the header.

A file in the district's own form (H, D, T; see bank.py) needs no choosing, also after WPS has saved it as a workbook.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from district.enterprises.queries import BadFile as BadSheet
from district.enterprises.queries import Sheet, is_data, read_sheet
from district.funds import bank
from district.funds.bank import BadFile, Row
from district.funds.models import ReturnColumns
from district.funds.models.paying import Payment
from district.ground import clock
from district.ground.people.queries import Person

MOST_BYTES, MOST_ROWS, MOST_WORDS = 20 * 1024 * 1024, 20_000, 20
HEADS: dict[str, tuple[str, ...]] = {
    "reference": ("付款编号", "付款参考号", "业务编号", "流水编号", "编号"),
    "amount": ("金额", "交易金额", "付款金额", "支付金额"),
    "result": ("结果", "处理结果", "交易状态", "支付状态", "状态"),
    "reason": ("原因", "失败原因", "退汇原因", "摘要", "备注", "附言"),
}
UNITS = {"元": Decimal(1), "分": Decimal("0.01"), "万元": Decimal(10_000)}
HEADING = re.compile(r"(.*?)\s*[(（]\s*(?:单位[:：])?\s*(元|分|万元)\s*[)）]\s*")
WORDS = {
    "paid": ("成功", "已付", "已入账", "入账成功"), "failed": ("失败", "拒绝", "不成功"),
    "unknown": ("不明", "处理中", "待查"), "refunded": ("退汇", "退回", "退票"),
}  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """Places of a table's columns, from 0; `words`: what each of its results means (a Payment.State)."""

    reference: int
    amount: int
    result: int
    reason: int | None = None
    unit: str = "元"
    words: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        return {**vars(self), "words": dict(self.words)}

    @property
    def places(self) -> list[int]:
        return [self.reference, self.amount, self.result, *([] if self.reason is None else [self.reason])]


@dataclass(frozen=True)
class Table:
    """A return file's table: headings as written, the file's number of the first row, rows of text."""

    header: tuple[str, ...]
    first: int
    rows: list[tuple[int, list[str]]]
    fingerprint: str

    def samples(self, place: int) -> list[str]:
        """Up to three values of a column, to choose by."""
        return list(dict.fromkeys(row[place] for _n, row in self.rows[:200] if place < len(row) and row[place]))[:3]

    def words(self, place: int) -> list[str]:
        """The different words of a column of results."""
        return list(dict.fromkeys(row[place].strip() for _n, row in self.rows if place < len(row)))


class ColumnsWanted(Exception):
    """The table's columns have not been chosen yet."""

    def __init__(self, table: Table) -> None:
        super().__init__(_("请先指定每一列是什么。"))
        self.table = table


def read(content: bytes, name: str, reference: str, columns: Columns | None = None) -> list[Row]:
    """The rows of a return file for this batch, CSV or workbook. Raises BadFile; ColumnsWanted for a table that has not
    been seen before and comes without `columns`.
    """
    if len(content) > MOST_BYTES:
        raise BadFile(0, _("文件超过 20 MB，不像是一个批次的回单。"))
    if bank.is_own(content):
        return bank.read(content, reference)
    table = _table(content, name)
    if table.header[:1] == ("H",):
        lines = [(table.first - 1, list(table.header)), *table.rows]
        return bank.rows_of([(number, bank.plain(row)) for number, row in lines if any(row)], reference)
    columns = columns or remembered(table)
    if columns is None:
        raise ColumnsWanted(table)
    return [_row(number, row, columns) for number, row in table.rows]


def table_of(content: bytes, name: str) -> Table:
    """The table of a file whose columns are to be chosen. Raises BadFile."""
    return _table(content, name)


def _table(content: bytes, name: str) -> Table:
    heads = ("H", *(word for words in HEADS.values() for word in words))
    with tempfile.NamedTemporaryFile() as kept:
        kept.write(content)
        kept.flush()
        try:
            sheet: Sheet = read_sheet(Path(kept.name), name, heads)
        except BadSheet as bad:
            raise BadFile(0, _("不是回单文件：%(why)s") % {"why": bad}) from None
    rows = [
        (sheet.first + place, [_text(cell) for cell in row])
        for place, row in enumerate(sheet.rows) if is_data(row)
    ]  # fmt: skip
    if not rows:
        raise BadFile(0, _("表头下面没有一行数据。"))
    if len(rows) > MOST_ROWS:
        raise BadFile(0, _("回单有 %(n)d 行，多于一个批次可能有的。") % {"n": len(rows)})
    mark = hashlib.sha256("\x1f".join(sheet.header).encode()).hexdigest()
    return Table(tuple(sheet.header), sheet.first, rows, mark)


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return f"{Decimal(str(cell)):f}".removesuffix(".0")
    return "" if cell is None else str(cell).strip()


def remembered(table: Table) -> Columns | None:
    """As chosen last for this header, where every word of its results was chosen too."""
    found = ReturnColumns.objects.filter(fingerprint=table.fingerprint).first()
    if found is None:
        return None
    columns = Columns(**found.columns)
    return columns if set(table.words(columns.result)) <= set(columns.words) else None


def remember(table: Table, columns: Columns, by: Person) -> None:
    chosen = {"columns": columns.as_json(), "used_at": clock.now(), "by": by}
    known = ReturnColumns.objects.filter(fingerprint=table.fingerprint).first()
    if known is not None:
        words = {**known.columns["words"], **columns.words}
        chosen["columns"] = {**columns.as_json(), "words": words}
    ReturnColumns.objects.update_or_create(fingerprint=table.fingerprint, defaults=chosen)


def propose(table: Table) -> dict[str, int | None]:
    """Role → place, by what the headings say; None where no heading says it."""
    found: dict[str, int | None] = {}
    plain = [_heading(each)[0] for each in table.header]
    for role, names in HEADS.items():
        found[role] = next((plain.index(name) for name in names if name in plain), None)
    return found


def unit_of(table: Table, place: int | None) -> str:
    """The unit a heading names: `金额（分）`; yuan where it names none."""
    return _heading(table.header[place])[1] if place is not None else "元"


def meaning(word: str) -> str:
    """What a word most likely means, to be confirmed; empty where one cannot tell."""
    if word in bank.RESULTS:
        return bank.RESULTS[word]
    likely = [result for result, words in WORDS.items() if any(each in word for each in words)]
    if "不成功" in word:
        likely = ["failed"]
    return likely[0] if len(likely) == 1 else ""


def choose(table: Table, places: Mapping[str, int | None], unit: str, words: Mapping[str, str]) -> Columns:
    """Columns as a person chose them. Raises BadFile: one is missing or twice, a word without meaning."""
    wanted = {"reference": _("付款编号"), "amount": _("金额"), "result": _("结果")}
    if missing := [label for role, label in wanted.items() if places.get(role) is None]:
        raise BadFile(0, _("还没有指定：%(names)s。") % {"names": "、".join(missing)})
    chosen = [place for place in places.values() if place is not None]
    if len(set(chosen)) != len(chosen) or not all(0 <= place < len(table.header) for place in chosen):
        raise BadFile(0, _("同一列只能对应一项。"))
    result = places["result"]
    assert result is not None
    found = table.words(result)
    if len(found) > MOST_WORDS:
        raise BadFile(0, _("“%(head)s”这一列有 %(n)d 种写法，不像是结果。") % {
            "head": table.header[result], "n": len(found)})  # fmt: skip
    if unclear := [word for word in found if words.get(word) not in bank.OUTCOMES]:
        raise BadFile(0, _("还没有指定这些结果的意思：%(words)s。") % {
            "words": "、".join(word or _("（空白）") for word in unclear)})  # fmt: skip
    return Columns(
        reference=_must(places, "reference"), amount=_must(places, "amount"), result=result,
        reason=places.get("reason"), unit=unit if unit in UNITS else "元", words={word: words[word] for word in found},
    )  # fmt: skip


def _must(places: Mapping[str, int | None], role: str) -> int:
    place = places[role]
    assert place is not None
    return place


def _row(number: int, row: Sequence[str], columns: Columns) -> Row:
    def cell(place: int | None) -> str:
        return row[place].strip() if place is not None and place < len(row) else ""

    reference = cell(columns.reference)
    if not reference:
        raise BadFile(number, _("没有付款编号。"))
    if re.fullmatch(r"\d+(\.\d+)?[eE]\+?\d+", reference):
        raise BadFile(
            number, _("付款编号“%(text)s”被表格软件写成了科学记数，请用银行给的原文件。") % {"text": reference}
        )
    result = columns.words.get(cell(columns.result))
    if result is None:
        raise BadFile(number, _("结果“%(word)s”没有指定过意思。") % {"word": cell(columns.result)[:40]})
    fen = bank.fen_of(number, cell(columns.amount), UNITS[columns.unit])
    return reference[:64], fen, result, cell(columns.reason)[:200]


def _heading(text: str) -> tuple[str, str]:
    found = HEADING.fullmatch(text.strip())
    return (found[1].strip(), found[2]) if found else (text.strip(), "元")


assert set(WORDS) == set(bank.OUTCOMES) <= set(Payment.State.values)
