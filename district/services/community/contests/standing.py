"""How a contest stands: each entry's marks, its mean by the published rule, what it would be adjusted, its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from district.ground.jury import adjusting, marks
from district.ground.jury.marks import Marks
from district.ground.surveys.questions import Content, Kind, Question
from district.services.community.contests.models import (
    Contest,
    ContestEntry,
    ContestJudge,
    MarkSheet,
    Prize,
    Rule,
    TieDecided,
    TieRule,
    Track,
)
from district.services.community.contests.queries import sheets_in_full
from district.services.community.contests.rubrics import score_of


@dataclass(frozen=True)
class Line:
    """One entry. `raw` is what decides, by the published rule; `adjusted` stands beside it and decides nothing. `place`
    is None while its marks are not all there or a tie is open."""

    entry: ContestEntry
    sheets: tuple[MarkSheet, ...]
    raw: Decimal | None
    adjusted: Decimal | None
    first: Decimal | None
    far: frozenset[int] = frozenset()
    place: int | None = None
    tied: bool = False
    prize: Prize | None = None

    @property
    def given(self) -> list[MarkSheet]:
        return [each for each in self.sheets if each.state == MarkSheet.State.GIVEN]

    @property
    def recused(self) -> list[MarkSheet]:
        return [each for each in self.sheets if each.state == MarkSheet.State.RECUSED]

    def by(self, judge: ContestJudge) -> MarkSheet | None:
        return next((each for each in self.sheets if each.judge_id == judge.pk), None)


@dataclass(frozen=True)
class Standing:
    """A contest's lines by track, each track in order; who leans where; what keeps it from being decided."""

    contest: Contest
    tracks: Mapping[Track, tuple[Line, ...]]
    judges: tuple[ContestJudge, ...]
    leaning: Mapping[int, Decimal] = field(default_factory=dict)
    linked: bool = True

    @property
    def lines(self) -> list[Line]:
        return [line for lines in self.tracks.values() for line in lines]

    @property
    def ties(self) -> list[tuple[Track, list[Line]]]:
        """Entries of one track whose order somebody has to decide."""
        found = []
        for track, lines in self.tracks.items():
            groups: dict[tuple[Decimal | None, Decimal | None], list[Line]] = defaultdict(list)
            for line in lines:
                if line.tied:
                    groups[line.raw, line.first if self.contest.tie == TieRule.CRITERION else None].append(line)
            found += [(track, group) for group in groups.values()]
        return found

    @property
    def outliers(self) -> list[MarkSheet]:
        """Sheets far from the others about which nobody was asked yet."""
        return [each for line in self.lines for each in line.given if each.pk in line.far and each.asked_at is None]


def standing_of(contest: Contest) -> Standing:
    """Everything that was given, reckoned. A handful of queries, however many sheets."""
    rows = sheets_in_full(MarkSheet.objects.filter(judge__contest=contest, entry__state="handed-in"))
    sheets: dict[int, list[MarkSheet]] = defaultdict(list)
    for sheet in rows.order_by("judge", "entry"):
        sheets[sheet.entry_id].append(sheet)
    given = {(each.judge_id, each.entry_id): each.total for rows_ in sheets.values() for each in rows_
             if each.total is not None}  # fmt: skip
    found = adjusting.adjusted(given)
    entries = contest.entries.standing().select_related("track", "team__lead", "enterprise", "contest")
    lines: dict[Track, list[Line]] = {track: [] for track in contest.tracks.all()}
    first = first_criterion(contest)
    for entry in entries.order_by("pk"):
        lines[entry.track].append(_line(entry, sheets[entry.pk], found.means.get(entry.pk), first))
    prizes = [prize for prize in contest.prizes.all() for _place in range(prize.places)]
    ties: dict[int, list[TieDecided]] = defaultdict(list)
    for tie in contest.ties.all():
        ties[tie.track_id].append(tie)
    ordered = {track: _placed(contest, rows_, prizes, ties[track.pk]) for track, rows_ in lines.items() if rows_}
    leaning = {judge: adjusting.shown(effect) for judge, effect in found.effect.items()}
    judges = tuple(contest.judges.select_related("expert__person"))
    return Standing(contest, ordered, judges, leaning, found.linked)


def first_criterion(contest: Contest) -> Question:
    return next(each for each in Content.kept(contest.rubric).asked.values() if each.kind == Kind.SCALE)


def _line(entry: ContestEntry, sheets: Sequence[MarkSheet], adjusted: Fraction | None, first: Question) -> Line:
    given = [each for each in sheets if each.total is not None]
    totals = [each.total for each in given if each.total is not None]
    contest = entry.contest
    mean = marks.trimmed if contest.rule == Rule.TRIMMED else marks.mean
    apart = marks.outliers([Marks(str(each.pk), {"": each.total or Decimal(0)}) for each in given], contest.outlier)
    firsts = [score_of(first, each.answers.get(first.key)) for each in given]
    return Line(
        entry, tuple(sheets), mean(totals) if totals else None,
        adjusting.shown(adjusted) if adjusted is not None else None, marks.mean(firsts) if firsts else None,
        frozenset(int(each) for each in apart),
    )  # fmt: skip


def _placed(
    contest: Contest, lines: list[Line], prizes: Sequence[Prize], ties: Sequence[TieDecided]
) -> tuple[Line, ...]:
    """In order by the published rule; what it leaves equal by what was decided of ties; the rest is tied."""
    decided = {reference: n for tie in ties for n, reference in enumerate(tie.order)}
    rule = contest.tie == TieRule.CRITERION

    def key(line: Line) -> tuple[Decimal, Decimal]:
        return (-(line.raw or Decimal(-1)), -(line.first or Decimal(0)) if rule else Decimal(0))

    groups: dict[tuple[Decimal, Decimal], list[Line]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    found: list[Line] = []
    for each in sorted(groups):
        group = sorted(groups[each], key=lambda line: (decided.get(line.entry.reference, 0), line.entry.reference))
        open_ = len(group) > 1 and not _settled(group, ties)
        for line in group:
            place = len(found) + 1 if line.raw is not None and not open_ else None
            prize = prizes[place - 1] if place is not None and place <= len(prizes) else None
            found.append(
                Line(line.entry, line.sheets, line.raw, line.adjusted, line.first, line.far, place,
                     open_ and line.raw is not None, prize)
            )  # fmt: skip
    return tuple(found)


def _settled(group: Sequence[Line], ties: Sequence[TieDecided]) -> bool:
    """Whether somebody decided this very group."""
    names = {line.entry.reference for line in group}
    return any(names == set(tie.order) for tie in ties)
