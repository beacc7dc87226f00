"""运行情况: whether the worker lives, how each piece of the night's work stands, what rooms have registered."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.bringing.registry import listing
from district.ground.nightly.queries import standings
from district.ground.people.doors import for_roles
from district.ground.people.queries import Role
from district.web import beating


@for_roles(Role.ADMINISTRATOR, Role.AUDITOR)
@require_GET
def operations(request: HttpRequest) -> HttpResponse:
    """`/desk/operations/`."""
    rows = standings(clock.today())
    context = {
        "rows": rows, "late": sum(each.late for each in rows),
        "failed": sum(each.night is not None and each.night.fine is False for each in rows),
        "at_once": settings.TASKS_AT_ONCE, "last_beat": beating.last(), "brought": listing(),
    }  # fmt: skip
    return render(request, "web/operations.html", context)
