"""Every write of the camp, by one name for tests and for rooms above."""

from district.services.training.camp import attending, cohorts, entering, joining, posting, teams, timetable

__all__ = ["attending", "cohorts", "entering", "joining", "posting", "teams", "timetable"]
