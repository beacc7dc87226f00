"""Who is late hears of it once a rung, then the one above; done, nobody hears more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from district.cases.appeals import actions as appeals
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.desk import lapsing
from district.cases.desk.chasing import actions as chasing
from district.cases.desk.chasing.models import Nudge
from district.cases.review import actions as review_actions
from district.cases.review.joint import actions as joint
from district.cases.review.joint import ending
from district.cases.review.joint.models import Opinion
from district.ground import clock
from district.ground.messages.models import Delivery, Message
from district.ground.messages.sending import deliver_due
from district.ground.people.permissions import Refused
from district.ground.record import calendar
from tests.district import duties
from tests.district.cases.appeals.test_appeals import file, refused
from tests.district.cases.desk.chasing.october import (
    HANDED_IN,
    OCTOBER,
    days_told,
    hall,
    handed_in,
    page,
    sent_back,
    walk,
)
from tests.district.cases.factories import District, person
from tests.district.cases.giants import Giants, giants
from tests.district.cases.many import many_cases


@pytest.fixture
def october(db: None) -> Iterator[Giants]:
    with clock.at(HANDED_IN):
        yield giants(OCTOBER)


def after(day: dt.date, count: int) -> dt.date:
    return calendar.add_working_days(day, count).date


class TestAcceptance:
    def test_officer_then_leader_each_rung_once(self, october: Giants) -> None:
        case = handed_in(october)
        due = case.due_on
        assert due is not None
        walk(HANDED_IN, after(due, 25))
        assert days_told(october.officer, "未受理") == [after(due, 1), after(due, 3)]
        assert days_told(october.leader, "未受理") == [after(due, 3), after(due, 10)]
        assert days_told(october.founder, "超期") == []

    def test_it_stops_when_it_is_done(self, october: Giants) -> None:
        case = handed_in(october)
        due = case.due_on
        assert due is not None
        walk(HANDED_IN, after(due, 1))
        with clock.at(after(due, 2)):
            review_actions.accept(application=case, by=october.officer)
        walk(after(due, 2), after(due, 12))
        assert days_told(october.leader, "未受理") == []

    def test_missed_nights_make_one_message_not_three(self, october: Giants) -> None:
        handed_in(october)
        walk(dt.date(2022, 12, 1), dt.date(2022, 12, 2))
        assert days_told(october.leader, "未受理") == [dt.date(2022, 12, 1)]
        assert days_told(october.officer, "未受理") == [dt.date(2022, 12, 1)]  # whoever was missed hears it too

    def test_a_bureau_that_leaves_a_case_to_nobody_hears_it_all(self, october: Giants) -> None:
        duties.leave(october.officer)
        case = handed_in(october)
        assert case.due_on is not None
        walk(case.due_on, after(case.due_on, 1))
        assert days_told(october.leader, "未受理") == [after(case.due_on, 1)]


def test_state_is_read_when_it_is_told(october: Giants, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accepted between the look and the message: nothing is said, and nothing is kept."""
    case = handed_in(october)
    assert case.due_on is not None
    with clock.at(after(case.due_on, 1)):
        today = clock.today()
        found = list(chasing.everything(today))
        review_actions.accept(application=case, by=october.officer)
        monkeypatch.setattr(chasing, "everything", lambda _day: iter(found))
        assert chasing.climb(today=today) == 0
    assert not Nudge.objects.exists() and days_told(october.officer, "未受理") == []


