"""Workbooks in: every right row is taken, every other is named with its reason; one person once in a shared course."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Refused
from district.services.training.employers import actions
from district.services.training.employers.models import SharedCourse, Trainee
from district.services.training.employers.queries import counted
from tests.district.cases.factories import District
from tests.district.cases.intake.heads import number, workbook
from tests.district.services.training.employers.town import AFTER, WHEN, WHO, another, filed, people
from tests.racing import rush


def test_right_rows_are_taken_and_the_others_named(paid: District) -> None:
    filing = filed(paid)
    rows = [
        ["示例甲", number(1)],
        ["示例乙", "310110199001010001"],
        ["", number(2)],
        ["示例丁", number(1)],
        ["示例戊", number(3)],
    ]
    sheet = actions.bring_learners(filing=filing, by=paid.founder, file=workbook(rows, WHO))
    assert (sheet.taken, sheet.known) == (2, 0)
    assert [(each["row"], each["column"]) for each in sheet.faults] == [(3, "身份证号"), (4, "姓名"), (5, "身份证号")]
    assert "与第 2 行重复" in sheet.faults[2]["why"]
    assert not any(number(1) in str(each) for each in sheet.faults)
    again = actions.bring_learners(filing=filing, by=paid.founder, file=workbook(rows, WHO))
    assert (again.taken, again.known) == (0, 2)


def test_names_and_numbers_are_sealed(paid: District) -> None:
    filing = filed(paid)
    actions.bring_learners(filing=filing, by=paid.founder, file=people(1))
    raw = str(list(Trainee.objects.values_list("name", "number", "worker", "masked")))
    assert number(1) not in raw and "示例员工1" not in raw
    assert filing.learners.get().number == number(1)


def records(*rows: tuple[int, str, str]) -> Any:
    return workbook([[f"示例员工{n}", number(n), began, ended] for n, began, ended in rows], WHEN)


def test_records_are_taken_row_by_row(paid: District) -> None:
    filing = filed(paid)
    actions.bring_learners(filing=filing, by=paid.founder, file=people(1))
    file = lambda: records(  # noqa: E731
        (1, "2022-06-27 09:00", "2022-06-27 10:30"), (2, "2022-06-27 09:00", "2022-06-27 10:30"),
        (1, "2022-06-24 09:00", "2022-06-24 10:30"), (1, "2022-06-28 10:00", "2022-06-28 09:00"),
        (1, "2022-07-01 00:00", "2022-07-01 23:00"), (1, "昨天", "2022-06-28 09:00"),
    )  # fmt: skip
    with clock.at(AFTER):
        sheet = actions.bring_records(filing=filing, by=paid.founder, file=file(), kind="records")
        assert sheet.taken == 1
        assert [each["row"] for each in sheet.faults] == [3, 4, 5, 6, 7]
        whys = "".join(each["why"] for each in sheet.faults)
        for word in ("不在这次培训的学员名单里", "不在备案的日期里", "不晚于开始", "12 小时", "2022-06-24 09:30"):
            assert word in whys
        again = actions.bring_records(filing=filing, by=paid.founder, file=file(), kind="records")
        assert (again.taken, again.known) == (0, 1)
        [row] = counted(filing)
        assert row.hours == 2


def test_what_has_not_happened_yet_is_not_learnt(paid: District) -> None:
    filing = filed(paid)
    actions.bring_learners(filing=filing, by=paid.founder, file=people(1))
    with clock.at(dt.date(2022, 6, 27)):  # at ten
        sheet = actions.bring_records(
            filing=filing, by=paid.founder, kind="records", file=records((1, "2022-06-27 09:00", "2022-06-27 11:00"))
        )
    assert sheet.taken == 0 and "还没有到" in sheet.faults[0]["why"]


def test_roll_and_platform_by_two_hands_are_stronger_than_one(paid: District) -> None:
    """The same morning in the export and in the roll: counted once; two hands make it A, one stays B."""
    filing = filed(paid)
    firm, other = another(paid, 11)
    del firm
    from tests.district.cases.factories import join

    join(other, paid.firm)
    actions.bring_learners(filing=filing, by=paid.founder, file=people(1))
    with clock.at(AFTER):
        row = (1, "2022-06-27 09:00", "2022-06-27 10:30")
        actions.bring_records(filing=filing, by=paid.founder, file=records(row), kind="records")
        [one] = counted(filing)
        actions.bring_records(filing=filing, by=paid.founder, file=records(row), kind="roll")
        [same] = counted(filing)
        zone = dt.timezone(dt.timedelta(hours=8))
        began = dt.datetime(2022, 6, 27, 9, tzinfo=zone)
        actions.call_roll(filing=filing, by=other, began=began, ended=began + dt.timedelta(minutes=90), present=[1])
        [two] = counted(filing)
    assert (one.learnt.b, one.learnt.a) == (5400, 0)
    assert (same.learnt.b, same.learnt.a) == (5400, 0)
    assert (two.learnt.b, two.learnt.a) == (0, 5400)


def test_after_ten_working_days_nothing_comes_in(paid: District) -> None:
    filing = filed(paid)
    with clock.at(dt.date(2022, 7, 25)), pytest.raises(NotPossible, match="10 个工作日内"):
        actions.bring_learners(filing=filing, by=paid.founder, file=people(1))


def test_another_firm_may_not_bring_learners(paid: District) -> None:
    _firm, boss = another(paid, 11)
    with pytest.raises(Refused):
        actions.bring_learners(filing=filed(paid), by=boss, file=people(1))


def offered(paid: District) -> SharedCourse:
    course = actions.offer(enterprise=paid.firm, by=paid.founder, title="示例共享课程", about="讲什么",
                           platform="示例平台", hours=12, contact="021-00000000", request_key=uuid.uuid4())  # fmt: skip
    return actions.publish(course=course, by=paid.officer)


def test_a_learner_of_a_shared_course_counts_once_whoever_sent_them(paid: District) -> None:
    course = offered(paid)
    firm, boss = another(paid, 11)
    one = filed(paid, shared=course)
    two = filed(paid, firm=firm, by=boss, shared=course)
    actions.bring_learners(filing=one, by=paid.founder, file=people(1, 2))
    sheet = actions.bring_learners(filing=two, by=boss, file=people(2, 3))
    assert sheet.taken == 1 and "只计一次" in sheet.faults[0]["why"] and sheet.faults[0]["row"] == 2
    assert Trainee.objects.filter(shared=course, live=True).values("worker").distinct().count() == 3
    with pytest.raises(NotPossible, match="只计一次"):
        actions.add_learners(filing=two, by=boss, people=[("示例员工1", number(1))])


def test_a_course_is_looked_at_before_anybody_uses_it(paid: District) -> None:
    course = actions.offer(enterprise=paid.firm, by=paid.founder, title="示例", about="示例", platform="示例", hours=12,
                           contact="示例", request_key=uuid.uuid4())  # fmt: skip
    assert not SharedCourse.objects.visible_to(paid.stranger).exists()
    with pytest.raises(NotPossible, match="现在不能使用"):
        filed(paid, shared=course)
    with pytest.raises(Refused):
        actions.publish(course=course, by=paid.founder)
    with pytest.raises(NotPossible):
        actions.decline(course=course, by=paid.officer, why=" ")
    actions.publish(course=course, by=paid.officer)
    assert SharedCourse.objects.visible_to(None).get() == course


@pytest.mark.database
def test_two_firms_send_the_same_person_at_the_same_moment(keeping_triggers: None) -> None:
    from tests.district.cases.factories import district
    from tests.district.conftest import TODAY
    from tests.district.services.training.employers.town import with_training

    with clock.at(TODAY):
        paid = with_training(district())
        course = offered(paid)
        firms = [(paid.firm, paid.founder), *(another(paid, n) for n in (11, 12, 13))]
        filings = [(filed(paid, firm=firm, by=by, shared=course), by) for firm, by in firms]

    def send(filing: Any, by: Any) -> Any:
        return lambda: actions.add_learners(filing=filing, by=by, people=[("示例员工1", number(1))])

    results = rush([send(*each) for each in filings], at=TODAY, wait=20, join=60)
    assert sum(isinstance(each, list) for each in results) == 1, results
    assert all("只计一次" in str(each) for each in results if not isinstance(each, list)), results
    assert Trainee.objects.filter(live=True).count() == 1
