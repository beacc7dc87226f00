"""Feedback on answers and questions beyond them: one vote a visitor, one reply, seen by who may."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.asking import actions
from district.ground.asking.models import AskedQuestion, Vote
from district.ground.asking.queries import questions_for
from district.ground.messages.models import Message
from district.ground.people.actions import let_go
from district.ground.people.models import Bureau, Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district.cases.factories import person
from tests.district.whole import publish_yangpu

ROOT = Path(__file__).resolve().parents[4]
DAY = dt.date(2022, 6, 24)
SLUG = "layoffs"


@pytest.fixture
def yangpu(db: None) -> Iterator[None]:
    with clock.at(DAY):
        publish_yangpu()
        yield


def asked(**more: Any) -> AskedQuestion:
    given = {
        "answer": SLUG, "title": "经营困难要裁员，法律怎么规定？", "office": "区人社局",
        "text": "示例：只裁两个人也要报告吗？", "by": None, "address": "10.0.0.1", **more,
    }  # fmt: skip
    return actions.ask(**given)


@pytest.mark.usefixtures("yangpu")
def test_a_visitor_has_one_word_per_answer(client: Client) -> None:
    address = reverse("policies:answer_vote", args=[SLUG])
    for said in ("yes", "yes", "no"):
        assert client.post(address, {"helpful": said}).status_code == 302
    client.post(address, {"helpful": "yes"}, REMOTE_ADDR="10.9.9.9")
    assert client.post(address, {"helpful": "nonsense"}, REMOTE_ADDR="10.9.9.8").status_code == 302
    assert client.get(address).status_code == 405
    assert client.post(reverse("policies:answer_vote", args=["no-such"]), {"helpful": "yes"}).status_code == 404
    assert sorted(Vote.objects.values_list("helpful", flat=True)) == [False, True]
    assert not Vote.objects.filter(visitor__contains="10.9").exists()
    page = client.get(reverse("policies:answer", args=[SLUG])).content.decode()
    assert "1 人说有用，1 人说没有解决问题" in page


@pytest.mark.usefixtures("yangpu")
def test_a_stranger_asks_and_reads_the_reply(client: Client, as_: Callable[[Person], Client]) -> None:
    officer = person("officer", officer="区人社局")
    page = client.get(reverse("policies:answer_ask", args=[SLUG]))
    key = page.context["form"]["request_key"].value()
    posted = {"request_key": key, "text": "示例：只裁两个人也要报告吗？", "contact": "示例邮箱"}
    first = client.post(page.request["PATH_INFO"], posted)
    again = client.post(page.request["PATH_INFO"], posted)
    assert first.url == again.url
    question = AskedQuestion.objects.get()
    assert question.due_on == dt.date(2022, 7, 1)
    assert "最晚 2022年7月1日 答复" in client.get(first.url).content.decode()
    assert "示例邮箱" not in client.get(first.url).content.decode()
    with clock.at(dt.date(2022, 7, 4)):  # a promise that is broken is no promise
        late = client.get(first.url).content.decode()
        assert "最晚" not in late and "原定 2022年7月1日 前答复，已超期，由区人社局负责" in late
    assert client.get(first.url[:-3] + "xx/").status_code == 404
    told = Message.objects.get(to=officer)
    desk = as_(officer)
    assert "示例邮箱" in desk.get(told.link).content.decode()
    assert desk.post(told.link, {"text": " "}).status_code == 422
    assert desk.post(told.link, {"text": "示例：不足二十人且不到百分之十的，不适用。"}).status_code == 302
    client.logout()
    assert "不适用" in client.get(first.url).content.decode()
    assert set(LogEntry.objects.filter(subject=question.reference).values_list("verb", flat=True)) == {"ask", "reply"}


@pytest.mark.usefixtures("yangpu")
def test_a_question_is_seen_and_answered_by_its_bureau(as_: Callable[[Person], Client]) -> None:
    officer, other = person("officer", officer="区人社局"), person("other", officer="区科委")
    auditor, asker = person("auditor", auditor="区科委"), person("asker")
    question = asked(by=asker)
    assert list(questions_for(officer)) == list(questions_for(auditor)) == [question]
    assert not questions_for(other).exists()
    assert as_(other).get(reverse("policies:desk_question", args=[question.reference])).status_code == 404
    for who in (other, auditor):
        with pytest.raises(Refused, match="只有答复部门"):
            actions.reply(question=question, by=who, text="示例")
    actions.reply(question=question, by=officer, text="示例答复")
    assert Message.objects.filter(to=asker, title__contains="有了答复").count() == 1
    assert actions.reply(question=question, by=officer, text="示例答复").reply == "示例答复"
    with pytest.raises(actions.NotAsked, match="已经答复"):
        actions.reply(question=question, by=officer, text="另一个答复")
    assert Message.objects.filter(to=asker).count() == 1


@pytest.mark.usefixtures("yangpu")
def test_five_questions_an_hour_from_one_address(client: Client) -> None:
    for _n in range(actions.PER_HOUR):
        asked()
    with pytest.raises(actions.NotAsked, match="一小时内"):
        asked()
    assert asked(address="10.0.0.2").state == AskedQuestion.State.OPEN
    with pytest.raises(actions.NotAsked, match="还没有答复部门"):
        asked(office="区没有这个局", address="10.0.0.3")
    page = client.post(
        reverse("policies:answer_ask", args=[SLUG]),
        {"request_key": uuid.uuid4(), "text": "示例"},
        REMOTE_ADDR="10.0.0.1",
    )
    assert page.status_code == 422
    assert "一小时内" in page.content.decode()


@pytest.mark.usefixtures("yangpu")
def test_rows_keep_their_rules() -> None:
    question = asked()
    for change in ({"state": "lost"}, {"reply": "没有答复人"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AskedQuestion.objects.filter(pk=question.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.bulk_create([Vote(answer=SLUG, visitor="a", helpful=True, at=clock.now()) for _n in range(2)])


@pytest.mark.usefixtures("yangpu")
def test_the_list_stays_at_few_queries(as_: Callable[[Person], Client], django_assert_max_num_queries: Any) -> None:
    officer = person("officer", officer="区人社局")
    for n in range(40):
        asked(address=f"10.1.0.{n}")
    desk = as_(officer)
    with django_assert_max_num_queries(9):
        page = desk.get(reverse("policies:desk_questions"))
    assert len(page.context["page"]) == 25
    assert asked(address="10.2.0.1").answer in page.content.decode()


@pytest.mark.usefixtures("yangpu")
def test_every_answer_names_a_bureau_of_the_catalogue() -> None:
    from district.policies import plain_text, queries

    found = queries.catalogue()
    heads = {slug: plain_text.answer_parts(text)[0] for slug, text in found.answers.items()}
    assert len(heads) >= 10
    assert {head.get("office") for head in heads.values()} <= set(Bureau.objects.values_list("name", flat=True))


@pytest.mark.usefixtures("yangpu")
def test_what_waits_for_who_leaves_is_told_to_the_heir() -> None:
    question = asked()
    leaver, admin = person("asked", officer="区人社局"), person("admin", administrator="区人社局")
    for heir in (None, person("nobody")):
        with pytest.raises(actions.NotAsked, match="待答复"):
            let_go(person=leaver, by=admin, heir=heir, why="调离")
    mate = person("mate", officer="区人社局")
    assert let_go(person=leaver, by=admin, heir=mate, why="调离") == ["待答复的提问 1 个"]
    told = Message.objects.get(to=mate, subject=question.reference)
    assert told.needs_action and told.link == reverse("policies:desk_question", args=[question.reference])
    assert LogEntry.objects.get(verb="hand-over").data == {"from": "asked", "to": "mate"}
