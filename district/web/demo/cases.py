"""Demonstration cases: applications started, handed in, returned, accepted, decided, by the actions people use."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from typing import Any

from django.utils import timezone

from district.cases.core import queries
from district.cases.decisions import leaving
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.cases.review import corrections
from district.enterprises import actions as enterprise_actions
from district.enterprises import queries as enterprises
from district.enterprises.claims import actions as claims
from district.ground import clock
from district.ground.people.queries import Person
from district.policies import queries as policies
from district.web.demo.deciding import decide, put_up
from district.web.demo.lists import fill_list
from district.web.demo.papers import paper

WANTED = ("startup-cost", "startup-capital", "early-stage-social-insurance", "high-tech-award", "first-venture",
          "contest-follow-on")  # fmt: skip
STAGES = ("draft", "submitted", "submitted", "late", "returned", "accepted", "approving", "granted", "granted",
          "refused", "withdrawn")  # fmt: skip
DAYS = {"late": 30, "granted": 40, "refused": 36, "accepted": 14, "approving": 12, "returned": 9}  # ago
TWICE = (5, 7)  # an accepted and a granted case whose lists of staff share a worker
CASES = 66


def make_cases(people: dict[str, Person], own: list[Any], rng: random.Random) -> None:
    """Some sixty cases of firms that a synthetic agent acts for; the demo members' own firms stay free to apply."""
    agent = _agent()
    taken = {each.pk for each in own}
    made = 0
    for slug in WANTED:
        programme = policies.Programme.objects.select_related("office").filter(slug=slug).first()
        if programme is None:
            continue
        officer = people["science"] if programme.office.name == "区科委" else people["officer"]
        for enterprise in _eligible(slug, taken)[: CASES // len(WANTED)]:
            taken.add(enterprise.pk)
            enterprise_actions.join(person=agent, enterprise=enterprise, role="member")
            place = made % len(STAGES)
            one_case(enterprise, programme, agent, officer, STAGES[place], rng, twice=place in TWICE)
            made += 1
    _one_claim(people, taken)


def _agent() -> Person:
    from district.ground.people.actions import create_person

    return create_person(username="agent", name="示例代办员辛", password=None)


def _eligible(slug: str, taken: set[int]) -> list[Any]:
    """Firms the rule says yes to, in the register's order."""
    today, found, rules = clock.today(), list[int](), policies.catalogue()
    wanted = list(enterprises.Enterprise.objects.filter(status="存续").values_list("pk", flat=True)[:2500])
    for pk, facts in enterprises.facts_for_register(today, wanted):
        days = (today, today - dt.timedelta(days=41))
        if pk not in taken and all(policies.fits(facts, day, slugs=[slug], by=rules).eligible for day in days):
            found.append(pk)
        if len(found) >= CASES // len(WANTED):
            break
    return list(enterprises.Enterprise.objects.filter(pk__in=found))


def one_case(
    enterprise: Any, programme: Any, agent: Person, officer: Person, stage: str, rng: random.Random, *,
    twice: bool = False, wanting: tuple[str, str] = ("企业银行账户信息", "账户信息页不清楚，请重新上传说明"),
) -> None:  # fmt: skip
    """Bring one case to a stage, each step on its own day."""
    days = DAYS.get(stage, rng.randint(0, 4))
    start = clock.today() - dt.timedelta(days=days)
    with at(start, rng):
        case = intake_actions.start(enterprise=enterprise, programme=programme, by=agent, request_key=uuid.uuid4())
    if stage == "draft":
        return
    papers = {each["name"]: "示例材料，随件提交" for each in queries.evidence_of(case)}
    with at(start, rng):
        fill_list(case, agent, twice=twice)
        intake_actions.submit(application=case, by=agent, declared={}, request_key=uuid.uuid4(), evidence=papers)
    if stage == "withdrawn":
        with at(start + dt.timedelta(days=1), rng):
            leaving.withdraw(application=case, by=agent, reason="示例：企业另有安排")
    elif stage == "returned":
        item = corrections.Item("evidence", *wanting)
        with at(start + dt.timedelta(days=2), rng):
            review_actions.send_back(application=case, by=officer, items=[item])
    elif stage in ("accepted", "approving", "granted", "refused"):
        with at(start + dt.timedelta(days=2), rng):
            review_actions.accept(application=case, by=officer)
    if stage in ("granted", "refused"):
        note = "材料齐全，情况属实。" if stage == "granted" else "示例：现场核实，经营地址与登记不一致。"
        with at(start + dt.timedelta(days=rng.randint(8, 16)), rng):
            decide(case, officer, stage, note)
    elif stage == "approving":
        with at(clock.today() - dt.timedelta(days=rng.randint(1, 3)), rng):
            put_up(case, officer, "granted", "示例：材料齐全，拟同意。")


def at(day: dt.date, rng: random.Random) -> Any:
    """The clock held at an office hour of a day, never later than now."""
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(rng.randint(9, 16), rng.randint(0, 59))))
    return clock.at(min(moment, clock.now()))


def _one_claim(people: dict[str, Person], taken: set[int]) -> None:
    """One claim waits for an officer."""
    free = enterprises.Enterprise.objects.exclude(pk__in=taken).filter(status="存续").first()
    if free is not None:
        says = (f"兹授权示例创业者甲代表{free.name}办理政策申报事项。", "授权期限一年。本件为演示用的样张。")
        letter = paper(title="示例授权书", by=free.name, says=says, on=clock.today())
        claims.claim_enterprise(uscc=free.uscc, name=free.name, by=people["founder"], file=letter)
