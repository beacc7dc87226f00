"""Deciding a contest by its published rule; ties by whoever leads the office, with reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.services.community.contests.actions import move
from district.services.community.contests.models import Contest, ContestEntry, MarkSheet, TieDecided
from district.services.community.contests.permissions import may_chair, may_run
from district.services.community.contests.standing import Standing, standing_of
from district.services.community.contests.states import JUDGING

ROOM = "contests"


def obstacles(found: Standing) -> list[str]:
    """What keeps the contest from being decided, in sentences."""
    says: list[str] = []
    waiting = [each.expert.name for each in found.judges if each.handed_in_at is None and each.pk in _sat(found)]
    if waiting:
        says.append(_("还没有交卷：%(names)s。") % {"names": "、".join(waiting)})
    if open_ := [each for line in found.lines for each in line.sheets if _waits(each)]:
        says.append(_("还没有评的：%(judges)s。") % {"judges": _counted(open_)})
    least = found.contest.least
    if short := [line.entry.title for line in found.lines if len(line.sheets) - len(line.recused) < least]:
        words = {"entries": "、".join(short), "n": least}
        says.append(_("%(entries)s不足 %(n)d 位评委，请补上评委。") % words)
    if far := found.outliers:
        says.append(_("有离群的评分，先请评委复看：%(sheets)s。") % {"sheets": _named(far)})
    if again := [each for line in found.lines for each in line.given if each.asked_again]:
        says.append(_("还在等评委复看：%(sheets)s。") % {"sheets": _named(again)})
    if found.ties and not says:
        says.append(_("有同分的，请组织单位负责人先定先后。"))
    return says


def _sat(found: Standing) -> set[int]:
    return {each.judge_id for line in found.lines for each in line.sheets}


def _waits(sheet: MarkSheet) -> bool:
    return sheet.state in (MarkSheet.State.OPEN, MarkSheet.State.DECLARED)


def _counted(sheets: Sequence[MarkSheet]) -> str:
    """Judges, and how many of theirs there are."""
    names = Counter(each.judge.expert.name for each in sheets)
    return "、".join(_("%(name)s %(n)d 件") % {"name": name, "n": n} for name, n in names.items())


def _named(sheets: Sequence[MarkSheet]) -> str:
    return "、".join(f"{each.judge.expert.name}（{each.entry.title}）" for each in sheets)


def decide_tie(*, contest: Contest, by: Person, order: Sequence[str], reason: str) -> TieDecided:
    """Put entries with the same marks in order, with reasons; `order` are their references. Raises Refused,
    NotPossible."""
    require(may_chair(by, contest))
    with transaction.atomic():
        row = lock(Contest.objects.all()).get(pk=contest.pk)
        if row.state != JUDGING:
            raise NotPossible(_("现在不在评审中。"))
        found = standing_of(row)
        group = next(((track, lines) for track, lines in found.ties
                      if {line.entry.reference for line in lines} == set(order)), None)  # fmt: skip
        if group is None or len(set(order)) < len(order):
            raise NotPossible(_("请给这一组同分的作品各排一个不同的先后。"))
        if any(each != _("有同分的，请组织单位负责人先定先后。") for each in obstacles(found)):
            raise NotPossible(_("评分还没有齐，先不定同分的先后。"))
        if not reason.strip():
            raise NotPossible(_("请写明定先后的理由。"))
        made = TieDecided.objects.create(
            contest=row, track=group[0], order=list(order), reason=reason.strip()[:500], by=by, at=clock.now()
        )
        write_log(room=ROOM, subject=row.reference, verb="decide-tie", by=by, reason=made.reason,
                  data={"order": made.order})  # fmt: skip
    return made


def decide(*, contest: Contest, by: Person) -> Contest:
    """Put scores and places down by the published rule; nobody but the office sees them before they are published.

    Raises Refused, NotPossible, MoveRefused.
    """
    require(may_run(by, contest))
    with transaction.atomic():
        row = lock(Contest.objects.all()).get(pk=contest.pk)
        found = standing_of(row)
        if row.state == JUDGING and (says := obstacles(found)):
            raise NotPossible(says[0])
        with move(contest, "decide", by) as moved:
            moved.decided_at, moved.decided_by = clock.now(), by
            for line in found.lines:
                ContestEntry.objects.filter(pk=line.entry.pk).update(
                    score=line.raw, adjusted=line.adjusted, place=line.place
                )
    return contest
