"""The 审批表 of a case, to print and file."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from district.cases.approving import paper
from district.cases.approving.models import Proposal
from district.cases.core.doors import desk_case, officials
from district.ground.papers import taking
from district.ground.people.queries import Person


@officials
@require_GET
def form(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """`/desk/applications/<reference>/approval-form/<kind>/`: the last proposal of a case one may see."""
    case = desk_case(cast(Person, request.user), reference)
    rows = Proposal.objects.filter(application=case).select_related("office", "replaces", "decision", "returned_by")
    found = rows.order_by("-pk").first()
    written = taking.writer(kind)
    if found is None:
        raise Http404
    return taking.answer(written(paper.letter_of(found)), kind, f"{case.reference}-approval")
