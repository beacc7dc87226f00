"""Demonstration of what comes after decisions: obligations kept and broken, findings at every step, a sampling
campaign under way, workers claimed twice. By the actions people use, each on its own day."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from decimal import Decimal
from typing import Any

from district.cases.aftercare import actions as findings
from district.cases.aftercare import amounts, correcting, risk, sampling, tasks
from district.cases.aftercare.permissions import may_rule
from district.cases.aftercare.queries import Finding
from district.cases.core import queries
from district.cases.core.queries import Application, Decision
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.enterprises import actions as enterprise_actions
from district.enterprises import queries as enterprises
from district.ground import clock
from district.ground.people.actions import create_person
from district.ground.people.queries import Person, Role, bureau_named, leaders_of, officers_of
from district.policies import queries as policies
from district.web.demo.cases import at
from district.web.demo.deciding import decide

AGO = 50  # days since these cases began: long enough for a first monthly look
SLUGS = ("startup-cost", "startup-capital")
GRANTS = 12


def make_after(people: dict[str, Person], rng: random.Random) -> None:
    """Needs the cases of `make_cases`; makes as much as the register has firms for."""
    agent = Person.objects.get(username="agent")
    second = create_person(username="colleague", name="示例经办员壬", password=None,
                           duties=[(bureau, Role.OFFICER)] if (bureau := bureau_named("区人社局")) else [])  # fmt: skip
    granted = _grants(agent, [second, people["officer"]], rng)
    told = dict(zip(("approved", "moved", "staff", "corrected", "new", "proposed"), granted, strict=False))
    if len(told) == 6:
        _approved(told["approved"], people, rng)
        _approved(told["proposed"], people, rng, by_another=False)
        _learn(told["moved"], {"注册区": "虹口区"}, _ago(20))
        _learn(told["staff"], {"参保人数": Decimal(0), "最长连续参保月数": Decimal(0)}, _ago(25))
        _learn(told["corrected"], {"失信被执行": True}, told["corrected"].submission.as_of)
        _learn(told["new"], {"注册区": "普陀区"}, _ago(16))
        with at(_ago(4), rng):
            tasks.work()
        _moved_away(told["moved"], people, rng)
        _lost_staff(told["staff"], second, rng)
    _campaign(people, second, rng)


def _grants(agent: Person, officers: list[Person], rng: random.Random) -> list[Decision]:
    """Firms that were entitled fifty days ago, granted six weeks ago."""
    made: list[Decision] = []
    start = clock.today() - dt.timedelta(days=AGO)
    for firm, slug in _entitled(start):
        programme = policies.Programme.objects.get(slug=slug)
        enterprise_actions.join(person=agent, enterprise=firm, role="member")
        officer = officers[len(made) % len(officers)]
        with at(start, rng):
            case = intake_actions.start(enterprise=firm, programme=programme, by=agent, request_key=uuid.uuid4())
            papers = {each["name"]: "示例材料，随件提交" for each in queries.evidence_of(case)}
            intake_actions.submit(application=case, by=agent, declared={}, request_key=uuid.uuid4(), evidence=papers)
        with at(start + dt.timedelta(days=3), rng):
            review_actions.accept(application=case, by=officer)
        with at(start + dt.timedelta(days=rng.randint(8, 12)), rng):
            made.append(decide(case, officer, "granted", "材料齐全，情况属实。"))
    return made


def _entitled(day: dt.date) -> list[tuple[Any, str]]:
    busy = set(Application.objects.values_list("enterprise", flat=True))
    busy |= set(enterprises.Membership.objects.values_list("enterprise", flat=True))
    found, rules = list[tuple[int, str]](), policies.catalogue()
    ids = list(enterprises.Enterprise.objects.filter(status="存续").values_list("pk", flat=True)[:2500])
    for pk, facts in enterprises.facts_for_register(day, ids):
        fitting = [] if pk in busy else policies.fits(facts, day, slugs=SLUGS, by=rules).eligible
        if fitting:
            found.append((pk, fitting[len(found) % len(fitting)].programme))
        if len(found) == GRANTS:
            break
    firms = enterprises.Enterprise.objects.in_bulk([pk for pk, _slug in found])
    return [(firms[pk], slug) for pk, slug in found]


def _learn(decision: Decision, facts: dict[str, Any], since: dt.date) -> None:
    """Learnt today, as the whole demonstration register is; true from `since`."""
    enterprise_actions.record_facts(
        enterprise=decision.application.enterprise, facts=facts, grade="register", source="部门数据归集",
        valid_from=since,
    )  # fmt: skip


def _ago(days: int) -> dt.date:
    return clock.today() - dt.timedelta(days=days)


def _finding(decision: Decision) -> Finding | None:
    found: Finding | None = Finding.objects.filter(decision=decision, state="opened").first()
    return found


def _moved_away(decision: Decision, people: dict[str, Person], rng: random.Random) -> None:
    """The manager's third firm moved: found by the watch, told, waiting for the firm's view."""
    enterprise_actions.join(person=people["manager"], enterprise=decision.application.enterprise, role="member")
    if (finding := _finding(decision)) is not None:
        with at(_ago(3), rng):
            findings.tell(finding=finding, by=people["officer"])


def ruler(finding: Finding) -> Person:
    """Who may rule on a finding: of the bureau, and without a hand in the case where it has such a person."""
    office = finding.application.programme.office
    people = [*officers_of(office).order_by("pk"), *leaders_of(office).order_by("pk")]
    return next(each for each in people if may_rule(each, finding))


def _lost_staff(decision: Decision, by: Person, rng: random.Random) -> None:
    """Nobody insured any more: heard, upheld, an amount proposed where the rule has one, waiting for the second."""
    if (finding := _finding(decision)) is None:
        return
    with at(_ago(3), rng):
        findings.tell(finding=finding, by=by)
        _speak(finding, "示例：员工已全部离职，暂无人参保。")
    with at(_ago(2), rng):
        findings.uphold(finding=finding, by=ruler(finding), reason="企业认可，社保数据一致。")
        _propose(finding, by)


def _approved(decision: Decision, people: dict[str, Person], rng: random.Random, *, by_another: bool = True) -> None:
    """The whole way: a court's list came late; told, heard, upheld, proposed and, unless it waits, approved."""
    _learn(decision, {"失信被执行": True}, decision.submission.as_of)
    with at(_ago(11), rng):
        finding = correcting.look_again(decision.pk)
    if finding is None:
        return
    with at(_ago(10), rng):
        findings.tell(finding=finding, by=people["officer"])
        _speak(finding, "示例：执行案件已和解，正在申请移出名单。")
    with at(_ago(8), rng):
        findings.uphold(finding=finding, by=ruler(finding), reason="列入日期早于核算日，当时不符合条件。")
        _propose(finding, people["officer"])
    if by_another:
        with at(_ago(6), rng):
            findings.approve(finding=finding, by=people["leader"])


