"""Whether the decisions there are, are those that the log tells of."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from district.cases.core.models import Decision
from district.ground.record.queries import told

ROOM = "cases"
DECIDED = ("number", "application_id", "outcome", "amount", "total", "note", "by_id", "at", "replaces_id")
OUTCOME = {
    "grant": "granted", "amend": "granted", "grant_anew": "granted", "refuse": "refused", "revoke": "refused",
    "decline": "refused",
}  # fmt: skip


def decisions_signed_for() -> QuerySet[Decision]:
    """Every decision: what the log's signed head stands for."""
    return Decision.objects.all()


def decisions_and_log() -> list[str]:
    """Decisions without their line, lines without their decision, and what the two say otherwise."""
    lines: dict[str, tuple[str, str, dict[str, Any]]] = {}
    for subject, verb, data in told(ROOM, OUTCOME):
        lines[str(data.get("number"))] = (subject, verb, data)
    found = []
    rows = Decision.objects.order_by("pk").values_list("number", "application__reference", "outcome", "amount")
    for number, reference, outcome, amount in rows.iterator(chunk_size=2000):
        line = lines.pop(number, None)
        words = {"number": number}
        if line is None or line[0] != reference:
            found.append(_("决定 %(number)s：留痕里没有作出它的记录。") % words)
        elif OUTCOME[line[1]] != outcome:
            found.append(_("决定 %(number)s：结果与留痕不同。") % words)
        elif "amount" in line[2] and _fen(line[2]["amount"]) != _fen(amount):
            found.append(_("决定 %(number)s：金额是 %(has)s 元，留痕记 %(said)s 元。")
                         % {**words, "has": amount, "said": line[2]["amount"]})  # fmt: skip
    return found + [_("决定 %(number)s：留痕里有，决定却没有了。") % {"number": number} for number in sorted(lines)]


def _fen(amount: Any) -> Decimal | None:
    return None if amount is None else Decimal(str(amount)).quantize(Decimal("0.01"))
