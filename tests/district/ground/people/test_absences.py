"""Who is away and who stands in: what is refused and why, what the substitute may do meanwhile, the early return."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from district.ground import clock
from district.ground.people import queries
from district.ground.people.absences import LONGEST, NotPossible, end_absence, enter_absence
from district.ground.people.models import PASSED_ON, Absence, AbsentDay, Bureau, Duty, Person, Role
from district.ground.people.permissions import Refused, may_enter_absence
from district.ground.record.models import LogEntry
from tests.district import duties
from tests.district.cases.factories import District, person

TODAY = dt.date(2022, 6, 24)
DAY = dt.timedelta(days=1)


@pytest.fixture
def here(here: District) -> District:
    """With a colleague at the officer's own bureau."""
    here.colleague = person("peer", officer="区人社局")
    return here


def away(
    who: Person, stands_in: Person, first: dt.date = TODAY, last: dt.date = TODAY + 4 * DAY, *,
    by: Person | None = None, key: uuid.UUID | None = None,
) -> Absence:  # fmt: skip
    return enter_absence(person=who, substitute=stands_in, first=first, last=last, by=by or who, note="  休假 ",
                         request_key=key or uuid.uuid4())  # fmt: skip


def fresh(who: Person) -> Person:
    """As the next request sees them: duties are read once a request."""
    return Person.objects.get(pk=who.pk)


def test_an_absence_is_kept_day_by_day_and_written_down(here: District) -> None:
    row = away(here.officer, here.colleague)
    assert (row.note, row.entered_by, row.ended_on) == ("休假", here.officer, None)
    assert [each.day for each in AbsentDay.objects.filter(absence=row).order_by("day")] == [
        TODAY + n * DAY for n in range(5)
    ]
    assert LogEntry.objects.filter(verb="enter-absence", by=here.officer).count() == 1


def test_the_same_key_twice_is_one_absence(here: District) -> None:
    key = uuid.uuid4()
    assert away(here.officer, here.colleague, key=key) == away(here.officer, here.colleague, key=key)
    assert Absence.objects.count() == 1


def test_a_substitute_has_the_desk_duties_of_the_day_and_no_others(here: District) -> None:
    duties.give(here.officer, "区科委", Role.AUDITOR)
    colleague = person("second", officer="区人社局")
    away(here.officer, colleague, TODAY + DAY, TODAY + 2 * DAY)
    assert not fresh(colleague).stands_in_for
    with clock.at(TODAY + DAY):
        stood = fresh(colleague)
        assert stood.stands_in_for == {here.officer.pk: here.officer}
        assert {duty.role for duty in stood.duties} <= set(PASSED_ON)
        assert colleague in queries.officers_of(Bureau.objects.get(name="区人社局"))
    with clock.at(TODAY + 3 * DAY):
        assert not fresh(colleague).stands_in_for


def test_who_has_left_the_bureau_stands_in_no_more(here: District) -> None:
    away(here.officer, here.colleague)
    bureau = Bureau.objects.get(name="区人社局")
    assert fresh(here.colleague).stands_in_for
    with clock.at(clock.now() + dt.timedelta(minutes=1)):
        duties.leave(here.colleague)
        assert not fresh(here.colleague).standings and here.colleague not in queries.officers_of(bureau)


def test_a_leader_who_is_away_is_stood_in_for_as_a_leader(here: District) -> None:
    bureau = Bureau.objects.get(name="区人社局")
    assert here.officer not in queries.leaders_of(bureau)
    away(here.leader, here.officer)
    assert here.officer in queries.leaders_of(bureau)
    assert fresh(here.officer).has_role(Role.LEADER)
    assert queries.bureau_of(fresh(here.officer), Role.LEADER) == bureau


@pytest.mark.parametrize(("first", "last", "why"), [
    (TODAY + DAY, TODAY, "最后一天早于第一天"),
    (TODAY - DAY, TODAY, "只能从今天或以后开始"),
    (TODAY, TODAY + LONGEST * DAY, "一次最多登记一年"),
])  # fmt: skip
def test_days_that_make_no_sense_are_refused(here: District, first: dt.date, last: dt.date, why: str) -> None:
    with pytest.raises(NotPossible, match=why):
        away(here.officer, here.colleague, first, last)
    assert not Absence.objects.exists()


def test_the_longest_absence_is_a_year(here: District) -> None:
    row = away(here.officer, here.colleague, TODAY, TODAY + (LONGEST - 1) * DAY)
    assert row.days.count() == LONGEST


def test_who_stands_in_works_at_the_same_bureau(here: District) -> None:
    other = person("other", officer="区科委")
    with pytest.raises(NotPossible, match="同一部门"):
        away(here.officer, other)
    with pytest.raises(NotPossible, match="同一部门"):
        away(here.officer, here.officer)


def test_who_is_alone_in_a_bureau_is_told_what_to_do(here: District) -> None:
    alone = person("alone", officer="区科委")
    for duty in Duty.objects.filter(organisation__name="区科委").exclude(person=alone).select_related("person"):
        duties.leave(duty.person)
    with pytest.raises(NotPossible, match="本部门没有别人可以代理"):
        away(alone, here.officer)