def _speak(finding: Finding, text: str) -> None:
    agent = Person.objects.get(username="agent")
    findings.state_view(finding=finding, by=agent, text=text, request_key=uuid.uuid4())


def _propose(finding: Finding, by: Person) -> None:
    suggested = amounts.suggest(finding)
    if suggested is not None:
        findings.propose(finding=finding, by=by, amount=suggested.amount, reason="")


def _campaign(people: dict[str, Person], second: Person, rng: random.Random) -> None:
    """Sealed nine days ago, drawn the day after, half done."""
    programmes = list(policies.Programme.objects.filter(slug__in=SLUGS))
    year = _ago(38).year
    if (
        not programmes
        or not Decision.objects.filter(outcome="granted", year=year, application__programme__in=programmes).exists()
    ):
        return
    with at(_ago(9), rng):
        made = sampling.prepare(
            title="创业扶持资金年度抽查（示例）", office=programmes[0].office, programmes=programmes, year=year, size=8,
            share=50, by=people["leader"], request_key=uuid.uuid4(),
        )  # fmt: skip
    with at(_ago(8), rng):
        sampling.draw(campaign=made, seed="示例开奖号 407 · 第 2022163 期", by=people["leader"])
    good = dict.fromkeys(risk.CHECKLIST, "yes")
    theirs = [each for each in made.items.order_by("place") if each.officer_id == second.pk]
    for item in theirs[:2]:
        with at(_ago(5), rng):
            sampling.record_result(item=item, by=second, result="fine", answers=good)
    for item in theirs[2:3]:
        with at(_ago(4), rng):
            sampling.record_result(item=item, by=second, result="problem", answers={**good, "site": "no"},
                                   note="示例：登记地址无人办公，电话未接通。")  # fmt: skip
