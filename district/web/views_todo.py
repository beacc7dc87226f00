"""待办: everything that waits for one person, as a page; `todo_reading` gives the same list to programs."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.ground.bringing.todo import sources
from district.ground.bringing.waiting import WHENS
from district.ground.people.doors import shell_of, signed_in
from district.ground.people.queries import Person
from district.web.todo_reading import asked_of


@signed_in
@require_GET
def todo(request: HttpRequest) -> HttpResponse:
    """`/todo/?kind=&when=&page=`: by day, what has none last."""
    person = cast(Person, request.user)
    asked = request.GET
    waiting, kind, when, page = asked_of(person, asked.get("kind", ""), asked.get("when", ""), asked.get("page", ""))
    tally = waiting.tally
    labels = {each.key: each.label for each in sources}
    context = {
        "page": page, "kind": kind, "when": when, "total": tally.of(),
        "kinds": [(key, labels[key], tally.of(key, when)) for key in tally.kinds],
        "whens": [(key, words, tally.of(kind, key)) for key, words in WHENS.items()],
        "of_kind": tally.of(kind), "of_when": tally.of("", when),
        "shell": shell_of(person),
    }  # fmt: skip
    return render(request, "web/todo.html", context)
