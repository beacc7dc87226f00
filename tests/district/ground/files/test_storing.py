"""Kept once, read only by whom a room lets, swept only when nobody refers to it."""

from __future__ import annotations

import io
import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from district.ground import clock
from district.ground.files import permissions
from district.ground.files.actions import BadUpload, clean_name, forget, path_of, store, sweep
from district.ground.files.models import StoredFile
from district.ground.people.permissions import No, Yes
from tests.district.cases.factories import District
from tests.district.ground.files import samples


def keep(data: bytes, *, name: str = "合同.pdf", subject: str = "S1", by: Any = None) -> StoredFile:
    return store(file=io.BytesIO(data), name=name, room="test", subject=subject, by=by)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_the_same_bytes_are_one_row_and_lie_there_once(here: District) -> None:
    data = samples.pdf()
    first, second = keep(data), keep(data, name="又一个名字.pdf")
    assert first == second
    other = keep(data, subject="S2")
    assert other != first
    assert StoredFile.objects.count() == 2
    assert path_of(first.digest).read_bytes() == data
    assert path_of(first.digest).stat().st_mode & 0o777 == 0o600


def test_what_is_refused_leaves_nothing(here: District, tmp_path: Path) -> None:
    with pytest.raises(BadUpload):
        keep(b"MZ not a document")
    assert not StoredFile.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "given, kept",
    [
        ("合同.pdf", "合同.pdf"), ("../../etc/合同.PDF", "合同.pdf"), ("C:\\temp\\a.pdf", "a.pdf"),
        ("invoice.exe", "invoice.exe.pdf"), ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"), ("", "-.pdf"),
        ("长" * 300 + ".pdf", "长" * 144 + ".pdf"), ("a\u202efdp.pdf", "afdp.pdf"),
    ],
)  # fmt: skip
def test_names_are_for_showing_only(given: str, kept: str) -> None:
    assert clean_name(given, "pdf") == kept


def test_bytes_go_only_when_no_row_refers_to_them_and_a_day_has_passed(here: District) -> None:
    data = samples.pdf()
    one, two = keep(data), keep(data, subject="S2")
    path, later = path_of(one.digest), clock.now().timestamp() + 10**9
    forget(file=one)
    assert sweep(now=later) == 0
    forget(file=two)
    written = path.stat().st_mtime
    assert sweep(now=written + 3600) == 0
    assert path.exists()
    assert sweep(now=written + 25 * 3600) == 1
    assert not path.exists()


def test_bytes_handed_in_again_are_young_again(here: District) -> None:
    data = samples.pdf()
    path = path_of(keep(data).digest)
    os.utime(path, (1000, 1000))
    keep(data, subject="S3")
    assert path.stat().st_mtime > 10**9


def served(client: Client, file: StoredFile, query: str = "") -> Any:
    return client.get(f"/files/{file.reference}/{query}")


def test_a_file_no_room_answers_for_is_read_by_nobody(
    here: District, as_: Callable[..., Client], monkeypatch: Any
) -> None:
    file = keep(samples.pdf())
    for who in (here.founder, here.officer, here.leader, here.auditor, here.stranger):
        assert served(as_(who), file).status_code == 403
    monkeypatch.setitem(permissions._readers, "test", [lambda who, _file: Yes if who == here.officer else No("no")])
    assert served(as_(here.officer), file).status_code == 200
    assert served(as_(here.founder), file).status_code == 403
    assert served(as_(here.officer), StoredFile(reference=uuid.uuid4())).status_code == 404


def test_a_file_leaves_as_a_download_that_can_do_nothing(
    here: District, as_: Callable[..., Client], monkeypatch: Any
) -> None:
    monkeypatch.setitem(permissions._readers, "test", [lambda _who, _file: Yes])
    data = samples.pdf()
    response = served(as_(here.officer), keep(data))
    assert b"".join(response.streaming_content) == data
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E5%90%88%E5%90%8C.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert "script-src" not in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    shown = served(as_(here.officer), keep(data), "?show=1")
    assert shown["Content-Disposition"].startswith("inline")
    paper = keep(samples.docx(), name="说明.docx")
    shown = served(as_(here.officer), paper, "?show=1")
    assert shown["Content-Disposition"].startswith("attachment")
    assert shown["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "changed, name",
    [({"type": "exe"}, "stored_file_type_is_known"), ({"size": 0}, "stored_file_is_not_empty")],
)
def test_constraints(here: District, changed: dict[str, Any], name: str) -> None:
    values = {"digest": "0" * 64, "size": 1, "type": "pdf", "name": "a", "room": "test", "subject": "S", **changed}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        StoredFile.objects.create(**values, at=clock.now())


def test_a_subject_keeps_a_file_once(here: District) -> None:
    file = keep(samples.pdf())
    file.pk, file.reference = None, uuid.uuid4()
    with pytest.raises(IntegrityError, match=r"a_subject_keeps_a_file_once|files_storedfile"), transaction.atomic():
        file.save(force_insert=True)
