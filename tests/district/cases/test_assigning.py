"""Absence and its substitute, cases given to a colleague, cases that would be lost."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.desk.assigning import actions as assigning
from district.cases.desk.assigning.queries import falling_due, lost
from district.cases.review import actions as review_actions
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people import absences
from district.ground.people.models import Absence, AbsentDay, Person, Role
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district import duties
from tests.district.cases import deciding
from tests.district.cases.factories import District, join, person

pytestmark = pytest.mark.django_db
TODAY = dt.date(2022, 6, 24)
WEEK = TODAY + dt.timedelta(days=7)


@pytest.fixture
def mate(here: District) -> Person:
    return person("mate", "示例同事", officer="区人社局")


def again(who: Person) -> Person:
    """The person as the next request finds them: duties are read once a request."""
    return Person.objects.get(pk=who.pk)


def away(who: Person, substitute: Person, by: Person | None = None, **changed: Any) -> Absence:
    asked = {"first": TODAY, "last": WEEK, "request_key": uuid.uuid4(), **changed}
    return absences.enter_absence(person=again(who), substitute=substitute, by=again(by or who), **asked)


class TestAbsence:
    def test_an_officer_without_a_leaders_duty_answers_for_the_leader_while_away(
        self, here: District, mate: Person
    ) -> None:
        assert not mate.has_role(Role.LEADER)
        away(here.leader, mate)
        standing_in = again(mate)
        assert standing_in.has_role(Role.LEADER)
        assert list(standing_in.stands_in_for) == [here.leader.pk]
        with clock.at(WEEK + dt.timedelta(days=1)):
            assert not again(mate).has_role(Role.LEADER)
        line = LogEntry.objects.get(room="people", verb="enter-absence")
        assert line.data == {"first": "2022-06-24", "last": "2022-07-01", "substitute": "mate"}
        assert Message.objects.filter(to=mate, subject__startswith="absence-", needs_action=True).count() == 1

    def test_what_is_done_says_for_whom(self, here: District, mate: Person) -> None:
        case = here.accepted()
        away(here.officer, mate)
        review_actions.answer_condition(application=case, by=again(mate), condition="plan", value=True)
        line = LogEntry.objects.get(verb="answer")
        assert line.data["instead_of"] == here.officer.name
        deciding.decide(application=case, by=again(mate), outcome="granted")
        assert LogEntry.objects.get(verb="put_up").data["instead_of"] == here.officer.name

    def test_other_duties_are_nobody_elses(self, here: District, mate: Person) -> None:
        for role in (Role.AUDITOR, Role.EXPERT):
            duties.give(here.officer, "区人社局", role)
        away(here.officer, mate)
        assert {duty.role for duty in again(mate).duties} == {Role.OFFICER}

    def test_a_conflict_of_interest_stays_one(self, here: District, mate: Person) -> None:
        case = here.submitted()
        join(mate, here.firm)
        away(here.officer, mate)
        with pytest.raises(Refused, match="回避"):
            review_actions.accept(application=case, by=again(mate))

    def test_an_early_return_ends_it(self, here: District, mate: Person) -> None:
        made = away(here.leader, mate)
        with clock.at(TODAY + dt.timedelta(days=2)):
            for _ in range(2):
                absences.end_absence(absence=made, by=again(here.leader))
            assert not again(mate).has_role(Role.LEADER)
        assert made.ended_on == TODAY + dt.timedelta(days=2)
        assert LogEntry.objects.filter(verb="end-absence").count() == 1
        assert AbsentDay.objects.filter(absence=made).count() == 2

    def test_a_double_click_makes_one(self, here: District, mate: Person) -> None:
        key = uuid.uuid4()
        assert away(here.officer, mate, request_key=key) == away(here.officer, mate, request_key=key)
        assert Absence.objects.count() == 1

    @pytest.mark.parametrize(("changed", "why"), [
        ({"last": TODAY - dt.timedelta(days=1), "first": TODAY}, "早于"),
        ({"first": TODAY - dt.timedelta(days=1)}, "今天或以后"),
        ({"last": TODAY + dt.timedelta(days=400)}, "最多登记一年"),
    ])  # fmt: skip
    def test_days_that_cannot_be(self, here: District, mate: Person, changed: Any, why: str) -> None:
        with pytest.raises(absences.NotPossible, match=why):
            away(here.officer, mate, **changed)

    def test_nobody_is_away_twice_and_no_substitute_is_away(self, here: District, mate: Person) -> None:
        third = person("third", "示例第三人", officer="区人社局")
        away(here.officer, mate)
        for who, substitute, why in ((here.officer, third, "已经登记过"), (third, here.officer, "也不在岗"),
                                     (mate, third, "正代理")):  # fmt: skip
            with pytest.raises(absences.NotPossible, match=why):
                away(who, substitute)
        with pytest.raises(absences.NotPossible, match="同一部门"):
            away(third, here.colleague)

    def test_only_oneself_and_the_leader_enter_it(self, here: District, mate: Person) -> None:
        with pytest.raises(Refused, match="本人和本部门负责人"):
            away(here.officer, mate, by=mate)
        assert away(here.officer, mate, by=here.leader).entered_by == here.leader

    def test_the_database_holds_it(self, here: District, mate: Person) -> None:
        made = away(here.officer, mate)
        mine = Absence.objects.filter(pk=made.pk)
        rows: list[tuple[str, Any]] = [
            ("one_absence_a_day|UNIQUE", lambda: AbsentDay.objects.create(absence=made, person=made.person, day=TODAY)),
            ("absence_ends_after_it_begins", lambda: mine.update(last=TODAY - dt.timedelta(days=9))),
            ("nobody_stands_in_for_themselves", lambda: mine.update(person=mate)),
        ]  # fmt: skip
        for name, broken in rows:
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                broken()


class TestAssigning:
    def test_a_case_goes_to_a_colleague_once(self, here: District, mate: Person) -> None:
        case = here.submitted()
        for _ in range(2):
            assigning.assign(application=case, to=mate, by=here.leader, reason="专长对口")
        assert case.officer == mate
        line = LogEntry.objects.get(verb="assign")
        assert (line.reason, line.data["to"]) == ("专长对口", "mate")
        assert Message.objects.filter(to=mate, subject=case.reference, title__startswith="派给您").count() == 1

    def test_who_may_not(self, here: District, mate: Person) -> None:
        case = here.accepted()
        for to, by, why in (
            (mate, mate, "由同事经办"),
            (mate, here.colleague, "派件"),
            (here.colleague, here.officer, "只能派给"),
        ):
            with pytest.raises(Refused, match=why):
                assigning.assign(application=case, to=to, by=by)
        join(mate, here.firm)
        with pytest.raises(Refused, match="回避"):
            assigning.assign(application=case, to=mate, by=here.officer)

    def test_not_to_somebody_away_nor_when_it_rests(self, here: District, mate: Person) -> None:
        case = here.judged()
        away(mate, here.officer)
        with pytest.raises(NotPossible, match="不在岗"):
            assigning.assign(application=case, to=again(mate), by=here.leader)
        deciding.decide(application=case, by=here.officer, outcome="granted")
        with pytest.raises(NotPossible, match="办结"):
            assigning.assign(application=case, to=again(here.officer), by=here.leader)

    def test_what_falls_due_is_handed_over(self, here: District, mate: Person) -> None:
        case = here.accepted()
        assert case.due_on is not None
        short = away(here.officer, mate, last=TODAY + dt.timedelta(days=1))
        assert list(falling_due(short)) == []
        absences.end_absence(absence=short, by=again(here.officer))
        made = away(here.officer, mate, last=case.due_on)
        assert assigning.hand_over(absence=made, cases=[case.reference, "SB-NONE"], by=again(mate)) == 1
        assert assigning.hand_over(absence=made, cases=[case.reference], by=again(mate)) == 0
        case.refresh_from_db()
        assert case.officer == mate


class TestPages:
    def test_from_form_to_handing_over(self, here: District, mate: Person, as_: Any) -> None:
        case = here.accepted()
        client = as_(here.officer)
        page = client.get(reverse("cases:absences"))
        key = page.context["form"]["request_key"].value()
        data = {"person": here.officer.pk, "substitute": mate.pk, "first": "2022-06-24", "last": "2022-08-01",
                "note": "休假", "request_key": key}  # fmt: skip
        bad = client.post(reverse("cases:absences"), {**data, "last": "2022-06-01"})
        assert bad.status_code == 422
        assert "早于" in bad.content.decode()
        for _ in range(2):
            made = client.post(reverse("cases:absences"), data, follow=True)
        assert Absence.objects.count() == 1
        assert case.reference in made.content.decode()
        work = as_(mate).get(reverse("cases:worklist"), {"officer": mate.pk}).content.decode()
        assert "我的，含代理的" in work
        assert case.reference in work
        address = reverse("cases:absence_hand_over", args=[Absence.objects.get().pk])
        assert as_(here.officer).post(address, {"case": [case.reference]}).status_code == 302
        case.refresh_from_db()
        assert case.officer == mate

    def test_of_another_bureau_nothing_is_seen(self, here: District, mate: Person, as_: Any) -> None:
        made = away(here.officer, mate)
        assert as_(here.colleague).get(reverse("cases:absence", args=[made.pk])).status_code == 404
        assert as_(here.auditor).get(reverse("cases:absences")).status_code == 403
        assert as_(mate).post(reverse("cases:absence_end", args=[made.pk])).status_code == 403

    def test_a_case_is_given_on_its_page(self, here: District, mate: Person, as_: Any) -> None:
        case = here.submitted()
        client = as_(here.leader)
        page = client.get(reverse("cases:case", args=[case.reference]))
        assert {each.pk for each in page.context["assignable"]} == {here.officer.pk, mate.pk}
        address = reverse("cases:assign", args=[case.reference])
        assert "请选择派给谁" in client.post(address, {"to": ""}, follow=True).content.decode()
        told = client.post(address, {"to": mate.pk, "reason": "轮到他"}, follow=True).content.decode()
        assert "已派给" in told
        assert "派件" in told


class TestLost:
    def test_each_cause_and_no_other(self, here: District, mate: Person) -> None:
        case = here.submitted()
        rows = Application.objects.all()
        assert list(lost(rows, TODAY)) == []
        assert list(lost(rows, dt.date(2022, 6, 28))) == []  # Friday to Tuesday: two working days
        assert [row.lost for row in lost(rows, dt.date(2022, 6, 29))] == ["nobody"]
        assigning.assign(application=case, to=mate, by=here.leader)
        assert list(lost(rows, dt.date(2022, 7, 29))) == []
        duties.leave(mate)
        assert [row.lost for row in lost(rows, TODAY)] == ["gone"]
        Application.objects.update(due_on=None)
        assert [row.lost for row in lost(rows, TODAY)] == ["no-deadline"]

    def test_leaders_are_told_once_until_something_changes(self, here: District, mate: Person, as_: Any) -> None:
        case = here.submitted()
        told = Message.objects.filter(to=here.leader, subject__startswith="lost-")
        for days in (5, 6):
            call_command("check_owners", on=TODAY + dt.timedelta(days=days))
        assert told.count() == 1
        assert case.reference in told.get().body
        with clock.at(dt.date(2022, 6, 30)):
            page = as_(here.leader).get(reverse("cases:worklist")).content.decode()
            assert "1 件没有人负责" in page
            assert case.reference in as_(here.leader).get(reverse("cases:worklist"), {"lost": 1}).content.decode()
        Application.objects.update(due_on=None)
        call_command("check_owners", on=TODAY + dt.timedelta(days=7))
        assert told.count() == 2
