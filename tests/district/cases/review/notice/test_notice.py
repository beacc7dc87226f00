"""Public notice: one list for all to read, objections to a line, only that line waits."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.review.notice import actions as notice
from district.cases.review.notice import hearing
from district.cases.review.notice.acts import OBJECT
from district.cases.review.notice.models import Notice, NoticeLine, Objection
from district.ground import clock
from district.ground.acts.acts import perform
from district.ground.people.permissions import Refused
from tests.district.cases import deciding
from tests.district.cases.giants import Giants

OVER = dt.date(2022, 5, 30)  # the notice runs to Friday the 27th


def published(award: Giants, count: int = 3) -> tuple[Notice, list[Application]]:
    cases = award.listed(*[(50, 30 - n) for n in range(count)])
    made = notice.propose(applications=cases, by=award.officer, request_key=uuid.uuid4())
    for case in cases:
        case.refresh_from_db()
    return made, cases


def objection(line: NoticeLine, **more: Any) -> Objection:
    given = {"grounds": "近一年有拖欠工资", "address": "10.0.0.1", **more}
    return notice.object_to(line=line, **given)


def test_the_list_is_redacted_and_has_its_own_clock(award: Giants) -> None:
    made, cases = published(award)
    assert made.until == dt.date(2022, 5, 27)
    line = made.lines.get(serial=1)
    assert line.code == f"{cases[0].enterprise.uscc[:6]}********{cases[0].enterprise.uscc[-4:]}"
    assert str(line.amount) == "500000.00"
    assert {case.state for case in cases} == {"noticed"}
    assert cases[0].due_on > made.until  # by the day promised at acceptance, which lies after the notice


def test_nothing_is_granted_before_the_notice_is_over(award: Giants) -> None:
    _made, cases = published(award, 1)
    with pytest.raises(NotPossible, match="公示还没有结束"):
        deciding.decide(application=cases[0], by=award.officer, outcome="granted")
    with clock.at(OVER):
        assert deciding.decide(application=cases[0], by=award.officer, outcome="granted").outcome == "granted"
    assert NoticeLine.objects.get().outcome == "kept"


def test_an_objection_holds_up_its_line_only(award: Giants) -> None:
    made, cases = published(award)
    found = objection(made.lines.get(serial=2))
    with clock.at(OVER):
        assert deciding.decide(application=cases[0], by=award.officer, outcome="granted")
        with pytest.raises(NotPossible, match="异议没有处理"):
            deciding.decide(application=cases[1], by=award.officer, outcome="granted")
        notice.answer_objection(objection=found, by=award.officer, upheld=False, reply="经核查，工资已足额发放。")
        assert deciding.decide(application=cases[1], by=award.officer, outcome="granted")


def test_an_objection_upheld_sends_the_case_back(award: Giants) -> None:
    made, cases = published(award)
    found = objection(made.lines.get(serial=3))
    with pytest.raises(Refused):
        notice.answer_objection(objection=found, by=award.market, upheld=True, reply="属实")
    with pytest.raises(NotPossible, match="写明核查的结果"):
        notice.answer_objection(objection=found, by=award.officer, upheld=True, reply=" ")
    hearing.state(objection=found, by=award.founder, statement="工资已补发")
    notice.answer_objection(objection=found, by=award.officer, upheld=True, reply="情况属实。", read=True)
    case = Application.objects.get(pk=cases[2].pk)
    assert (case.state, case.passed) == ("accepted", ["joint-review", "score"])
    assert made.lines.get(serial=3).outcome == "struck"
    with pytest.raises(NotPossible, match="公示期间异议成立"):
        deciding.decide(application=case, by=award.officer, outcome="granted")
    assert deciding.decide(application=case, by=award.officer, outcome="refused", note="异议成立").outcome == "refused"


def test_one_address_may_object_five_times_an_hour_and_a_double_click_once(award: Giants) -> None:
    made, _cases = published(award, 1)
    line, sent = made.lines.get(), {"grounds": "近一年有拖欠工资", "request_key": str(uuid.uuid4())}
    said = {"data": sent, "key": sent["request_key"], "also": {"address": "10.0.0.1"}}
    twice = [perform(OBJECT, by=None, thing=line, **said) for _n in range(2)]
    assert twice[0].result == twice[1].result and Objection.objects.count() == 1
    for _ in range(4):
        objection(line)
    with pytest.raises(NotPossible, match="一小时内最多提 5 次"):
        objection(line)
    assert objection(line, address="10.0.0.2").state == "filed"
    with clock.at(OVER), pytest.raises(NotPossible, match="公示已经结束"):
        objection(line, address="10.0.0.3")


def test_anybody_reads_objects_and_takes_the_list_away(award: Giants, client: Client) -> None:
    made, _cases = published(award)
    page = reverse("cases:notice", args=[made.reference])
    assert "示例1号科技有限公司" in client.get(page).content.decode()
    where = reverse("cases:object", args=[made.reference, 1])
    assert client.get(where).status_code == 200
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = client.post(
            where, {"grounds": "名单有误", "name": "示例市民", "contact": "13800000000", "request_key": key}
        )
        assert answer.status_code == 302
    assert Objection.objects.count() == 1
    shown = client.get(page).content.decode()
    assert "名单有误" not in shown and "示例市民" not in shown and "核查中" in shown
    table = client.get(reverse("cases:notice_csv", args=[made.reference])).content.decode("utf-8-sig")
    assert table.splitlines()[1].startswith("1,示例1号科技有限公司,913101********")
    feed = client.get(reverse("cases:notices_feed"))
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert made.title in feed.content.decode()


def test_a_double_click_publishes_one_notice(award: Giants) -> None:
    cases, key = award.listed((50, 30)), uuid.uuid4()
    first = notice.propose(applications=cases, by=award.officer, request_key=key)
    assert notice.propose(applications=cases, by=award.officer, request_key=key) == first
    assert Notice.objects.count() == 1


def test_a_notice_page_takes_the_same_queries_whatever_its_length(
    award: Giants, client: Client, django_assert_max_num_queries: Any
) -> None:
    made, _cases = published(award, 6)
    with django_assert_max_num_queries(5):
        client.get(reverse("cases:notice", args=[made.reference]))
