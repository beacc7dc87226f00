"""Worlds that are written again (`tests.remembering`): the same rows and things as walked, and walked where unsure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import translation

from district.cases.core.models import Application
from district.enterprises.models import Enterprise
from district.ground import clock
from district.ground.record import holidays
from district.policies import naming
from tests import remembering
from tests.district.cases import deciding
from tests.district.cases.factories import FILES, District, district, enterprise, join, publish
from tests.district.cases.test_rescheduling import LIST_2027
from tests.remembering import remembered
from tests.standing import undone as again

DAY = dt.date(2022, 6, 24)
WALKED: list[str] = []


@remembered
def named(name: str) -> Enterprise:
    WALKED.append(name)
    return enterprise("91310110MA00000087", name)


@remembered
def renamed(row: Enterprise, name: str) -> None:
    WALKED.append(name)
    row.name = name
    row.save(update_fields=["name"])


@pytest.fixture(autouse=True)
def fresh(db: None) -> Iterator[None]:
    """Nothing remembered from other tests, and nothing left to them."""
    if connection.vendor != "sqlite":
        pytest.skip("elsewhere it is always walked")
    remembering._worlds.clear()
    WALKED.clear()
    with clock.at(DAY):
        yield
    remembering._worlds.clear()


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database."""
    with connection.cursor() as cursor:
        found = {}
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY 1')
                found[model._meta.db_table] = list(cursor.fetchall())
        return found


def granted() -> tuple[District, Application]:
    here = district()
    case = here.judged()
    deciding.decide(application=case, by=here.leader, outcome="granted", note="同意")
    return here, case


def test_what_is_written_again_is_what_was_walked() -> None:
    with again():
        here, case = granted()
        walked, kept = rows(), len(remembering._worlds)
        state = case.state
    with again():
        there, same = granted()
        assert rows() == walked
        assert len(remembering._worlds) == kept  # nothing was walked
        assert (same.pk, same.state, there.firm.pk) == (case.pk, state, here.firm.pk)
        assert same is not case and there.firm is not here.firm
        same.refresh_from_db()
        assert Application.objects.get(pk=same.pk).decisions.count() == 1


def test_it_goes_on_from_there_as_from_any_other_world() -> None:
    for _time in range(2):
        with again():
            here, case = granted()
            other = enterprise("91310110MA00000095", "示例乙公司", 注册区="示例区", 从业人员=9, 失信被执行=False)
            join(here.founder, other)
            second = here.judged(other)
            assert second.pk != case.pk
            assert deciding.decide(application=second, by=here.leader, outcome="granted").outcome == "granted"


def test_what_is_handed_in_is_changed_as_it_was() -> None:
    for _time in range(2):
        with again():
            row = named("甲")
            renamed(row, "乙")
            assert row.name == Enterprise.objects.get(pk=row.pk).name == "乙"
    assert WALKED == ["甲", "乙"]


def test_another_moment_language_or_word_is_walked() -> None:
    with again():
        named("甲")
    with again():
        named("乙")
    with again(), clock.at(dt.date(2022, 6, 25)):
        named("甲")
    with again(), translation.override("en"):
        named("甲")
    assert WALKED == ["甲", "乙", "甲", "甲"]


def test_after_a_row_that_nobody_kept_it_is_walked() -> None:
    for _time in range(2):
        with again():
            now = clock.now()
            Enterprise.objects.create(uscc="91310110MA00000095", name="丙", created_at=now, updated_at=now)
            named("甲")
    assert WALKED == ["甲", "甲"]


def test_after_going_back_to_a_savepoint_it_is_walked() -> None:
    for _time in range(2):
        with again():
            with transaction.atomic():
                named("甲")
                transaction.set_rollback(True)
            assert not Enterprise.objects.filter(name="甲").exists()
            assert named("甲") == Enterprise.objects.get(name="甲")
    assert WALKED == ["甲", "甲", "甲"]  # the first of the second time alone was told again


def test_whoever_patches_gets_what_is_patched(monkeypatch: pytest.MonkeyPatch) -> None:
    with again():
        named("甲")
    monkeypatch.setattr("tests.house.test_remembering.DAY", DAY)
    with again():
        named("甲")
    assert WALKED == ["甲", "甲"]


def test_with_the_clock_running_it_is_walked() -> None:
    held = clock._frozen.set(None)
    try:
        for _time in range(2):
            with again():
                named("甲")
    finally:
        clock._frozen.reset(held)
    assert WALKED == ["甲", "甲"]


def test_what_leaves_a_file_is_walked(tmp_path: Path) -> None:
    @remembered
    def kept() -> None:
        WALKED.append("kept")
        (tmp_path / "paper").write_text("附件", encoding="utf-8")

    for _time in range(2):
        with again():
            kept()
    assert WALKED == ["kept", "kept"]


def test_a_world_of_very_many_rows_is_walked() -> None:
    for most in (remembering.MOST, 3):
        remembering.MOST = most
        remembering._worlds.clear()
        for _time in range(2):
            with again():
                named("甲")
    remembering.MOST = 20_000
    assert WALKED == ["甲", "甲", "甲"]


def test_what_was_to_be_done_once_committed_is_to_be_done_again(
    django_capture_on_commit_callbacks: Any,
) -> None:
    done: list[str] = []

    @remembered
    def told() -> None:
        WALKED.append("told")
        transaction.on_commit(lambda: done.append("done"))

    for times in (1, 2):
        with again():
            with django_capture_on_commit_callbacks(execute=True):
                told()
            assert done == ["done"] * times
    assert WALKED == ["told"]


def test_what_the_process_took_to_mind_it_takes_to_mind_again() -> None:
    for _time in range(2):
        holidays.forget()
        naming._kept.clear()
        with again():
            assert holidays.of_year(2027) is None  # and that is remembered for half a minute
            publish(FILES | {"test/holidays/2027.yaml": LIST_2027})
            assert holidays.of_year(2027) is not None
            assert naming.name_for_pages() == "示例区"


def test_what_fails_is_not_kept() -> None:
    @remembered
    def fails() -> None:
        WALKED.append("fails")
        enterprise("91310110MA00000087", "甲")
        raise ValueError

    for _time in range(2):
        with again(), pytest.raises(ValueError):
            fails()
    assert WALKED == ["fails", "fails"]
