"""Writes on the ledger of hours: words of sources, strikes, reviews. Rows are added, never changed.

Rooms that teach call `record` or `record_all`, having asked their own permission; `learner_of` and `learner_numbered`
say of whom.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.posting import post
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Person
from district.ground.record.actions import moving, official, write_log
from district.services.training.hours.learners import learner_numbered, learner_of
from district.services.training.hours.models import Flag, Learner, LearningEntry, Source, Strike
from district.services.training.hours.odd import Odd, odd_in
from district.services.training.hours.permissions import may_review, may_strike
from district.services.training.hours.queries import beside, entries_of, office_of_training
from district.services.training.hours.reckoning import hold, settle
from district.services.training.hours.states import MOVES, STATES

__all__ = [
    "Word", "clear", "declare", "hold", "learner_numbered", "learner_of", "look", "look_at", "record", "record_all",
    "strike", "strike_entry", "take_back",
]  # fmt: skip

ROOM = "hours"
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LONGEST = dt.timedelta(hours=12)  # of what somebody declares at once


@dataclass(frozen=True)
class Word:
    """What one source says: that somebody learnt from `began` to `ended` in a session. Fields as `LearningEntry`'s."""

    learner: Learner
    session: str
    title: str
    office: Bureau
    began: dt.datetime
    ended: dt.datetime
    source: str
    key: str
    by: Person | None = None
    device: str = ""
    answers: str = ""
    firm: Enterprise | None = None


def record(word: Word) -> LearningEntry:
    """Write one source's word down; said again under the same key it stands already. Raises NotPossible."""
    return record_all([word])[0]


def record_all(words: Sequence[Word]) -> list[LearningEntry]:
    """Write words down together, in their order; those under keys that stand already are not written again. Raises
    NotPossible where one ends before it begins, or says another thing under a key that stands.
    """
    sources = {Source(word.source) for word in words}
    if not sources or any(word.ended <= word.began for word in words):
        raise NotPossible(_("学习的结束时间要晚于开始时间。"))
    now = clock.now()
    with transaction.atomic():
        hold({word.learner.same_as_id or word.learner.pk for word in words})
        known = _under([word.key for word in words])
        new = {word.key: word for word in words if word.key not in known}
        LearningEntry.objects.bulk_create(
            (LearningEntry(**vars(word), at=now) for word in new.values()), ignore_conflicts=True
        )
        rows = _under([word.key for word in words])
        for word in words:
            row = rows[word.key]
            if (row.learner_id, row.session, row.began, row.ended, row.source) != (
                word.learner.pk, word.session, word.began, word.ended, word.source,
            ):  # fmt: skip
                raise NotPossible(_("这条学时已经记过，内容不同。"))
        if new:
            settle(rows[key] for key in new)
            first = next(iter(new.values()))
            write_log(room=ROOM, subject=first.session, verb="record", by=first.by, data={"rows": len(new)})
    return [rows[word.key] for word in words]


def _under(keys: Sequence[str]) -> dict[str, LearningEntry]:
    return {row.key: row for row in LearningEntry.objects.filter(key__in=keys).select_related("learner")}


def declare(*, by: Person, title: str, began: dt.datetime, minutes: int, request_key: object) -> LearningEntry:
    """What somebody says of their own learning: shown apart, never paid. Raises NotPossible."""
    ended = began + dt.timedelta(minutes=minutes)
    if ended > clock.now():
        raise NotPossible(_("还没有学完的时间不能申报。"))
    if not dt.timedelta() < ended - began <= LONGEST:
        raise NotPossible(_("一次申报不超过 12 小时。"))
    learner = learner_of(by)
    return record(Word(
        learner=learner, session=f"declared:{learner.pk}", title=title.strip()[:120], office=office_of_training(),
        began=began, ended=ended, source=Source.DECLARED, key=f"declared:{by.pk}:{request_key}", by=by,
    ))  # fmt: skip


def strike_entry(*, entry: LearningEntry, by: Person, reason: str) -> Strike:
    """A counter-row: the entry no longer counts. Refused, NotPossible."""
    require(may_strike(by, entry))
    with transaction.atomic():
        return _strike([entry], by=by, reason=_said(reason))[0]


