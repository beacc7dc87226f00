"""A public notice to print and post."""

from __future__ import annotations

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from district.applications.notice import paper, queries
from district.people.doors import open_to_all
from district.record.papers import docx, pdf

KEPT = 24 * 3600  # seconds
WRITERS = {
    "pdf": ("application/pdf", pdf.written),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.written),
}


@open_to_all
@require_GET
def printed(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """`/notices/<reference>/paper/<kind>/`: the notice as PDF or DOCX."""
    if kind not in WRITERS:
        raise Http404
    shown = get_object_or_404(queries.full(queries.public_notices()), reference=reference)
    content_type, written = WRITERS[kind]
    address = request.build_absolute_uri(reverse("applications:notice", args=[reference]))
    # What was published never changes; strangers who ask again are given what was set before.
    key = f"notice-paper:{shown.reference}:{kind}:{address}"
    made = cache.get_or_set(key, lambda: written(paper.letter_of(shown, address)), KEPT)
    answer = HttpResponse(made, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{shown.reference}.{kind}"'
    return answer
