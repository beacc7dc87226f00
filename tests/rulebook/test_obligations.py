"""Obligations of a version: read, refused when wrong, judged three-valued, and no weight on hashes that lack them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from rulebook import CatalogueError, read_files, watch
from rulebook.judging.examples import run_examples
from tests.rulebook.small import GIANT, edited, files, line_of, small

DAY = dt.date(2022, 6, 24)
GOOD = """
obligations:
  - id: keep-staff
    say: 一年内人数不少于决定时的八成
    when: 从业人员 * 10 >= 决定时从业人员 * 8
    until: P1Y6M
    check: quarterly
    on_breach: recover pro rata
    examples:
      - {name: 够, given: {从业人员: 8}, decided: {从业人员: 10}, expect: kept}
      - {name: 不够, given: {从业人员: 7}, decided: {从业人员: 10}, expect: breached}
"""


def with_obligations(text: str = GOOD) -> dict[str, str]:
    return {**files(), GIANT: files()[GIANT] + text}


def test_an_obligation_is_read() -> None:
    found = read_files(with_obligations(), "town").programmes["giant"].versions[0].obligations
    assert [(each.id, each.months, each.every, each.on_breach) for each in found] == [
        ("keep-staff", 18, 3, "recover pro rata")
    ]


@pytest.mark.parametrize(
    "now, then, kept, missing",
    [(8, 10, True, ()), (7, 10, False, ()), (None, 10, None, ("从业人员",)), (8, None, None, ("决定时从业人员",))],
)
def test_it_is_judged_three_valued(now: int | None, then: int | None, kept: bool | None, missing: tuple[str]) -> None:
    catalogue = read_files(with_obligations(), "town")
    facts = {} if now is None else {"从业人员": Decimal(now)}
    decided = {} if then is None else {"从业人员": Decimal(then)}
    found = watch(catalogue, "giant", dt.date(2020, 1, 1), "keep-staff", facts, decided, DAY)
    assert (found.kept, found.missing) == (kept, missing)
    assert found.facts.keys() == {"从业人员", "决定时从业人员"}


def test_unknown_obligations_are_an_error() -> None:
    with pytest.raises(LookupError):
        watch(small(), "giant", dt.date(2020, 1, 1), "keep-staff", {}, {}, DAY)


WRONG = {
    "until 写的是“一年”": ("until: P1Y6M", "until: 一年"),
    "check 写的是“weekly”": ("check: quarterly", "check: weekly"),
    "on_breach 写的是“fine”": ("on_breach: recover pro rata", "on_breach: fine"),
    "缺“on_breach”": ("    on_breach: recover pro rata\n", ""),
    "缺“say”": ("    say: 一年内人数不少于决定时的八成\n", ""),
    "义务里没有“untill”": ("until: P1Y6M", "until: P1Y6M\n    untill: P1Y"),
    "这里要": ("when: 从业人员 * 10 >= 决定时从业人员 * 8", "when: 从业人员"),
    "决定时企业规模": ("when: 从业人员 * 10 >= 决定时从业人员 * 8", "when: 决定时企业规模 = 企业规模"),
    "没有名为“人数”的事实": ("given: {从业人员: 8}", "given: {人数: 8}"),
}


@pytest.mark.parametrize("says", WRONG)
def test_what_is_wrong_is_refused_at_its_line(says: str) -> None:
    old, new = WRONG[says]
    assert old in GOOD
    texts = with_obligations(GOOD.replace(old, new, 1))
    with pytest.raises(CatalogueError) as error:
        read_files(texts, "town")
    faults = [each for each in error.value.faults if says in each.message]
    assert faults, str(error.value)
    assert faults[0].file == GIANT
    assert faults[0].line >= line_of(texts, GIANT, "obligations:")


def test_one_id_twice_is_refused() -> None:
    twice = GOOD + GOOD.split("obligations:\n")[1]
    with pytest.raises(CatalogueError, match="用了两次"):
        read_files(with_obligations(twice), "town")


def test_examples_that_disagree_fail_the_check() -> None:
    texts = with_obligations(GOOD.replace("given: {从业人员: 8}", "given: {从业人员: 7}"))
    faults = [str(each) for each in run_examples(read_files(texts, "town")) if not each.warning]
    assert len(faults) == 1 and "写 kept，判出来是 breached" in faults[0]


def test_an_obligation_without_examples_is_hinted_at() -> None:
    texts = with_obligations(GOOD.split("    examples:")[0])
    hints = [
        str(each) for each in run_examples(read_files(texts, "town")) if each.warning and "keep-staff" in str(each)
    ]
    assert len(hints) == 2


def test_the_hash_knows_obligations_and_not_their_examples() -> None:
    plain = small().programmes["giant"].versions[0].hash

    def hash_of(text: str) -> str:
        return read_files(with_obligations(text), "town").programmes["giant"].versions[0].hash

    assert hash_of("obligations: []\n") == plain
    assert hash_of(GOOD) != plain
    assert hash_of(GOOD.replace("P1Y6M", "P2Y")) != hash_of(GOOD)
    assert hash_of(GOOD.split("    examples:")[0]) == hash_of(GOOD)


def test_workers_name_their_group() -> None:
    good = edited(GIANT, "excludes: [social]", "excludes: [social]\nworkers: {group: 就业补贴}")
    assert read_files(good, "town").programmes["giant"].versions[0].rest["workers"] == {"group": "就业补贴"}
    bad = edited(GIANT, "excludes: [social]", "excludes: [social]\nworkers: 就业补贴")
    with pytest.raises(CatalogueError, match="workers 写的是“就业补贴”，应是对照"):
        read_files(bad, "town")
