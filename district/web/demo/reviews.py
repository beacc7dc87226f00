"""Demonstration of the steps between acceptance and decision: an award that has been through all of them, cases in
joint review and before experts now. Firms and people are made up; facts the rules need are recorded for these firms."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils import timezone

from district.cases.core import queries
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.cases.review.joint import actions as joint
from district.cases.review.notice import actions as notice
from district.cases.review.notice import hearing
from district.cases.review.ranking import actions as places
from district.cases.review.scoring import actions as scoring
from district.cases.review.scoring.queries import Sheet
from district.enterprises import actions as enterprise_actions
from district.enterprises import queries as enterprises
from district.ground import clock
from district.ground.people import actions as people_actions
from district.ground.people import experts as people_experts
from district.ground.people.queries import Expert, Person, Role, bureau_named
from district.policies import queries as policies
from district.web.demo.deciding import decide

GIANT: dict[str, Any] = {
    "注册区": "杨浦区", "纳税地在本区": True, "行业门类": "信息传输、软件和信息技术服务业", "行业代码": "6513",
    "从业人员": Decimal(80), "研发人员": Decimal(30), "营业收入": Decimal(32_000_000),
    "近三年研发费用": Decimal(9_000_000), "近三年营业收入": Decimal(80_000_000), "净利润": Decimal(2_000_000),
    "自主知识产权数": Decimal(4), "失信被执行": False,
}  # fmt: skip
HIGH_TECH: dict[str, Any] = {
    "从业人员": Decimal(60), "研发人员": Decimal(12), "营业收入": Decimal(20_000_000), "自主知识产权数": Decimal(3),
    "近三年研发费用": Decimal(4_000_000), "近三年营业收入": Decimal(50_000_000), "高新收入占比": Decimal(72),
    "创新能力评分": Decimal(81), "严重违法": False,
}  # fmt: skip
MARKS = ((26, 25, 16, 17), (25, 26, 17, 16), (22, 23, 15, 14), (24, 24, 14, 16), (20, 21, 12, 13), (15, 14, 9, 10))


def make_reviews(people: dict[str, Person], own: Iterable[Any]) -> None:
    """Some firms of the register go through; none of those that demonstration members act for."""
    agent = Person.objects.get(username="agent")
    experts = [
        people["expert"],
        *(expert(f"expert{n}", name) for n, name in ((2, "示例专家丑"), (3, "示例专家寅"), (4, "示例专家卯"))),
    ]
    taken = {each.pk for each in own}
    old = clock.today() - dt.timedelta(days=1200)
    rows = enterprises.Enterprise.objects.filter(status="存续").exclude(pk__in=taken)
    found = (row for row in rows.order_by("-pk") if not row.applications.exists() and _founded(row, old))
    free = list(islice(found, 15))
    _award(people, agent, experts, free[:6])
    _scoring_now(people, agent, experts, free[6:9])
    _joint_now(people, agent, free[9:11])


def _founded(row: Any, before: dt.date) -> bool:
    founded = enterprises.facts_of(row, clock.today()).get("成立日期")
    return founded is not None and isinstance(founded.value, dt.date) and founded.value <= before


def expert(username: str, name: str) -> Person:
    bureau = bureau_named("区科委")
    assert bureau is not None
    return people_actions.create_person(username=username, name=name, password=None, duties=[(bureau, Role.EXPERT)])


def guest(officer: Person) -> Expert:
    """An expert on record without an account: asked by one-time links."""
    bureau = bureau_named("区科委")
    assert bureau is not None
    return people_experts.enter(
        office=bureau, by=officer, name="示例专家尾", title="示例：研究员", fields=["technology"], topics=["science"],
        languages=["zh"], about="示例：没有账号，凭一次性链接打分。",
    )  # fmt: skip


def at_day(day: dt.date, hour: int = 10) -> Any:
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
    return clock.at(min(moment, clock.now()))


def apply(slug: str, firm: Any, agent: Person, officer: Person, day: dt.date, facts: dict[str, Any]) -> Any:
    """Facts known before the day, and to this day, then a case handed in and accepted."""
    programme = policies.Programme.objects.select_related("office").get(slug=slug)
    known = enterprises.facts_of(firm, clock.today())
    later = {each.valid_from for name, each in known.items() if name in facts and each.valid_from > day}
    # A certificate, for the register keeps what it knows of a later day; and the register says the same of that.
    for grade, since in (("certificate", day), ("register", day), *(("register", each) for each in sorted(later))):
        enterprise_actions.record_facts(
            enterprise=firm, facts=facts, grade=grade, source="示例：部门证明", valid_from=since
        )
    with at_day(day):
        enterprise_actions.join(person=agent, enterprise=firm, role="member")
        case = intake_actions.start(enterprise=firm, programme=programme, by=agent, request_key=uuid.uuid4())
        papers = {each["name"]: "示例材料，随件提交" for each in queries.evidence_of(case)}
        intake_actions.submit(application=case, by=agent, declared={}, request_key=uuid.uuid4(), evidence=papers)
    with at_day(day + dt.timedelta(days=4)):
        return review_actions.accept(application=case, by=officer)


def agree(case: Any, people: dict[str, Person], officer: Person) -> None:
    joint.refer(application=case, by=officer)
    for opinion in case.opinions.select_related("office"):
        by = _officer_of(opinion.office, people)
        joint.give(opinion=opinion, by=by, agrees=True, answers=dict.fromkeys(opinion.ask, "示例：没有问题"))
    joint.gather(application=case, by=officer)


def _officer_of(office: Any, people: dict[str, Person]) -> Person:
    known = next((each for each in people.values() if office.pk in each.bureau_ids(Role.OFFICER)), None)
    if known is not None:
        return known
    made = people_actions.create_person(
        username=f"officer-{office.pk}", name=f"示例经办员（{office.name}）", password=None,
        duties=[(office, Role.OFFICER)],
    )  # fmt: skip
    people[made.username] = made
    return made


def _award(people: dict[str, Person], agent: Person, experts: list[Person], firms: list[Any]) -> None:
    """The little giants of the last window, from intake to decisions: a recusal, an objection upheld, one below."""
    officer, today = people["science"], clock.today()
    day = dt.date(today.year, 5, 20)
    if today < dt.date(today.year, 8, 1):
        day = dt.date(today.year - 1, 5, 20)
    cases = []
    for n, firm in enumerate(firms):
        before = {"上上年营业收入": Decimal(28_000_000 - 500_000 * n)}
        cases.append(apply("tech-little-giant", firm, agent, officer, day, GIANT | before))
    with at_day(day + dt.timedelta(days=10)):
        for case in cases:
            agree(case, people, officer)
    with at_day(day + dt.timedelta(days=14)):
        round_ = scoring.open_round(applications=cases, experts=experts, by=officer, request_key=uuid.uuid4())
    with at_day(day + dt.timedelta(days=20)):
        _mark(round_, cases, experts)
        scoring.close_round(round_=round_, by=officer)
        for case in cases:
            review_actions.answer_condition(
                application=case, by=officer, condition="market", value=True, note="示例：评审组认可"
            )
    with at_day(day + dt.timedelta(days=25)):  # the window is closed
        places.allot(version=round_.version, by=officer, request_key=uuid.uuid4())
        made = notice.propose(applications=cases[:5], by=officer, request_key=uuid.uuid4())
    with at_day(day + dt.timedelta(days=26)):
        line = made.lines.get(application=cases[4])
        found = notice.object_to(line=line, grounds="示例：申报的研发人员里有人已离职。", name="示例市民", contact="",
                                 address="192.0.2.1")  # fmt: skip
    with at_day(day + dt.timedelta(days=24)):
        hearing.state(objection=found, by=agent, statement="示例：两名研发人员离职在申报之后，名单已附。")
    with at_day(day + dt.timedelta(days=28)):
        notice.answer_objection(
            objection=found, by=officer, upheld=True, read=True, reply="示例：经核查，研发人员数与社保记录不符。"
        )
    with at_day(day + dt.timedelta(days=38)):
        for case in cases[:4]:
            decide(case, officer, "granted", "示例：公示无异议。")
        decide(cases[4], officer, "refused", "示例：公示期间异议成立。")
        decide(cases[5], officer, "refused", "示例：评审平均分未到及格线。")


def _mark(round_: Any, cases: list[Any], experts: list[Person]) -> None:
    """Every expert marks every case, but one who has an interest in the first."""
    names = [line["name"] for line in round_.rubric]
    for case, marks in zip(cases, MARKS, strict=False):
        for n, expert in enumerate(experts):
            sheet = Sheet.objects.get(entry__round=round_, entry__application=case, seat__expert__person=expert)
            if case is cases[3] and n == 0:
                scoring.declare(sheet=sheet, by=expert, conflict=True, interest="示例：近三年有技术合作")
                continue
            scoring.declare(sheet=sheet, by=expert, conflict=False)
            given = {name: max(0, mark - n) for name, mark in zip(names, marks, strict=True)}
            scoring.give_marks(sheet=sheet, by=expert, marks=given)


def _scoring_now(people: dict[str, Person], agent: Person, experts: list[Person], firms: list[Any]) -> None:
    officer, today = people["science"], clock.today()
    day = min(today - dt.timedelta(days=70), dt.date(today.year, 9, 20))  # before the register's own dates
    if day.month < 4:
        day = dt.date(today.year - 1, 9, 20)
    cases = [apply("high-tech-recognition", firm, agent, officer, day, HIGH_TECH) for firm in firms]
    with clock.at(max(clock.now() - dt.timedelta(days=2), timezone.make_aware(dt.datetime.combine(day, dt.time(15))))):
        sitting: list[Expert | Person] = [*experts, guest(officer)]
        round_ = scoring.open_round(applications=cases[:2], experts=sitting, by=officer, request_key=uuid.uuid4())
    for sheet in Sheet.objects.filter(entry__round=round_, seat__expert__person=experts[1]).select_related(
        "seat__expert__person"
    ):
        scoring.declare(sheet=sheet, by=experts[1], conflict=False)
        marks = dict(zip((line["name"] for line in round_.rubric), (25, 24, 16, 15), strict=True))
        scoring.give_marks(sheet=sheet, by=experts[1], marks=marks)


def _joint_now(people: dict[str, Person], agent: Person, firms: list[Any]) -> None:
    officer, today = people["banking"], clock.today()
    for n, firm in enumerate(firms):
        day = today - dt.timedelta(days=9 - n)
        case = apply("listing-support", firm, agent, officer, day, {"注册区": "杨浦区", "上市板块": "新三板"})
        with at_day(day + dt.timedelta(days=5)):
            joint.refer(application=case, by=officer)
