"""Publishing: immutable, hashed, dated versions; faults stop everything; sizes follow."""

from __future__ import annotations

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from district.enterprises.actions import take_in
from district.enterprises.models import Enterprise
from district.ground import clock
from district.ground.people.permissions import Refused
from district.policies import actions, queries
from district.policies.models import Programme, ProgrammeVersion, Release
from rulebook import CatalogueError
from tests.district.cases.factories import FILES, HIRING, District, publish

ROOT = Path(__file__).resolve().parents[3]
DAY = dt.date(2022, 6, 24)


def changed(**texts: str) -> dict[str, str]:
    return FILES | {f"test/programmes/{name.replace('__', '/')}": text for name, text in texts.items()}


def test_publishing_the_same_again_changes_nothing(here: District) -> None:
    before = list(ProgrammeVersion.objects.values_list("pk", "hash"))
    publish()
    assert list(ProgrammeVersion.objects.values_list("pk", "hash")) == before
    assert Release.objects.count() == 1


def test_a_changed_rule_is_a_new_row_and_the_old_one_stays(here: District) -> None:
    old = queries.version_on(here.programmes["hiring"], DAY)
    assert old is not None
    with clock.at(dt.date(2022, 6, 25)):
        publish(FILES | {"test/programmes/hiring/2022-01-01.yaml": HIRING.replace("从业人员 >= 3", "从业人员 >= 9")})
        new = queries.version_on(here.programmes["hiring"], DAY)
        assert new is not None
        assert new.hash != old.hash
        facts = {"注册区": "示例区", "从业人员": Decimal(8), "失信被执行": False}
        assert queries.judge(old, facts, DAY, {"plan": True}).eligible is True
        assert queries.judge(new, facts, DAY, {"plan": True}).eligible is False


def test_a_version_cannot_be_altered_or_removed(here: District) -> None:
    version = ProgrammeVersion.objects.first()
    assert version is not None
    for statement in (lambda: ProgrammeVersion.objects.filter(pk=version.pk).update(hash="0"), version.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            statement()


def test_a_faulty_catalogue_leaves_everything_as_it_was(here: District) -> None:
    with pytest.raises(CatalogueError) as caught:
        publish(FILES | {"test/programmes/hiring/2022-01-01.yaml": HIRING.replace("从业人员 >= 3", "从业人数 >= 3")})
    assert "programmes/hiring/2022-01-01.yaml" in str(caught.value.faults[0])
    assert "从业人员" in str(caught.value.faults[0])  # what was probably meant
    assert Release.objects.count() == 1


def test_what_left_the_catalogue_is_withdrawn_not_lost(here: District) -> None:
    publish({name: text for name, text in FILES.items() if "/award/" not in name})
    assert Programme.objects.get(slug="award").withdrawn
    assert not queries.programmes_in_force(DAY).filter(slug="award").exists()
    assert ProgrammeVersion.objects.filter(programme__slug="award").exists()


def test_only_leaders_and_administrators_publish(here: District) -> None:
    with pytest.raises(Refused):
        actions.publish(path=ROOT / "catalogue" / "yangpu", by=here.officer)


def test_versions_follow_the_date(here: District) -> None:
    award = here.programmes["award"]
    assert queries.version_on(award, dt.date(2021, 12, 31)) is None
    assert queries.version_on(award, dt.date(2022, 12, 31)).in_force_from == dt.date(2022, 1, 1)  # type: ignore[union-attr]
    assert queries.version_on(award, dt.date(2023, 1, 1)).in_force_from == dt.date(2023, 1, 1)  # type: ignore[union-attr]


@pytest.fixture
def yangpu(db: None) -> None:
    with clock.at(DAY):
        actions.publish(path=ROOT / "catalogue" / "yangpu")


@pytest.mark.usefixtures("yangpu")
def test_sizes_are_computed_from_the_published_table() -> None:
    with clock.at(DAY):
        facts = {"行业代码": "3911", "从业人员": Decimal(300), "营业收入": Decimal(20_000_000)}
        small = {**facts, "从业人员": Decimal(299)}
        take_in(
            firms=[("91310110MA00000079", "示例甲", facts), ("91310110MA00000001", "示例乙", small),
                   ("91310110MA0000001X", "示例丙", {"行业代码": "3911"})],
            source="示例", valid_from=dt.date(2022, 1, 1),
        )  # fmt: skip
        assert dict(Enterprise.objects.values_list("name", "size")) == {
            "示例甲": "中型",
            "示例乙": "小型",
            "示例丙": "",
        }
        take_in(
            firms=[("91310110MA00000079", "示例甲", {"从业人员": Decimal(1000), "营业收入": Decimal(4 * 10**8)})],
            source="示例", valid_from=dt.date(2022, 2, 1),
        )  # fmt: skip
        assert Enterprise.objects.get(name="示例甲").size == "大型"


def test_the_command_says_what_is_wrong(db: None, tmp_path: Path) -> None:
    copy = tmp_path / "catalogue"
    shutil.copytree(ROOT / "catalogue", copy)
    layer = copy / "yangpu" / "layer.yaml"
    layer.write_text(layer.read_text(encoding="utf-8") + "\nnonsense: [", encoding="utf-8")
    with pytest.raises(CommandError, match=r"layer\.yaml:\d+"):
        call_command("publish", str(copy / "yangpu"))
    assert not Release.objects.exists()
