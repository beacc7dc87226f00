"""A synthetic accounting firm that acts for six firms: the founder's own, and five with cases under way."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from district.cases.core.queries import Application
from district.enterprises import actions as register
from district.enterprises.mandates import actions as mandates
from district.enterprises.mandates.queries import Scope
from district.ground import clock
from district.ground.people.actions import create_person
from district.ground.people.queries import Person

CODE, NAME = "91310115MAQDA1HA0H", "上海示例财务代理有限公司"
WITH = ("returned", "draft", "submitted", "accepted", "granted")
CLIENTS = 6
EVERYTHING = (Scope.FILLS, Scope.CORRECTS, Scope.MESSAGES)


def make_clients(people: dict[str, Person], founder_firm: Any) -> None:
    """The founder and a synthetic owner of the others let it act; one may only be looked at, one mandate ends soon."""
    owner = create_person(username="owner", name="示例企业主酉", password=None)
    give(founder_firm, people["founder"], EVERYTHING, 300)
    for place, firm in enumerate(_with_cases(founder_firm.pk)):
        register.join(person=owner, enterprise=firm)
        mandate = give(firm, owner, () if place == 4 else EVERYTHING, 20 if place == 3 else 200)
    mandates.place(person=people["accountant"], agency=mandate.agency)


def _with_cases(besides: int) -> list[Any]:
    """A firm for each state, while there are such; then any with a case."""
    found: dict[int, Any] = {}
    rows = Application.objects.exclude(enterprise=besides).select_related("enterprise").order_by("pk")
    for state in WITH:
        case = rows.filter(state=state).exclude(enterprise__in=list(found)).first()
        if case is not None:
            found[case.enterprise_id] = case.enterprise
    for case in rows:
        if len(found) >= CLIENTS - 1:
            break
        found.setdefault(case.enterprise_id, case.enterprise)
    return list(found.values())


def give(firm: Any, owner: Person, scopes: tuple[Scope, ...], days: int) -> Any:
    """A mandate that began ten days ago."""
    today = clock.today()
    return mandates.give(
        client=firm, uscc=CODE, name=NAME, scopes=scopes, since=today - dt.timedelta(days=10),
        until=today + dt.timedelta(days=days), by=owner, request_key=uuid.uuid4(),
    )  # fmt: skip
