"""Before the site is served: each step once, what stops it, what it says; publishing; the demonstration's firms."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polib
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from stdnum.cn import uscc

from district.enterprises.actions import parse
from district.ground.record import walls
from district.policies import actions, queries
from district.policies.models import Publication, Release
from district.web import preparing
from district.web.demo import facts as known
from district.web.demo.firms import STREETS, TRADES, make_firms
from rulebook import CatalogueError
from tests.district.cases.factories import FILES
from tests.rulebook.test_yangpu import yangpu

TODAY = dt.date(2022, 6, 24)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """A catalogue folder that is this site's."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings.CATALOGUE = tmp_path / "test"
    return tmp_path


def prepared() -> list[str]:
    said: list[str] = []
    preparing.publish_catalogue(said.append)
    return said


def change(folder: Path, old: str = "从业人员 >= 3", new: str = "从业人员 >= 4") -> None:
    path = folder / "test/programmes/hiring/2022-01-01.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_first_start_publishes_and_the_second_has_nothing_to_do(db: None, folder: Path) -> None:
    assert prepared() == ["政策目录：检查、发布 …"]
    assert prepared() == []
    assert Publication.objects.get().way == Publication.Way.RUN


def test_a_folder_that_changed_is_published_at_the_next_start(db: None, folder: Path) -> None:
    prepared()
    change(folder)
    assert prepared()[0].startswith("政策目录：已发布新版")
    assert Publication.objects.count() == 2


def test_what_was_published_by_hand_stays(db: None, folder: Path) -> None:
    actions.publish(path=folder / "test")
    change(folder)
    before = queries.catalogue().hash
    [said] = prepared()
    assert "没有发布" in said and f"huiqi publish {folder / 'test'}" in said
    assert queries.catalogue().hash == before


def test_another_districts_site_is_not_published_over(db: None, folder: Path, settings: Any) -> None:
    prepared()
    other = folder / "other"
    shutil.copytree(folder / "test", other)
    settings.CATALOGUE = other
    assert "没有发布" in prepared()[0]


def test_a_fault_stops_only_a_site_with_nothing_to_show(db: None, folder: Path) -> None:
    change(folder, "从业人员 >= 3", "从业人员 >= 没有这个事实")
    with pytest.raises(CatalogueError):
        prepared()
    assert not Release.objects.exists()
    change(folder, "从业人员 >= 没有这个事实", "从业人员 >= 3")
    prepared()
    change(folder, "从业人员 >= 3", "从业人员 >=")
    [said] = prepared()
    assert said.startswith("政策目录有误，没有发布，网站照用") and "hiring/2022-01-01.yaml" in said
    assert queries.catalogue().programmes["hiring"].versions


