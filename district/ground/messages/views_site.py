"""A person's messages in the site."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.ground.messages import queries as messages_queries
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.record.views import PAGE, _shell


@signed_in
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """`/messages/`: the person's notices, newest first; `?unread=1` leaves out what was read."""
    person = cast(Person, request.user)
    rows = messages_queries.messages_for(person)
    only_unread = request.GET.get("unread") == "1"
    if only_unread:
        rows = rows.filter(read_at=None)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "only_unread": only_unread, "shell": _shell(person)}
    return render(request, "messaging/messages.html", context)
