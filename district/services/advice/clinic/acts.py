"""Acts of whoever comes: a time booked, a number taken, being there, giving it back, taking it to one's account."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, open_to_all, to
from district.ground.people.permissions import is_known
from district.ground.people.queries import Person
from district.services.advice.clinic import actions, queries, states
from district.services.advice.clinic.forms import BookForm, NumberForm, WhyForm
from district.services.advice.clinic.models import Clinic, Ticket
from district.services.advice.clinic.permissions import may_book, may_take_number

CLINIC, TICKET = to("clinic:clinic", "thing.reference"), to("clinic:ticket", "result.token")


def clinics_seen(person: Person | None) -> QuerySet[Clinic]:
    return Clinic.objects.visible_to(person).select_related("office", "session")


def _over(clinic: Clinic) -> str:
    if clinic.cancelled_at is not None:
        return _("这场门诊已经取消。")
    return "" if clinic.is_on else _("这场门诊已经散场。")


def _take(*, clinic: Clinic, by: Person | None, address: str = "", **said: Any) -> Ticket:
    return actions.take_number(clinic=clinic, by=by, address=address, **said)


BOOK: Act[Clinic] = Act(
    "clinic.book", gettext_lazy("预约这个时间"), actions.book, door=is_known, on=clinics_seen, named="clinic",
    may=may_book, asks=BookForm, asks_with=lambda by, clinic: {"clinic": clinic, "by": by}, own_key=True, now=_over,
    back=CLINIC, then=TICKET, says=gettext_lazy("已约好，这一页就是您的号。"),
)  # fmt: skip
NUMBER: Act[Clinic] = Act(
    "clinic.number", gettext_lazy("取一个号"), _take, door=open_to_all, on=clinics_seen, named="clinic",
    may=may_take_number, asks=NumberForm, own_key=True, now=_over, back=CLINIC, then=TICKET,
    says=gettext_lazy("这是您的号，请留着这一页；轮到时页面会变。"),
)  # fmt: skip


# A number, by its own link


def tickets_seen(person: Person | None) -> QuerySet[Ticket]:
    rows = Ticket.objects.visible_to(person) if person is not None else Ticket.objects.none()
    return rows.select_related("clinic__office", "clinic__session", "seat", "person", "expert")


def why_not(ticket: Ticket, verb: str) -> str:
    """Why a number cannot be moved so at present; "" where it can."""
    if why := _over(ticket.clinic):
        return why
    if ticket.state not in states.MOVES[verb].sources:
        values = {"state": ticket.shown.public, "verb": states.MOVES[verb].label}
        return _("这个号现在是“%(state)s”，不能“%(verb)s”。") % values
    if verb in {"arrive", "again"} and not ticket.clinic.runs:
        return _("开始前半小时起才能签到。")
    return ""


def is_there(verb: str) -> Callable[[Any, Ticket, Any], bool]:
    """Whether a second click finds it done."""
    return lambda _by, ticket, _data: ticket.state == states.MOVES[verb].target


def _answer(*, ticket: Ticket, by: Person | None, act: Callable[..., Ticket], **said: Any) -> Ticket:
    return act(ticket=ticket, by=by, token=ticket.token, **said)  # it was found by its token


def _not_now(ticket: Ticket, *, verb: str) -> str:
    return why_not(ticket, verb)


def _found(_by: Any, token: str) -> Ticket | None:
    return queries.ticket_by(token)


def _of_ticket(verb: str, act: Callable[..., Ticket], says: Any, **more: Any) -> Act[Ticket]:
    move = states.MOVES[verb]
    return Act(
        f"clinic.{verb}", move.label, partial(_answer, act=act), door=open_to_all, on=tickets_seen, by="token",
        finds=_found, back=to("clinic:ticket", "thing.token"), named="ticket", now=partial(_not_now, verb=verb),
        already=is_there(verb), says=says, tells=move.tells,
        address=lambda ticket: reverse("clinic:answer", args=[ticket.token, verb]), **more,
    )  # fmt: skip


def _claimed(ticket: Ticket) -> str:
    return _("这个号已经有人认领。") if ticket.person_id is not None else ""


ANSWERS = {
    "arrive": _of_ticket("arrive", actions.arrive, gettext_lazy("知道您到了，请稍等。")),
    "again": _of_ticket("again", actions.again, gettext_lazy("已重新排队。")),
    "leave": _of_ticket("leave", actions.leave, gettext_lazy("已退号，时间让给别人。"), asks=WhyForm),
    "claim": Act(
        "clinic.claim", gettext_lazy("记到我的账号"), partial(_answer, act=actions.claim), door=is_known,
        on=tickets_seen, by="token", finds=_found, back=to("clinic:ticket", "thing.token"), named="ticket",
        now=_claimed, already=lambda by, ticket, _data: ticket.person_id == by.pk,
        says=gettext_lazy("已记到您的账号，以后在“我的门诊号”里找得到。"),
        address=lambda ticket: reverse("clinic:answer", args=[ticket.token, "claim"]),
    ),
}  # fmt: skip
OF_PEOPLE: tuple[Act[Any], ...] = (BOOK, NUMBER, *ANSWERS.values())
