"""A bureau with its officer, experts whose time is open, people who ask, a need somebody took."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

from district.ground.people.experts import change, enter
from district.ground.people.models import Bureau, Expert, Person
from district.ground.slots import actions as slots
from district.services.advice import actions as advice
from district.services.advice.clinic import actions as clinics
from district.services.advice.clinic.models import Clinic
from district.services.advice.models import Need, Subject
from tests import racing
from tests.district.cases.factories import person
from tests.district.ground.slots.town import MONDAY, NOW, moment, span
from tests.remembering import remembered

__all__ = ["MONDAY", "NOW", "Place", "moment", "place", "rush", "span"]

ALL_DAY: dict[str, Any] = {"first": MONDAY, "begins": dt.time(9), "minutes": 480, "holidays": "keep", "notice_open": 0,
                           "notice_join": 0, "length": 30}  # fmt: skip


@dataclass
class Place:
    office: Bureau
    officer: Person
    ann: Person
    bob: Person

    @remembered
    def expert(self, name: str, *fields: str, topic: str = "science", account: bool = False, **limits: Any) -> Expert:
        if account:
            who = person(f"expert-{name}", name=name, expert=self.office.name)  # the duty brings the record
            row = change(expert=Expert.objects.get(person=who), by=self.officer, name=name, fields=fields,
                         topics=[topic], languages=[])  # fmt: skip
        else:
            row = enter(office=self.office, by=self.officer, name=name, fields=fields, topics=[topic])
        resource = advice.resource_of(row, self.officer)
        slots.add_opening(resource=resource, rule="FREQ=DAILY", by=self.officer, request_key=uuid.uuid4(), **ALL_DAY)
        if limits:
            slots.set_limits(resource=resource, by=self.officer, **limits)
        return row

    @remembered
    def clinic(self, *experts: Expert, **more: Any) -> Clinic:
        day = clinics.Day(MONDAY, dt.time(9), more.pop("until", dt.time(11)))
        given: dict[str, Any] = {"topic": "science", "walk_share": 50, **more}
        return clinics.plan(day=day, experts=experts, office=self.office, by=self.officer, request_key=uuid.uuid4(),
                            **given)[0]  # fmt: skip

    def subject(self) -> Subject:
        found, _made = Subject.objects.get_or_create(
            key="example", defaults={"topic": "science", "name": "示例事项", "fields": ["technology"]}
        )
        return found

    @remembered
    def need(self, expert: Expert, **more: Any) -> Need:
        """A need of Ann's that this expert took."""
        row = advice.ask(by=self.ann, subject=self.subject(), text="示例：想问怎么做。", stage="start",
                         request_key=uuid.uuid4(), wanted=expert, **more)  # fmt: skip
        offer = row.offers.filter(expert=expert).first() or advice.place(need=row, expert=expert, by=self.officer)
        advice.accept(offer=offer, by=self.officer)
        row.refresh_from_db()
        return row


@remembered
def place() -> Place:
    office = Bureau.objects.create(name="区人社局")
    officer = person("officer", officer=office.name)
    return Place(office, officer, person("ann"), person("bob"))


rush = partial(racing.rush, wait=30, join=120)
