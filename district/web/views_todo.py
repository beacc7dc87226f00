"""待办: everything that waits for one person, as a page and as JSON."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.bringing.todo import Todo, sources
from district.ground.bringing.waiting import SIZE, WHENS, Waiting
from district.ground.people.doors import open_to_all, signed_in
from district.ground.people.queries import Person
from district.ground.tables.pages import paged

MOST = 200  # a page of the JSON holds at the most


def _asked(person: Person, asked: QueryDict, size: int = SIZE) -> tuple[Waiting, str, str, Page[Todo]]:
    """What the address asks for; words nobody knows count as not said."""
    waiting = Waiting(person, clock.today())
    kind, when = asked.get("kind", ""), asked.get("when", "")
    kind, when = kind if kind in sources.keys else "", when if when in WHENS else ""
    rows: Any = waiting.asked(kind, when)
    return waiting, kind, when, paged(rows, asked, size)


@signed_in
@require_GET
def todo(request: HttpRequest) -> HttpResponse:
    """`/todo/?kind=&when=&page=`: by day, what has none last."""
    person = cast(Person, request.user)
    waiting, kind, when, page = _asked(person, request.GET)
    tally = waiting.tally
    labels = {each.key: each.label for each in sources}
    context = {
        "page": page, "kind": kind, "when": when, "total": tally.of(),
        "kinds": [(key, labels[key], tally.of(key, when)) for key in tally.kinds],
        "whens": [(key, words, tally.of(kind, key)) for key, words in WHENS.items()],
        "of_kind": tally.of(kind), "of_when": tally.of("", when),
        "shell": "web/desk.html" if person.has_desk else "web/hall.html",
    }  # fmt: skip
    return render(request, "web/todo.html", context)


@open_to_all
@never_cache
@require_GET
def todo_json(request: HttpRequest) -> JsonResponse:
    """`GET /api/v1/todo?kind=&when=&page=&size=`: the same list, for whoever is signed in; 401 for others."""
    if not request.user.is_authenticated:
        return JsonResponse({"title": str(_("请先登录。")), "status": 401}, status=401)
    size = request.GET.get("size", "")
    size_asked = min(MOST, int(size)) if size.isascii() and size.isdigit() and int(size[:6]) else SIZE
    waiting, _kind, _when, page = _asked(request.user, request.GET, size_asked)
    tally = waiting.tally
    answer = {
        "count": page.paginator.count, "page": page.number, "pages": page.paginator.num_pages,
        "total": tally.of(), "kinds": tally.kinds, "when": {key: tally.of("", key) for key in WHENS},
        "items": [as_json(each) for each in page],
    }  # fmt: skip
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def as_json(each: Todo) -> dict[str, Any]:
    """`due` is an ISO date or null; `provisional`: it may move, for the year's holidays are not out."""
    return {
        "kind": each.kind, "label": str(each.label), "what": each.what, "subject": each.subject, "link": each.link,
        "due": each.due and each.due.isoformat(), "provisional": each.provisional, "overdue": each.overdue,
    }  # fmt: skip
