"""The real catalogue with its bureaus, on a day of 2026; a student, an officer, the finance bureau."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from district.enterprises.models import Enterprise
from district.enterprises.persons import actions as persons
from district.funds import actions as funds
from district.funds.models import Level, Line
from district.ground import clock
from district.ground.people.models import Bureau, Person
from tests.district.cases.factories import know, person
from tests.district.whole import publish_yangpu
from tests.remembering import remembered

ROOT = Path(__file__).resolve().parents[3]
DAY = dt.date(2026, 11, 27)
NUMBER, OTHER = "310110199001010019", "310110200002290126"  # synthetic, facts.md 2.2
GRADUATE = {
    "本人身份": "在校学生", "毕业日期": dt.date(2026, 6, 30), "学校所在地": "本市", "本人困难情形": "残疾",
    "本人有求职创业意愿": True,
}  # fmt: skip


@dataclass
class World:
    student: Person
    officer: Person
    colleague: Person
    leader: Person
    other: Person
    auditor: Person
    finance: Person
    cashier: Person
    treasurer: Person
    line: Line

    @remembered
    def subject(self, who: Person | None = None, number: str = NUMBER, name: str = "示例同学") -> Enterprise:
        """Somebody who has consented, with nothing known of them."""
        return persons.begin(by=who or self.student, name=name, number=number)

    @remembered
    def graduate(self) -> Enterprise:
        """The student with all that the allowance asks."""
        row = self.subject()
        for fact, value in GRADUATE.items():
            know(row, fact, value, "declared", since=DAY)
        return row


@remembered
def world_as_it_is() -> World:
    publish_yangpu()
    finance = person("finance", officer="区财政局")
    line = funds.open_line(year=2026, office=Bureau.objects.get(name="区人社局"), name="创业扶持专项", by=finance)
    funds.appropriate(line=line, level=Level.DISTRICT, amount=Decimal(1000000), by=finance)
    return World(
        student=person("student", "示例同学"), officer=person("officer", officer="区人社局"),
        colleague=person("colleague", officer="区人社局"), leader=person("leader", leader="区人社局"),
        other=person("other", officer="区科委"), auditor=person("auditor", auditor="区科委"), finance=finance,
        cashier=person("cashier", officer="区财政局"), treasurer=person("treasurer", leader="区财政局"), line=line,
    )  # fmt: skip


@pytest.fixture
def world(db: None, settings: object) -> Iterator[World]:
    settings.DEMO = True  # type: ignore[attr-defined]  # amounts of these programmes are confirmed by no document
    with clock.at(DAY):
        yield world_as_it_is()
