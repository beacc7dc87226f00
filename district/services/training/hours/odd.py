"""What looks odd among entries: read from the rows, for a person to look at. Nothing here refuses anything."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from district.ground.record.actions import official, sm3
from district.services.training.hours.models import Entry, Kind, Source
from district.services.training.hours.strength import pieces

OVERLAP = dt.timedelta(minutes=1)  # two places for less than this is one who walked over
DAY = dt.timedelta(hours=24)
WAKING = dt.timedelta(hours=16)  # of one day nobody learns longer
MANY = 3  # people who share a device, a second, their answers
SECONDS = dt.timedelta(seconds=10)
NIGHT = (2, 5)
NIGHT_LEAST = dt.timedelta(minutes=20)
BY_MACHINE = frozenset({Source.WATCH, Source.PROMPTS, Source.PACKAGE, Source.IMPORT})  # these say when somebody is done


@dataclass(frozen=True)
class Odd:
    """One thing that looks odd; `mark` is the same when it is found again."""

    kind: Kind
    session: str
    title: str
    people: int
    day: dt.date
    says: str
    entries: tuple[Entry, ...]
    mark: str


def odd_in(entries: Iterable[Entry]) -> list[Odd]:
    """All that looks odd in these entries, struck ones and declared ones left out."""
    rows = [row for row in entries if row.source != Source.DECLARED]
    with official():
        return [odd for look in LOOKS for odd in look(rows)]


def _odd(kind: Kind, rows: Sequence[Entry], says: str) -> Odd:
    first = min(rows, key=lambda row: (row.began, row.pk))
    day = timezone.localdate(first.began)
    people = {person(row) for row in rows}
    sessions = sorted({row.session for row in rows})
    mark = sm3(" ".join([kind, day.isoformat(), *sessions, *map(str, sorted(people))]).encode())
    return Odd(kind, first.session, first.title, len(people), day, says, tuple(rows), mark)


def person(row: Entry) -> int:
    """Who learnt: a worker found to have an account is that account."""
    return row.learner.same_as_id or row.learner_id


def grouped(rows: Iterable[Entry], key: Callable[[Entry], object]) -> Iterator[list[Entry]]:
    found: dict[object, list[Entry]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    yield from found.values()


def _days(row: Entry) -> dt.date:
    return timezone.localdate(row.began)


def two_places(rows: Sequence[Entry]) -> Iterator[Odd]:
    """One person at one time in two sessions."""
    for own in grouped(rows, lambda row: (person(row), _days(row))):
        shared = [(ended - began, active) for began, ended, active in pieces(own)
                  if len({row.session for row in active}) > 1]  # fmt: skip
        time = sum((each for each, _active in shared), dt.timedelta())
        if time >= OVERLAP:
            both = list(dict.fromkeys(row for _time, active in shared for row in active))
            titles = "、".join(sorted({row.title for row in both})[:3])
            yield _odd(Kind.TWO_PLACES, both, _("同时在%(titles)s，重叠 %(n)d 分钟") % {
                "titles": titles, "n": time // dt.timedelta(minutes=1)})  # fmt: skip


def long_day(rows: Sequence[Entry]) -> Iterator[Odd]:
    """More than a day holds, or more than anybody is awake for."""
    for own in grouped(rows, lambda row: (person(row), _days(row))):
        claimed = sum((ended - began for session in grouped(own, lambda row: row.session)
                       for began, ended, _active in pieces(session)), dt.timedelta())  # fmt: skip
        spent = sum((ended - began for began, ended, _active in pieces(own)), dt.timedelta())
        if claimed > DAY or spent > WAKING:
            yield _odd(
                Kind.LONG_DAY, own, _("一天内报了 %(n)s 小时") % {"n": round(claimed / dt.timedelta(hours=1), 1)}
            )


def one_device(rows: Sequence[Entry]) -> Iterator[Odd]:
    """A device that several people learnt with on one day."""
    for same in grouped((row for row in rows if row.device), lambda row: (row.device, _days(row))):
        if len({person(row) for row in same}) >= MANY:
            yield _odd(Kind.ONE_DEVICE, same, _("%(n)d 人用同一台设备") % {"n": len({person(row) for row in same})})


def in_seconds(rows: Sequence[Entry]) -> Iterator[Odd]:
    """Several people whose last moment in a session, as machines tell it, lies within seconds."""
    for there in grouped((row for row in rows if row.source in BY_MACHINE), lambda row: (row.session, _days(row))):
        last: dict[int, Entry] = {}
        for row in there:
            if person(row) not in last or row.ended > last[person(row)].ended:
                last[person(row)] = row
        for same in _together(sorted(last.values(), key=lambda row: (row.ended, row.pk))):
            yield _odd(Kind.IN_SECONDS, same, _("%(n)d 人在 10 秒内同时学完") % {"n": len(same)})


def _together(rows: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Runs of several, each within seconds of the run's first."""
    run: list[Entry] = []
    for row in rows:
        if run and row.ended - run[0].ended > SECONDS:
            if len(run) >= MANY:
                yield run
            run = []
        run.append(row)
    if len(run) >= MANY:
        yield run


def at_night(rows: Sequence[Entry]) -> Iterator[Odd]:
    """Somebody who learnt in a session between two and five at night, and never else."""
    for own in grouped(rows, lambda row: (person(row), row.session)):
        spent = sum((ended - began for began, ended, _active in pieces(own)), dt.timedelta())
        if spent >= NIGHT_LEAST and all(_by_night(row) for row in own):
            yield _odd(
                Kind.AT_NIGHT, own, _("%(n)d 分钟全在凌晨 2 点到 5 点") % {"n": spent // dt.timedelta(minutes=1)}
            )


def _by_night(row: Entry) -> bool:
    began, ended = timezone.localtime(row.began), timezone.localtime(row.ended)
    until = began.replace(hour=NIGHT[1], minute=0, second=0, microsecond=0)
    return NIGHT[0] <= began.hour < NIGHT[1] and ended <= until


def same_answers(rows: Sequence[Entry]) -> Iterator[Odd]:
    """Several people whose answers in a session are the same to the letter, mistakes included."""
    for same in grouped((row for row in rows if row.answers), lambda row: (row.session, row.answers)):
        if len({person(row) for row in same}) >= MANY:
            yield _odd(Kind.SAME_ANSWERS, same, _("%(n)d 人的答案一字不差") % {"n": len({person(row) for row in same})})


LOOKS = (two_places, long_day, one_device, in_seconds, at_night, same_answers)
