"""The file a batch goes out in, and the one that comes back: CSV with control totals, a checksum, a key for each line.

Out:   H,批次号,笔数,总金额,日期,幂等键 / D,序号,付款编号,户名,账号,开户银行,联行号,金额,用途 / T,笔数,总金额,SHA-256
Back:  H,批次号,笔数 / D,付款编号,金额,结果,原因 / T,笔数,总金额,SHA-256 (the checksum may be left out)
The checksum is of all bytes before the line that holds it. Results: 成功 失败 不明 退汇 (paid failed unknown refunded).
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from district.funds.models import Batch, Payment
from district.funds.money import NotMoney, to_fen, to_yuan
from district.ground.tables.sheets import as_text

Row = tuple[str, int, str, str]  # payment's reference, fen, result, reason
RESULTS = {
    "成功": "paid", "失败": "failed", "不明": "unknown", "退汇": "refunded",
    "paid": "paid", "failed": "failed", "unknown": "unknown", "refunded": "refunded",
}  # fmt: skip
OUTCOMES = frozenset(RESULTS.values())
CHINESE = {result: word for word, result in RESULTS.items() if not word.isascii()}
ENGLISH = {result: result for result in OUTCOMES}
AMOUNT = re.compile(r"[¥￥]?\s*(-?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?)\s*元?")


class BadFile(ValueError):
    """The return file cannot be used; nothing of it was. `row` is its line, 0 for the file as a whole."""

    def __init__(self, row: int, why: str) -> None:
        self.row, self.why = row, why
        super().__init__(_("第 %(n)d 行：%(why)s") % {"n": row, "why": why} if row else why)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sent_payments(batch: Batch) -> list[Payment]:
    """The payments that go through the bank, in order: not those cancelled, or offset in full."""
    rows = batch.payments.exclude(state=Payment.State.CANCELLED).select_related("payee", "instalment__award")
    return [row for row in rows.order_by("pk") if row.fen > row.offset]


def write(batch: Batch) -> bytes:
    """The file of a released batch: the same bytes every time it is asked for."""
    payments = sent_payments(batch)
    total = _money(sum(row.fen - row.offset for row in payments))
    released = timezone.localtime(batch.released_at).date() if batch.released_at else ""
    key = sha256("\n".join(f"{row.reference}:{row.fen - row.offset}" for row in payments).encode())[:32]
    lines: list[list[object]] = [["H", batch.reference, len(payments), total, released, key]]
    for place, row in enumerate(payments, 1):
        to = row.payee
        holder, at, title = map(as_text, (to.holder, to.bank, row.instalment.award.title))
        lines.append(["D", place, row.reference, holder, to.number, at, to.bank_code,
                      _money(row.fen - row.offset), title])  # fmt: skip
    body = b"\xef\xbb\xbf" + _csv(lines)
    return body + _csv([["T", len(payments), total, sha256(body)]])


def answer(reference: str, rows: Iterable[Row]) -> bytes:
    """A return file as a bank writes it: for tests and the demonstration."""
    kept = list(rows)
    body = _csv(
        [["H", reference, len(kept)], *[["D", ref, _money(fen), result, why] for ref, fen, result, why in kept]]
    )
    return body + _csv([["T", len(kept), _money(sum(row[1] for row in kept)), sha256(body)]])


def is_own(content: bytes) -> bool:
    """Whether this is a CSV in the district's own form, by its beginning."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"H,", b'"H"'))


