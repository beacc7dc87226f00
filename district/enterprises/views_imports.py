"""Importing a register: upload, confirm the columns, watch, fetch what came back."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.enterprises.forms import MappingForm, UploadForm
from district.enterprises.importing import run as importing
from district.enterprises.importing.sheet import BadFile
from district.enterprises.models import FactKind, ImportRun
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
from district.ground.work.actions import give
from district.ground.work.queries import shown

importers = for_roles(Role.OFFICER, Role.ADMINISTRATOR)


@importers
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Earlier imports, and the form for a new one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = importing.upload(file=file, name=file.name, source=form.cleaned_data["source"], by=request.user)  # type: ignore[arg-type]
            return redirect("enterprises:import", run.reference)
        except BadFile as error:
            form.add_error("file", str(error))
    rows = ImportRun.objects.visible_to(cast(Person, request.user)).select_related("office", "by")
    page = Paginator(rows, 15).get_page(request.GET.get("page"))
    return render(request, "enterprises/imports.html", {"form": form, "page": page})


def _run(request: HttpRequest, reference: str) -> ImportRun:
    """An import of the person's bureaus; of others there is none."""
    rows = ImportRun.objects.visible_to(cast(Person, request.user)).select_related("office", "by")
    return get_object_or_404(rows, reference=reference)


@importers
@require_GET
def run(request: HttpRequest, reference: str) -> HttpResponse:
    """The mapping to confirm, the progress, or the result; whichever the run is at."""
    found = _run(request, reference)
    context: dict[str, Any] = {"run": found, "shown": shown(found, cast(Person, request.user))}
    if found.state == ImportRun.State.READY:
        context["form"] = MappingForm(run=found, kinds=_kinds())
    return render(request, "enterprises/import.html", context)


def _kinds() -> dict[str, FactKind]:
    return {kind.name: kind for kind in FactKind.objects.filter(subject="enterprise")}


@importers
@require_GET
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """The part of the page that renews itself while the run goes on."""
    found = _run(request, reference)
    return render(
        request, "enterprises/_progress.html", {"run": found, "shown": shown(found, cast(Person, request.user))}
    )


@importers
@require_POST
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    found = _run(request, reference)
    form = MappingForm(request.POST, run=found, kinds=_kinds())
    if form.is_valid():
        try:
            waiting = found.state == ImportRun.State.READY
            importing.confirm(run=found, columns=form.chosen(), as_of=form.cleaned_data["as_of"], by=request.user)  # type: ignore[arg-type]
            if waiting:
                give(found)
            return redirect("enterprises:import", reference)
        except BadFile as error:
            form.add_error(None, str(error))
    return render(request, "enterprises/import.html", {"run": found, "form": form}, status=422)


@importers
@require_POST
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    importing.cancel(run=_run(request, reference), by=request.user)  # type: ignore[arg-type]
    messages.info(request, _("已停止。已经进入企业库的行保留，可以随时继续。"))
    return redirect("enterprises:import", reference)


@importers
@require_POST
def resume(request: HttpRequest, reference: str) -> HttpResponse:
    found = _run(request, reference)
    if importing.resume(run=found, by=request.user):  # type: ignore[arg-type]
        give(found)
    return redirect("enterprises:import", reference)


@importers
@require_GET
def report(request: HttpRequest, reference: str) -> HttpResponse | FileResponse:
    """The workbook of what came back."""
    found = _run(request, reference)
    path = Path(found.report_path or "-")
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{found.reference}-退回.xlsx")
