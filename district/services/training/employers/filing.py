"""Filing before training starts: handed in, changed till then, acknowledged or asked back, finished, withdrawn."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.cases.aftercare.numbers import new_reference
from district.enterprises.queries import Enterprise, Subject
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, moving, write_log
from district.policies.queries import Programme
from district.services.training.courses.queries import Course
from district.services.training.courses.states import OPEN as OPEN_COURSE
from district.services.training.employers import following, telling
from district.services.training.employers.models import Filing, Plan, SharedCourse
from district.services.training.employers.permissions import may_file, may_follow, may_handle, may_keep
from district.services.training.employers.queries import in_force
from district.services.training.employers.rules import AHEAD, programmes_on, terms_on
from district.services.training.employers.states import FILED, FINISHED, MOVES, OPEN, STATES

ROOM = "employers"


@dataclass(frozen=True)
class Planned:
    """What is filed, as `Plan` says; `shared` a course of another firm, `classroom` one of the district's classroom."""

    course: str
    mode: str
    starts: dt.date
    ends: dt.date
    learners: int
    trainer: str
    hours: int
    platform: str = ""
    platform_name: str = ""
    place: str = ""
    shared: SharedCourse | None = None
    classroom: Course | None = None

    @property
    def said(self) -> dict[str, Any]:
        """The columns of a plan."""
        return dict(vars(self))


def file(*, enterprise: Enterprise, programme: Programme, plan: Planned, by: Person, request_key: uuid.UUID) -> Filing:
    """File training that is yet to start; it holds from today. The same `request_key` again gives the same filing.

    Raises Refused; NotPossible: it has started or starts today, too far ahead, or what is said does not fit together.
    """
    require(may_file(by, enterprise))
    if known := Filing.objects.filter(request_key=request_key).first():
        return known
    if enterprise.subject != Subject.ENTERPRISE:
        raise NotPossible(_("只有企业可以备案职工培训。"))
    today = clock.today()
    if programme not in programmes_on(today):
        raise NotPossible(_("这个项目现在不按备案的学时补贴。"))
    check(plan, terms_on(programme, today).floor)
    try:
        with transaction.atomic():
            row = Filing.objects.create(
                reference=new_reference(Filing, "PX"), enterprise=enterprise, programme=programme,
                office=programme.office, state=FILED, filed_on=today, filed_by=by, filed_at=clock.now(),
                request_key=request_key,
            )  # fmt: skip
            made = _put_down(row, plan, by)
            write_log(room=ROOM, subject=row.reference, verb="file", by=by, after=FILED, data=_logged(made))
            telling.filed(row)
    except IntegrityError:  # the other click was a moment quicker
        return Filing.objects.get(request_key=request_key)
    return row


def check(plan: Planned, floor: int) -> None:
    """Whether a plan can be filed today. Raises NotPossible with all that is wrong at once."""
    today, wrong = clock.today(), []
    if plan.starts <= today:
        wrong.append(
            _("培训要在开班之前备案：备案从提交当天（%(today)s）起算，开班日期最早填次日。") % {"today": today}
        )
    elif plan.starts > today + relativedelta(months=AHEAD):
        wrong.append(_("备案后 %(n)d 个月内要开班，请到时再备案。") % {"n": AHEAD})
    if plan.ends < plan.starts:
        wrong.append(_("结束日期早于开班日期。"))
    if plan.hours < floor:
        wrong.append(_("每人学时不到 %(n)d，这样的培训不计补贴。") % {"n": floor})
    if plan.mode == Plan.Mode.ONLINE and not (plan.platform and plan.platform_name.strip()):
        wrong.append(_("线上培训请写明平台类别和平台名称。"))
    if plan.mode == Plan.Mode.ATTENDED and not plan.place.strip():
        wrong.append(_("线下培训请写明上课地点。"))
    if not (plan.course.strip() and plan.trainer.strip()):
        wrong.append(_("请写明培训项目和授课人。"))
    if plan.shared is not None and plan.shared.state != "open":
        wrong.append(_("这门共享课程现在不能使用。"))
    if plan.classroom is not None:
        wrong += _of_the_classroom(plan)
    if wrong:
        raise NotPossible("".join(wrong))


def _of_the_classroom(plan: Planned) -> list[str]:
    wrong = []
    if plan.mode != Plan.Mode.ONLINE or plan.platform != Plan.Platform.DISTRICT:
        wrong.append(_("选了区创业云课堂的课程，方式要选“线上”，平台类别要选“区创业云课堂”。"))
    if plan.classroom is not None and plan.classroom.state != OPEN_COURSE:
        wrong.append(_("这门课程现在没有开放。"))
    return wrong


def _put_down(row: Filing, plan: Planned, by: Person) -> Plan:
    number = len(row.plans.all()) + 1
    return Plan.objects.create(filing=row, number=number, by=by, at=clock.now(), **plan.said)


