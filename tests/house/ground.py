"""The whole catalogue published once, with the people and budgets around it, for walks from application to end."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from stdnum.cn import uscc

import rulebook
from district.cases.aftercare.tasks import work as after_work
from district.cases.intake.consenting import submit_consented
from district.cases.review.joint.actions import lapse_overdue
from district.enterprises.models import Enterprise
from district.funds import actions as funds
from district.funds import bank, paying, rechecking, working
from district.funds.models import Line, Payment
from district.funds.queries import payee_of
from district.ground import clock
from district.ground.people.models import Bureau, Person
from district.policies.actions import publish
from district.policies.models import Programme
from rulebook.catalogue.catalogue import Catalogue
from tests.district.cases.factories import enterprise, join, person

ROOT = Path(__file__).resolve().parents[2]
PLENTY = Decimal(1_000_000_000)
FINANCE = "区财政局"


@dataclass
class Ground:
    """Everybody one needs: an officer and a leader for each bureau, experts, the finance bureau, an applicant."""

    catalogue: Catalogue
    applicant: Person
    experts: list[Person]
    treasury: list[Person]
    staff: dict[tuple[str, str], Person]
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def of(self, bureau: str, duty: str) -> Person:
        """`duty`: officer or leader."""
        return self.staff[bureau, duty]

    def programme(self, slug: str) -> Programme:
        return Programme.objects.select_related("office").get(slug=slug)

    def firm(self, facts: dict[str, Any], since: dt.date) -> Enterprise:
        number = next(self.numbers)
        body = f"91310110MB{number:07d}"
        row = enterprise(body + uscc.calc_check_digit(body), f"示例{number}号有限公司")
        self.know(row, facts, since)
        join(self.applicant, row)
        return row

    def know(self, row: Enterprise, facts: dict[str, Any], since: dt.date) -> None:
        from district.enterprises.actions import record_facts

        said = {name: Decimal(value) if type(value) is int else value for name, value in facts.items()}
        record_facts(enterprise=row, facts=said, grade="register", source="示例登记", valid_from=since)

    def lines(self, budget: str, office: Bureau, years: range) -> None:
        """The budget's lines of these years, with plenty on each."""
        for year in years:
            if not Line.objects.filter(year=year, name=budget, office=office).exists():
                with clock.at(dt.date(year, 1, 10)):
                    line = funds.open_line(year=year, office=office, name=budget, by=self.treasury[0])
                    funds.appropriate(line=line, level="district", amount=PLENTY, by=self.treasury[0])

    def verified(self, firm: Enterprise, officer: Person) -> None:
        if payee_of(firm) is None:
            payee = funds.enter_payee(
                enterprise=firm, holder=firm.name, bank_name="示例银行", bank_code="102290000000",
                number=f"62220000{firm.pk:08}", by=self.applicant, request_key=uuid.uuid4(),
            )  # fmt: skip
            funds.verify_payee(payee=payee, by=officer, right=True)

    def pay(self, line: Line) -> None:
        """What is due on a line today: made, checked, released by two, sent, answered by the bank."""
        first, second, third, leader = self.treasury
        batch = paying.make_batch(line=line, by=first, request_key=uuid.uuid4())
        paying.check_batch(batch=batch, by=second)
        paying.release_first(batch=batch, by=third)
        paying.release_second(batch=batch, by=leader)
        working.send(batch)
        payments = Payment.objects.filter(batch=batch).order_by("pk")
        rows = [(each.reference, each.fen - each.offset, "paid", "") for each in payments if each.fen > each.offset]
        content = bank.answer(batch.reference, rows)
        file, _new = paying.take_return(batch=batch, name="回单.csv", content=content, by=first)
        working.apply(file)


def night() -> None:
    """What the house does by itself every night."""
    lapse_overdue(today=clock.today())
    submit_consented()
    while funds.expire_holds():
        pass
    rechecking.recheck(rechecking.running())
    working.resume()
    after_work()


def ground() -> Ground:
    publish(path=ROOT / "catalogue" / "yangpu")
    staff = {
        (bureau.name, duty): person(f"{duty}-{bureau.pk}", f"示例{bureau.name}{duty}", **{duty: bureau.name})
        for bureau in Bureau.objects.all() for duty in ("officer", "leader")
    }  # fmt: skip
    return Ground(
        catalogue=rulebook.read_catalogue(ROOT / "catalogue" / "yangpu"), applicant=person("applicant", "示例申报员"),
        experts=[person(f"expert{n}", f"示例专家{n}", expert="区科委") for n in range(1, 6)],
        treasury=[person("treasury1", officer=FINANCE), person("treasury2", officer=FINANCE),
                  person("treasury3", officer=FINANCE), person("treasury4", leader=FINANCE)], staff=staff,
    )  # fmt: skip
