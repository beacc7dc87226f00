"""Of which days a figure speaks: read, written again, said, clipped, cut into months, joined."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from district.ground.figures.periods import NotAPeriod, Period, joined

DAY = dt.date(2022, 6, 24)


@pytest.mark.parametrize(
    "text, first, last, words",
    [
        ("2022", "2022-01-01", "2022-12-31", "2022年"),
        ("2022-06", "2022-06-01", "2022-06-30", "2022年6月"),
        ("2022-06-24", "2022-06-24", "2022-06-24", "2022年6月24日"),
        ("2022-01-01..2022-06-24", "2022-01-01", "2022-06-24", "2022年1月1日至2022年6月24日"),
        ("..2022-06-24", None, "2022-06-24", "截至2022年6月24日"),
        ("2020..2022", "2020-01-01", "2022-12-31", "2020年1月1日至2022年12月31日"),
    ],
)
def test_a_period_is_read_and_written_again(text: str, first: str | None, last: str, words: str) -> None:
    found = Period.read(text)
    assert found == Period(dt.date.fromisoformat(first) if first else None, dt.date.fromisoformat(last))
    assert Period.read(found.key) == found
    with override("zh-hans"):
        assert found.words == words
    with override("en"):
        assert found.words.isascii()


@pytest.mark.parametrize(
    "text", ["", "x", "2022-13", "2022-02-30", "0001", "9999-99-99", "2022..2021", "..", "２０２２-06-24x", "1e999"]
)
def test_what_names_no_period_is_refused(text: str) -> None:
    with pytest.raises(NotAPeriod):
        Period.read(text)


def test_nothing_to_come_is_counted() -> None:
    assert Period.year(2022).clipped(DAY) == Period(dt.date(2022, 1, 1), DAY)
    assert Period.year(2021).clipped(DAY) == Period.year(2021)
    with pytest.raises(NotAPeriod):
        Period.year(2023).clipped(DAY)


def test_a_period_has_its_months() -> None:
    assert [each.key for each in Period(dt.date(2021, 11, 5), dt.date(2022, 1, 2)).months(DAY)] == [
        "2021-11", "2021-12", "2022-01",
    ]  # fmt: skip
    assert [each.key for each in Period.until(DAY).months(dt.date(2022, 5, 9))] == ["2022-05", "2022-06"]


def test_periods_are_joined_only_without_gap_or_overlap() -> None:
    assert joined([Period.year(2022), Period.year(2021)]) == Period(dt.date(2021, 1, 1), dt.date(2022, 12, 31))
    for wrong in ([Period.year(2022), Period.year(2020)], [Period.year(2022), Period.read("2022-06")], []):
        with pytest.raises(NotAPeriod):
            joined(wrong)
