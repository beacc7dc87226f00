"""Writes of the desk on a contest: made, changed, called, cancelled; who sits on its jury."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Expert, Person, experts_for
from district.ground.record.actions import lock, moving, write_log
from district.ground.slots.times import day_of
from district.services.community.contests import telling
from district.services.community.contests.codes import reference
from district.services.community.contests.models import Contest, ContestJudge, Level, Prize, Track
from district.services.community.contests.permissions import may_make, may_run
from district.services.community.contests.states import DRAFT, JURY_GROWS, MOVES, STATES, UNSEATED

ROOM = "contests"
SETTINGS = (
    "title", "title_en", "about", "audience", "opens_at", "closes_at", "marks_due_on", "results_on", "rule", "tie",
    "outlier", "shared", "rubric", "questions",
)  # fmt: skip


def move(contest: Contest, verb: str, by: Person | None, **more: Any) -> AbstractContextManager[Contest]:
    return moving(contest, verb, states=STATES, moves=MOVES, room=ROOM, by=by, **more)


def make(
    *, office: Bureau, by: Person, settings: Mapping[str, Any], tracks: Sequence[str],
    prizes: Sequence[tuple[str, int, str]], request_key: uuid.UUID,
) -> Contest:  # fmt: skip
    """A draft of a contest; the same key gives the same. `prizes`: (name, places a track, level), the best first.

    Raises Refused, NotPossible.
    """
    require(may_make(by))
    with transaction.atomic():
        if known := Contest.objects.filter(request_key=request_key).first():
            return known
        row = Contest(reference=reference("DS"), office=office, made_by=by, made_at=clock.now(),
                      request_key=request_key)  # fmt: skip
        require(may_run(by, row))
        _set(row, settings)
        row.save()
        _offer(row, tracks, prizes)
        write_log(room=ROOM, subject=row.reference, verb="make-contest", by=by, data={"title": row.title})
    return row


def change(
    *, contest: Contest, by: Person, settings: Mapping[str, Any], tracks: Sequence[str],
    prizes: Sequence[tuple[str, int, str]],
) -> Contest:  # fmt: skip
    """A draft anew; what is called keeps its promise. Raises Refused, NotPossible."""
    require(may_run(by, contest))
    with transaction.atomic():
        row = lock(Contest.objects.all()).get(pk=contest.pk)
        if row.state != DRAFT:
            raise NotPossible(_("征集已经发布，规则、奖项和日期不再改。"))
        _set(row, settings)
        row.save()
        row.tracks.all().delete()
        row.prizes.all().delete()
        _offer(row, tracks, prizes)
        write_log(room=ROOM, subject=row.reference, verb="change-contest", by=by)
    return row


def _set(row: Contest, settings: Mapping[str, Any]) -> None:
    for name in SETTINGS:
        setattr(row, name, settings[name])
    if row.closes_at <= row.opens_at:
        raise NotPossible(_("截止要在开始报名以后。"))
    if not day_of(row.closes_at) <= row.marks_due_on <= row.results_on:
        raise NotPossible(_("日期要按先后：报名截止、评审期限、公布日。"))


def _offer(row: Contest, tracks: Sequence[str], prizes: Sequence[tuple[str, int, str]]) -> None:
    if not tracks or not prizes:
        raise NotPossible(_("至少要有一个赛道和一个奖项。"))
    if len(set(tracks)) < len(tracks) or len({name for name, _n, _level in prizes}) < len(prizes):
        raise NotPossible(_("有同名的赛道或奖项。"))
    if wrong := [level for _name, _places, level in prizes if level not in Level.values]:
        raise NotPossible(_("奖项级别写“区级”“市级”或“国家级”，不是“%(level)s”。") % {"level": wrong[0]})
    Track.objects.bulk_create(Track(contest=row, name=name, position=n) for n, name in enumerate(tracks))
    Prize.objects.bulk_create(
        Prize(contest=row, name=name, places=places, level=level, position=n)
        for n, (name, places, level) in enumerate(prizes)
    )


def call(*, contest: Contest, by: Person) -> Contest:
    """Publish the call: the page is everybody's, and what it promises is fixed. Raises Refused, MoveRefused."""
    require(may_run(by, contest))
    if contest.state == DRAFT and contest.is_over:
        raise NotPossible(_("报名截止已经过了，请先改日期。"))
    with move(contest, "call", by) as row:
        row.called_at = clock.now()
    return contest


def cancel(*, contest: Contest, by: Person, reason: str) -> Contest:
    """It does not take place; whoever entered is told why. Raises Refused, NotPossible, MoveRefused."""
    require(may_run(by, contest))
    if not reason.strip():
        raise NotPossible(_("请写明取消的原因。"))
    with transaction.atomic():
        with move(contest, "cancel", by, reason=reason.strip()) as row:
            row.reason = reason.strip()[:500]
        telling.cancelled(contest)
    return contest


def add_judge(*, contest: Contest, by: Person, expert: Expert) -> ContestJudge:
    """Ask an expert onto the jury; there already: nothing changes. Raises Refused, NotPossible."""
    require(may_run(by, contest))
    with transaction.atomic():
        row = lock(Contest.objects.all()).get(pk=contest.pk)
        if row.state not in JURY_GROWS:
            raise NotPossible(_("结果已定，不再增加评委。"))
        if not experts_for().filter(pk=expert.pk).exists():
            raise NotPossible(_("%(name)s现在不在聘。") % {"name": expert.name})
        judge, made = ContestJudge.objects.get_or_create(
            contest=row, expert=expert, defaults={"added_by": by, "added_at": clock.now()}
        )
        if made:
            write_log(room=ROOM, subject=row.reference, verb="add-judge", by=by, data={"expert": expert.reference})
    return judge


def drop_judge(*, judge: ContestJudge, by: Person) -> None:
    """Take a judge off a jury that has not begun. Raises Refused, NotPossible."""
    require(may_run(by, judge.contest))
    with transaction.atomic():
        row = lock(Contest.objects.all()).get(pk=judge.contest_id)
        if row.state not in UNSEATED or judge.sheets.exists():
            raise NotPossible(_("已经分派评审，不能去掉评委；有关系的由本人申报回避。"))
        judge.delete()
        write_log(room=ROOM, subject=row.reference, verb="drop-judge", by=by,
                  data={"expert": judge.expert.reference})  # fmt: skip


def due_to_publish(day: dt.date) -> list[Contest]:
    """Decided contests whose day has come."""
    return list(Contest.objects.filter(state="decided", results_on__lte=day).order_by("pk"))
