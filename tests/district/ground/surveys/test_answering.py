"""Answers kept while one types, on two devices, handed in once."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.surveys import actions, handing_in, queries
from district.ground.surveys.actions import Invitee
from district.ground.surveys.models import Invitation, Response, Save
from district.ground.surveys.models import ResponseAnswer as Answer
from district.ground.surveys.refusing import NotPossible
from district.ground.surveys.samples import RATING
from tests.district.ground.surveys.conftest import Made

FILLED: dict[str, Any] = {
    "staff": "１２ 人", "hires": "yes", "posts": [{"post": "示例焊工", "number": "6", "pay": "1.2万", "level": "any"}],
    "campus": "no", "help_kinds": ["fair"],
}  # fmt: skip


def begin(made: Made, officer: Person, founder: Person | None = None, **said: Any) -> Response:
    row = made(**said)
    [invitation] = actions.invite(questionnaire=row, by=officer, people=[Invitee("示例企业", founder, "91310000")])
    return handing_in.start(questionnaire=row, person=founder, invitation=invitation)


def save(response: Response, given: dict[str, Any], seen: int, device: str = "a") -> handing_in.Kept:
    return handing_in.save(response=response, given=given, seen=seen, request_key=uuid.uuid4(), device=device)


def test_answers_are_typed_rows_with_who_and_when(made: Made, officer: Person, founder: Person) -> None:
    response = begin(made, officer, founder)
    kept = save(response, FILLED, 0)
    handed = handing_in.hand_in(response=response, seen=kept.response.saves, person=founder)
    said = {each.question: each.value for each in handed.answers.all()}
    assert said == {
        "staff": "12", "hires": True, "campus": False, "help_kinds": ["fair"],
        "posts": [{"post": "示例焊工", "number": "6", "pay": "12000", "level": "any"}],
    }  # fmt: skip
    assert {each.by for each in handed.answers.all()} == {founder}
    assert Invitation.objects.get().handed_in and not Save.objects.exists()


def test_answers_of_hidden_branches_stay_with_the_draft(made: Made, officer: Person, founder: Person) -> None:
    response = begin(made, officer, founder)
    save(response, FILLED, 0)
    kept = save(response, {"hires": "no", "why_not": ["orders"]}, 1)
    handed = handing_in.hand_in(response=response, seen=kept.response.saves, person=founder)
    assert set(handed.answers.values_list("question", flat=True)) == {"staff", "hires", "why_not", "help_kinds"}
    assert handed.typed["posts"][0]["post"] == "示例焊工"


def test_what_is_not_right_is_kept_and_not_handed_in(made: Made, officer: Person, founder: Person) -> None:
    response = begin(made, officer, founder)
    kept = save(response, {"staff": "很多人"}, 0)
    assert kept.response.typed["staff"] == "很多人"
    with pytest.raises(NotPossible, match="2 题"):
        handing_in.hand_in(response=response, seen=1, person=founder)
    assert not Answer.objects.exists()


def test_the_later_device_is_shown_both_and_nothing_is_lost(made: Made, officer: Person, founder: Person) -> None:
    response = begin(made, officer, founder)
    save(response, {"staff": "10", "remarks": "早"}, 0, "phone")
    save(response, {"staff": "11", "remarks": "早"}, 1, "desktop")
    late = save(response, {"staff": "12", "remarks": "早上"}, 1, "phone")  # has not seen the desktop's 11
    assert late.aside == ("staff",)
    assert (late.response.typed["staff"], late.response.typed["remarks"]) == ("11", "早上")
    assert late.response.aside == {"staff": {"phone": "12"}}
    again = save(response, {"staff": "13"}, late.response.saves, "phone")  # typed on without choosing
    assert again.response.typed["staff"] == "11" and again.response.aside["staff"] == {"phone": "13"}
    with pytest.raises(NotPossible, match="两台设备"):
        handing_in.hand_in(response=response, seen=again.response.saves, person=founder)
    settled = handing_in.settle(response=response, question="staff", device="phone", take=True)
    assert settled.typed["staff"] == "13" and settled.aside == {}
    dropped = handing_in.settle(response=response, question="staff", device="phone", take=True)
    assert dropped.saves == settled.saves


def test_a_device_does_not_clash_with_itself(made: Made, officer: Person, founder: Person) -> None:
    """An answer that never came back leaves the page with an old count: its own saves are no other device's."""
    response = begin(made, officer, founder)
    for text in ("1", "12", "123"):
        kept = save(response, {"staff": text}, 0, "phone")
        assert kept.aside == () and kept.response.typed["staff"] == text


