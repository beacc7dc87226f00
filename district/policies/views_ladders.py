"""A ladder: its rungs for everybody; for a member, where the enterprise stands and what the next rung asks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.enterprises import queries as enterprises
from district.ground import clock
from district.ground.people.doors import open_to_all
from district.policies import queries
from district.policies.models import Programme


@open_to_all
@require_GET
def ladder(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.catalogue().ladders.get(slug)
    if found is None:
        raise Http404
    context: dict[str, Any] = {
        "ladder": found, "illustrative": any(rung.status == "illustrative" for rung in found.rungs),
        "programmes": {each.slug: each for each in Programme.objects.select_related("office")},
        "rungs": [{"rung": rung, "stands": None, "here": False, "above": False} for rung in found.rungs],
    }  # fmt: skip
    if request.user.is_authenticated:
        mine = list(enterprises.acted_for(request.user)[:5])
        chosen = next((each for each in mine if each.uscc == request.GET.get("enterprise")), mine[0] if mine else None)
        if chosen is not None:
            context |= {"enterprise": chosen, "mine": mine} | standing(slug, chosen)
    return render(request, "policies/ladder.html", context)


def standing(slug: str, enterprise: enterprises.Enterprise) -> dict[str, Any]:
    """Where an enterprise stands by the facts that have not expired."""
    today = clock.today()
    known = enterprises.facts_of(enterprise, today)
    climbed = queries.climb(slug, {name: each.value for name, each in known.items() if not each.expired}, today)
    steps = [
        {"rung": step.rung, "stands": step.stands, "missing": step.missing, "here": step.rung == climbed.at,
         "above": step.rung == climbed.next}
        for step in climbed.steps
    ]  # fmt: skip
    return {"climb": climbed, "rungs": steps, "sources": known,
            "verdict": climbed.asks.as_json() if climbed.asks else None}  # fmt: skip
