"""A programme's page, and a document's: open to all."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.people.doors import open_to_all
from district.ground.record.reading import day_asked
from district.policies import queries
from district.policies.models import Programme
from district.policies.page import assemble, documents


@open_to_all
@require_GET
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme as it stands today, or on `?on=`; for a member, the enterprise's own verdict."""
    found = get_object_or_404(Programme.objects.select_related("office"), slug=slug)
    today = clock.today()
    day = day_asked(request.GET.get("on")) or today
    asked = assemble.Asked(found, day, today, request.user, request.GET.get("enterprise", ""))
    return render(request, "policies/programme.html", assemble.page(asked))


@open_to_all
@require_GET
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """`/documents/<slug>/`: an official document word for word, and the programmes that rest on it."""
    release = queries.current_release()
    found = documents.documents(release.hash).get(slug) if release else None
    if release is None or found is None:
        raise Http404
    named = [
        each.slug for each in queries.compiled(release.hash).programmes.values()
        if any(str(basis.get("number")) == found.number for basis in each.basis)
    ]  # fmt: skip
    rows = Programme.objects.filter(slug__in=named, withdrawn=False).order_by("name")
    return render(request, "policies/document.html", {"document": found, "programmes": rows})
