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
from district.services.advice.clinic.models import Clinic, Visitor
from district.services.advice.clinic.permissions import may_book, may_take_number

CLINIC, VISITOR = to("clinic:clinic", "thing.reference"), to("clinic:visitor", "result.token")


def clinics_seen(person: Person | None) -> QuerySet[Clinic]:
    return Clinic.objects.visible_to(person).select_related("office", "session")


def over(clinic: Clinic) -> str:
    """Why nothing can be done at a clinic any more; "" while it is on."""
    if clinic.cancelled_at is not None:
        return _("这场门诊已经取消。")
    return "" if clinic.is_on else _("这场门诊已经散场。")


def _take(*, clinic: Clinic, by: Person | None, address: str = "", **said: Any) -> Visitor:
    return actions.take_number(clinic=clinic, by=by, address=address, **said)


BOOK: Act[Clinic] = Act(
    "clinic.book", gettext_lazy("预约这个时间"), actions.book, door=is_known, on=clinics_seen, named="clinic",
    may=may_book, asks=BookForm, asks_with=lambda by, clinic: {"clinic": clinic, "by": by}, own_key=True, now=over,
    back=CLINIC, then=VISITOR, says=gettext_lazy("已约好，这一页就是您的号。"),
)  # fmt: skip
NUMBER: Act[Clinic] = Act(
    "clinic.number", gettext_lazy("取一个号"), _take, door=open_to_all, on=clinics_seen, named="clinic",
    may=may_take_number, asks=NumberForm, own_key=True, now=over, back=CLINIC, then=VISITOR,
    says=gettext_lazy("这是您的号，请留着这一页；轮到时页面会变。"),
)  # fmt: skip


# A number, by its own link


def visitors_seen(person: Person | None) -> QuerySet[Visitor]:
    rows = Visitor.objects.visible_to(person) if person is not None else Visitor.objects.none()
    return rows.select_related("clinic__office", "clinic__session", "seat", "person", "expert")


def why_not(visitor: Visitor, verb: str) -> str:
    """Why a number cannot be moved so at present; "" where it can."""
    if why := over(visitor.clinic):
        return why
    if visitor.state not in states.MOVES[verb].sources:
        values = {"state": visitor.shown.public, "verb": states.MOVES[verb].label}
        return _("这个号现在是“%(state)s”，不能“%(verb)s”。") % values
    if verb in {"arrive", "again"} and not visitor.clinic.runs:
        return _("开始前半小时起才能签到。")
    return ""


def is_there(verb: str) -> Callable[[Any, Visitor, Any], bool]:
    """Whether a second click finds it done."""
    return lambda _by, visitor, _data: visitor.state == states.MOVES[verb].target


def _answer(*, visitor: Visitor, by: Person | None, act: Callable[..., Visitor], **said: Any) -> Visitor:
    return act(visitor=visitor, by=by, token=visitor.token, **said)  # it was found by its token


def _not_now(visitor: Visitor, *, verb: str) -> str:
    return why_not(visitor, verb)


def _found(_by: Any, token: str) -> Visitor | None:
    return queries.visitor_by(token)


def _of_visitor(verb: str, act: Callable[..., Visitor], says: Any, **more: Any) -> Act[Visitor]:
    move = states.MOVES[verb]
    return Act(
        f"clinic.{verb}", move.label, partial(_answer, act=act), door=open_to_all, on=visitors_seen, by="token",
        finds=_found, back=to("clinic:visitor", "thing.token"), named="visitor", now=partial(_not_now, verb=verb),
        already=is_there(verb), says=says, tells=move.tells,
        address=lambda visitor: reverse("clinic:answer", args=[visitor.token, verb]), **more,
    )  # fmt: skip


def _claimed(visitor: Visitor) -> str:
    return _("这个号已经有人认领。") if visitor.person_id is not None else ""


ANSWERS = {
    "arrive": _of_visitor("arrive", actions.arrive, gettext_lazy("知道您到了，请稍等。")),
    "again": _of_visitor("again", actions.again, gettext_lazy("已重新排队。")),
    "leave": _of_visitor("leave", actions.leave, gettext_lazy("已退号，时间让给别人。"), asks=WhyForm),
    "claim": Act(
        "clinic.claim", gettext_lazy("记到我的账号"), partial(_answer, act=actions.claim), door=is_known,
        on=visitors_seen, by="token", finds=_found, back=to("clinic:visitor", "thing.token"), named="visitor",
        now=_claimed, already=lambda by, visitor, _data: visitor.person_id == by.pk,
        says=gettext_lazy("已记到您的账号，以后在“我的门诊号”里找得到。"),
        address=lambda visitor: reverse("clinic:answer", args=[visitor.token, "claim"]),
    ),
}  # fmt: skip
OF_PEOPLE: tuple[Act[Any], ...] = (BOOK, NUMBER, *ANSWERS.values())
