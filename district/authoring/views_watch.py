"""The watch list: `/desk/watch/`."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.authoring import queries, watching
from district.authoring.views import readers
from district.ground import clock
from district.ground.people.queries import Person
from district.policies.queries import current_release

SHOWN = 50


@readers
@require_GET
def watch(request: HttpRequest) -> HttpResponse:
    """What wants somebody's eye, list by list, with a button to begin a draft where one may."""
    release = current_release()
    person = cast(Person, request.user)
    lists = watching.watched(release, clock.today()) if release else []
    mine = set(queries.programmes_of(person).values_list("slug", flat=True))
    office = next(iter(queries.bureaus_of(person)), None)
    context = {"lists": lists, "shown": SHOWN, "mine": mine, "office": office}
    return render(request, "authoring/watch.html", context)
