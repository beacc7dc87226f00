"""Pages of jobs: choose on the worklist, see the trial, start, watch, stop; and lists kept under a name."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from district.cases.core.checks import NotPossible
from district.cases.core.doors import deciders, officials
from district.cases.core.models import Application
from district.cases.desk import buckets
from district.cases.desk.bulk import actions, queries
from district.cases.desk.bulk.columns import JOBS, ROWS
from district.cases.desk.bulk.models import Job
from district.cases.desk.columns import WORKLIST
from district.ground.papers.money import capital
from district.ground.people.queries import Person
from district.ground.record.reading import key_asked
from district.ground.tables.listing import listed
from district.ground.tables.pages import list_page
from district.ground.work import actions as work
from district.ground.work.queries import shown

PAGE = 25


@deciders
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """From the worklist: the ticked cases, or all that its filters find, and what to do with them."""
    person = cast(Person, request.user)
    try:
        key = uuid.UUID(request.POST.get("request_key", ""))
        action = request.POST.get("action", "")
        if action not in Job.Action.values:
            raise NotPossible(_("请选择要办什么。"))
        job, created = actions.make(
            action=action, cases=_chosen(request, person), by=person, request_key=key, to=_receiver(request),
            note=request.POST.get("note", "")[:500],
        )  # fmt: skip
    except ValueError:
        messages.error(request, _("页面已过期，请刷新后再试。"))
    except NotPossible as no:
        messages.error(request, str(no))
    else:
        if created:
            work.give(job)
        return redirect("cases:job", job.reference)
    return redirect(reverse("cases:worklist") + "?" + request.POST.get("list", "")[:500])


def _chosen(request: HttpRequest, person: Person) -> list[Application]:
    """What the person sees and chose, in the list's order."""
    shown = listed(WORKLIST, user=person, params=QueryDict(request.POST.get("list", "")[:500]).dict())
    if request.POST.get("all") == "1":
        return list(cast(QuerySet[Application], shown.found)[: actions.MOST + 1])
    return list(buckets.worklist(person).filter(reference__in=request.POST.getlist("case")[:PAGE]))


def _receiver(request: HttpRequest) -> Person | None:
    pk = request.POST.get("to", "")
    return Person.objects.filter(pk=key_asked(pk), is_active=True).first()


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


@deciders
@require_POST
def start(request: HttpRequest, reference: str) -> HttpResponse:
    found = _job(request, reference)
    if actions.start(job=found, by=cast(Person, request.user)):
        work.give(found)
    return redirect("cases:job", reference)


@deciders
@require_POST
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    if actions.cancel(job=_job(request, reference), by=cast(Person, request.user)):
        messages.success(request, _("已停止。办过的件不变，可以接着办。"))
    return redirect("cases:job", reference)
