"""What the description allows and what it does not, asked by schemathesis of every operation: no fault, no leak.

Bounded by count, not by time: one example of each operation, the same each time (derandomised) and made once for all
who ask, on a real thing its path can name. Words that are nobody's are put in once for each kind of thing.
"""

from __future__ import annotations

import json
import logging
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

SECRETS = ("示例丙保密科技", "91310110MA0000055L")
STATUSES = {200, 304, 400, 401, 403, 404, 405, 409, 415, 422, 429}
NAMES = {
    "pk": ("pk",),
    "uscc": ("uscc",),
    "slug": ("slug",),
    "id": ("reference", "pk"),
}  # others name a thing by its number
Seen = Callable[[Any, Any], None]


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(described(), cls=NinjaJSONEncoder))
    return found


@pytest.fixture(scope="module")
def examples() -> list[Any]:
    """One request of each operation, as its description allows it."""
    schema = schemathesis.openapi.from_dict(document())
    return [example(each.ok()) for each in schema.get_all_operations()]


def example(operation: Any) -> Any:
    found: list[Any] = []

    @settings(
        max_examples=1, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def one(case: Any) -> None:
        found.append(case)

    one()
    return found[0]


def named(case: Any, real: dict[str, str]) -> Iterator[Any]:
    """The same request of each real thing its path can name, one after the other."""
    drawn = case.path_parameters
    for kind in dict.fromkeys(kind for name in drawn for kind in NAMES.get(name, ("reference",))):
        case.path_parameters = dict.fromkeys(drawn, real[kind])
        yield case
    case.path_parameters = drawn


def kind_of(case: Any) -> str:
    """What a path says before it says which: operations alike in this find their thing alike."""
    said: str = case.path.rpartition("{")[0]
    return said


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


def ask(case: Any, app: Any, headers: dict[str, str], seen: Seen) -> int:
    """One request, undone; how it was answered."""
    try:
        with transaction.atomic():
            response = case.call(app=app, base_url="http://localhost/", headers=headers)
            seen(case, response)
            raise Undone
    except Undone:
        return int(response.status_code)


@pytest.mark.parametrize("who", ["nobody", "stranger", "founder", "officer"])
def test_no_fault_and_no_leak(here: District, examples: list[Any], who: str, monkeypatch: pytest.MonkeyPatch) -> None:
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

    real = {"reference": case.reference, "pk": str(case.pk), "uscc": here.firm.uscc, "slug": "hiring"}
    kinds: set[str] = set()
    for each in examples:
        first = not each.path_parameters or kind_of(each) not in kinds
        kinds.add(kind_of(each))
        if (first or who == "nobody") and ask(each, app, headers, seen) == 401:  # closed, whatever it is asked of
            continue
        for one in named(each, real):
            ask(one, app, headers, seen)
    print(who, told)
    assert len(examples) <= sum(told.values()) < 2 * len(examples) and told.get(404, 0) + told.get(401, 0) > 50
