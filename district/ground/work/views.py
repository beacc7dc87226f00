"""Long work as whoever looks after it sees it: what works, what ran last, and one piece of it with its rows."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
from district.ground.tables.listing import Listed
from district.ground.tables.pages import list_page
from district.ground.work import queries
from district.ground.work.acts import seen
from district.ground.work.columns import ROWS, SEES, WORKS
from district.ground.work.models import Work
from district.ground.work.queries import Shown

officials = for_roles(*SEES)


@officials
@require_GET
def works(request: HttpRequest) -> HttpResponseBase:
    """`/desk/work/`: long work one may see, the latest first; for the house's keepers also each kind's last run."""
    keeps = cast(Person, request.user).has_role(Role.AUDITOR, Role.ADMINISTRATOR)

    def more(found: Listed[Shown]) -> dict[str, object]:
        first = keeps and not found.chosen and not found.tab and found.page.number == 1
        return {"last": queries.last_runs() if first else ()}

    return list_page(request, WORKS, "work/works.html", more=more)


def _found(request: HttpRequest, reference: str) -> Work:
    return get_object_or_404(seen(cast(Person, request.user)), reference=reference)


@officials
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/desk/work/<reference>/`: how far it is, and what came of each row."""
    shown = queries.shown(_found(request, reference), cast(Person, request.user))
    return list_page(request, ROWS, "work/one.html", of={"reference": reference}, more={"shown": shown})


@officials
@require_GET
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """The part that renews itself; the whole page when it has ended or stands still."""
    work = _found(request, reference)
    answer = render(request, "work/_one.html", {"shown": queries.shown(work, cast(Person, request.user))})
    if not work.works:
        answer["HX-Refresh"] = "true"
    return answer
