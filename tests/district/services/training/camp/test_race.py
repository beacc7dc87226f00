"""A thousand students and two hundred seats: exactly two hundred sit, the rest stand in order, nobody twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from district.ground import clock
from district.ground.acts.acts import Done, perform
from district.services.training.camp import attending, codes, posting
from district.services.training.camp.acts import SIGN_UP
from district.services.training.camp.models import Attendance, CampSignUp
from tests.district.ground.slots.town import patiently
from tests.district.services.training.camp.test_teams_and_posts import boss, offer
from tests.district.services.training.camp.town import FIRST, NOW, Camp, crowd, moment
from tests.district.services.training.camp.town import camp as made
from tests.racing import rush

PEOPLE, SEATS, THREADS = 1000, 200, 8
FORM = {"name": "示例", "school_name": "示例大学", "q_stage": "curious", "q_reason": "示例", "q_hours": "5",
        "q_intern": "no", "agree": "on"}  # fmt: skip


def in_order(seats: int, rows: list[CampSignUp]) -> None:
    """Who signed up first sits, the others wait in the order they came."""
    by_seat = sorted(rows, key=lambda row: row.seat.order if row.seat else 0)
    assert [row.seat.order for row in by_seat if row.seat] == list(range(1, len(rows) + 1))
    assert [row.seat.state for row in by_seat if row.seat] == ["taken"] * seats + ["waiting"] * (len(rows) - seats)


@pytest.fixture
def town(keeping_triggers: None) -> Iterator[Camp]:
    with clock.at(NOW):
        yield made()


@pytest.mark.database
def test_many_at_once_through_real_threads(town: Camp) -> None:
    people, cohort = crowd(64), town.cohort(seats=12)

    def some(first: int) -> list[int]:
        return [patiently(lambda each=each: town.sign_up(cohort, each)).pk for each in people[first::THREADS]]

    results = rush([lambda n=n: some(n) for n in range(THREADS)], at=NOW, wait=60, join=300)
    assert not [each for each in results if isinstance(each, Exception)]
    rows = list(CampSignUp.objects.select_related("seat"))
    assert len({row.person_id for row in rows}) == len(rows) == 64
    in_order(12, rows)
    cohort.session.refresh_from_db()  # type: ignore[union-attr]
    assert cohort.session is not None and cohort.session.taken == 12


@pytest.mark.database
def test_one_person_on_eight_devices_signs_up_once_and_checks_in_once(town: Camp) -> None:
    cohort = town.cohort(seats=5)
    rush([lambda: patiently(lambda: town.sign_up(cohort, town.ann))] * THREADS, at=NOW, wait=60, join=300)
    assert CampSignUp.objects.count() == 1
    [lesson] = town.plan(cohort)
    start = moment(FIRST, "13:30")

    def scan() -> Attendance:
        found = type(lesson).objects.select_related("session", "cohort").get(pk=lesson.pk)
        return attending.check_in(lesson=found, by=town.ann, scanned=codes.Pass(lesson.reference, start), device="x")

    results = rush([lambda: patiently(scan)] * THREADS, at=start, wait=60, join=300)
    assert not [each for each in results if isinstance(each, Exception)] and Attendance.objects.count() == 1


@pytest.mark.database
def test_the_last_place_of_a_post_goes_to_one(town: Camp) -> None:
    by, cohort = boss(town), town.cohort(seats=9)
    post = posting.approve(post=offer(town, by), by=town.officer)
    asked = []
    for each in crowd(6):
        row = CampSignUp.objects.select_related("cohort", "seat").get(pk=town.sign_up(cohort, each).pk)
        asked.append(posting.ask(post=post, by=each, learner=row))
    results = rush([lambda row=row: patiently(lambda: posting.take(internship=row, by=by)) for row in asked],
                   at=NOW, wait=60, join=300)  # fmt: skip
    assert sum(not isinstance(each, Exception) for each in results) == 1
    assert post.internships.filter(state="taken").count() == 1


def test_a_thousand_and_two_hundred_seats_through_the_act(camp: Camp) -> None:
    cohort, people = camp.cohort(seats=SEATS), crowd(PEOPLE)
    for each in people:
        assert isinstance(perform(SIGN_UP, by=each, thing=cohort, data=FORM), Done)
    rows = list(CampSignUp.objects.select_related("seat"))
    in_order(SEATS, rows)
    assert [row.person_id for row in sorted(rows, key=lambda row: row.seat.order if row.seat else 0)] == [
        each.pk for each in people
    ]
