"""Pages of jobs: choose on the worklist, see the trial, start, watch, stop; and lists kept under a name."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.cases.core.doors import officials
from district.cases.desk.bulk import queries
from district.cases.desk.bulk.columns import JOBS, ROWS
from district.cases.desk.bulk.models import Job
from district.ground.papers.money import capital
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page
from district.ground.work.queries import shown

PAGE = 25


@officials
@require_GET
def jobs(request: HttpRequest) -> HttpResponseBase:
    """`/desk/jobs/`: jobs one may see, the latest first."""
    return list_page(request, JOBS, "tables/page.html")


def _job(request: HttpRequest, reference: str) -> Job:
    return get_object_or_404(queries.jobs_of(cast(Person, request.user)), reference=reference)


@officials
@require_GET
def job(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/desk/jobs/<reference>/`: what the trial said, then what came of each case; `?format=xlsx` as a workbook."""
    person, found = cast(Person, request.user), _job(request, reference)
    more = lambda _listed: _progress(found, person)  # noqa: E731
    return list_page(request, ROWS, "bulk/job.html", of={"reference": reference}, more=more)


def _progress(found: Job, person: Person) -> dict[str, Any]:
    budgets = queries.budgets(found) if found.state == Job.State.READY else []
    yuan = queries.total(found)
    invented = queries.illustrative(found)
    said = {"yuan": yuan, "figures": f"{yuan:,.2f}", "in_words": capital(yuan),
            "invented": f"{invented:,.2f}" if invented else ""}  # fmt: skip
    return {"job": found, "shown": shown(found, person), "counts": queries.counts(found), "budgets": budgets, **said}


@officials
@require_GET
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """The part that renews itself; the whole page when the worker has stopped."""
    found = _job(request, reference)
    answer = render(request, "bulk/_progress.html", _progress(found, cast(Person, request.user)))
    if not found.works:
        answer["HX-Refresh"] = "true"
    return answer
