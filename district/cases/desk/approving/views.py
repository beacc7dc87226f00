"""Pages of who decides: what waits for my signature, the signature, and sending back."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import cast

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.cases.approving import queries
from district.cases.approving.columns import PROPOSALS
from district.cases.core.doors import deciders
from district.cases.desk.bulk.models import Job
from district.ground.papers.money import capital
from district.ground.people.queries import Person
from district.ground.tables import sheets
from district.policies.queries import marking_invented

PAGE = 25


@deciders
@require_GET
def approvals(request: HttpRequest) -> HttpResponseBase:
    """`/desk/approvals/`: 待我审批, its total in words and figures; `?mine=1` what I proposed; `?job=` one job's."""
    person, mine = cast(Person, request.user), request.GET.get("mine") == "1"
    waiting, proposed = queries.waiting_for(person), queries.proposed_by(person)
    rows = proposed if mine else waiting
    if job := request.GET.get("job", "")[:24]:
        rows = rows.filter(job__reference=job)
    if sheets.asked_for(request):
        name = _("我提出的") if mine else ""
        return PROPOSALS.book(request, marking_invented(rows, "application__version"), name=name)
    yuan = rows.filter(outcome="granted").aggregate(total=Sum("amount"))["total"] or Decimal(0)
    marked = marking_invented(rows, "application__version")
    page = Paginator(marked, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "table": PROPOSALS.shown(page, without=("pick",) if mine else ()), "mine": mine, "job": job,
        "counts": {"waiting": waiting.count(), "proposed": proposed.count()}, "yuan": yuan,
        "in_words": capital(yuan), "request_key": uuid.uuid4(), "action": Job.Action.SIGN,
    }  # fmt: skip
    return render(request, "approving/list.html", context)
