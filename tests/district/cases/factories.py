"""A small district for these tests: two bureaus, three programmes, an enterprise, the people around them."""

from __future__ import annotations

import datetime as dt
import tempfile
import uuid
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.enterprises.actions import record_facts
from district.enterprises.models import Enterprise, Membership
from district.ground import clock
from district.ground.people.actions import create_person
from district.ground.people.models import Bureau, Person, Role
from district.policies import actions as policies
from district.policies.models import Programme
from tests.remembering import remembered

LAYER = """
name: 示例区
code: "310110"
offices: [{name: 区人社局, full: 示例区人力资源和社会保障局}, {name: 区科委, full: 示例区科学技术委员会}]
"""
VOCABULARY = """
subject: enterprise
facts:
  注册区:   {type: string, source: 市场监管登记}
  成立日期: {type: date, source: 市场监管登记}
  从业人员: {type: number, unit: 人, places: 0, source: 社保}
  营业收入: {type: number, unit: 元, places: 2, source: 税务}
  失信被执行: {type: boolean, source: 信用平台}
derived:
  人均收入: {type: number, unit: 元, is: "营业收入 / 从业人员"}
"""
HIRING = """
conditions:
  - {id: in-district, say: 在示例区注册, when: '注册区 = "示例区"', cite: 示例规〔2022〕1号 第三条}
  - {id: staff, say: 从业人员 3 人以上, when: 从业人员 >= 3, cite: 示例规〔2022〕1号 第四条}
  - {id: honest, say: 未失信, when: 失信被执行 = false, cite: 示例规〔2022〕1号 第五条}
  - {id: plan, say: 用工计划可行, person: 评审组, cite: 示例规〔2022〕1号 第六条}
benefit: {amount: 从业人员 * 806.625, pay: once}
quota: {count: 2, per: year}
repeat: once
intake: {mode: rolling}
evidence:
  - {name: 用工计划, needed: true, deferrable: 10 working days, proves: []}
  - {name: 劳动合同样本, needed: false, proves: []}
deadlines: {accept: 5 working days, correct: 7 days, decide: 20 working days}
"""
AWARD = """
conditions:
  - {id: revenue, say: 营业收入 100 万元以上, when: 营业收入 >= 1000000, cite: 示例规〔2022〕2号}
  - {id: promise, say: 承诺三年内不迁出, person: 申报人, cite: 示例规〔2022〕2号}
benefit: {amount: 50000, pay: once}
repeat: yearly
intake: {mode: window, from: 04-01, to: 05-31}
"""
LATER = """
conditions:
  - {id: revenue, say: 营业收入 200 万元以上, when: 营业收入 >= 2000000, cite: 示例规〔2022〕3号}
benefit: {amount: 80000, pay: once}
intake: {mode: window, from: 04-01, to: 05-31}
"""


LATER_ON = {"用工计划": {"papers": [], "later": "还在盖章"}}  # handed in without the needed paper (容缺受理)


def programme_text(name: str, office: str) -> str:
    return f"name: {name}\noffice: {office}\nkind: subsidy\nfor: [中小微企业]\nsummary: 示例项目。\n"


FILES = {
    "test/layer.yaml": LAYER,
    "test/vocabulary.yaml": VOCABULARY,
    "test/programmes/hiring/programme.yaml": programme_text("示例用工补贴", "区人社局"),
    "test/programmes/hiring/2022-01-01.yaml": HIRING,
    "test/programmes/award/programme.yaml": programme_text("示例成长奖励", "区科委"),
    "test/programmes/award/2022-01-01.yaml": AWARD,
    "test/programmes/award/2023-01-01.yaml": LATER,
}


@remembered
def publish(files: dict[str, str] | None = None) -> dict[str, Programme]:
    """Publish the catalogue above; returns programmes by slug."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (files or FILES).items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        policies.publish(path=Path(folder) / "test")
    return {programme.slug: programme for programme in Programme.objects.select_related("office")}


@remembered
def person(username: str, name: str = "", **duties: str) -> Person:
    """A person; `person("li", officer="区人社局")` gives the duty too."""
    given = [(Bureau.objects.get(name=bureau), Role(role)) for role, bureau in duties.items()]
    return create_person(username=username, name=name or f"示例{username}", password="long enough 1", duties=given)


@remembered
def enterprise(uscc: str = "91310110MA00000079", name: str = "示例甲科技有限公司", **facts: Any) -> Enterprise:
    """An enterprise with register facts."""
    now = clock.now()
    row = Enterprise.objects.create(uscc=uscc, name=name, created_at=now, updated_at=now)
    if facts:
        _know(row, facts, "register", None)
    return row


@remembered
def know(row: Enterprise, fact: str, value: Any, grade: str = "register", since: dt.date | None = None) -> None:
    """Record a fact as the register does."""
    _know(row, {fact: value}, grade, since)


def _know(row: Enterprise, facts: dict[str, Any], grade: str, since: dt.date | None) -> None:
    exact = {fact: Decimal(value) if type(value) is int else value for fact, value in facts.items()}
    record_facts(enterprise=row, facts=exact, grade=grade, source="示例登记", valid_from=since or dt.date(2022, 1, 1))


@remembered
def join(who: Person, row: Enterprise, state: str = "confirmed") -> None:
    Membership.objects.create(person=who, enterprise=row, state=state, since=clock.now())


@dataclass
class District:
    """Everything a test of this room needs, on 2022-06-24."""

    programmes: dict[str, Programme]
    firm: Enterprise
    founder: Person
    officer: Person
    colleague: Person
    leader: Person
    auditor: Person
    stranger: Person

    @remembered
    def started(self, slug: str = "hiring", firm: Enterprise | None = None) -> Any:
        return intake_actions.start(
            enterprise=firm or self.firm, programme=self.programmes[slug], by=self.founder, request_key=uuid.uuid4()
        )

    @remembered
    def submitted(self, firm: Enterprise | None = None, **declared: Any) -> Any:
        return intake_actions.submit(
            application=self.started(firm=firm), by=self.founder, declared=declared, request_key=uuid.uuid4(),
            evidence={"用工计划": "附后"},
        )  # fmt: skip

    @remembered
    def accepted(self, firm: Enterprise | None = None, **declared: Any) -> Any:
        return review_actions.accept(application=self.submitted(firm, **declared), by=self.officer)

    @remembered
    def judged(self, firm: Enterprise | None = None, *, value: bool = True, **declared: Any) -> Any:
        """Accepted, and the review group's answer recorded."""
        case = self.accepted(firm, **declared)
        review_actions.answer_condition(
            application=case, by=self.officer, condition="plan", value=value, note="" if value else "计划不可行"
        )
        return case


@remembered
def district() -> District:
    programmes = publish()
    firm = enterprise(注册区="示例区", 从业人员=Decimal(8), 失信被执行=False)
    founder = person("founder", "示例创业者")
    join(founder, firm)
    return District(
        programmes=programmes, firm=firm, founder=founder,
        officer=person("officer", officer="区人社局"), colleague=person("colleague", officer="区科委"),
        leader=person("leader", leader="区人社局"), auditor=person("auditor", auditor="区科委"),
        stranger=person("stranger"),
    )  # fmt: skip
