"""Acts by program: the page's finding, permission, form and words; done once by key."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from district.api.acting import acts, whole
from district.cases.core.models import Application
from district.ground.acts.registry import ACTS
from district.ground.people.models import Person
from tests.district.cases.factories import District, enterprise, join
from tests.district.ground.files.samples import pdf

ByKey = Callable[..., Client]
NEEDS_THE_PAGE = {
    "cases.bundle", "cases.object", "cases.paper_check", "policies.ask_anew", "onetime.open",
    "enterprises.paper_replace", "enterprises.paper_remove",
    "policies.answer_vote", "policies.answer_ask", "policies.fits_take", "authoring.draft", "authoring.draft_edit",
    "funds.return_columns",
    "surveys.link_start", "surveys.link_save", "surveys.link_settle", "surveys.link_hand_in", "surveys.link_give_up",
    "surveys.link_take_back",  # of whoever has a link and no account: no program's
    "community.report",  # strangers, too: how often, the page counts by where they come from
}  # fmt: skip
BY_PEOPLE_ALONE = {  # secrets are shown to people, powers are given by them
    "tokens.mine", "tokens.revoke", "tokens.systems", "tokens.system", "tokens.close_system", "messaging.hooks",
    "messaging.system_hooks", "people.staff", "people.grant", "people.confirm", "organisations.enter",
    "organisations.vouch", "organisations.renew", "organisations.staff", "organisations.expert_link", "onetime.renew",
    "cases.round_links", "enterprises.people", "enterprises.part", "enterprises.invited",
}  # fmt: skip
"""What a page says in its address beside the thing, or of who connects, no program can say."""


def other_firm(here: District) -> Any:
    """A firm that fits, with the same founder."""
    firm = enterprise(
        uscc="91310110MA0000012U", name="示例乙科技有限公司", 注册区="示例区", 从业人员=5, 失信被执行=False
    )
    join(here.founder, firm)
    return firm


def post(client: Client, address: str, data: Any = None, **headers: str) -> Any:
    body = json.dumps(data or {})
    return client.post(f"/api/v1/cases/{address}", body, content_type="application/json", headers=headers)


def test_every_act_is_an_operation() -> None:
    assert len(acts()) > 150 and {each.key for each in ACTS if not whole(each)} == NEEDS_THE_PAGE | BY_PEOPLE_ALONE


def test_no_key_makes_another(here: District, by_key: ByKey) -> None:
    for address in ("tokens/mine", "tokens/systems", "messaging/hooks"):
        assert by_key(here.founder).post(f"/api/v1/{address}").status_code == 404


def test_an_act_does_what_the_page_does_and_answers_with_what_may_follow(here: District, by_key: ByKey) -> None:
    case = here.submitted()
    answer = post(by_key(here.officer), f"{case.reference}/accept")
    assert answer.status_code == 200, answer.content.decode()
    told = answer.json()
    assert told["says"] and told["page"] == f"/desk/applications/{case.reference}/"
    assert told["thing"]["state"] == "accepted" == Application.objects.get(pk=case.pk).state
    offers = {each["key"]: each for each in told["acts"]}
    assert offers["cases.answer"]["allowed"] and "cases.withdraw" not in offers
    assert {each["name"] for each in offers["cases.answer"]["asks"]} == {"condition", "value", "note"}
    assert offers["cases.answer"]["post"] == f"/api/v1/cases/{case.reference}/answer"


def test_who_may_not_is_refused_in_the_pages_words(here: District, by_key: ByKey, as_: Any) -> None:
    case = here.submitted()
    for who in (here.auditor, here.founder):
        refused = post(by_key(who), f"{case.reference}/accept")
        page = as_(who).post(f"/desk/applications/{case.reference}/accept/")
        assert refused.status_code == page.status_code == 403 and refused.json()["detail"] in page.content.decode()
    assert post(by_key(here.colleague), f"{case.reference}/accept").status_code in (
        403,
        404,
    )  # another bureau's officer
    assert post(by_key(here.officer), "NO-SUCH/accept").status_code == 404
    cannot = post(by_key(here.officer), f"{case.reference}/gather")  # it is in no joint review
    assert cannot.status_code == 409 and cannot.json()["detail"]


def test_a_form_says_field_by_field_what_is_wrong(here: District, by_key: ByKey) -> None:
    case = here.submitted()
    client = by_key(here.officer)
    assert post(client, f"{case.reference}/accept").status_code == 200
    wrong = post(client, f"{case.reference}/answer", {"condition": "plan"})
    assert wrong.status_code == 422 and {each["field"] for each in wrong.json()["errors"]} == {"body.value"}
    strange = post(client, f"{case.reference}/answer", {"condition": "plan", "value": "true", "nothing": 1})
    assert {each["field"] for each in strange.json()["errors"]} == {"body.nothing"}
    assert post(client, f"{case.reference}/answer", ["a list"]).status_code == 422
    odd = client.post(f"/api/v1/cases/{case.reference}/answer", "<a/>", content_type="application/xml")
    assert odd.status_code == 415


def test_the_same_key_does_it_once_and_another_body_is_refused(here: District, by_key: ByKey) -> None:
    client, key = by_key(here.founder), str(uuid.uuid4())
    assert post(client, "hiring/new", {"enterprise": here.firm.uscc}).status_code == 422  # no key
    field = {"enterprise": str(here.firm.pk)}
    first = post(client, "hiring/new", field, **{"idempotency-key": key})
    second = post(client, "hiring/new", field, **{"idempotency-key": key})
    assert first.status_code == second.status_code == 200, first.content.decode()
    assert first.json()["result"] == second.json()["result"] and Application.objects.count() == 1
    client, said = by_key(here.officer), {"condition": "plan", "value": "true", "note": "可行"}
    case = here.submitted(firm=other_firm(here))
    assert post(client, f"{case.reference}/accept").status_code == 200
    done, same, other = (
        post(client, f"{case.reference}/answer", body, **{"idempotency-key": "one"})
        for body in (said, said, {**said, "note": "不同"})
    )
    assert (done.status_code, same.status_code, same.json()["again"]) == (200, 200, True), done.content.decode()
    assert case.answers.count() == 1
    assert other.status_code == 409


def test_a_program_is_told_of_peoples_numbers_with_what_was_done(here: District, by_key: ByKey) -> None:
    """In the page's words, without its second press: what a program sends is done."""
    client, case = by_key(here.officer), here.accepted()
    said = {"condition": "plan", "value": "true", "note": "联系王示例 13800001111"}
    done = post(client, f"{case.reference}/answer", said)
    told = [each for each in done.json()["says"] if each["level"] == "warning"]
    assert done.status_code == 200 and case.answers.count() == 1, done.content.decode()
    assert [each["text"] for each in told] == ["您写了手机号，这里不需要，写了会有更多人看到。"]


