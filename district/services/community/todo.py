"""What waits: posts and reports for who looks at them, a returned post for who wrote it."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person
from district.ground.record.calendar import add_working_days
from district.ground.slots.times import ZONE
from district.services.community import queries, states
from district.services.community.models import Post, Report

WITHIN = 2  # working days from handing in, or from a report


def _posts(person: Person, _today: dt.date) -> QuerySet[Post]:
    return queries.to_moderate(person).annotate(day=TruncDate(F("submitted_at"), tzinfo=ZONE))


def _reports(person: Person, _today: dt.date) -> QuerySet[Report]:
    return queries.standing_reports(person).annotate(day=TruncDate(F("at"), tzinfo=ZONE))


def due(row: Post | Report) -> dt.date:
    return add_working_days(row.day, WITHIN).date  # type: ignore[union-attr] # annotated above


def _returned(person: Person, _today: dt.date) -> QuerySet[Post]:
    return queries.my_posts(person).filter(state=states.RETURNED)


def _post(row: Post) -> Shown:
    return Shown(_("审核"), row.title, reverse("community:desk_post", args=[row.reference]))


def _report(row: Report) -> Shown:
    return Shown(_("处理举报"), row.post.title, reverse("community:desk_report", args=[row.reference]))


def _mine(row: Post) -> Shown:
    return Shown(_("按意见修改"), row.title, reverse("community:mine_one", args=[row.reference]))


POSTS = Source("post", gettext_lazy("内容审核"), _posts, _post, due, told_by="post_waits", desk=True)
REPORTS = Source("post_report", gettext_lazy("举报"), _reports, _report, due, told_by="post_waits", desk=True)
RETURNED = Source("post_returned", gettext_lazy("投稿"), _returned, _mine, told_by="post")
