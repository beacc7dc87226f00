"""The small district with a programme that has obligations and counts heads, and grants under it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from district.cases.core.models import Decision
from district.ground.people.models import Person
from tests.district.cases import deciding
from tests.district.cases.factories import FILES, District, enterprise, join, know, person, programme_text, publish
from tests.remembering import remembered

HIRING = "test/programmes/hiring/2022-01-01.yaml"
AFTERWARDS = """
workers: {group: 就业补贴}
obligations:
  - {id: stay, say: 一年内不迁出示例区, when: '注册区 = "示例区"', until: P12M, check: monthly, on_breach: recover all,
     cite: 示例规〔2022〕1号 第八条, status: illustrative}
  - {id: keep-staff, say: 一年内人数不少于决定时的八成, when: 从业人员 * 10 >= 决定时从业人员 * 8, until: P12M,
     check: monthly, on_breach: recover pro rata}
"""
OTHER = """
conditions: [{id: honest, say: 未失信, when: 失信被执行 = false}]
benefit: {amount: 1000, pay: once}
workers: {group: 就业补贴}
"""
FRESH = FILES["test/vocabulary.yaml"].replace("places: 0, source: 社保}", "places: 0, source: 社保, fresh: P3M}")
TEXTS = {
    **FILES,
    "test/vocabulary.yaml": FRESH,
    HIRING: FILES[HIRING].replace("count: 2", "count: 200") + AFTERWARDS,
    "test/programmes/other/programme.yaml": programme_text("示例扩岗补贴", "区人社局"),
    "test/programmes/other/2022-01-01.yaml": OTHER,
}
JUNE, JULY = dt.date(2022, 6, 24), dt.date(2022, 7, 24)


@remembered
def with_obligations(here: District) -> District:
    """The same district under a catalogue whose hiring programme asks something afterwards."""
    here.programmes = publish(TEXTS)
    know(here.firm, "从业人员", 8, since=dt.date(2022, 6, 1))
    return here


@remembered
def granted(here: District, firm: Any = None, by: Person | None = None) -> Decision:
    """8 persons, 6,453.00 yuan, decided today."""
    case = here.judged(firm)
    return deciding.decide(application=case, by=by or here.leader, outcome="granted", note="同意")


@remembered
def second_firm(here: District, n: int = 1, **facts: Any) -> Any:
    given = {"注册区": "示例区", "从业人员": 8, "失信被执行": False, **facts}
    firm = enterprise(f"9131011012345678{n:02}", f"示例{n:02}公司")
    for name, value in given.items():
        know(firm, name, value, since=dt.date(2022, 6, 1))
    join(here.founder, firm)
    return firm


@remembered
def second_officer() -> Person:
    return person("officer2", "示例经办乙", officer="区人社局")