def test_publishing_by_hand_says_what_it_did(db: None, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def publish() -> str:
        call_command("publish", folder / "test")
        return capsys.readouterr().out

    assert publish().startswith("已发布")
    assert publish().startswith("没有变化")
    change(folder)
    assert publish().startswith("已发布")
    change(folder, "从业人员 >= 4", "从业人员 >= 3")
    assert publish().startswith("已改回以前发布过的")
    change(folder, "从业人员 >= 3", "从业人员 >")
    with pytest.raises(CommandError, match="目录有误，没有发布"):
        publish()


def test_languages_are_written_once_and_again_when_they_change(tmp_path: Path, settings: Any) -> None:
    settings.LOCALE_PATHS = [str(tmp_path)]
    said: list[str] = []
    preparing.compile_languages(said.append)
    made = sorted(each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*.mo"))
    assert "en/LC_MESSAGES/django.mo" in made and len(said) == len(made)
    assert not [each for each in tmp_path.rglob("*") if each.is_file() and each.suffix != ".mo"]
    preparing.compile_languages(said.append)
    assert len(said) == len(made)
    assert polib.mofile(str(tmp_path / "en/LC_MESSAGES/django.mo")).find("政策库")


def test_pages_that_were_not_built_are_told_how(tmp_path: Path, settings: Any) -> None:
    settings.NODE_MODULES = tmp_path / "node_modules"
    with pytest.raises(CommandError, match=r"npm --prefix .* ci --omit=dev && npm --prefix .* run build"):
        preparing.require_pages()
    (tmp_path / "node_modules" / ".built").mkdir(parents=True)
    preparing.require_pages()


def test_static_files_are_collected_when_they_changed(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    collected: list[str] = []
    monkeypatch.setattr(preparing, "call_command", lambda name, **_more: collected.append(name))
    for _n in range(2):
        preparing.collect_static_files(lambda _line: None)
    assert collected == ["collectstatic"]
    (tmp_path / ".stamp").write_text("old", encoding="ascii")
    preparing.collect_static_files(lambda _line: None)
    assert collected == ["collectstatic"] * 2


def test_a_database_that_is_there_is_left_alone(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "call_command", lambda *_args, **_more: pytest.fail("migrated again"))
    preparing.prepare_database(lambda line: pytest.fail(line))


def test_a_start_that_finds_all_as_another_left_it_does_not_look_again(
    db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the database, or a migration, is not what it was: then it is looked at before anything is done."""
    settings.DATA = tmp_path
    looked: list[str] = []
    real = walls.strange
    monkeypatch.setattr(walls, "strange", lambda of: looked.append("looked") or real(of))
    for times in (1, 1):
        preparing.prepare_database(lambda line: pytest.fail(line))
        assert len(looked) == times
    with connection.cursor() as cursor:
        cursor.execute("UPDATE huiqi_built SET digest = 'another' WHERE app = 'record' AND name = '0001_initial'")
    for times in (2, 3):
        with pytest.raises(CommandError, match="来历与这一版不同"):
            preparing.prepare_database(lambda line: pytest.fail(line))
        assert len(looked) == times


def test_what_is_known_of_the_database_depends_on_every_migration_here(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = walls.state(connection)
    assert before == walls.state(connection)
    room = SimpleNamespace(label="cellar", path=str(tmp_path))
    monkeypatch.setattr(walls.apps, "get_app_configs", lambda real=walls.apps.get_app_configs: [*real(), room])
    (tmp_path / "migrations").mkdir()
    assert walls.state(connection) == before
    (tmp_path / "migrations/0001_initial.py").write_text("1", encoding="utf-8")
    one = walls.state(connection)
    (tmp_path / "migrations/0001_initial.py").write_text("2", encoding="utf-8")
    assert len({before, one, walls.state(connection)}) == 3


# The demonstration's firms


def test_the_same_seed_gives_the_same_firms() -> None:
    first, again = (list(make_firms(40, today=TODAY)) for _n in range(2))
    other = list(make_firms(40, today=TODAY, seed=1))
    assert first == again and first != other
    assert list(make_firms(10, today=TODAY)) == first[:10]  # more of them are the same and others


def test_codes_are_valid_and_nobodys_twice() -> None:
    firms = list(make_firms(500, today=TODAY))
    assert len({firm.uscc for firm in firms}) == 500
    for firm in firms:
        assert uscc.is_valid(firm.uscc), firm.uscc
        assert "示例" in firm.name and firm.street in STREETS and firm.trade in TRADES
        assert firm.founded <= TODAY


def test_firms_are_spread_as_in_life() -> None:
    firms = list(make_firms(2000, today=TODAY))
    kinds, streets = Counter(firm.kind for firm in firms), Counter(firm.street for firm in firms)
    assert kinds["有限责任公司"] > len(firms) / 2 and set(kinds) >= {"个体工商户", "股份有限公司"}
    assert set(streets) == set(STREETS) and max(streets, key=streets.__getitem__) == "五角场街道"
    small = sum(firm.staff < 20 for firm in firms)
    assert len(firms) / 2 < small < len(firms)
    assert all(firm.insured >= 0 and firm.staff >= 0 and firm.revenue >= 0 for firm in firms)


SOURCES = (known.register_facts, known.social_facts, known.tax_facts, known.other_facts)


@pytest.mark.parametrize("source", SOURCES)
def test_facts_are_of_the_catalogues_vocabulary_and_fit_it(source: Any) -> None:
    found = yangpu().facts
    for firm in itertools.islice(make_firms(60, today=TODAY), 60):
        for name, value in source(firm).items():
            if name not in found:
                assert name == "所属街道", name  # the register's own
                continue
            kind = found[name]
            assert parse(kind, value) is not None or value == "", (name, value)  # type: ignore[arg-type]


def test_a_firm_is_not_insured_beyond_its_staff_nor_before_it_was_founded() -> None:
    for firm in make_firms(300, today=TODAY):
        said = known.social_facts(firm)
        assert said["稳定用工人数"] <= said["参保人数"]
        assert said["本市户籍稳定用工人数"] <= said["稳定用工人数"]
        assert said["上年自然减员"] >= 0 and said["最长连续参保月数"] >= 0
        assert firm.insured or said["最长连续参保月数"] == 0
