"""How much comes back or is given in addition: to the fen, with the sum shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from district.cases.aftercare import holding
from district.cases.aftercare.models import OWN_MONEY, Finding
from district.cases.core.models import Decision

FEN = Decimal("0.01")
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Suggested:
    """An amount in yuan with two places, and how it was reckoned."""

    amount: Decimal
    sum: str


def standing_amount(decision: Decision, *sources: str) -> Decimal:
    """What a decision gives in all after approved top-ups and recoveries, of all sources or of some."""
    rows = Finding.objects.filter(decision=decision, state="approved").exclude(source__in=OWN_MONEY)
    if sources:
        rows = rows.filter(source__in=sources)
    by_kind = dict(rows.order_by().values_list("kind").annotate(total=Sum("amount")))
    given = decision.total or ZERO
    return given + (by_kind.get("top_up") or ZERO) - (by_kind.get("recovery") or ZERO)


def pro_rata(amount: Decimal, from_on: dt.date, until_on: dt.date, since: dt.date) -> Suggested:
    """The share of the days not kept, from `since` to the end; half up to the fen."""
    whole = (until_on - from_on).days
    lost = min(whole, max(0, (until_on - max(since, from_on)).days))
    found = (amount * lost / whole).quantize(FEN, ROUND_HALF_UP)
    return Suggested(found, f"{amount:,.2f} × {lost} ÷ {whole} = {found:,.2f}")


def only_reminds(finding: Finding) -> bool:
    """Whether the rule asks for no money back."""
    return finding.obligation is not None and finding.obligation.on_breach == "remind"


def suggest(finding: Finding) -> Suggested | None:
    """What the rules propose for a finding; None where only a person can say, or no money was given."""
    if (own := holding.most(finding)) is not None:
        return _of_its_own(finding, own)
    left = standing_amount(finding.decision)
    if finding.source in {"correction", "running"}:
        return _corrected(finding, left)
    if finding.obligation is not None and left > 0:
        if finding.obligation.on_breach == "recover all":
            return Suggested(left, _("全额 %(amount)s") % {"amount": f"{left:,.2f}"})
        if finding.obligation.on_breach == "recover pro rata":
            found = pro_rata(left, finding.obligation.from_on, finding.obligation.until_on, finding.since_on)
            return found if found.amount > 0 else None
    return None


def at_stake(finding: Finding) -> Decimal:
    """Yuan that a finding is about as it stands: proposed, else as the rules reckon, else all that was given."""
    if finding.amount is not None:
        return finding.amount
    if only_reminds(finding):
        return ZERO
    suggested = suggest(finding)
    if suggested is not None:
        return suggested.amount
    own = holding.most(finding)
    return standing_amount(finding.decision) if own is None else own


def _corrected(finding: Finding, left: Decimal) -> Suggested | None:
    should, given = finding.details.get("amount_now"), finding.details.get("amount_then")
    if should is None or given is None:
        return None
    now, then = Decimal(should), Decimal(given)
    if finding.kind == "top_up":
        return Suggested(now - then, f"{now:,.2f} − {then:,.2f} = {now - then:,.2f}")
    found = min(then - now, left)
    if found <= 0:
        return None
    words = f"{then:,.2f} − {now:,.2f} = {then - now:,.2f}"
    return Suggested(found, words if found == then - now else _("%(sum)s，尚可追缴 %(left)s") % {
        "sum": words, "left": f"{left:,.2f}"})  # fmt: skip


def _of_its_own(finding: Finding, own: Decimal) -> Suggested | None:
    """For a finding about money of its own (held, paid above a decision, paid twice): all of it."""
    if own <= 0:
        return None
    words = {
        "paused": _("暂停的各期合计 %(amount)s"), "replaced": _("已拨付超出决定的部分 %(amount)s"),
        "twice": _("重复付出 %(amount)s"),
    }  # fmt: skip
    return Suggested(own, words[finding.source] % {"amount": f"{own:,.2f}"})
