"""Pages of the joint review: the matrix, what my bureau has been asked, one case's opinions."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.cases.core.doors import desk_case, officials
from district.cases.core.models import Application
from district.cases.core.permissions import may_work
from district.cases.core.states import JOINT
from district.cases.review.joint import ending, queries
from district.cases.review.joint.columns import OPINIONS
from district.cases.review.joint.permissions import may_end, may_opine
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.tables.listing import listed
from district.ground.tables.pages import file_of, paged, wants_file

PAGE = 25


@officials
@require_GET
def asked(request: HttpRequest) -> HttpResponseBase:
    """`/desk/joint/`: what my bureau is to answer, and the matrix of the reviews I may see."""
    person = cast(Person, request.user)
    if (wanted := wants_file(request)) is not None:
        return file_of(request, listed(OPINIONS, user=person, params=request.GET.dict()), wanted)
    page = paged(queries.rows_in_review(person).order_by("due_on", "pk"), request.GET, PAGE)
    offices, lines = queries.matrix(list(page))
    mine = queries.asked_of(person).filter(said="")[:PAGE]
    context = {"mine": OPINIONS.shown(mine), "page": page, "offices": offices, "rows": lines}
    return render(request, "joint/list.html", context)


@officials
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/applications/<reference>/joint/`: every bureau's opinion on one case, and the form for one's own."""
    person = cast(Person, request.user)
    shown = desk_case(person, reference)
    opinions = list(shown.opinions.select_related("office", "by"))
    lines = [{"opinion": each, "may": shown.state == JOINT and bool(may_opine(person, each))} for each in opinions]
    context = {
        "application": shown, "lines": lines, "leads": bool(may_work(person, shown)) and shown.state == JOINT,
        "all_in": all(each.said for each in opinions), **_long_stop(person, shown),
    }  # fmt: skip
    return render(request, "joint/case.html", context)


def _long_stop(person: Person, shown: Application) -> dict[str, object]:
    """Until when the review waits for those that are silent, and whether this leader may end it now."""
    until = ending.waits_until(shown) if shown.state == JOINT else None
    over = until is not None and until < clock.today()
    return {"waits_until": until, "may_end": over and bool(may_end(person, shown))}
