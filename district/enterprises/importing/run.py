"""One import from start to end: in chunks, each its own transaction, so that it can be stopped and taken up again.

A chunk and what is remembered of it are one transaction (room `work`); a run that was killed goes on at the first chunk
not done, and a chunk done twice would change nothing, because facts that stand already are left alone.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from district.enterprises.actions import facts_changed
from district.enterprises.importing.columns import CODE, Column, propose
from district.enterprises.importing.report import write_report
from district.enterprises.importing.rows import Read, RowReader
from district.enterprises.importing.sheet import BadFile, Sheet, is_data, read_sheet
from district.enterprises.models import ColumnMapping, Enterprise, Fact, FactKind, ImportRun, Subject
from district.enterprises.permissions import may_drive_import, may_import
from district.enterprises.storing import called_otherwise, ensure_enterprises, store_facts
from district.ground import clock
from district.ground.people.permissions import Answer, No, require
from district.ground.people.queries import Person, Role, bureau_of
from district.ground.record.actions import lock, write_log
from district.ground.work import actions as work_room
from district.ground.work.actions import Broken, Doing, Kind, Piece
from district.ground.work.queries import Work, own

ROOM, KIND, CHUNK = "enterprises", "import", 1000
NOTIFY = 2000  # enterprises in one go
UNCONFIRMED = (ImportRun.State.READY, ImportRun.State.CANCELLED, ImportRun.State.FAILED)


def _kinds() -> dict[str, FactKind]:
    """What a register may tell: facts of enterprises."""
    return {kind.name: kind for kind in FactKind.objects.filter(subject=Subject.ENTERPRISE)}


def folder() -> Path:
    path = Path(settings.MEDIA_ROOT) / "imports"
    path.mkdir(parents=True, exist_ok=True)
    return path


def upload(*, file: Any, name: str, source: str, by: Person) -> ImportRun:
    """Keep an uploaded register, for the uploader's bureau, and propose how its columns are read. Raises BadFile."""
    require(may_import(by))
    office = bureau_of(by, Role.OFFICER, Role.ADMINISTRATOR)
    assert office is not None  # who may import has one
    path = folder() / f"{secrets.token_hex(16)}.upload"
    digest = hashlib.sha256()
    with path.open("wb") as kept:
        for chunk in file.chunks() if hasattr(file, "chunks") else iter(lambda: file.read(1 << 20), b""):
            digest.update(chunk)
            kept.write(chunk)
    try:
        sheet = read_sheet(path, name)
    except BadFile:
        path.unlink()
        raise
    kinds = _kinds()
    columns = propose(sheet.header, sheet.fingerprint, kinds)
    total = sum(is_data(row) for row in sheet.rows)
    with transaction.atomic():
        run = work_room.begin(
            ImportRun, kind=KIND, by=by, office=office, total=total, state=ImportRun.State.READY,
            reference=f"DR-{clock.today():%Y%m%d}-{secrets.token_hex(3).upper()}", file_name=name[:200],
            file_path=str(path), file_hash=digest.hexdigest(), source=source, as_of=sheet.as_of or clock.today(),
            mapping={"columns": [each.as_json() for each in columns], "fingerprint": sheet.fingerprint,
                     "samples": samples(sheet), "sheet": sheet.name, "others": list(sheet.others)},
        )  # fmt: skip
        write_log(room=ROOM, subject=run.reference, verb="upload", by=by, data={
            "rows": total, "office": office.name, "sha256": run.file_hash})  # fmt: skip
    return run


def samples(sheet: Sheet) -> list[list[str]]:
    """Up to three values of each column, to confirm the mapping by."""
    rows = list(islice((row for row in sheet.rows if is_data(row)), 200))
    shown = []
    for place in range(len(sheet.header)):
        values = (str(row[place]) for row in rows if place < len(row) and row[place] not in ("", None))
        shown.append(list(islice(dict.fromkeys(values), 3)))
    return shown


def confirm(*, run: ImportRun, columns: list[Column], as_of: Any, by: Person) -> ImportRun:
    """Fix the mapping, remember it for the next file with this header, and queue the run. A second time: nothing."""
    require(may_drive_import(by, run))
    if not any(each.fact == CODE for each in columns):
        raise BadFile(_("要指定哪一列是统一社会信用代码。"))
    named = [each.fact for each in columns if each.fact]
    twice = {fact for fact in named if named.count(fact) > 1}
    if twice:
        raise BadFile(_("“%(fact)s”对应了两列。") % {"fact": "、".join(sorted(twice))})
    with transaction.atomic():
        row = lock(ImportRun.objects.all()).get(pk=run.pk)
        if row.state not in UNCONFIRMED or row.mapping.get("confirmed"):
            return row
        stored = [each.as_json() for each in columns]
        row.mapping = {**row.mapping, "columns": stored, "confirmed": True}
        row.as_of = as_of
        row.save(update_fields=["mapping", "as_of"])
        ColumnMapping.objects.update_or_create(
            fingerprint=row.mapping["fingerprint"],
            defaults={"columns": stored, "used_at": clock.now(), "by": by},
        )
        write_log(room=ROOM, subject=row.reference, verb="confirm-import", by=by)
        work_room.start(work=row, by=by) or work_room.resume(work=row, by=by)
    return row


