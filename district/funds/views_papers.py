"""The papers of a batch, to print and sign."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from district.funds import batch_papers
from district.funds.pages import officials
from district.funds.views_paying import batch_of
from district.record.papers import docx, pdf

WRITERS = {
    "pdf": ("application/pdf", pdf.written),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.written),
}


@officials
@require_GET
def paper(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """`/desk/batches/<reference>/paper/<kind>/`: summary and details of a batch, as PDF or DOCX."""
    if kind not in WRITERS:
        raise Http404
    content_type, written = WRITERS[kind]
    found = batch_of(reference)
    answer = HttpResponse(written(batch_papers.letter_of(found)), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.reference}.{kind}"'
    return answer
