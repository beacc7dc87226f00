"""One import from start to end: in chunks, each its own transaction, so that it can be stopped and taken up again.

What a chunk does is remembered with it (`rows_done`); a run that was killed goes on at the first row not done, and a
chunk done twice changes nothing, because facts that stand already are left alone.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from district.enterprises.importing.columns import CODE, Column, propose
from district.enterprises.importing.report import write_report
from district.enterprises.importing.rows import Read, RowReader
from district.enterprises.importing.sheet import BadFile, Sheet, is_data, read_sheet
from district.enterprises.models import ColumnMapping, Fact, FactKind, ImportRun
from district.enterprises.permissions import may_drive_import, may_import
from district.enterprises.storing import called_otherwise, ensure_enterprises, store_facts
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person, Role, bureau_of
from district.ground.record.actions import lock, write_log

ROOM, CHUNK = "enterprises", 1000


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
    kinds = FactKind.objects.in_bulk()
    columns = propose(sheet.header, sheet.fingerprint, kinds)
    total = sum(is_data(row) for row in sheet.rows)
    with transaction.atomic():
        run = ImportRun.objects.create(
            reference=f"DR-{clock.today():%Y%m%d}-{secrets.token_hex(3).upper()}", file_name=name[:200],
            file_path=str(path), file_hash=digest.hexdigest(), source=source, as_of=sheet.as_of or clock.today(),
            mapping={"columns": [each.as_json() for each in columns], "fingerprint": sheet.fingerprint,
                     "samples": samples(sheet), "sheet": sheet.name, "others": list(sheet.others)},
            rows_total=total, office=office, by=by, created_at=clock.now(),
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
        if row.state != ImportRun.State.UPLOADED:
            return row
        stored = [each.as_json() for each in columns]
        row.mapping = {**row.mapping, "columns": stored}
        row.state, row.as_of = ImportRun.State.QUEUED, as_of
        row.save(update_fields=["mapping", "state", "as_of"])
        ColumnMapping.objects.update_or_create(
            fingerprint=row.mapping["fingerprint"],
            defaults={"columns": stored, "used_at": clock.now(), "by": by},
        )
        write_log(room=ROOM, subject=row.reference, verb="confirm-import", by=by)
    return row


def cancel(*, run: ImportRun, by: Person) -> None:
    """Ask a run to stop after its chunk; what is in stays in."""
    require(may_drive_import(by, run))
    waiting = [ImportRun.State.QUEUED, ImportRun.State.RUNNING, ImportRun.State.UPLOADED]
    with transaction.atomic():
        if ImportRun.objects.filter(pk=run.pk, state__in=waiting).update(state=ImportRun.State.CANCELLED):
            write_log(room=ROOM, subject=run.reference, verb="cancel-import", by=by)


def resume(*, run: ImportRun, by: Person) -> None:
    """Let a stopped or failed run go on where it was."""
    require(may_drive_import(by, run))
    stopped = [ImportRun.State.CANCELLED, ImportRun.State.FAILED, ImportRun.State.RUNNING]
    with transaction.atomic():
        if ImportRun.objects.filter(pk=run.pk, state__in=stopped).update(state=ImportRun.State.QUEUED, error=""):
            write_log(room=ROOM, subject=run.reference, verb="resume-import", by=by)


def work(run: ImportRun) -> list[int]:
    """Do what is left of a run; returns the ids of enterprises whose facts changed."""
    started = ImportRun.objects.filter(pk=run.pk, state__in=[ImportRun.State.QUEUED, ImportRun.State.RUNNING])
    if not started.update(state=ImportRun.State.RUNNING, started_at=clock.now(), error=""):
        return []
    run.refresh_from_db()
    try:
        sheet = read_sheet(Path(run.file_path), run.file_name)
    except (BadFile, OSError) as error:
        with transaction.atomic():
            ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.FAILED, error=str(error))
            write_log(room=ROOM, subject=run.reference, verb="import-failed", by=run.by, reason=str(error)[:500])
        return []
    columns = [Column.from_json(each) for each in run.mapping["columns"]]
    reader = RowReader(columns, FactKind.objects.in_bulk(), run.as_of, sheet)
    changed: list[int] = []
    problems: list[Read] = []
    for place, chunk in enumerate(_chunks(sheet)):
        read = [reader.read(number, row) for number, row in chunk]
        _doubt_names(read, reader, run.source)
        problems += [each for each in read if each.returned or each.doubts]
        if (place + 1) * CHUNK <= run.rows_done or place * CHUNK + len(read) <= run.rows_done:
            continue
        if not _chunk(run, read, changed):
            return changed
    report = write_report(folder() / f"{run.reference}.xlsx", sheet.header, problems)
    ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.RUNNING).update(
        state=ImportRun.State.DONE, finished_at=clock.now(), report_path=str(report) if problems else "",
    )  # fmt: skip
    write_log(room=ROOM, subject=run.reference, verb="import-done", by=run.by,
              data={"in": run.rows_in, "returned": run.rows_returned, "cells": run.cells_reported})  # fmt: skip
    return changed


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


def _chunk(run: ImportRun, read: list[Read], changed: list[int]) -> bool:
    """Store one chunk and its progress in one transaction; False when the run was asked to stop."""
    good = [each for each in read if not each.returned]
    with transaction.atomic():
        row = lock(ImportRun.objects.all()).get(pk=run.pk)
        if row.state != ImportRun.State.RUNNING:
            return False
        created, by_code = ensure_enterprises(
            [(each.code, each.name, each.facts) for each in good], on=run.as_of, source=run.source, run=run
        )
        facts = {by_code[each.code]: each.facts for each in good}
        before = len(changed)
        store_facts(facts, grade=Fact.Grade.REGISTER, source=run.source, valid_from=run.as_of, run=run,
                    fresh_ids=frozenset(created), changed=changed)  # fmt: skip
        row.rows_done += len(read)
        row.rows_in += len(good)
        row.rows_created += len(created)
        row.rows_changed += len(set(changed[before:]) - created)
        row.rows_returned += len(read) - len(good)
        row.cells_reported += len(read) - len(good) + sum(len(each.doubts) for each in good)
        row.save()
    run.refresh_from_db()
    return True
