"""What the API reads of the community: one post, one activity, as their pages show them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.bringing.shown import Reading
from district.ground.people.doors import known
from district.services.community import queries
from district.services.community.models import Activity, Post


@dataclass(frozen=True)
class PostShown:
    """A post as it is read: `text` is Markdown; `pictures` are what they show."""

    reference: str
    kind: str
    title: str
    lead: str
    text: str
    by: str
    office: str
    state: str
    state_words: str
    published: dt.datetime | None
    pictures: list[str]
    page: str


@dataclass(frozen=True)
class ActivityShown:
    """An activity with its seats; `waiting`: how many stand in line."""

    reference: str
    title: str
    kind: str
    text: str
    topics: list[str]
    series: str
    starts: dt.datetime
    ends: dt.datetime
    place: str
    office: str
    planned: bool
    why: str
    capacity: int
    left: int
    waiting: int
    closes: dt.datetime
    page: str


def post(user: Any, _asked: None, reference: str) -> PostShown:
    row = queries.posts_seen(known(user)).filter(reference=reference).first()
    if row is None:
        raise Http404
    return post_shown(row)


def post_shown(row: Post) -> PostShown:
    return PostShown(
        row.reference, str(row.get_kind_display()), row.title, row.lead, row.text, str(row.enterprise or row.office),
        row.office.name, row.state, str(row.shown.public), row.published_at,
        list(row.pictures.there().values_list("alt", flat=True)), reverse("community:post", args=[row.reference]),
    )  # fmt: skip


def activity(user: Any, _asked: None, reference: str) -> ActivityShown:
    row = queries.activities_seen(known(user)).filter(reference=reference).first()
    if row is None:
        raise Http404
    return activity_shown(row)


def activity_shown(row: Activity) -> ActivityShown:
    session = row.session
    return ActivityShown(
        row.reference, session.title, str(row.get_kind_display()), row.text, row.topics_said, str(row.series or ""),
        session.starts, session.ends, session.place, str(session.office or ""), session.is_planned, session.why,
        session.capacity, max(session.left, 0), session.seats.in_line().count(), session.closes_at,
        reverse("community:activity", args=[row.reference]),
    )  # fmt: skip


POST = {
    "reference": "CK2026-ABCDEF", "kind": "企业展示", "title": "示例：会数箱子的摄像头", "lead": "仓库自己盘点。",
    "text": "## 我们做什么\n\n给仓库盘点。", "by": "示例甲科技有限公司", "office": "区人社局", "state": "published",
    "state_words": "已发布", "published": "2026-06-24T10:00:00+08:00", "pictures": ["示例：仓库里的摄像头"],
    "page": "/community/posts/CK2026-ABCDEF/",
}  # fmt: skip
POST_EN = {**POST, "kind": "Showcase", "title": "Example: a camera that counts boxes",
           "lead": "A warehouse that takes stock by itself.", "text": "## What we do\n\nWe take stock of warehouses.",
           "by": "Example A Technology Co., Ltd.", "office": "District HR and Social Security Bureau",
           "state_words": "Published", "pictures": ["Example: a camera in a warehouse"]}  # fmt: skip
ACTIVITY = {
    "reference": "HD2026-ABCDEF", "title": "示例：小巨人下午茶", "kind": "下午茶", "text": "聊试产。",
    "topics": ["试产"], "series": "示例下午茶",
    "starts": "2026-12-01T15:00:00+08:00", "ends": "2026-12-01T17:00:00+08:00",
    "place": "示例厅", "office": "区人社局", "planned": True, "why": "", "capacity": 30, "left": 4, "waiting": 0,
    "closes": "2026-12-01T14:00:00+08:00", "page": "/community/activities/HD2026-ABCDEF/",
}  # fmt: skip
ACTIVITY_EN = {**ACTIVITY, "title": "Example: tea for little giants", "kind": "Tea", "text": "About pilot runs.",
               "topics": ["Pilot runs"], "series": "Example teas", "place": "Example hall",
               "office": "District HR and Social Security Bureau"}  # fmt: skip
READINGS = (
    Reading("community.post", "community/posts/{reference}", _("一篇动态或者企业展示"), PostShown, post, opened=True,
            examples={"zh": POST, "en": POST_EN}),
    Reading("community.activity", "community/activities/{reference}", _("一场活动和它的席位"), ActivityShown, activity,
            opened=True, examples={"zh": ACTIVITY, "en": ACTIVITY_EN}),
)  # fmt: skip
