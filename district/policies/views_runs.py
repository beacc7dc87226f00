"""Runs over the whole register, for officers and leaders: start, watch, stop, take up, repeat, download; the lab."""

from __future__ import annotations

import csv
import uuid
from itertools import islice
from pathlib import Path
from typing import Any, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.enterprises import queries as enterprises
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
from district.ground.tables.pages import list_page
from district.ground.tables.purposes import demand
from district.ground.work.queries import shown
from district.policies import queries
from district.policies.acts_runs import runs_seen, versions_to_list, versions_to_try
from district.policies.columns import RUNS
from district.policies.forms import ListsForm
from district.policies.models import Run
from district.policies.runs import work
from district.policies.runs.lists import LISTS

officials = for_roles(Role.OFFICER, Role.LEADER)

SHOWN = 20

DOWNLOADS = (*LISTS, "lab/programmes", "lab/groups", "lab/cliffs", "lab/overlaps", "lab/variations")


def runs(request: HttpRequest, form: ListsForm | None = None) -> HttpResponseBase:
    """Earlier runs; the form for an automatic grant's lists; the programmes one may try changes on."""
    form = form or ListsForm(**versions_to_list(cast(Person, request.user)), initial={"request_key": uuid.uuid4()})
    return list_page(request, RUNS, "policies/runs.html", more={"form": form, "versions": versions_to_try()})


def _run(request: HttpRequest, reference: str) -> Run:
    return get_object_or_404(runs_seen(cast(Person, request.user)), reference=reference)


@officials
@require_GET
def run(request: HttpRequest, reference: str) -> HttpResponse:
    """Progress, or the results."""
    found = _run(request, reference)
    shows = shown(found, cast(Person, request.user))
    context: dict[str, Any] = {"run": found, "shown": shows}
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
@require_GET
def run_file(request: HttpRequest, reference: str, name: str) -> FileResponse:
    """One list or table as CSV."""
    found = _run(request, reference)
    path = work.folder_of(found) / f"{name}.csv"
    if name not in DOWNLOADS or found.state != Run.State.DONE or not path.is_file():
        raise Http404  # of a run that was killed while its lists were put together some may stand already
    if name in LISTS:
        demand(request)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{reference}-{Path(name).name}.csv")