def test_two_absences_do_not_overlap(here: District) -> None:
    away(here.officer, here.colleague)
    with pytest.raises(NotPossible, match="已经登记过不在岗"):
        away(here.officer, here.leader, TODAY + 4 * DAY, TODAY + 8 * DAY)
    assert away(here.officer, here.leader, TODAY + 5 * DAY, TODAY + 8 * DAY).pk


def test_who_is_away_stands_in_for_nobody(here: District) -> None:
    away(here.colleague, here.leader)
    with pytest.raises(NotPossible, match="这段时间也不在岗"):
        away(here.officer, here.colleague)


def test_who_stands_in_does_not_leave_without_another_substitute(here: District) -> None:
    away(here.officer, here.colleague)
    with pytest.raises(NotPossible, match="正代理"):
        away(here.colleague, here.leader)


def test_oneself_or_a_leader_of_the_bureau_enters_it(here: District) -> None:
    assert may_enter_absence(here.officer, here.officer)
    assert may_enter_absence(here.leader, here.officer)
    assert may_enter_absence(here.colleague, here.officer).why == "只有本人和本部门负责人可以登记不在岗。"
    assert may_enter_absence(here.founder, here.founder).why == "只有经办人和负责人需要登记代理。"
    assert not may_enter_absence(here.auditor, here.auditor)  # nobody else's duty
    with pytest.raises(Refused):
        away(here.officer, here.colleague, by=here.colleague)


def test_who_is_back_early_is_back_today(here: District) -> None:
    row = away(here.officer, here.colleague)
    with clock.at(TODAY + 2 * DAY):
        assert end_absence(absence=row, by=here.leader).ended_on == TODAY + 2 * DAY
        assert end_absence(absence=row, by=here.officer).ended_on == TODAY + 2 * DAY  # a second click
        assert not fresh(here.colleague).stands_in_for
    assert [each.day for each in row.days.order_by("day")] == [TODAY, TODAY + DAY]
    assert LogEntry.objects.filter(verb="end-absence").count() == 1


def test_who_does_not_go_at_all_was_never_away(here: District) -> None:
    row = away(here.officer, here.colleague, TODAY + 3 * DAY, TODAY + 5 * DAY)
    assert end_absence(absence=row, by=here.officer).ended_on == TODAY + 3 * DAY
    assert not row.days.exists()
    assert away(here.officer, here.colleague, TODAY + 3 * DAY, TODAY + 5 * DAY) != row


def test_an_absence_that_is_over_is_not_ended_again(here: District) -> None:
    row = away(here.officer, here.colleague, TODAY, TODAY)
    with clock.at(TODAY + 9 * DAY):
        assert end_absence(absence=row, by=here.officer).ended_on is None
    with pytest.raises(Refused):
        end_absence(absence=row, by=here.colleague)


def test_one_sees_ones_own_those_one_stands_in_for_and_a_leader_the_bureaus(here: District) -> None:
    row = away(here.officer, here.colleague)
    for who in (here.officer, here.colleague, here.leader):
        assert list(queries.absences_seen_by(fresh(who))) == [row], who
    for who in (here.founder, person("tech", leader="区科委")):
        assert not queries.absences_seen_by(fresh(who)).exists()


def test_days_are_found_by_span(here: District) -> None:
    away(here.officer, here.colleague, TODAY + DAY, TODAY + 2 * DAY)
    assert not queries.away_on(TODAY).exists()
    assert queries.away_on(TODAY, TODAY + DAY).count() == 1
    assert queries.away_on(TODAY, TODAY + 9 * DAY).count() == 2


def test_the_database_knows_it_too(here: District) -> None:
    row = away(here.officer, here.colleague, TODAY, TODAY)
    with pytest.raises(IntegrityError, match=r"person_id|one_absence_a_day"), transaction.atomic():
        AbsentDay.objects.create(absence=row, person=here.officer, day=TODAY)
    with pytest.raises(IntegrityError, match="absence_ends_after_it_begins"), transaction.atomic():
        Absence.objects.filter(pk=row.pk).update(last=TODAY - DAY)
    with pytest.raises(IntegrityError, match="nobody_stands_in_for_themselves"), transaction.atomic():
        Absence.objects.filter(pk=row.pk).update(substitute=here.officer)


def test_colleagues_share_every_bureau_of_a_person(here: District) -> None:
    both = person("both", officer="区人社局")
    duties.give(both, "区科委", Role.OFFICER)
    assert here.colleague not in queries.colleagues_of(both)  # works at one of the two only
    other = person("otherboth", officer="区人社局")
    duties.give(other, "区科委", Role.LEADER)
    assert list(queries.colleagues_of(both)) == [other]
    assert not queries.colleagues_of(here.founder).exists()
    Person.objects.filter(pk=other.pk).update(is_active=False)
    assert not queries.colleagues_of(both).exists()
