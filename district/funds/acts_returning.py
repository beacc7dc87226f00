"""Taking in what the bank or the treasury answered: a file, or a table whose columns are chosen first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.funds import bank, paying, returning
from district.funds import permissions as may
from district.funds.acts import batches, working
from district.funds.checks import NotPossible
from district.funds.forms import ReturnColumnsForm, ReturnForm
from district.funds.models import Batch, ReturnFile
from district.ground.acts.acts import Act, Done, Say, to
from district.ground.people.queries import Person


@dataclass(frozen=True)
class Kept:
    """A table that waits for its columns to be chosen."""

    batch: Batch
    path: Path
    name: str
    table: returning.Table


@dataclass(frozen=True)
class Came:
    """What came of a file: what was kept and whether that is new, or where its columns are to be chosen."""

    file: ReturnFile | None = None
    new: bool = False
    choose: str = ""


def place_of(batch: Batch, digest: str) -> Path:
    """Where a table waits for its columns to be chosen."""
    folder = Path(settings.MEDIA_ROOT) / "returns" / batch.reference
    folder.mkdir(parents=True, exist_ok=True)
    return folder / digest


def columns_page(kept: Kept) -> str:
    return _columns(kept.batch, kept.path.name, kept.name)


def _columns(batch: Batch, digest: str, name: str) -> str:
    return f"{reverse('funds:return_columns', args=[batch.reference, digest])}?{urlencode({'name': name})}"


def _take(batch: Batch, by: Person, name: str, content: bytes, columns: returning.Columns | None = None) -> Came:
    try:
        file, new = paying.take_return(batch=batch, name=name, content=content, by=by, columns=columns)
    except returning.ColumnsWanted:
        key = place_of(batch, bank.sha256(content))
        key.write_bytes(content)
        return Came(choose=_columns(batch, key.name, name))
    if new:
        paying.give(paying.APPLYING, f"{batch.reference}/{file.pk}")
    return Came(file, new)


def _take_file(*, batch: Batch, by: Person, file: Any) -> Came:
    if file.size > returning.MOST_BYTES:
        raise NotPossible(_("文件超过 20 MB，不像是一个批次的回单。"))
    return _take(batch, by, file.name, file.read())


def _take_table(*, kept: Kept, by: Person, columns: returning.Columns) -> Came:
    came = _take(kept.batch, by, kept.name, kept.path.read_bytes(), columns)
    kept.path.unlink(missing_ok=True)
    return came


def _said(done: Done[Any]) -> Say | None:
    came: Came = done.result
    if came.file is None:
        return None
    if came.new:
        return Say(_("已收下 %(n)d 行，正在入账。") % {"n": len(came.file.rows)})
    return Say(_("这份文件已经收过，没有重复记账。"), "info")


BATCH, KEPT = to("funds:batch", "thing.reference"), to("funds:batch", "thing.batch.reference")
TAKE_RETURN: Act[Batch] = Act(
    "funds.batch_return", gettext_lazy("上传回单"), _take_file, door=working, back=BATCH, on=batches, named="batch",
    asks=ReturnForm, says=_said, then=lambda done: done.result.choose or BATCH(done), own_key=True,
)  # fmt: skip
TAKE_TABLE: Act[Kept] = Act(
    "funds.return_columns", gettext_lazy("按这些列入账"), _take_table, door=working, back=KEPT, named="kept",
    address=columns_page,
    may=lambda by, _kept: may.may_make(by), asks=ReturnColumnsForm,
    asks_with=lambda _by, kept: {"table": kept.table}, says=_said,
    then=lambda done: done.result.choose or KEPT(done), own_key=True,
)  # fmt: skip
RETURNING: tuple[Act[Any], ...] = (TAKE_RETURN, TAKE_TABLE)
