"""Rows of the contests."""

from district.services.community.contests.models.awards import Award, AwardClaim, AwardRevoked
from district.services.community.contests.models.contests import Contest, Level, Prize, Rule, TieRule, Track
from district.services.community.contests.models.entries import ContestEntry, EntryPaper, Team, TeamSeat
from district.services.community.contests.models.judging import Conflict, ContestJudge, MarkSheet, TieDecided

__all__ = [
    "Award", "AwardClaim", "AwardRevoked", "Conflict", "Contest", "ContestEntry", "ContestJudge", "EntryPaper",
    "Level", "MarkSheet", "Prize", "Rule", "Team", "TeamSeat", "TieDecided", "TieRule", "Track",
]  # fmt: skip
