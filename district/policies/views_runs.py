"""Runs over the whole register, for officers and leaders: start, watch, stop, take up, repeat, download; the lab."""

from __future__ import annotations

import csv
import uuid
from itertools import islice
from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.enterprises import queries as enterprises
from district.ground import clock
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
from district.ground.tables.pages import list_page
from district.ground.work.actions import give
from district.ground.work.queries import shown
from district.policies import queries
from district.policies.columns import RUNS
from district.policies.forms import ListsForm
from district.policies.models import ProgrammeVersion, Run
from district.policies.permissions import may_list
from district.policies.runs import work
from district.policies.runs.lists import LISTS

officials = for_roles(Role.OFFICER, Role.LEADER)
SHOWN = 20
DOWNLOADS = (*LISTS, "lab/programmes", "lab/groups", "lab/cliffs", "lab/overlaps", "lab/variations")


def versions_to_try() -> list[ProgrammeVersion]:
    """Versions in force today of programmes for enterprises, by name."""
    found = [each for each in queries.versions_on(clock.today())
             if each.programme.subject == "enterprise" and not queries.is_service(each)]  # fmt: skip
    return sorted(found, key=lambda each: each.programme.name)


def begin(request: HttpRequest, **fields: Any) -> HttpResponse:
    run, created = work.start(by=cast(Person, request.user), **fields)
    if created:
        give(run)
    return redirect("policies:run", run.reference)


@officials
@require_http_methods(["GET", "POST"])
def runs(request: HttpRequest) -> HttpResponseBase:
    """Earlier runs; the form for an automatic grant's lists; the programmes one may try changes on."""
    versions = versions_to_try()
    mine = [each for each in versions if may_list(cast(Person, request.user), each)]
    form = ListsForm(request.POST or None, versions=mine, initial={"request_key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        return begin(request, kind="lists", version=form.cleaned_data["version"], as_of=clock.today(),
                      request_key=form.cleaned_data["request_key"])  # fmt: skip
    return list_page(request, RUNS, "policies/runs.html", more={"form": form, "versions": versions})


def _run(request: HttpRequest, reference: str) -> Run:
    """A run of the person's bureaus; of others there is none."""
    rows = Run.objects.visible_to(cast(Person, request.user))
    rows = rows.select_related("version__programme", "version__release", "repeats", "office", "by")
    return get_object_or_404(rows, reference=reference)


@officials
@require_GET
def run(request: HttpRequest, reference: str) -> HttpResponse:
    """Progress, or the results."""
    found = _run(request, reference)
    shows = shown(found, cast(Person, request.user))
    context: dict[str, Any] = {"run": found, "shown": shows, "request_key": uuid.uuid4()}
    if found.state == Run.State.DONE and found.kind == Run.Kind.LISTS:
        context |= {"lists": _lists(found), "repeated": _repeated(found)}
    elif found.state == Run.State.DONE:
        context |= _lab_results(found)
    return render(request, "policies/run.html", context)


def _lists(found: Run) -> list[dict[str, Any]]:
    names = {"pay": _("可直接给付"), "click": _("企业点一下就能享受"), "missing": _("只差一项信息"),
             "refused": _("不符合（写明理由）")}  # fmt: skip
    folder = work.folder_of(found)
    shown = []
    for name in LISTS:
        path = folder / f"{name}.csv"
        rows: list[list[str]] = []
        if path.exists():
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(islice(csv.reader(file), 1, SHOWN + 1))
        names_of = enterprises.names_of([row[0] for row in rows])
        rows = [[*row, names_of.get(row[0], row[0])] for row in rows]
        shown.append({"key": name, "label": names[name], "rows": rows, **found.summary.get(name, {})})
    return shown


def _repeated(found: Run) -> bool | None:
    """Whether a repetition gave the same bytes; None when this is none."""
    if found.repeats is None:
        return None
    return all(found.digests.get(name) == found.repeats.digests.get(name) for name in LISTS)


def _lab_results(found: Run) -> dict[str, Any]:
    summary = found.summary
    slug = found.version.programme.slug
    names = {each.slug: each.name for each in queries.programmes_in_force(found.as_of)}
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in summary.get("groups", []) if summary.get("changed") else ():  # of a rule that stays nobody is moved
        groups.setdefault(each["group"], []).append(each)
    return {
        "variations": [_variation(each) for each in summary.get("variations", [])],
        "varied": list((summary.get("variations") or [{"values": {}}])[0]["values"]),
        "subjects": summary.get("subjects", {}), "groups": groups, "cliffs": summary.get("cliffs", []),
        "change": next((each for each in summary.get("programmes", []) if each["programme"] == slug), None),
        "overlaps": [{**each, "name": names.get(each["other"], each["other"])} for each in summary.get("overlaps", [])],
        "checks": summary.get("checks", []), "budgets": summary.get("budgets", []),
    }  # fmt: skip


def _variation(each: dict[str, Any]) -> dict[str, Any]:
    """One combination of parameters for its table and chart: what it costs, and to how many it goes."""
    return {
        "values": [{"name": name, "value": value} for name, value in each["values"].items()],
        "joined": "|".join(map(str, each["values"].values())), "label": " × ".join(map(str, each["values"].values())),
        "in_force": each["in_force"], "cost": each["cost"]["after"], "unpriced": each["cost"]["unpriced_after"],
        "eligible": sum(line["after"] for line in each["programmes"]),
        "undecided": sum(line["undecided_after"] for line in each["programmes"]), **each["subjects"],
    }  # fmt: skip


@officials
@require_GET
def run_progress(request: HttpRequest, reference: str) -> HttpResponse:
    """The part of the page that renews itself; the whole page when the run has ended."""
    found = _run(request, reference)
    context = {"run": found, "shown": shown(found, cast(Person, request.user))}
    response = render(request, "policies/_run_progress.html", context)
    if not found.works:
        response["HX-Refresh"] = "true"
    return response


@officials
@require_POST
def run_cancel(request: HttpRequest, reference: str) -> HttpResponse:
    work.cancel(run=_run(request, reference), by=cast(Person, request.user))
    messages.info(request, _("已停止。做完的部分保留，可以随时继续。"))
    return redirect("policies:run", reference)


@officials
@require_POST
def run_resume(request: HttpRequest, reference: str) -> HttpResponse:
    found = _run(request, reference)
    if work.resume(run=found, by=cast(Person, request.user)):
        give(found)
    return redirect("policies:run", reference)


@officials
@require_POST
def run_repeat(request: HttpRequest, reference: str) -> HttpResponse:
    """The same version and snapshot again: the lists must come out the same to the byte."""
    found = _run(request, reference)
    try:
        key = uuid.UUID(request.POST.get("request_key", ""))
    except ValueError:
        messages.error(request, _("页面已过期，请刷新后再试。"))
        return redirect("policies:run", reference)
    if found.kind != Run.Kind.LISTS or found.state != Run.State.DONE:
        raise Http404
    return begin(request, kind="lists", version=found.version, as_of=found.as_of, request_key=key,
                  repeats=found.repeats or found)  # fmt: skip


@officials
@require_GET
def run_file(request: HttpRequest, reference: str, name: str) -> FileResponse:
    """One list or table as CSV."""
    found = _run(request, reference)
    path = work.folder_of(found) / f"{name}.csv"
    if name not in DOWNLOADS or found.state != Run.State.DONE or not path.is_file():
        raise Http404  # of a run that was killed while its lists were put together some may stand already
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{reference}-{Path(name).name}.csv")
