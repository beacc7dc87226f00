"""How facts are asked for, whom a programme serves, which question comes next, and how a programme looks: in the
district's own catalogue where the numbers matter, in a small one where the format does."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from rulebook import Catalogue, CatalogueError, Value, next_question, read_catalogue
from rulebook.comparing.catalogues import differences
from rulebook.explaining.outlook import Outlook, outlooks
from rulebook.explaining.stakes import presumed
from tests.rulebook.test_vouched import FACTS, catalogue

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2026, 11, 27)
ASKING = """
asking:
  人数: {ease: 5, hint: 连负责人在内, least: 0, most: 1000, founder: 打算雇几个人？}
  失信: {usual: false}
"""


@cache
def yangpu() -> Catalogue:
    return read_catalogue(ROOT / "catalogue" / "yangpu")


def test_the_ways_of_asking_are_read_and_change_no_hash() -> None:
    plain, told = catalogue(), catalogue(FACTS + ASKING)
    staff = told.facts["人数"].asking
    assert (staff.ease, staff.hint, staff.least, staff.most, staff.founder) == (
        5, "连负责人在内", Decimal(0), Decimal(1000), "打算雇几个人？")  # fmt: skip
    assert presumed(told) == {"失信": False}
    assert presumed(plain) == {}
    assert told.programmes["one"].versions[0].hash == plain.programmes["one"].versions[0].hash
    said = [each.say for each in differences(plain, told)]
    assert any("人数" in each and "好不好答" in each for each in said)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ("人数: {ease: 6}", "1 到 5"),
        ("人数: {least: 5, most: 1}", "least 大于 most"),
        ("人数: {usual: 许多}", "应是数字"),
        ("失信: {least: 0}", "不写 least"),
        ("失信: {part_of: 高新}", "“失信”是是否，不写 part_of"),
        ("人头: {ease: 5}", "没有“人头”"),
        ("人数: {eas: 5}", "eas"),
    ],
)
def test_faults_of_asking_are_said(wrong: str, fault: str) -> None:
    with pytest.raises(CatalogueError) as raised:
        catalogue(f"{FACTS}\nasking:\n  {wrong}\n")
    assert fault in str(raised.value)


def test_a_date_may_be_bounded_by_the_day() -> None:
    founded = yangpu().facts["成立日期"].asking
    assert founded.limits(DAY) == (dt.date(1949, 10, 1), DAY)


def test_every_programme_says_whom_it_serves() -> None:
    for folder in sorted((ROOT / "catalogue/yangpu/programmes").iterdir()):
        assert "\nserves: [" in (folder / "programme.yaml").read_text(encoding="utf-8"), folder.name
    serving = {slug: each.serves for slug, each in yangpu().programmes.items()}
    assert "student" in serving["boot-camp"]
    assert {"student", "job-seeker"} <= set(serving["cloud-classroom"]) & set(serving["hiring-matching"])
    assert catalogue().programmes["one"].serves == ("enterprise", "sole-trader")


def ask(facts: dict[str, Value], answers: dict[str, Value], most: int = 9, *, founder: bool = False) -> list[str]:
    told, skipped, asked = {**presumed(yangpu()), **facts}, list[str](), list[str]()
    while len(asked) < most:
        found = next_question(yangpu(), told, DAY, skip=skipped, checked=True, supposing=True, founder=founder)
        if found is None:
            break
        asked.append(found.fact)
        if found.fact in answers:
            told[found.fact] = answers[found.fact]
        else:
            skipped.append(found.fact)
    return asked


THREE: dict[str, Value] = {
    "成立日期": dt.date(2026, 3, 1), "从业人员": Decimal(3), "行业代码": "6513", "负责人身份": "本市户籍",
    "最长连续参保月数": Decimal(7), "稳定用工人数": Decimal(0),
}  # fmt: skip


def test_a_firm_of_three_is_asked_within_six_what_frees_5000_yuan() -> None:
    asked = ask({"注册区": "杨浦区"}, THREE, 6)
    assert "最长连续参保月数" in asked
    assert not {"上市板块", "孵化基地评估等级", "实付担保费", "资产总额"} & set(asked)


def test_a_founder_is_asked_only_what_one_can_know() -> None:
    asked = ask({"注册区": "杨浦区"}, {}, 20, founder=True)
    assert asked
    assert all(yangpu().facts[name].asking.founder for name in asked)


def looks(facts: dict[str, Value]) -> dict[str, Outlook]:
    askable = {name for name, each in yangpu().facts.items() if each.supposed}
    known = {**presumed(yangpu()), "注册区": "杨浦区", **facts}
    found = outlooks(yangpu(), known, DAY, slugs=set(yangpu().programmes), askable=askable, checked=True)
    return {each.verdict.programme: each for each in found}


def test_what_is_met_is_got_with_the_last_day() -> None:
    found = looks(THREE)["startup-cost"]
    assert (found.kind, found.yuan, found.latest) == ("get", Decimal(5000), dt.date(2027, 2, 28))
    monthly = looks({**THREE, "稳定用工人数": Decimal(1)})["early-stage-social-insurance"]
    assert monthly.verdict.amount is not None
    assert monthly.yuan == monthly.verdict.amount * 12


def test_what_is_nearly_met_is_one_step_away_and_says_by_how_much() -> None:
    found = looks({**THREE, "最长连续参保月数": Decimal(4)})["startup-cost"]
    assert (found.kind, found.yuan) == ("step", Decimal(5000))
    assert found.todo == ("至少一名员工已连续参保 6 个月（再满 2 个月）",)
    lacking = looks({name: value for name, value in THREE.items() if name != "最长连续参保月数"})["startup-cost"]
    assert (lacking.kind, lacking.ask) == ("step", ("最长连续参保月数",))


def test_what_time_alone_heals_is_one_step_away_from_that_day() -> None:
    founder: dict[str, Value] = {"首次创业": True, "负责人毕业年数": Decimal(1), "负责人就业困难": False}
    found = looks({**THREE, **founder})["first-venture"]
    assert (found.kind, found.yuan, found.earliest) == ("step", Decimal(8000), dt.date(2027, 3, 1))


def test_what_only_few_have_is_open_and_what_cannot_be_is_not() -> None:
    found = looks(THREE)
    assert found["listing-support"].kind == "open"
    assert found["startup-cost"].kind == "get"
    assert looks({**THREE, "注册区": "虹口区"})["startup-cost"].kind == "no"
    assert looks({**THREE, "成立日期": dt.date(2020, 1, 1)})["startup-cost"].kind == "no"
