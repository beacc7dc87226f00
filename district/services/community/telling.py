"""What people are told: who looks at posts, who wrote them, who reported them; in Chinese, as is official."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from district.enterprises.queries import members_of
from district.ground.messages.posting import mark_done, post
from district.ground.people.queries import Person, officers_of
from district.ground.record.actions import official
from district.services.community import states
from district.services.community.models import Picture, Post, Report

ROOM = "community"


def authors_of(row: Post) -> list[Person]:
    """Who wrote it, and colleagues of the firm it is of."""
    found = {row.author.pk: row.author}
    if row.enterprise is not None:
        found |= {each.pk: each for each in members_of(row.enterprise)}
    return [found[key] for key in sorted(found)]


def _tell_authors(row: Post, title: str, body: str, but: Person | None, *, acts: bool = False) -> None:
    to: Iterable[Person] = [each for each in authors_of(row) if each != but]
    post(to=to, title=title, body=body, room=ROOM, subject=row.reference, kind="post", needs_action=acts,
         office=row.office, link=reverse("community:mine_one", args=[row.reference]))  # fmt: skip


def handed_in(row: Post) -> None:
    with official():
        post(to=officers_of(row.office), title=_("待审核：%(title)s") % {"title": row.title}, room=ROOM,
             body=_("%(kind)s，%(author)s提交。审核后发布，或者写明原因退回。")
             % {"kind": row.get_kind_display(), "author": row.enterprise or row.author},
             subject=row.reference, kind="post_waits", needs_action=True, office=row.office,
             link=reverse("community:desk_post", args=[row.reference]))  # fmt: skip


def no_longer_waits(row: Post) -> None:
    mark_done(room=ROOM, subject=row.reference)


def published(row: Post, by: Person) -> None:
    mark_done(room=ROOM, subject=row.reference)
    with official():
        title = _("已发布：%(title)s") % {"title": row.title}
        _tell_authors(row, title, _("所有人都能看到。要改的时候先下线，改好再提交。"), by)


def not_public(row: Post, by: Person | None) -> None:
    """Sent back, or taken offline: why, and what can be done now."""
    mark_done(room=ROOM, subject=row.reference)
    with official():
        title = _("%(state)s：%(title)s") % {"state": row.shown.staff, "title": row.title}
        body = _("原因：%(why)s。改好可以再提交；有不同意见请联系%(office)s。") % {"why": row.why, "office": row.office}
        _tell_authors(row, title, body, by, acts=True)


def picture_gone(row: Post, picture: Picture) -> None:
    with official():
        title = _("一张照片已删除：%(title)s") % {"title": row.title}
        _tell_authors(row, title, _("“%(alt)s”：画面里的人撤回了同意，照片已经删除。") % {"alt": picture.alt}, None)


def name_gone(row: Post) -> None:
    """Of a text that nobody else sees at present."""
    if row.state == states.DROPPED:
        return
    with official():
        title = _("有人撤回了同意：%(title)s") % {"title": row.title}
        _tell_authors(row, title, _("文中写到的人撤回了同意，请改去姓名再提交。"), None)


def reported(row: Report) -> None:
    with official():
        post(to=officers_of(row.post.office), title=_("有人举报：%(title)s") % {"title": row.post.title}, room=ROOM,
             body=_("%(reason)s。%(text)s") % {"reason": row.get_reason_display(), "text": row.text},
             subject=row.reference, kind="post_waits", needs_action=True, office=row.post.office,
             link=reverse("community:desk_report", args=[row.reference]))  # fmt: skip


def report_answered(row: Report) -> None:
    mark_done(room=ROOM, subject=row.reference)
    if row.by is None:
        return
    with official():
        title = _("您举报的内容已处理：%(title)s") % {"title": row.post.title}
        body = _("%(state)s。%(answer)s") % {"state": row.get_state_display(), "answer": row.answer}
        post(to=[row.by], title=title, body=body, room=ROOM, subject=row.reference, kind="post",
             office=row.post.office, link=reverse("community:home"))  # fmt: skip
