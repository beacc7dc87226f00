"""Hours struck after they were paid for: in the night they go on as a finding, which is told, heard and ruled on before
money comes back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.aftercare.actions import open_finding
from district.cases.core.states import GRANTED
from district.ground import clock
from district.ground.bringing.nightly import Piece
from district.ground.record.actions import official
from district.services.training.employers.agreeing import fewer
from district.services.training.employers.models import Claim
from district.services.training.hours.queries import struck_since

NIGHTS = dt.timedelta(days=30)  # that may be missed
Struck = Mapping[int, tuple[dt.datetime, int]]


def struck(today: dt.date) -> str:
    last = struck_since(clock.now() - NIGHTS)
    count = sum(_goes_on(claim, last, today) for claim in _granted(last))
    return f"学时划去后转入核查 {count} 件。"


def _granted(last: Struck) -> QuerySet[Claim]:
    """Claims that were granted with a line of somebody whose hours were struck."""
    theirs = Q(lines__learner__ledger__in=last) | Q(lines__learner__ledger__same_as__in=last)
    rows = Claim.objects.filter(theirs, lines__live=True, application__state=GRANTED).distinct().order_by("pk")
    return rows.select_related("filing__programme", "application__version")


def _goes_on(claim: Claim, last: Struck, today: dt.date) -> bool:
    """Whether a finding was opened: of what was struck after the decision, and no finding has spoken of yet. What
    waits for a look is not struck.
    """
    case = claim.application
    decision = case.decisions.in_force().order_by("-pk").first()
    people = {each.ledger.same_as_id or each.ledger_id for each in claim.filing.learners.select_related("ledger")}
    when = [last[each] for each in people if each in last and decision is not None and last[each][0] > decision.at]
    if decision is None or not when:
        return False
    told: dict[str, int] = {}
    for each in case.findings.filter(cause__startswith=f"hours:{claim.pk}:").order_by("pk"):
        told |= each.details["left"]
    less = [(line, now.payable if now else 0) for line, now in fewer(claim) if now is None or not now.flagged]
    less = [(line, left) for line, left in less if left < told.get(str(line.pk), line.hours)]
    if not less:
        return False
    with official():
        say = _("决定以后，名单里 %(n)d 人的学时经核实不再计算或者少了，计补学时比决定时少 %(hours)d。") % {
            "n": len(less), "hours": sum(told.get(str(line.pk), line.hours) - left for line, left in less)}  # fmt: skip
    open_finding(
        decision=decision, source="hand", kind="recovery", cause=f"hours:{claim.pk}:{max(when)[1]}", say=say,
        since_on=today, details={"filing": claim.filing.reference, "left": {str(line.pk): left for line, left in less}},
    )  # fmt: skip
    return True


PIECES = (Piece("employers-struck", gettext_lazy("给付以后划去的学时"), struck),)
