"""What is counted of the community: activities, who signed up, who was there, what is published."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.ground import clock
from district.ground.figures.figure import Dimension, Flow, People, Ratio, Source
from district.ground.people.queries import Person
from district.ground.slots import states as seats
from district.ground.slots.queries import Seat, seats_in
from district.ground.slots.times import whole_day
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Table
from district.services.community.columns import ACTIVITIES, DESK_POSTS
from district.services.community.meeting import CALENDAR
from district.services.community.models import Activity, Post
from district.services.community.models.posts import KEEPERS

MARKS = dict(Activity.Mark.choices)
KINDS = dict(Activity.Kind.choices)


def _seen_activities(rows: QuerySet[Activity], person: Person) -> QuerySet[Activity]:
    return rows.filter(pk__in=Activity.objects.visible_to(person).order_by().values("pk"))


MEETINGS = Source[Activity](
    "community-activities", _("社区活动"), lambda _day: Activity.objects.all(), ACTIVITIES, _seen_activities,
    dimensions=(
        Dimension("kind", _("形式"), "kind", named=lambda value: KINDS.get(value, value)),
        Dimension("mark", _("创联公社标记"), "mark", named=lambda value: MARKS.get(value, _("不标记"))),
        Dimension("series", _("系列"), "series__name"),
        Dimension("bureau", _("主办"), "session__office__name"),
    ),
    listed=lambda rows: rows.select_related("session__office", "series").order_by("-session__starts", "-pk"), place=70,
)  # fmt: skip


def _held(day: dt.date) -> Q:
    """Over by the end of a day, of today by this moment, and not cancelled."""
    return Q(session__state="planned", session__ends__lte=min(clock.now(), whole_day(day).ends))


HELD = Flow(
    key="community.activities", words=_("举办的活动"), unit=pgettext_lazy("unit", "场"), source=MEETINGS,
    time="session__starts", where=_held, public=True,
    definition=_("期间内开始、已经结束而没有取消的创客杨浦和创联公社活动的场数。"),
)  # fmt: skip
MARKED = Flow(
    key="community.marked", words=_("党建+活动"), unit=pgettext_lazy("unit", "场"), source=MEETINGS,
    time="session__starts", where=lambda day: _held(day) & ~Q(mark=""), public=True,
    definition=_("其中带“党建+创业、服务、公益、文化”标记的场数。"),
)  # fmt: skip

SEATS = Table[Seat](
    _("报名和到场"),
    (
        Column("session", _("活动"), lambda row: row.session.title, width=36, small=lambda row: row.session.when),
        Column("reference", _("编号"), lambda row: row.session.reference),
        Column("name", _("姓名"), lambda row: row.name, width=16),
        Column("state", _("状态"), lambda row: row.shown.staff, width=12),
        Column("joined", _("报名"), lambda row: row.joined_at, Kind.TIME),
    ),
    page=("session", "name", "state", "joined"), named="session",
)  # fmt: skip


def _seen_seats(rows: QuerySet[Seat], person: Person) -> QuerySet[Seat]:
    """Those of one's offices; all to auditors. What one does oneself is no figure."""
    if person.has_role("auditor"):
        return rows
    return rows.filter(session__office__in=person.bureau_ids(*KEEPERS))


COMING = Source[Seat](
    "community-seats", _("活动的报名和到场"), lambda _day: seats_in(CALENDAR), SEATS, _seen_seats,
    dimensions=(
        Dimension("kind", _("形式"), "session__activity__kind", named=lambda value: KINDS.get(value, value)),
        Dimension("mark", _("创联公社标记"), "session__activity__mark",
                  named=lambda value: MARKS.get(value, _("不标记"))),
        Dimension("bureau", _("主办"), "session__office__name"),
    ),
    listed=lambda rows: rows.select_related("session").order_by("-session__starts", "-pk"), place=71,
    people=People(None, "pk", ("kind",)),
)  # fmt: skip


def _occupies(_day: dt.date) -> Q:
    return Q(state__in=sorted(seats.OCCUPIES))


SIGNED_UP = Flow(
    key="community.signed_up", words=_("活动报名"), unit=pgettext_lazy("unit", "人次"), source=COMING,
    time="session__starts", where=_occupies, public=True,
    definition=_("期间内开始的活动，到现在占着席位的人次；候补、取消和放弃的不计。报名不等于到场。"),
)  # fmt: skip
ATTENDED = Flow(
    key="community.attended", words=_("活动到场"), unit=pgettext_lazy("unit", "人次"), source=COMING,
    time="session__starts", where=Q(state=seats.ATTENDED), public=True,
    definition=_("期间内开始的活动，签到的人次；同一人在同一场只计一次，只报名没有签到的不计。"),
)  # fmt: skip
SHARE = Ratio(
    key="community.attended_share", words=_("报名的人到场的比例"), top=ATTENDED, bottom=SIGNED_UP,
    definition=_("期间内开始的活动，签到的人次和占着席位的人次；还没办的也在全部里，两个数一起说。"),
)  # fmt: skip


def _seen_posts(rows: QuerySet[Post], person: Person) -> QuerySet[Post]:
    return rows.filter(pk__in=Post.objects.visible_to(person).order_by().values("pk"))


WRITTEN = Source[Post](
    "community-posts", _("动态和企业展示"), lambda _day: Post.objects.exclude(published_at=None), DESK_POSTS,
    _seen_posts,
    dimensions=(
        Dimension("kind", _("类别"), "kind", named=lambda value: dict(Post.Kind.choices).get(value, value)),
        Dimension("bureau", _("负责部门"), "office__name"),
    ),
    listed=lambda rows: rows.select_related("office", "enterprise", "author").order_by("-published_at", "-pk"),
    place=72,
)  # fmt: skip
PUBLISHED = Flow(
    key="community.published", words=_("发布的动态和企业展示"), unit=pgettext_lazy("unit", "篇"), source=WRITTEN,
    time="published_at", public=True, definition=_("期间内最后一次发布的篇数，后来下线的也计。"),
)  # fmt: skip
FIGURES: tuple[Any, ...] = (HELD, MARKED, SIGNED_UP, ATTENDED, SHARE, PUBLISHED)
