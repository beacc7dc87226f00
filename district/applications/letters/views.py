"""Letters to take away, and the page on which anybody can check one."""

from __future__ import annotations

from typing import cast
from urllib.parse import quote

from django.core.cache import cache
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from district.applications.letters import queries
from district.applications.letters.models import IssuedLetter
from district.applications.models import Application
from district.people.doors import open_to_all, signed_in
from district.people.queries import Person
from district.record.papers import docx, pdf

KINDS = {
    "pdf": ("application/pdf", pdf.written),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.written),
}
MISSES, WINDOW = 30, 3600  # wrong codes from one address in an hour


@signed_in
@require_GET
def letter(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """`/letters/<code>.<kind>`: the letter of a decision one may see, as PDF or DOCX."""
    if kind not in KINDS:
        raise Http404
    seen = Application.objects.visible_to(cast(Person, request.user)).values("pk")
    rows = IssuedLetter.objects.filter(Q(decision__application__in=seen) | Q(finding__application__in=seen))
    issued = get_object_or_404(rows, code=number)
    check = request.build_absolute_uri(reverse("applications:verify_code", args=[issued.code]))
    content_type, written = KINDS[kind]
    response = HttpResponse(written(queries.letter_of(issued, check)), content_type=content_type)
    name = quote(f"{issued.number}.{kind}")
    response["Content-Disposition"] = f"attachment; filename=\"{issued.code}.{kind}\"; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@open_to_all
@require_GET
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """`/verify/`: what a letter with this code says; nobody can try codes one after another."""
    asked = code or request.GET.get("code", "")
    context: dict[str, object] = {"code": asked}
    if asked:
        key = f"verify:{request.META.get('REMOTE_ADDR', '')}"
        misses = cache.get(key, 0)
        if misses >= MISSES:
            return render(request, "applications/letters/verify.html", {**context, "too_many": True}, status=429)
        issued = queries.with_code(asked)
        if issued is None:
            cache.set(key, misses + 1, WINDOW)
            context["unknown"] = True
        else:
            newer = issued.decision.replacements.select_related("letter").first() if issued.decision else None
            context |= {
                "issued": issued, "newer": newer, "office": issued.content["office"],
                "whole": queries.letter_of(issued).digest == issued.digest,
            }  # fmt: skip
    return render(request, "applications/letters/verify.html", context, status=404 if context.get("unknown") else 200)
