"""Programmes with limits, for the tests of what may still be given: one version each key, all paid from one line."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from district.cases.core.models import Application
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.enterprises.models import Enterprise
from tests.district.cases import deciding
from tests.district.cases.factories import know
from tests.district.funds.town import Town, files, town
from tests.remembering import remembered

DAY = dt.date(2022, 6, 24)
RULE = """
conditions:
  - {id: in-district, say: 在示例区注册, when: '注册区 = "示例区"'}
benefit: {amount: 营业收入 / 100}
budget: 示例专项
"""
HEADS = RULE.replace("amount: 营业收入 / 100", "amount: 从业人员 * 100, per: month, times: 36")
VERSIONS = {
    "first": RULE,
    "excludes": RULE + "excludes: [first]\n",
    "ceiling": RULE + "ceiling: {per: year, amount: 1000}\n",
    "life": RULE + "ceiling: {per: life, amount: 1000}\n",
    "together": RULE + "together: [{with: [first, city-first], at_most: 营业收入 / 50}]\n",
    "pair-a": RULE + "together: [{with: [pair-b], at_most: 营业收入 * 15 / 1000}]\n",
    "pair-b": RULE,
    "once": RULE + "repeat: once\n",
    "yearly": RULE + "repeat: yearly\n",
    "by-decision": RULE + "repeat: {every: year, by: decision}\n",
    "after": RULE + "repeat: {after: P1Y}\n",
    "count": RULE + "quota: {count: 1, per: year}\n",
    "heads": HEADS,
    "heads-today": HEADS + "recheck: {as_of: today}\n",
    "heads-capped": HEADS + "ceiling: {per: life, amount: 10000}\n",
}


@remembered
def limited() -> Town:
    """The small district of the ledger's tests with these programmes beside its own; a firm with 100,000 of revenue."""
    import tests.district.funds.town as towns

    kept = towns.files
    towns.files = lambda: {**files(), **texts()}
    try:
        here = town(fill=100_000_000)
    finally:
        towns.files = kept
    know(here.base.firm, "营业收入", Decimal(100_000), since=dt.date(2022, 1, 1))
    return here


def texts() -> dict[str, str]:
    found = {}
    for slug, rule in VERSIONS.items():
        found[f"test/programmes/{slug}/programme.yaml"] = (
            f"name: 示例{slug}\noffice: 区人社局\nkind: subsidy\nfor: [中小微企业]\nsummary: 示例项目。\n"
        )
        found[f"test/programmes/{slug}/2022-01-01.yaml"] = rule
    return found


@remembered
def submitted(here: Town, slug: str, firm: Enterprise | None = None) -> Application:
    case = intake_actions.start(
        enterprise=firm or here.base.firm, programme=here.base.programmes[slug], by=here.base.founder,
        request_key=uuid.uuid4(),
    )  # fmt: skip
    return intake_actions.submit(application=case, by=here.base.founder, declared={}, request_key=uuid.uuid4())


@remembered
def accepted(here: Town, slug: str, firm: Enterprise | None = None) -> Application:
    return review_actions.accept(application=submitted(here, slug, firm), by=here.officer)


@remembered
def granted(here: Town, slug: str, firm: Enterprise | None = None) -> Any:
    return deciding.decide(application=accepted(here, slug, firm), by=here.officer, outcome="granted")
