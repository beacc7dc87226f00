"""Papers to take away, how they were served, and the page on which anybody can check one."""

from __future__ import annotations

from typing import cast
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import activate
from django.views.decorators.http import require_GET

from district.cases.core.models import Application
from district.cases.letters import actions, filing, queries
from district.cases.letters.acts import letters_seen
from district.cases.letters.covering import cover
from district.cases.letters.models import IssuedLetter
from district.enterprises.permissions import is_member
from district.ground.clients import too_many
from district.ground.files.actions import path_of
from district.ground.papers import docx
from district.ground.papers.taking import DOCX, PDF
from district.ground.people.doors import open_to_all, signed_in
from district.ground.people.queries import Person

MISSES, WINDOW = 30, 3600  # wrong codes from one address in an hour


@signed_in
@require_GET
def letter(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """`/letters/<code>/<kind>/`: a paper one may see, sealed, as PDF; for officials as DOCX too; its English cover."""
    person = cast(Person, request.user)
    issued = _seen(person, number)
    if kind == "cover":
        return _cover(request, issued, member=is_member(person, issued.application.enterprise))
    if kind == "pdf":
        filed = filing.filed(issued, request.build_absolute_uri("/").rstrip("/"))
        actions.note_read(issued, person)
        response = HttpResponse(sealed(filed), content_type=PDF)
    elif kind == "docx" and person.is_official and not is_member(person, issued.application.enterprise):
        check = request.build_absolute_uri(reverse("cases:verify_code", args=[issued.code]))
        response = HttpResponse(docx.written(queries.letter_of(issued, check)), content_type=DOCX)
    else:
        raise Http404
    name = quote(f"{issued.number}.{kind}")
    response["Content-Disposition"] = f"attachment; filename=\"{issued.code}.{kind}\"; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _cover(request: HttpRequest, issued: IssuedLetter, *, member: bool) -> HttpResponse:
    """In English whatever the reader's pages speak: there is no other use for it."""
    activate("en")
    case = reverse("cases:mine_one" if member else "cases:case", args=[issued.application.reference])
    shell = "web/hall.html" if member else "web/desk.html"
    return render(request, "letters/cover.html", {"cover": cover(issued), "back": case, "shell": shell})


@open_to_all
@require_GET
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """`/verify/`: what the paper with this code or number says; nobody can try codes one after another.

    A number can be guessed, so it tells less than a code: neither amount nor receiver.
    """
    asked = code or request.GET.get("code", "")
    context: dict[str, object] = {"code": asked}
    if asked:
        if too_many(request, "verify", most=MISSES, within=WINDOW, count=False):
            return render(request, "letters/verify.html", {**context, "too_many": True}, status=429)
        by_code = queries.with_code(asked)
        issued = by_code or queries.numbered(asked)
        if issued is None:
            too_many(request, "verify", most=MISSES, within=WINDOW)
            context["unknown"] = True
        else:
            context |= _told(request, issued, whole=by_code is not None)
    return render(request, "letters/verify.html", context, status=404 if context.get("unknown") else 200)


def sealed(filed: queries.FiledLetter) -> bytes:
    """The sealed bytes."""
    return path_of(filed.digest).read_bytes()


def _told(request: HttpRequest, issued: IssuedLetter, *, whole: bool) -> dict[str, object]:
    newer = issued.decision.replacements.select_related("letter").first() if issued.decision else None
    found = {
        "issued": issued, "decision": issued.decision, "newer": newer, "office": issued.content["office"],
        "whole": queries.letter_of(issued).digest == issued.digest, "sample": issued.content.get("sample"),
        "by_code": whole,
    }  # fmt: skip
    if not whole:
        return found
    person = request.user
    known = person.is_authenticated and Application.objects.visible_to(person).filter(pk=issued.application_id).exists()
    name, subject = issued.content["to"], issued.application.enterprise
    masked = subject.in_public(name) if subject.is_person else queries.masked(name)
    filed = filing.filed(issued, request.build_absolute_uri("/").rstrip("/"))
    return {**found, "receiver": name if known else masked, "digest": filed.digest}


def _seen(person: Person, code: str) -> IssuedLetter:
    return get_object_or_404(letters_seen(person), code=code)
