"""The outbox, and a person's messages, as lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.messages import queries
from district.ground.messages.kinds import kinds, words_of
from district.ground.messages.models import Channel, Message
from district.ground.messages.permissions import may_review
from district.ground.people.queries import Person, Role
from district.ground.tables.columns import Column, Kind, name_of
from district.ground.tables.filters import Asks, Chosen, Filter, Pairs, Tab, Tabs
from district.ground.tables.tables import Empty, Table

TAB_WORDS = {
    "held": _("待审"), "failed": _("未发成"), "waiting": _("待发"), "sent": _("已发"), "dropped": _("已撤下"),
}  # fmt: skip
TONES = {"failed": "overdue", "held": "needs"}


def _in_states(tab: str) -> Callable[[Any, Chosen], Q]:
    return lambda _person, _chosen: Q(state__in=queries.TABS[tab])


def _kinds(_person: Any) -> Pairs:
    return [(each.key, each.label) for each in kinds if each.key != "code"]


def _reviewed(rows: Sequence[Any], person: Person, _asked: Mapping[str, str]) -> Sequence[Any]:
    """With whether this person may let them leave."""
    for each in rows:
        each.may, each.kind_words = bool(may_review(person, each)), words_of(each.kind)
    return rows


OUTBOX = Table[Any](
    _("发件箱"),
    (
        Column(
            "pick", _("选择"), lambda row: row.reference, book=False, quiet=True, part="messaging/_pick.html",
            tabs=("held",),
        ),
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "subject", _("通知"), lambda row: row.subject, width=40, small=lambda row: row.reference,
            href=lambda row: reverse("messaging:delivery", args=[row.reference]),
        ),
        Column("person", _("收件人"), lambda row: name_of(row.person), small=lambda row: row.shown_address),
        Column("channel", _("方式"), lambda row: row.get_channel_display(), width=12),
        Column("kind", _("类别"), lambda row: str(row.kind_words)),
        Column("office", _("部门"), lambda row: row.office.name if row.office else "", part="messaging/_office.html"),
        Column("state", _("状态"), lambda row: row.get_state_display(), width=12),
        Column("at", _("时间"), lambda row: row.sent_at or row.at, Kind.TIME, part="messaging/_when.html"),
        Column("error", _("原因"), lambda row: row.error, width=40, tabs=("failed", "dropped"), wide=True),
    ),
    page=("pick", "subject", "person", "channel", "kind", "office", "at", "error"), named="subject",
    key="messages.outbox", route="messaging:outbox",
    door=(Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR),
    rows=lambda person, _asked: queries.deliveries(person), dress=_reviewed,
    tabs=Tabs(
        tuple(
            Tab(key, words, _in_states(key), order=queries.ORDERS.get(key, ()), tone=TONES.get(key, ""))
            for key, words in TAB_WORDS.items()
        )
    ),
    filters=(
        Filter("channel", _("方式"), lookup="channel", choices=Channel.choices),
        Filter("kind", _("类别"), lookup="kind", choices=_kinds),
        Filter(
            "q", _("标题、收件人或编号"), Asks.WORDS, "subject__icontains|person__name__icontains|reference__iexact"
        ),
    ),
    empty=Empty(_("这里没有通知"), _("需要看过才发的通知会列在这里。"), "mail-forward"),
)  # fmt: skip
MESSAGES = Table[Message](
    _("消息"),
    (
        Column("title", _("标题"), lambda row: row.title, width=40),
        Column("body", _("内容"), lambda row: row.body, width=60),
        Column("at", _("时间"), lambda row: row.at, Kind.TIME),
        Column("action", _("需要处理"), lambda row: row.needs_action, width=10),
        Column("read", _("已读"), lambda row: row.read_at, Kind.TIME),
    ),
    page=("title", "at"), named="title", card="messaging/_message.html",
    key="messages.messages", route="messaging:messages",
    rows=lambda person, _asked: queries.messages_for(person),
    tabs=Tabs(
        (Tab("", _("全部")), Tab("1", _("未读"), lambda _person, _chosen: Q(read_at=None))),
        key="unread", label=_("消息"),
    ),
    empty=Empty(_("没有消息"), _("办理进展、补正通知和决定会出现在这里。"), "bell"),
)  # fmt: skip
