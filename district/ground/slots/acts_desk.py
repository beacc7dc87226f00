"""Acts of whoever keeps time and runs sessions: openings, absences, sessions, who came."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts.acts import Act, Done, Say, to
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role, bureau_of
from district.ground.slots import absences, links, openings, seats, sessions, states
from district.ground.slots.acts import is_there
from district.ground.slots.forms import (
    DayForm,
    FromForm,
    NameForm,
    NewOpeningForm,
    NewSessionForm,
    OutForm,
    SeriesForm,
    SessionForm,
    WhyForm,
)
from district.ground.slots.forms_absence import AbsenceForm, SettleForm
from district.ground.slots.models import KEEPERS, Hold, Opening, Resource, Seat, Session
from district.ground.slots.permissions import may_enter_absence, may_manage, may_run
from district.ground.slots.times import minutes

planning = holds(Role.OFFICER, Role.LEADER)
WEEK, SESSION = to("slots:week", "thing.key"), to("slots:desk_session", "thing.reference")
WEEK_OF, OPENINGS_OF = to("slots:week", "thing.resource.key"), to("slots:openings", "thing.resource.key")
CALENDAR_RENEWED = gettext_lazy("已换成新的订阅地址，原来的失效。")


# Openings


def resources(person: Person) -> QuerySet[Resource]:
    return Resource.objects.visible_to(person).select_related("office", "person")


def openings_seen(person: Person) -> QuerySet[Opening]:
    rows = Opening.objects.filter(ended_at=None, resource__in=Resource.objects.visible_to(person))
    return rows.select_related("resource__office")


def _at(opening: Opening) -> str:
    return reverse("slots:opening", args=[opening.resource.key, opening.pk])


def _on_opening(verb: str, label: Any, do: Callable[..., Any], asks: Any, says: Any, **more: Any) -> Act[Opening]:
    return Act(
        f"slots.opening_{verb}", label, do, door=is_known, on=openings_seen, by="pk", named="opening", asks=asks,
        may=lambda by, row: may_manage(by, row.resource), back=OPENINGS_OF, address=_at, says=says, **more,
    )  # fmt: skip


def _change(*, opening: Opening, by: Person, scope: str, **said: Any) -> Opening:
    return openings.change_opening(opening=opening, scope=scope, by=by, **said)


def _end_all(*, opening: Opening, by: Person) -> Opening:
    return openings.end_opening(opening=opening, by=by)


def as_it_stands(_by: Any, opening: Opening) -> dict[str, Any]:
    return {"opening": opening}


CHANGED = gettext_lazy("已改。已有的预约不变。")
ENDED = gettext_lazy("已停止开放。已有的预约不变。")
OPEN: Act[Resource] = Act(
    "slots.openings", gettext_lazy("开放"), openings.add_opening, door=is_known, on=resources, by="key",
    named="resource", may=may_manage, asks=NewOpeningForm, own_key=True, back=to("slots:openings", "thing.key"),
    says=gettext_lazy("已开放。"),
)  # fmt: skip
CHANGES = {
    "this": _on_opening("this", gettext_lazy("只改这一天"), partial(_change, scope=openings.THIS), DayForm,
                        gettext_lazy("这一天已改。")),
    "leave_out": _on_opening("leave_out", gettext_lazy("这一天不开放"), partial(_change, scope=openings.THIS), OutForm,
                             gettext_lazy("这一天不开放。已有的预约不变。")),
    "following": _on_opening("following", gettext_lazy("从这一天起都改"), partial(_change, scope=openings.FOLLOWING),
                             SeriesForm, CHANGED, asks_with=as_it_stands),
    "all": _on_opening("all", gettext_lazy("全部都改"), partial(_change, scope=openings.ALL), SeriesForm, CHANGED,
                       asks_with=as_it_stands),
    "end_following": _on_opening("end_following", gettext_lazy("从这一天起停止"), openings.end_opening, FromForm,
                                 ENDED),
    "end_all": _on_opening("end_all", gettext_lazy("全部停止"), _end_all, None, ENDED),
}  # fmt: skip


def change_asked(request: HttpRequest) -> str:
    """Which of CHANGES a page's buttons ask for."""
    scope = request.POST.get("scope", openings.THIS)
    if request.POST.get("end"):
        return f"end_{scope}"
    return "leave_out" if request.POST.get("leave_out") else scope


# Absences


def absences_seen(person: Person) -> QuerySet[Hold]:
    rows = Hold.objects.filter(kind=Hold.Kind.ABSENCE, resource__in=Resource.objects.visible_to(person))
    return rows.select_related("resource")


def wanted_absences(person: Person) -> QuerySet[Hold]:
    return absences_seen(person).filter(state=Hold.State.WANTED)


def _entered(done: Done[Any]) -> Say:
    if done.result.state == Hold.State.WANTED:
        return Say(_("其余时间已占住；还有安排待处理，在待办里可以找到。"), "warning")
    return Say(_("已登记不在。"))