def _logged(plan: Plan) -> dict[str, Any]:
    return {
        "version": plan.number, "course": plan.course, "mode": plan.mode, "starts": plan.starts.isoformat(),
        "ends": plan.ends.isoformat(), "learners": plan.learners, "hours": plan.hours,
        "classroom": plan.classroom.reference if plan.classroom is not None else "",
    }  # fmt: skip


def change(*, filing: Filing, plan: Planned, by: Person) -> Plan:
    """Another version of what is filed, before it starts; the bureau looks at it again, the day of filing stays. The
    same plan again changes nothing. Raises Refused, NotPossible.
    """
    require(may_keep(by, filing))
    with _open(filing) as row:
        now = in_force(row)
        if now.starts <= clock.today():
            raise NotPossible(_("已于%(day)s开班，开班后不能再变更备案。") % {"day": clock.said(now.starts)})
        if {name: getattr(now, name) for name in plan.said} == plan.said:
            return now
        check(plan, terms_on(row.programme, clock.today()).floor)
        if plan.shared != now.shared and row.learners.exists():
            raise NotPossible(_("已经交了学员名单，不能再换成别的共享课程。"))
        made = _put_down(row, plan, by)
        before, row.state = row.state, FILED
        row.save(update_fields=["state"])
        write_log(
            room=ROOM, subject=row.reference, verb="change", by=by, before=before, after=FILED, data=_logged(made)
        )
        telling.changed(row)
    filing.refresh_from_db()
    return made


@contextmanager
def _open(filing: Filing) -> Iterator[Filing]:
    """The filing locked, while it can still change. Raises NotPossible."""
    with transaction.atomic():
        row = lock(Filing.objects.filter(pk=filing.pk)).get()
        if row.state not in OPEN:
            raise NotPossible(_("这次培训已经结班或撤回。"))
        yield row


def acknowledge(*, filing: Filing, by: Person, officer: Person | None = None) -> Filing:
    """It is on file, from the day it was handed in; `officer`, or who acknowledges, follows it up. Refused,
    MoveRefused, NotPossible.
    """
    require(may_handle(by, filing))
    follower = officer or filing.officer or by
    require(may_follow(follower, filing))
    with moving(filing, "acknowledge", states=STATES, moves=MOVES, room=ROOM, by=by,
                data={"officer": follower.username}) as row:  # fmt: skip
        row.officer, row.asked, row.answer = follower, "", ""
        if not row.touches.exists():
            following.lay_out(row, in_force(row))
        telling.acknowledged(row)
    return filing


def ask(*, filing: Filing, by: Person, asked: str) -> Filing:
    """Asked back once with all that is missing. Refused, MoveRefused, NotPossible."""
    require(may_handle(by, filing))
    if not asked.strip():
        raise NotPossible(_("请写明要补充什么，企业会看到。"))
    with moving(filing, "ask", states=STATES, moves=MOVES, room=ROOM, by=by, reason=asked) as row:
        row.asked, row.answer = asked.strip()[:500], ""
        telling.asked(row)
    return filing


def answer(*, filing: Filing, by: Person, answer: str) -> Filing:
    """What was asked is answered, in words; what is filed is changed by `change`. Refused, MoveRefused, NotPossible."""
    require(may_keep(by, filing))
    if not answer.strip():
        raise NotPossible(_("请写明补充的内容。"))
    with moving(filing, "answer", states=STATES, moves=MOVES, room=ROOM, by=by) as row:
        row.answer = answer.strip()[:500]
        telling.answered(row)
    return filing


def finish(*, filing: Filing, by: Person) -> Filing:
    """The class is over: learners and records are complete. Refused, MoveRefused, NotPossible: it runs still, or nobody
    is listed."""
    require(may_keep(by, filing))
    with moving(filing, "finish", states=STATES, moves=MOVES, room=ROOM, by=by) as row:
        ends = in_force(row).ends
        if ends > clock.today():
            raise NotPossible(_("备案的结束日期是%(day)s，结束之后才能结班。") % {"day": clock.said(ends)})
        if not row.learners.filter(live=True).exists():
            raise NotPossible(_("还没有学员名单，不能结班。"))
        row.finished_on = clock.today()
        telling.finished(row)
    return filing


def withdraw(*, filing: Filing, by: Person) -> Filing:
    """Taken back: nothing of it counts. Refused, MoveRefused."""
    require(may_keep(by, filing))
    with moving(filing, "withdraw", states=STATES, moves=MOVES, room=ROOM, by=by) as row:
        row.learners.filter(live=True).update(live=False, why=_("备案已撤回"))
        telling.withdrawn(row)
    return filing


__all__ = [
    "FINISHED", "Planned", "acknowledge", "answer", "ask", "change", "check", "file", "finish", "withdraw",
]  # fmt: skip
