"""Whether what was decided is what the money does: every decision in force beside its case's awards."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from district.cases.aftercare.models import OWN_MONEY, Finding
from district.cases.core.models import Application, Decision
from district.funds import queries as funds

LATER = re.compile(r"-\d+$")
ZERO = Decimal(0)


def decisions_and_money() -> list[str]:
    """What differs, in words: a decision's periods from its total, its total and findings from its awards."""
    money, excess = _money()
    over_by = _over()
    approved = _approved()
    found = []
    rows = Decision.objects.in_force().select_related("application__version").defer("verdict", "reasons")
    for row in rows.order_by("pk").iterator(chunk_size=500):
        case = row.application
        found += _periods(row)
        counted = (yuan for pk, source, yuan in approved[case.pk] if pk == row.pk or source != "correction")
        owed = ZERO if row.outcome != "granted" else (row.total or ZERO) + sum(counted, ZERO)
        paid_here = bool(case.version.description.get("budget")) and bool(row.total)
        if case.reference not in money and not (paid_here and row.outcome == "granted"):
            continue
        if excess.get(case.reference, ZERO) > over_by[case.pk]:
            said = {"number": row.number, "over": f"{excess[case.reference]:,.2f}"}
            found.append(_("决定 %(number)s：多付 %(over)s 元，没有线索说明。") % said)
        if money.get(case.reference, ZERO) != owed:
            words = {"number": row.number, "owed": f"{owed:,.2f}", "has": f"{money.get(case.reference, ZERO):,.2f}"}
            found.append(_("决定 %(number)s 应给 %(owed)s 元，资金上是 %(has)s 元。") % words)
    return found


def _periods(row: Decision) -> list[str]:
    if row.amount is None:
        return []
    cut = sum((Decimal(each["amount"]) for each in row.cuts), ZERO)
    total = row.amount * row.times - cut
    if (cut, total) == (row.cut, row.total) and (row.outcome != "granted" or row.application.amount == total):
        return []
    words = {"number": row.number, "words": row.words, "total": f"{row.total or ZERO:,.2f}"}
    return [_("决定 %(number)s：%(words)s，合计却写 %(total)s 元。") % words]


def _money() -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Yuan that each case's awards come to, and what they were paid above that; by the case's reference."""
    comes, excess = funds.comes_to_by_reference()
    cases: dict[str, Decimal] = defaultdict(Decimal)
    over: dict[str, Decimal] = defaultdict(Decimal)
    known = set(Application.objects.filter(decided_at__isnull=False).values_list("reference", flat=True))
    for reference, yuan in comes.items():
        case = reference if reference in known else LATER.sub("", reference)  # made later, under `SB…-2`
        cases[case] += yuan
        over[case] += excess.get(reference, ZERO)
    return dict(cases), dict(over)


def _over() -> dict[int, Decimal]:
    """By case, yuan paid above a decision that findings tell of and that are not asked back."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    rows = Finding.objects.filter(source="replaced").values_list("application", "details", "state", "amount")
    for case, details, state, amount in rows:
        found[case] += Decimal(details["over"]) - (amount if state == "approved" else ZERO)
    return found


def _approved() -> dict[int, list[tuple[int, str, Decimal]]]:
    """Approved findings by case: (decision, source, yuan; below nought for a recovery)."""
    found: dict[int, list[tuple[int, str, Decimal]]] = defaultdict(list)
    rows = Finding.objects.filter(state="approved").exclude(source__in=OWN_MONEY).order_by()
    for case, decision, source, kind, yuan in rows.values_list("application", "decision", "source", "kind").annotate(
        sum=Sum("amount")
    ):
        found[case].append((decision, source, yuan if kind == "top_up" else -yuan))
    return found
