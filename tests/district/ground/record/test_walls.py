"""A database that other walls made is told in one sentence and left as it is; one of ours is migrated."""

from __future__ import annotations

import ast
import io
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from district.ground.record import walls

ROOT = Path(__file__).resolve().parents[4]
ROW = "INSERT INTO django_migrations (app, name, applied) VALUES ('{}', '{}', '2022-01-01')"
CODE = """
from django.db import migrations, models
FIELD = ("name", models.CharField(max_length=%d, help_text=%r))
class Migration(migrations.Migration):
    operations = [migrations.CreateModel(name="Thing", fields=[FIELD])]
"""

pytestmark = pytest.mark.database


@pytest.fixture
def written(db: None) -> Iterator[Any]:
    """A cursor; what it writes is undone, for its tables are Django's."""
    with transaction.atomic(), connection.cursor() as cursor:
        yield cursor
        transaction.set_rollback(True)


def refused() -> str:
    """What `huiqi migrate` says; what it would have written is looked at too."""
    before = sorted(connection.introspection.table_names())
    with pytest.raises(CommandError) as told:
        call_command("migrate", verbosity=0, stdout=io.StringIO())
    assert sorted(connection.introspection.table_names()) == before
    return str(told.value)


def test_ours_is_ours(db: None) -> None:
    assert walls.strange(connection) == ""
    assert {app for app, _name in walls.digests()} >= {"people", "record"}
    call_command("migrate", verbosity=0, stdout=io.StringIO())


def test_a_room_that_is_no_more(written: Any) -> None:
    written.execute(ROW.format("cellar", "0001_initial"))
    said = refused()
    assert "cellar.0001_initial" in said and "没有改动它" in said and "\n" not in said


def test_a_later_version_of_ours(written: Any) -> None:
    written.execute(ROW.format("people", "0999_later"))
    assert "people.0999_later" in refused()


def test_a_first_migration_that_is_not_ours(written: Any) -> None:
    written.execute("UPDATE huiqi_built SET digest = 'another' WHERE app = 'record' AND name = '0001_initial'")
    assert "record.0001_initial" in refused()


def test_walls_from_before_such_things_were_kept(written: Any) -> None:
    written.execute("DELETE FROM huiqi_built")
    assert "来历与这一版不同" in refused()


def test_tables_that_nobody_migrated(written: Any) -> None:
    written.execute("DELETE FROM django_migrations")
    assert "已有数据表" in refused()


def test_a_word_or_a_comment_is_no_other_wall() -> None:
    first, other = walls.digest(CODE % (10, "说明")), walls.digest("# a comment\n" + CODE % (10, "另一句"))
    assert first == other != walls.digest(CODE % (11, "说明"))


def start(data: Path, *command: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HUIQI_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "district", *command], cwd=ROOT, env=env | {"HUIQI_DATA": str(data)}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.skipif("HUIQI_TEST_POSTGRES" in os.environ, reason="of a file")
@pytest.mark.parametrize("command", [("run", "--prepare-only"), ("migrate",)])
def test_a_file_of_old_walls_stays_as_it_is(tmp_path: Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "huiqi.sqlite3"
    with sqlite3.connect(file) as old:
        old.execute("CREATE TABLE cases_application (id integer PRIMARY KEY)")
        old.execute("CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied datetime)")
        old.execute(ROW.format("cellar", "0001_initial"))
    old.close()
    before = file.read_bytes()
    done = start(tmp_path, *command)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert str(file) in done.stderr and "HUIQI_DATA" in done.stderr and "建表" not in done.stdout
    with sqlite3.connect(file) as old:
        assert sorted(name for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")) == [
            "cases_application", "django_migrations"]  # fmt: skip
    assert len(file.read_bytes()) == len(before)


def test_a_digest_does_not_depend_on_how_a_python_writes_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    """3.13 leaves empty lists out of `ast.dump`; what it is of stays the same."""
    text = "class Migration:\n    operations = [f(a, b=1)]\n"
    monkeypatch.setattr(ast, "dump", lambda *_args, **_more: pytest.fail("ast.dump differs between versions"))
    assert walls.digest(text) == walls.digest(text.replace("a, b", "a,  b")) != walls.digest(text.replace("1", "2"))
