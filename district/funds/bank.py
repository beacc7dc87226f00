"""The file a batch goes out in, and the one that comes back: CSV with control totals, a checksum, a key for each line.

Out:   H,批次号,笔数,总金额,日期,幂等键 / D,序号,付款编号,户名,账号,开户银行,联行号,金额,用途 / T,笔数,总金额,SHA-256
Back:  H,批次号,笔数 / D,付款编号,金额,结果,原因 / T,笔数,总金额,SHA-256 (the checksum may be left out)
The checksum is of all bytes before the line that holds it. Results: 成功 失败 不明 退汇 (paid failed unknown refunded).
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import gettext as _

from district.funds import sealing
from district.funds.models import Batch, Payment
from district.funds.money import NotMoney, to_fen, to_yuan

Row = tuple[str, int, str, str]  # payment's reference, fen, result, reason
RESULTS = {
    "成功": "paid", "失败": "failed", "不明": "unknown", "退汇": "refunded",
    "paid": "paid", "failed": "failed", "unknown": "unknown", "refunded": "refunded",
}  # fmt: skip


class BadFile(ValueError):
    """The return file cannot be used; nothing of it was. `row` is its line, 0 for the file as a whole."""

    def __init__(self, row: int, why: str) -> None:
        self.row, self.why = row, why
        super().__init__(_("第 %(n)d 行：%(why)s") % {"n": row, "why": why} if row else why)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sent_payments(batch: Batch) -> list[Payment]:
    """The payments that go through the bank, in order: not those cancelled, or offset in full."""
    rows = batch.payments.exclude(state=Payment.State.CANCELLED).select_related(
        "payee__enterprise", "instalment__award"
    )
    return [row for row in rows.order_by("pk") if row.fen > row.offset]


def write(batch: Batch) -> bytes:
    """The file of a released batch: the same bytes every time it is asked for."""
    payments = sent_payments(batch)
    total = _money(sum(row.fen - row.offset for row in payments))
    released = timezone.localtime(batch.released_at).date() if batch.released_at else ""
    key = sha256("\n".join(f"{row.reference}:{row.fen - row.offset}" for row in payments).encode())[:32]
    lines: list[list[object]] = [["H", batch.reference, len(payments), total, released, key]]
    for place, row in enumerate(payments, 1):
        number = sealing.unseal(bytes(row.payee.sealed), row.payee.enterprise.uscc)
        lines.append(["D", place, row.reference, row.payee.holder, number, row.payee.bank, row.payee.bank_code,
                      _money(row.fen - row.offset), row.instalment.award.title])  # fmt: skip
    body = b"\xef\xbb\xbf" + _csv(lines)
    return body + _csv([["T", len(payments), total, sha256(body)]])


def answer(reference: str, rows: Iterable[Row]) -> bytes:
    """A return file as a bank writes it: for tests and the demonstration."""
    kept = list(rows)
    body = _csv(
        [["H", reference, len(kept)], *[["D", ref, _money(fen), result, why] for ref, fen, result, why in kept]]
    )
    return body + _csv([["T", len(kept), _money(sum(row[1] for row in kept)), sha256(body)]])


def read(content: bytes, reference: str) -> list[Row]:
    """The rows of a return file for this batch. Raises BadFile at the first thing that is wrong with the file."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            raise BadFile(0, _("文件不是 UTF-8 或 GB18030 编码的文字。")) from None
    lines = [(number, row) for number, row in enumerate(csv.reader(io.StringIO(text)), 1) if any(row)]
    if len(lines) < 2 or lines[0][1][0] != "H" or lines[-1][1][0] != "T":
        raise BadFile(0, _("不是回单文件：第一行应以 H 开头，最后一行应以 T 开头。"))
    if lines[0][1][1:2] != [reference]:
        raise BadFile(lines[0][0], _("这是另一个批次的回单，应是 %(reference)s。") % {"reference": reference})
    rows = [_row(number, row) for number, row in lines[1:-1]]
    _check_end(content, lines[-1], rows)
    seen: set[str] = set()
    for (number, _line), row in zip(lines[1:-1], rows, strict=True):
        if row[0] in seen:
            raise BadFile(number, _("付款编号 %(ref)s 出现了两次。") % {"ref": row[0]})
        seen.add(row[0])
    return rows


def _row(number: int, row: list[str]) -> Row:
    if row[0] != "D" or len(row) < 4:
        raise BadFile(number, _("明细行应是 D,付款编号,金额,结果,原因。"))
    result = RESULTS.get(row[3].strip())
    if result is None:
        raise BadFile(number, _("结果写的是“%(word)s”，应是 成功、失败、不明、退汇 之一。") % {"word": row[3]})
    return row[1].strip(), _fen(number, row[2]), result, (row[4].strip() if len(row) > 4 else "")[:200]


def _fen(number: int, text: str) -> int:
    try:
        return to_fen(Decimal(text.strip()))
    except (InvalidOperation, NotMoney):
        raise BadFile(number, _("金额“%(text)s”读不出来。") % {"text": text}) from None


def _check_end(content: bytes, end: tuple[int, list[str]], rows: list[Row]) -> None:
    number, row = end
    if len(row) < 3 or row[1].strip() != str(len(rows)):
        raise BadFile(number, _("笔数不符：末行写 %(said)s，实有 %(n)d。") % {"said": row[1:2], "n": len(rows)})
    if _fen(number, row[2]) != sum(each[1] for each in rows):
        raise BadFile(number, _("总金额不符：末行写 %(said)s。") % {"said": row[2]})
    if len(row) > 3 and row[3].strip():
        start = content.rstrip(b"\r\n").rfind(b"\n") + 1
        if sha256(content[:start]) != row[3].strip():
            raise BadFile(number, _("校验码不符，文件可能在传输中损坏或被改动。"))


def _money(fen: int) -> str:
    return f"{to_yuan(fen):.2f}"


def _csv(lines: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()
