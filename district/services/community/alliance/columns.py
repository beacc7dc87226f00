"""Lists of the alliance: members and what they lend for everybody, the desk's, one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.doors import known
from district.ground.people.queries import Role
from district.ground.tables.columns import Column, Kind
from district.ground.tables.filters import Asks, Filter, Tab, Tabs
from district.ground.tables.tables import PUBLIC, Empty, Table
from district.services.community.alliance import queries, states
from district.services.community.alliance.models import Lending, Member, SharedThing

OFFICIALS = (Role.OFFICER, Role.LEADER, Role.AUDITOR)


def _standing(user: Any, _asked: Mapping[str, str]) -> QuerySet[Member]:
    return queries.members_seen(known(user)).filter(state=states.STANDING).order_by("enterprise__name", "pk")


def _in(*wanted: str) -> Any:
    return lambda _user, _chosen: Q(state__in=wanted)


def _waits(_user: Any, _chosen: Mapping[str, str]) -> Q:
    return Q(state=states.ASKED) | Q(state=states.STANDING, renewal_asked_at__isnull=False)


MEMBERS = Table[Member](
    _("创联公社成员"),
    (
        Column("name", _("企业"), lambda row: row.enterprise.name, width=40),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("tier", _("层级"), lambda row: row.get_tier_display(), width=12),
        Column("since", _("从"), lambda row: row.since, Kind.DATE),
        Column("until", _("到"), lambda row: row.until, Kind.DATE),
    ),
    page=("name", "tier", "since"), named="name",
    key="alliance.members", route="alliance:members", door=PUBLIC, rows=_standing,
    filters=(
        Filter("q", _("企业名称"), Asks.WORDS, "enterprise__name__icontains"),
        Filter("tier", _("层级"), lookup="tier", choices=Member.Tier.choices),
    ),
    tells=_("层级按近一年出借的次数算：3 次起活跃成员，12 次起骨干成员。"),
    empty=Empty(_("没有这样的成员"), icon="users"),
)  # fmt: skip
DESK_MEMBERS = Table[Member](
    _("创联公社成员和申请"),
    (
        Column("name", _("企业"), lambda row: row.enterprise.name, width=40, small=lambda row: row.reference,
               href=lambda row: reverse("alliance:desk_member", args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("asked", _("申请"), lambda row: row.asked_at, Kind.TIME),
        Column("tier", _("层级"), lambda row: row.get_tier_display(), width=12),
        Column("since", _("从"), lambda row: row.since, Kind.DATE),
        Column("until", _("到"), lambda row: row.until, Kind.DATE),
        Column("state", _("状态"), lambda row: _("申请续期") if row.waits_to_go_on else row.shown.staff, width=12,
               tone=lambda row: "needs" if row.waits_to_go_on else row.shown.tone),
    ),
    page=("name", "tier", "since", "until", "state"), named="name",
    key="alliance.desk_members", route="alliance:desk_members", door=OFFICIALS,
    rows=lambda person, _asked: queries.kept_members(person),
    filters=(
        Filter("q", _("企业名称或编号"), Asks.WORDS, "enterprise__name__icontains|reference__iexact"),
        Filter("tier", _("层级"), lookup="tier", choices=Member.Tier.choices),
    ),
    tabs=Tabs(
        (
            Tab("waiting", _("待办"), _waits, order=("asked_at", "pk"), tone="needs"),
            Tab("standing", _("成员"), _in(states.STANDING), order=("until", "pk")),
            Tab("all", _("全部"), order=("-asked_at", "-pk")),
        ),
    ),
    empty=Empty(_("没有待办的申请"), icon="users"),
)  # fmt: skip

RESOURCES = Table[SharedThing](
    _("共享资源"),
    (
        Column("title", _("名称"), lambda row: row.title, width=36, small=lambda row: row.get_kind_display(),
               href=lambda row: reverse("alliance:resource", args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("kind", _("类别"), lambda row: row.get_kind_display(), width=12),
        Column("lender", _("谁出借"), lambda row: row.member.enterprise.name, width=36),
        Column("place", _("地点"), lambda row: row.place, width=36),
        Column("text", _("说明"), lambda row: row.text, width=48),
    ),
    page=("title", "kind", "lender", "place"), named="title",
    key="alliance.resources", route="alliance:resources", door=PUBLIC,
    rows=lambda user, _asked: queries.offered(known(user)).order_by("kind", "title", "pk"), size=12,
    card="alliance/_shared_card.html", cards="hq-grid hq-grid-2",
    filters=(
        Filter("q", _("名称、地点或成员"), Asks.WORDS,
               "title__icontains|text__icontains|place__icontains|member__enterprise__name__icontains"),
        Filter("kind", _("类别"), lookup="kind", choices=SharedThing.Kind.choices),
    ),
    tells=_("成员把空着的场地、设备、课程和专家时间借给邻居；成员可以在线借用。"),
    empty=Empty(_("还没有这样的资源"), _("成员可以把空着的借出来。"), "building-warehouse"),
)  # fmt: skip


def lending_state(row: Lending) -> tuple[str, Any]:
    """Its tone and its words."""
    if row.hold.state == "cancelled":
        return "ink", _("已取消")
    if row.hold.state == "ended":
        return "done", _("提前归还")
    now = clock.now()
    if row.hold.ends <= now:
        return "done", _("已用完")
    return ("needs", _("使用中")) if row.hold.starts <= now else ("ink", _("已预约"))


def minutes_of(row: Lending) -> int:
    """How long it is had; what was cancelled was had by nobody."""
    long = round((row.hold.ends - row.hold.starts).total_seconds() / 60)
    return 0 if row.hold.state == "cancelled" else long


def _lending_columns() -> tuple[Column[Lending], ...]:
    return (
        Column("what", _("借什么"), lambda row: row.shared.title, width=32, small=lambda row: row.purpose,
               href=lambda row: reverse("alliance:lending", args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("kind", _("类别"), lambda row: row.shared.get_kind_display(), width=12),
        Column("lender", _("谁出借"), lambda row: row.shared.member.enterprise.name, width=32),
        Column("borrower", _("谁借用"), lambda row: row.borrower.enterprise.name, width=32),
        Column("when", _("时间"), lambda row: row.hold.when, width=32),
        Column("starts", _("开始"), lambda row: row.hold.starts, Kind.TIME),
        Column("ends", _("结束"), lambda row: row.hold.ends, Kind.TIME),
        Column("minutes", _("分钟"), minutes_of, Kind.NUMBER, 10),
        Column("purpose", _("用来做什么"), lambda row: row.purpose, width=32),
        Column("state", _("状态"), lambda row: lending_state(row)[1], width=12, tone=lambda row: lending_state(row)[0]),
    )  # fmt: skip


DESK_LENDINGS = Table[Lending](
    _("成员之间的借用"), _lending_columns(), page=("what", "lender", "borrower", "when", "state"), named="what",
    key="alliance.desk_lendings", route="alliance:desk_lendings", door=OFFICIALS,
    rows=lambda person, _asked: queries.kept_lendings(person).order_by("-hold__starts", "-pk"),
    filters=(
        Filter("q", _("名称或企业"), Asks.WORDS,
               "shared__title__icontains|shared__member__enterprise__name__icontains|borrower__enterprise__name__icontains"),
        Filter("kind", _("类别"), lookup="shared__kind", choices=SharedThing.Kind.choices),
    ),
    tells=_("办成的借用按出借的成员计数，层级和年度致谢由此算出。"),
    empty=Empty(_("还没有借用"), icon="arrows-exchange"),
)  # fmt: skip
MY_LENDINGS = Table[Lending](
    _("我们借的和借出的"), _lending_columns(), page=("what", "lender", "borrower", "when", "state"), named="what",
    key="alliance.mine", route="alliance:mine",
    rows=lambda person, _asked: queries.my_lendings(person).order_by("-hold__starts", "-pk"),
    empty=Empty(_("还没有借用"), _("看看邻居借出了什么。"), "arrows-exchange", "alliance:resources", _("看共享资源")),
)  # fmt: skip
LISTS = (MEMBERS, DESK_MEMBERS, RESOURCES, DESK_LENDINGS, MY_LENDINGS)
