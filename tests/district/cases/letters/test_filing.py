"""Papers are numbered with their move and become sealed files by the worker, not when somebody happens to look."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader

from district.cases.letters import tasks
from district.cases.letters.filing import filed
from district.cases.letters.models import FiledLetter, IssuedLetter
from district.ground.files.actions import path_of
from tests.district.cases.factories import District

pytestmark = pytest.mark.django_db
WORKER = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": True}}


def waiting() -> int:
    return DBTaskResult.objects.filter(task_path=tasks.file_waiting.module_path).count()


def test_a_move_numbers_its_paper_and_calls_the_worker_once(
    here: District, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.SITE_ADDRESS, settings.TASKS = "https://huiqi.example", WORKER
    with django_capture_on_commit_callbacks(execute=True):
        here.accepted()
    assert IssuedLetter.objects.get(kind="accepted").number == "示人社受〔2022〕1号"
    assert waiting() == 1 and not FiledLetter.objects.exists()
    assert tasks.file_waiting.func() == IssuedLetter.objects.count() == 2  # the receipt is one too
    made = IssuedLetter.objects.get(kind="accepted")
    content = path_of(made.filed.digest).read_bytes()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", "")
    assert f"https://huiqi.example/verify/{made.code}/" in text
    assert hashlib.sha256(content).hexdigest() == filed(made).digest == made.filed.digest
    assert tasks.file_waiting.func() == 0


def test_more_than_one_run_takes_are_taken_by_the_next(here: District, settings: Any, monkeypatch: Any) -> None:
    settings.SITE_ADDRESS, settings.TASKS = "https://huiqi.example", WORKER
    here.accepted()
    monkeypatch.setattr(tasks, "SOME", 1)
    assert (tasks.file_waiting.func(), tasks.file_waiting.func(), tasks.file_waiting.func()) == (1, 1, 0)


def test_without_an_address_the_first_reader_has_it_made(
    here: District, as_: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = WORKER
    with django_capture_on_commit_callbacks(execute=True):
        here.accepted()
    assert waiting() == 0
    code = IssuedLetter.objects.get(kind="accepted").code
    assert as_(here.founder).get(f"/letters/{code}/pdf/").status_code == 200
    assert FiledLetter.objects.count() == 1
