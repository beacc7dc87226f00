"""A correction nobody answers: reminded, warned, ended; and the firm is not locked out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.desk import lapsing
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.ground import clock
from district.ground.people.permissions import Refused
from district.ground.record import calendar
from district.ground.record.models import LogEntry
from district.ground.record.moves import MoveRefused
from tests.district.cases.desk.chasing.october import (
    HANDED_IN,
    OCTOBER,
    corrected,
    days_told,
    hall,
    handed_in,
    nights,
    page,
    sent_back,
    told,
    verbs,
    walk,
)
from tests.district.cases.giants import Giants, giants

DUE = calendar.add_working_days(HANDED_IN, 10).date  # 26 October
WARNED = calendar.add_working_days(DUE, 1).date
LAST = calendar.add_working_days(WARNED, 5).date
ENDED = calendar.add_working_days(LAST, 1).date


@pytest.fixture
def october(db: None) -> Iterator[Giants]:
    with clock.at(HANDED_IN):
        yield giants(OCTOBER.replace("10-31", "11-30"))


def says(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def test_day_by_day_until_it_is_deemed_withdrawn(october: Giants, client: Client) -> None:
    case = sent_back(october)
    assert case.due_on == DUE
    read = {}
    for day in nights(HANDED_IN, ENDED + dt.timedelta(days=3)):
        read[day] = hall(client, october, case)
    assert f"请在{says(DUE)}前补齐" in read[DUE] and "视为撤回" in read[HANDED_IN]
    assert f"补正期限{says(DUE)}已过，最迟{says(LAST)}补齐并提交" in read[WARNED]
    assert f"最迟{says(LAST)}" in read[LAST]
    assert "不影响再次申报" in read[ENDED] and "重新申报" in read[ENDED]
    case.refresh_from_db()
    assert (case.state, case.due_on, case.lapses_on) == ("lapsed", None, None)
    reminded = dt.date(2022, 10, 21)  # three working days before
    assert days_told(october.founder, "补正快到期") == [reminded]
    assert days_told(october.founder, "补正已逾期") == [WARNED]
    assert days_told(october.founder, "视为撤回") == [ENDED]
    assert days_told(october.officer, "补正逾期")[0] == WARNED
    assert days_told(october.officer, "视为撤回") == [ENDED]
    assert verbs(case)[-1] == "deem_withdrawn" and "warn_lapse" in verbs(case)
    last = LogEntry.objects.filter(subject=case.reference).last()
    assert last is not None and (last.before, last.after, last.by) == ("returned", "lapsed", None)


def test_what_is_late_counts_as_overdue_on_the_lists(october: Giants, client: Client) -> None:
    case = sent_back(october)
    with clock.at(DUE):
        assert case.enterprise.name not in page(client, october.officer, "/desk/applications/?bucket=overdue")
        assert case.enterprise.name in page(client, october.officer, "/desk/applications/?bucket=waiting")
    with clock.at(WARNED):
        assert case.enterprise.name in page(client, october.officer, "/desk/applications/?bucket=overdue")
        assert case.enterprise.name not in page(client, october.officer, "/desk/applications/?bucket=waiting")
        assert case.enterprise.name in page(client, october.officer, "/desk/")


def test_answered_in_the_last_days_it_goes_on(october: Giants) -> None:
    case = sent_back(october)
    walk(HANDED_IN, WARNED)
    with clock.at(LAST):
        corrected(october, case)
        assert (case.state, case.lapses_on) == ("submitted", None)
    walk(LAST, ENDED + dt.timedelta(days=2))
    case.refresh_from_db()
    assert case.state == "submitted"
    assert days_told(october.founder, "视为撤回") == []


def test_nobody_is_cut_off_unwarned_when_the_nights_were_missed(october: Giants) -> None:
    case = sent_back(october)
    late = dt.date(2023, 1, 10)
    walk(late, late)
    case.refresh_from_db()
    assert case.state == "returned" and case.lapses_on == calendar.add_working_days(late, 5).date


def test_nothing_is_sent_or_ended_on_a_day_off(october: Giants) -> None:
    case = sent_back(october)
    saturday = dt.date(2022, 10, 29)
    Application.objects.filter(pk=case.pk).update(due_on=dt.date(2022, 10, 28))
    walk(saturday, dt.date(2022, 10, 30))
    assert told(october.founder, saturday) == [] == told(october.officer, saturday)


def test_it_may_apply_again_at_once_and_nothing_counts_against_it(october: Giants, client: Client) -> None:
    case = sent_back(october)
    walk(HANDED_IN, ENDED)
    with clock.at(ENDED):
        client.force_login(october.founder)
        form = client.get(f"/my/applications/new/giant/?enterprise={case.enterprise.uscc}").content.decode()
        assert "已有一件正在办理" not in form
        again = intake_actions.start(enterprise=case.enterprise, programme=october.programme, by=october.founder,
                              request_key=uuid.uuid4())  # fmt: skip
        intake_actions.submit(application=again, by=october.founder, declared={}, request_key=uuid.uuid4())
        assert again.state == "submitted" and again.pk != case.pk
        review_actions.accept(application=again, by=october.officer)


class TestByTheBureau:
    def test_with_a_reason_once_the_term_has_passed(self, october: Giants, client: Client) -> None:
        case = sent_back(october)
        with pytest.raises(NotPossible, match="还没有过"):
            lapsing.end_correction(application=case, by=october.officer, reason="企业已搬走")
        with clock.at(WARNED):
            assert "终止办理" in page(client, october.officer, f"/desk/applications/{case.reference}/")
            with pytest.raises(NotPossible, match="写明终止办理的理由"):
                lapsing.end_correction(application=case, by=october.officer, reason=" ")
            with pytest.raises(Refused):
                lapsing.end_correction(application=case, by=october.finance, reason="企业已搬走")
            client.force_login(october.officer)
            for _click in range(2):
                client.post(f"/desk/applications/{case.reference}/end-correction/", {"reason": "企业来电放弃"})
            case.refresh_from_db()
            assert case.state == "lapsed"
            assert days_told(october.founder, "视为撤回") == [WARNED]
            assert verbs(case)[-1] == "end_correction"

    def test_not_a_case_that_is_not_sent_back(self, october: Giants) -> None:
        case = handed_in(october)
        with pytest.raises(MoveRefused), clock.at(DUE + dt.timedelta(days=9)):
            lapsing.end_correction(application=case, by=october.officer, reason="企业来电放弃")
