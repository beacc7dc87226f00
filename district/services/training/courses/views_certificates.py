"""Checking a certificate, for anybody; taking one's own along."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from district.ground.clients import too_many
from district.ground.papers.pdf import NoTypeface, qr_svg
from district.ground.papers.taking import PDF
from district.ground.people.doors import open_to_all, signed_in
from district.ground.people.queries import Person
from district.services.training.courses import certifying, queries, states

MISSES, WINDOW = 30, 3600  # wrong numbers from one address in an hour


@open_to_all
@never_cache
@require_GET
def look_up(request: HttpRequest) -> HttpResponse:
    """`/certificates/`: type the number of a certificate."""
    number = request.GET.get("number", "").strip()
    return (
        redirect("courses:certificate", number.upper()[:24])
        if number.isascii() and number.replace("-", "").isalnum()
        else (render(request, "courses/look_up.html", {"number": number[:24]}))
    )


@open_to_all
@never_cache
@require_GET
def certificate(request: HttpRequest, reference: str) -> HttpResponse:
    """`/certificates/<number>/`: all that is printed on it, and whether it still holds."""
    found = queries.certificate_numbered(reference)
    if found is None:
        crowded = too_many(request, "certificate", most=MISSES, within=WINDOW)
        return render(
            request, "courses/look_up.html", {"number": reference[:24], "missed": True, "crowded": crowded},
            status=429 if crowded else 404,
        )  # fmt: skip
    own = request.user == found.person
    person = request.user if isinstance(request.user, Person) else None
    taken = person is not None and queries.certificates_seen(person).filter(pk=found.pk).exists()
    address = certifying.address(found, request.build_absolute_uri("/").rstrip("/"))
    answer = render(request, "courses/certificate.html", {
        "certificate": found, "own": own, "address": address, "taken": taken and not own,
        "rows": () if found.state == states.WITHDRAWN and not own else certifying.printed(found),
        "qr": SafeString(qr_svg(address, fits=True)) if own else "",
    })  # fmt: skip
    answer["X-Robots-Tag"] = "noindex"
    return answer


@signed_in
@require_GET
def paper(request: HttpRequest, reference: str) -> HttpResponse:
    """`/certificates/<number>/pdf/`: the sealed PDF while it holds, for its owner, who keeps the course, auditors."""
    found = get_object_or_404(queries.certificates_seen(cast(Person, request.user)), reference=reference)
    if found.state != states.VALID:
        raise Http404
    try:
        made = certifying.paper(found, request.build_absolute_uri("/").rstrip("/"))
    except NoTypeface:
        messages.error(request, _("这台服务器没有中文字体，暂时不能生成 PDF；核验页可以打印。"))
        return redirect("courses:certificate", reference)
    answer = HttpResponse(made, content_type=PDF)
    answer["Content-Disposition"] = f'attachment; filename="{found.reference}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