ABSENCE: Act[Resource] = Act(
    "slots.absence", gettext_lazy("登记不在"), absences.enter_absence, door=is_known, on=resources, by="key",
    named="resource", may=may_enter_absence, asks=AbsenceForm, own_key=True, back=to("slots:absence", "thing.key"),
    asks_with=lambda by, resource: {"resource": resource, "by": by}, says=_entered, then=WEEK,
)  # fmt: skip
SETTLE: Act[Hold] = Act(
    "slots.settle", gettext_lazy("处理冲突"), absences.settle, door=is_known, on=wanted_absences, by="pk",
    named="absence", may=lambda by, row: may_enter_absence(by, row.resource), asks=SettleForm, back=WEEK_OF,
    asks_with=lambda by, row: {"resource": row.resource, "by": by, "span": row.span}, says=_entered,
    address=lambda row: reverse("slots:settle", args=[row.resource.key, row.pk]),
)  # fmt: skip
END_ABSENCE: Act[Hold] = Act(
    "slots.end_absence", gettext_lazy("不去了，或者提前回来"), absences.end_absence, door=is_known, on=absences_seen,
    by="pk", named="absence", may=lambda by, row: may_enter_absence(by, row.resource), back=WEEK_OF,
    says=gettext_lazy("已结束，之后的时间可以预约。"),
    address=lambda row: reverse("slots:end_absence", args=[row.resource.key, row.pk]),
)  # fmt: skip
RENEW: Act[Resource] = Act(
    "slots.renew_resource", gettext_lazy("换一个地址，让原来的失效"), links.renew_link, door=is_known, on=resources,
    by="key", named="resource", may=may_enter_absence, back=WEEK, says=CALENDAR_RENEWED,
)  # fmt: skip


# Sessions


def desk_sessions(person: Person) -> QuerySet[Session]:
    """Sessions of one's bureaus; to auditors all."""
    rows = Session.objects.visible_to(person).select_related("office")
    return rows if person.has_role(Role.AUDITOR) else rows.filter(office__in=person.bureau_ids(*KEEPERS))


def desk_seats(person: Person) -> QuerySet[Seat]:
    rows = Seat.objects.filter(session__in=desk_sessions(person).order_by().values("pk"))
    return rows.select_related("session__office", "person")


def _plan(*, by: Person, **said: Any) -> Session:
    return sessions.plan_session(by=by, office=bureau_of(by, *KEEPERS), **said)


def _kept(by: Person, _thing: Any) -> dict[str, Any]:
    return {"resources": Resource.objects.kept_by(by).filter(closed_at=None)}


def _cancelled(session: Session) -> str:
    return "" if session.is_planned else _("这场活动已经取消。")


def _add(*, session: Session, by: Person, name: str) -> Seat:
    return seats.join(session=session, by=by, name=name)


def _on_session(verb: str, label: Any, do: Callable[..., Any], asks: Any, **more: Any) -> Act[Session]:
    return Act(
        f"slots.{verb}", label, do, door=planning, on=desk_sessions, named="session", may=may_run, asks=asks,
        back=SESSION, now=_cancelled, **more,
    )  # fmt: skip


PLAN: Act[Any] = Act(
    "slots.new_session", gettext_lazy("安排一场活动"), _plan, door=planning, back=to("slots:new_session"),
    asks=NewSessionForm, asks_with=_kept, own_key=True, says=gettext_lazy("已安排。"),
    then=to("slots:desk_session", "result.reference"),
)  # fmt: skip
CHANGE = _on_session(
    "change_session", gettext_lazy("改时间、地点、席位"), sessions.change_session, SessionForm,
    asks_with=lambda _by, session: {"session": session},
    says=gettext_lazy("已改，报名的人会收到时间或地点变化的通知。"),
)  # fmt: skip
CANCEL = _on_session(
    "cancel_session", gettext_lazy("取消活动并通知所有人"), sessions.cancel_session, WhyForm,
    already=lambda by, session, _data: not session.is_planned and bool(may_run(by, session)),
    says=gettext_lazy("已取消，所有报名和候补的人都收到通知。"),
)  # fmt: skip
ADD = _on_session(
    "add_seat", gettext_lazy("代为报名"), _add, NameForm,
    says=lambda done: _("已登记“%(name)s”。") % {"name": done.result.name},
)  # fmt: skip


# Seats, at the door


def _roll(*, seat: Seat, by: Person, came: bool) -> Seat:
    return seats.attended(seat=seat, came=came, by=by)


def _give_back(*, seat: Seat, by: Person, why: str) -> Seat:
    """Whatever it takes for this seat to be free, or for this person to wait no longer."""
    if seat.state == states.WAITING:
        return seats.leave(seat=seat, by=by)
    if seat.state == states.OFFERED:
        return seats.decline(seat=seat, by=by)
    return seats.cancel_seat(seat=seat, by=by, why=why)


def _on_seat(verb: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[Seat]:
    return Act(
        f"slots.desk_{verb}", label, do, door=planning, on=desk_seats, by="pk", named="seat",
        may=lambda by, seat: may_run(by, seat.session), back=to("slots:desk_session", "thing.session.reference"),
        address=lambda seat: reverse("slots:desk_seat", args=[seat.session.reference, seat.order, verb]), **more,
    )  # fmt: skip


def _too_early(seat: Seat) -> str:
    opens = seat.session.starts - minutes(seats.EARLY)
    return _("开始前一小时起才能签到。") if clock.now() < opens else ""


ROLL = {
    "attend": _on_seat("attend", states.MOVES["attend"].label, partial(_roll, came=True), now=_too_early,
                       already=is_there("attend")),
    "miss": _on_seat("miss", states.MOVES["miss"].label, partial(_roll, came=False), now=_too_early,
                     already=is_there("miss")),
    "cancel": _on_seat("cancel", gettext_lazy("取消席位"), _give_back, asks=WhyForm),
}  # fmt: skip
OF_KEEPERS: tuple[Act[Any], ...] = (
    OPEN, *CHANGES.values(), ABSENCE, SETTLE, END_ABSENCE, RENEW, PLAN, CHANGE, CANCEL, ADD, *ROLL.values(),
)  # fmt: skip
