"""Working days with holidays and make-up days, against the State Council's lists of 2022 to 2026."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from district.ground.record import calendar

pytestmark = pytest.mark.django_db  # years without a list are looked up

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    "start, count, due",
    [
        ("2022-06-24", 20, "2022-07-22"), ("2022-04-28", 7, "2022-05-11"), ("2022-09-29", 5, "2022-10-11"),
        ("2022-01-28", 7, "2022-02-11"), ("2022-01-28", 20, "2022-03-02"), ("2023-09-28", 10, "2023-10-18"),
        ("2022-12-30", 5, "2023-01-09"), ("2022-06-24", 0, "2022-06-24"),
    ],
)  # fmt: skip
def test_working_days(start: str, count: int, due: str) -> None:
    deadline = calendar.add_working_days(dt.date.fromisoformat(start), count)
    assert deadline.date.isoformat() == due
    assert not deadline.provisional
    assert sum(day.counted for day in deadline.days) == count


def test_a_year_has_its_working_days() -> None:
    assert calendar.working_days_between(dt.date(2021, 12, 31), dt.date(2022, 12, 31)) == 249


OFF = {
    2022: "1/1-1/3 1/31-2/6 4/3-4/5 4/30-5/4 6/3-6/5 9/10-9/12 10/1-10/7",
    2023: "1/1-1/2 1/21-1/27 4/5-4/5 4/29-5/3 6/22-6/24 9/29-10/6",
    2024: "1/1-1/1 2/10-2/17 4/4-4/6 5/1-5/5 6/10-6/10 9/15-9/17 10/1-10/7",
    2025: "1/1-1/1 1/28-2/4 4/4-4/6 5/1-5/5 5/31-6/2 10/1-10/8",
    2026: "1/1-1/3 2/15-2/23 4/4-4/6 5/1-5/5 6/19-6/21 9/25-9/27 10/1-10/7",
}
WORKED = {
    2022: "1/29 1/30 4/2 4/24 5/7 10/8 10/9", 2023: "1/28 1/29 4/23 5/6 6/25 10/7 10/8",
    2024: "2/4 2/18 4/7 4/28 5/11 9/14 9/29 10/12", 2025: "1/26 2/8 4/27 9/28 10/11",
    2026: "1/4 2/14 2/28 5/9 9/20 10/10",
}  # fmt: skip


def on(year: int, text: str) -> dt.date:
    month, day = text.split("/")
    return dt.date(year, int(month), int(day))


@pytest.mark.parametrize("year", OFF)
def test_the_published_lists(year: int) -> None:
    """Every day of the year counts as the list says, and otherwise as its weekday does."""
    off: set[dt.date] = set()
    for part in OFF[year].split():
        first, last = (on(year, end) for end in part.split("-"))
        off |= {first + dt.timedelta(days=n) for n in range((last - first).days + 1)}
    worked = {on(year, text) for text in WORKED[year].split()}
    wrong = []
    for n in range(366 if year % 4 == 0 else 365):
        date = dt.date(year, 1, 1) + dt.timedelta(days=n)
        due = date in worked or (date.weekday() < 5 and date not in off)
        if calendar.day(date).counted is not due:
            wrong.append(date)
    assert wrong == []


def test_days_say_why() -> None:
    said = {date: calendar.day(dt.date.fromisoformat(date)).words for date in
            ("2022-10-01", "2022-10-08", "2022-10-16", "2022-10-10")}  # fmt: skip
    assert said == {"2022-10-01": "国庆节", "2022-10-08": "调休上班", "2022-10-16": "周末", "2022-10-10": "工作日"}
    assert calendar.day(dt.date(2022, 10, 16)).weekday == "周日"


def test_a_year_without_a_list_is_provisional() -> None:
    deadline = calendar.add_working_days(dt.date(2049, 12, 28), 5)
    assert deadline.provisional
    assert deadline.date == dt.date(2050, 1, 4)


def test_a_last_day_off_moves_on() -> None:
    assert calendar.add_days(dt.date(2022, 9, 24), 7).date == dt.date(2022, 10, 8)
    assert calendar.add_days(dt.date(2022, 6, 24), 7).date == dt.date(2022, 7, 1)


def test_negative_counts_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="-1"):
        calendar.add_working_days(dt.date(2022, 1, 1), -1)


@given(DAYS, st.integers(0, 60))
def test_counting_forth_and_back_agree(start: dt.date, count: int) -> None:
    end = calendar.add_working_days(start, count).date
    assert calendar.working_days_between(start, end) == count
    assert calendar.working_days_between(end, start) == -count
    if count:
        assert calendar.day(end).counted


@pytest.mark.django_db
def test_the_page_counts_a_term_out(client: Client) -> None:
    page = client.get("/calendar/", {"from": "2022-09-29", "days": "5"}).content.decode()
    assert "截止 2022年10月11日" in page
    assert page.count("国庆节") == 7
    assert page.count("· 调休上班") == 2
    assert page.count("计入</span>") == 5
    by_days = client.get("/calendar/", {"from": "2022-09-24", "days": "7", "kind": "days"}).content.decode()
    assert "截止 2022年10月8日" in by_days


@pytest.mark.django_db
def test_the_page_explains_a_deadline_that_stands(client: Client) -> None:
    page = client.get("/calendar/", {"from": "2022-06-24", "to": "2022-07-22"}).content.decode()
    assert page.count("计入</span>") == 20
    assert "尚未公布" not in page
    later = client.get("/calendar/", {"from": "2049-06-01", "to": "2049-06-30"}).content.decode()
    assert "尚未公布" in later


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked, says",
    [
        ({"from": "2022-07-01", "to": "2022-06-01"}, "截止日应在起算日之后"),
        ({"from": "2022-07-01", "to": "2032-06-01"}, "截止日应在起算日之后"),
        ({"from": "2022-07-01", "days": "-3"}, "请填起算日"), ({"from": "x", "days": "3"}, "请填起算日"),
        ({"days": "9999"}, "请填起算日"), ({}, "期限是怎么算的"), ({"to": "nonsense"}, "期限是怎么算的"),
    ],
)  # fmt: skip
def test_a_wrong_address_is_told_not_broken(client: Client, asked: dict[str, str], says: str) -> None:
    answer = client.get("/calendar/", asked)
    assert answer.status_code == 200
    assert says in answer.content.decode()
