"""What looks odd is put up for a person; what is ordinary is not."""

from __future__ import annotations

import datetime as dt

import pytest

from district.ground.people.models import Person
from district.services.training.hours import actions
from district.services.training.hours.models import Entry, Kind, Learner
from district.services.training.hours.odd import odd_in
from tests.district.cases.factories import District, person
from tests.district.services.training.hours.test_ledger import at, word


@pytest.fixture
def four(here: District) -> list[Learner]:
    return [actions.learner_of(person(f"示例学员{n}")) for n in range(4)]


def kinds(rows: list[Entry]) -> list[tuple[Kind, int]]:
    return [(odd.kind, odd.people) for odd in odd_in(rows)]


def test_a_class_taught_in_a_room_is_ordinary(four: list[Learner]) -> None:
    rows = [word(each, source, at(9), 180, device=f"phone {each.pk}") for each in four for source in ("qr", "roll")]
    assert kinds(actions.record_all(rows)) == []


def test_walking_over_from_one_place_to_the_next_is_ordinary(four: list[Learner]) -> None:
    rows = [word(four[0], "qr", at(9), 60), word(four[0], "qr", at(9, 59), 60, session="camp:2")]
    rows[1] = word(four[0], "qr", at(9, 59) + dt.timedelta(seconds=30), 60, session="camp:2")
    assert kinds(actions.record_all(rows)) == []


def test_two_places_at_once(four: list[Learner]) -> None:
    rows = [word(each, "qr", at(9), 60, session=f"camp:{n}") for n in (1, 2) for each in four[:2]]
    assert kinds(actions.record_all(rows)) == [(Kind.TWO_PLACES, 1), (Kind.TWO_PLACES, 1)]


def test_a_day_of_twenty_six_hours(four: list[Learner]) -> None:
    rows = [word(four[0], "import", at(0, day=2), 13 * 60, session=f"employers:{n}") for n in (1, 2)]
    assert (Kind.LONG_DAY, 1) in kinds(actions.record_all(rows))
    assert kinds(actions.record_all([word(four[1], "import", at(0, day=2), 15 * 60)])) == []
    assert kinds(actions.record_all([word(four[2], "import", at(0, day=2), 17 * 60)])) == [(Kind.LONG_DAY, 1)]


def test_three_on_one_device(four: list[Learner]) -> None:
    rows = [word(each, "qr", at(9), 60 + n, device="one") for n, each in enumerate(four[:3])]
    assert kinds(actions.record_all(rows[:2])) == []
    assert kinds(actions.record_all(rows)) == [(Kind.ONE_DEVICE, 3)]


def test_several_done_within_seconds(four: list[Learner]) -> None:
    rows = [word(each, "watch", at(9) + dt.timedelta(seconds=3 * n), 60) for n, each in enumerate(four[:3])]
    assert kinds(actions.record_all(rows)) == [(Kind.IN_SECONDS, 3)]
    apart = [word(each, "watch", at(9, n, day=3), 60) for n, each in enumerate(four)]
    assert kinds(actions.record_all(apart)) == []


def test_only_by_night(four: list[Learner]) -> None:
    night = [word(four[0], "watch", at(2, 10), 60), word(four[0], "watch", at(3, 40), 60)]
    assert kinds(actions.record_all(night)) == [(Kind.AT_NIGHT, 1)]
    mixed = [word(four[1], "watch", at(2, 10), 60), word(four[1], "watch", at(21), 60)]
    assert kinds(actions.record_all(mixed)) == [] and kinds(actions.record_all([word(four[2], "qr", at(3), 5)])) == []
    long = [word(four[3], "watch", at(4, 30), 60)]
    assert kinds(actions.record_all(long)) == []


def test_the_same_answers(four: list[Learner]) -> None:
    rows = [word(each, "prompts", at(9 + n), 30, answers="digest") for n, each in enumerate(four)]
    assert kinds(actions.record_all(rows)) == [(Kind.SAME_ANSWERS, 4)]


def test_what_is_declared_accuses_nobody(here: District) -> None:
    who: Person = here.founder
    actions.record(word(actions.learner_of(who), "qr", at(9)))
    actions.declare(by=who, title="自学", began=at(9), minutes=60, request_key="k")
    assert kinds(list(Entry.objects.all())) == []
