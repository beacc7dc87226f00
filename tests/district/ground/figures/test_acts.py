"""Saying a number by act: what was typed stays, once a key, by program as on the page."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from district.ground.figures.models import Said
from district.ground.people.models import Person
from tests.district.api.conftest import key_of
from tests.district.cases.factories import District
from tests.district.cases.test_constraints import decided

As = Callable[[Person], Client]
SAY = reverse("figures:say")


def sent(who: Person, said: Any, **headers: str) -> Any:
    client = Client(headers={"authorization": f"Bearer {key_of(who)[1]}"})
    return client.post("/api/v1/figures/say", json.dumps(said), content_type="application/json", headers=headers)


def test_said_on_the_page_once_a_key_with_what_was_typed(here: District, as_: As) -> None:
    decided(here)
    page = reverse("figures:figure", args=["cases.granted"])
    assert f'action="{SAY}"' in as_(here.officer).get(page).content.decode()
    said = {"figure": "cases.granted", "period": "2022", "bureau": "区人社局", "place": "答复",
            "request_key": str(uuid.uuid4())}  # fmt: skip
    long = as_(here.officer).post(SAY, said | {"place": "长" * 130})
    assert long.status_code == 422 and "长" * 130 in long.content.decode()
    assert as_(here.officer).post(SAY, said | {"place": " "}).status_code == 422
    unknown = as_(here.officer).post(SAY, said | {"figure": "cases.nothing"})
    assert unknown.status_code == 404
    for _n in range(2):
        made = as_(here.officer).post(SAY, said)
    row = Said.objects.get()
    assert made["Location"] == reverse("figures:said", args=[row.reference]) and row.where == {"bureau": "区人社局"}
    assert as_(here.auditor).post(SAY, said).status_code == 403
    assert as_(here.officer).get(SAY).status_code == 405


def test_said_by_program(here: District) -> None:
    decided(here)
    said = {"figure": "cases.granted", "period": "2022", "place": "答复"}
    assert sent(here.officer, said).status_code == 422  # no key
    key = {"idempotency-key": str(uuid.uuid4())}
    for _n in range(2):
        made = sent(here.officer, said, **key)
        assert made.status_code == 200 and made.json()["result"] == Said.objects.get().reference
    other = {"idempotency-key": str(uuid.uuid4())}
    wrong = sent(here.officer, said | {"period": "soon", "place": ""}, **other)
    assert {each["field"] for each in wrong.json()["errors"]} == {"body.period", "body.place"}
    assert sent(here.auditor, said, **other).status_code == 403
    nothing = sent(here.officer, said | {"weather": "sun", "bureau": "没有的局"}, **other)
    assert nothing.status_code == 200 and Said.objects.latest("pk").number == 0
