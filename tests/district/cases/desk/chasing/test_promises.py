"""What a firm is promised can be kept, and once it is broken the page says so."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client

from district.cases.core.checks import NotPossible
from district.cases.core.telling import due_words
from district.cases.desk.chasing.actions import hurry
from district.cases.review import actions as review_actions
from district.cases.review.joint import actions as joint
from district.cases.review.notice import actions as notice
from district.ground import clock
from district.ground.people.permissions import Refused
from district.ground.record import calendar
from tests.district.cases.desk.chasing.october import HANDED_IN, OCTOBER, days_told, hall, handed_in, page, walk
from tests.district.cases.factories import District
from tests.district.cases.giants import DAY, GIANT, Giants, giants

CLOSE = dt.date(2022, 10, 31)


@pytest.fixture
def windowed(db: None) -> Iterator[Giants]:
    """The award with a window from May to June, inside it."""
    with clock.at(DAY):
        yield giants(GIANT.replace("{mode: rolling}", "{mode: window, from: 05-11, to: 06-11}"))


@pytest.fixture
def october(db: None) -> Iterator[Giants]:
    with clock.at(HANDED_IN):
        yield giants(OCTOBER)


def counted(day: dt.date, *terms: int) -> dt.date:
    for term in terms:
        day = calendar.add_working_days(day, term).date
    return day


def test_a_windows_decision_counts_from_its_close_over_every_step(october: Giants, client: Client) -> None:
    case = review_actions.accept(application=handed_in(october), by=october.officer)
    due = counted(CLOSE, 5, 10, 5, 20)  # the bureaus asked, the experts, the notice, the decision
    assert (case.due_from, case.due_on) == (CLOSE, due)
    assert f"{due.year}年{due.month}月{due.day}日前作出决定" in hall(client, october, case)


def test_accepted_after_the_close_it_counts_from_then(october: Giants) -> None:
    case = handed_in(october)
    with clock.at(dt.date(2022, 11, 3)):
        review_actions.accept(application=case, by=october.officer)
    assert case.due_on == counted(dt.date(2022, 11, 3), 5, 10, 5, 20)


def test_first_come_need_not_wait_for_the_close(db: None) -> None:
    with clock.at(HANDED_IN):
        award = giants(OCTOBER.replace("by: rank", "by: first-come"))
        case = review_actions.accept(application=handed_in(award), by=award.officer)
    assert case.due_on == counted(HANDED_IN, 5, 10, 5, 20)


def test_all_the_year_round_it_counts_from_the_acceptance(here: District) -> None:
    assert here.accepted().due_on == dt.date(2022, 7, 22)


def test_the_receipt_promises_the_same_day(october: Giants, client: Client) -> None:
    case = handed_in(october)
    receipt = page(client, october.founder, f"/my/applications/{case.reference}/receipt/")
    accept = counted(HANDED_IN, 5)
    due = counted(max(accept, CLOSE), 5, 10, 5, 20)
    assert f"{due.year}年{due.month}月{due.day}日前作出决定" in receipt
    with clock.at(dt.date(2023, 3, 1)):
        receipt = page(client, october.founder, f"/my/applications/{case.reference}/receipt/")
    assert "前受理" not in receipt and "前作出决定" not in receipt


def test_a_notice_over_long_is_decided_after_it(award: Giants, client: Client) -> None:
    (case,) = award.listed((50, 30))
    assert case.due_on is not None
    late = case.due_on - dt.timedelta(days=1)
    with clock.at(late):
        made = notice.propose(applications=[case], by=award.officer, request_key=uuid.uuid4())
        case.refresh_from_db()
        assert case.due_on == counted(made.until, 5)
        assert f"公示到{made.until.year}年{made.until.month}月{made.until.day}日" in hall(client, award, case)
    with clock.at(made.until + dt.timedelta(days=1)):
        shown = hall(client, award, case)
        assert f"{due_words(case)}作出决定" in shown and "期满" in shown and "已超" not in shown


def test_a_bureau_that_stops_its_clock_moves_the_promise_and_it_is_told(windowed: Giants) -> None:
    case = joint.refer(application=windowed.accepted(1), by=windowed.officer)
    before = case.due_on
    opinion = case.opinions.get(office__name="区市场监管局")
    joint.suspend(opinion=opinion, by=windowed.market, why="等现场核查")
    with clock.at(dt.date(2022, 6, 8)):
        joint.resume(opinion=opinion, by=windowed.market)
        case.refresh_from_db()
        assert case.due_on == before  # there is time enough
        joint.suspend(opinion=opinion, by=windowed.market, why="等检测")
    with clock.at(dt.date(2022, 8, 20)):
        joint.resume(opinion=opinion, by=windowed.market)
        opinion.refresh_from_db()
        case.refresh_from_db()
        assert before is not None and case.due_on == counted(opinion.due_on, 10, 5, 40) > before
    assert days_told(windowed.founder, "办理期限有变") == [dt.date(2022, 8, 20)]


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_a_broken_promise_is_said_and_no_page_promises_a_day_that_is_past(
    october: Giants, client: Client, state: str
) -> None:
    case = handed_in(october)
    if state == "accepted":
        review_actions.accept(application=case, by=october.officer)
    assert case.due_on is not None
    due, since = case.due_on, case.due_on + dt.timedelta(days=1)
    with clock.at(due):
        assert due_words(case) in hall(client, october, case)
        with pytest.raises(NotPossible, match="没有超期"):
            hurry(application=case, by=october.founder)
    for day in (since, dt.date(2023, 1, 31), dt.date(2023, 6, 1)):
        with clock.at(day):
            shown = hall(client, october, case)
            what = "受理" if state == "submitted" else "作出决定"
            assert f"应在{due_words(case)}{what}，从{since.year}年{since.month}月{since.day}日起超期" in shown
            assert f"将在{due_words(case)}" not in shown  # nothing is still to come by then
            assert "区科委" in shown and "催办" in shown and "行政复议" in shown
            assert ("还没有经办人领取" in shown) is (state == "submitted")


def test_the_firm_may_hurry_the_bureau_once_a_day(october: Giants, client: Client) -> None:
    case = handed_in(october)
    late = dt.date(2022, 10, 21)
    with clock.at(late):
        client.force_login(october.founder)
        for _click in range(2):
            client.post(f"/my/applications/{case.reference}/hurry/")
        assert days_told(october.officer, "企业催办") == [late] == days_told(october.leader, "企业催办")
        with pytest.raises(Refused):
            hurry(application=case, by=october.market)
    with clock.at(late + dt.timedelta(days=3)):
        client.post(f"/my/applications/{case.reference}/hurry/")
    assert len(days_told(october.leader, "企业催办")) == 2


def test_through_the_new_year_nobody_forgets(october: Giants, client: Client) -> None:
    """Accepted in October and left: the officer hears on the first day late, then the leader, then it is quiet."""
    case = review_actions.accept(application=handed_in(october), by=october.officer)
    due = case.due_on
    assert due is not None
    walk(HANDED_IN, dt.date(2023, 2, 10))
    first, third, tenth = (counted(due, n) for n in (1, 3, 10))
    assert days_told(october.officer, "未决定") == [first, third]
    assert days_told(october.leader, "未决定") == [third, tenth]
    with clock.at(dt.date(2023, 2, 10)):
        shown = page(client, october.officer, "/desk/applications/?bucket=overdue")
        assert case.enterprise.name in shown
