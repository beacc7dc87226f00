"""Pages of who decides: what waits for my signature, the signature, and sending back."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import cast

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.cases.approving import queries
from district.cases.approving.columns import PROPOSALS
from district.cases.approving.models import Proposal
from district.cases.core.checks import NotPossible
from district.cases.core.doors import act, deciders
from district.cases.core.models import Application
from district.cases.decisions import signing as actions
from district.cases.desk.bulk.models import Job
from district.ground.papers.money import capital
from district.ground.people.queries import Person
from district.ground.tables.listing import Listed
from district.ground.tables.pages import list_page


@deciders
@require_GET
def approvals(request: HttpRequest) -> HttpResponseBase:
    """`/desk/approvals/`: 待我审批, its total in words and figures; `?mine=1` what I proposed; `?job=` one job's."""

    def more(found: Listed[Proposal]) -> dict[str, object]:
        rows = cast(QuerySet[Proposal], found.found).order_by()
        yuan = rows.filter(outcome="granted").aggregate(total=Sum("amount"))["total"] or Decimal(0)
        return {"yuan": yuan, "in_words": capital(yuan), "request_key": uuid.uuid4(), "action": Job.Action.SIGN}

    return list_page(request, PROPOSALS, "approving/list.html", more=more)


@act
def sign(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    """Sign what waits, as it was seen; then the next that waits for this person."""
    proposal = _seen(request, case)
    if proposal.signatures.filter(by=person, place__gt=1).exists():  # a second click: the first has done it
        return redirect("cases:case", case.reference)
    decision = actions.sign(proposal=proposal, by=person)
    if decision is None:
        messages.success(request, _("已签批，等“%(level)s”。") % {"level": proposal.turn_words})
    else:
        words = {"reference": case.reference, "number": decision.number}
        messages.success(request, _("%(reference)s 已决定：%(number)s。") % words)
    following = queries.waiting_for(person).first()
    return redirect("cases:case", following.application.reference if following else case.reference)


@act
def turn_back(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    actions.turn_back(proposal=_seen(request, case), by=person, why=request.POST.get("why", ""))
    messages.success(request, _("已退回经办，理由已告知。"))
    return redirect("cases:case", case.reference)


def _seen(request: HttpRequest, case: Application) -> Proposal:
    """The proposal that was on the page; NotPossible where it is another now, or none."""
    waiting = queries.waiting_of(case)
    if waiting is None or str(waiting.request_key) != request.POST.get("proposal", ""):
        raise NotPossible(_("拟办意见有变化，请看清后再签。"))
    return waiting