def take_back(*, entry: LearningEntry, by: Person) -> Strike:
    """Take back what one declared oneself. Refused."""
    return strike_entry(entry=entry, by=by, reason=_("本人撤回"))


def _said(reason: str) -> str:
    if not (said := reason.strip()[:300]):
        raise NotPossible(_("请写明理由。"))
    return said


def _strike(entries: Sequence[LearningEntry], *, by: Person, reason: str) -> list[Strike]:
    keys = [each.pk for each in entries]
    hold({row.learner.same_as_id or row.learner_id for row in entries})
    rows = list(LearningEntry.objects.filter(pk__in=keys, struck=None).select_related("learner").order_by("pk"))
    struck = Strike.objects.bulk_create(Strike(entry=row, reason=reason, by=by, at=clock.now()) for row in rows)
    for session in sorted({row.session for row in rows}):
        count = sum(row.session == session for row in rows)
        write_log(room=ROOM, subject=session, verb="strike", by=by, reason=reason, data={"rows": count})
    if not struck:
        raise NotPossible(_("这些学时已经划去了。"))
    settle(rows)
    return struck


def look(entries: Iterable[LearningEntry]) -> list[Flag]:
    """Put up for review what looks odd in these entries and in what lies beside them (the same people's days, the same
    sessions), and return all that is flagged; found again it is no second flag. Nothing is refused by it.
    """
    return _put_up(odd_in(beside(list(entries))))


def look_at(person: Person) -> list[Flag]:
    """The same of one person's own hours alone: what two rows of theirs say that were found to be one person's."""
    return _put_up(odd_in(entries_of(person).select_related("learner", "office")))


def _put_up(found: Sequence[Odd]) -> list[Flag]:
    with transaction.atomic():
        for odd in found:
            _flag(odd)
    return list(Flag.objects.filter(mark__in=[odd.mark for odd in found]))


def _flag(odd: Odd) -> None:
    flag, made = Flag.objects.get_or_create(mark=odd.mark, defaults={
        "reference": f"XS{clock.today().year}-{''.join(secrets.choice(LETTERS) for _n in range(6))}",
        "kind": odd.kind, "office": odd.entries[0].office, "session": odd.session, "title": odd.title,
        "people": odd.people, "day": odd.day, "says": odd.says[:200], "found_at": clock.now(),
    })  # fmt: skip
    if made:
        flag.entries.set(odd.entries)
        write_log(room=ROOM, subject=flag.reference, verb="flag", by=None, after=flag.state)


def clear(*, flag: Flag, by: Person, reason: str) -> Flag:
    """Nothing is wrong with them: the hours count. Refused, NotPossible, MoveRefused."""
    return _review(flag, "clear", by, reason)


def strike(*, flag: Flag, by: Person, reason: str) -> Flag:
    """The hours it is about count no longer; the people they were of are told. Refused, NotPossible, MoveRefused."""
    with transaction.atomic():
        _review(flag, "strike", by, reason)
        rows = list(flag.entries.filter(struck=None).select_related("learner__account", "learner__same_as__account"))
        if rows:
            _strike(rows, by=by, reason=flag.reason)
            _tell(flag, rows)
    return flag


def _review(flag: Flag, verb: str, by: Person, reason: str) -> Flag:
    require(may_review(by, flag))
    said = _said(reason)
    with moving(flag, verb, states=STATES, moves=MOVES, room=ROOM, by=by, reason=said) as row:
        row.reason, row.by, row.done_at = said, by, clock.now()
    return flag


def _tell(flag: Flag, rows: Iterable[LearningEntry]) -> None:
    people = {each.pk: each for row in rows if (each := (row.learner.same_as or row.learner).account) is not None}
    with official():
        post(
            to=people.values(), room=ROOM, subject=flag.reference, kind="hours", office=flag.office, link="/my/hours/",
            title=_("您的一部分学时经核实不再计算"),
            body=_("%(title)s：%(says)s。核实意见：%(reason)s。有不同意见，请联系%(office)s。") % {
                "title": flag.title, "says": flag.says, "reason": flag.reason, "office": flag.office.full,
            },
        )  # fmt: skip
