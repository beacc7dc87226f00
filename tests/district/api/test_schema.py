"""What the description allows and what it does not, asked by schemathesis of every operation: no fault, no leak.

Bounded: a few examples an operation and asker, the same each time (derandomised), on real things where there are some.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from ninja.responses import NinjaJSONEncoder
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from district.api.site import described
from district.ground.people.models import Person
from tests.district.api.conftest import key_of
from tests.district.cases.factories import District, enterprise, join

EXAMPLES = 1  # of each operation, asker and thing
SECONDS = 30  # of processor for one asker; together about a minute
SECRETS = ("示例丙保密科技", "91310110MA0000055L")
STATUSES = {200, 304, 400, 401, 403, 404, 405, 409, 415, 422, 429}


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(described(), cls=NinjaJSONEncoder))
    return found


def operations() -> Iterator[Any]:
    schema = schemathesis.openapi.from_dict(document())
    for result in schema.get_all_operations():
        yield result.ok()


def _lines(error: BaseException) -> str:
    return "\n" + "".join(traceback.format_exception(error)[-6:])


class Undone(Exception):
    pass


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Refusals are what is asked for, and not written; the test's connection outlives its requests."""
    logging.disable(logging.CRITICAL)
    for each in (request_started, request_finished):
        each.disconnect(close_old_connections)
    yield
    for each in (request_started, request_finished):
        each.connect(close_old_connections)
    logging.disable(logging.NOTSET)


def ask(operation: Any, app: Any, headers: dict[str, str], things: list[str], seen: Callable[[Any, Any], None]) -> None:
    """A few requests of one operation, each undone."""

    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def some(case: Any) -> None:
        for thing in [None, *things]:
            if thing is not None:
                if not case.path_parameters:
                    return
                case.path_parameters = dict.fromkeys(case.path_parameters, thing)
            try:
                with transaction.atomic():
                    seen(case, case.call(app=app, base_url="http://localhost/", headers=headers))
                    raise Undone
            except Undone:
                pass

    some()


@pytest.mark.parametrize("who", ["nobody", "stranger", "founder", "officer"])
def test_no_fault_and_no_leak(here: District, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    faults: list[str] = []
    monkeypatch.setattr("district.api.faults.log.error", lambda *_said, exc_info: faults.append(_lines(exc_info)))
    hidden = enterprise(uscc=SECRETS[1], name=SECRETS[0], 从业人员=12, 失信被执行=False, 注册区="示例区")
    owner = here.auditor
    join(owner, hidden)
    case = here.submitted()
    here.founder = Person.objects.get(pk=here.founder.pk)
    headers = {}
    if who != "nobody":
        _token, secret = key_of(getattr(here, who), by=getattr(here, who), per_minute=6_000, per_day=1_000_000)
        headers = {"Authorization": f"Bearer {secret}"}
    told: dict[int, int] = {}
    app = get_wsgi_application()

    def seen(asked: Any, response: Any) -> None:
        told[response.status_code] = told.get(response.status_code, 0) + 1
        what = f"{who}: {asked.method} {asked.formatted_path} {asked.query} {asked.body} → {response.text[:300]}"
        assert response.status_code in STATUSES, what + "".join(faults)
        asked.validate_response(response, checks=[not_a_server_error, response_schema_conformance])
        kind = response.headers["content-type"][0]
        assert kind.startswith("application/problem+json" if response.status_code >= 400 else "application/json"), what
        if who != "officer":  # the register is theirs to see
            assert not any(each in response.text for each in SECRETS), what
        if who in ("nobody", "stranger"):
            assert case.reference not in response.text and here.firm.name not in response.text, what

    begun = time.process_time()
    for operation in operations():
        ask(operation, app, headers, [case.reference, here.firm.uscc, "hiring", str(case.pk)], seen)
    spent = time.process_time() - begun
    print(who, told, round(spent, 1))
    assert sum(told.values()) > 500 and told.get(404, 0) + told.get(401, 0) > 50
    assert spent < SECONDS
