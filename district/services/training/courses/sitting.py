"""Learning a lesson: a sitting begins, the player answers nonces, somebody answers checks, the ledger gets the hours.

Being before a lesson is told by the server's clock (watch), that somebody was there by checks answered rightly at
points of chance (prompts): both together are strong, the first alone is none.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Person, account
from district.ground.record.actions import lock
from district.ground.surveys.questions import Content, Words
from district.services.training.courses import asked
from district.services.training.courses.booking import finish, word
from district.services.training.courses.foreign import closing
from district.services.training.courses.models import Beat, Check, Finished, Kind, Lesson, Sitting
from district.services.training.courses.permissions import may_learn, may_sit
from district.services.training.courses.watching import credit, joined, total
from district.services.training.hours import actions as hours
from district.services.training.hours.queries import Source

VOUCHES = dt.timedelta(minutes=10)  # how far back an answered check says that somebody was there
FIRST, LATER = (0.2, 0.6), (120, 300)  # the first check: parts of a lesson; the next ones: seconds on
LATEST = 240  # seconds before the first check
IDLE = dt.timedelta(hours=2)
ENOUGH = {Kind.TEXT: 0.5, Kind.DOCUMENT: 0.5, Kind.VIDEO: 0.9}  # of a lesson's length, to have finished it
TOUCH = dt.timedelta(seconds=2)  # beats no further apart are one stretch


def start(*, lesson: Lesson, by: Person, device: str = "") -> Sitting:
    """Sit down before a lesson, where one was left; any other sitting of this person ends. Raises Refused, NotPossible
    before a package, which is opened unit by unit (`foreign/launching.py`).
    """
    require(may_learn(by, lesson))
    if lesson.is_package:
        raise NotPossible(_("课件课请在页面上选一个单元打开。"))
    return sit(lesson=lesson, by=by, device=device)


def sit(*, lesson: Lesson, by: Person, device: str = "") -> Sitting:
    """The same without asking; the caller has."""
    now = clock.now()
    with transaction.atomic():
        _end_others(by)
        last = Sitting.objects.filter(person=by, lesson=lesson).first()
        seconds, covered = (last.seconds, last.covered) if last else (0, [])
        return Sitting.objects.create(
            reference=secrets.token_hex(8), person=by, lesson=lesson, device=device, nonce=secrets.token_hex(16),
            nonce_at=now, seconds=seconds, covered=covered, asks_at=seconds + _first(lesson), started_at=now,
            booked_at=now,
        )  # fmt: skip


def _first(lesson: Lesson) -> int:
    low, high = (int(part * min(lesson.seconds, LATEST / FIRST[1])) for part in FIRST)
    return low + secrets.randbelow(max(1, high - low))


def _end_others(by: Person) -> None:
    lock(account(by.pk)).get()  # two doors opened at once: one after the other
    for each in lock(Sitting.objects.filter(person=by, ended_at=None)).select_related("lesson__course"):
        _end(each)


def _end(sitting: Sitting) -> None:
    if sitting.lesson.is_package:
        closing.abandon(sitting)
    _book(sitting, vouched=False)
    sitting.ended_at = clock.now()
    sitting.save(update_fields=["ended_at", "booked_at"])


def end_idle(now: dt.datetime) -> int:
    """Sittings nobody answers from any more; their time goes to the ledger. Returns how many."""
    count = 0
    for each in Sitting.objects.filter(ended_at=None, nonce_at__lt=now - IDLE).values_list("pk", flat=True):
        with transaction.atomic():
            found = lock(Sitting.objects.filter(pk=each, ended_at=None)).select_related("lesson__course").first()
            if found is not None:
                _end(found)
                count += 1
    return count


def beat(
    *, sitting: Sitting, by: Person, nonce: str, played: Sequence[Sequence[float]] | None = None, paused: bool = False
) -> Sitting:
    """Answer a nonce: what was played since, None where nobody tells. `paused`: nobody looked; nothing counts. Raises
    Refused, NotPossible for a nonce that was answered or replaced.
    """
    require(may_sit(by, sitting))
    with transaction.atomic():
        row = _locked(sitting)
        if row.nonce != nonce:
            raise NotPossible(_("这一段已经记过了，或者这一课在别的窗口、别的设备上打开了。请刷新后接着学。"))
        if not row.checks.filter(answered_at=None).exists():
            _count(row, None if paused else _said(row, played))
            _ask_where_due(row)
    return row


def _locked(sitting: Sitting) -> Sitting:
    row = lock(Sitting.objects.filter(pk=sitting.pk)).select_related("lesson__course", "person").get()
    if row.lesson.is_package:
        raise NotPossible(_("课件自己上报时间，这里不计时。"))
    if row.ended_at is not None:
        raise NotPossible(_("这次学习已经结束：您在别处打开了一课，或者离开太久。请重新开始计时。"))
    return row


def _said(row: Sitting, played: Sequence[Sequence[float]] | None) -> tuple[Sequence[Sequence[float]] | None]:
    """Of a text time itself is what was seen, whatever a player says."""
    return (played if row.lesson.kind == Kind.VIDEO else None,)


def _count(row: Sitting, told: tuple[Sequence[Sequence[float]] | None] | None) -> None:
    now = clock.now()
    if told is not None and not row.lesson.is_quiz:
        wall = (now - row.nonce_at).total_seconds()
        found = credit(row.covered, told[0], length=row.lesson.seconds, wall=wall)
        Beat.objects.create(sitting=row, nonce=row.nonce, given_at=row.nonce_at, at=now, seconds=found.seconds)
        row.seconds, row.covered = row.seconds + found.seconds, [list(each) for each in found.covered]
    row.nonce, row.nonce_at = secrets.token_hex(16), now
    row.save(update_fields=["nonce", "nonce_at", "seconds", "covered"])


def is_enough(row: Sitting) -> bool:
    """Whether so much of the lesson was seen that a check answered rightly finishes it."""
    least = ENOUGH.get(Kind(row.lesson.kind))
    return least is not None and total(joined(row.covered, row.lesson.seconds)) >= least * row.lesson.seconds


def _ask_where_due(row: Sitting) -> None:
    finished = Finished.objects.filter(lesson=row.lesson, person=row.person).exists()
    if row.seconds >= row.asks_at or (is_enough(row) and not finished):
        _ask(row)


def _ask(row: Sitting) -> None:
    lesson = row.lesson
    others = lesson.course.lessons.filter(removed_at=None).exclude(pk=lesson.pk)
    names = [Words(each.title, each.english) for each in others]
    names += [Words("怎样写好简历", "How to write a CV"), Words("怎样拍好短视频", "How to film a short video")]
    put = asked.put(
        Content.kept(lesson.questions), asked=row.checks.values_list("question__label__0", flat=True),
        title=Words(lesson.title, lesson.english), others=names,
    )  # fmt: skip
    Check.objects.create(
        sitting=row, question={"label": put.label, "choices": put.choices}, key=put.key, at=clock.now()
    )


def answer_check(*, sitting: Sitting, by: Person, choice: str) -> Sitting:
    """Answer the check that is open. Rightly: the time since the last one was somebody's; wrongly: it was only
    played, and another is put. Raises Refused, NotPossible.
    """
    require(may_sit(by, sitting))
    with transaction.atomic():
        row = _locked(sitting)
        check = lock(row.checks.filter(answered_at=None)).first()
        if check is None:
            raise NotPossible(_("现在没有要回答的题。"))
        check.answered_at, check.passed = clock.now(), secrets.compare_digest(choice.encode(), check.key.encode())
        check.save(update_fields=["answered_at", "passed"])
        _book(row, vouched=bool(check.passed))
        low, high = LATER
        row.asks_at = row.seconds + low + secrets.randbelow(high - low)
        row.nonce, row.nonce_at = secrets.token_hex(16), clock.now()
        row.save(update_fields=["asks_at", "nonce", "nonce_at", "booked_at"])
        if not check.passed:
            _ask(row)
        elif is_enough(row):
            finish(row.lesson, row.person)
    return row


def stretches(beats: Iterable[Beat]) -> list[tuple[dt.datetime, dt.datetime]]:
    """When seconds counted, as stretches of the clock's time."""
    found: list[tuple[dt.datetime, dt.datetime]] = []
    for each in beats:
        began = each.at - dt.timedelta(seconds=each.seconds)
        if not each.seconds:
            continue
        if found and began - found[-1][1] <= TOUCH:
            found[-1] = (found[-1][0], each.at)
        else:
            found.append((began, each.at))
    return found


def _book(row: Sitting, *, vouched: bool) -> None:
    """Put the time since the last booking into the ledger."""
    now = clock.now()
    spans = stretches(row.beats.filter(at__gt=row.booked_at).order_by("at", "pk"))
    words = [word(row, began, ended, Source.WATCH) for began, ended in spans]
    if vouched:
        kept = [(max(began, now - VOUCHES), ended) for began, ended in spans]
        words += [word(row, began, ended, Source.PROMPTS) for began, ended in kept if began < ended]
    if words:
        hours.record_all(words)
    row.booked_at = now


def shown(check: Check) -> dict[str, object]:
    """A check as a page asks it: its words in the reader's language."""
    choices = [(key, str(Words(*words))) for key, words in check.question["choices"]]
    return {"label": str(Words(*check.question["label"])), "choices": choices}