def test_the_same_request_again_changes_nothing(made: Made, officer: Person, founder: Person) -> None:
    response, key = begin(made, officer, founder), uuid.uuid4()
    handing_in.save(response=response, given={"staff": "10"}, seen=0, request_key=key, device="a")
    save(response, {"staff": "11"}, 1, "b")
    again = handing_in.save(response=response, given={"staff": "10"}, seen=0, request_key=key, device="a")
    assert again.response.typed["staff"] == "11" and again.aside == () and again.response.saves == 2
    other = handing_in.save(response=response, given={"staff": "14"}, seen=2, request_key=key, device="a")
    assert other.response.typed["staff"] == "14"  # the key is old, the text is new: kept all the same


def test_handing_in_what_somebody_changed_meanwhile_is_refused(made: Made, officer: Person, founder: Person) -> None:
    response = begin(made, officer, founder)
    save(response, FILLED, 0)
    save(response, {"staff": "99"}, 1, "b")
    with pytest.raises(NotPossible, match="再看一遍"):
        handing_in.hand_in(response=response, seen=1, person=founder)


def test_handed_in_is_frozen_and_twice_is_once(made: Made, officer: Person, founder: Person) -> None:
    response = begin(made, officer, founder)
    save(response, FILLED, 0)
    handed = handing_in.hand_in(response=response, seen=1, person=founder)
    assert handing_in.hand_in(response=response, seen=1, person=founder) == handed
    assert Answer.objects.count() == 5
    with pytest.raises(Refused):
        save(response, {"staff": "3"}, 1)
    back = handing_in.take_back(response=handed)
    assert back.state == "withdrawn" and not Invitation.objects.get().handed_in
    anew = handing_in.start(questionnaire=back.questionnaire, person=founder, invitation=Invitation.objects.get())
    assert anew != back


def test_an_anonymous_response_forgets_whose_it_was(made: Made, officer: Person, founder: Person) -> None:
    response = begin(made, officer, founder, content=RATING, anonymous=True)
    save(response, {"overall": "5", "speed": "4", "solved": "yes", "what_lacked": "没有问"}, 0)
    handed = handing_in.hand_in(response=response, seen=1, person=founder)
    assert (handed.person, handed.invitation, handed.subject, handed.typed) == (None, None, "", {})
    assert handed.handed_in_at.hour in (0, 16) and handed.answers.filter(by=None).count() == 3
    invitation = Invitation.objects.get()
    assert invitation.handed_in
    with pytest.raises(Refused, match="已经答过"):
        handing_in.start(questionnaire=handed.questionnaire, person=founder, invitation=invitation)
    with pytest.raises(Refused, match="匿名"):
        handing_in.take_back(response=handed)
    assert queries.answers_said_by(founder) == []


def test_an_anonymous_one_for_everybody_is_answered_once(made: Made, founder: Person) -> None:
    row = made(content=RATING, anonymous=True, access="signed-in")
    response = handing_in.start(questionnaire=row, person=founder)
    save(response, {"overall": "5", "speed": "4", "solved": "yes"}, 0)
    handing_in.hand_in(response=response, seen=1, person=founder)
    with pytest.raises(Refused, match="已经答过"):
        handing_in.start(questionnaire=row, person=founder)


# What the database itself refuses, by name


def refused(name: str, act: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_named_refusals(made: Made, officer: Person, founder: Person) -> None:
    response = begin(made, officer, founder)
    save(response, FILLED, 0)
    rows = Response.objects.filter(pk=response.pk)
    refused("response_handed_in_has_a_day", lambda: rows.update(state="handed-in"))
    refused("response_state_is_known", lambda: rows.update(state="lost"))
    handed = handing_in.hand_in(response=response, seen=1, person=founder)
    refused("surveys_answer_never_updated", lambda: handed.answers.update(value=1))
    refused("surveys_answer_never_deleted", lambda: handed.answers.all()._raw_delete("default"))
    refused("surveys_questionnaireversion_never_updated", lambda: response.questionnaire.versions.update(content=[]))
    refused("response_handed_in_is_frozen", lambda: rows.update(state="draft"))
    refused("answers_only_of_a_draft", lambda: Answer.objects.create(
        response=handed, question="more", value=1, at=handed.handed_in_at))  # fmt: skip
    refused("anonymous_response_names_nobody", lambda: rows.update(anonymous=True))
    refused("questionnaire_keeps_its_promise", lambda: type(handed.questionnaire).objects.update(anonymous=True))
    refused("questionnaire_closes_after_it_opens", lambda: type(handed.questionnaire).objects.update(
        closes_on="2022-01-01"))  # fmt: skip


def test_one_response_a_person_and_subject(made: Made, officer: Person, founder: Person) -> None:
    response = begin(made, officer, founder)
    same = {each: getattr(response, each) for each in ("questionnaire", "version", "started_at", "anonymous")}
    refused("one_response_per_person_and_subject|surveys_response.questionnaire_id", lambda: Response.objects.create(
        reference="x", person=founder, subject=response.subject, **same))  # fmt: skip
    refused("one_response_per_invitation|surveys_response.invitation_id", lambda: Response.objects.create(
        reference="y", invitation=response.invitation, **same))  # fmt: skip
