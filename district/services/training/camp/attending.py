"""Who was there: by the code each scanned, by the trainer's roll, and what of both goes to the ledger of hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Answer, require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.slots.times import here
from district.services.training.camp import codes
from district.services.training.camp.models import Attendance, CampLesson, CampSignUp
from district.services.training.camp.permissions import may_check, may_correct, may_take_roll
from district.services.training.hours import actions as hours
from district.services.training.hours.queries import entries_of

ROOM, QR, ROLL = "camp", "qr", "roll"


def learner_at(lesson: CampLesson, person: Person) -> CampSignUp | None:
    """The learner a person is in the lesson's cohort."""
    rows = CampSignUp.objects.in_camp().filter(cohort=lesson.cohort_id, person=person)
    return rows.select_related("cohort", "seat").first()


def why_not(lesson: CampLesson, moment: dt.datetime) -> str:
    """Why one cannot check in at a moment; "" where one can. Too early says from when."""
    session = lesson.session
    if not session.is_planned:
        return _("这节课已经取消。")
    if moment < lesson.opens_at:
        opens = here(lesson.opens_at)
        day = "" if opens.date() == here(moment).date() else f"{opens.month}月{opens.day}日 "
        return _("%(when)s 起签到。") % {"when": f"{day}{opens:%H:%M}"}
    if moment >= session.ends:
        return _("这节课已经结束，请找讲师点名。")
    return ""


