"""What people are told about their numbers; in Chinese, as is official."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from district.ground.messages.posting import post
from district.ground.record.actions import official
from district.ground.slots.times import here
from district.services.advice.clinic.models import Clinic, Ticket

ROOM = "clinic"


def _tell(ticket: Ticket, title: str, body: str, *, urgent: bool = False, action: bool = False) -> None:
    if ticket.person is not None:
        post(to=[ticket.person], title=title, body=body, room=ROOM, subject=ticket.reference, kind="clinic",
             urgent=urgent, needs_action=action, office=ticket.clinic.office,
             link=reverse("clinic:ticket", args=[ticket.token]))  # fmt: skip


def _values(ticket: Ticket) -> dict[str, str]:
    clinic = ticket.clinic
    at = here(ticket.at or clinic.starts)
    return {"title": clinic.title, "label": ticket.label, "day": f"{at.month}月{at.day}日", "time": f"{at:%H:%M}",
            "where": clinic.where, "why": ticket.why}  # fmt: skip


def booked(ticket: Ticket) -> None:
    with official():
        body = _("%(day)s %(time)s，%(where)s，%(label)s 号。到了请在号的页面点“我到了”；不能来请提前退号，时间让给别人。")
        if ticket.confirm:
            body += _("近 90 天有两次没有到场，工作人员会打电话和您确认，号给您留着。")
        _tell(ticket, _("已约：%(title)s") % _values(ticket), body % _values(ticket))


def called(ticket: Ticket) -> None:
    with official():
        values = {**_values(ticket), "expert": ticket.expert.name if ticket.expert else ""}
        title = _("叫到您了：%(title)s %(label)s 号") % values
        _tell(ticket, title, _("%(expert)s正在等您，%(where)s。") % values, urgent=True, action=True)


def missed(ticket: Ticket) -> None:
    with official():
        title = _("没有等到您：%(title)s %(label)s 号") % _values(ticket)
        _tell(ticket, title, _("今天还在的话，可以在号的页面重新排队；也可以另约时间。"))


def unseen(ticket: Ticket) -> None:
    with official():
        title = _("今天没有轮到：%(title)s %(label)s 号") % _values(ticket)
        _tell(ticket, title, _("很抱歉让您白等。请约下一场，或者把问题写成需求，由专家在网上答复。"))


def dropped(ticket: Ticket, why: str) -> None:
    with official():
        title = _("门诊取消：%(title)s") % _values(ticket)
        _tell(ticket, title, _("原定 %(day)s。原因：%(why)s。您的号不用再退。") % {**_values(ticket), "why": why})


def given_back(ticket: Ticket) -> None:
    """By somebody else than whose it is."""
    with official():
        values = {**_values(ticket), "why": ticket.why or _("未说明")}
        _tell(ticket, _("您的号已取消：%(title)s %(label)s 号") % values, _("原因：%(why)s。可以另约时间。") % values)


def confirm_by_phone(clinic: Clinic) -> str:
    """Where the desk finds whom to call."""
    return reverse("clinic:desk_clinic", args=[clinic.reference])
