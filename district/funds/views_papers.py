"""The papers of a batch, to print and sign."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from district.funds import batch_papers
from district.funds.pages import officials
from district.funds.views_paying import batch_of
from district.ground.papers import taking


@officials
@require_GET
def paper(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """`/desk/batches/<reference>/paper/<kind>/`: summary and details of a batch, as PDF or DOCX."""
    written = taking.writer(kind)
    found = batch_of(reference)
    return taking.answer(written(batch_papers.letter_of(found)), kind, found.reference)
