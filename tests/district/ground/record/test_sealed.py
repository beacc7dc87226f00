"""What is sealed at rest: plain to who reads a row, nothing to who reads the table; keys that can be changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.utils.html import conditional_escape

from district.cases.appeals.actions import file
from district.cases.appeals.models import Appeal
from district.ground import clock
from district.ground.asking.models import AskedQuestion
from district.ground.people.models import Bureau
from district.ground.record import rotating
from district.ground.record.sealed import SealedField
from district.ground.record.secrets import CannotOpen, mark_of
from district.web import environment
from tests.district.cases import deciding
from tests.district.cases.factories import District

OLD, NEW = "the older key", "the newer key"
PERSONAL = ("contact", "phone", "mobile", "grounds", "statement", "id_number")
# an office's; a firm's, written to be shown to everybody
NOT_A_PERSONS = {"people.Organisation.phone", "anchors.Anchor.statement", "employers.SharedCourse.contact"}


def question(bureau: Bureau, n: int = 0, **more: Any) -> AskedQuestion:
    said = {"reference": f"WD-{n}", "key": "k", "answer": "a", "title": "t", "office": bureau, "visitor": "v",
            "text": f"我的身份证号是{n}", "contact": "13900001234", "asked_at": clock.now(),
            "due_on": dt.date(2022, 7, 1)}  # fmt: skip
    return AskedQuestion.objects.create(**(said | more))


def columns(row: models.Model, *names: str) -> list[str]:
    """As they stand in the table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        return list(cursor.fetchone())


@pytest.mark.database
def test_plain_in_the_row_and_nothing_in_the_table(bureau: Bureau) -> None:
    kept = AskedQuestion.objects.get(pk=question(bureau).pk)
    assert (kept.text, kept.contact) == ("我的身份证号是0", "13900001234")
    assert not any("13900001234" in each or "身份证" in each for each in columns(kept, "text", "contact"))
    assert columns(question(bureau, 1, contact=""), "contact") == [""]


def test_the_same_text_stays_as_it_was_sealed_and_another_is_sealed_anew(bureau: Bureau) -> None:
    row = question(bureau)
    before = columns(row, "text", "contact")
    again = AskedQuestion.objects.get(pk=row.pk)
    again.refresh_from_db()
    again.contact = "13900009999"
    again.save()
    after = columns(row, "text", "contact")
    assert after[0] == before[0] and after[1] != before[1]
    deferred = AskedQuestion.objects.defer("text").get(pk=row.pk)
    assert deferred.text == "我的身份证号是0" and deferred.contact == "13900009999"


def test_what_is_moved_to_another_row_or_changed_does_not_open(bureau: Bureau) -> None:
    one, two = question(bureau, 1), question(bureau, 2)
    (sealed,) = columns(one, "text")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE asking_askedquestion SET text = %s WHERE id = %s", [sealed, two.pk])
        cursor.execute("UPDATE asking_askedquestion SET contact = text WHERE id = %s", [one.pk])
    for row, name in ((two, "text"), (one, "contact")):
        with pytest.raises(CannotOpen):
            getattr(AskedQuestion.objects.get(pk=row.pk), name)


def test_it_is_not_looked_for(bureau: Bureau) -> None:
    question(bureau)
    rows: Any = AskedQuestion.objects.all()
    for look in (
        lambda: rows.filter(contact="13900001234").exists(),
        lambda: rows.filter(text__icontains="身份证").exists(),
        lambda: rows.update(contact="13900001234"),
    ):
        with pytest.raises(TypeError, match="sealed"), transaction.atomic():
            look()
    assert rows.exclude(contact="").count() == 1
    for put in (conditional_escape, "{}".format):
        with pytest.raises(TypeError, match="from its row"):
            put(rows.values_list("text", flat=True).get())


def test_what_tells_of_a_person_is_sealed_everywhere() -> None:
    """A column of such a name that is plain text fails here, in whichever room it is made."""
    plain = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models() if model.__module__.startswith("district.")
        for field in model._meta.local_concrete_fields
        if field.name in PERSONAL and isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, SealedField) and not isinstance(field, models.URLField)
    }  # fmt: skip
    assert plain - NOT_A_PERSONS == set()


@pytest.mark.database
def test_keys_rotate_on_from_where_they_stopped(bureau: Bureau, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FIELD_KEYS = (OLD,)
    rows = [question(bureau, n) for n in range(5)]
    settings.FIELD_KEYS = (NEW, OLD)
    assert AskedQuestion.objects.get(pk=rows[0].pk).text == "我的身份证号是0"  # both open
    monkeypatch.setattr(rotating, "SOME", 2)
    stopped = []

    def stop(name: str, done: int) -> None:
        stopped.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotating.rotate(stop)
    assert sum(rotating.left().values()) == 8
    assert rotating.rotate() == 8 and rotating.rotate() == 0 and rotating.left() == {}
    settings.FIELD_KEYS = (NEW,)
    assert [each.text for each in AskedQuestion.objects.order_by("pk")] == [f"我的身份证号是{n}" for n in range(5)]
    assert all(each.startswith(mark_of(NEW)) for each in columns(rows[3], "text", "contact"))


@pytest.mark.database
def test_a_frozen_text_may_be_sealed_anew_and_nothing_else(here: District, settings: Any) -> None:
    settings.FIELD_KEYS = (OLD,)
    case = here.judged()
    decision = deciding.decide(application=case, by=here.officer, outcome="refused", note="条件不符")
    appeal = file(decision=decision, by=here.founder, grounds="名单里的人都在职")
    table = Appeal._meta.db_table
    for value in ("''", "'plain'", f"'{mark_of(OLD)}:AAAA'", "NULL"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET grounds = {value} WHERE id = %s", [appeal.pk])
    settings.FIELD_KEYS = (NEW, OLD)
    rotating.rotate()
    settings.FIELD_KEYS = (NEW,)
    assert Appeal.objects.get(pk=appeal.pk).grounds == "名单里的人都在职"


def test_the_command_makes_rotates_and_drops(
    bureau: Bureau, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HUIQI_FIELD_KEY", raising=False)
    settings.DATA = tmp_path
    settings.FIELD_KEYS = environment.field_keys(tmp_path)
    question(bureau)
    call_command("rotate-keys", "--new")
    settings.FIELD_KEYS = environment.field_keys(tmp_path)
    assert len(settings.FIELD_KEYS) == 2 and (tmp_path / "field.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="还有用旧密钥加密的"):
        call_command("rotate-keys", "--drop")
    call_command("rotate-keys")
    call_command("rotate-keys", "--drop")
    assert environment.field_keys(tmp_path) == settings.FIELD_KEYS[:1]
    monkeypatch.setenv("HUIQI_FIELD_KEY", "a b")
    assert environment.field_keys(tmp_path) == ("a", "b")
    with pytest.raises(CommandError, match="HUIQI_FIELD_KEY"):
        call_command("rotate-keys", "--new")
