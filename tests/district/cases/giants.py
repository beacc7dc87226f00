"""A windowed award with joint review, scoring, notice and a quota, for the tests of those steps."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from district.cases.core.models import Application
from district.cases.intake import actions as intake_actions
from district.cases.places.models import Allocation
from district.cases.review import actions as review_actions
from district.cases.review.joint import actions as joint
from district.cases.review.ranking import actions as places
from district.cases.review.scoring import actions as scoring
from district.cases.review.scoring.models import Round, Sheet
from district.ground import clock
from district.ground.people.models import Person
from district.policies.models import Programme
from tests.district.cases.factories import FILES, enterprise, join, person, publish
from tests.remembering import remembered

DAY = dt.date(2022, 5, 20)
LAYER = """
name: 示例区
code: "310110"
offices: [{name: 区科委}, {name: 区财政局}, {name: 区市场监管局}, {name: 区人社局}]
"""
GIANT = """
conditions:
  - {id: in-district, say: 在示例区注册, when: '注册区 = "示例区"', cite: 示例规〔2022〕4号 第三条}
benefit: {amount: 500000, pay: once}
quota: {count: 30, per: year, by: rank, waiting: true}
rank: 营业收入
repeat: once
intake: {mode: rolling}
joint:
  区财政局: {ask: [资金是否足够], veto: false, term: 5 working days, silence: agree}
  区市场监管局: {ask: [有无严重违法], veto: true, term: 5 working days, silence: remind}
rubric: [{name: 创新, most: 60}, {name: 成长, most: 40}]
scoring: {experts: 3, least: 2, blind: true, pass: 60, outlier: 20, ties: [创新, rank, submitted]}
process: [accept, joint-review, score, notice, decide, pay]
deadlines: {accept: 5 working days, notice: 5 working days, decide: 40 working days}
"""
STEPS = "process: [accept, joint-review, score, notice, decide, pay]"
PLAIN = "".join(  # the same, decided upon acceptance: nobody is asked, nobody scores
    line for line in GIANT.replace(STEPS, "process: [accept, decide]").splitlines(keepends=True)
    if not line.startswith(("joint:", "  区", "rubric:", "scoring:"))
).replace("notice: 5 working days, ", "")  # fmt: skip
PROGRAMME = """
name: 示例小巨人
office: 区科委
with: [区财政局, 区市场监管局]
kind: award
"""


def files(rule: str = GIANT) -> dict[str, str]:
    """The catalogue; who is asked in a joint review is named only where the rule has one."""
    head = PROGRAMME if "joint-review" in rule else PROGRAMME.replace("with: [区财政局, 区市场监管局]\n", "")
    return {
        **{name: text for name, text in FILES.items() if "programmes" not in name}, "test/layer.yaml": LAYER,
        "test/programmes/giant/programme.yaml": head, "test/programmes/giant/2022-01-01.yaml": rule,
    }  # fmt: skip


def code(number: int) -> str:
    from stdnum.cn import uscc

    body = f"91310110MB{number:07d}"
    return body + uscc.calc_check_digit(body)


@dataclass
class Giants:
    """The award and the people around it, on 20 May 2022."""

    programme: Programme
    officer: Person
    leader: Person
    finance: Person
    market: Person
    founder: Person
    experts: list[Person]
    auditor: Person

    @remembered
    def firm(self, number: int, revenue: int = 1_000_000) -> Any:
        row = enterprise(code(number), f"示例{number}号科技有限公司", 注册区="示例区", 营业收入=Decimal(revenue))
        join(self.founder, row)
        return row

    @remembered
    def accepted(self, number: int, revenue: int = 1_000_000) -> Application:
        case = intake_actions.start(enterprise=self.firm(number, revenue), programme=self.programme, by=self.founder,
                             request_key=uuid.uuid4())  # fmt: skip
        intake_actions.submit(application=case, by=self.founder, declared={}, request_key=uuid.uuid4())
        return review_actions.accept(application=case, by=self.officer)

    @remembered
    def reviewed(self, number: int, revenue: int = 1_000_000) -> Application:
        """Past the joint review, both bureaus agreeing."""
        case = joint.refer(application=self.accepted(number, revenue), by=self.officer)
        for opinion in case.opinions.select_related("office"):
            by = self.finance if opinion.office.name == "区财政局" else self.market
            joint.give(opinion=opinion, by=by, agrees=True, answers=dict.fromkeys(opinion.ask, "没有问题"))
        return joint.gather(application=case, by=self.officer)

    def round(self, cases: Sequence[Application], experts: Sequence[Person] | None = None) -> Round:
        return scoring.open_round(
            applications=cases, experts=experts or self.experts, by=self.officer, request_key=uuid.uuid4()
        )

    def mark(self, round_: Round, case: Application, *marks: tuple[int, int]) -> None:
        """Each expert declares no interest and marks the case."""
        for expert, (first, second) in zip(self.experts, marks, strict=False):
            sheet = Sheet.objects.get(seat__expert__person=expert, seat__round=round_, entry__application=case)
            scoring.declare(sheet=sheet, by=expert, conflict=False)
            scoring.give_marks(sheet=sheet, by=expert, marks={"创新": first, "成长": second})

    @remembered
    def scored(self, *marks: tuple[int, int], first: int = 1) -> list[Application]:
        """One case for each pair of marks (every expert gives the same), past the scoring."""
        cases = [self.reviewed(first + number) for number in range(len(marks))]
        round_ = self.round(cases)
        for case, given in zip(cases, marks, strict=True):
            self.mark(round_, case, given, given, given)
        scoring.close_round(round_=round_, by=self.officer)
        for case in cases:
            case.refresh_from_db()
        return cases

    @remembered
    def listed(self, *marks: tuple[int, int], first: int = 1) -> list[Application]:
        """The same, with the list by the rule made."""
        cases = self.scored(*marks, first=first)
        self.allot()
        return [Application.objects.get(pk=case.pk) for case in cases]

    def allot(self, **more: Any) -> Allocation:
        version = self.programme.versions.order_by("in_force_from").first()
        assert version is not None
        return places.allot(version=version, by=self.officer, request_key=uuid.uuid4(), **more)


@remembered
def giants(rule: str = GIANT) -> Giants:
    programme = publish(files(rule))["giant"]
    founder = person("founder", "示例创业者")
    return Giants(
        programme=programme, officer=person("officer", officer="区科委"), leader=person("leader", leader="区科委"),
        finance=person("finance", officer="区财政局"), market=person("market", officer="区市场监管局"), founder=founder,
        experts=[person(f"expert{n}", f"示例专家{n}", expert="区科委") for n in range(1, 4)],
        auditor=person("auditor", auditor="区财政局"),
    )  # fmt: skip


def at(day: dt.date = DAY) -> Any:
    return clock.at(day)
