"""Readers speak: a consent is taken back, a post is reported; and what the office says to it."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.asking.actions import visitor_of
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, official, write_log
from district.services.community import states, telling
from district.services.community.models import Appearance, Post, Report
from district.services.community.models.posts import LETTERS
from district.services.community.permissions import may_answer_report, may_take_back
from district.services.community.posting import alone_with, moved, take_away

ROOM = "community"
PER_HOUR = 5  # reports from one address


def withdraw_consent(*, consent: Appearance, by: Person | None, token: str = "") -> Appearance:
    """Somebody in a picture or named in a text does not agree any more: the picture goes at once, a text that names
    them goes offline, or back to who wrote it where it waits to be looked at. A second time changes nothing. Raises
    Refused.
    """
    require(may_take_back(by, consent, token))
    with transaction.atomic():
        alone_with(consent.post)  # first, as whoever publishes it does: what is published meanwhile is seen here
        row = lock(Appearance.objects.all()).get(pk=consent.pk)
        if row.withdrawn_at is None:
            row.withdrawn_at = clock.now()
            row.save(update_fields=["withdrawn_at"])
            write_log(room=ROOM, subject=row.post.reference, verb="withdraw-consent", by=by)
            _follow(row, by)
    consent.refresh_from_db()
    return consent


def _follow(row: Appearance, by: Person | None) -> None:
    if row.picture is not None:
        if row.picture.gone_at is None:
            take_away(row.picture)
        telling.picture_gone(row.post, row.picture)
        return
    verb = {states.PUBLISHED: "withdraw", states.SUBMITTED: "return"}.get(row.post.state)
    if verb is None:
        telling.name_gone(row.post)
        return
    with official():
        why = _("文中写到的人撤回了同意，请改去姓名再提交。")
    moved(row.post, verb, by, why=why)
    telling.not_public(row.post, by)


def report(*, post: Post, by: Person | None, reason: str, text: str, address: str) -> Report:
    """A reader says a post should not stand there. The same reader's open report is given again.

    Raises NotPossible: more than five an hour from one address; nothing said where the reason is 'other'.
    """
    if reason == Report.Reason.OTHER and not text.strip():
        raise NotPossible(_("请写明哪里不妥。"))
    visitor = visitor_of(f"person {by.pk}" if by is not None else address)
    hour = clock.now() - dt.timedelta(hours=1)
    with transaction.atomic():
        lock(Post.objects.all()).get(pk=post.pk)
        if known := post.reports.filter(visitor=visitor, state=Report.State.OPEN).first():
            return known
        if len(Report.objects.filter(visitor=visitor, at__gt=hour)[:PER_HOUR]) == PER_HOUR:
            raise NotPossible(_("一小时内最多举报 %(n)d 次，请稍后再试。") % {"n": PER_HOUR})
        made = Report.objects.create(
            reference=f"JB{clock.today().year}-{''.join(secrets.choice(LETTERS) for _n in range(6))}", post=post,
            reason=reason, text=text.strip()[:500], by=by, visitor=visitor, at=clock.now(),
        )  # fmt: skip
        write_log(room=ROOM, subject=made.reference, verb="report", by=by, after=made.state,
                  data={"post": post.reference, "reason": reason})  # fmt: skip
        telling.reported(made)
    return made


def answer_report(*, report: Report, by: Person, upheld: bool, answer: str) -> Report:
    """Upheld: the post goes offline and its author is told why; else it stays. Who reported is told, if they have an
    account. Raises Refused, NotPossible: without a reason, or answered otherwise already.
    """
    require(may_answer_report(by, report))
    if not answer.strip():
        raise NotPossible(_("请写明理由，举报人和作者会看到。"))
    wanted = Report.State.UPHELD if upheld else Report.State.DISMISSED
    with transaction.atomic():
        row = lock(Report.objects.all()).select_related("post").get(pk=report.pk)
        if row.state != Report.State.OPEN:
            if row.state == wanted:
                return row
            raise NotPossible(_("这个举报已经处理：%(state)s。") % {"state": row.get_state_display()})
        row.state, row.answer, row.answered_by, row.answered_at = wanted, answer.strip()[:300], by, clock.now()
        row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        write_log(room=ROOM, subject=row.reference, verb="answer-report", by=by, before="open", after=row.state,
                  reason=row.answer)  # fmt: skip
        if upheld and row.post.state == states.PUBLISHED:
            moved(row.post, "withdraw", by, why=row.answer)
            telling.not_public(row.post, by)
        telling.report_answered(row)
    report.refresh_from_db()
    return row
