"""Rows of the boot camp."""

from district.services.training.camp.models.cohorts import CampSignUp, Cohort
from district.services.training.camp.models.lessons import Attendance, CampLesson
from district.services.training.camp.models.posts import InternPost, Internship
from district.services.training.camp.models.teams import Team, TeamPlace

__all__ = ["Attendance", "CampLesson", "CampSignUp", "Cohort", "InternPost", "Internship", "Team", "TeamPlace"]
