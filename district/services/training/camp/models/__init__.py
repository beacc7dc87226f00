"""Rows of the boot camp."""

from district.services.training.camp.models.cohorts import Cohort, SignUp
from district.services.training.camp.models.lessons import Attendance, Lesson
from district.services.training.camp.models.posts import Internship, Post
from district.services.training.camp.models.teams import Team, TeamPlace

__all__ = ["Attendance", "Cohort", "Internship", "Lesson", "Post", "SignUp", "Team", "TeamPlace"]
