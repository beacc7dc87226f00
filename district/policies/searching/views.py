"""The search page, and what the box suggests while one types. Open to all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.people.doors import open_to_all
from district.policies.queries import current_release
from district.policies.searching import queries
from district.policies.searching.shown import hit

LONGEST = 100  # characters of a query kept in the box
MOST = 20  # hits of a page
FEW = 6  # suggestions while typing
NOTICES = 3  # notices among the hits: the page of notices has them all
TRY = (_("开办费"), _("房租"), _("社保补贴"), _("招人"), _("贷款"), _("小巨人"), _("高企"), _("培训"))


@open_to_all
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """`/search?q=`: everything the district does that answers, the best first."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    day, release = clock.today(), current_release()
    found = queries.find(text, day, release.hash) if text and release else None
    kept = queries.few_of("notice", found.found, NOTICES) if found else []
    context = {
        "q": text, "hits": [hit(each, release.hash, day) for each in kept[:MOST]] if release else [],
        "total": len(kept), "most": MOST, "try": TRY,
        "instead": found.reading.instead if found else (), "strange": found.strange if found else (),
    }  # fmt: skip
    return render(request, "policies/searching/search.html", context)


@open_to_all
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """`/search/suggest?q=`: the first hits' titles, for the list under the box."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    day, release = clock.today(), current_release()
    found = queries.find(text, day, release.hash) if text and release else None
    hits = [hit(each, release.hash, day) for each in found.found[:FEW]] if found and release else []
    return render(request, "policies/searching/_suggest.html", {"q": text, "hits": hits})
