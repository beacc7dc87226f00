"""The State Council's list for a year arrives: what was provisional is counted anew, and told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import rulebook
from district.cases.core.terms import Term, notice_until
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.record import calendar, holidays
from district.policies import actions as policies
from tests.district.cases.factories import FILES, District, publish

LIST_2027 = """
source: 示例国办发明电〔2026〕9号
off: {2027-01-01: 元旦, 2027-02-05/2027-02-11: 春节}
work: [2027-02-13, 2027-02-14]
"""


@pytest.fixture(autouse=True)
def lists_forgotten() -> None:
    holidays.forget()


def test_a_year_without_a_list_is_provisional_until_it_comes(here: District) -> None:
    start = dt.date(2027, 2, 3)
    before = calendar.add_working_days(start, 5)
    assert before.provisional and before.date == dt.date(2027, 2, 10)
    publish(FILES | {"test/holidays/2027.yaml": LIST_2027})
    after = calendar.add_working_days(start, 5)
    assert not after.provisional
    assert [each.date.day for each in after.days if each.counted] == [4, 12, 13, 14, 15]


def test_open_deadlines_are_counted_anew_and_told(here: District) -> None:
    with clock.at(dt.date(2027, 2, 3)):
        case = here.submitted()
        assert (case.due_on, case.due_provisional) == (dt.date(2027, 2, 10), True)
        publish(FILES | {"test/holidays/2027.yaml": LIST_2027})
        case.refresh_from_db()
        assert (case.due_on, case.due_provisional) == (dt.date(2027, 2, 15), False)
        told = Message.objects.filter(subject=case.reference, body__contains="原定2027年2月10日")
        assert {message.to for message in told} >= {here.founder, here.officer}
        assert all("2027年2月15日前" in message.body for message in told)


def test_publishing_the_same_again_tells_nobody_twice(here: District) -> None:
    files = FILES | {"test/holidays/2027.yaml": LIST_2027}
    publish(files)
    count = Message.objects.count()
    publish(files)
    assert Message.objects.count() == count


@pytest.mark.parametrize(
    "text, says",
    [
        ("off: {}\n", "source"), ("source: x\noff: [2027-01-01]\n", "off"),
        ("source: x\noff: {2026-01-01: 元旦}\n", "2027 年"), ("source: x\noff: {2027-02-30: 元旦}\n", "日期"),
        ("source: x\noff: {2027-01-01: 元旦}\nwork: [2027-01-01]\n", "既是"),
        ("source: x\noff: {2027-01-01: 元旦}\nwork: [2027-01-04]\n", "周末"),
        ("source: x\noff: {2027-01-01: 元旦}\nwrok: [2027-01-02]\n", "work"),
    ],
)  # fmt: skip
def test_a_wrong_list_is_a_fault_with_its_place(text: str, says: str) -> None:
    files = {
        "test/layer.yaml": FILES["test/layer.yaml"],
        "test/vocabulary.yaml": FILES["test/vocabulary.yaml"],
        "test/holidays/2027.yaml": text,
    }
    with pytest.raises(rulebook.CatalogueError) as said:
        rulebook.read_files(files, "test")
    assert any(each.file == "test/holidays/2027.yaml" and says in each.message for each in said.value.faults)


def test_a_notice_has_a_least_number_of_working_days() -> None:
    """Seven days over the National Day holiday of 2022 hold no working day; five are the least."""
    start = dt.date(2022, 9, 30)
    due = notice_until({"deadlines": {"notice": "7 days"}}, start)
    assert calendar.working_days_between(start, due.date) == 5
    assert notice_until({"deadlines": {"notice": "7 working days"}}, start).date == Term(7).from_day(start).date
    short = notice_until({"deadlines": {"notice": "3 working days", "notice_least": "3 working days"}}, start)
    assert calendar.working_days_between(start, short.date) == 3


def test_the_folder_is_read(tmp_path: Path, db: None) -> None:
    for name, text in (FILES | {"test/holidays/2027.yaml": LIST_2027}).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    policies.publish(path=tmp_path / "test")
    assert calendar.day(dt.date(2027, 2, 8)).why == "春节"
    assert calendar.day(dt.date(2027, 2, 13)).why == "make-up"
