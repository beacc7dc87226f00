"""What search finds of the community: posts, its pages by errand, and what is on, of every office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.marked.html import plain
from district.ground.record.queries import log_lines
from district.ground.search.things import Page, Source, Thing
from district.ground.slots.queries import public_sessions
from district.ground.slots.times import day_of
from district.services.community.models import Activity, Post

ROW = 0.8  # many rows fit one word: they come behind what the district itself gives
PAGES = (
    Page("community:home", _("创客杨浦"), _("创新创业的动态、企业展示、活动"),
         "创客、企业展示、宣传平台、动态、新闻、makers、news、showcase"),
    Page("community:activities", _("活动"), _("下午茶、沙龙、座谈会、讲座，在线报名"),
         "活动报名、下午茶、小巨人下午茶、沙龙、座谈会、交流会、讲座、salon、afternoon tea、events"),
    Page("community:write", _("展示我的企业"), _("写一篇动态或者企业展示，审核后发布"),
         "投稿、宣传我的企业、发布、企业展示、submit news、show my business"),
    Page("community:mine", _("我在创客杨浦"), _("写过的内容，报名的活动和签到码"),
         "我的投稿、我的报名、签到码、my posts、ticket"),
)  # fmt: skip


def stamp(day: dt.date) -> Hashable:
    """Changes with every post and session that everybody sees: the log has a line for each. Drafts, seats (`/` in what
    the log calls them) and appointments change nothing that is found.
    """
    posts = Q(room="community", verb__in=("publish", "withdraw"))
    sessions = Q(room="slots", verb__in=("plan", "change", "cancel"), subject__startswith=SESSION)
    rows = log_lines().filter(posts | (sessions & ~Q(subject__contains="/")))
    return day, rows.values_list("number", flat=True).first()


SESSION = "HD"  # what a session's reference begins with


def things(day: dt.date) -> Iterator[Thing]:
    for post in Post.objects.published().select_related("enterprise", "office"):
        yield Thing(
            "post", post.reference, post.title, reverse("community:post", args=[post.reference]),
            tags=(str(post.get_kind_display()), str(post.enterprise or "")), lead=post.lead,
            body=plain(post.text, 2000), weight=ROW,
        )  # fmt: skip
    about = {row.session_id: row for row in Activity.objects.select_related("series")}
    for session in public_sessions():
        row = about.get(session.pk)
        route = "community:activity" if row else "slots:session"
        tags = (str(row.get_kind_display()), *row.topics_said, str(row.series or "")) if row else ()
        yield Thing(
            "activity", session.reference, session.title, reverse(route, args=[session.reference]),
            tags=(*tags, str(session.office or "")), lead=f"{session.when}，{session.place}", body=session.text,
            weight=ROW, until=day_of(session.ends),
        )  # fmt: skip


SOURCE = Source("community", stamp, things)
