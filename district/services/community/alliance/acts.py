"""Acts of the alliance: joining and its office, lending, borrowing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts.acts import Act, to
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role
from district.ground.record.moves import not_from
from district.services.community.alliance import lending, members, queries, states
from district.services.community.alliance.forms import AskForm, BorrowForm, LendForm, TimesForm, WhyForm
from district.services.community.alliance.models import Lending, Member, SharedThing
from district.services.community.alliance.permissions import (
    may_act_for,
    may_decide,
    may_keep,
    may_leave,
    may_settle,
)

deciding = holds(Role.OFFICER, Role.LEADER)
MINE, DESK = to("alliance:mine"), to("alliance:desk_member", "thing.reference")
RESOURCE, LENT = to("alliance:resource", "thing.reference"), to("alliance:lending", "thing.reference")


def _person(by: Person, _thing: Any) -> dict[str, Any]:
    return {"person": by}


JOIN: Act[Any] = Act(
    "alliance.join", gettext_lazy("申请加入创联公社"), members.ask, door=is_known, back=to("alliance:join"),
    asks=AskForm, asks_with=_person, own_key=True, then=MINE,
    says=gettext_lazy("已申请，主办部门确认后通知您。"),
)  # fmt: skip


def _decides(verb: str, do: Callable[..., Any], says: Any, **more: Any) -> Act[Member]:
    move = states.MOVES[verb]
    return Act(
        f"alliance.{verb}", move.label, do, door=deciding, on=queries.kept_members, named="member", may=may_decide,
        now=not_from(states.MOVES, verb), back=DESK, says=says, tells=move.tells,
        already=lambda by, member, _data: member.state == move.target and bool(may_decide(by, member)), **more,
    )  # fmt: skip


ADMIT = _decides("admit", members.admit, gettext_lazy("已同意，从今天起一年。"))
REFUSE = _decides("refuse", members.refuse, gettext_lazy("已告知原因。"), asks=WhyForm)
RENEW: Act[Member] = Act(
    "alliance.renew", gettext_lazy("同意续期一年"), members.renew, door=deciding, on=queries.kept_members,
    named="member", may=may_decide, back=DESK, says=gettext_lazy("已续期一年。"),
    now=lambda member: "" if member.waits_to_go_on else _("没有等待确认的续期。"),
)  # fmt: skip
GO_ON: Act[Member] = Act(
    "alliance.go_on", gettext_lazy("申请续期"), members.ask_to_go_on, door=is_known, on=queries.my_members,
    named="member", may=may_act_for, now=members.not_yet, back=MINE, says=gettext_lazy("已申请续期，等主办部门确认。"),
)  # fmt: skip
LEAVE: Act[Member] = Act(
    "alliance.leave", states.MOVES["leave"].label, members.leave, door=is_known, on=queries.members_seen,
    named="member", may=may_leave, now=not_from(states.MOVES, "leave"), back=MINE, asks=WhyForm,
    already=lambda by, member, _data: member.state == states.ENDED and bool(may_leave(by, member)),
    says=gettext_lazy("已退出，出借的资源停止接受预约。"), tells=states.MOVES["leave"].tells,
)  # fmt: skip


# Lending


def _closed(shared: SharedThing) -> str:
    return _("已经停止出借。") if shared.closed_at else ""


LEND: Act[Any] = Act(
    "alliance.lend", gettext_lazy("出借"), lending.lend, door=is_known, back=to("alliance:lend"), asks=LendForm,
    asks_with=_person, own_key=True, says=gettext_lazy("已放上共享资源，成员可以借用了。"),
    then=to("alliance:resource", "result.reference"),
)  # fmt: skip
OPEN: Act[SharedThing] = Act(
    "alliance.open_at", gettext_lazy("加开放时间"), lending.open_at, door=is_known, on=queries.shared_seen,
    named="shared", may=may_keep, now=_closed, asks=TimesForm, own_key=True, back=RESOURCE,
    says=gettext_lazy("已加上。"),
)  # fmt: skip
CLOSE: Act[SharedThing] = Act(
    "alliance.close", gettext_lazy("不再出借"), lending.close, door=is_known, on=queries.shared_seen, named="shared",
    may=may_keep, back=MINE, already=lambda by, shared, _data: bool(shared.closed_at) and bool(may_keep(by, shared)),
    says=gettext_lazy("已停止出借，已有的预约不变。"), tells=gettext_lazy("不再接受预约；已经约好的不变。"),
)  # fmt: skip
BORROW: Act[SharedThing] = Act(
    "alliance.borrow", gettext_lazy("借用"), lending.borrow, door=is_known, on=queries.shared_seen, named="shared",
    now=_closed, asks=BorrowForm, own_key=True, back=RESOURCE, then=to("alliance:lending", "result.reference"),
    asks_with=lambda by, shared: {"person": by, "shared": shared}, says=gettext_lazy("已借到，出借的成员收到通知。"),
)  # fmt: skip


def _stands(row: Lending) -> str:
    return "" if row.hold.stands and row.hold.ends > clock.now() else _("这次借用已经结束或者取消。")


def _begun(row: Lending) -> str:
    return _stands(row) or (_("还没有开始，请取消。") if row.hold.starts >= clock.now() else "")


GIVE_BACK: Act[Lending] = Act(
    "alliance.give_back", gettext_lazy("提前归还"), lending.give_back, door=is_known, on=queries.lendings_seen,
    named="lending", may=may_settle, now=_begun, back=LENT, says=gettext_lazy("已归还，剩下的时间别人可以借。"),
    already=lambda by, row, _data: row.hold.state == "ended" and bool(may_settle(by, row)),
)  # fmt: skip
CANCEL: Act[Lending] = Act(
    "alliance.cancel", gettext_lazy("取消借用"), lending.cancel, door=is_known, on=queries.lendings_seen,
    named="lending", may=may_settle, now=_stands, asks=WhyForm, back=LENT, says=gettext_lazy("已取消，对方收到通知。"),
    already=lambda by, row, _data: row.hold.state == "cancelled" and bool(may_settle(by, row)),
)  # fmt: skip
ALL: tuple[Act[Any], ...] = (
    JOIN, ADMIT, REFUSE, RENEW, GO_ON, LEAVE, LEND, OPEN, CLOSE, BORROW, GIVE_BACK, CANCEL,
)  # fmt: skip
