"""Ladders: where a firm stands, what the next rung asks, and what a wrong file is told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from rulebook import CatalogueError, climb, read_files
from tests.rulebook.test_yangpu import yangpu

DAY = dt.date(2022, 9, 1)


def test_every_rung_can_be_stood_on_and_the_next_is_explained() -> None:
    nothing = climb(yangpu(), "srdi", {}, DAY)
    assert nothing.at is None
    assert nothing.next is not None and nothing.next.id == "reservoir"
    assert {step.stands for step in nothing.steps} == {None}
    assert "研发费用" in nothing.steps[0].missing

    small = {"企业规模": "小型", "研发费用": Decimal(300_000), "专精特新级别": "无", "上市板块": "未上市"}
    reserve = climb(yangpu(), "srdi", small, DAY)
    assert reserve.at is not None and reserve.at.id == "reservoir"
    assert reserve.next is not None and reserve.next.programme == "innovative-sme"
    assert reserve.asks is not None and reserve.asks.eligible is None
    assert "高新技术企业" in reserve.asks.missing

    for grade, at, above in (("创新型中小企业", "innovative", "specialised"),
                             ("专精特新中小企业", "specialised", "little-giant"),
                             ("专精特新小巨人", "little-giant", "leader")):  # fmt: skip
        found = climb(yangpu(), "srdi", {**small, "专精特新级别": grade, "营业收入": Decimal(399_999_999)}, DAY)
        assert (found.at and found.at.id, found.next and found.next.id) == (at, above)
    leader = {**small, "专精特新级别": "专精特新小巨人", "营业收入": Decimal(400_000_000)}
    assert getattr(climb(yangpu(), "srdi", leader, DAY).at, "id", "") == "leader"
    top = climb(yangpu(), "srdi", {**leader, "上市板块": "科创板"}, DAY)
    assert top.at is not None and top.at.id == "listed"
    assert top.next is None and top.asks is None


def test_a_rung_without_a_condition_is_its_programme() -> None:
    facts = {"从业人员": Decimal(100), "研发人员": Decimal(30), "营业收入": Decimal(10_000_000),
             "研发费用": Decimal(600_000), "资产总额": Decimal(1), "Ⅰ类知识产权数": Decimal(0),
             "Ⅱ类知识产权数": Decimal(0), "严重违法": False, "高新技术企业": False, "上市板块": "未上市"}  # fmt: skip
    found = climb(yangpu(), "tech", facts, DAY)
    assert found.at is not None and found.at.id == "tech-sme"
    assert found.next is not None and found.next.id == "high-tech"
    assert found.asks is not None and found.asks.programme == "high-tech-recognition"
    before = climb(yangpu(), "tech", facts, dt.date(2015, 1, 1))
    assert before.at is None and before.asks is None


def test_before_a_programme_is_in_force_nothing_is_asked() -> None:
    early = climb(yangpu(), "srdi", {"企业规模": "小型", "研发费用": Decimal(1)}, dt.date(2022, 6, 24))
    assert early.next is not None and early.next.id == "innovative"
    assert early.asks is None


WRONG = """name: 梯队
rungs:
  - {id: a, name: 甲, programme: srdi-smee}
  - {id: a, name: 乙, when: 从业人员 + 1}
  - {id: c, name: 丙}
  - {id: d, name: 丁, whenn: 从业人员 > 1, programme: srdi-sme}
"""


TWICE = """name: 梯队
rungs:
  - {id: a, name: 甲, programme: srdi-sme}
  - {id: a, name: 乙, when: 从业人员 > 1}
  - {id: c, name: 丙}
"""


def test_faults_say_file_line_and_what_was_meant() -> None:
    files = {**yangpu().files, "yangpu/ladders/wrong.yaml": WRONG}
    with pytest.raises(CatalogueError) as said:
        read_files(files, "yangpu")
    told = "\n".join(map(str, said.value.faults))
    assert "yangpu/ladders/wrong.yaml:3" in told and "srdi-sme" in told
    assert "wrong.yaml:4" in told and "要是否" in told
    assert "wrong.yaml:6" in told and "when" in told
    told = _told({**yangpu().files, "yangpu/ladders/wrong.yaml": TWICE})  # of the whole, once its parts are right
    assert "wrong.yaml:4" in told and "用了两次" in told and "wrong.yaml:5" in told
    assert "梯队缺“rungs”" in _told({**yangpu().files, "yangpu/ladders/none.yaml": "name: 空\n"})


def _told(files: dict[str, str]) -> str:
    with pytest.raises(CatalogueError) as said:
        read_files(files, "yangpu")
    return "\n".join(map(str, said.value.faults))