def check_in(*, lesson: CampLesson, by: Person, scanned: codes.Pass | None, device: str) -> Attendance:
    """A learner scanned the code. Once a person: again gives the same. `scanned` is what the first look kept,
    `device` the browser's own mark. Raises NotPossible: no fresh code, too early, over, not of this cohort.
    """
    if scanned is None:
        raise NotPossible(_("签到码已经过期：请扫现在屏幕上的码。照片和转发的码不能用。"))
    if why := why_not(lesson, scanned.at):
        raise NotPossible(why)
    learner = learner_at(lesson, by)
    if learner is None:
        raise NotPossible(_("您不在“%(title)s”的学员名单里。") % {"title": lesson.cohort.title})
    late = max(0, int((scanned.at - lesson.session.starts).total_seconds()) // 60)
    with transaction.atomic():
        row = _row(lesson, learner)
        if row.scanned_at is not None:
            return row
        if lesson.settled_at is not None:
            raise NotPossible(_("点名册已经交了，请找主办部门更正。"))
        row.scanned_at, row.device, row.late = scanned.at, device, late
        row.save()
        write_log(room=ROOM, subject=lesson.reference, verb="check-in", by=by, data={"learner": learner.reference})
    return row


def _row(lesson: CampLesson, learner: CampSignUp) -> Attendance:
    """The row of one learner at one lesson, which may not be saved yet; the lesson stands still meanwhile."""
    fresh = lock(CampLesson.objects.all()).get(pk=lesson.pk)
    lesson.settled_at = fresh.settled_at
    known = Attendance.objects.filter(lesson=lesson, learner=learner).first()
    return known or Attendance(
        lesson=lesson, learner=learner, first_at=clock.now(), drawn=codes.is_drawn(lesson, learner)
    )


def roll(
    *, lesson: CampLesson, by: Person | None, came: Collection[str], named: str = "", may: Answer | None = None
) -> int:
    """The trainer's roll: who of the learners came (their references), and so who did not. How many came. It may
    be taken again until it is handed in. Of a trainer who learns there too it says nothing. `by` is None by a link of
    the trainer's own (`purposes.py`), who is `named`; it says `may`. Raises Refused, NotPossible.
    """
    require(may if may is not None else _may_roll(by, lesson))
    _begun(lesson)
    with transaction.atomic():
        learners = list(CampSignUp.objects.in_camp().filter(cohort=lesson.cohort_id).order_by("pk"))
        known = {each.reference for each in learners}
        if strange := set(came) - known:
            raise NotPossible(_("名单里没有 %(who)s。") % {"who": sorted(strange)[0]})
        lock(CampLesson.objects.all()).get(pk=lesson.pk)
        rows = {row.learner_id: row for row in lesson.attendances.all()}
        _still_open(CampLesson.objects.get(pk=lesson.pk))
        now, said = clock.now(), named[:60]
        new: list[Attendance] = []
        old: list[Attendance] = []
        for learner in (each for each in learners if by is None or each.person_id != by.pk):
            row = rows.get(learner.pk) or Attendance(
                lesson=lesson, learner=learner, first_at=now, drawn=codes.is_drawn(lesson, learner)
            )
            row.rolled, row.rolled_by, row.rolled_as, row.rolled_at = learner.reference in came, by, said, now
            (old if row.pk else new).append(row)
        Attendance.objects.bulk_create(new)
        Attendance.objects.bulk_update(old, ["rolled", "rolled_by", "rolled_as", "rolled_at"])
        write_log(room=ROOM, subject=lesson.reference, verb="roll", by=by, data={"came": len(came)} | _as(said))
    return sum(row.rolled is True for row in new + old)


def _may_roll(by: Person | None, lesson: CampLesson) -> Answer:
    assert by is not None, "who has no account comes by a link, which says so"
    return may_take_roll(by, lesson)


def _as(named: str) -> dict[str, str]:
    """Who did it by a link, for the log."""
    return {"as": named} if named else {}


def _begun(lesson: CampLesson) -> None:
    if not lesson.session.is_planned:
        raise NotPossible(_("这节课已经取消。"))
    if clock.now() < lesson.opens_at:
        raise NotPossible(why_not(lesson, clock.now()))


def _still_open(lesson: CampLesson) -> None:
    if lesson.settled_at is not None:
        raise NotPossible(_("点名册已经交了，请找主办部门更正。"))


def check(*, attendance: Attendance, by: Person, there: bool, why: str = "") -> Attendance:
    """The trainer looked for somebody who was drawn. Raises Refused, NotPossible."""
    require(may_check(by, attendance))
    if not there and not why.strip():
        raise NotPossible(_("请写明为什么认为人不在。"))
    with transaction.atomic():
        lesson = lock(CampLesson.objects.all()).get(pk=attendance.lesson_id)
        row = Attendance.objects.get(pk=attendance.pk)
        _still_open(lesson)
        if not row.drawn or row.scanned_at is None:
            raise NotPossible(_("这一位没有被抽到。"))
        row.checked, row.checked_by, row.checked_why = there, by, why.strip()[:200]
        row.save(update_fields=["checked", "checked_by", "checked_why"])
        write_log(room=ROOM, subject=lesson.reference, verb="check", by=by, reason=why, data={"there": there})
    attendance.refresh_from_db()
    return attendance


def settle(*, lesson: CampLesson, by: Person | None, named: str = "") -> int:
    """Hand the roll in: what both sources say goes to the ledger of hours, each source's word by itself. Where one says
    somebody was there and the other not, nothing does, and the office looks. How many were there. The night does it
    (`by` None) for a roll nobody handed in, and so does a link of the trainer's own, who is `named`. Raises Refused,
    NotPossible: before the lesson is over.
    """
    if by is not None:
        require(may_take_roll(by, lesson))
    if clock.now() < lesson.session.ends:
        raise NotPossible(_("下课以后才能交点名册。"))
    with transaction.atomic():
        fresh = lock(CampLesson.objects.all()).get(pk=lesson.pk)
        if fresh.settled_at is not None:
            return lesson.attendances.there().count()
        if not fresh.session.is_planned:
            raise NotPossible(_("这节课已经取消。"))
        fresh.settled_at = clock.now()
        fresh.save(update_fields=["settled_at"])
        rows = list(lesson.attendances.there().select_related("learner__person", "rolled_by"))
        words = [word for row in rows for word in _words(lesson, row)]
        if words:
            hours.look(hours.record_all(words))
        write_log(room=ROOM, subject=lesson.reference, verb="settle", by=by, data={"there": len(rows)} | _as(named))
    lesson.refresh_from_db()
    return len(rows)


def session_of(lesson: CampLesson) -> str:
    """What the ledger calls a lesson."""
    return f"camp:{lesson.reference}"


def _words(lesson: CampLesson, row: Attendance, *, again: str = "") -> list[hours.Word]:
    """What each source says of one learner. Who came late by more than the grace has learnt from then on."""
    if row.learner.person is None:
        return []
    session, key = lesson.session, f"camp:{lesson.reference}:{row.learner_id}"
    learner, office = hours.learner_of(row.learner.person), lesson.cohort.office
    began = row.scanned_at if row.scanned_at and row.late > lesson.grace else session.starts
    words = []
    if row.scanned_at is not None:
        words.append(hours.Word(
            learner=learner, session=session_of(lesson), title=session.title, office=office, began=began,
            ended=session.ends, source=QR, key=f"{key}:{QR}{again}", by=row.learner.person, device=row.device,
        ))  # fmt: skip
    if row.rolled:
        words.append(hours.Word(
            learner=learner, session=session_of(lesson), title=session.title, office=office, began=began,
            ended=session.ends, source=ROLL, key=f"{key}:{ROLL}{again}", by=row.rolled_by,
        ))  # fmt: skip
    return words


def correct(*, attendance: Attendance, by: Person, there: bool, why: str) -> Attendance:
    """The office puts a handed-in roll right: hours that were counted are struck; what the ledger does not have is
    counted from now on, by its word as the roll's. Raises Refused, NotPossible: without a reason, before the roll
    is in.
    """
    require(may_correct(by, attendance))
    if not why.strip():
        raise NotPossible(_("请写明更正的原因。"))
    with transaction.atomic():
        lesson = lock(CampLesson.objects.all()).get(pk=attendance.lesson_id)
        if lesson.settled_at is None:
            raise NotPossible(_("点名册还没有交，请直接改点名册。"))
        row = Attendance.objects.select_related("learner__person", "lesson").get(pk=attendance.pk)
        row.rolled, row.rolled_by, row.rolled_as, row.rolled_at = there, by, "", clock.now()
        row.checked = None if there else row.checked
        row.save(update_fields=["rolled", "rolled_by", "rolled_as", "rolled_at", "checked"])
        if there:
            _add(lesson, row)
        else:
            _strike(lesson, row, by, why)
        write_log(room=ROOM, subject=lesson.reference, verb="correct", by=by, reason=why,
                  data={"learner": row.learner.reference, "there": there})  # fmt: skip
    attendance.refresh_from_db()
    return attendance


def _add(lesson: CampLesson, row: Attendance) -> None:
    """Words of the row that the ledger does not have, or no longer."""
    if row.learner.person is None:
        return
    stands = set(entries_of(row.learner.person).filter(session=session_of(lesson)).values_list("source", flat=True))
    words = _words(lesson, row, again=f":{clock.now():%Y%m%d%H%M%S%f}")
    if new := [word for word in words if word.source not in stands]:
        hours.record_all(new)


def _strike(lesson: CampLesson, row: Attendance, by: Person, why: str) -> None:
    if row.learner.person is None:
        return
    for entry in entries_of(row.learner.person).filter(session=session_of(lesson)):
        hours.strike_entry(entry=entry, by=by, reason=why)
