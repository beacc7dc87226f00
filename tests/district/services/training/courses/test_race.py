"""Two doors at once, on both databases: one sitting, one certificate, one word, sums that miss nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from district.ground import clock
from district.ground.people.models import Person
from district.services.training.courses import actions
from district.services.training.courses.models import Certificate, Finished, Sitting
from district.services.training.hours import actions as hours
from district.services.training.hours.models import LearningEntry, Learnt
from tests.district.cases.factories import district
from tests.district.conftest import TODAY
from tests.district.services.training.courses.conftest import School
from tests.district.services.training.courses.conftest import school as made
from tests.district.services.training.hours.test_ledger import at, word
from tests.racing import rush

pytestmark = [pytest.mark.usefixtures("keeping_triggers"), pytest.mark.database]


@pytest.fixture
def racing_school(keeping_triggers: None) -> Iterator[School]:
    with clock.at(TODAY):
        yield made.__wrapped__(district())  # type: ignore[attr-defined]


def at_once(work: list[Callable[[], Any]]) -> list[Any]:
    return rush(work, at=TODAY, wait=60, join=120)


def test_two_devices_at_once_are_one_sitting(racing_school: School) -> None:
    who = racing_school.learner
    lessons = [racing_school.text, racing_school.quiz] * 3
    results = at_once(
        [lambda each=each: actions.start(lesson=each, by=Person.objects.get(pk=who.pk)) for each in lessons]
    )
    assert all(isinstance(each, Sitting) for each in results), results
    assert Sitting.objects.filter(ended_at=None).count() == 1 and Sitting.objects.count() == 6


def test_a_nonce_answered_eight_times_at_once_counts_once(racing_school: School) -> None:
    sitting = actions.start(lesson=racing_school.text, by=racing_school.learner)
    Sitting.objects.filter(pk=sitting.pk).update(nonce_at=clock.now() - dt.timedelta(seconds=30))
    at_once([lambda: actions.beat(sitting=sitting, by=racing_school.learner, nonce=sitting.nonce)] * 8)
    sitting.refresh_from_db()
    assert sitting.beats.count() == 1 and sitting.seconds == 30


def test_a_certificate_asked_for_eight_times_at_once_is_one(racing_school: School) -> None:
    for lesson in (racing_school.text, racing_school.quiz):
        Finished.objects.create(lesson=lesson, person=racing_school.learner, at=clock.now())
    at_once([lambda: actions.issue(course=racing_school.course, by=racing_school.learner, name="示例")] * 8)
    assert Certificate.objects.count() == 1


def test_words_written_at_once_are_all_in_the_sum(racing_school: School) -> None:
    who = hours.learner_of(racing_school.learner)
    words = [word(who, "qr", at(8 + n), 60, session=f"camp:{n}") for n in range(6)]
    at_once([lambda each=each: hours.record(each) for each in [*words, *words]])
    assert LearningEntry.objects.count() == 6 and sum(row.minutes for row in Learnt.objects.all()) == 360


def test_rows_hold_on_this_database(racing_school: School) -> None:
    """Append-only, set once, and a worker is nobody but an account."""
    row = hours.record(word(hours.learner_of(racing_school.learner), "qr", at(9)))
    sitting = actions.start(lesson=racing_school.text, by=racing_school.learner)
    worker = hours.learner_numbered("11010519491231002X", "示例")
    for change in (
        lambda: LearningEntry.objects.filter(pk=row.pk).update(title="别的"),
        lambda: Sitting.objects.filter(pk=sitting.pk).update(started_at=at(1)),
        lambda: type(worker).objects.filter(pk=worker.pk).update(same_as=worker),
        lambda: LearningEntry.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
