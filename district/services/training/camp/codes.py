"""The code on the trainer's screen, another every half minute; what scanning it gives somebody to check in with.

A code is made by the server alone, of the lesson's secret and the half minute it is shown in. Scanned while it is
fresh, it becomes a pass, which the browser that scanned it keeps in its session: signing in may take longer than half a
minute. A picture of the code that reaches somebody else is too old by then, and the pass is in nobody's address.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

from district.ground import clock
from district.services.training.camp.models import CampLesson, CampSignUp

EVERY = 30  # seconds a code is shown
PASS = dt.timedelta(minutes=15)  # in which somebody signs in, if they have to
DRAWN = 20  # of so many scans one is drawn
SALT, LENGTH = "huiqi.camp.code", 20


def window_at(moment: dt.datetime) -> int:
    return int(moment.timestamp()) // EVERY


def code_of(lesson: CampLesson, window: int) -> str:
    """The code of one half minute."""
    return salted_hmac(SALT, f"{lesson.pk} {lesson.secret} {window}", algorithm="sha256").hexdigest()[:LENGTH]


def code_now(lesson: CampLesson) -> str:
    return code_of(lesson, window_at(clock.now()))


def left(moment: dt.datetime) -> int:
    """Seconds until the next code."""
    return EVERY - int(moment.timestamp()) % EVERY


def is_fresh(lesson: CampLesson, code: str) -> bool:
    """Whether a code is shown now, or was a moment ago, as long as a phone takes to open it."""
    now = window_at(clock.now())
    return any(hmac.compare_digest(code_of(lesson, each), code) for each in (now, now - 1))


@dataclass(frozen=True)
class Pass:
    """That a browser scanned a fresh code of a lesson, and when."""

    lesson: str
    at: dt.datetime

    def kept(self) -> dict[str, str]:
        return {"lesson": self.lesson, "at": self.at.isoformat()}


def read_pass(said: Any, lesson: CampLesson) -> Pass | None:
    """What a session keeps, if it is of this lesson and not too old."""
    if not isinstance(said, Mapping) or said.get("lesson") != lesson.reference:
        return None
    try:
        found = Pass(lesson.reference, dt.datetime.fromisoformat(str(said.get("at"))))
    except ValueError:
        return None
    return found if dt.timedelta() <= clock.now() - found.at <= PASS else None


def is_drawn(lesson: CampLesson, learner: CampSignUp) -> bool:
    """Whether the trainer looks for this learner by name: one of twenty, the same however often it is asked, and nobody
    knows who without the lesson's secret."""
    said = hmac.new(lesson.secret.encode(), f"draw {learner.pk}".encode(), hashlib.sha256).digest()
    return int.from_bytes(said[:8]) % DRAWN == 0
