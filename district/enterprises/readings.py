"""What the API reads of the register: one's own enterprises and what is known of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from district.enterprises import queries
from district.enterprises.models import Enterprise
from district.enterprises.values import text_of
from district.ground import clock
from district.ground.bringing.shown import Area, Many, Reading
from district.ground.people.queries import Person


@dataclass(frozen=True)
class EnterpriseRow:
    """One enterprise that one acts for; `own`: as its member, not by a mandate; `id` names it in what is posted."""

    id: int
    uscc: str
    name: str
    own: bool


@dataclass(frozen=True)
class FactShown:
    """What is known of one fact: value as text, source, from which day on; `expired`: too old to count."""

    name: str
    value: str
    unit: str
    grade: str
    source: str
    since: dt.date
    expired: bool


@dataclass(frozen=True)
class FactsShown:
    """An enterprise with everything known of it today."""

    uscc: str
    name: str
    as_of: dt.date
    facts: list[FactShown]


def mine(person: Person, asked: None) -> Many:
    own = set(queries.my_subjects(person).values_list("pk", flat=True))

    def shown(row: Enterprise) -> EnterpriseRow:
        return EnterpriseRow(row.pk, row.uscc, row.name, row.pk in own)

    return Many(queries.acted_for(person, subjects=queries.ALL), shown)


def facts(person: Person, asked: None, uscc: str) -> FactsShown:
    """As on the page: the firm's own people see its facts."""
    row = get_object_or_404(queries.my_subjects(person), uscc=uscc)
    today = clock.today()
    return FactsShown(row.uscc, row.name, today, [_fact(each) for each in queries.facts_of(row, today).values()])


def _fact(known: queries.KnownFact) -> FactShown:
    return FactShown(
        known.name, text_of(known.kind, known.value), known.unit, known.grade, known.source, known.valid_from,
        known.expired,
    )  # fmt: skip


ROW: dict[str, Any] = {"id": 7, "uscc": "91310110MA00000079", "name": "示例甲科技有限公司", "own": True}
FACT = {"name": "从业人员", "value": "12", "unit": "人", "grade": "register", "source": "社保", "since": "2026-01-01",
        "expired": False}  # fmt: skip
FACTS = {"uscc": ROW["uscc"], "name": ROW["name"], "as_of": "2026-06-24", "facts": [FACT]}
AREA = Area("enterprises", _("企业"))
READINGS = (
    Reading("enterprises.mine", "enterprises", _("我的企业：我代表的企业"), EnterpriseRow, mine, many=True,
            examples={"zh": ROW, "en": {**ROW, "name": "Example A Technology Co., Ltd."}}),
    Reading("enterprises.facts", "enterprises/{uscc}/facts", _("一家企业的信息：每项的值、来源和日期"), FactsShown,
            facts,
            examples={"zh": FACTS, "en": {**FACTS, "name": "Example A Technology Co., Ltd.",
                                          "facts": [{**FACT, "source": "Social insurance"}]}}),
)  # fmt: skip
