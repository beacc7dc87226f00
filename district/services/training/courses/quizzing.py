"""Quizzes: answers are scored by the questions themselves, an attempt is kept, passing finishes the lesson."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, sm3
from district.ground.surveys.questions import Content
from district.services.training.courses import asked
from district.services.training.courses.booking import finish, word
from district.services.training.courses.models import Attempt, Lesson, Sitting
from district.services.training.courses.permissions import may_learn
from district.services.training.hours import actions as hours
from district.services.training.hours.queries import Source

WHOLE = 100


def hand_in(*, lesson: Lesson, by: Person, values: Mapping[str, Any]) -> Attempt:
    """Hand in a quiz: question → choice. The time since it was opened counts, no longer than the quiz takes. Raises
    Refused, NotPossible.
    """
    require(may_learn(by, lesson))
    content = Content.kept(lesson.questions)
    if not lesson.is_quiz or set(values) != set(content.asked):
        raise NotPossible(_("请回答每一题。"))
    reached = asked.percent(content, values)
    with transaction.atomic():
        sitting = _sitting(lesson, by)
        attempt = Attempt.objects.create(
            lesson=lesson, person=by, answers=dict(values), score=reached, passed=reached >= lesson.passes,
            at=clock.now(),
        )  # fmt: skip
        _book(sitting, "" if reached == WHOLE else _mark(lesson, values))
        if attempt.passed:
            finish(lesson, by)
    return attempt


def _sitting(lesson: Lesson, by: Person) -> Sitting:
    rows = lock(Sitting.objects.filter(lesson=lesson, person=by, ended_at=None))
    found = rows.select_related("lesson__course", "person").first()
    if found is None:
        raise NotPossible(_("请先点“开始测验”，再作答。"))
    return found


def _mark(lesson: Lesson, values: Mapping[str, Any]) -> str:
    """The same for the same answers with the same mistakes."""
    return sm3(json.dumps([lesson.pk, sorted(values.items())], ensure_ascii=False).encode())


def _book(sitting: Sitting, answers: str) -> None:
    now = clock.now()
    left = max(0, sitting.lesson.seconds - sitting.seconds)
    seconds = min(int((now - sitting.nonce_at).total_seconds()), left)
    if seconds:
        began = now - dt.timedelta(seconds=seconds)
        hours.record(word(sitting, began, now, Source.PROMPTS, answers))
    sitting.seconds += seconds
    sitting.nonce, sitting.nonce_at, sitting.booked_at = secrets.token_hex(16), now, now
    sitting.save(update_fields=["seconds", "nonce", "nonce_at", "booked_at"])
