"""Questionnaires by act: what was typed stays, once a key, a whole answering by program, nothing on GET."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from district.ground.people.models import Person
from district.ground.surveys import actions
from district.ground.surveys.actions import Invitee
from district.ground.surveys.links import link_of
from district.ground.surveys.models import Questionnaire, Response, Sketch
from district.ground.surveys.models import ResponseAnswer as Answer
from district.ground.surveys.samples import RATING
from tests.district.api.conftest import key_of
from tests.district.ground.surveys.conftest import Made, settings
from tests.district.ground.surveys.test_xlsform import book

As = Callable[[Person], Client]


def sent(who: Person, path: str, said: Any = None, **headers: str) -> Any:
    client = Client(headers={"authorization": f"Bearer {key_of(who)[1]}"})
    return client.post(f"/api/v1/{path}", json.dumps(said or {}), content_type="application/json", headers=headers)


def test_a_whole_answering_by_program(made: Made, founder: Person, auditor: Person) -> None:
    made(RATING, access="signed-in")
    assert sent(founder, "surveys/hiring/save", {"q-overall": "5"}).status_code == 409  # not begun
    begun = sent(founder, "surveys/hiring/start")
    assert begun.status_code == 200 and Response.objects.get().person == founder
    offered = {each["key"]: each for each in begun.json()["acts"]}
    assert {"q-overall", "q-speed"} <= {each["name"] for each in offered["surveys.save"]["asks"]}
    assert sent(founder, "surveys/hiring/save", {"q-overall": "5", "q-solved": "yes"}).status_code == 200
    lacking = sent(founder, "surveys/hiring/hand-in")
    assert lacking.status_code == 409 and "没有答好" in lacking.json()["detail"]
    sent(founder, "surveys/hiring/save", {"q-speed": "4"})
    for _n in range(2):
        assert sent(founder, "surveys/hiring/hand-in").status_code == 200
    assert Response.objects.get().state == "handed-in" and Answer.objects.count() == 3
    assert sent(founder, "surveys/hiring/take-back").status_code == 200
    assert Response.objects.get().state == "withdrawn"


def test_who_is_not_asked_finds_no_questionnaire_by_program(made: Made, founder: Person, stranger: Person) -> None:
    made(RATING)
    assert sent(founder, "surveys/hiring/start").status_code == 404
    assert sent(stranger, "surveys/hiring/publish").status_code == 404


def test_the_desk_by_program(made: Made, officer: Person, auditor: Person, founder: Person) -> None:
    made(RATING)
    said = {name: value for name, value in settings(key="second").items() if value not in (None, "", False)}
    said |= {
        "office": officer.duties[0].bureau_id,
        "opens_on": str(said["opens_on"]),
        "closes_on": str(said["closes_on"]),
    }
    key = str(uuid.uuid4())
    for _n in range(2):
        new = sent(officer, "surveys/new", said, **{"idempotency-key": key})
        assert new.status_code == 200 and new.json()["result"] == "second", new.content.decode()
    assert Questionnaire.objects.count() == 2
    taken = sent(officer, "surveys/new", said, **{"idempotency-key": str(uuid.uuid4())})
    assert [each["field"] for each in taken.json()["errors"]] == ["body.key"]
    assert sent(officer, "surveys/second/publish").json()["detail"].startswith("还没有题目")
    question = {"page": "一", "kind": "text", "label": "甲", "key": "a", "when": "nobody = 1"}
    wrong = sent(officer, "surveys/second/add", question)
    assert [each["field"] for each in wrong.json()["errors"]] == ["body.when"]
    assert sent(officer, "surveys/second/add", question | {"when": ""}).status_code == 200
    assert sent(officer, "surveys/second/publish").status_code == 200
    assert sent(officer, "surveys/second/invite", {"accounts": founder.username}).status_code == 200
    assert sent(auditor, "surveys/second/invite", {"names": "甲"}).status_code == 403


def test_what_was_typed_stays_on_the_desk(as_: As, made: Made, officer: Person) -> None:
    one = reverse("surveys:one", args=[made(RATING).key])
    empty = as_(officer).post(f"{one}invite/", {"accounts": "", "names": " "})
    assert empty.status_code == 422 and "请选一组人" in empty.content.decode()
    odd = as_(officer).post(f"{one}add/", {"page": "新页", "kind": "text", "label": "", "key": "a"})
    assert odd.status_code == 422 and 'value="新页"' in odd.content.decode()
    bad = as_(officer).post(f"{one}upload/", {"file": SimpleUploadedFile("a.xlsx", b"no workbook")})
    assert bad.status_code == 422 and 'class="errorlist" id="id_file_error"' in bad.content.decode()
    dates = as_(officer).post(
        f"{one}settings/", {"title": "新标题", "opens_on": "2022-07-01", "closes_on": "2022-06-01"}
    )
    assert dates.status_code == 422 and 'value="新标题"' in dates.content.decode()


def test_one_key_adds_one_question(as_: As, made: Made, officer: Person) -> None:
    one = reverse("surveys:one", args=[made(RATING).key])
    said = {"page": "新页", "kind": "text", "label": "甲", "key": "more", "request_key": str(uuid.uuid4())}
    for _n in range(2):
        as_(officer).post(f"{one}add/", said)
    assert [each.key for each in Sketch.objects.get().asks].count("more") == 1


def test_another_question_does_not_hide_what_was_not_read(as_: As, made: Made, officer: Person) -> None:
    one = reverse("surveys:one", args=[made(RATING).key])
    data = book([["type", "name", "label"], ["text", "a", "甲"], ["barcode", "b", "乙"]])
    as_(officer).post(f"{one}upload/", {"file": SimpleUploadedFile("题目.xlsx", data)})
    as_(officer).post(f"{one}add/", {"page": "新页", "kind": "text", "label": "丙", "key": "c"})
    assert [each["row"] for each in Sketch.objects.get().faults] == [3]
    refused = as_(officer).post(f"{one}publish/")
    assert refused.status_code == 403 and "还有没能读入的地方" in refused.content.decode()


@pytest.mark.parametrize("key", ["new", "template", "link", "invitations"])
def test_a_key_that_is_an_address_of_ours_is_refused(as_: As, officer: Person, key: str) -> None:
    said = {**{name: value for name, value in settings(key=key).items() if value}, "request_key": uuid.uuid4(),
            "office": officer.duties[0].bureau_id}  # fmt: skip
    refused = as_(officer).post(reverse("surveys:new"), said)
    assert refused.status_code == 422 and "系统自己的地址" in refused.content.decode()


def test_opening_a_link_changes_nothing_and_posting_where_one_only_looks_is_refused(
    client: Client, made: Made, officer: Person
) -> None:
    [invitation] = actions.invite(questionnaire=made(RATING), by=officer, people=[Invitee("示例")])
    link = link_of(invitation)
    for page in ("", "1/", "check/", "done/"):
        assert client.get(f"{link}{page}").status_code in (200, 302)
    for page in ("start/", "settle/", "give-up/", "take-back/"):
        assert client.get(f"{link}{page}").status_code == 405
    for page in ("", "done/"):
        assert client.post(f"{link}{page}").status_code == 405
    assert not Response.objects.exists()
    answer = client.post(f"{link}start/")
    assert answer["Cache-Control"] == "private, no-store" and answer["Referrer-Policy"] == "same-origin"


def test_a_question_whose_condition_was_not_read_is_left_out_whole(as_: As, made: Made, officer: Person) -> None:
    one = reverse("surveys:one", args=[made(RATING).key])
    head = ["type", "name", "label", "relevant", "choice_filter", "calculation"]
    data = book(
        [
            head, ["integer", "n", "几人"], ["calculate", "twice", "", "", "", "${n} * 2"],
            ["text", "of_few", "只问少数人", "${twice} > 3"], ["select_one s", "street", "街道", "", "r = ${n}"],
            ["begin_group", "g", "只给少数人的一页", "${twice} > 3"], ["text", "inside", "里面"], ["end_group"],
            ["text", "fine", "都问"],
        ],
        [["s", "x", "一街"], ["s", "y", "二街"]],
    )  # fmt: skip
    as_(officer).post(f"{one}upload/", {"file": SimpleUploadedFile("题目.xlsx", data)})
    as_(officer).post(f"{one}leave-out/")
    assert [each.key for each in Sketch.objects.get().asks] == ["n", "fine"]