def test_state_is_read_again_when_the_mail_leaves(october: Giants, settings: Any, mailoutbox: list[Any]) -> None:
    EmailAddress.objects.create(user=october.officer, email="officer@example.com", verified=True, primary=True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    first, second = handed_in(october, 1), handed_in(october, 2)
    due = first.due_on
    assert due is not None
    walk(after(due, 1), after(due, 1))  # at two in the morning: queued until half past eight
    rows = Delivery.objects.filter(kind="overdue")
    assert {row.state for row in rows} == {"waiting"} and rows.count() == 2
    morning = dt.datetime.combine(after(due, 1), dt.time(8), tzinfo=timezone.get_default_timezone())
    with clock.at(morning):
        review_actions.accept(application=first, by=october.officer)
        deliver_due()
        assert [mail for mail in mailoutbox if "未受理" in mail.subject] == []  # quiet hours
    with clock.at(morning + dt.timedelta(hours=1)):
        deliver_due()
    sent = [mail.subject for mail in mailoutbox if "未受理" in mail.subject]
    assert len(sent) == 1 and second.enterprise.name in sent[0]
    assert rows.get(state="dropped").error == "已经办理，不再提醒。"


def test_on_days_off_nobody_is_told(october: Giants) -> None:
    case = handed_in(october)
    Application.objects.filter(pk=case.pk).update(due_on=dt.date(2022, 10, 28))
    walk(dt.date(2022, 10, 29), dt.date(2022, 10, 30))
    assert days_told(october.officer, "未受理") == []
    walk(dt.date(2022, 10, 31), dt.date(2022, 10, 31))
    assert days_told(october.officer, "未受理") == [dt.date(2022, 10, 31)]


def test_sheets_that_are_missing(october: Giants) -> None:
    case = october.reviewed(1)
    round_ = october.round([case])
    due = round_.due_on
    walk(due, after(due, 12))
    assert days_told(october.experts[0], "评分表逾期") == [after(due, 1), after(due, 3)]
    assert days_told(october.officer, "评分表逾期") == [after(due, 1), after(due, 3)]
    assert days_told(october.leader, "评分表逾期") == [after(due, 3), after(due, 10)]


class TestJointReview:
    def asked(self, award: Giants) -> tuple[Application, Opinion]:
        case = joint.refer(application=award.accepted(1), by=award.officer)
        money = case.opinions.get(office__name="区财政局")
        joint.give(opinion=money, by=award.finance, agrees=True, answers={"资金是否足够": "够"})
        return case, case.opinions.get(office__name="区市场监管局")

    def test_the_bureau_asked_then_the_officer_then_the_leader(self, october: Giants) -> None:
        _case, opinion = self.asked(october)
        due = opinion.due_on
        walk(HANDED_IN, after(due, 12))
        assert days_told(october.market, "会办意见逾期") == [after(due, 1), after(due, 3)]
        assert days_told(october.officer, "会办意见逾期") == [after(due, 3)]
        assert days_told(october.leader, "会办意见逾期") == [after(due, 10)]

    def test_a_clock_that_stands_still_is_asked_about(self, october: Giants) -> None:
        _case, opinion = self.asked(october)
        joint.suspend(opinion=opinion, by=october.market, why="等现场核查")
        walk(HANDED_IN, after(HANDED_IN, 16))
        assert days_told(october.market, "会办停表") == [after(HANDED_IN, 10)]
        assert days_told(october.officer, "会办停表") == [after(HANDED_IN, 10)]
        assert days_told(october.leader, "会办停表") == [after(HANDED_IN, 15)]

    @pytest.mark.parametrize("suspended", [False, True])
    def test_the_leader_ends_it_with_a_reason_not_before(
        self, october: Giants, client: Client, suspended: bool
    ) -> None:
        case, opinion = self.asked(october)
        if suspended:
            joint.suspend(opinion=opinion, by=october.market, why="等现场核查", until=after(HANDED_IN, 40))
        last = after(HANDED_IN if suspended else opinion.due_on, 10)
        address = f"/desk/applications/{case.reference}/"
        with clock.at(last):
            assert "不再等的理由" not in page(client, october.leader, f"{address}joint/")
            with pytest.raises(NotPossible, match="之后才能这样结束"):
                ending.end_unanswered(application=case, by=october.leader, reason="多次催办没有答复")
        with clock.at(last + dt.timedelta(days=1)):
            with pytest.raises(Refused):
                ending.end_unanswered(application=case, by=october.officer, reason="多次催办没有答复")
            with pytest.raises(NotPossible, match="写明为什么"):
                ending.end_unanswered(application=case, by=october.leader, reason="")
            assert "不再等的理由" in page(client, october.leader, f"{address}joint/")
            for _click in range(2):
                client.post(f"{address}end-review/", {"reason": "多次催办没有答复"})
            case.refresh_from_db()
            opinion.refresh_from_db()
            assert (case.state, case.passed) == ("accepted", ["joint-review"])
            assert (opinion.said, opinion.by, opinion.objects_) == ("unanswered", october.leader, False)
            assert days_told(october.officer, "联审已结束") == [clock.today()]
            assert "没有答复，负责人结束联审" in page(client, october.officer, address)
            assert "多次催办" not in hall(client, october, case)


def test_a_rung_is_told_once_whoever_writes(october: Giants) -> None:
    values = {"what": "accept", "about": "SB-1", "since": HANDED_IN, "rung": 1, "people": 1, "at": clock.now()}
    Nudge.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Nudge.objects.create(**values)


def test_another_deadline_climbs_from_the_foot(october: Giants) -> None:
    case = sent_back(october)
    due = case.due_on
    assert due is not None
    walk(HANDED_IN, after(due, 1))
    assert len(days_told(october.officer, "补正逾期")) == 1


@pytest.mark.parametrize("count", [30, 300])
def test_the_nights_work_is_a_few_queries_and_what_it_acts_on(here: District, count: int) -> None:
    """What was told before costs the same however many there are."""
    many_cases(here, count)
    chasing.climb(today=clock.today())
    lapsing.night(today=clock.today())
    with CaptureQueriesContext(connection) as asked:
        assert chasing.climb(today=clock.today()) == 0
        assert sum(lapsing.night(today=clock.today()).values()) == 0
    assert len(asked) <= 6
    late = Application.objects.filter(due_on__lt=clock.today()).count()
    assert Nudge.objects.exclude(what="soon").count() == late > 0
    assert Message.objects.filter(subject__startswith="SB2022-").exists()


def test_an_appeal_that_is_not_answered(here: District) -> None:
    appeal = file(here, refused(here))
    second = person("second", officer="区人社局")
    appeals.admit(appeal=appeal, by=second)
    assert appeal.due_on is not None
    due = appeal.due_on
    walk(due, after(due, 4))
    assert days_told(second, "未答复") == [after(due, 1), after(due, 3)]
    assert days_told(here.leader, "未答复") == [after(due, 3)]
    assert days_told(here.officer, "未答复") == []  # who decided has nothing to do with it
    with clock.at(after(due, 5)):
        appeals.dismiss(appeal=appeal, by=second, reply="原决定正确。")
    walk(after(due, 10), after(due, 11))
    assert days_told(here.leader, "未答复") == [after(due, 3)]
