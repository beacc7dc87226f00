"""What the API reads of a person's messages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from district.ground.bringing.shown import Area, Many, Reading
from district.ground.messages.models import Message
from district.ground.messages.queries import messages_for
from district.ground.people.queries import Person


@dataclass(frozen=True)
class MessageFilters:
    unread: bool = field(default=False, metadata={"says": _("只要没有读过的")})


@dataclass(frozen=True)
class MessageShown:
    """One notice in the site, as it was written: notices are official and in Chinese."""

    id: int
    at: dt.datetime
    title: str
    body: str
    link: str
    about: str
    needs_action: bool
    read: bool


def mine(person: Person, asked: MessageFilters) -> Many:
    rows = messages_for(person)
    return Many(rows.filter(read_at=None) if asked.unread else rows, shown)


def shown(row: Message) -> MessageShown:
    return MessageShown(
        row.pk, row.at, row.title, row.body, row.link, row.subject, row.needs_action, row.read_at is not None
    )


ONE = {"id": 7, "at": "2026-06-24T10:00:00+08:00", "title": "申报已受理", "body": "区人社局将在30日内作出决定。",
       "link": "/my/applications/SB2026-ABCDEFGH/", "about": "SB2026-ABCDEFGH", "needs_action": False,
       "read": False}  # fmt: skip
AREA = Area("messaging", _("消息"), lists=("messages",))
READINGS = (
    Reading("messaging.mine", "messages", _("我的消息"), MessageShown, mine, MessageFilters, many=True,
            examples={"zh": ONE, "en": ONE}),
)  # fmt: skip
