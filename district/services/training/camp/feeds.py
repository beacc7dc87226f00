"""The timetable in a learner's and a trainer's calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from district.ground import clock
from district.ground.bringing.calendar import Address
from district.ground.people.queries import Person
from district.ground.record.calendars import Moment
from district.services.training.camp.models import CampLesson, CampSignUp
from district.services.training.camp.models.cohorts import SITTING

KEPT = dt.timedelta(days=90)  # cancelled ones stay so long, that calendars take them away


def of_person(person: Person, address: Address) -> Iterator[Moment]:
    """Lessons of the cohorts one is in, and those one gives; one entry a lesson for good, counted as it changes."""
    mine = CampSignUp.objects.filter(SITTING, person=person).values("cohort")
    rows = CampLesson.objects.filter(Q(cohort__in=mine) | Q(trainer=person), session__ends__gt=clock.now() - KEPT)
    for row in rows.select_related("session", "cohort"):
        session, gives = row.session, row.trainer_id == person.pk
        link = reverse("camp:lesson", args=[row.reference]) if gives else reverse("camp:mine")
        yield Moment(
            key=f"camp {row.reference}", starts=session.starts, ends=session.ends, title=session.title,
            sequence=session.revision, changed_at=session.changed_at, place=session.place,
            text="\n".join(filter(None, [row.cohort.title, row.given_by, session.text])), link=address(link),
            cancelled=not session.is_planned, remind=60,
        )  # fmt: skip
