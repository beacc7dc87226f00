"""The desk's side of what was handed in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from district.cases.core.checks import NotPossible
from district.cases.core.doors import deciders, desk_case
from district.cases.intake.paper_checks import check_paper
from district.ground.people.queries import Person


@deciders
@require_POST
def check(request: HttpRequest, reference: str, paper: uuid.UUID) -> HttpResponse:
    """A paper is in order, or not and why."""
    person = request.user
    assert isinstance(person, Person)
    try:
        check_paper(
            application=desk_case(person, reference), paper=paper, name=request.POST.get("name", ""), by=person,
            fine=request.POST.get("fine") == "true", note=request.POST.get("note", ""),
        )  # fmt: skip
        messages.success(request, _("已记录。"))
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("cases:case", reference)
