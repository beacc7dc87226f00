"""Internship posts: offered, looked over, asked for, taken, ended with an outcome."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Organisation, Person
from district.ground.record.actions import lock, moving, write_log
from district.services.training.camp import states, telling
from district.services.training.camp.models import CampSignUp, InternPost, Internship
from district.services.training.camp.models.cohorts import new_reference
from district.services.training.camp.permissions import (
    is_learner,
    may_answer,
    may_answer_one,
    may_moderate,
    may_offer_as,
    may_take_back,
)

ROOM = "camp"


def offer(
    *, by: Person, office: Bureau, title: str, places: int, begins: dt.date, request_key: uuid.UUID,
    enterprise: Enterprise | None = None, base: Organisation | None = None, ends: dt.date | None = None, text: str = "",
    place: str = "", gives: str = "",
) -> InternPost:  # fmt: skip
    """A firm or a base offers a post; an officer looks it over before anybody sees it. Idempotent by key.

    Raises Refused, NotPossible.
    """
    require(may_offer_as(by, enterprise, base))
    if (enterprise is None) == (base is None):
        raise NotPossible(_("请选以哪家单位提供。"))
    if ends is not None and ends < begins:
        raise NotPossible(_("结束要晚于开始。"))
    with transaction.atomic():
        if known := InternPost.objects.filter(request_key=request_key).first():
            return known
        now = clock.now()
        row = InternPost.objects.create(
            reference=new_reference("GW"), office=office, enterprise=enterprise, base=base,
            firm=str(enterprise or base)[:120], title=title.strip()[:80], text=text.strip()[:2000], place=place,
            gives=gives, places=places, begins=begins, ends=ends, made_by=by, made_at=now, changed_at=now,
            request_key=request_key,
        )  # fmt: skip
        write_log(room=ROOM, subject=row.reference, verb="offer", by=by, after=row.state)
        telling.offered(row)
    return row


def _post(post: InternPost, verb: str, by: Person, why: str = "", **values: Any) -> InternPost:
    with moving(post, verb, states=states.POSTS, moves=states.POST_MOVES, room=ROOM, by=by, reason=why) as row:
        row.changed_at, row.why = clock.now(), why.strip()[:200]
        for name, value in values.items():
            setattr(row, name, value)
    return post


def approve(*, post: InternPost, by: Person) -> InternPost:
    """It is public from now on. Raises Refused, MoveRefused."""
    require(may_moderate(by, post))
    with transaction.atomic():
        _post(post, "approve", by, given_at=clock.now())
        telling.moderated(post)
    return post


def send_back(*, post: InternPost, by: Person, why: str) -> InternPost:
    """Not approved, and why. Raises Refused, MoveRefused, NotPossible."""
    require(may_moderate(by, post))
    _said(why)
    with transaction.atomic():
        _post(post, "return", by, why)
        telling.moderated(post)
    return post


def take_back(*, post: InternPost, by: Person) -> InternPost:
    """Who offers it takes it back before it is approved. Raises Refused, MoveRefused."""
    require(may_take_back(by, post))
    return _post(post, "take-back", by)


def close(*, post: InternPost, by: Person) -> InternPost:
    """Nobody can ask for it any more. Raises Refused, MoveRefused."""
    require(may_answer(by, post))
    return _post(post, "close", by)


def _said(why: str) -> None:
    if not why.strip():
        raise NotPossible(_("请写明原因，对方会看到。"))


def ask(*, post: InternPost, by: Person, learner: CampSignUp, text: str = "") -> Internship:
    """A learner asks for a post; who asked already is given that. Raises Refused, NotPossible."""
    require(is_learner(by, learner))
    with transaction.atomic():
        row = lock(InternPost.objects.all()).get(pk=post.pk)
        if known := row.internships.filter(learner=learner, state__in=states.RUNNING).first():
            return known
        if row.state != states.GIVEN:
            raise NotPossible(_("这个岗位没有在招募。"))
        now = clock.now()
        made = Internship.objects.create(
            reference=new_reference("SX", 8), post=row, learner=learner, text=text.strip()[:500], state=states.ASKED,
            asked_at=now, changed_at=now,
        )  # fmt: skip
        write_log(room=ROOM, subject=made.reference, verb="ask", by=by, after=made.state)
        telling.asked(made)
    return made


def _internship(row: Internship, verb: str, by: Person, why: str = "", **values: Any) -> Internship:
    known, moves = states.INTERNSHIPS, states.INTERNSHIP_MOVES
    with moving(row, verb, states=known, moves=moves, room=ROOM, by=by, reason=why) as fresh:
        fresh.changed_at, fresh.why = clock.now(), why.strip()[:200]
        for name, value in values.items():
            setattr(fresh, name, value)
    return row


def take(*, internship: Internship, by: Person) -> Internship:
    """Take a learner; never more than there are places, nor one who has a post.

    Raises Refused, MoveRefused, NotPossible.
    """
    require(may_answer_one(by, internship))
    try:
        with transaction.atomic():
            post = lock(InternPost.objects.all()).get(pk=internship.post_id)
            if post.internships.filter(state__in=[states.TAKEN, states.ENDED]).count() >= post.places:
                raise NotPossible(_("这个岗位的 %(n)d 个名额已经满了。") % {"n": post.places})
            _internship(internship, "take", by, taken_at=clock.now())
            telling.answered(internship)
    except IntegrityError:
        raise NotPossible(_("这位学员已经在别的岗位实习。")) from None
    return internship


def decline(*, internship: Internship, by: Person, why: str) -> Internship:
    """Not take a learner, and why. Raises Refused, MoveRefused, NotPossible."""
    require(may_answer_one(by, internship))
    _said(why)
    with transaction.atomic():
        _internship(internship, "decline", by, why)
        telling.answered(internship)
    return internship


def leave(*, internship: Internship, by: Person) -> Internship:
    """A learner asks no more. Raises Refused, MoveRefused."""
    require(is_learner(by, internship.learner))
    return _internship(internship, "leave", by)


def end(*, internship: Internship, by: Person, outcome: str, ended_on: dt.date, why: str = "") -> Internship:
    """It ended on a day, with an outcome. Raises Refused, MoveRefused, NotPossible: a day to come."""
    require(may_answer_one(by, internship))
    if ended_on > clock.today():
        raise NotPossible(_("结束的日子不能在以后。"))
    return _internship(internship, "end", by, why, outcome=outcome, ended_on=ended_on)
