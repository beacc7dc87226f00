"""One value, one text: what is written for each type of fact, what is refused, how long a fact counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.enterprises import values
from district.enterprises.values import BadValue, first_fresh, invisible, parse, stale_after, text_of, value_of, visible


@dataclass(frozen=True)
class Kind:
    name: str = "某事"
    type: str = "string"
    places: int | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()


NUMBER, WHOLE, MONEY = (
    Kind(type="number"),
    Kind(type="number", places=0, unit="人"),
    Kind(type="number", places=2, unit="元"),
)
DATE, BOOLEAN = Kind(type="date"), Kind(type="boolean")
ZERO_WIDTH, MARK, TO_LEFT = "\u200b", "\ufeff", "\u202e"


@pytest.mark.parametrize("written", [None, "", "   ", "\u3000", "\n"])
@pytest.mark.parametrize("kind", [Kind(), NUMBER, DATE, BOOLEAN, Kind(choices=("甲",))])
def test_nothing_is_nothing_of_any_type(kind: Kind, written: object) -> None:
    assert parse(kind, written) is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2022-06-24", (2022, 6, 24)),
        ("2022-6-4", (2022, 6, 4)),
        ("2022/6/24", (2022, 6, 24)),
        ("2022.6.24", (2022, 6, 24)),
        ("2022年6月24日", (2022, 6, 24)),
        ("2022年6月24", (2022, 6, 24)),
        ("20220624", (2022, 6, 24)),
        ("２０２２－０６－２４", (2022, 6, 24)),
        (" 2022 - 06 - 24 ", (2022, 6, 24)),
        ("2022-06-24 10:30:00", (2022, 6, 24)),
        ("2022-06-24T00:00:00", (2022, 6, 24)),
        ("2022/6/24 0:00", (2022, 6, 24)),
        ("2022年6月24日 10:30", (2022, 6, 24)),
        (dt.date(2022, 6, 24), (2022, 6, 24)),
        ("2024-02-29", (2024, 2, 29)),
        (dt.datetime(2022, 6, 24, 9), (2022, 6, 24)),
        (44736, (2022, 6, 24)),
        (44736.4, (2022, 6, 24)),
        (20220624, (2022, 6, 24)),
        (20220624.0, (2022, 6, 24)),
    ],
)
def test_a_day_however_it_is_written(written: object, day: tuple[int, int, int]) -> None:
    assert parse(DATE, written) == dt.date(*day)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2022-02-30", "没有这一天"),
        ("2023年2月29日", "没有这一天"),
        ("2022-13-01", "没有这一天"),
        ("soon", "应是日期"),
        ("06-24", "应是日期"),
        ("2022", "应是日期"),
        (5, "应是日期"),
        (0.5, "应是日期"),
        (True, "应是日期"),
        ("2022-06-24" + ZERO_WIDTH, "看不见的字符"),
    ],
)
def test_what_is_no_day_is_refused(written: object, why: str) -> None:
    with pytest.raises(BadValue, match=why):
        parse(DATE, written)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("1,234", 1234),
        ("1，234，567.5", "1234567.5"),
        ("１２", 12),
        ("+5", 5),
        ("-3.25", "-3.25"),
        ("0", 0),
        (12, 12),
        (12.5, "12.5"),
        (Decimal("3.14"), "3.14"),
        ("3.", 3),
        ("1 000", 1000),
        ("300万", 3_000_000),
        ("007", 7),
    ],
)
def test_a_number_however_it_is_written(written: object, value: Any) -> None:
    assert parse(NUMBER, written) == Decimal(value)


@pytest.mark.parametrize(
    ("kind", "written", "why"),
    [
        (NUMBER, "many", "应是数字"),
        (NUMBER, "1,2", "应是数字"),
        (NUMBER, "12a", "应是数字"),
        (NUMBER, True, "应是数字"),
        (NUMBER, "nan", "应是数字"),
        (NUMBER, float("nan"), "数字太大"),
        (NUMBER, float("inf"), "数字太大"),
        (NUMBER, "1" + "0" * 16, "数字太大"),
        (WHOLE, "12.5", "应是整数"),
        (WHOLE, 12.5, "应是整数"),
        (MONEY, "0.001", "至多 2 位小数"),
        (WHOLE, "约12", "应是数字"),
        (NUMBER, "1" + MARK, "看不见的字符"),
    ],
)
def test_what_is_no_number_is_refused(kind: Kind, written: object, why: str) -> None:
    with pytest.raises(BadValue, match=why):
        parse(kind, written)


def test_a_column_in_ten_thousands_is_counted_in_the_facts_unit() -> None:
    assert parse(MONEY, "1.5", factor=Decimal(10_000)) == Decimal("15000.00")
    assert parse(MONEY, "1,234", factor=Decimal(10_000)) == Decimal("12340000.00")
    with pytest.raises(BadValue, match="数字太大"):
        parse(MONEY, "9" * 13, factor=Decimal(10_000))


def test_a_spreadsheets_own_rounding_is_not_the_writers_fault() -> None:
    assert parse(MONEY, 0.1 + 0.2) == Decimal("0.30")
    assert parse(MONEY, 1234.564999999999) == Decimal("1234.56")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("是", True),
        ("有", True),
        ("YES", True),
        ("Ｙ", True),
        ("√", True),
        ("1", True),
        (True, True),
        (1, True),
        ("否", False),
        ("无", False),
        ("No", False),
        ("×", False),
        (0, False),
        (False, False),
        (" 否 ", False),
    ],
)
def test_yes_and_no(written: object, value: bool) -> None:
    assert parse(BOOLEAN, written) is value


@pytest.mark.parametrize("written", ["也许", "2", "是的吧", "tru"])
def test_neither_yes_nor_no(written: str) -> None:
    with pytest.raises(BadValue, match="应是“是”或“否”"):
        parse(BOOLEAN, written)


def test_a_choice_is_one_of_them() -> None:
    kind = Kind(choices=("小型", "微型", "A类"))
    assert parse(kind, " 小型 ") == "小型" and parse(kind, "Ａ类") == "A类"
    with pytest.raises(BadValue, match="应是 小型、微型、A类 之一"):
        parse(kind, "大型")
    with pytest.raises(BadValue, match="零宽空格 U\\+200B"):
        parse(kind, f"小{ZERO_WIDTH}型")


def test_of_many_choices_the_first_dozen_is_named() -> None:
    with pytest.raises(BadValue) as refused:
        parse(Kind(choices=tuple(f"第{n}种" for n in range(40))), "别的")
    assert "第11种" in str(refused.value) and "第12种" not in str(refused.value)


def test_free_text_loses_what_nobody_sees() -> None:
    assert parse(Kind(), f" 示例{ZERO_WIDTH}路  １ 号{MARK} ") == "示例路 1 号"
    assert visible(f"a{TO_LEFT}b\tc") == "ab c"
    assert invisible("平常 text\n") == ""
    assert invisible(f"a{ZERO_WIDTH}b{ZERO_WIDTH}{TO_LEFT}\x07") == "零宽空格 U+200B、右至左强制 U+202E、U+0007"


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (MONEY, Decimal("12.5"), "12.50"),
        (WHOLE, Decimal(12), "12"),
        (NUMBER, Decimal("0.1"), "0.100000"),
        (BOOLEAN, True, "true"),
        (BOOLEAN, False, "false"),
        (DATE, dt.date(2022, 6, 4), "2022-06-04"),
        (Kind(), "甲", "甲"),
        (MONEY, Decimal("1E+3"), "1000.00"),
    ],
)
def test_a_value_has_one_text_and_comes_back(kind: Kind, value: values.Value, text: str) -> None:
    assert text_of(kind, value) == text
    assert value_of(kind, text) == value


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=2, allow_nan=False))
def test_every_sum_of_money_comes_back(amount: Decimal) -> None:
    assert value_of(MONEY, text_of(MONEY, amount)) == amount
    assert parse(MONEY, text_of(MONEY, amount)) == amount


@given(st.dates())
def test_every_day_comes_back(day: dt.date) -> None:
    assert value_of(DATE, text_of(DATE, day)) == day
    assert parse(DATE, text_of(DATE, day)) == day


@pytest.mark.parametrize(
    ("fresh", "since", "last"),
    [
        ("P1Y", (2022, 6, 24), (2023, 6, 24)),
        ("P3M", (2022, 11, 30), (2023, 2, 28)),
        ("P3M", (2023, 11, 30), (2024, 2, 29)),
        ("P1M", (2022, 1, 31), (2022, 2, 28)),
        ("P10D", (2022, 12, 25), (2023, 1, 4)),
        ("P1Y2M3D", (2022, 11, 1), (2024, 1, 4)),
        ("P12M", (2024, 2, 29), (2025, 2, 28)),
        ("P1M", (2022, 12, 31), (2023, 1, 31)),
    ],
)
def test_how_long_a_fact_counts(fresh: str, since: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert stale_after(fresh, dt.date(*since)) == dt.date(*last)


@pytest.mark.parametrize("fresh", ["", "sometimes", "PT1H"])
def test_what_does_not_age(fresh: str) -> None:
    assert stale_after(fresh, dt.date(2022, 6, 24)) is None
    assert first_fresh(fresh, dt.date(2022, 6, 24)) == dt.date.min


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2050, 1, 1)), st.sampled_from(["P1Y", "P3M", "P1M", "P30D", "P2Y6M", "P1Y1D"])
)
def test_the_first_day_that_still_counts_is_exactly_that(today: dt.date, fresh: str) -> None:
    first = first_fresh(fresh, today)
    last = stale_after(fresh, first)
    before = stale_after(fresh, first - dt.timedelta(days=1))
    assert last is not None and last >= today
    assert before is not None and before < today
