"""Writes of who enters: teams and their members; entries begun, filled in, handed in, taken back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.files.actions import forget, store
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, moving, write_log
from district.ground.surveys.answering import read, typed
from district.ground.surveys.questions import Content
from district.services.community.contests.codes import digest_of, reference, token
from district.services.community.contests.models import Contest, ContestEntry, ContestTeam, EntryPaper, TeamSeat, Track
from district.services.community.contests.permissions import in_team, may_enter_for, may_lead, may_speak
from district.services.community.contests.states import (
    DRAFT,
    ENTRY_MOVES,
    ENTRY_STATES,
    HANDED_IN,
    SETTLED,
)

ROOM = "contests"
PAPERS, SEATS = 5, 20  # of an entry, of a team at most


def agreed_words(team: ContestTeam) -> str:
    """What a member agrees to, as it is kept."""
    return _(
        "我加入团队“%(team)s”，同意由负责人%(lead)s代表团队参赛、领取奖项；参赛作品和团队名称提交给组织单位和评委。我可以随时退出。"
    ) % {"team": team.name, "lead": team.lead.name}  # fmt: skip


def make_team(*, by: Person, name: str, request_key: uuid.UUID) -> ContestTeam:
    """A team without a firm, led by whoever makes it; the same key gives the same. Raises NotPossible."""
    name = name.strip()
    if len(name) < 2:
        raise NotPossible(_("请写团队的名称。"))
    with transaction.atomic():
        if known := ContestTeam.objects.filter(request_key=request_key).first():
            return known
        if ContestTeam.objects.filter(lead=by, name=name).exists():
            raise NotPossible(_("您已有一个同名的团队。"))
        team = ContestTeam.objects.create(
            reference=reference("TD"), name=name[:60], lead=by, made_at=clock.now(), request_key=request_key
        )
        write_log(room=ROOM, subject=team.reference, verb="make-team", by=by)
    return team


def invite(*, team: ContestTeam, by: Person, name: str) -> tuple[TeamSeat, str]:
    """Ask somebody to join, and the token of their link, told this once. Raises Refused, NotPossible."""
    require(may_lead(by, team))
    if not name.strip():
        raise NotPossible(_("请写要邀请的人的姓名。"))
    secret = token()
    with transaction.atomic():
        row = lock(ContestTeam.objects.all()).get(pk=team.pk)
        if len(row.seats.filter(left_at=None).values("pk")) >= SEATS:
            raise NotPossible(_("一个团队最多 %(n)d 人。") % {"n": SEATS})
        seat = TeamSeat.objects.create(
            team=row, name=name.strip()[:40], secret=digest_of(secret), invited_at=clock.now()
        )
        write_log(room=ROOM, subject=row.reference, verb="invite-member", by=by)
    return seat, secret


def join(*, seat: TeamSeat, by: Person) -> TeamSeat:
    """Who holds the link joins by their own word. Their own click again changes nothing. Raises NotPossible."""
    with transaction.atomic():
        row = lock(TeamSeat.objects.select_related("team__lead")).get(pk=seat.pk)
        if row.person_id == by.pk and row.left_at is None:
            return row
        if row.joined_at is not None or row.left_at is not None:
            raise NotPossible(_("这个邀请已经用过或者收回了，请负责人再发一个。"))
        if in_team(by, row.team):
            raise NotPossible(_("您已经在这个团队里。"))
        row.person, row.joined_at, row.agreed = by, clock.now(), agreed_words(row.team)
        row.save()
        write_log(room=ROOM, subject=row.team.reference, verb="join-team", by=by)
    return row


def leave(*, seat: TeamSeat, by: Person) -> TeamSeat:
    """A member leaves, or the lead takes one or an invitation out; again changes nothing. Raises Refused."""
    if seat.person_id != by.pk:
        require(may_lead(by, seat.team))
    with transaction.atomic():
        row = lock(TeamSeat.objects.all()).get(pk=seat.pk)
        if row.left_at is None:
            row.left_at = clock.now()
            row.save(update_fields=["left_at"])
            write_log(room=ROOM, subject=seat.team.reference, verb="leave-team", by=by)
    return row


def start(
    *, contest: Contest, by: Person, track: Track, enterprise: Enterprise | None = None, team: ContestTeam | None = None
) -> ContestEntry:
    """Begin an entry of a firm or of a team; the one there is, where there is one. Raises Refused, NotPossible."""
    require(may_lead(by, team) if team is not None else may_enter_for(by, enterprise) if enterprise else _nobody())
    with transaction.atomic():
        row = lock(Contest.objects.all()).get(pk=contest.pk)
        _check_open(row)
        own = {"team": team} if team is not None else {"enterprise": enterprise}
        standing = ContestEntry.objects.filter(contest=row, **own).exclude(state="withdrawn").first()
        if standing is not None:
            return standing
        entry = ContestEntry.objects.create(
            reference=reference("ZP"),
            contest=row,
            track=track,
            made_by=by,
            made_at=clock.now(),
            saved_at=clock.now(),
            **own,
        )
        write_log(room=ROOM, subject=entry.reference, verb="start-entry", by=by)
    return entry


def _nobody() -> Any:
    raise NotPossible(_("请选择以哪家企业或者哪个团队参赛。"))


def _check_open(contest: Contest) -> None:
    if contest.state != "called":
        raise NotPossible(_("这场大赛现在不收作品。"))
    if clock.now() < contest.opens_at:
        raise NotPossible(_("报名还没有开始。"))
    if contest.is_over:
        raise NotPossible(_("报名已经截止。"))


def save(
    *, entry: ContestEntry, by: Person, title: str, answers: Mapping[str, Any], named: bool, track: Track | None = None
) -> ContestEntry:
    """Keep a draft as typed. Raises Refused, NotPossible."""
    require(may_speak(by, entry))
    with transaction.atomic():
        row = _draft(entry)
        row.title, row.named = title.strip()[:80], named
        row.answers = typed(Content.kept(row.contest.questions), answers)
        if track is not None and track.contest_id == row.contest_id:
            row.track = track
        row.saved_at = clock.now()
        row.save()
    return row


def _draft(entry: ContestEntry) -> ContestEntry:
    contest = lock(Contest.objects.all()).get(pk=entry.contest_id)
    _check_open(contest)
    row = lock(ContestEntry.objects.select_related("contest", "track")).get(pk=entry.pk)
    if row.state != DRAFT:
        raise NotPossible(_("作品已经提交；截止以前可以先撤回再改。"))
    return row


def add_paper(*, entry: ContestEntry, by: Person, file: Any) -> EntryPaper:
    """A file of the entry, told by its content. Raises Refused, NotPossible, BadUpload."""
    require(may_speak(by, entry))
    kept = store(file=file, name=file.name or "", room=ROOM, subject=entry.reference, by=by)
    with transaction.atomic():
        row = _draft(entry)
        if len(row.papers.values("pk")) >= PAPERS:
            raise NotPossible(_("一件作品最多 %(n)d 个文件。") % {"n": PAPERS})
        paper, _made = EntryPaper.objects.get_or_create(entry=row, file=kept, defaults={"at": clock.now()})
    return paper


def drop_paper(*, paper: EntryPaper, by: Person) -> None:
    """Raises Refused, NotPossible."""
    require(may_speak(by, paper.entry))
    with transaction.atomic():
        _draft(paper.entry)
        stored = paper.file
        paper.delete()
        forget(file=stored)


def hand_in(*, entry: ContestEntry, by: Person) -> ContestEntry:
    """Hand a draft in: named, every question answered, in time. Raises Refused, NotPossible."""
    require(may_speak(by, entry))
    with transaction.atomic():
        row = _draft(entry)
        if missing := faults(row):
            raise NotPossible(missing[0])
        with _moved(entry, "hand-in", by) as moved:
            moved.handed_in_at = clock.now()
            moved.answers = read(content := Content.kept(row.contest.questions), row.answers).kept(content)
    return entry


def faults(entry: ContestEntry) -> list[str]:
    """What is missing before it can be handed in."""
    found = [] if entry.title else [_("请写作品名称。")]
    content = Content.kept(entry.contest.questions)
    wrong = read(content, entry.answers).wrong
    words = _("“%(question)s”：%(why)s")
    return found + [words % {"question": content.asked[key].label, "why": why} for key, why in wrong.items()]


def _moved(entry: ContestEntry, verb: str, by: Person, **more: Any) -> Any:
    return moving(entry, verb, states=ENTRY_STATES, moves=ENTRY_MOVES, room=ROOM, by=by, **more)


def take_back(*, entry: ContestEntry, by: Person) -> ContestEntry:
    """Back to the draft, as long as entries are taken. Raises Refused, NotPossible."""
    require(may_speak(by, entry))
    with transaction.atomic():
        _check_open(lock(Contest.objects.all()).get(pk=entry.contest_id))
        with _moved(entry, "take-back", by) as row:
            row.handed_in_at = None
    return entry


def withdraw(*, entry: ContestEntry, by: Person) -> ContestEntry:
    """Out of the contest, until its results are decided. Raises Refused, NotPossible."""
    require(may_speak(by, entry))
    with transaction.atomic():
        contest = lock(Contest.objects.all()).get(pk=entry.contest_id)
        if contest.state in SETTLED:
            raise NotPossible(_("名次已经定了，不能再退出。"))
        with _moved(entry, "pull-out" if entry.state == HANDED_IN else "withdraw", by):
            pass
    return entry
