"""Following a filing up (专人跟踪): who, by which steps, and who stands in while they are away."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, official, write_log
from district.ground.record.calendar import add_working_days
from district.services.training.employers import telling
from district.services.training.employers.models import Filing, Plan, Touch
from district.services.training.employers.permissions import may_follow, may_handle
from district.services.training.employers.states import WITHDRAWN

ROOM = "employers"
LIST_DAYS = 10  # working days after the end within which the list of learners comes in


def lists_until(plan: Plan) -> dt.date:
    """The last day on which learners and records come in."""
    return add_working_days(plan.ends, LIST_DAYS).date


@official()
def lay_out(filing: Filing, plan: Plan) -> list[Touch]:
    """The usual steps, none of them before today; in the caller's transaction."""
    middle = plan.starts + (plan.ends - plan.starts) / 2
    steps = [(plan.starts, _("开班：问到课情况，平台能不能查到学习记录"))]
    if (plan.ends - plan.starts).days >= 7:
        steps.append((middle, _("过半：看学时进度，进度慢的提醒企业")))
    steps += [
        (plan.ends, _("结束：提醒 %(n)d 个工作日内交齐名单和学习记录") % {"n": LIST_DAYS}),
        (lists_until(plan), _("核对名单和学时，指导企业申报补贴")),
    ]
    today, now = clock.today(), clock.now()
    return Touch.objects.bulk_create(
        Touch(filing=filing, due_on=max(due, today), what=what, at=now) for due, what in steps
    )


def add_touch(*, filing: Filing, by: Person, due_on: dt.date, what: str) -> Touch:
    """One more step of the plan. Refused, NotPossible."""
    require(may_handle(by, filing))
    if not what.strip():
        raise NotPossible(_("请写明要做什么。"))
    if due_on < clock.today():
        raise NotPossible(_("只能安排今天或以后。"))
    with transaction.atomic():
        row = Touch.objects.create(filing=filing, due_on=due_on, what=what.strip()[:120], by=by, at=clock.now())
        write_log(room=ROOM, subject=filing.reference, verb="plan-touch", by=by, data={"due": due_on.isoformat()})
    return row


def touched(*, touch: Touch, by: Person, note: str, next_on: dt.date | None = None) -> Touch:
    """A step is done, with what came of it; `next_on`: and when to ask again. A second time changes nothing. Refused,
    NotPossible."""
    require(may_handle(by, touch.filing))
    if not note.strip():
        raise NotPossible(_("请写一句情况，接手的同事看得到。"))
    with transaction.atomic():
        row = lock(Touch.objects.filter(pk=touch.pk)).get()
        if row.done_at is None:
            row.done_at, row.done_by, row.note = clock.now(), by, note.strip()[:500]
            row.save(update_fields=["done_at", "done_by", "note"])
            write_log(room=ROOM, subject=touch.filing.reference, verb="touch", by=by, data={"touch": row.pk})
            if next_on is not None:
                add_touch(filing=touch.filing, by=by, due_on=next_on, what=_("再次跟进：%(what)s") % {"what": row.what})
    touch.refresh_from_db()
    return touch


def assign(*, filing: Filing, by: Person, officer: Person, reason: str) -> Filing:
    """Somebody else follows it up from now on; both and the enterprise are told. Refused, NotPossible."""
    require(may_handle(by, filing))
    require(may_follow(officer, filing))
    if not reason.strip():
        raise NotPossible(_("请写明为什么换人。"))
    with transaction.atomic():
        row = lock(Filing.objects.filter(pk=filing.pk)).get()
        if row.state == WITHDRAWN or row.officer is None:
            raise NotPossible(_("确认备案之后才有跟踪专员。"))
        if row.officer_id != officer.pk:
            before, row.officer = row.officer, officer
            row.save(update_fields=["officer"])
            write_log(room=ROOM, subject=row.reference, verb="assign", by=by, reason=reason,
                      data={"from": before.username, "to": officer.username})  # fmt: skip
            telling.assigned(row, before)
    filing.refresh_from_db()
    return filing


def hand_over(*, person: Person, heir: Person | None, by: Person) -> str:
    """What somebody who leaves follows up goes to their heir; says how many. NotPossible: no heir, or who may not."""
    rows = list(lock(Filing.objects.filter(officer=person).exclude(state=WITHDRAWN).order_by("pk")))
    rows = [row for row in rows if row.touches.filter(done_at=None).exists()]
    if rows and heir is None:
        raise NotPossible(_("手上还有 %(n)d 家企业的培训在跟踪，请写由谁接手。") % {"n": len(rows)})
    for row in rows:
        assert heir is not None
        if not (allowed := may_follow(heir, row)):
            raise NotPossible(f"{row.reference}：{allowed.why}")
        row.officer = heir
        row.save(update_fields=["officer"])
        write_log(room=ROOM, subject=row.reference, verb="hand-over", by=by,
                  data={"from": person.username, "to": heir.username})  # fmt: skip
    return _("跟踪的培训 %(n)d 件") % {"n": len(rows)} if rows else ""
