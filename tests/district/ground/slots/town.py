"""A bureau, its officer, people, and things whose time is given out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import OperationalError

from district.ground.people.models import Bureau, Person
from district.ground.slots import actions
from district.ground.slots.models import Hold, Opening, Resource, Session
from district.ground.slots.times import Span, at
from tests import racing
from tests.district.cases.factories import person
from tests.remembering import remembered

NOW = dt.datetime(2026, 11, 27, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))  # a Friday
MONDAY, TUESDAY = dt.date(2026, 11, 30), dt.date(2026, 12, 1)


def moment(day: dt.date, text: str) -> dt.datetime:
    return at(day, dt.time.fromisoformat(text))


def span(day: dt.date, begins: str, ends: str) -> Span:
    return Span(moment(day, begins), moment(day, ends))


@dataclass
class Town:
    bureau: Bureau
    officer: Person
    ann: Person
    bob: Person

    @remembered
    def resource(self, key: str = "expert", kind: str = "expert", **limits: Any) -> Resource:
        limits.setdefault("bookable", True)
        return actions.add_resource(
            key=key, kind=kind, name=f"示例{key}", by=self.officer, office=self.bureau, **limits
        )

    @remembered
    def open(self, resource: Resource, rule: str = "FREQ=DAILY", **more: Any) -> Opening:
        given = {"first": MONDAY, "begins": dt.time(9), "minutes": 480, "holidays": "keep", "notice_open": 0,
                 "notice_join": 0, **more}  # fmt: skip
        return actions.add_opening(resource=resource, rule=rule, by=self.officer, request_key=uuid.uuid4(), **given)

    @remembered
    def book(self, resource: Resource, when: Span, by: Person | None = None, **more: Any) -> Hold:
        return actions.book(resources=[resource], span=when, title=more.pop("title", "示例预约"), by=by or self.ann,
                            request_key=uuid.uuid4(), **more)[0]  # fmt: skip

    @remembered
    def session(self, capacity: int = 2, when: Span | None = None, **more: Any) -> Session:
        given = {"title": "示例讲座", "place": "示例厅", "office": self.bureau, **more}
        return actions.plan_session(span=when or span(MONDAY, "14:00", "16:00"), capacity=capacity, by=self.officer,
                                    request_key=uuid.uuid4(), **given)  # fmt: skip


@remembered
def town() -> Town:
    bureau, _made = Bureau.objects.get_or_create(name="区人社局", defaults={"full": "示例区人社局"})
    return Town(bureau, person("officer", officer="区人社局"), person("ann"), person("bob"))


@remembered
def crowd(count: int) -> list[Person]:
    """Many people, their password hashed once."""
    secret = make_password("long enough 1")
    Person.objects.bulk_create(Person(username=f"p{n}", name=f"示例{n}", password=secret) for n in range(count))
    return list(Person.objects.filter(username__startswith="p").order_by("pk"))


def patiently(act: Callable[[], Any]) -> Any:
    """As somebody who is told that the site is busy and tries again: a loaded machine keeps SQLite's writer long."""
    for _n in range(20):
        try:
            return act()
        except OperationalError as problem:
            if "locked" not in str(problem):
                raise
    raise AssertionError("locked for ten minutes")


rush = partial(racing.rush, at=NOW, wait=60, join=300)