def test_a_key_said_again_is_answered_whatever_has_become_of_the_thing(here: District, by_key: ByKey) -> None:
    """The answer was lost on the way: the case has moved on since, or is out of the asker's sight."""
    case = here.submitted()
    client, key = by_key(here.officer), {"idempotency-key": "lost"}
    first = post(client, f"{case.reference}/accept", **key)
    again = post(client, f"{case.reference}/accept", **key)
    assert (first.status_code, again.status_code, again.json()["again"]) == (200, 200, True), again.content.decode()
    assert again.json()["says"] == first.json()["says"]


def test_acting_alone_reads_nothing(here: District, by_key: ByKey) -> None:
    case = here.submitted()
    told = post(by_key(here.officer, "cases:act"), f"{case.reference}/accept").json()
    assert told["says"] and told["thing"] is None and told["acts"] == []


def test_one_key_said_by_two_people_makes_two_things(here: District, by_key: ByKey) -> None:
    key, other = str(uuid.uuid4()), enterprise(
        uscc="91310110MA0000012U", name="示例乙科技有限公司", 注册区="示例区", 从业人员=5, 失信被执行=False
    )  # fmt: skip
    join(here.stranger, other)
    made = [
        post(by_key(who), "hiring/new", {"enterprise": str(firm.pk)}, **{"idempotency-key": key})
        for who, firm in ((here.founder, here.firm), (here.stranger, other))
    ]
    assert [each.status_code for each in made] == [200, 200], made[1].content.decode()
    assert {each.enterprise for each in Application.objects.all()} == {here.firm, other}
    inside = {"enterprise": str(here.firm.pk), "request_key": key}
    again = post(by_key(here.founder), "hiring/new", inside)
    assert again.status_code in (200, 409) and Application.objects.count() == 2


