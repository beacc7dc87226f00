"""Acts of whoever comes: booking, joining, answering for a seat, with an account or by the seat's own link."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts.acts import Act, Done, open_to_all, to
from district.ground.acts.forms import Keyed
from district.ground.people.permissions import Answer, is_known
from district.ground.people.queries import Person
from district.ground.slots import booking, links, queries, seats, sessions, states
from district.ground.slots.forms import WhyForm
from district.ground.slots.models import Hold, Resource, Seat, Session
from district.ground.slots.permissions import may_book, may_change, may_join
from district.ground.slots.times import Span, here, minutes

WHICH = gettext_lazy("请选一个时段。")
MINE = to("slots:mine")


class SlotField(forms.Field):
    """A slot as its button says it: when it begins, a slash, when it ends."""

    def __init__(self) -> None:
        super().__init__(error_messages={"required": WHICH})

    def clean(self, value: Any) -> Span:
        parts = str(super().clean(value)).split("/")
        try:
            starts, ends = (parse_datetime(part) for part in parts)
            if starts and ends and starts.tzinfo and ends.tzinfo and ends - starts <= minutes(1440):
                return Span(here(starts), here(ends))
        except (ValueError, OverflowError):
            pass
        raise forms.ValidationError(WHICH)


class SlotForm(Keyed):
    """A slot to be joined."""

    slot = SlotField()

    def given(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {"span": data.pop("slot"), **data}


class BookForm(SlotForm):
    """A slot to be had alone, and for what."""

    title = forms.CharField(max_length=80, error_messages={"required": gettext_lazy("请写明想咨询或者使用什么。")})


def bookable(person: Person) -> QuerySet[Resource]:
    return Resource.objects.visible_to(person).filter(closed_at=None)


def _book(*, resource: Resource, by: Person, span: Span, title: str, request_key: uuid.UUID) -> Hold:
    return booking.book(resources=[resource], span=span, title=title, by=by, request_key=request_key)[0]


def appointments(person: Person) -> QuerySet[Hold]:
    rows = Hold.objects.visible_to(person).main().filter(session=None)
    return rows.select_related("resource").order_by("-state", "pk")  # what stands first


def _may_cancel(by: Person, hold: Hold) -> Answer:
    """One of what an appointment holds suffices."""
    rows = Hold.objects.main().filter(group=hold.group).select_related("resource")
    answers = [may_change(by, row) for row in rows]
    return next((each for each in answers if each), answers[0])


def _cancel(*, hold: Hold, by: Person, why: str) -> None:
    booking.cancel(group=hold.group, why=why, by=by)


def sessions_seen(person: Person) -> QuerySet[Session]:
    return Session.objects.visible_to(person).select_related("office")


def _joined(done: Done[Session]) -> str:
    seat: Seat = done.result
    if seat.state != states.WAITING:
        return _("已报名。")
    return _("席位已满，您在候补第 %(n)d 位；有席位会通知您。") % {"n": queries.place_in_line(seat)}


def _no_longer(session: Session) -> str:
    return "" if session.is_planned else _("这场活动已经取消。")


BOOK: Act[Resource] = Act(
    "slots.book", gettext_lazy("预约"), _book, door=is_known, back=to("slots:book", "thing.key"), on=bookable, by="key",
    named="resource", may=may_book, asks=BookForm, own_key=True, says=gettext_lazy("已预约。"), then=MINE,
)  # fmt: skip
TAKE_SEAT: Act[Resource] = Act(
    "slots.take_seat", gettext_lazy("加入这一场"), sessions.open_or_join, door=is_known, on=bookable, by="key",
    back=to("slots:book", "thing.key"), named="resource", may=may_book, asks=SlotForm, own_key=True,
    then=to("slots:seat", "result.token"), address=lambda resource: reverse("slots:book", args=[resource.key]),
    sends={"several": "1"},
)  # fmt: skip
CANCEL: Act[Hold] = Act(
    "slots.cancel", gettext_lazy("取消这个预约"), _cancel, door=is_known, back=MINE, on=appointments, by="group",
    named="hold", address=lambda hold: reverse("slots:cancel", args=[hold.group]), may=_may_cancel, asks=WhyForm,
    says=gettext_lazy("已取消，对方会收到通知。"),
    now=lambda hold: _("这个时间已经过去。") if hold.stands and hold.ends <= clock.now() else "",
)  # fmt: skip
JOIN: Act[Session] = Act(
    "slots.join", gettext_lazy("报名"), seats.join, door=is_known, back=to("slots:session", "thing.reference"),
    on=sessions_seen, named="session", may=may_join, now=_no_longer, says=_joined,
)  # fmt: skip
RENEW: Act[Any] = Act(
    "slots.renew", gettext_lazy("换一个地址，让原来的失效"), links.renew_link, door=is_known,
    back=to("slots:my_calendar"), says=gettext_lazy("已换成新的订阅地址，原来的失效。"),
)  # fmt: skip


# A seat, by its own link


def seats_seen(person: Person | None) -> QuerySet[Seat]:
    rows = Seat.objects.visible_to(person) if person is not None else Seat.objects.none()
    return rows.select_related("session__office", "person")


def why_not(seat: Seat, verb: str) -> str:
    """Why a seat cannot be moved so at present; "" where it can."""
    if not seat.session.is_planned:
        return _("这场活动已经取消。")
    if verb == "cancel" and seat.session.starts <= clock.now():
        return _("活动已经开始，不能再取消。")
    move = states.MOVES[verb]
    if seat.state in move.sources:
        return ""
    return _("这个席位现在是“%(state)s”，不能%(verb)s。") % {"state": seat.shown.public, "verb": move.label}


def is_there(verb: str) -> Callable[[Any, Seat, Any], bool]:
    """Whether a second click finds it done."""
    return lambda _by, seat, _data: seat.state == states.MOVES[verb].target


def _answer(*, seat: Seat, by: Person | None, act: Callable[..., Seat]) -> Seat:
    return act(seat=seat, by=by, token=seat.token)  # it was found by its token


def _of_seat(verb: str, act: Callable[..., Seat], says: Any) -> Act[Seat]:
    move = states.MOVES[verb]
    return Act(
        f"slots.{verb}_seat", move.label, partial(_answer, act=act), door=open_to_all, on=seats_seen, by="token",
        finds=lambda _by, token: queries.seat_by(token), back=to("slots:seat", "thing.token"), named="seat",
        now=partial(why_not, verb=verb), already=is_there(verb), says=says, tells=move.tells,
        address=lambda seat: reverse("slots:answer", args=[seat.token, verb]),
    )  # fmt: skip


ANSWERS = {
    "accept": _of_seat("accept", seats.accept, gettext_lazy("已确认，席位是您的了。")),
    "decline": _of_seat("decline", seats.decline, gettext_lazy("已放弃，席位让给下一位。")),
    "leave": _of_seat("leave", seats.leave, gettext_lazy("已退出候补。")),
    "cancel": _of_seat("cancel", seats.cancel_seat, gettext_lazy("已取消您的席位，活动照常。")),
}  # fmt: skip
OF_PEOPLE: tuple[Act[Any], ...] = (BOOK, TAKE_SEAT, CANCEL, JOIN, RENEW, *ANSWERS.values())
