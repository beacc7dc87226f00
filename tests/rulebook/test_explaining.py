"""How far off, when time heals it, what to do next, what to ask next."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook import Gap, Question, judge, next_question, read_files
from rulebook.judging.bench import bench
from rulebook.judging.gaps import amount
from rulebook.judging.healing import drift
from rulebook.plan.functions import add_months
from rulebook.plan.types import Value
from tests.rulebook.small import SOCIAL, edited, files, small

DAY = dt.date(2022, 6, 30)
OPENED = dt.date(2021, 2, 28)


def gap(when: str, day: dt.date = DAY, **facts: Value) -> Gap | None:
    """The gap of one failed condition."""
    texts = edited(SOCIAL, "when: 成立月数 <= 36", f"when: '{when}'")
    verdict = judge(read_files(texts, "town"), "social", {"成立日期": OPENED, **facts}, day)
    first = next(verdict.conditions())
    assert first.value is False
    return first.gap


@pytest.mark.parametrize(
    ("when", "facts", "words"),
    [
        ("从业人员 >= 10", {"从业人员": Decimal(7)}, "还差 3 人"),
        ("从业人员 <= 10", {"从业人员": Decimal(12)}, "超出 2 人"),
        ("从业人员 > 10", {"从业人员": Decimal(10)}, "要超过 10 人，现为 10 人"),
        ("10 <= 从业人员", {"从业人员": Decimal(7)}, "还差 3 人"),
        ("从业人员 between 10 and 20", {"从业人员": Decimal(21)}, "超出 1 人"),
        ("从业人员 in [10..20]", {"从业人员": Decimal(4)}, "还差 6 人"),
        ("not(从业人员 > 10)", {"从业人员": Decimal(12)}, "超出 2 人"),
        ("营业收入 >= 5000000", {"营业收入": Decimal("3800000.00")}, "还差 120.00 万元"),
        ("营业收入 >= 5000000", {"营业收入": Decimal("4999999.99")}, "还差 0.01 元"),
        ("营业收入 >= 月社保缴费基数下限", {"营业收入": Decimal(5000)}, "还差 975 元"),
        ("发明专利数 >= 2 and 从业人员 >= 5", {"发明专利数": Decimal(2), "从业人员": Decimal(1)}, "还差 4 人"),
        ('企业规模 in ("小型", "微型")', {"企业规模": "大型"}, "现为“大型”"),
        ("高新技术企业 = true", {"高新技术企业": False}, "现为“否”，要“是”"),
        ('成立日期 >= date("2021-03-01")', {}, "要不早于 2021年3月1日，现为 2021年2月28日"),
        ("成立月数 >= 18", {}, "再满 2 个月，最早 2022年8月28日符合"),
        ("成立月数 < 12", {}, "要低于 12 个月，现为 16 个月"),
    ],
)
def test_the_gap_in_words(when: str, facts: dict[str, Value], words: str) -> None:
    found = gap(when, **facts)
    assert found is not None
    assert found.words == words


def test_no_distance_where_both_sides_are_reckoned() -> None:
    """Ten times the patents against three times the staff: 2 short of what?"""
    assert gap("发明专利数 * 10 >= 从业人员 * 3", 发明专利数=Decimal(1), 从业人员=Decimal(4)) is None
    found = gap("发明专利数 >= 从业人员 * 3", 发明专利数=Decimal(1), 从业人员=Decimal(4))
    assert found is not None
    assert found.words == "还差 11 件"


def test_the_gap_as_numbers() -> None:
    found = gap("从业人员 >= 10", 从业人员=Decimal(7))
    assert found is not None
    assert found.as_json() == {
        "words": "还差 3 人", "fact": "从业人员", "have": "7", "need": ">= 10", "unit": "人", "heals_on": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("when", "heals"),
    [
        ("成立月数 >= 18", dt.date(2022, 8, 28)),
        ("成立月数 >= 200", None),  # beyond five years
        ("成立月数 < 6", None),  # time only makes it worse
        ("核算日 >= date(\"2022-07-15\")", dt.date(2022, 7, 15)),
        ("核算日 - 成立日期 > duration(\"P500D\")", dt.date(2022, 7, 14)),
        ("(核算日 - 成立日期).days > 500", dt.date(2022, 7, 14)),
        ("核算日.month = 9", dt.date(2022, 9, 1)),  # comes and goes: every month is tried
        ("核算日.year > 2022", dt.date(2023, 1, 1)),
        ("成立月数 >= 18 and 从业人员 >= 3", None),  # time alone does not do it
        ("成立月数 >= 18 or 从业人员 >= 3", dt.date(2022, 8, 28)),
        ("成立月数 between 18 and 20", dt.date(2022, 8, 28)),
        ("-成立月数 <= -18", dt.date(2022, 8, 28)),
        ("if 从业人员 > 0 then 成立月数 >= 18 else 成立月数 >= 24", dt.date(2022, 8, 28)),
    ],
)  # fmt: skip
def test_the_first_day_time_alone_heals_it(when: str, heals: dt.date | None) -> None:
    found = gap(when, 从业人员=Decimal(1))
    assert (found.heals_on if found else None) == heals


@settings(max_examples=60, deadline=None)
@given(opened=st.dates(dt.date(2019, 1, 1), dt.date(2022, 6, 1)), months=st.integers(1, 60))
def test_the_day_told_is_the_first(opened: dt.date, months: int) -> None:
    texts = edited(SOCIAL, "when: 成立月数 <= 36", f"when: 成立月数 >= {months}")
    catalogue = read_files(texts, "town")
    first = next(judge(catalogue, "social", {"成立日期": opened}, DAY).conditions())
    if first.value or first.gap is None or first.gap.heals_on is None:
        assert first.value or add_months(opened, months) > add_months(DAY, 60)
        return
    day = first.gap.heals_on
    before, on = (
        next(judge(catalogue, "social", {"成立日期": opened}, each).conditions()).value
        for each in (day - dt.timedelta(days=1), day)
    )
    assert (before, on) == (False, True)


def test_the_direction_is_seen() -> None:
    ready = bench(small())
    assert drift(ready.derived_plans["成立月数"], ready) == 1
    assert drift(ready.derived_plans["企业规模"], ready) == 0


def test_next_step_sums_up() -> None:
    catalogue = small()
    young: dict[str, Value] = {"成立日期": dt.date(2022, 6, 15), "参保人数": Decimal(1)}
    assert judge(catalogue, "social", young, DAY).next == "到 2022年12月15日，其他情况不变即可符合。"
    unpaid = judge(catalogue, "social", {"成立日期": dt.date(2021, 12, 1)}, DAY)
    assert unpaid.next == "符合条件；补充“参保人数”后可算出金额。"
    assert judge(catalogue, "social", {}, DAY).next == "请补充“成立日期”。"
    far = judge(catalogue, "giant", {"注册区": "虹口区"}, DAY)
    assert far.next == "目前不符合：在杨浦区注册（现为“虹口区”）。"


def test_healing_is_not_promised_while_something_else_is_open() -> None:
    texts = files()
    by_hand = "conditions:\n  - {id: ok, say: 材料真实, person: 经办人}\n"
    texts[SOCIAL] = texts[SOCIAL].replace("conditions:\n", by_hand)
    verdict = judge(read_files(texts, "town"), "social", {"成立日期": dt.date(2022, 6, 15)}, DAY)
    assert verdict.next.startswith("目前不符合：成立满半年")


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        ("500000", "元", "50.00 万元"),
        ("12345.67", "元", "1.234567 万元"),
        ("25000000", "元", "2,500.00 万元"),
        ("9999.50", "元", "9999.5 元"),
        ("0", "人", "0 人"),
        ("100", "人", "100 人"),
        ("0.333333333", "", "0.3333"),
    ],
)
def test_amounts_are_said_plainly(number: str, unit: str, said: str) -> None:
    assert amount(Decimal(number), unit) == said


class TestNextQuestion:
    def test_a_fact_that_alone_decides_comes_first(self) -> None:
        found = next_question(small(), {}, DAY)
        assert found is not None
        assert found == Question("成立日期", "哪一天成立的？", "date", "", (), 1, left=found.left)

    def test_the_answers_offered(self) -> None:
        known: dict[str, Value] = {"成立日期": OPENED, "参保人数": Decimal(1), "企业规模": "小型", "失信被执行": False,
                                   "高新技术企业": True}  # fmt: skip
        found = next_question(small(), known, DAY)
        assert found is not None
        assert (found.fact, found.choices) == ("注册区", ("杨浦区", "虹口区", "静安区"))

    def test_words_compared_with_are_offered_when_the_vocabulary_says_none(self) -> None:
        texts = edited("city/vocabulary.yaml", ", one_of: [杨浦区, 虹口区, 静安区]", "")
        known: dict[str, Value] = {"成立日期": OPENED, "参保人数": Decimal(1), "企业规模": "小型", "失信被执行": False,
                                   "高新技术企业": True}  # fmt: skip
        found = next_question(read_files(texts, "town"), known, DAY)
        assert found is not None
        assert (found.fact, found.choices, found.ask) == ("注册区", ("杨浦区",), "注册区是什么？")

    def test_what_could_not_be_answered_is_not_asked_again(self) -> None:
        found = next_question(small(), {}, DAY, skip=["成立日期"])
        assert found is not None
        assert found.fact != "成立日期"

    def test_only_the_programmes_wanted(self) -> None:
        found = next_question(small(), {}, DAY, slugs=["giant"])
        assert found is not None
        assert found.fact != "成立日期"

    def test_asking_ends(self) -> None:
        answers: dict[str, Value] = {
            "注册区": "杨浦区", "成立日期": OPENED, "从业人员": Decimal(300), "营业收入": Decimal(30_000_000),
            "行业": "工业", "失信被执行": False, "高新技术企业": False, "发明专利数": Decimal(2),
            "参保人数": Decimal(8),
        }  # fmt: skip
        told: dict[str, Value] = {}
        while question := next_question(small(), told, DAY):
            assert question.fact not in told
            told[question.fact] = answers[question.fact]
        assert judge(small(), "giant", told, DAY).waiting == ("market",)
        assert judge(small(), "social", told, DAY).amount == Decimal("6453.00")
