"""Subscribing from a programme's page, the list of one's subscriptions, and the page a letter's link leads to."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.enterprises import queries as enterprises
from district.enterprises.queries import Enterprise
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.policies.subscribing import queries


@signed_in
@require_GET
def subscriptions(request: HttpRequest) -> HttpResponse:
    """`/my/subscriptions/`: what I am told of, and the firms of which I may be told what fits."""
    person = cast(Person, request.user)
    rows = queries.mine(person)
    followed = {each.enterprise_id for each in rows if each.enterprise_id}
    others = [each for each in enterprises.my_enterprises(person) if each.pk not in followed]
    return render(request, "policies/subscribing/mine.html", {"rows": rows, "others": others})


def firm_named(request: HttpRequest) -> Enterprise:
    found = enterprises.enterprise_of(cast(Person, request.user), request.POST.get("enterprise", ""))
    if found is None:
        raise Http404
    return found


def unsubscribe(request: HttpRequest, key: str, form: Any = None) -> HttpResponse:
    """Where a letter's link leads: a button, for scanners of mail follow links; whoever holds the key may press it."""
    row = queries.by_key(key)
    if row is None:
        raise Http404
    return render(request, "policies/subscribing/stop.html", {"subscription": row})
