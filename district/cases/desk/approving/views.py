"""Pages of who decides: what waits for my signature, the signature, and sending back."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import cast

from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from district.cases.approving.columns import PROPOSALS
from district.cases.approving.models import Proposal
from district.cases.core.doors import deciders
from district.cases.desk.bulk.models import Job
from district.ground.papers.money import capital
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
