"""The catalogue the system ships with: size classes at every bound, worked sums to the fen, examples that hold."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from rulebook import Catalogue, judge, read_catalogue
from rulebook.judging.bench import bench
from rulebook.judging.examples import run_examples
from rulebook.plan.types import Value

HOME = Path(__file__).resolve().parents[2] / "catalogue"
WAN = 10_000
DAY = dt.date(2022, 6, 24)


@lru_cache(maxsize=1)
def yangpu() -> Catalogue:
    return read_catalogue(HOME / "yangpu")


def size(industry: str, **metrics: str) -> Value | None:
    """The class of a firm; X people, Y and Z in ten thousand yuan, as the official table writes them."""
    facts: dict[str, Value] = {"划型行业": industry}
    if "X" in metrics:
        facts["从业人员"] = Decimal(metrics["X"])
    for letter, name in (("Y", "营业收入"), ("Z", "资产总额")):
        if letter in metrics:
            facts[name] = Decimal(metrics[letter]) * WAN
    return bench(yangpu()).environment(facts, DAY)["企业规模"]


VECTORS = """
工业 X1000 Y40000 大型
工业 X999 Y40000 中型
工业 X2000 Y39999 中型
工业 X300 Y2000 中型
工业 X299 Y50000 小型
工业 X20 Y300 小型
工业 X19 Y100000 微型
工业 X5000 Y299.99 微型
软件和信息技术服务业 X300 Y10000 大型
软件和信息技术服务业 X100 Y1000 中型
软件和信息技术服务业 X100 Y999.99 小型
软件和信息技术服务业 X10 Y50 小型
软件和信息技术服务业 X9 Y9000 微型
软件和信息技术服务业 X12 Y49.9 微型
信息传输业 X1999 Y200000 中型
批发业 X20 Y4999 小型
批发业 X5 Y1000 小型
零售业 X50 Y500 中型
建筑业 Y80000 Z79999 中型
建筑业 Y6000 Z5000 中型
建筑业 Y6000 Z4999 小型
房地产开发经营 Y200000 Z9999 中型
房地产开发经营 Y1000 Z5000 中型
房地产开发经营 Y100 Z1999 微型
物业管理 X300 Y999 小型
物业管理 X100 Y500 小型
租赁和商务服务业 X300 Z119999 中型
租赁和商务服务业 X100 Z8000 中型
租赁和商务服务业 X10 Z99 微型
餐饮业 X100 Y1999 小型
交通运输业 X300 Y3000 中型
仓储业 X20 Y100 小型
邮政业 X300 Y1999 小型
农、林、牧、渔业 Y500 中型
农、林、牧、渔业 Y49.99 微型
其他未列明行业 X300 大型
其他未列明行业 X10 小型
其他未列明行业 X9 微型
住宿业 X299 Y10000 中型
""".strip().splitlines()


@pytest.mark.parametrize("line", VECTORS)
def test_size_vectors(line: str) -> None:
    industry, *metrics, expected = line.split()
    assert size(industry, **{metric[0]: metric[1:] for metric in metrics}) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("工业 X1000", None),  # a missing measure is not zero
        ("工业 Y40000", None),
        ("工业", None),
        ("工业 X19", "微型"),  # too few people for any other class, whatever the revenue
        ("工业 Y299.99", "微型"),
        ("租赁和商务服务业 X300 Y1", None),  # revenue is not asked of this trade; assets are
        ("金融业 X300 Y1", None),  # another standard
    ],
)
def test_a_missing_measure_is_not_a_class(line: str, expected: str | None) -> None:
    industry, *metrics = line.split()
    assert size(industry, **{metric[0]: metric[1:] for metric in metrics}) == expected


def test_every_bound_of_the_official_table(shared: Path) -> None:
    """One below, at and above each bound, all measures of an industry crossed, against the table's own rule."""
    with (shared / "facts" / "sme_thresholds.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    trades = {row["industry_cn"]: [each for each in rows if each["industry_cn"] == row["industry_cn"]] for row in rows}
    letters = {"employees": "X", "revenue": "Y", "assets": "Z"}
    checked = 0
    for trade, measures in trades.items():
        name = next((word for word in known_trades() if trade.startswith(word) or word.startswith(trade)), trade)
        steps = []
        for row in measures:
            step = Decimal(1) if row["metric"] == "employees" else Decimal("0.01")
            bounds = [Decimal(row[f"{grade}_min"]) for grade in ("large", "medium", "small")]
            steps.append(sorted({max(Decimal(0), bound + by) for bound in bounds for by in (-step, Decimal(0), step)}))
        for values in itertools.product(*steps):
            given = {letters[row["metric"]]: str(value) for row, value in zip(measures, values, strict=True)}
            assert size(name, **given) == by_the_book(measures, values), (trade, given)
            checked += 1
    assert checked > 500


def known_trades() -> list[str]:
    plan = yangpu().derived["划型行业"].choices
    return sorted(plan, key=len, reverse=True)


def by_the_book(measures: list[dict[str, str]], values: tuple[Decimal, ...]) -> str:
    for grade, word in (("large", "大型"), ("medium", "中型"), ("small", "小型")):
        if all(value >= Decimal(row[f"{grade}_min"]) for row, value in zip(measures, values, strict=True)):
            return word
    return "微型"


@pytest.mark.parametrize(
    ("code", "trade"),
    [
        ("0111", "农、林、牧、渔业"), ("3911", "工业"), ("4710", "建筑业"), ("5111", "批发业"), ("5299", "零售业"),
        ("5310", None), ("5411", "交通运输业"), ("5911", "交通运输业"), ("5920", "仓储业"), ("6010", "邮政业"),
        ("6110", "住宿业"), ("6210", "餐饮业"), ("6410", "信息传输业"), ("6513", "软件和信息技术服务业"),
        ("6620", None),
        ("7010", "房地产开发经营"), ("7020", "物业管理"), ("7030", "其他未列明行业"), ("7210", "租赁和商务服务业"),
        ("7310", "其他未列明行业"), ("8310", None), ("8411", None), ("8511", "其他未列明行业"), ("9610", None),
        ("8610", "其他未列明行业"),
    ],
)  # fmt: skip
def test_the_trade_of_a_code(code: str, trade: str | None) -> None:
    assert bench(yangpu()).environment({"行业代码": code}, DAY)["划型行业"] == trade


SOCIAL = [
    # as-of date, heads, yuan a month (facts 7.2: floor × employer's rates × 50 %)
    ("2021-07-01", 1, "806.63"),
    ("2021-07-01", 8, "6453.00"),
    ("2022-06-30", 9, "6453.00"),
    ("2022-07-01", 1, "880.20"),
    ("2022-09-30", 8, "7041.60"),
    ("2022-10-01", 1, "863.90"),
    ("2023-06-30", 8, "6911.20"),
    ("2023-07-01", 1, "968.58"),
    ("2023-12-31", 8, "7748.60"),
]


@pytest.mark.parametrize(("day", "heads", "yuan"), SOCIAL)
def test_early_stage_social_insurance_to_the_fen(day: str, heads: int, yuan: str) -> None:
    facts: dict[str, Value] = {
        "注册区": "杨浦区", "成立日期": dt.date(2021, 1, 15), "负责人身份": "居住证", "稳定用工人数": Decimal(heads),
    }  # fmt: skip
    verdict = judge(yangpu(), "early-stage-social-insurance", facts, dt.date.fromisoformat(day))
    assert (verdict.eligible, verdict.amount) == (True, Decimal(yuan))


@pytest.mark.parametrize("layer", ["national", "shanghai", "yangpu"])
def test_no_example_disagrees(layer: str) -> None:
    faults = [str(each) for each in run_examples(read_catalogue(HOME / layer)) if not each.warning]
    assert faults == []


@pytest.mark.parametrize(("loan", "rate", "months", "amount"), [
    (3_000_000, "2", 12, 30_000), (3_000_000, "3.5", 12, 60_000), (3_000_000, "2", 6, 15_000),
    (10_000_000, "2.5", 12, 100_000), (10_000_000, "9", 12, 100_000), (1_000_000, "1.01", 12, 100),
])  # fmt: skip
def test_the_guarantee_subsidy_of_2022(loan: int, rate: str, months: int, amount: int) -> None:
    """The part of the yearly rate above 1 %, at most 2 %, for as long as it runs; at most 100,000 a firm."""
    facts = {
        "行业代码": "6210", "纳税地在本区": True, "单笔贷款金额": Decimal(loan),
        "区融资担保公司担保": True, "年担保费": loan * Decimal(rate) / 100, "担保期限月数": Decimal(months),
    }  # fmt: skip
    day = dt.date(2022, 6, 24)
    found = judge(yangpu(), "guarantee-fee-subsidy", facts, day, {"dated": True})
    assert (found.eligible, found.amount) == (True, amount)
    assert judge(yangpu(), "guarantee-fee-subsidy", facts, day).waiting == ("dated",)  # the contract's date is read
    for name, value in (("行业代码", "3911"), ("区融资担保公司担保", False),
                        ("年担保费", Decimal(loan) / 100), ("单笔贷款金额", Decimal(10_000_001))):  # fmt: skip
        assert judge(yangpu(), "guarantee-fee-subsidy", facts | {name: value}, day).eligible is False, name
    version = yangpu().programmes["guarantee-fee-subsidy"].version_on(day)
    assert version is not None
    assert not version.illustrative
    assert version.rest["ceiling"] == {"per": "life", "amount": 100_000}


def test_what_no_document_confirms_stays_marked() -> None:
    """Neighbours' figures stand beside, and make nothing official."""
    for name in ("利息补贴比例", "担保费补贴比例", "一次性开办费金额", "创业典型区级金额"):
        parameter = yangpu().parameters[name]
        assert parameter.status == "illustrative", name
        assert "同市参照" in parameter.source, name
    for slug in ("interest-subsidy", "guarantee-fee-subsidy"):
        version = yangpu().programmes[slug].version_on(dt.date(2026, 11, 26))
        assert version is not None
        assert version.illustrative, slug
