"""Numbers as they were said: keeping one, the list, then and now."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from district.ground.figures import actions, queries
from district.ground.figures.asked import Asked
from district.ground.figures.counting import NotCounted, parts_of
from district.ground.figures.models import Said
from district.ground.figures.registry import FIGURES
from district.ground.figures.views import PAGE, shell_of
from district.ground.people.doors import for_roles, open_to_all
from district.ground.people.queries import Person, Role
from district.ground.tables.pages import paged

FEW = 50  # rows of a difference that are shown
LONGEST = 120


@open_to_all
@require_GET
def said_list(request: HttpRequest) -> HttpResponse:
    """`/figures/said/`: numbers said in replies and letters, the latest first."""
    rows = Said.objects.visible_to(request.user).select_related("by")
    page = paged(rows, request.GET, PAGE)
    found = [queries.compared(each, request.user) for each in page]
    context = {"page": page, "rows": found, "shell": shell_of(request.user)}
    return render(request, "figures/said_list.html", context)


@open_to_all
@require_GET
def said(request: HttpRequest, reference: str) -> HttpResponse:
    """`/figures/said/<reference>/`: what was said, what it is now, and why they differ."""
    row = get_object_or_404(Said.objects.visible_to(request.user).select_related("by"), reference=reference)
    found, figure = queries.compared(row, request.user), FIGURES.get(row.figure)
    tables = []
    if figure is not None:
        table = parts_of(figure)[0].source.table
        for words, rows in queries.rows_that_changed(found, request.user).items():
            if some := list(rows[:FEW]):
                tables.append((words, table.shown(some)))
    context = {"found": found, "said": row, "figure": figure, "tables": tables, "shell": shell_of(request.user)}
    return render(request, "figures/said.html", context)


@for_roles(Role.OFFICER, Role.LEADER)
@require_POST
def say(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a number as it is said now."""
    figure = FIGURES.get(key)
    if figure is None:
        raise Http404
    asked, place = Asked.read(figure, request.POST), request.POST.get("place", "").strip()[:LONGEST]
    try:
        if not place:
            raise NotCounted(_("请写明在哪里说，例如“对第D-087号建议的答复”。"))
        request_key = uuid.UUID(request.POST.get("request_key", ""))
        row = actions.say(
            figure, asked.period, where=asked.where, place=place, by=cast(Person, request.user), request_key=request_key
        )
    except NotCounted as cannot:
        messages.error(request, str(cannot))
        return redirect(asked.address())
    except ValueError:
        messages.error(request, _("表单不完整，请刷新后再试。"))
        return redirect(reverse("figures:figure", args=[key]))
    messages.success(request, _("已记下：以后数字变了，这里能对照当时说的。"))
    return redirect("figures:said", row.reference)
