"""The desk's side: filings, who follows them up, shared courses, audits."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.ground.acts.views import tell
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, bureaus_of
from district.ground.tables.pages import list_page
from district.services.training.employers import acts_desk
from district.services.training.employers.columns import AUDITS, DESK_COURSES, FILINGS
from district.services.training.employers.forms import AssignForm, AuditForm, OfficerForm, TouchForm
from district.services.training.employers.permissions import KEEPERS, SEES, may_handle, may_run_audit
from district.services.training.employers.views_hall import told_of


def person_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


@for_roles(*SEES)
@require_GET
def filings(request: HttpRequest) -> HttpResponseBase:
    """`/desk/training/`: what was filed with one's bureaus."""
    return list_page(request, FILINGS, "tables/page.html")


@for_roles(*SEES)
@require_GET
def filing(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/training/<reference>/`: one class, and who follows it up by which steps."""
    return filing_page(request, reference)


def filing_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    person = person_of(request)
    row = get_object_or_404(acts_desk.filings(person), reference=reference)
    if form is not None:
        tell(request, form)
    context = {
        **told_of(row), "may": may_handle(person, row), "form": form, "officers": OfficerForm(filing=row),
        "assign": AssignForm(filing=row, auto_id="assign_%s"), "touch": TouchForm(),
    }  # fmt: skip
    return render(request, "employers/filing.html", context)


@for_roles(*SEES)
@require_GET
def courses(request: HttpRequest) -> HttpResponseBase:
    """`/desk/training-courses/`: courses offered, to be looked at."""
    return list_page(request, DESK_COURSES, "tables/page.html")


@for_roles(*SEES)
@require_GET
def audits(request: HttpRequest) -> HttpResponseBase:
    """`/desk/training-audits/`."""
    return audits_page(request)


def audits_page(request: HttpRequest, form: Any = None) -> HttpResponseBase:
    offices = bureaus_of(person_of(request), *KEEPERS)
    return list_page(request, AUDITS, "employers/audits.html",
                     more={"form": form or AuditForm(offices=offices), "offices": offices})  # fmt: skip


@for_roles(*SEES)
@require_GET
def audit(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/training-audits/<reference>/`: sealed, seeded, drawn, each one heard and ruled on."""
    return audit_page(request, reference)


def audit_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    person = person_of(request)
    row = get_object_or_404(acts_desk.audits(person), reference=reference)
    if form is not None:
        tell(request, form)
    items = row.items.select_related("learner__filing__enterprise", "learner__ledger__same_as", "by")
    context = {"audit": row, "items": items, "may": may_run_audit(person, row), "count": len(row.population)}
    return render(request, "employers/audit.html", context)
