"""Importing a register: upload, confirm the columns, watch, fetch what came back."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.enterprises.acts import imports_seen, kinds
from district.enterprises.columns import IMPORTS
from district.enterprises.forms import MappingForm, UploadForm
from district.enterprises.models import ImportRun
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
from district.ground.tables.pages import list_page
from district.ground.tables.purposes import demand
from district.ground.work.queries import shown

importers = for_roles(Role.OFFICER, Role.ADMINISTRATOR)


def imports(request: HttpRequest, form: UploadForm | None = None) -> HttpResponseBase:
    """Earlier imports, and the form for a new one."""
    return list_page(request, IMPORTS, "enterprises/imports.html", more={"form": form or UploadForm()})


def _run(request: HttpRequest, reference: str) -> ImportRun:
    return get_object_or_404(imports_seen(cast(Person, request.user)), reference=reference)


@importers
@require_GET
def run(request: HttpRequest, reference: str) -> HttpResponse:
    """The mapping to confirm, the progress, or the result; whichever the run is at."""
    found = _run(request, reference)
    context: dict[str, Any] = {"run": found, "shown": shown(found, cast(Person, request.user))}
    if found.state == ImportRun.State.READY:
        context["form"] = MappingForm(run=found, kinds=kinds())
    return render(request, "enterprises/import.html", context)


def wrong_columns(request: HttpRequest, reference: str, form: MappingForm) -> HttpResponse:
    return render(request, "enterprises/import.html", {"run": _run(request, reference), "form": form})


@importers
@require_GET
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """The part of the page that renews itself while the run goes on."""
    found = _run(request, reference)
    return render(
        request, "enterprises/_progress.html", {"run": found, "shown": shown(found, cast(Person, request.user))}
    )


@importers
@require_GET
def report(request: HttpRequest, reference: str) -> HttpResponse | FileResponse:
    """The workbook of what came back: rows of firms, which leave for a purpose. Raises Unsaid."""
    found = _run(request, reference)
    path = Path(found.report_path or "-")
    if not path.is_file():
        raise Http404
    demand(request)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{found.reference}-退回.xlsx")
