"""Whether the money there is, is that which the log tells of: budgets, awards, and the ledger within itself."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Sum
from django.utils.translation import gettext as _

from district.funds.checks import words
from district.funds.models import Account, Award, Kind, Transfer
from district.funds.verifying import verify
from district.ground.record.queries import told

ROOM = "funds"
ENTERED = ("at", "by_id", "verb", "credit_id", "debit_id", "fen", "award_id", "payment_id", "note")
BUDGET = ("appropriate", "cut")


def money_and_log() -> list[str]:
    return [*_budgets(), *_awards(), *verify()]


def _budgets() -> list[str]:
    """What a line was given or lost, by level, is what its lines in the log add up to."""
    said: dict[tuple[str, str], int] = defaultdict(int)
    for subject, _verb, data in told(ROOM, BUDGET):
        said[subject, str(data["level"])] += int(data["fen"])
    has: dict[tuple[str, str], int] = defaultdict(int)
    for side, kind, sign in (("debit", Kind.AVAILABLE, 1), ("credit", Kind.AVAILABLE, -1)):
        accounts = Account.objects.filter(kind=kind)
        rows = Transfer.objects.filter(verb__in=BUDGET, **{f"{side}__in": accounts}).order_by()
        keys = (f"{side}__line__reference", f"{side}__level")
        for reference, level, fen in rows.values_list(*keys).annotate(sum=Sum("fen")):
            has[reference, level] += sign * fen
    return [
        _("指标 %(line)s：账上拨入 %(has)s，留痕合计 %(said)s。")
        % {"line": key[0], "has": words(has[key]), "said": words(said[key])}
        for key in sorted({*said, *has}) if said[key] != has[key]
    ]  # fmt: skip


def _awards() -> list[str]:
    """Every award that was promised has its line, and every line its award."""
    said = {subject for subject, _verb, _data in told(ROOM, ("commit",))}
    has = set(Award.objects.filter(committed_at__isnull=False).values_list("reference", flat=True))
    return [_("给付 %(ref)s：留痕里没有承诺它的记录。") % {"ref": each} for each in sorted(has - said)] + [
        _("给付 %(ref)s：留痕里有承诺，账上却没有。") % {"ref": each} for each in sorted(said - has)
    ]
