"""Handing out a file: only to whom a room lets read it, as a download or, for PDF and pictures, in its own tab."""

from __future__ import annotations

import uuid
from typing import cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from district.ground.files.models import StoredFile
from district.ground.files.permissions import is_hidden, may_read
from district.ground.files.queries import bytes_of
from district.ground.files.ranges import ranged
from district.ground.people.doors import signed_in
from district.ground.people.permissions import require
from district.ground.people.queries import Person

# Nothing a file brings along may run or load; the browser's own PDF reader needs its object and inline style.
POLICY = (
    "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'none'"
)


@signed_in
@require_GET
def download(request: HttpRequest, reference: uuid.UUID) -> HttpResponse | FileResponse | StreamingHttpResponse:
    """`/files/<reference>/`; `?show=1` lets the browser show a PDF or a picture, or play a film."""
    file = get_object_or_404(StoredFile, reference=reference)
    answer = may_read(cast(Person, request.user), file)
    if not answer and is_hidden(file):
        raise Http404
    require(answer)
    if file.is_film and "show" in request.GET:
        if not bytes_of(file).is_file():
            raise Http404
        return ranged(request, bytes_of(file), file.media_type)
    return handed_out(file, show="show" in request.GET)


def handed_out(file: StoredFile, *, show: bool) -> HttpResponse | FileResponse:
    """A file to whoever may have it; the caller has asked. `show`: a PDF or a picture in the browser's own tab."""
    path = bytes_of(file)
    if not path.is_file():
        raise Http404
    shown = file.is_shown and show
    media_type = file.media_type if file.is_shown else "application/octet-stream"
    response = FileResponse(path.open("rb"), as_attachment=not shown, filename=file.name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"  # beside what it is compared with
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
