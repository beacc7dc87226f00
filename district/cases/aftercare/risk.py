"""How likely a grant is worth a look: five declared metrics with fixed weights, whole points, a hundred at most."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from district.cases.aftercare.models import Finding
from district.cases.aftercare.states import FINDING_UPHELD
from district.cases.core import standing
from district.cases.core.models import Decision
from district.enterprises import queries as enterprises

YOUNG = 365  # days
FOUNDED = "成立日期"
Text = str | Promise

# What an officer answers for each item drawn: yes, no, or not applicable.
CHECKLIST: dict[str, Text] = {
    "documents": _("申报材料与原件一致"),
    "facts": _("依据的事实与登记、社保、税务数据一致"),
    "site": _("在登记地址实际经营"),
    "staff": _("用工和参保情况属实"),
    "use": _("资金按规定用途使用"),
}


@dataclass(frozen=True)
class Seen:
    """What the metrics look at: one decision, the largest amount of the population, earlier findings that held, and
    the enterprise's first day as the register has it: a case keeps that only where its rule reads it.
    """

    decision: Decision
    largest: Decimal
    earlier: int
    founded: dt.date | None = None


@dataclass(frozen=True)
class Metric:
    """`share` gives 0 to 1 of `weight` points."""

    label: Text
    weight: int
    share: Callable[[Seen], Fraction]
    says: Text


def _amount(seen: Seen) -> Fraction:
    return Fraction(seen.decision.total or 0) / Fraction(seen.largest) if seen.largest else Fraction(0)


def _contested(seen: Seen) -> Fraction:
    return Fraction(bool(seen.decision.submission.contested))


def _declared(seen: Seen) -> Fraction:
    facts = seen.decision.submission.facts
    used = {name for each in standing.conditions(seen.decision.verdict) for name in each.get("facts") or {}}
    grades = [facts[name]["grade"] for name in used if name in facts]
    return Fraction(grades.count("declared"), len(grades)) if grades else Fraction(0)


def _earlier(seen: Seen) -> Fraction:
    return Fraction(min(seen.earlier, 2), 2)


def _young(seen: Seen) -> Fraction:
    frozen = seen.decision.submission.facts.get(FOUNDED)
    founded = dt.date.fromisoformat(str(frozen["value"])) if frozen else seen.founded
    return Fraction(founded is not None and (seen.decision.submission.as_of - founded).days < YOUNG)


METRICS: dict[str, Metric] = {
    "amount": Metric(_("金额"), 30, _amount, _("与这批最高金额之比")),
    "contested": Metric(_("有异议的事实"), 20, _contested, _("企业对登记事实提过异议")),
    "declared": Metric(_("自行申报的事实"), 20, _declared, _("条件所用事实中企业自己申报的比例")),
    "earlier": Metric(_("以前的线索"), 20, _earlier, _("该企业以前成立的线索，两条封顶")),
    "young": Metric(_("新设企业"), 10, _young, _("核算日成立不满一年")),
}
assert sum(each.weight for each in METRICS.values()) == 100


@dataclass(frozen=True)
class Scored:
    """A decision's number, its points, and the points of each metric."""

    number: str
    score: int
    parts: dict[str, int]


def score_all(decisions: Iterable[Decision]) -> list[Scored]:
    """Every decision scored, in the order given; two queries besides."""
    rows = list(decisions)
    largest = max((each.total or Decimal(0) for each in rows), default=Decimal(0))
    ruled = Finding.objects.filter(kind="recovery", state__in=FINDING_UPHELD)
    held = Counter(ruled.values_list("application__enterprise", flat=True))
    founded = _founded({each.application.enterprise_id for each in rows})
    return [
        _score(Seen(each, largest, held[each.application.enterprise_id], founded.get(each.application.enterprise_id)))
        for each in rows
    ]


def _founded(ids: set[int]) -> dict[int, dt.date]:
    rows = enterprises.Fact.objects.filter(kind=FOUNDED, known_until=None, enterprise__in=ids).order_by("known_from")
    return {pk: dt.date.fromisoformat(value) for pk, value in rows.values_list("enterprise", "value")}


def _score(seen: Seen) -> Scored:
    parts = {name: _points(metric.weight * metric.share(seen)) for name, metric in METRICS.items()}
    return Scored(seen.decision.number, sum(parts.values()), parts)


def _points(value: Fraction) -> int:
    return int((Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(1), ROUND_HALF_UP))
