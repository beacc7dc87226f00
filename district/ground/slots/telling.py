"""What people are told about their appointments and seats: what, when and where; in Chinese, as is official."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from district.ground.messages.posting import post
from district.ground.people.queries import Person
from district.ground.record.actions import official
from district.ground.slots.comers import comers
from district.ground.slots.models import Hold, Seat, Session
from district.ground.slots.times import here, when

ROOM = "slots"


def about(session: Session) -> str:
    if not session.place:
        return when(session.span)
    return _("%(when)s，%(place)s") % {"when": when(session.span), "place": session.place}


def _tell_seat(seat: Seat, title: str, body: str, *, kind: str = "seat", action: bool = False) -> None:
    if seat.person is not None:
        post(
            to=[seat.person],
            title=title,
            body=body,
            room=ROOM,
            subject=seat.reference,
            kind=kind,
            urgent=action,
            needs_action=action,
            office=seat.session.office,
            link=reverse("slots:seat", args=[seat.token]),
        )


def seated(seat: Seat) -> None:
    with official():
        title = _("已报名：%(title)s") % {"title": seat.session.title}
        _tell_seat(seat, title, _("%(about)s。不能来请提前取消，席位让给候补的人。") % {"about": about(seat.session)})


def waits(seat: Seat, place: int) -> None:
    with official():
        title = _("已候补：%(title)s，第 %(n)d 位") % {"title": seat.session.title, "n": place}
        body = _("%(about)s。有人退出时按先后通知您，请在期限内确认。") % {"about": about(seat.session)}
        _tell_seat(seat, title, body)


def offered(seat: Seat) -> None:
    """A person moved up is told which session, day and place."""
    assert seat.offer_until is not None
    with official():
        until = here(seat.offer_until)
        values = {"about": about(seat.session), "until": f"{until.month}月{until.day}日 {until:%H:%M}"}
        title = _("有席位了，请确认：%(title)s") % {"title": seat.session.title}
        body = _("您在这场的候补排到了：%(about)s。请在 %(until)s 前确认或放弃，过期席位让给下一位。") % values
        _tell_seat(seat, title, body, kind="seat_offer", action=True)


def reminded(seat: Seat) -> None:
    """The day before, to who has a seat."""
    if seat.person is None:
        return
    with official():
        title = _("明天：%(title)s") % {"title": seat.session.title}
        body = _("%(about)s。不能来请现在取消，席位让给候补的人。") % {"about": about(seat.session)}
        post(to=[seat.person], title=title, body=body, room=ROOM, subject=reminder_of(seat), kind="seat_reminder",
             office=seat.session.office, link=reverse("slots:seat", args=[seat.token]))  # fmt: skip


def reminder_of(seat: Seat) -> str:
    """What the reminder is about: of a session at another time there is another."""
    return f"{seat.reference}@{here(seat.session.starts):%m%d}"


def lapsed(seat: Seat) -> None:
    with official():
        title = _("没有按时确认，席位已让给下一位：%(title)s") % {"title": seat.session.title}
        _tell_seat(seat, title, _("%(about)s。仍想参加可以重新报名。") % {"about": about(seat.session)})


def seat_cancelled(seat: Seat) -> None:
    """By somebody else than who sits there; the session itself goes on."""
    with official():
        title = _("您的席位已取消：%(title)s") % {"title": seat.session.title}
        values = {"about": about(seat.session), "why": seat.why or _("未说明")}
        body = _("%(about)s。活动照常，取消的是您的席位；原因：%(why)s") % values
        _tell_seat(seat, title, body)


def session_changed(session: Session, seats: Iterable[Seat], before: str) -> None:
    with official():
        for seat in seats:
            title = _("时间或地点有变：%(title)s") % {"title": session.title}
            values = {"before": before, "about": about(session)}
            body = _("原来：%(before)s。现在：%(about)s。不能来请取消报名。") % values
            _tell_seat(seat, title, body)
        title = _("时间或地点有变：%(title)s") % {"title": session.title}
        _tell_comers(
            session, title, _("原来：%(before)s。现在：%(about)s。") % {"before": before, "about": about(session)}
        )


def session_cancelled(session: Session, seats: Iterable[Seat]) -> None:
    with official():
        for seat in seats:
            title = _("活动取消：%(title)s") % {"title": session.title}
            body = _("原定 %(about)s。原因：%(why)s。不用再做什么。") % {"about": about(session), "why": session.why}
            _tell_seat(seat, title, body)
        title = _("活动取消：%(title)s") % {"title": session.title}
        _tell_comers(
            session, title, _("原定 %(about)s。原因：%(why)s。") % {"about": about(session), "why": session.why}
        )


def _tell_comers(session: Session, title: str, body: str) -> None:
    """Those who come without a seat, where the room that planned it knows of any."""
    found = comers.get(session.room) if session.room else None
    people = list(found.people(session)) if found is not None else []
    if found is not None and people:
        post(to=people, title=title, body=body, room=ROOM, subject=session.reference, kind="seat",
             office=session.office, link=found.link(session))  # fmt: skip


def _tell_holders(rows: list[Hold], by: Person | None, title: str, body: str, extra: Iterable[Person] = ()) -> None:
    """Whom it is for and who comes to it, but not who did it."""
    people = {row.person for row in rows} | {row.resource.person for row in rows} | set(extra)
    to = sorted((each for each in people if each is not None and each != by), key=lambda each: each.pk)
    if to and rows:
        post(to=to, title=title, body=body, room=ROOM, subject=str(rows[0].group), kind="appointment",
             office=rows[0].resource.office, link=reverse("slots:mine"))  # fmt: skip


def _names(rows: list[Hold]) -> str:
    return "、".join(row.resource.name for row in rows)


def _place(rows: list[Hold]) -> str:
    place = next((row.place for row in rows if row.place), "")
    return f"，{place}" if place else ""


def booked(rows: list[Hold], by: Person | None) -> None:
    with official():
        title = _("已预约：%(title)s") % {"title": rows[0].title}
        body = _("%(when)s%(place)s，%(names)s。不能来请提前取消。") % {
            "when": when(rows[0].span), "place": _place(rows), "names": _names(rows)}  # fmt: skip
        _tell_holders(rows, by, title, body)


def moved(rows: list[Hold], by: Person | None, before: str, extra: Iterable[Person] = ()) -> None:
    """To another time or to somebody else."""
    with official():
        title = _("预约有变：%(title)s") % {"title": rows[0].title}
        body = _("原来：%(before)s。现在：%(when)s%(place)s，%(names)s。不能来请取消。") % {
            "before": before, "when": when(rows[0].span), "place": _place(rows), "names": _names(rows)}  # fmt: skip
        _tell_holders(rows, by, title, body, extra)


def appointment_cancelled(rows: list[Hold], by: Person | None, why: str) -> None:
    with official():
        title = _("预约取消：%(title)s") % {"title": rows[0].title}
        body = _("原定 %(when)s%(place)s，%(names)s。原因：%(why)s。可以另约时间。") % {
            "when": when(rows[0].span), "place": _place(rows), "names": _names(rows), "why": why}  # fmt: skip
        _tell_holders(rows, by, title, body)
