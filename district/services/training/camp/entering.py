"""Past cohorts, their learners and posts put on record together."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Person
from district.ground.record.actions import write_log
from district.ground.slots.times import at
from district.services.training.camp import states
from district.services.training.camp.models import CampSignUp, Cohort, InternPost, Internship
from district.services.training.camp.models.cohorts import new_reference
from district.services.training.camp.past import PastLearner, PastPost
from district.services.training.camp.permissions import may_enter_past

ROOM = "camp"
NOON = dt.time(12)
EVENING = dt.time(23, 59)


@dataclass(frozen=True)
class Entered:
    """How many came in."""

    cohorts: int
    learners: int
    posts: int
    internships: int


def take_in(*, posts: Sequence[PastPost], learners: Sequence[PastLearner], office: Bureau, by: Person) -> Entered:
    """Put past cohorts on record, all or none. Raises Refused, NotPossible: a cohort or post is there already."""
    require(may_enter_past(by))
    with transaction.atomic():
        cohorts = _cohorts(learners, office, by)
        there = _posts(posts, office, by)
        rows = [_sign_up(each, cohorts[each.cohort]) for each in learners]
        CampSignUp.objects.bulk_create(rows)
        interned = [
            _internship(row, said, there[said.post])
            for row, said in zip(rows, learners, strict=True) if said.post is not None
        ]  # fmt: skip
        Internship.objects.bulk_create(interned)
    return Entered(len(cohorts), len(rows), len(there), len(interned))


def _cohorts(learners: Sequence[PastLearner], office: Bureau, by: Person) -> dict[str, Cohort]:
    said = {each.cohort: each for each in learners}
    if known := Cohort.objects.filter(office=office, title__in=said).first():
        raise NotPossible(_("“%(title)s”已经在册，不能再导入一次。") % {"title": known.title})
    made, now = {}, clock.now()
    for title, each in said.items():
        days = [row.signed for row in learners if row.cohort == title]
        row = Cohort.objects.create(
            reference=new_reference("YL"), office=office, title=title, opens_at=at(min(days), dt.time()),
            closes_at=at(max(days), EVENING), first=each.first, last=each.last, state=states.OVER, past=True,
            called_at=at(min(days), dt.time()), made_by=by, made_at=now, changed_at=now,
        )  # fmt: skip
        write_log(room=ROOM, subject=row.reference, verb="enter-past", by=by, after=row.state,
                  data={"learners": len(days)})  # fmt: skip
        made[title] = row
    return made


def _posts(posts: Sequence[PastPost], office: Bureau, by: Person) -> dict[tuple[str, str], InternPost]:
    known = set(InternPost.objects.filter(office=office, past=True).values_list("firm", "title"))
    if twice := known & {(each.firm, each.title) for each in posts}:
        firm, title = sorted(twice)[0]
        raise NotPossible(_("“%(firm)s”的“%(title)s”已经在册，不能再导入一次。") % {"firm": firm, "title": title})
    now = clock.now()
    rows = InternPost.objects.bulk_create(
        InternPost(
            reference=new_reference("GW", 8), office=office, firm=each.firm, title=each.title, place=each.place,
            places=each.places, begins=each.given, state=states.CLOSED, past=True, given_at=at(each.given, NOON),
            made_by=by, made_at=now, changed_at=now, request_key=uuid.uuid4(),
        )
        for each in posts
    )  # fmt: skip
    if rows:
        write_log(room=ROOM, subject=office.name, verb="enter-posts", by=by, data={"posts": len(rows)})
    return {(row.firm, row.title): row for row in rows}


def _sign_up(said: PastLearner, cohort: Cohort) -> CampSignUp:
    return CampSignUp(
        reference=new_reference("XY", 8), cohort=cohort, name=said.name, school_name=said.school, state=said.result,
        why=said.why, signed_at=at(said.signed, NOON), changed_at=clock.now(),
        ended_on=None if said.result == states.REFUSED else said.last,
    )  # fmt: skip


def _internship(row: CampSignUp, said: PastLearner, post: InternPost) -> Internship:
    began = at(max(said.first, post.begins), NOON)
    return Internship(
        reference=new_reference("SX", 8), post=post, learner=row, state=states.ENDED, outcome=said.outcome,
        asked_at=began, taken_at=began, ended_on=max(said.last, post.begins), changed_at=clock.now(),
    )  # fmt: skip
