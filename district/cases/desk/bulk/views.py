"""Pages of jobs: choose on the worklist, see the trial, start, watch, stop; and lists kept under a name."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from district.cases.core.doors import officials
from district.cases.desk.bulk import queries
from district.cases.desk.bulk.models import Job, JobRow
from district.ground.papers.money import capital
from district.ground.people.queries import Person
from district.ground.tables import sheets
from district.ground.work.queries import shown
from district.policies.queries import marking_invented

PAGE = 25
TABS = {
    "left": gettext_lazy("未办"), "done": gettext_lazy("已办成"), "refused": gettext_lazy("没办成"),
    "failed": gettext_lazy("出错"),
}  # fmt: skip


@officials
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """`/desk/jobs/`: jobs one may see, the latest first."""
    rows = queries.jobs_of(cast(Person, request.user))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "bulk/jobs.html", {"page": page})


def _job(request: HttpRequest, reference: str) -> Job:
    return get_object_or_404(queries.jobs_of(cast(Person, request.user)), reference=reference)


@officials
@require_GET
def job(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/desk/jobs/<reference>/`: what the trial said, then what came of each case; `?format=xlsx` as a workbook."""
    person, found = cast(Person, request.user), _job(request, reference)
    rows, tab = queries.rows_of(found, person), request.GET.get("tab", "")
    if tab in TABS:
        rows = rows.filter(Q(outcome="" if tab == "left" else tab))
    elif tab == "not":
        rows = rows.filter(trial="not")
    if sheets.asked_for(request):
        words = {"not": _("试办不行的"), **TABS}.get(tab, "")
        rows = marking_invented(rows, "case__version")
        return sheets.answer(request, name=found.reference, columns=COLUMNS, rows=rows, applied=[(_("结果"), words)])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "bulk/job.html", {"page": page, "tab": tab, **_progress(found, person)})


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


def _words(row: JobRow) -> str:
    return row.get_outcome_display() if row.outcome else row.get_trial_display()


COLUMNS = (
    sheets.Column(gettext_lazy("序号"), lambda row: row.place, "number", 8),
    sheets.Column(gettext_lazy("编号"), lambda row: row.case.reference),
    sheets.Column(gettext_lazy("企业"), lambda row: row.case.enterprise.name, width=36),
    sheets.Column(gettext_lazy("项目"), lambda row: row.case.programme.name, width=28),
    sheets.Column(gettext_lazy("金额（元）"), lambda row: row.amount, "money", invented=lambda row: row.invented),
    sheets.Column(gettext_lazy("结果"), _words, width=12),
    sheets.Column(gettext_lazy("原因"), lambda row: row.why, width=60),
    sheets.Column(gettext_lazy("时间"), lambda row: row.at, "time", 18),
)