def test_what_may_i_do_now_and_why_not(here: District, by_key: ByKey) -> None:
    case = here.submitted()
    answer = by_key(here.officer).get(f"/api/v1/cases/{case.reference}/acts")
    offers = {each["key"]: each for each in answer.json()["acts"]}
    assert offers["cases.accept"]["allowed"] and offers["cases.accept"]["label"] == "受理"
    english = by_key(here.officer).get(f"/api/v1/cases/{case.reference}/acts", headers={"accept-language": "en"})
    assert {each["key"]: each["label"] for each in english.json()["acts"]}["cases.accept"] != "受理"
    assert by_key(here.stranger).get(f"/api/v1/cases/{case.reference}/acts").status_code == 404


def test_files_come_with_a_form(here: District, by_key: ByKey) -> None:
    draft = here.started()
    paper = SimpleUploadedFile("plan.pdf", pdf(), "application/pdf")
    answer = by_key(here.founder).post(f"/api/v1/cases/{draft.reference}/fill-in", {"file-0": paper})
    assert answer.status_code == 200, answer.content.decode()
    (wanted, _other) = answer.json()["thing"]["draft"]["papers"]
    assert wanted["satisfied"] and len(wanted["use"]) == 1


def test_a_session_needs_the_pages_csrf(here: District) -> None:
    case = here.submitted()
    client = Client(enforce_csrf_checks=True)
    client.force_login(here.officer)
    assert post(client, f"{case.reference}/accept").status_code == 403
    client.get("/desk/applications/")
    token = client.cookies["csrftoken"].value
    assert post(client, f"{case.reference}/accept", **{"x-csrftoken": token}).status_code == 200


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_lists_give_what_their_pages_show(here: District, by_key: ByKey, as_: Any, language: str) -> None:
    here.submitted()
    client = by_key(here.officer)
    answer = client.get("/api/v1/cases.worklist?for_what=核对数据", headers={"accept-language": language}).json()
    page = as_(here.officer).get("/desk/applications/").context["list"]
    assert answer["total"] == page.total == 1 and answer["items"][0]["reference"] == page.rows[0].case.reference
    assert client.get("/api/v1/cases.worklist?for_what=核对数据&q=nothing-like-it").json()["total"] == 0
    assert client.get("/api/v1/cases.worklist?for_what=核对数据&state=nonsense").status_code == 422
    assert client.get("/api/v1/cases.worklist?for_what=核对数据&page=3").json()["items"] == []
    assert by_key(here.founder).get("/api/v1/cases.worklist").status_code == 403


def test_a_day_in_a_form_is_a_day(here: District, by_key: ByKey) -> None:
    today = dt.date(2022, 6, 24)
    body = {"person": str(here.officer.pk), "substitute": str(here.leader.pk), "first": today.isoformat(),
            "last": (today + dt.timedelta(days=2)).isoformat()}  # fmt: skip
    made = post(by_key(here.officer), "absences", body, **{"idempotency-key": str(uuid.uuid4())})
    assert made.status_code in (200, 409), made.content.decode()
    assert Person.objects.filter(pk=here.officer.pk).exists()


def test_a_key_that_only_acts_is_told_nothing_of_the_thing(here: District, by_key: ByKey) -> None:
    case = here.started()
    mute = post(by_key(here.founder, "cases:act"), f"{case.reference}/withdraw", {"reason": "示例"}).json()
    assert (mute["thing"], mute["acts"], mute["again"]) == (None, [], False)
    case = here.started(firm=other_firm(here))
    told = post(
        by_key(here.founder, "cases:act", "cases:read"), f"{case.reference}/withdraw", {"reason": "示例"}
    ).json()
    assert told["thing"]["case"]["state"] == "withdrawn", told["thing"]


def test_no_finding_on_a_case_that_was_not_granted(here: District, by_key: ByKey) -> None:
    case = here.accepted()
    body = {"say": "示例", "cite": "示例规〔2022〕1号", "since_on": "2022-06-01"}
    once = {"Idempotency-Key": str(uuid.uuid4())}
    answer = post(by_key(here.officer), f"{case.reference}/finding-new", body, **once)
    assert answer.status_code == 409 and "没有同意的决定" in answer.json()["detail"], answer.json()
