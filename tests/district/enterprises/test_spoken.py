"""Numbers and days as people write them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import cn2an
import pytest

from district.enterprises import spoken
from district.enterprises.values import BadValue, parse

TODAY = dt.date(2026, 11, 27)
EXACT = [
    ("300万", "元", 3_000_000),
    ("３００万", "元", 3_000_000),
    ("3,000,000", "元", 3_000_000),
    ("3，000，000", "元", 3_000_000),
    ("3 000 000 元", "元", 3_000_000),
    ("300w", "元", 3_000_000),
    ("300W元", "元", 3_000_000),
    ("5百万", "元", 5_000_000),
    ("三百万", "元", 3_000_000),
    ("三百万元", "元", 3_000_000),
    ("1.5亿", "元", 150_000_000),
    ("两亿五千万", "元", 250_000_000),
    ("一万二", "元", 12_000),
    ("一千零二十", "元", 1020),
    ("五亿三", "元", 530_000_000),
    ("百万", "元", 1_000_000),
    ("千万元", "元", 10_000_000),
    ("一百二", "元", 120),
    ("壹佰萬", "元", 1_000_000),
    ("俩", "人", 2),
    ("一亿零三万", "元", 100_030_000),
    ("2千", "元", 2000),
    ("-30万", "元", -300_000),
    ("亏损30万", "元", -300_000),
    ("12人", "人", 12),
    ("12 名", "人", 12),
    ("12个人", "人", 12),
    ("十", "人", 10),
    ("二十人", "人", 20),
    ("二十五", "人", 25),
    ("-5", "人", -5),
    ("−5", "人", -5),
    ("负5", "人", -5),
    ("0", "人", 0),
    ("没有", "人", 0),
    ("一百零五", "人", 105),
    ("1e30", "元", Decimal("1e30")),
    ("300%", "%", 300),
    ("百分之五", "%", 5),
    ("半年", "月", 6),
    ("一年半", "月", 18),
    ("两年", "月", 24),
    ("1年3个月", "月", 15),
    ("6个月", "月", 6),
    ("8", "月", 8),
    ("三年", "年", 3),
    ("2件", "件", 2),
    ("￥300万", "元", 3_000_000),
    ("RMB 3,000,000", "元", 3_000_000),
    ("年收入300万", "元", 3_000_000),
    ("300万元/年", "元", 3_000_000),
    ("300万（含税）", "元", 3_000_000),
    ("一个亿", "元", 100_000_000),
    ("半个亿", "元", 50_000_000),
    ("3万5", "元", 35_000),
    ("3万5千", "元", 35_000),
    ("12万3500", "元", 123_500),
    ("3 million", "元", 3_000_000),
    ("3.5m yuan", "元", 3_500_000),
    ("300k", "元", 300_000),
    ("12名员工", "人", 12),
    ("员工12人", "人", 12),
    ("一共十二个人", "人", 12),
    ("就我一个人", "人", 1),
    ("夫妻俩", "人", 2),
    ("还没有", "人", 0),
    ("twelve people", "人", 12),
    ("minus three", "人", -3),
    ("twenty-five", "人", 25),
    ("just me", "人", 1),
    ("no employees", "人", 0),
    ("half a year", "月", 6),
    ("a year and a half", "月", 18),
    ("2 years", "月", 24),
    ("去年毕业", "年", 1),
    ("三成", "%", 30),
    ("千分之五", "%", Decimal("0.5")),
    ("5 percent", "%", 5),
]
ROUGH = [
    ("10-20人", "人", 10),
    ("10人-20人", "人", 10),
    ("10~20", "人", 10),
    ("10—20", "人", 10),
    ("10至20人", "人", 10),
    ("十到二十人", "人", 10),
    ("约20人", "人", 20),
    ("大约二十人", "人", 20),
    ("20人左右", "人", 20),
    ("20多人", "人", 20),
    ("二十来个人", "人", 20),
    ("三十余人", "人", 30),
    ("20人以上", "人", 20),
    ("至少10人", "人", 10),
    ("不到20人", "人", 19),
    ("超过30人", "人", 31),
    ("不超过30人", "人", 30),
    ("10人以内", "人", 10),
    ("约300万元", "元", 3_000_000),
    ("10-20万", "元", 100_000),
    ("10万到20万元", "元", 100_000),
    ("不到50万", "元", 500_000),
    ("500多万", "元", 5_000_000),
    ("50万元以上", "元", 500_000),
    ("二三十人", "人", 20),
    ("三五个人", "人", 3),
    ("十五六个", "人", 15),
    ("五六十万", "元", 500_000),
    ("两三百万", "元", 2_000_000),
    ("上百人", "人", 100),
    ("12+", "人", 12),
    ("about 20", "人", 20),
    ("ten or so", "人", 10),
    ("between 10 and 20", "人", 10),
    ("10 to 20 people", "人", 10),
    ("fewer than 10", "人", 9),
    ("more than 50", "人", 51),
    ("at least five", "人", 5),
    ("about 3 million", "元", 3_000_000),
    ("大半年", "月", 6),
]
NONSENSE = ["许多", "几十万", "$300", "many", "a dozen", "1,5", "1.2.3", "", "abc", "20-10", "10-", "-", "人", "万",
            "e5", "三五", "二零二二", "十十", "一百百", "万万", "一亿亿"]  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "value"), EXACT)
def test_an_exact_number(text: str, unit: str, value: int | Decimal) -> None:
    assert spoken.number(text, unit, whole=unit == "人") == spoken.Spoken(Decimal(value))


def test_every_number_is_read_as_it_is_written() -> None:
    numbers = [*range(1, 1200, 7), *(10**power + step for power in range(3, 12) for step in (-1, 0, 1, 10))]
    assert {n: spoken.number(str(cn2an.an2cn(n, "low")), "元") for n in numbers} == {
        n: spoken.Spoken(Decimal(n)) for n in numbers}  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "value"), ROUGH)
def test_what_is_not_exact_is_taken_carefully_and_marked(text: str, unit: str, value: int) -> None:
    assert spoken.number(text, unit, whole=unit == "人") == spoken.Spoken(Decimal(value), exact=False)


@pytest.mark.parametrize("text", NONSENSE)
@pytest.mark.parametrize("unit", ["人", "元", "月", "%", ""])
def test_what_means_no_number(text: str, unit: str) -> None:
    assert spoken.number(text, unit) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025年3月", (2025, 3, 1)), ("2025-03", (2025, 3, 1)), ("25年3月", (2025, 3, 1)), ("2025", (2025, 1, 1)),
        ("2030年", (2030, 1, 1)), ("去年", (2025, 1, 1)), ("去年3月", (2025, 3, 1)), ("前年十二月", (2024, 12, 1)),
        ("两年前", (2024, 11, 27)), ("半年前", (2026, 5, 27)), ("3个月前", (2026, 8, 27)), ("上个月", (2026, 10, 1)),
        ("约 2025年3月左右", (2025, 3, 1)), ("二〇二五年三月", (2025, 3, 1)), ("年初", (2026, 1, 1)),
        ("2025年下半年", (2025, 7, 1)), ("去年三季度", (2025, 7, 1)), ("2025年底", (2025, 12, 1)),
        ("25年", (2025, 1, 1)),
        ("March 2025", (2025, 3, 1)), ("last year", (2025, 1, 1)), ("3 months ago", (2026, 8, 27)),
        ("two years ago", (2024, 11, 27)), ("明天", (2026, 11, 28)), ("1066年", (1066, 1, 1)),
    ],
)  # fmt: skip
def test_a_day_that_is_only_roughly_known(text: str, day: tuple[int, int, int]) -> None:
    assert spoken.day(text, TODAY) == spoken.Spoken(dt.date(*day), exact=False)


@pytest.mark.parametrize(
    "text", ["2025年三月五日", "去年3月5号", "二零二五年三月五日", "5 March 2025", "Mar 5th, 2025", "2025 March 5"]
)
def test_a_whole_day_however_it_is_written(text: str) -> None:
    assert spoken.day(text, TODAY) == spoken.Spoken(dt.date(2025, 3, 5))


@pytest.mark.parametrize("text", ["某天", "2025年13月", "99999年", "九千年前", ""])
def test_what_means_no_day(text: str) -> None:
    assert spoken.day(text, TODAY) is None


@dataclass(frozen=True)
class Kind:
    name: str = "营业收入"
    type: str = "number"
    places: int | None = 2
    unit: str = "元"
    choices: tuple[str, ...] = ()


@pytest.mark.parametrize("text", ["300万", "3,000,000元", "三百万"])
def test_every_field_of_a_number_understands_exact_forms(text: str) -> None:
    assert parse(Kind(), text) == Decimal("3000000.00")


@pytest.mark.parametrize("text", ["约300万", "200-300万", "300万以上", "许多"])
def test_what_is_not_exact_is_no_fact(text: str) -> None:
    with pytest.raises(BadValue):
        parse(Kind(), text)


def test_a_workbook_that_counts_in_ten_thousands_means_it() -> None:
    with pytest.raises(BadValue):
        parse(Kind(), "300万", factor=Decimal(10_000))
