"""Reads of jobs."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from district.cases.core.models import Application
from district.cases.desk.bulk.models import Job, JobRow
from district.cases.places.models import Listed
from district.cases.places.shares import to_give
from district.funds.queries import Look, look_many
from district.ground.people.queries import Person, Role, holders


def jobs_of(person: Person) -> QuerySet[Job]:
    """One's own; a leader's bureau's; an auditor's all."""
    rows = Job.objects.select_related("by", "to")
    if person.has_role(Role.AUDITOR):
        return rows
    led = holders(*Role.values, offices=person.bureau_ids(Role.LEADER))
    return rows.filter(Q(by=person) | Q(by__in=led))


def rows_of(job: Job, person: Person) -> QuerySet[JobRow]:
    """A job's rows whose cases the person sees on the desk."""
    seen = Application.objects.on_desk_of(person).values("pk")
    return job.rows.filter(case__in=seen).select_related("case__enterprise", "case__programme")


def counts(job: Job) -> dict[str, int]:
    """How many rows tried well or not, done, refused, failed, left."""
    found: dict[str, int] = job.rows.aggregate(
        well=Count("pk", filter=Q(trial="well")), not_well=Count("pk", filter=Q(trial="not"))
    )
    came = dict(job.outcomes.order_by().values_list("outcome").annotate(n=Count("pk")))
    said = {name: came.get(name, 0) for name in ("done", "refused", "failed")}
    return {**found, **said, "left": job.total - sum(said.values())}


def total(job: Job) -> Decimal:
    """Yuan of what the job's trial found can be granted, or signed."""
    found = job.rows.filter(trial="well").aggregate(total=Sum("amount"))["total"]
    return found or Decimal(0)


def illustrative(job: Job) -> Decimal:
    """Yuan of the total that rests on rules whose figures no document gives."""
    invented = Q(case__version__description__illustrative=True) | Q(case__verdict__illustrative=True)
    found = job.rows.filter(invented, trial="well").aggregate(total=Sum("amount"))["total"]
    return found or Decimal(0)


def budgets(job: Job) -> list[Look]:
    """What the cases that could be granted or signed take beside what there is: each was tried alone, they are many.

    Amounts to grant are those of the verdicts as frozen, and shares as listed: the decision judges anew. What is signed
    is what was proposed. Empty for other moves.
    """
    if job.action == Job.Action.SIGN:
        signed = job.rows.filter(Q(outcome=""), trial="well", amount__gt=0).select_related("case__version__programme")
        return look_many([(row.case.reference, row.case.version, row.amount or Decimal(0))
                          for row in signed.defer("case__facts")])  # fmt: skip
    if job.action != Job.Action.GRANT:
        return []
    rows = job.rows.filter(Q(outcome=""), trial="well").select_related("case__version__programme")
    cases = [row.case for row in rows.defer("case__facts")]
    listed = Listed.objects.filter(application__in=[each.pk for each in cases], share__isnull=False)
    shares = dict(listed.values_list("application", "share"))
    return look_many([(each.reference, each.version, to_give(each.verdict, shares.get(each.pk)) or Decimal(0))
                      for each in cases])  # fmt: skip
