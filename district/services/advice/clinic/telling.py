"""What people are told about their numbers; in Chinese, as is official."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from district.ground.messages.posting import post
from district.ground.record.actions import official
from district.ground.slots.times import here
from district.services.advice.clinic.models import Visitor

ROOM = "clinic"


def _tell(visitor: Visitor, title: str, body: str, *, urgent: bool = False, action: bool = False) -> None:
    if visitor.person is not None:
        post(to=[visitor.person], title=title, body=body, room=ROOM, subject=visitor.reference, kind="clinic",
             urgent=urgent, needs_action=action, office=visitor.clinic.office,
             link=reverse("clinic:visitor", args=[visitor.token]))  # fmt: skip


def _values(visitor: Visitor) -> dict[str, str]:
    clinic = visitor.clinic
    at = here(visitor.at or clinic.starts)
    return {"title": clinic.title, "label": visitor.label, "day": f"{at.month}月{at.day}日", "time": f"{at:%H:%M}",
            "where": clinic.where, "why": visitor.why}  # fmt: skip


def booked(visitor: Visitor) -> None:
    with official():
        body = _(
            "%(day)s %(time)s，%(where)s，%(label)s 号。到了请在号的页面点“我到了”；不能来请提前退号，时间让给别人。"
        )
        if visitor.confirm:
            body += _("近 90 天有两次没有到场，工作人员会打电话和您确认，号给您留着。")
        _tell(visitor, _("已约：%(title)s") % _values(visitor), body % _values(visitor))


def called(visitor: Visitor) -> None:
    with official():
        values = {**_values(visitor), "expert": visitor.expert.name if visitor.expert else ""}
        title = _("叫到您了：%(title)s %(label)s 号") % values
        _tell(visitor, title, _("%(expert)s正在等您，%(where)s。") % values, urgent=True, action=True)


def missed(visitor: Visitor) -> None:
    with official():
        title = _("没有等到您：%(title)s %(label)s 号") % _values(visitor)
        _tell(visitor, title, _("今天还在的话，可以在号的页面重新排队；也可以另约时间。"))


def unseen(visitor: Visitor) -> None:
    with official():
        title = _("今天没有轮到：%(title)s %(label)s 号") % _values(visitor)
        _tell(visitor, title, _("很抱歉让您白等。请约下一场，或者把问题写成需求，由专家在网上答复。"))


def dropped(visitor: Visitor, why: str) -> None:
    with official():
        title = _("门诊取消：%(title)s") % _values(visitor)
        _tell(visitor, title, _("原定 %(day)s。原因：%(why)s。您的号不用再退。") % {**_values(visitor), "why": why})


def given_back(visitor: Visitor) -> None:
    """By somebody else than whose it is."""
    with official():
        values = {**_values(visitor), "why": visitor.why or _("未说明")}
        _tell(visitor, _("您的号已取消：%(title)s %(label)s 号") % values, _("原因：%(why)s。可以另约时间。") % values)
