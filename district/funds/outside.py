"""Writes on what other offices gave: entered by hand or from a workbook, voided with a reason."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.enterprises.queries import BadFile, Enterprise, is_data, read_sheet
from district.funds.checks import NotMoney, NotPossible
from district.funds.models import OutsideGrant
from district.funds.money import to_fen
from district.funds.permissions import may_enter_outside, may_void_outside
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person, Role, bureau_of
from district.ground.record.actions import lock, write_log
from district.policies.queries import Programme, named_programmes

ROOM = "funds"
HEADS = ("统一社会信用代码", "给付部门", "项目", "金额", "给付日期", "来源")
MOST_BYTES, MOST_ROWS = 5 * 1024 * 1024, 5000


@dataclass(frozen=True)
class Entered:
    """What came of a workbook: rows entered, rows known before, and (row, what is wrong) of the rest."""

    made: int
    known: int
    faults: tuple[tuple[int, str], ...]


def enter(
    *, enterprise: Enterprise, office: str, name: str, amount: Decimal, granted_on: dt.date, source: str, by: Person
) -> tuple[OutsideGrant, bool]:
    """Put down what another office gave (nought yuan for a recognition); (the row, whether it is new).

    A programme of the catalogue, or one its rules name, is known by its name or code. Raises NotPossible, NotMoney,
    Refused.
    """
    require(may_enter_outside(by, enterprise))
    bureau = bureau_of(by, Role.OFFICER, Role.LEADER)
    assert bureau is not None  # who may enter it has one
    if not (office.strip() and name.strip() and source.strip()):
        raise NotPossible(_("部门、项目和来源都要写明。"))
    if amount < 0 or granted_on > clock.today():
        raise NotPossible(_("金额不能小于 0，日期不能在今天之后。"))
    given = {"enterprise": enterprise, "office": office.strip()[:120], "name": name.strip()[:160],
             "granted_on": granted_on, "fen": to_fen(amount)}  # fmt: skip
    live = OutsideGrant.objects.filter(**given, voided_at=None)
    with transaction.atomic():
        if known := live.first():
            return known, False
        try:
            with transaction.atomic():
                row = OutsideGrant.objects.create(
                    **given,
                    slug=slug_of(name),
                    source=source.strip()[:200],
                    bureau=bureau,
                    entered_by=by,
                    entered_at=clock.now(),
                )
        except IntegrityError:  # another request was a moment quicker
            return live.get(), False
        data = {"office": row.office, "name": row.name, "fen": row.fen, "on": granted_on.isoformat()}
        write_log(room=ROOM, subject=enterprise.uscc, verb="enter-outside", by=by, reason=row.source, data=data)
    return row, True


def void(*, grant: OutsideGrant, by: Person, reason: str) -> OutsideGrant:
    """Take a wrong row out of every count; it stays to be seen."""
    require(may_void_outside(by, grant))
    if not reason.strip():
        raise NotPossible(_("请写明作废的理由。"))
    with transaction.atomic():
        row = lock(OutsideGrant.objects.all()).get(pk=grant.pk)
        if row.voided_at is None:
            row.voided_at, row.voided_by, row.void_reason = clock.now(), by, reason.strip()[:200]
            row.save()
            write_log(room=ROOM, subject=row.enterprise.uscc, verb="void-outside", by=by, reason=row.void_reason,
                      data={"office": row.office, "name": row.name, "fen": row.fen})  # fmt: skip
    return row


def take_workbook(*, file: Any, name: str, by: Person) -> Entered:
    """Enter every row of a workbook (columns `HEADS`) that can be read; the rest is said. Raises BadFile."""
    if file.size > MOST_BYTES:
        raise BadFile(_("文件超过 5 MB，请分成几份上传。"))
    with tempfile.NamedTemporaryFile(prefix="outside-", suffix=".upload") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        sheet = read_sheet(Path(kept.name), name, HEADS)
    heads = [re.sub(r"[（(].*", "", text).strip() for text in sheet.header]
    if lacking := [head for head in HEADS if head not in heads]:
        raise BadFile(_("表头里没有“%(names)s”这几列。") % {"names": "、".join(lacking)})
    rows = [(number, row) for number, row in enumerate(sheet.rows, sheet.first) if is_data(row)]
    if len(rows) > MOST_ROWS:
        raise BadFile(_("至多 %(n)d 行，这份有 %(m)d 行。") % {"n": MOST_ROWS, "m": len(rows)})
    made = known = 0
    faults: list[tuple[int, str]] = []
    for number, row in rows:
        cells = {head: row[heads.index(head)] if heads.index(head) < len(row) else "" for head in HEADS}
        try:
            new = _enter_row(cells, by)
        except (NotPossible, NotMoney) as wrong:
            faults.append((number, str(wrong)))
            continue
        made, known = made + new, known + (not new)
    if bureau := bureau_of(by, Role.OFFICER, Role.LEADER):
        write_log(
            room=ROOM,
            subject="outside-grants",
            verb="take-outside",
            by=by,
            data={"file": name[:200], "made": made, "known": known, "faults": len(faults), "bureau": bureau.name},
        )
    return Entered(made, known, tuple(faults))


def _enter_row(cells: dict[str, Any], by: Person) -> bool:
    code = str(cells["统一社会信用代码"] or "").strip().upper()
    enterprise = Enterprise.objects.filter(uscc=code).first()
    if enterprise is None:
        raise NotPossible(_("企业库里没有“%(code)s”。") % {"code": code})
    answer = may_enter_outside(by, enterprise)
    if not answer:
        raise NotPossible(str(answer.why))
    _row, new = enter(
        enterprise=enterprise, office=_text(cells["给付部门"]), name=_text(cells["项目"]), amount=_yuan(cells["金额"]),
        granted_on=_day(cells["给付日期"]), source=_text(cells["来源"]), by=by,
    )  # fmt: skip
    return new


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _yuan(cell: object) -> Decimal:
    try:
        found = Decimal(re.sub(r"[,，\s元]", "", _text(cell)))
    except InvalidOperation:
        raise NotPossible(_("金额写的是“%(text)s”，应是数字（元）。") % {"text": _text(cell)[:40]}) from None
    if not found.is_finite() or abs(found) >= Decimal(10) ** 12:
        raise NotPossible(_("金额写的是“%(text)s”，应是数字（元）。") % {"text": _text(cell)[:40]})
    return found


def _day(cell: object) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    match = re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:\.0)?", _text(cell))
    try:
        return dt.date(*(int(part) for part in match.groups())) if match else dt.date.fromisoformat(_text(cell))
    except ValueError:
        raise NotPossible(_("日期写的是“%(text)s”，应如 2022-06-24。") % {"text": _text(cell)[:40]}) from None


def slug_of(name: str) -> str:
    """The code by which a rule names what is given: a programme's own, found by its name or written as such."""
    written = name.strip()
    found = Programme.objects.filter(name=written).values_list("slug", flat=True).first()
    return found or (written if written in named_programmes() else "")


__all__: Sequence[str] = ["BadFile", "Entered", "enter", "slug_of", "take_workbook", "void"]
