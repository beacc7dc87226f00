"""The firm's page is true in every state; what is held against it, where it stands, and why it waits are told."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.urls import reverse

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.decisions import leaving
from district.cases.review import actions as review_actions
from district.cases.review.joint import actions as joint
from district.cases.review.notice import actions as notice
from district.cases.review.notice import hearing
from district.cases.review.notice.models import Objection
from district.cases.review.ranking import actions as places
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused
from tests.district.cases.factories import District, know, person
from tests.district.cases.giants import GIANT, PLAIN, Giants, at, giants
from tests.district.cases.review.joint.test_joint import asked
from tests.district.cases.review.notice.test_notice import objection, published

pytestmark = pytest.mark.django_db


def page(as_: Any, who: Any, case: Application) -> str:
    answer = as_(who).get(reverse("cases:mine_one", args=[case.reference]))
    assert answer.status_code == 200
    return str(answer.content.decode())


class TestVerdict:
    def test_what_the_desk_read_anew_is_shown_with_its_day(self, here: District, as_: Any) -> None:
        case = here.submitted()
        know(here.firm, "从业人员", 5, since=dt.date(2022, 6, 20))
        with clock.at(dt.date(2022, 6, 28)):
            review_actions.read_anew(application=case, by=here.officer, request_key=uuid.uuid4())
            shown = page(as_, here.founder, case)
        assert "区人社局重新读取了信息（2022年6月28日）" in shown
        assert "和之前相比" in shown and "从业人员" in shown
        assert re.search(r"从业人员：8[^→<]*→ <strong>5", shown)

    @pytest.mark.parametrize("state", ["submitted", "accepted", "joint", "scoring", "noticed", "waiting"])
    def test_answers_count_in_every_state(self, here: District, as_: Any, state: str) -> None:
        case = here.judged(value=False)
        Application.objects.filter(pk=case.pk).update(state=state)
        case.refresh_from_db()
        assert case.verdict["eligible"] is None  # as handed in
        shown = page(as_, here.founder, case)
        assert "hq-verdict-no" in shown
        assert "由人判断的条件更新到 2022年6月24日" in shown and "之前的判定" in shown

    def test_nothing_differs_and_nothing_is_said_to(self, here: District, as_: Any) -> None:
        shown = page(as_, here.founder, here.submitted())
        assert "按提交时的信息（2022年6月24日）" in shown and "和之前相比" not in shown


class TestObjection:
    def test_the_firm_hears_and_answers_and_the_answer_is_read(self, award: Giants, as_: Any) -> None:
        made, cases = published(award, 1)
        found = objection(made.lines.get(), name="示例市民", contact="13800000000",
                          grounds="我是示例市民，电话13800000000，近一年有拖欠工资")  # fmt: skip
        told = Message.objects.get(to=award.founder, title__endswith="公示期间收到异议")
        assert told.title.startswith("示例1号科技有限公司：") and told.needs_action
        assert "2022年5月27日前陈述意见" in told.body
        shown = page(as_, award.founder, cases[0])
        assert "近一年有拖欠工资" in shown and "提交陈述" in shown
        assert "示例市民" not in shown + told.body and "13800000000" not in shown + told.body
        address = reverse("cases:objection_state", args=[found.reference])
        assert as_(person("nobody")).post(address, {"statement": "x"}).status_code == 404
        for _ in range(2):
            as_(award.founder).post(address, {"statement": "工资已补发"})
        found.refresh_from_db()
        assert (found.statement, found.stated_by) == ("工资已补发", award.founder)
        asked_of = Message.objects.filter(to=award.officer, title__startswith="企业对异议已陈述意见")
        assert asked_of.count() == 1
        desk = as_(award.officer).get(reverse("cases:desk_notice", args=[made.reference])).content.decode()
        assert "工资已补发" in desk and "示例市民" in desk
        answer = reverse("cases:objection_answer", args=[found.reference])
        as_(award.officer).post(answer, {"state": "dismissed", "reply": "已足额发放"})  # a page without the statement
        assert Objection.objects.get().state == "filed"
        as_(award.officer).post(answer, {"state": "dismissed", "reply": "已足额发放", "read": "1"})
        assert Objection.objects.get().state == "dismissed"
        assert "已足额发放" in page(as_, award.founder, cases[0])
        last = Message.objects.filter(to=award.founder).order_by("pk").last()
        assert last is not None and "不成立" in last.title and "已足额发放" in last.body

    def test_none_is_upheld_unheard(self, award: Giants) -> None:
        made, _cases = published(award, 1)
        found = objection(made.lines.get())
        with pytest.raises(NotPossible, match="可以陈述到2022年5月27日"):
            notice.answer_objection(objection=found, by=award.officer, upheld=True, reply="属实")
        with pytest.raises(Refused):
            hearing.state(objection=found, by=award.officer, statement="x")
        with pytest.raises(NotPossible, match="写下"):
            hearing.state(objection=found, by=award.founder, statement=" ")
        with clock.at(found.heard_until + dt.timedelta(days=1)):
            notice.answer_objection(objection=found, by=award.officer, upheld=True, reply="属实")
            with pytest.raises(NotPossible, match="已经答复"):
                hearing.state(objection=found, by=award.founder, statement="迟了")


class TestPaused:
    def test_why_and_until_when(self, award: Giants, as_: Any) -> None:
        case, _finance, market = asked(award)
        with pytest.raises(NotPossible, match="今天之后"):
            joint.suspend(opinion=market, by=award.market, why="等现场核查", until=clock.today())
        until = dt.date(2022, 6, 6)
        joint.suspend(opinion=market, by=award.market, why="等现场核查", until=until)
        told = Message.objects.get(to=award.founder, title__endswith="审核暂停")
        assert "区市场监管局" in told.body and "等现场核查" in told.body and "2022年6月6日" in told.body
        shown = page(as_, award.founder, case)
        assert "区市场监管局暂停计时：等现场核查" in shown and "2022年6月6日" in shown
        joint.lapse_overdue(today=until)
        market.refresh_from_db()
        assert market.suspended_at is not None
        with clock.at(until + dt.timedelta(days=1)):
            joint.lapse_overdue(today=clock.today())
            joint.lapse_overdue(today=clock.today())
            market.refresh_from_db()
            assert (market.suspended_at, market.suspended_until) == (None, None)
            assert market.due_on > until
            assert "暂停计时" not in page(as_, award.founder, case).partition("办理经过")[0]
        assert Message.objects.filter(to=award.founder, title__endswith="审核继续").count() == 1


class TestPlaces:
    def test_rank_and_score_are_told_with_the_list(self, award: Giants, as_: Any) -> None:
        first, last = award.listed((50, 30), (20, 20))
        told = Message.objects.filter(to=award.founder, title__endswith="名单已排定").order_by("pk")
        assert "按名次排在第 1 位，共 2 家。评审得分 80.00。及格线 60 分。" in told[0].body
        assert "没有达到及格线" in told[1].body
        assert "排在第 1 位" in page(as_, award.founder, first) and "排在第 2 位" in page(as_, award.founder, last)

    @pytest.mark.parametrize(("results", "rank", "score"), [("rank", True, False), ("nothing", False, False)])
    def test_no_more_than_the_rule_publishes(self, results: str, rank: bool, score: bool, as_: Any) -> None:
        with at():
            award = giants(GIANT + f"results: {results}\n")
            [case] = award.listed((50, 30))
            told = Message.objects.get(to=award.founder, title__endswith="名单已排定")
            for text in (told.body, page(as_, award.founder, case)):
                assert ("排在第 1 位" in text, "得分" in text) == (rank, score)
            made = notice.propose(applications=[case], by=award.officer, request_key=uuid.uuid4())
            assert made.lines.get().score is None

    def test_who_waits_hears_its_place_and_every_change(self, as_: Any) -> None:
        with at():
            award = giants(PLAIN.replace("count: 30", "count: 1"))
            cases = [award.accepted(n, 5_000_000 - n) for n in range(1, 5)]
            award.allot()
            cases = [Application.objects.get(pk=case.pk) for case in cases]
            assert [case.state for case in cases] == ["accepted", "waiting", "waiting", "waiting"]
            bodies = {case.pk: Message.objects.filter(subject=case.reference, title__contains="候补") for case in cases}
            assert "候补第 3 位" in bodies[cases[3].pk].get().body
            leaving.withdraw(application=cases[1], by=award.founder)
            assert "候补第 2 位" in bodies[cases[3].pk].latest("pk").body
            assert "候补第 2 位" in page(as_, award.founder, cases[3])
            leaving.withdraw(application=cases[0], by=award.founder)
            assert places.call_up(programme=award.programme, by=award.officer) == cases[2]
            assert "已递补" in page(as_, award.founder, cases[2])
            assert "候补第 1 位" in bodies[cases[3].pk].latest("pk").body
            assert bodies[cases[3].pk].count() == 3 and bodies[cases[2].pk].count() == 2


def test_the_pages_cost_few_queries(award: Giants, as_: Any, django_assert_max_num_queries: Any) -> None:
    made, cases = published(award, 1)
    for n in range(4):
        objection(made.lines.get(), grounds=f"理由{n}")
    client = as_(award.founder)
    for address in (reverse("cases:mine_one", args=[cases[0].reference]),):
        client.get(address)
        with django_assert_max_num_queries(29):
            client.get(address)
