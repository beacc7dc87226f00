"""Reads of jobs and of lists kept."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from district.applications.bulk.models import Job, JobRow, SavedList
from district.applications.models import Application
from district.people.queries import Duty, Person, Role


def jobs_of(person: Person) -> QuerySet[Job]:
    """One's own; a leader's bureau's; an auditor's all."""
    rows = Job.objects.select_related("by", "to")
    if person.has_role(Role.AUDITOR):
        return rows
    led = Duty.objects.filter(bureau__in=person.bureau_ids(Role.LEADER)).values("person")
    return rows.filter(Q(by=person) | Q(by__in=led))


def rows_of(job: Job, person: Person) -> QuerySet[JobRow]:
    """A job's rows whose cases the person sees on the desk."""
    seen = Application.objects.on_desk_of(person).values("pk")
    return job.rows.filter(case__in=seen).select_related("case__enterprise", "case__programme")


def counts(job: Job) -> dict[str, int]:
    """How many rows tried well or not, done, refused, failed, left; one query."""
    found: dict[str, int] = job.rows.aggregate(
        well=Count("pk", filter=Q(trial="well")), not_well=Count("pk", filter=Q(trial="not")),
        tried=Count("pk", filter=~Q(trial="")), done=Count("pk", filter=Q(outcome="done")),
        refused=Count("pk", filter=Q(outcome="refused")), failed=Count("pk", filter=Q(outcome="failed")),
        left=Count("pk", filter=Q(outcome="")),
    )  # fmt: skip
    return found


def saved_lists(person: Person) -> QuerySet[SavedList]:
    """One's own lists and those shared in one's bureaus."""
    shared = Q(office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))
    return SavedList.objects.filter(Q(person=person) | shared).select_related("person")
