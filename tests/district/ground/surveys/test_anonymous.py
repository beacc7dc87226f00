"""Of an anonymous questionnaire the desk learns how many handed in, never who: in no list, book, message or answer."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.acts.models import Answered
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.surveys import actions, handing_in, telling
from district.ground.surveys.actions import Invitee
from district.ground.surveys.links import link_of
from district.ground.surveys.models import Invitation, Questionnaire, Response
from district.ground.surveys.questions import Kind, Question, Words, one_page
from district.ground.surveys.samples import RATING
from tests.district.api.conftest import key_of
from tests.district.ground.surveys.conftest import Made
from tests.district.ground.surveys.test_pages import cells, hidden

As = Callable[[Person], Client]
RIGHT = {"overall": "5", "speed": "4", "solved": "yes"}


def answer(invitation: Invitation) -> None:
    row = handing_in.start(questionnaire=invitation.questionnaire, person=invitation.person, invitation=invitation)
    handing_in.save(response=row, given=RIGHT, seen=row.saves, request_key=uuid.uuid4())
    handing_in.hand_in(response=row, seen=1, person=invitation.person)


@pytest.fixture
def asked(made: Made, officer: Person, founder: Person, auditor: Person) -> list[Invitation]:
    """Six are asked, two of them with accounts."""
    people = [Invitee("甲", founder), Invitee("乙", auditor), *(Invitee(f"示例{n}") for n in range(4))]
    return actions.invite(questionnaire=made(RATING, anonymous=True), by=officer, people=people)


def seen_by_the_desk(as_: As, officer: Person, row: Questionnaire) -> str:
    """Everything a bureau can open of who is asked, without what is different each time."""
    client, one = as_(officer), reverse("surveys:one", args=[row.key])
    books = [
        cells(client.get(f"{one}{page}"))[1:]
        for page in ("links/?for_what=核对数据", "invitations/?format=xlsx&for_what=核对数据")
    ]
    text = "".join(client.get(f"{one}{page}").content.decode() for page in ("", "invitations/", "responses/"))
    program = Client(headers={"authorization": f"Bearer {key_of(officer)[1]}"})
    said = program.get("/api/v1/surveys.invitations", {"key": row.key, "for_what": "核对数据"})
    assert said.status_code == 200
    own = r'why-\w{8}|name="(csrfmiddlewaretoken|request_key)" value="[^"]*"|(?i:csrftoken)[^}]*|nonce="[^"]*"'
    return re.sub(own, "", text) + repr((books, said.content.decode()))


def test_the_desk_sees_the_same_whoever_answered(as_: As, officer: Person, asked: list[Invitation]) -> None:
    row = asked[0].questionnaire
    before = seen_by_the_desk(as_, officer, row)
    answer(asked[0])
    first = seen_by_the_desk(as_, officer, row)
    assert first == before
    Invitation.objects.filter(pk=asked[0].pk).update(handed_in=False)
    Invitation.objects.filter(pk=asked[3].pk).update(handed_in=True)
    assert seen_by_the_desk(as_, officer, row) == before


def test_links_bear_no_name_and_come_in_no_order(as_: As, officer: Person, asked: list[Invitation]) -> None:
    row = asked[0].questionnaire
    flat = cells(as_(officer).get(reverse("surveys:links", args=[row.key]) + "?for_what=核对数据"))
    links = [str(cell) for line in flat for cell in line if str(cell).startswith("http")]
    assert len(links) == 4 and "示例0" not in str(flat) and "已提交" not in str(flat) and "等待" not in str(flat)
    wanted = sorted(asked[2:], key=lambda each: each.reference)
    assert [each.removeprefix("http://testserver") for each in links] == [link_of(each) for each in wanted]


def test_everybody_who_is_asked_is_reminded(officer: Person, asked: list[Invitation]) -> None:
    answer(asked[0])
    with clock.at(clock.today() + dt.timedelta(days=8)):
        assert telling.remind(clock.today()) == 2
    told = Message.objects.filter(title__contains="截止")
    assert {each.to_id for each in told} == {asked[0].person_id, asked[1].person_id}
    assert all("已经交过的不用再填" in each.body for each in told)
    references = [each.reference.hex for each in asked]
    assert telling.still_open(references) == set(
        references
    )  # none is dropped from the bureau's outbox for having answered


def test_asking_no_more_tells_nothing(as_: As, officer: Person, asked: list[Invitation]) -> None:
    answer(asked[0])
    said = [
        as_(officer).post(reverse("surveys:cancel", args=[each.reference]), follow=True).content.decode()
        for each in asked[:2]
    ]
    assert all("如果已经交了，答卷照样计入" in each for each in said)
    nameless = as_(officer).post(reverse("surveys:cancel", args=[asked[2].reference]))
    assert nameless.status_code == 403 and "不写名字" in nameless.content.decode()


def test_few_are_not_counted(as_: As, officer: Person, asked: list[Invitation]) -> None:
    row, one = asked[0].questionnaire, reverse("surveys:one", args=[asked[0].questionnaire.key])
    for number, each in enumerate(asked, 1):
        answer(each)
        page = as_(officer).get(one).content.decode()
        [listed] = [each for each in as_(officer).get("/desk/surveys/").context["page"] if each.pk == row.pk]
        assert listed.handed_in_said == (number if number >= 5 else None)
        assert ("不满 5" in page) == (number < 5)


def test_nothing_is_kept_of_whose_a_response_was(client: Client, asked: list[Invitation], as_: As) -> None:
    """Not with the key of a request either."""
    founder = asked[0].person
    assert founder is not None
    browser, link = as_(founder), link_of(asked[0])
    key = {"request_key": str(uuid.uuid4())}
    page = browser.post(f"{link}start/", key)["Location"]
    browser.post(page, {**hidden(browser.get(page)), **{f"q-{name}": value for name, value in RIGHT.items()}})
    done = browser.post(f"{link}check/", {**hidden(browser.get(f"{link}check/")), **key}, follow=True)
    assert "已提交" in done.content.decode() and Response.objects.get().person is None
    assert not Answered.objects.filter(by=founder, act__startswith="surveys").exists()


def test_whom_a_link_is_not_for_is_not_told_whether_it_was_used(
    as_: As, officer: Person, asked: list[Invitation]
) -> None:
    answer(asked[0])
    told = [as_(officer).get(link_of(each), follow=True).content.decode() for each in asked[:2]]
    assert all("给别人的" in each and "已提交" not in each for each in told)


def test_begun_alone_and_then_invited_is_one_beginning(as_: As, made: Made, officer: Person, founder: Person) -> None:
    content = one_page(Question("a", Kind.TEXT, Words("甲")))
    for number, subject in enumerate(("", "91310000")):
        row = made(content, key=f"open-{number}", access="signed-in")
        browser, intro = as_(founder), reverse("surveys:intro", args=[row.key])
        page = browser.post(f"{intro}start/")["Location"]
        browser.post(page, {**hidden(browser.get(page)), "q-a": "先写的", "then": "leave"})
        [invitation] = actions.invite(questionnaire=row, by=officer, people=[Invitee("示例", founder, subject)])
        link = link_of(invitation)
        assert (
            "接着填" in browser.get(link).content.decode()
            and Response.objects.get(questionnaire=row).invitation is None
        )
        again = browser.post(f"{link}start/")["Location"]
        assert "先写的" in browser.get(again).content.decode()
        browser.post(f"{link}check/", hidden(browser.get(f"{link}check/")))
        only = Response.objects.get(questionnaire=row)
        invitation.refresh_from_db()
        assert (only.invitation, only.subject, only.state) == (
            invitation,
            subject,
            "handed-in",
        ) and invitation.handed_in


def test_answered_alone_and_then_invited_answers_no_second_time(made: Made, officer: Person, founder: Person) -> None:
    for anonymous in (True, False):
        row = made(RATING, key=f"open-{anonymous}".lower(), access="signed-in", anonymous=anonymous)
        alone = handing_in.start(questionnaire=row, person=founder)
        handing_in.save(response=alone, given=RIGHT, seen=0, request_key=uuid.uuid4())
        handing_in.hand_in(response=alone, seen=1, person=founder)
        [invitation] = actions.invite(questionnaire=row, by=officer, people=[Invitee("示例", founder)])
        found: Any = handing_in.current(questionnaire=row, person=founder, invitation=invitation)
        assert found == (None if anonymous else alone)
        if anonymous:
            with pytest.raises(Exception, match="已经答过"):
                handing_in.start(questionnaire=row, person=founder, invitation=invitation)
        assert Response.objects.filter(questionnaire=row).count() == 1
