"""Verdicts: yes, no and unknown; amounts; what is missing; what the JSON holds; hashes."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from rulebook import NotInForce, NoValueYet, Verdict, judge, judge_all, read_files
from rulebook.plan.types import Value
from tests.rulebook.small import GIANT, SOCIAL, VOCABULARY, edited, files, small

DAY = dt.date(2022, 1, 1)
FITS: dict[str, Value] = {"注册区": "杨浦区", "企业规模": "小型", "高新技术企业": True, "失信被执行": False}


def giant(facts: dict[str, Value], answers: dict[str, bool] | None = None, day: dt.date = DAY) -> Verdict:
    return judge(small(), "giant", facts, day, answers)


def social(day: dt.date = DAY, **facts: Value) -> Verdict:
    return judge(small(), "social", {"成立日期": dt.date(2021, 1, 15), **facts}, day)


def test_yes_with_the_persons_answer() -> None:
    verdict = giant(FITS, {"market": True})
    assert (verdict.eligible, verdict.amount, verdict.missing, verdict.because) == (True, Decimal(500000), (), ())
    assert verdict.next == "符合条件，可以申报。"


def test_unknown_until_the_person_has_answered() -> None:
    verdict = giant(FITS)
    assert (verdict.eligible, verdict.missing, verdict.waiting) == (None, (), ("market",))
    assert verdict.next == "其余条件都符合，还需评审组判断。"


def test_no_names_what_fails() -> None:
    verdict = giant({**FITS, "注册区": "虹口区", "失信被执行": True})
    assert (verdict.eligible, verdict.amount) == (False, None)
    assert verdict.because == ("in-district", "dishonest")
    assert verdict.missing == ()


def test_one_no_decides_whatever_is_unknown() -> None:
    assert giant({"注册区": "虹口区"}).eligible is False
    assert giant({"注册区": "虹口区"}).missing == ()


def test_any_needs_one_and_none_needs_no_one() -> None:
    assert giant({**FITS, "高新技术企业": False, "发明专利数": Decimal(2)}, {"market": True}).eligible is True
    assert giant({**FITS, "高新技术企业": False, "发明专利数": Decimal(1)}).because == ("hi-tech", "patents")
    assert giant({**FITS, "高新技术企业": False}).missing == ("发明专利数",)


def test_missing_are_the_base_facts_that_still_matter() -> None:
    assert giant({**FITS, "企业规模": "大型"}).missing == ()
    without = {name: value for name, value in FITS.items() if name != "企业规模"}
    assert giant(without).missing == ("行业", "从业人员", "营业收入")
    # 19 people are a micro firm whatever the revenue, so revenue cannot change the outcome
    small_one: dict[str, Value] = {**without, "行业": "工业", "从业人员": Decimal(19)}
    assert giant(small_one).missing == ()
    assert giant({**small_one, "从业人员": Decimal(300)}).missing == ("营业收入",)


def test_a_derived_fact_that_cannot_be_computed_is_missing_itself() -> None:
    without = {name: value for name, value in FITS.items() if name != "企业规模"}
    assert giant({**without, "行业": "批发业"}).missing == ("企业规模",)


def test_a_derived_fact_given_stands_for_itself() -> None:
    facts: dict[str, Value] = {"行业": "工业", "从业人员": Decimal(5000), "营业收入": Decimal(10**10)}
    assert giant({**FITS, **facts}, {"market": True}).eligible is True  # 企业规模 小型, as given
    computed = {name: value for name, value in FITS.items() if name != "企业规模"} | facts
    assert giant(computed).because == ("size",)


def test_the_amount_is_exact_and_rounded_half_up_at_the_end() -> None:
    # 6 heads × 5975 × 27 % × 50 % = 4839.75; 1 head = 806.625, which half up is 806.63
    assert social(参保人数=Decimal(6)).amount == Decimal("4839.75")
    assert social(参保人数=Decimal(1)).amount == Decimal("806.63")


def test_a_running_subsidy_says_how_it_runs() -> None:
    assert social(参保人数=Decimal(1)).as_json()["benefit"] | {"amount": ""} == {
        "amount": "", "cap": "", "pay": "once", "per": "month", "times": 36, "say": "", "status": "",
    }  # fmt: skip


def test_eligible_with_an_amount_that_rests_on_an_unknown() -> None:
    verdict = social()
    assert (verdict.eligible, verdict.amount, verdict.missing) == (True, None, ("参保人数",))


def test_the_cap_holds_and_an_unknown_cap_leaves_the_amount_unknown() -> None:
    catalogue = read_files(edited(SOCIAL, "  per: month", "  cap: 营业收入 * 0.1\n  per: month"), "town")
    facts: dict[str, Value] = {"成立日期": dt.date(2021, 1, 15), "参保人数": Decimal(9)}
    assert judge(catalogue, "social", {**facts, "营业收入": Decimal(100)}, DAY).amount == Decimal("10.00")
    assert judge(catalogue, "social", {**facts, "营业收入": Decimal(10**6)}, DAY).amount == Decimal("6453.00")
    assert judge(catalogue, "social", facts, DAY).missing == ("营业收入",)


def test_whole_yuan_where_the_programme_says_so() -> None:
    catalogue = read_files(edited(SOCIAL, "round: fen", "round: yuan"), "town")
    facts: dict[str, Value] = {"成立日期": dt.date(2021, 1, 15), "参保人数": Decimal(4)}
    assert judge(catalogue, "social", facts, DAY).amount == Decimal("3227")  # 3226.50


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (dt.date(2022, 6, 30), "806.63"),  # facts 7.2: floor 5975, employer 27 %
        (dt.date(2022, 7, 1), "880.20"),  # floor 6520
        (dt.date(2022, 9, 30), "880.20"),
        (dt.date(2022, 10, 1), "863.90"),  # employer 26.5 %
    ],
)
def test_parameters_are_those_of_the_day(day: dt.date, amount: str) -> None:
    assert social(day, 参保人数=Decimal(1)).amount == Decimal(amount)


def test_before_a_parameters_first_value_is_an_error() -> None:
    texts = edited("city/parameters/social.yaml", "{2021-07-01: 5975, 2022-07-01: 6520}", "{2022-07-01: 6520}")
    with pytest.raises(NoValueYet, match=r"月社保缴费基数下限.*2022-07-01"):
        judge(read_files(texts, "town"), "social", {"成立日期": dt.date(2021, 1, 15)}, DAY)


def test_the_month_after_the_last() -> None:
    opened = dt.date(2019, 1, 15)
    assert judge(small(), "social", {"成立日期": opened}, dt.date(2022, 2, 14)).eligible is True  # 36 whole months
    assert judge(small(), "social", {"成立日期": opened}, dt.date(2022, 2, 15)).because == ("young",)


def test_not_in_force() -> None:
    for slug, day in (("giant", dt.date(2019, 12, 31)), ("nothing", DAY)):
        with pytest.raises(NotInForce):
            judge(small(), slug, {}, day)


def test_judge_all_is_each_alone() -> None:
    facts: dict[str, Value] = {"注册区": "杨浦区", "成立日期": dt.date(2021, 1, 15), "参保人数": Decimal(3)}
    catalogue = small()
    alone = [judge(catalogue, slug, facts, DAY) for slug in ("giant", "social")]
    assert judge_all(catalogue, facts, DAY) == alone
    assert [each.programme for each in judge_all(catalogue, facts, dt.date(2020, 5, 1))] == ["giant"]
    assert judge_all(catalogue, facts, DAY, subject="person") == []


def test_division_by_zero_is_unknown() -> None:
    texts = edited(SOCIAL, "when: 成立月数 <= 36", "when: 研发占比 >= 0.03")
    facts: dict[str, Value] = {
        "研发费用": Decimal(1), "营业收入": Decimal(0), "成立日期": dt.date(2020, 1, 1), "参保人数": Decimal(1),
    }  # fmt: skip
    verdict = judge(read_files(texts, "town"), "social", facts, DAY)
    assert (verdict.eligible, verdict.missing) == (None, ("研发占比",))


def test_json_is_complete_and_plain() -> None:
    found = giant({**FITS, "注册区": "虹口区", "发明专利数": Decimal("1.50")}).as_json()
    assert json.loads(json.dumps(found)) == found
    assert found["eligible"] is False
    assert found["version"] == "2020-01-01"
    assert found["as_of"] == "2022-01-01"
    assert len(found["hash"]) == 64
    first, _, group, _, market = found["conditions"]
    assert first["facts"] == {"注册区": {"value": "虹口区", "unit": ""}}
    assert first["cite"] == "示例〔2020〕1号第三条"
    assert [each["id"] for each in group["children"]] == ["hi-tech", "patents"]
    assert group["children"][1]["facts"]["发明专利数"] == {"value": "1.50", "unit": "件"}
    assert (market["person"], market["value"]) == ("评审组", None)


def test_illustrative_numbers_are_said() -> None:
    assert giant(FITS).illustrative  # the patents clause is
    assert social().illustrative  # a parameter is
    texts = files()
    texts["city/parameters/social.yaml"] = texts["city/parameters/social.yaml"].replace("illustrative", "official")
    assert not judge(read_files(texts, "town"), "social", {}, DAY).illustrative
    texts["city/tables/size.yaml"] = "status: illustrative\n" + texts["city/tables/size.yaml"]
    texts[GIANT] = texts[GIANT].replace(", status: illustrative", "")
    assert judge(read_files(texts, "town"), "giant", {}, DAY).illustrative


class TestHash:
    """The hash changes with the rule and what it rests on, and with nothing else."""

    def hash(self, texts: dict[str, str], slug: str = "giant") -> str:
        return read_files(texts, "town").programmes[slug].versions[0].hash

    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            (GIANT, "发明专利数 >= 2,", "发明专利数 >= 3,"),
            (GIANT, "say: 中小微企业", "say: 中小企业"),
            (GIANT, "示例〔2020〕1号第三条", "示例〔2020〕1号第四条"),
            (GIANT, "pay: once", "pay: per period"),
            (GIANT, "from: 04-01", "from: 04-02"),
            ("town/programmes/giant/programme.yaml", "name: 示例小巨人", "name: 示例大巨人"),
            ("city/tables/size.yaml", "'>= 300'", "'>= 301'"),
            (VOCABULARY, "发明专利数: {type: number, unit: 件", "发明专利数: {type: number, unit: 项"),
        ],
    )
    def test_changes_with(self, path: str, old: str, new: str) -> None:
        assert self.hash(edited(path, old, new)) != self.hash(files())

    def test_changes_with_a_parameter(self) -> None:
        changed = edited("city/parameters/social.yaml", "6520", "6521")
        assert self.hash(changed, "social") != self.hash(files(), "social")
        assert self.hash(changed) == self.hash(files())

    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            (GIANT, "  - {id: size,", "  # 一条说明\n\n  - {id: size,"),
            (GIANT, "when: 注册区 = ", "when:   注册区   =  "),
            (GIANT, "name: 外区企业", "name: 外区的企业"),
            (VOCABULARY, "  失信被执行:", "  新事实: {type: string}\n  失信被执行:"),
            ("town/programmes/social/programme.yaml", "示例社保补贴", "示例社会保险补贴"),
        ],
    )  # fmt: skip
    def test_stays_with(self, path: str, old: str, new: str) -> None:
        assert self.hash(edited(path, old, new)) == self.hash(files())

    def test_stays_when_a_later_version_ends_it(self) -> None:
        later = {"town/programmes/giant/2023-01-01.yaml": "conditions: [{id: a, say: 甲, person: 评审组}]\n"}
        assert self.hash(files() | later) == self.hash(files())

    def test_two_layers_of_the_same_files_are_two_catalogues(self) -> None:
        town, city = read_files(files(), "town"), read_files(files(), "city")
        assert town.hash != city.hash
        assert judge_all(city, {}, DAY) == []
        assert len(judge_all(town, {}, DAY)) == 2
