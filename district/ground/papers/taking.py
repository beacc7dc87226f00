"""A paper as a file to take away."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse

from district.ground.papers import docx, pdf
from district.ground.papers.letter import Letter

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS: dict[str, tuple[str, Callable[[Letter], bytes]]] = {"pdf": (PDF, pdf.written), "docx": (DOCX, docx.written)}


def writer(kind: str) -> Callable[[Letter], bytes]:
    """What writes this kind of file. Raises Http404."""
    if kind not in KINDS:
        raise Http404
    return KINDS[kind][1]


def answer(made: bytes, kind: str, name: str) -> HttpResponse:
    """The written paper as a download; `name` in ASCII, without its ending."""
    found = HttpResponse(made, content_type=KINDS[kind][0])
    found["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return found
