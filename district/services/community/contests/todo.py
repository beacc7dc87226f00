"""What waits: sheets for a judge, moves for the bureau, a prize for the team's lead, a draft before its deadline."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.moment import Moment
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person, Role
from district.services.community.contests.models import Contest, ContestAward, ContestEntry, MarkSheet
from district.services.community.contests.queries import own_sheets, to_mark


def sheets(person: Person, today: dt.date) -> QuerySet[MarkSheet]:
    return to_mark(own_sheets(person))


def contests(person: Person, today: dt.date) -> QuerySet[Contest]:
    """To seat, once entries are closed; to publish, once the day has come."""
    now = Q(state="called", closes_at__lte=Moment()) | Q(state="decided", results_on__lte=today)
    return Contest.objects.filter(now, office__in=person.bureau_ids(Role.OFFICER))


def drafts(person: Person, today: dt.date) -> QuerySet[ContestEntry]:
    rows = ContestEntry.objects.of(person).filter(state="draft", contest__state="called")
    return rows.filter(contest__closes_at__gt=Moment()).select_related("contest")


def prizes(person: Person, today: dt.date) -> QuerySet[ContestAward]:
    rows = ContestAward.objects.filter(entry__team__lead=person.pk, claims=None, revoked=None)
    return rows.select_related("entry__contest", "prize")


def _sheet(row: MarkSheet) -> Shown:
    words = _("复看评分") if row.asked_again else _("评审参赛作品")
    return Shown(words, f"{row.entry.title} · {row.judge.contest.title}", reverse("contests:sheet", args=[row.pk]))


def _contest(row: Contest) -> Shown:
    words = _("公布大赛结果") if row.state == "decided" else _("分派大赛评审")
    return Shown(words, row.title, reverse("contests:desk_one", args=[row.reference]))


def _draft(row: ContestEntry) -> Shown:
    return Shown(_("提交参赛作品"), f"{row} · {row.contest.title}", reverse("contests:entry", args=[row.reference]))


def _prize(row: ContestAward) -> Shown:
    words = f"{row.prize} · {row.entry.contest.title}"
    return Shown(_("领取奖项"), words, reverse("contests:entry", args=[row.entry.reference]))


def _closes(row: ContestEntry) -> dt.date:
    return timezone.localdate(row.contest.closes_at)


def _due(row: Contest) -> dt.date:
    return row.results_on if row.state == "decided" else row.marks_due_on


SHEETS = Source("contest_sheet", gettext_lazy("大赛评审"), sheets, _sheet, "judge__contest__marks_due_on")
CONTESTS = Source("contest", gettext_lazy("创业大赛"), contests, _contest, _due, desk=True)
DRAFTS = Source("contest_entry", gettext_lazy("参赛作品"), drafts, _draft, _closes)
PRIZES = Source("contest_prize", gettext_lazy("大赛奖项"), prizes, _prize)
