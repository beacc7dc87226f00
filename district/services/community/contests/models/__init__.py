"""Rows of the contests."""

from district.services.community.contests.models.awards import AwardClaim, AwardRevoked, ContestAward
from district.services.community.contests.models.contests import Contest, Level, Prize, Rule, TieRule, Track
from district.services.community.contests.models.entries import (
    ContestEntry,
    ContestTeam,
    EntryPaper,
    TeamSeat,
    of_team,
)
from district.services.community.contests.models.judging import Conflict, ContestJudge, MarkSheet, TieDecided

__all__ = [
    "AwardClaim",
    "AwardRevoked",
    "Conflict",
    "Contest",
    "ContestAward",
    "ContestEntry",
    "ContestJudge",
    "ContestTeam",
    "EntryPaper",
    "Level",
    "MarkSheet",
    "Prize",
    "Rule",
    "TeamSeat",
    "TieDecided",
    "TieRule",
    "Track",
    "of_team",
]  # fmt: skip
