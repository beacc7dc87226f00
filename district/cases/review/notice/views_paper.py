"""A public notice to print and post."""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from district.cases.review.notice import paper, queries
from district.ground.papers import taking
from district.ground.people.doors import open_to_all

KEPT = 24 * 3600  # seconds


@open_to_all
@require_GET
def printed(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """`/notices/<reference>/paper/<kind>/`: the notice as PDF or DOCX."""
    written = taking.writer(kind)
    shown = get_object_or_404(queries.full(queries.public_notices()), reference=reference)
    address = request.build_absolute_uri(reverse("cases:notice", args=[reference]))
    # What was published never changes; strangers who ask again are given what was set before.
    key = f"notice-paper:{shown.reference}:{kind}:{address}"
    made: Any = caches["process"].get_or_set(key, lambda: written(paper.letter_of(shown, address)), KEPT)
    return taking.answer(made, kind, shown.reference)
