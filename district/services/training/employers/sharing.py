"""Shared courses (共享课程): one firm offers, the bureau looks, several train with it."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.aftercare.numbers import new_reference
from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import moving, write_log
from district.services.training.employers import telling
from district.services.training.employers.models import SharedCourse
from district.services.training.employers.permissions import may_close_course, may_file, may_publish_course
from district.services.training.employers.states import COURSE_MOVES, COURSE_STATES, PROPOSED
from district.services.training.hours.queries import office_of_training

ROOM = "employers"


def offer(
    *, enterprise: Enterprise, by: Person, title: str, about: str, platform: str, hours: int, contact: str,
    request_key: uuid.UUID, suits: str = "",
) -> SharedCourse:  # fmt: skip
    """Offer a course to other firms; the public sees it once the bureau has looked. Idempotent by key. Raises Refused,
    NotPossible."""
    require(may_file(by, enterprise))
    if known := SharedCourse.objects.filter(request_key=request_key).first():
        return known
    if not all(each.strip() for each in (title, about, platform, contact)):
        raise NotPossible(_("请写明课程、讲什么、在哪里学、怎么联系。"))
    with transaction.atomic():
        row = SharedCourse.objects.create(
            reference=new_reference(SharedCourse, "GX"), title=title.strip()[:80], about=about.strip()[:2000],
            platform=platform.strip()[:120], hours=hours, suits=suits.strip()[:120], enterprise=enterprise,
            contact=contact.strip()[:120], office=office_of_training(), state=PROPOSED, by=by, at=clock.now(),
            request_key=request_key,
        )  # fmt: skip
        write_log(room=ROOM, subject=row.reference, verb="offer", by=by, after=PROPOSED)
    return row


def publish(*, course: SharedCourse, by: Person) -> SharedCourse:
    """Everybody sees it, other firms may file with it. Refused, MoveRefused."""
    require(may_publish_course(by, course))
    return _settle(course, "publish", by, "")


def decline(*, course: SharedCourse, by: Person, why: str) -> SharedCourse:
    """It is not shown; who offered it reads why. Refused, MoveRefused, NotPossible."""
    require(may_publish_course(by, course))
    if not why.strip():
        raise NotPossible(_("请写明不公开的原因，企业会看到。"))
    return _settle(course, "decline", by, why.strip()[:300])


def _settle(course: SharedCourse, verb: str, by: Person, why: str) -> SharedCourse:
    with moving(course, verb, states=COURSE_STATES, moves=COURSE_MOVES, room=ROOM, by=by, reason=why) as row:
        row.why = why
        telling.course_settled(row)
    return course


def close(*, course: SharedCourse, by: Person) -> SharedCourse:
    """Nobody files with it any more. Refused, MoveRefused."""
    require(may_close_course(by, course))
    with moving(course, "close", states=COURSE_STATES, moves=COURSE_MOVES, room=ROOM, by=by):
        pass
    return course
