"""One award on the desk: its payments, its entries, milestones reached, and stopping what is not paid."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from district.funds import pausing, queries
from district.funds.acts import awards, stoppable
from district.funds.forms import ReasonForm
from district.funds.models import Award, Instalment
from district.funds.pages import officials
from district.funds.permissions import may_pause, may_recover
from district.ground.people.queries import Person


def page_of_finding(found: Award) -> str:
    """Where a finding on the case this award pays is opened; nothing where no room has such a page."""
    if found.version_id is None or found.committed_at is None:
        return ""
    try:
        return f"{reverse('cases:finding_new')}?case={found.reference}"
    except NoReverseMatch:
        return ""


@officials
@require_GET
def award(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/awards/<reference>/`: what was promised, what of it is paid, every entry, and what one may do."""
    found = get_object_or_404(awards(cast(Person, request.user)), reference=reference)
    rows = list(found.instalments.select_related("line"))
    waiting = {row.at: row for row in rows if row.state == Instalment.State.WAITING}
    context = {
        "award": found, "instalments": rows, "waiting": list(waiting), "form": ReasonForm(),
        "entries": queries.statement(found.enterprise).filter(award=found), "clawbacks": found.clawbacks.all(),
        "may": may_recover(cast(Person, request.user), found), "open": stoppable(found),
        "may_pause": found.state == "committed" and may_pause(cast(Person, request.user), found),
        "paused": pausing.shown(found), "finding_url": page_of_finding(found),
    }  # fmt: skip
    return render(request, "funds/award.html", context)
