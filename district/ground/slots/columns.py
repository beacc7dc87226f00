"""Lists of this room: resources and sessions of the desk, sessions for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.queries import Person, Role
from district.ground.slots.acts_desk import desk_sessions
from district.ground.slots.models import Hold, Resource, Session
from district.ground.slots.queries import coming_sessions, counting_those_who_wait, held_in
from district.ground.slots.times import whole_week
from district.ground.tables.columns import Column, Kind
from district.ground.tables.filters import Asks, Filter, Tab, Tabs
from district.ground.tables.tables import PUBLIC, Empty, Table

OFFICIALS = (Role.OFFICER, Role.LEADER, Role.AUDITOR)


@dataclass(frozen=True)
class Kept:
    """A resource with how much it is held for this week, and whether an absence of it waits to be settled."""

    resource: Resource
    week: int
    clashes: bool

    @property
    def state(self) -> tuple[str, str | Promise]:
        """Its tone and its words."""
        if self.resource.closed_at:
            return "ink", _("已停用")
        if self.clashes:
            return "needs", _("有冲突待处理")
        return ("done", _("任何人可约")) if self.resource.bookable else ("ink", _("由部门安排"))


def _resources(person: Person, _asked: Mapping[str, str]) -> QuerySet[Resource]:
    rows = Resource.objects.all() if person.has_role(Role.AUDITOR) else Resource.objects.kept_by(person)
    return rows.select_related("office")


def _kept(rows: Sequence[Resource], _person: Person, _asked: Mapping[str, str]) -> Iterable[Kept]:
    keys = [row.pk for row in rows]
    counts = held_in(keys, whole_week(clock.today()))
    wanted = Hold.objects.filter(state=Hold.State.WANTED, resource__in=keys)
    clashing = set(wanted.values_list("resource", flat=True))
    return [Kept(row, counts.get(row.pk, 0), row.pk in clashing) for row in rows]


RESOURCES = Table[Kept](
    _("时间安排"),
    (
        Column("name", _("名称"), lambda row: row.resource.name, width=28, small=lambda row: row.resource.place,
               href=lambda row: reverse("slots:week", args=[row.resource.key])),
        Column("kind", _("类别"), lambda row: row.resource.get_kind_display(), width=10),
        Column("owner", _("归谁"), lambda row: row.resource.owner or str(row.resource.office or ""), width=24),
        Column("place", _("常在地点"), lambda row: row.resource.place, width=28),
        Column("week", _("本周安排"), lambda row: row.week, Kind.NUMBER, 10),
        Column("state", _("状态"), lambda row: row.state[1], width=16, tone=lambda row: row.state[0]),
    ),
    page=("name", "kind", "owner", "week", "state"), named="name",
    key="slots.resources", route="slots:resources", door=OFFICIALS, rows=_resources, dress=_kept,
    filters=(
        Filter("q", _("名称"), Asks.WORDS, "name__icontains|owner__icontains"),
        Filter("kind", _("类别"), lookup="kind", choices=Resource.Kind.choices),
    ),
    tells=_("专家、场地、设备：什么时候开放，被谁约了，什么时候不在。"),
    empty=Empty(_("这里还没有专家、场地或设备"), icon="calendar-time"),
)  # fmt: skip


def _waiting(row: Session) -> int:
    return int(getattr(row, "waiting", 0))


def _session_columns(route: str) -> tuple[Column[Session], ...]:
    return (
        Column("title", _("名称"), lambda row: row.title, width=36, small=lambda row: row.reference,
               href=lambda row: reverse(route, args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("when", _("时间"), lambda row: row.when, width=32),
        Column("starts", _("开始"), lambda row: row.starts, Kind.TIME),
        Column("ends", _("结束"), lambda row: row.ends, Kind.TIME),
        Column("place", _("地点"), lambda row: row.place, width=28),
        Column("taken", _("已报名"), lambda row: row.taken, Kind.NUMBER, 10),
        Column("capacity", _("席位"), lambda row: row.capacity, Kind.NUMBER, 10),
        Column("waiting", _("候补"), _waiting, Kind.NUMBER, 10),
        Column("state", _("状态"), lambda row: row.get_state_display(), width=12, part="slots/_left_of_row.html"),
    )  # fmt: skip


def _coming(_person: Any, _chosen: Mapping[str, str]) -> Q:
    return Q(ends__gt=clock.now())


def _past(_person: Any, _chosen: Mapping[str, str]) -> Q:
    return Q(ends__lte=clock.now())


DESK_SESSIONS = Table[Session](
    _("活动和席位"), _session_columns("slots:desk_session"),
    page=("title", "when", "place", "taken", "capacity", "state"), named="title",
    key="slots.desk_sessions", route="slots:desk_sessions", door=OFFICIALS,
    rows=lambda person, _asked: counting_those_who_wait(desk_sessions(person)),
    filters=(Filter("q", _("名称或地点"), Asks.WORDS, "title__icontains|place__icontains|reference__iexact"),),
    tabs=Tabs(
        (
            Tab("coming", _("将要举行"), _coming, order=("starts", "pk")),
            Tab("past", _("已经结束"), _past, order=("-starts", "-pk")),
        ),
        label=_("按时间"),
    ),
    tells=_("报名、候补、签到。"), empty=Empty(_("这里没有活动"), icon="calendar-event"),
)  # fmt: skip


def _public(_person: Any, _asked: Mapping[str, str]) -> QuerySet[Session]:
    return coming_sessions(Session.objects.filter(public=True, state=Session.State.PLANNED))


SESSIONS = Table[Session](
    _("活动报名"), _session_columns("slots:session"), page=("title", "when", "place", "state"), named="title",
    key="slots.sessions", route="slots:sessions", door=PUBLIC, card="slots/_card.html", cards="hq-grid hq-grid-2",
    rows=_public, size=12,
    filters=(Filter("q", _("名称或地点"), Asks.WORDS, "title__icontains|place__icontains"),),
    tells=_("讲座、沙龙、多人门诊；满了可以候补，有人退出按先后递补。"),
    empty=Empty(_("近期没有公开活动"), _("有新的活动会出现在这里，也可以订阅日历。"), "calendar-event"),
)  # fmt: skip
LISTS = (RESOURCES, DESK_SESSIONS, SESSIONS)