def cancel(*, run: ImportRun, by: Person) -> bool:
    """Ask a run to stop after its chunk; what is in stays in."""
    require(may_drive_import(by, run))
    return work_room.stop(work=run, by=by)


def resume(*, run: ImportRun, by: Person) -> bool:
    """Let a stopped or failed run go on where it was."""
    return work_room.resume(work=run, by=by)


def work(run: ImportRun) -> None:
    """Do what is left of a run here and now."""
    work_room.work_on(run)


class Register(Doing):
    """A register's rows into the house, chunk by chunk; what cannot come in goes back in a workbook."""

    refusals = ()
    whole = True

    def __init__(self, work: Work, tell: Any) -> None:
        super().__init__(work, tell)
        self.run = ImportRun.objects.get(pk=work.pk)
        self.changed: list[int] = []
        self.report = ""

    def pieces(self) -> Iterator[Piece]:
        run = self.run
        try:
            sheet = read_sheet(Path(run.file_path), run.file_name)
        except (BadFile, OSError) as error:
            raise Broken(str(error)) from error
        columns = [Column.from_json(each) for each in run.mapping["columns"]]
        reader = RowReader(columns, _kinds(), run.as_of, sheet)
        done = set(run.outcomes.values_list("place", flat=True))
        problems: list[Read] = []
        if done:  # whoever died with those chunks may have told nobody of them
            self.changed += Fact.objects.filter(run=run).values_list("enterprise", flat=True).distinct()
        for place, chunk in enumerate(_chunks(sheet), 1):
            read = [reader.read(number, row) for number, row in chunk]
            _doubt_names(read, reader, run.source)
            problems += [each for each in read if each.returned or each.doubts]
            if place in done:
                self.tell()
            else:
                yield Piece(place, f"{read[0].number}–{read[-1].number}", len(read), read)
        self._let_know()
        if problems:
            self.report = str(write_report(folder() / f"{run.reference}.xlsx", sheet.header, problems))

    def do(self, piece: Piece) -> None:
        _chunk(self.run, piece.data, self.changed)

    def finish(self) -> Mapping[str, Any]:
        run = self.run
        ImportRun.objects.filter(pk=run.pk).update(report_path=self.report)
        run.refresh_from_db()
        return {"in": run.rows_in, "returned": run.rows_returned, "cells": run.cells_reported}

    def leave(self) -> None:
        self._let_know()

    def _let_know(self) -> None:
        """Others hear whose facts changed."""
        while self.changed:
            some, self.changed = self.changed[:NOTIFY], self.changed[NOTIFY:]
            facts_changed.send(sender=Enterprise, enterprise_ids=some)


def _chunks(sheet: Sheet) -> Iterator[list[tuple[int, Any]]]:
    rows = ((sheet.first + place, row) for place, row in enumerate(sheet.rows) if is_data(row))
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _doubt_names(read: list[Read], reader: RowReader, source: str) -> None:
    """A name that this source may not change is told for its row; the row's facts come in all the same."""
    named = called_otherwise([(each.code, each.name) for each in read if not each.returned], source)
    for each in read:
        if not each.returned and each.code in named and reader.name is not None:
            words = {"name": named[each.code]}
            each.doubts[reader.name.place] = _("名录里叫“%(name)s”，没有改名：名称以市场监管登记为准") % words


def _chunk(run: ImportRun, read: list[Read], changed: list[int]) -> None:
    """Store one chunk and count what came of it, in the caller's transaction."""
    good = [each for each in read if not each.returned]
    created, by_code = ensure_enterprises(
        [(each.code, each.name, each.facts) for each in good], on=run.as_of, source=run.source, run=run
    )
    facts = {by_code[each.code]: each.facts for each in good}
    before = len(changed)
    store_facts(facts, grade=Fact.Grade.REGISTER, source=run.source, valid_from=run.as_of, run=run,
                fresh_ids=frozenset(created), changed=changed)  # fmt: skip
    ImportRun.objects.filter(pk=run.pk).update(
        rows_in=F("rows_in") + len(good), rows_created=F("rows_created") + len(created),
        rows_changed=F("rows_changed") + len(set(changed[before:]) - created),
        rows_returned=F("rows_returned") + len(read) - len(good),
        cells_reported=F("cells_reported") + len(read) - len(good) + sum(len(each.doubts) for each in good),
    )  # fmt: skip


def _may_go_on(person: Person, work: Work) -> Answer:
    """Nothing comes in by columns that nobody confirmed."""
    allowed = may_drive_import(person, work)
    if allowed and not own(work, ImportRun.objects.all()).mapping.get("confirmed"):
        return No(_("还没有确认列对应，请先确认再导入。"))
    return allowed


IMPORT = Kind(
    key=KIND, room=ROOM, noun="import", label=gettext_lazy("名录导入"), unit=pgettext_lazy("unit", "行"),
    doing=Register, may_drive=may_drive_import, may_go_on=_may_go_on,
    address=lambda work: reverse("enterprises:import", args=[work.reference]),
    title=lambda work: own(work, ImportRun.objects.all()).file_name, turn=None, rows=ImportRun.objects.all,
    words={"ready": gettext_lazy("待确认列对应"), "running": gettext_lazy("导入中")},
)  # fmt: skip
