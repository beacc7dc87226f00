"""What is in force, shown and judged is one release, the one published last; `huiqi run` never goes over a hand."""

from __future__ import annotations

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client

import rulebook
from district.cases.core.models import Application
from district.ground import clock
from district.ground.record.queries import district_name
from district.policies import queries
from district.policies.models import ProgrammeVersion, Publication, Release, Standing
from district.web import preparing
from rulebook import CatalogueError
from tests.district.cases.factories import AWARD, FILES, LATER, District, publish

DAY = dt.date(2022, 6, 24)
RULE = "test/programmes/award/2022-01-01.yaml"
HEAD = "test/programmes/award/programme.yaml"
A = FILES
B = FILES | {RULE: AWARD.replace("amount: 50000", "amount: 70000"), HEAD: FILES[HEAD].replace("示例项目", "七万的项目")}
RICH = {"营业收入": Decimal(9_000_000)}


def amount_on(here: District, day: dt.date = DAY) -> Decimal | None:
    """What the version in force gives; every way of asking has to say the same."""
    version = queries.version_on(here.programmes["award"], day)
    assert version is not None
    listed = next(each for each in queries.versions_on(day) if each.programme.slug == "award")
    assert listed.pk == version.pk
    judged = queries.judge(version, RICH, day, {"promise": True}).amount
    assert rulebook.judge(queries.catalogue(), "award", RICH, day, {"promise": True}, checked=True).amount == judged
    return judged


def test_the_files_published_before_are_in_force_again(here: District, client: Client) -> None:
    publish(B)
    assert amount_on(here) == 70000
    publish(A)
    assert amount_on(here) == 50000
    page = client.get("/policies/award/").content.decode()
    assert "50,000" in page or "5 万" in page or "5.00" in page
    assert "七万的项目" not in page
    assert not any("七万" in each.excerpt for each in client.get("/search", {"q": "七万的项目"}).context["hits"])
    assert Release.objects.count() == 2  # the versions and releases stay as they are: three acts, two catalogues
    first, second = Release.objects.order_by("pk")
    assert [each.release for each in Publication.objects.order_by("pk")] == [first, second, first]


def test_one_rule_taken_back_among_others_that_go_on(here: District) -> None:
    """B changes the award; C takes that back and changes something else: the award's old row is in force again."""
    publish(B)
    publish(A | {"test/programmes/award/2023-01-01.yaml": LATER.replace("80000", "90000")})
    assert amount_on(here) == 50000
    assert amount_on(here, dt.date(2023, 6, 1)) == 90000


def test_a_later_rule_that_is_taken_away_no_longer_ends_the_one_before(here: District) -> None:
    publish({path: text for path, text in A.items() if "2023-01-01" not in path})
    assert amount_on(here, dt.date(2023, 6, 1)) == 50000
    publish(A)
    assert amount_on(here, dt.date(2023, 6, 1)) == 80000


def test_cases_under_the_version_between_keep_it(here: District) -> None:
    publish(B)
    with clock.at(dt.date(2022, 5, 20)):
        case = here.started("award")
    publish(A)
    kept = Application.objects.get(pk=case.pk)
    assert queries.judge(kept.version, RICH, DAY, {"promise": True}).amount == 70000


def test_publishing_and_what_stood_by_it_are_never_changed(here: District) -> None:
    publication, standing = Publication.objects.get(), Standing.objects.first()
    assert standing is not None
    for statement in (
        lambda: Publication.objects.filter(pk=publication.pk).update(way="site"),
        publication.delete,
        lambda: Standing.objects.filter(pk=standing.pk).update(until=DAY),
        standing.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            statement()


def test_the_command_says_what_it_did(here: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = written(A, tmp_path / "a")
    call_command("publish", str(first))
    assert "没有变化" in capsys.readouterr().out
    call_command("publish", str(written(B, tmp_path / "b")))
    assert "已发布" in capsys.readouterr().out
    call_command("publish", str(first))
    said = capsys.readouterr().out
    assert "已改回以前发布过的" in said
    assert "共 3 个版本" in said


def written(files: dict[str, str], folder: Path, layer: str = "test") -> Path:
    for name, text in files.items():
        path = folder / name.replace("test/", f"{layer}/", 1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / layer


@pytest.fixture
def folder(db: None, tmp_path: Path, settings: Any) -> Path:
    settings.CATALOGUE = written(A, tmp_path / "folder")
    return tmp_path / "folder"


def start() -> str:
    said: list[str] = []
    preparing.publish_catalogue(said.append)
    return "\n".join(said)


def change(folder: Path) -> None:
    path = folder / RULE
    path.write_text(path.read_text(encoding="utf-8").replace("amount: 50000", "amount: 60000"), encoding="utf-8")


def test_a_start_publishes_what_changed_while_nobody_did_by_hand(folder: Path) -> None:
    start()
    change(folder)
    assert "已发布新版" in start()
    assert Publication.objects.count() == 2
    start()
    assert Publication.objects.count() == 2


def test_a_start_never_publishes_over_a_hand(folder: Path) -> None:
    start()
    call_command("publish", str(folder / "test"))  # the same files: from now on they are somebody's to change
    change(folder)
    assert "没有发布" in start()
    assert rulebook.judge(queries.catalogue(), "award", RICH, DAY, {"promise": True}, checked=True).amount == 50000


def test_a_typo_does_not_stop_a_site_that_has_a_release(folder: Path) -> None:
    start()
    path = folder / RULE
    path.write_text("conditions: [", encoding="utf-8")
    said = start()
    assert "2022-01-01.yaml" in said
    assert "没有发布" in said
    assert rulebook.judge(queries.catalogue(), "award", RICH, DAY, {"promise": True}, checked=True).amount == 50000


def test_a_typo_stops_a_site_that_has_none(folder: Path) -> None:
    (folder / RULE).write_text("conditions: [", encoding="utf-8")
    with pytest.raises(CatalogueError):
        start()
    assert not Release.objects.exists()


def test_another_district_stays_what_it_is(folder: Path, client: Client, tmp_path: Path) -> None:
    other = {name: text.replace("示例区", "他乡区") for name, text in A.items()}
    start()
    call_command("publish", str(written(other, tmp_path / "other", "elsewhere")))
    assert "没有发布" in start()
    assert queries.catalogue().layer.name == "他乡区"
    assert district_name() == "他乡区"
    assert "他乡区" in client.get("/").content.decode()


def test_a_district_started_by_its_variable_is_not_replaced_without_it(
    folder: Path, tmp_path: Path, settings: Any
) -> None:
    settings.CATALOGUE = written(
        {n: t.replace("示例区", "他乡区") for n, t in A.items()}, tmp_path / "other", "elsewhere"
    )
    start()
    settings.CATALOGUE = folder / "test"
    assert "没有发布" in start()
    assert queries.catalogue().layer.name == "他乡区"


def test_the_variable_says_which_district(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from district.web import environment

    monkeypatch.setenv("HUIQI_CATALOGUE", str(tmp_path / "elsewhere"))
    assert environment.catalogue() == (tmp_path / "elsewhere").resolve()
    monkeypatch.delenv("HUIQI_CATALOGUE")
    assert environment.catalogue().name == "yangpu"


def test_a_district_with_layers_above_is_called_without_them(db: None, tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3] / "catalogue"
    shutil.copytree(root, tmp_path / "catalogue")
    call_command("publish", str(tmp_path / "catalogue" / "yangpu"))
    assert district_name() == "杨浦区"
    assert ProgrammeVersion.objects.exists()
