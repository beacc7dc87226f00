"""What pages show of an entry, a sheet, a contest's result: one place for what is told before and after its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.surveys.asked.kinds import asked
from district.ground.surveys.questions import Content, Kind
from district.policies.queries import Programme, programmes_in_force
from district.services.community.contests.models import (
    AwardClaim,
    Contest,
    ContestAward,
    ContestEntry,
    EntryPaper,
    MarkSheet,
    Track,
)
from district.services.community.contests.queries import may_bear
from district.services.community.contests.rubrics import WHY, most_of, score_of
from district.services.community.contests.states import PUBLISHED

FOLLOWS = {"enterprise": "contest-follow-on", "person": "team-follow-on"}


def answers_said(entry: ContestEntry) -> list[tuple[Any, str]]:
    """Question and answer, of those that were answered."""
    content = Content.kept(entry.contest.questions)
    return [(each.label, str(entry.answers[key])) for key, each in content.asked.items() if entry.answers.get(key)]


def papers_of(entry: ContestEntry) -> list[EntryPaper]:
    return list(entry.papers.select_related("file"))


def criteria_said(contest: Contest) -> list[tuple[Any, Decimal, Any]]:
    """Label, what it counts at most, help; of each criterion."""
    found = Content.kept(contest.rubric).asked.values()
    return [(each.label, most_of(each), each.help) for each in found if each.kind == Kind.SCALE]


def marks_said(sheet: MarkSheet) -> list[tuple[Any, Decimal | str]]:
    """Criterion and what was given; the reasons last."""
    found: list[tuple[Any, Decimal | str]] = []
    for key, each in Content.kept(sheet.judge.contest.rubric).asked.items():
        if key in sheet.answers:
            value = sheet.answers[key]
            found.append(
                (each.label, score_of(each, value) if each.kind == Kind.SCALE else asked(each).said(each, value))
            )
    return found


def comments_of(entry: ContestEntry) -> list[str]:
    """What judges wrote of an entry, for whoever entered it, once results are told; not who wrote it."""
    if entry.contest.state != PUBLISHED:
        return []
    given = entry.sheets.filter(state=MarkSheet.State.GIVEN).order_by("total", "pk")
    return [str(each.answers[WHY]) for each in given if each.answers.get(WHY)]


@dataclass(frozen=True)
class Result:
    """One line of the published result. `name` is as its people agreed to."""

    entry: ContestEntry
    name: str
    prize: str = ""
    award: ContestAward | None = None

    @property
    def is_revoked(self) -> bool:
        return self.award is not None and hasattr(self.award, "revoked")


def results_of(contest: Contest) -> list[tuple[Track, list[Result]]]:
    """The prizes by track; nothing before it is published."""
    if not contest.is_public:
        return []
    rows = ContestEntry.objects.in_public().filter(contest=contest)
    found: dict[Track, list[Result]] = {}
    wanted = rows.select_related("track", "team", "enterprise", "award__prize", "award__revoked")
    for each in wanted.order_by("track__position", "place"):
        found.setdefault(each.track, []).append(Result(each, each.public_name, str(each.award.prize), each.award))
    return list(found.items())


@dataclass(frozen=True)
class Claimable:
    """What the lead of a prized team may do with the prize: who it may be put down for, or in whose name it is."""

    award: ContestAward
    claim: AwardClaim | None
    subjects: Sequence[Enterprise]
    programme: Programme | None

    @property
    def needs_self(self) -> bool:
        """Whether the lead is not known as a person yet."""
        return not any(each.is_person for each in self.subjects)


def claimable(entry: ContestEntry, person: Person) -> Claimable | None:
    """None where the entry has no prize that stands."""
    award = ContestAward.objects.filter(entry=entry, revoked=None).select_related("prize").first()
    if award is None:
        return None
    claim = AwardClaim.objects.filter(award=award).select_related("subject").first()
    subjects = list(may_bear(person)) if claim is None and entry.team_id else []
    slug = FOLLOWS.get(claim.subject.subject, "") if claim is not None else ""
    programme = programmes_in_force(clock.today()).filter(slug=slug).first() if slug else None
    return Claimable(award, claim, subjects, programme)
