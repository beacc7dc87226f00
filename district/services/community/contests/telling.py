"""What people are told of a contest; in Chinese, whatever the page of who acts speaks."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from district.enterprises.queries import told_of
from district.ground import clock
from district.ground.messages.posting import post
from district.ground.people.queries import Expert, Person
from district.ground.record.actions import official
from district.services.community.contests.models import Contest, ContestAward, ContestEntry

ROOM = "contests"


def people_of(entry: ContestEntry) -> list[Person]:
    """Everybody who belongs to what was entered."""
    if entry.team is not None:
        seats = entry.team.seats.filter(joined_at__isnull=False, left_at=None).select_related("person")
        return list(
            {each.pk: each for each in (entry.team.lead, *(seat.person for seat in seats if seat.person))}.values()
        )
    assert entry.enterprise is not None
    return list(told_of(entry.enterprise))


def cancelled(contest: Contest) -> None:
    for entry in contest.entries.exclude(state="withdrawn").select_related("team__lead", "enterprise"):
        _tell(entry, _("%(contest)s取消了"), contest.reason)


def published(entry: ContestEntry, award: ContestAward | None) -> None:
    """Each entry hears what came of it, the moment everybody may."""
    with official():
        if award is None:
            body = _("感谢参加。名单、平均分和评委的评语可以在大赛页面看到。")
        elif entry.team is not None:
            body = _("获得“%(prize)s”。请负责人领取：记入本人或者团队新办的企业，就能凭它申报发展金。")
        else:
            body = _("获得“%(prize)s”，已记入企业信息，可以凭它申报发展金。")
        words = {"prize": award.prize.name if award else ""}
    _tell(entry, _("%(contest)s公布结果"), body % words, needs_action=award is not None and entry.team is not None)


def revoked(award: ContestAward, reason: str) -> None:
    _tell(award.entry, _("%(contest)s的奖项被撤销"), reason)


def _tell(entry: ContestEntry, title: str, body: str, *, needs_action: bool = False) -> None:
    with official():
        post(
            to=people_of(entry), title=title % {"contest": entry.contest.title}, body=body, room=ROOM,
            link=reverse("contests:entry", args=[entry.reference]), subject=entry.reference, kind="contest",
            needs_action=needs_action, office=entry.contest.office,
        )  # fmt: skip


def judges_asked(contest: Contest, experts: Iterable[Expert], *, again: bool = False) -> None:
    """Who has an account is asked to mark; the others get a link from the officer."""
    with official():
        day = {"day": clock.said(contest.marks_due_on)}
        title, body = _("请评审：%(contest)s"), _("请逐件先申报有无利益关系，再打分，在%(day)s前交卷。")
        if again:
            title = _("请复看您的评分：%(contest)s")
            body = _("有的评分与其他评委相差较大。可以改，也可以不改，请写明理由。")
        post(
            to=[each.person for each in experts if each.person is not None],
            title=title % {"contest": contest.title}, body=body % day, link=reverse("contests:sheets"), room=ROOM,
            subject=contest.reference, kind="contest", needs_action=True, office=contest.office,
        )  # fmt: skip
