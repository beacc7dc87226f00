"""Demonstration money: plainly illustrative budgets, payees, a batch paid, one on its way, a recovery."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from decimal import Decimal
from typing import Any

from district.cases.aftercare import actions as findings
from district.cases.aftercare import opening
from district.cases.core.queries import Application
from district.enterprises import queries as enterprises
from district.funds import actions, bank, paying, queries, working
from district.ground import clock
from district.ground.people.queries import Person
from district.policies import queries as policies
from district.web.demo.after import ruler
from district.web.demo.cases import WANTED, at, one_case
from district.web.demo.papers import paper

ALONE = "示例：财政部门只有两个人"
WAN = Decimal(10_000)
SIZES = (300, 800, 1200, 500, 2000, 150)  # 万元, in turn: illustrative, no district's real figures
KNOWN = {"创业扶持专项": 150, "科技专项": 200}  # the two the demonstration's cases draw on: a bar one can see
CITY = (0, 0, 30, 0, 50, 0)  # per cent that comes from the city


def make_lines(people: dict[str, Person]) -> None:
    """A line for every budget that programmes name, of this year and the last; every figure marked illustrative."""
    today, finance = clock.today(), people["finance"]
    named = sorted(
        {
            (str(version.description["budget"]), version.programme.office_id): version.programme.office
            for version in policies.versions_on(today)
            if version.description.get("budget") and (version.description.get("benefit") or {}).get("amount")
        }.items(),
        key=lambda pair: pair[0],
    )
    for year in (today.year - 1, today.year):
        with clock.at(dt.date(year, 1, 10)):
            for place, ((name, _office), office) in enumerate(named):
                line = actions.open_line(year=year, office=office, name=name, by=finance, illustrative=True)
                whole, city = KNOWN.get(name, SIZES[place % len(SIZES)]) * WAN, CITY[place % len(CITY)]
                note = "示例数字，非真实预算"
                for level, part in (("city", whole * city / 100), ("district", whole * (100 - city) / 100)):
                    if part:
                        actions.appropriate(line=line, level=level, amount=part, by=finance, note=note)


def grant_one(enterprise: Any, member: Person, people: dict[str, Person], rng: random.Random) -> None:
    """One of the demonstration members' firms has been granted something: its statement has a line to show."""
    for slug in WANTED:
        programme = policies.Programme.objects.select_related("office").filter(slug=slug).first()
        days = (clock.today() - dt.timedelta(days=40), clock.today())
        facts = [policies.facts_for_judging(enterprise, day) for day in days]
        if programme and all(
            policies.fits(found, day, slugs=[slug]).eligible for found, day in zip(facts, days, strict=True)
        ):
            officer = people["science"] if programme.office.name == "区科委" else people["officer"]
            one_case(enterprise, programme, member, officer, "granted", rng)
            return


def make_payments(people: dict[str, Person], agent: Person, rng: random.Random) -> None:
    """Accounts for those who were granted money; then pay some, leave some, have one fail and one asked back."""
    day = clock.today() - dt.timedelta(days=6)
    granted = list(queries.Award.objects.filter(state="committed").select_related("enterprise", "line").order_by("pk"))
    for number, award in enumerate(granted):
        if number % 7 != 6:  # one in seven has not named its account yet
            with at(day, rng):
                _payee(award.enterprise, agent, people["officer"], number)
    lines = list({award.line_id: award.line for award in granted}.values())
    for place, line in enumerate((lines[:1] * 2 + lines[1:])[:3]):
        due = list(paying.due(line).values_list("pk", flat=True))
        with at(clock.today() - dt.timedelta(days=4 - place), rng):
            _batch(line, people, place, due[: len(due) * 2 // 3] if place == 0 else due)
    asked_back(people, agent, rng)


def asked_back(people: dict[str, Person], agent: Person, rng: random.Random) -> None:
    """One payment is asked back, by the way every recovery goes."""
    office = people["officer"].duties[0].bureau
    paid = queries.Award.objects.filter(state="settled", version__programme__office=office).order_by("pk").first()
    case = Application.objects.filter(reference=paid.reference).first() if paid else None
    if paid is None or case is None:
        return
    decision, day = case.decisions.in_force().get(), clock.today()
    member = enterprises.members_of(case.enterprise).first() or agent
    with at(day, rng):
        finding = opening.by_hand(decision=decision, by=people["officer"], say="示例：核查发现多报一人",
                                  cite="示例规〔2022〕1号 第八条", since_on=day - dt.timedelta(days=30),
                                  request_key=uuid.uuid4())  # fmt: skip
        findings.tell(finding=finding, by=people["officer"])
        findings.state_view(
            finding=finding, by=member, text="示例：确有一人已离职，愿意退回。", request_key=uuid.uuid4()
        )
        findings.uphold(finding=finding, by=ruler(finding), reason="示例：企业承认，属实。")
        findings.propose(finding=finding, by=people["officer"], reason="示例：多付部分退回。",
                         amount=(paid.amount / 2).quantize(Decimal("0.01")))  # fmt: skip
        findings.approve(finding=finding, by=people["leader"])


def _payee(enterprise: Any, agent: Person, officer: Person, number: int) -> None:
    if queries.payee_of(enterprise) is not None:
        return
    who = enterprises.members_of(enterprise).first() or agent
    waits, account = number % 5 == 4, f"6222009900{number:06}"  # one in five waits for an officer
    certificate = None
    if waits:
        says = (f"户名：{enterprise.name}", f"账号：{account}", "联行号：102290099999")
        certificate = paper(title="示例开户证明", by="示例银行杨浦支行", says=says, on=clock.today())
    payee = actions.enter_payee(
        enterprise=enterprise, holder=enterprise.name, bank_name="示例银行杨浦支行", bank_code="102290099999",
        number=account, by=who, request_key=uuid.uuid4(), certificate=certificate,
    )  # fmt: skip
    if not waits:
        actions.verify_payee(payee=payee, by=officer, right=True)


def _batch(line: Any, people: dict[str, Person], place: int, due: list[int]) -> None:
    """The first batch is paid but for one, the second waits for its second release, the third is with the bank."""
    try:
        batch = actions.make_batch(line=line, by=people["finance"], request_key=uuid.uuid4(), instalments=due)
    except actions.NotPossible:
        return
    paying.check_batch(batch=batch, by=people["treasurer"])
    paying.release_first(batch=batch, by=people["finance"], reason=ALONE)
    if place == 1:
        return
    paying.release_second(batch=batch, by=people["treasurer"], reason=ALONE)
    working.send(batch)
    if place == 0:
        rows = [
            (each.reference, each.fen - each.offset, "failed" if number == 1 else "paid",
             "示例：账户状态异常" if number == 1 else "")
            for number, each in enumerate(batch.payments.order_by("pk"))
        ]  # fmt: skip
        file, _new = paying.take_return(batch=batch, name="示例回单.csv", by=people["finance"],
                                        content=bank.answer(batch.reference, rows))  # fmt: skip
        working.apply(file)
