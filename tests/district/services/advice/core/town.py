"""A bureau with its officer, experts of several fields, founders and a firm; the clock held on a Tuesday morning."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from district.enterprises.models import Enterprise
from district.ground.people.experts import change, enter
from district.ground.people.models import Bureau, Expert, Kind, Organisation, Person
from district.ground.slots.times import ZONE, Span
from district.services.advice import actions, keeping, starting
from district.services.advice.models import Encounter, Need, Subject
from tests.district.cases.factories import person
from tests.remembering import remembered

DAY = dt.date(2022, 6, 28)
NOW = dt.datetime(2022, 6, 28, 9, tzinfo=ZONE)
STREETS = ("五角场街道", "四平路街道", "定海路街道")


@dataclass
class Town:
    office: Bureau
    officer: Person
    founder: Person
    other: Person

    @remembered
    def expert(self, name: str, *fields: str, topics: tuple[str, ...] = (), account: bool = False) -> Expert:
        said: dict[str, Any] = {"name": name, "fields": fields, "topics": topics, "since": dt.date(2021, 1, 1)}
        if not account:
            return enter(office=self.office, by=self.officer, **said)
        who = person(f"at-{uuid.uuid4().hex[:8]}", expert=self.office.name)
        return change(expert=Expert.objects.get(person=who), by=self.officer, languages=["zh"], **said)

    @remembered
    def opens(self, expert: Expert, length: int = 30) -> None:
        """Mornings of working days, from tomorrow's notice on."""
        keeping.open_weekly(
            expert=expert, by=self.officer, days=("MO", "TU", "WE", "TH", "FR"), begins=dt.time(9), ends=dt.time(12),
            request_key=uuid.uuid4(), length=length,
        )  # fmt: skip

    @remembered
    def need(self, subject: str = "tax", by: Person | None = None, **more: Any) -> Need:
        said: dict[str, Any] = {"text": "示例：怎么办？", "stage": "start", "request_key": uuid.uuid4(), **more}
        return actions.ask(by=by or self.founder, subject=Subject.objects.get(key=subject), **said)

    @remembered
    def taken(self, expert: Expert, **more: Any) -> Need:
        """A need this expert took."""
        need = self.need(wanted=expert, **more)
        offer = need.offers.filter(expert=expert).first() or actions.place(need=need, expert=expert, by=self.officer)
        return actions.accept(offer=offer, by=self.officer)

    @remembered
    def met(self, expert: Expert, minutes: int = 60, **more: Any) -> Encounter:
        """An online encounter of a new need, recorded."""
        need = self.taken(expert, **more)
        row = actions.plan(need=need, mode="online", by=self.officer, request_key=uuid.uuid4())
        return actions.record(encounter=row, by=self.officer, text="示例记录。", minutes=minutes)


@remembered
def town() -> Town:
    office = Bureau.objects.create(name="区人社局", full="示例区人社局")
    for name in STREETS:
        Organisation.objects.create(kind=Kind.STREET, name=name, full=name)
    starting.lay()
    return Town(office, person("officer", officer=office.name), person("founder"), person("other"))


@remembered
def firm(name: str = "示例公司") -> Enterprise:
    return Enterprise.objects.create(uscc=f"91310110{uuid.uuid4().hex[:10].upper()}", name=name, street=STREETS[0],
                                     created_at=NOW, updated_at=NOW)  # fmt: skip


def morning(days: int, hour: int = 9, minutes: int = 30) -> Span:
    starts = NOW.replace(hour=hour) + dt.timedelta(days=days)
    return Span(starts, starts + dt.timedelta(minutes=minutes))