def read(content: bytes, reference: str) -> list[Row]:
    """The rows of a return file in the own form for this batch. Raises BadFile at the first thing that is wrong."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            raise BadFile(0, _("文件不是 UTF-8 或 GB18030 编码的文字。")) from None
    try:
        lines = [(number, row) for number, row in enumerate(csv.reader(io.StringIO(text)), 1) if any(row)]
    except csv.Error as error:
        raise BadFile(0, _("读不成 CSV：%(why)s。多半是引号没有成对。") % {"why": error}) from None
    start = content.rstrip(b"\r\n").rfind(b"\n") + 1
    return rows_of([(number, plain(row)) for number, row in lines], reference, sha256(content[:start]))


def plain(row: list[str]) -> list[str]:
    """A line without the empty cells that a spreadsheet puts at its end."""
    while row and not row[-1].strip():
        row = row[:-1]
    return [cell.strip() for cell in row]


def rows_of(lines: list[tuple[int, list[str]]], reference: str, digest: str = "") -> list[Row]:
    """The rows of H, D … D, T; `digest` is that of the bytes before the last line, where there are bytes."""
    if len(lines) < 2 or lines[0][1][:1] != ["H"] or lines[-1][1][:1] != ["T"]:
        raise BadFile(0, _("不是回单文件：第一行应以 H 开头，最后一行应以 T 开头。"))
    if lines[0][1][1:2] != [reference]:
        raise BadFile(lines[0][0], _("这是另一个批次的回单，应是 %(reference)s。") % {"reference": reference})
    rows = [_row(number, row) for number, row in lines[1:-1]]
    _check_end(lines[0][1], lines[-1], rows, digest)
    seen: set[str] = set()
    for (number, _line), row in zip(lines[1:-1], rows, strict=True):
        if row[0] in seen:
            raise BadFile(number, _("付款编号 %(ref)s 出现了两次。") % {"ref": row[0][:64]})
        seen.add(row[0])
    return rows


def _row(number: int, row: list[str]) -> Row:
    if row[0] != "D" or len(row) < 4:
        raise BadFile(number, _("明细行应是 D,付款编号,金额,结果,原因。"))
    result = RESULTS.get(row[3])
    if result is None:
        raise BadFile(number, _("结果写的是“%(word)s”，应是 成功、失败、不明、退汇 之一。") % {"word": row[3][:40]})
    return row[1][:64], fen_of(number, row[2]), result, (row[4] if len(row) > 4 else "")[:200]


def fen_of(number: int, text: str, unit: Decimal = Decimal(1)) -> int:
    """An amount as written, `1,234.50` or `¥1234.5`, in fen; `unit` in yuan. Raises BadFile with the row."""
    found = AMOUNT.fullmatch(text.strip())
    if found is None or len(text) > 40:
        raise BadFile(number, _("金额“%(text)s”读不出来。") % {"text": text[:40]})
    try:
        return to_fen(Decimal(found[1].replace(",", "").replace("，", "")) * unit)
    except NotMoney as error:
        raise BadFile(number, str(error)) from None


def _check_end(head: list[str], end: tuple[int, list[str]], rows: list[Row], digest: str) -> None:
    number, row = end
    if len(row) < 3 or whole(row[1]) != str(len(rows)):
        raise BadFile(number, _("笔数不符：末行写 %(said)s，实有 %(n)d。") % {
            "said": "".join(row[1:2])[:40], "n": len(rows)})  # fmt: skip
    if fen_of(number, row[2]) != sum(each[1] for each in rows):
        raise BadFile(number, _("总金额不符：末行写 %(said)s。") % {"said": row[2][:40]})
    if len(row) > 3 and row[3] not in {digest, *_as_written(head, rows)}:
        raise BadFile(number, _("校验码不符：文件在传输中损坏，或者另存时内容变了。请上传银行给的原文件。"))


def whole(text: str) -> str:
    """A count as a spreadsheet may have written it: `3`, `3.0`, `3.00`."""
    return re.sub(r"\.0+$", "", text)


def _as_written(head: list[str], rows: list[Row]) -> set[str]:
    """The checksums these rows have as a bank writes them: a spreadsheet that saved the file has changed its bytes, but
    not what it says, if one of them is the one at its end.
    """
    found: set[str] = set()
    first: list[object] = ["H", head[1], whole(head[2]) if len(head) > 2 else len(rows)]
    for names in (CHINESE, ENGLISH):
        lines: list[list[object]] = [first]
        lines += [["D", ref, _money(fen), names[result], why] for ref, fen, result, why in rows]
        body = _csv(lines)
        for each in (body, body.replace(b"\r\n", b"\n")):
            found |= {sha256(each), sha256(b"\xef\xbb\xbf" + each)}
            try:
                found.add(sha256(each.decode().encode("gb18030")))
            except UnicodeEncodeError:
                continue
    return found


def _money(fen: int) -> str:
    return f"{to_yuan(fen):.2f}"


def _csv(lines: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()
