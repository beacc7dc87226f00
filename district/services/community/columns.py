"""Lists of the community: for everybody, for who writes, for the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from district.services.community import queries, states
from district.services.community.models import Activity, Picture, Post, Report, Series
from district.services.community.places import programmes

OFFICIALS = (Role.OFFICER, Role.LEADER, Role.AUDITOR)


@dataclass(frozen=True)
class Shown:
    """A published post with its first picture."""

    post: Post
    picture: Picture | None


def with_pictures(rows: Sequence[Post]) -> list[Shown]:
    pictures = queries.first_pictures(rows)
    return [Shown(row, pictures.get(row.pk)) for row in rows]


def _published(user: Any, _asked: Mapping[str, str]) -> QuerySet[Post]:
    return queries.posts_seen(known(user)).filter(state=states.PUBLISHED).order_by("-published_at", "-pk")


def _dressed(rows: Sequence[Post], _user: Any, _asked: Mapping[str, str]) -> Iterable[Shown]:
    return with_pictures(rows)


def _of_kind(kind: str) -> Any:
    return lambda _user, _chosen: Q(kind=kind)


POSTS = Table[Shown](
    _("动态和企业展示"),
    (
        Column("title", _("标题"), lambda row: row.post.title, width=40,
               href=lambda row: reverse("community:post", args=[row.post.reference])),
        Column("reference", _("编号"), lambda row: row.post.reference),
        Column("kind", _("类别"), lambda row: row.post.get_kind_display(), width=12),
        Column("lead", _("一句话"), lambda row: row.post.lead, width=48),
        Column("from", _("来自"), lambda row: str(row.post.enterprise or row.post.office), width=28),
        Column("published", _("发布"), lambda row: row.post.published_at, Kind.TIME),
    ),
    page=("title", "kind", "from", "published"), named="title",
    key="community.posts", route="community:posts", door=PUBLIC, rows=_published, dress=_dressed, size=12,
    card="community/_post_card.html", cards="hq-grid hq-grid-2",
    filters=(Filter("q", _("标题或内容"), Asks.WORDS, "title__icontains|lead__icontains|text__icontains"),),
    tabs=Tabs(
        (
            Tab("all", _("全部")), Tab("news", _("动态"), _of_kind("news")),
            Tab("showcase", _("企业展示"), _of_kind("showcase")),
        ),
        label=_("按类别"),
    ),
    tells=_("杨浦创新创业的动态，企业自己的展示。"),
    empty=Empty(_("还没有内容"), _("换个词再找，或者自己写一篇。"), "news"),
)  # fmt: skip


def _activity_columns(route: str) -> tuple[Column[Activity], ...]:
    return (
        Column("title", _("名称"), lambda row: row.session.title, width=36, small=lambda row: row.get_kind_display(),
               href=lambda row: reverse(route, args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("kind", _("形式"), lambda row: row.get_kind_display(), width=12),
        Column("mark", _("创联公社标记"), lambda row: row.get_mark_display(), width=14),
        Column("series", _("系列"), lambda row: str(row.series or ""), width=20),
        Column("topics", _("话题"), lambda row: row.topics, width=36),
        Column("when", _("时间"), lambda row: row.session.when, width=32),
        Column("starts", _("开始"), lambda row: row.session.starts, Kind.TIME),
        Column("place", _("地点"), lambda row: row.session.place, width=28),
        Column("taken", _("已报名"), lambda row: row.session.taken, Kind.NUMBER, 10),
        Column("capacity", _("席位"), lambda row: row.session.capacity, Kind.NUMBER, 10),
        Column("state", _("状态"), lambda row: row.session.get_state_display(), width=12,
               part="community/_left_of_row.html"),
    )  # fmt: skip


def _ahead(_user: Any, _chosen: Mapping[str, str]) -> Q:
    return Q(session__ends__gt=clock.now())


def _past(_user: Any, _chosen: Mapping[str, str]) -> Q:
    return Q(session__ends__lte=clock.now())


WHEN = Tabs(
    (
        Tab("coming", _("将要举行"), _ahead, order=("session__starts", "pk")),
        Tab("past", _("已经结束"), _past, order=("-session__starts", "-pk")),
    ),
    label=_("按时间"),
)  # fmt: skip
FILTERS = (
    Filter("q", _("名称、地点或话题"), Asks.WORDS,
           "session__title__icontains|session__place__icontains|topics__icontains"),
    Filter("kind", _("形式"), lookup="kind", choices=Activity.Kind.choices),
    Filter("series", _("系列"), lookup="series__slug",
           choices=lambda _user: [(row.slug, row.name) for row in Series.objects.all()]),
    Filter("mark", _("创联公社标记"), lookup="mark", choices=Activity.Mark.choices),
    Filter("programme", _("对应的服务"), lookup="programme|series__programme",
           choices=lambda _user: programmes()),
)  # fmt: skip

ACTIVITIES = Table[Activity](
    _("活动"), _activity_columns("community:activity"), page=("title", "when", "place", "state"), named="title",
    key="community.activities", route="community:activities", door=PUBLIC,
    rows=lambda user, _asked: queries.activities_seen(known(user)).filter(session__public=True),
    filters=FILTERS, tabs=WHEN, size=12, card="community/_activity_card.html", cards="hq-grid hq-grid-2",
    tells=_("下午茶、沙龙、座谈、讲座。报名要登录；满了可以候补，有人退出按先后递补。"),
    empty=Empty(_("近期没有这样的活动"), _("换个条件再看，或者订阅日历。"), "calendar-event"),
)  # fmt: skip
DESK_ACTIVITIES = Table[Activity](
    _("社区活动"), _activity_columns("community:desk_activity"),
    page=("title", "when", "place", "taken", "capacity", "state"), named="title",
    key="community.desk_activities", route="community:desk_activities", door=OFFICIALS,
    rows=lambda person, _asked: queries.kept_activities(person), filters=FILTERS, tabs=WHEN,
    tells=_("安排、报名、签到；报名不等于到场。"), empty=Empty(_("这里没有活动"), icon="calendar-event"),
)  # fmt: skip


def _tone(row: Post) -> str:
    return row.shown.tone


MINE = Table[Post](
    _("我写的"),
    (
        Column("title", _("标题"), lambda row: row.title, width=40, small=lambda row: str(row.enterprise or ""),
               href=lambda row: reverse("community:mine_one", args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("kind", _("类别"), lambda row: row.get_kind_display(), width=12),
        Column("changed", _("最后改动"), lambda row: row.changed_at, Kind.TIME),
        Column("state", _("状态"), lambda row: row.shown.public, width=12, tone=_tone),
    ),
    page=("title", "kind", "changed", "state"), named="title",
    key="community.mine", route="community:mine", rows=lambda person, _asked: queries.my_posts(person),
    empty=Empty(_("您还没有写过"), _("写一篇动态，或者展示您的企业。"), "edit", "community:write", _("写一篇")),
)  # fmt: skip


def _in(*wanted: str) -> Any:
    return lambda _user, _chosen: Q(state__in=wanted)


DESK_POSTS = Table[Post](
    _("内容审核"),
    (
        Column("title", _("标题"), lambda row: row.title, width=40, small=lambda row: row.reference,
               href=lambda row: reverse("community:desk_post", args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("kind", _("类别"), lambda row: row.get_kind_display(), width=12),
        Column("from", _("来自"), lambda row: str(row.enterprise or row.author), width=28),
        Column("submitted", _("提交"), lambda row: row.submitted_at, Kind.TIME),
        Column("published", _("发布"), lambda row: row.published_at, Kind.TIME),
        Column("state", _("状态"), lambda row: row.shown.staff, width=12, tone=_tone),
    ),
    page=("title", "kind", "from", "submitted", "state"), named="title",
    key="community.desk_posts", route="community:desk_posts", door=OFFICIALS,
    rows=lambda person, _asked: queries.kept_posts(person),
    filters=(
        Filter("q", _("标题、编号或企业"), Asks.WORDS,
               "title__icontains|reference__iexact|enterprise__name__icontains"),
        Filter("kind", _("类别"), lookup="kind", choices=Post.Kind.choices),
    ),
    tabs=Tabs(
        (
            Tab("waiting", _("待审核"), _in(states.SUBMITTED), order=("submitted_at", "pk"), tone="needs"),
            Tab("published", _("已发布"), _in(states.PUBLISHED), order=("-published_at", "-pk")),
            Tab("all", _("全部"), order=("-changed_at", "-pk")),
        ),
    ),
    tells=_("先看有没有侵犯别人的权利、照片里的人同意了没有，再发布；退回要写原因。"),
    empty=Empty(_("没有待审核的内容"), icon="checks"),
)  # fmt: skip
TONES = {Report.State.OPEN: "needs", Report.State.UPHELD: "refused"}
REPORTS = Table[Report](
    _("举报"),
    (
        Column("post", _("内容"), lambda row: row.post.title, width=40, small=lambda row: row.reference,
               href=lambda row: reverse("community:desk_report", args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("reason", _("原因"), lambda row: row.get_reason_display(), width=24),
        Column("text", _("说明"), lambda row: row.text, width=48),
        Column("at", _("提出"), lambda row: row.at, Kind.TIME),
        Column("state", _("状态"), lambda row: row.get_state_display(), width=12,
               tone=lambda row: TONES.get(Report.State(row.state), "ink")),
        Column("answer", _("处理理由"), lambda row: row.answer, width=48),
    ),
    page=("post", "reason", "at", "state"), named="post",
    key="community.reports", route="community:reports", door=OFFICIALS,
    rows=lambda person, _asked: queries.kept_reports(person),
    filters=(Filter("reason", _("原因"), lookup="reason", choices=Report.Reason.choices),),
    tabs=Tabs(
        (
            Tab("open", _("待处理"), _in("open"), order=("at", "pk"), tone="needs"),
            Tab("all", _("全部"), order=("-at", "-pk")),
        ),
    ),
    empty=Empty(_("没有待处理的举报"), icon="flag"),
)  # fmt: skip
LISTS = (POSTS, ACTIVITIES, DESK_ACTIVITIES, MINE, DESK_POSTS, REPORTS)
