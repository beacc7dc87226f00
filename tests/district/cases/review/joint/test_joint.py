"""Joint review: asked at once, each with its own clock; silence, vetoes and reasons."""

from __future__ import annotations

import datetime as dt

import pytest

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.decisions import leaving
from district.cases.places.models import Listed
from district.cases.review.joint import actions as joint
from district.cases.review.joint.models import Opinion
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused
from tests.district.cases import deciding
from tests.district.cases.factories import join
from tests.district.cases.giants import DAY, Giants

LATER = dt.date(2022, 5, 30)  # the day after both terms have passed


def asked(award: Giants) -> tuple[Application, Opinion, Opinion]:
    case = joint.refer(application=award.accepted(1), by=award.officer)
    by_office = {each.office.name: each for each in case.opinions.select_related("office", "application__enterprise")}
    return case, by_office["区财政局"], by_office["区市场监管局"]


def agree(opinion: Opinion, by: object) -> Opinion:
    return joint.give(opinion=opinion, by=by, agrees=True, answers=dict.fromkeys(opinion.ask, "没有"))  # type: ignore[arg-type]


def test_every_bureau_is_asked_at_once_with_its_own_questions_and_clock(award: Giants) -> None:
    case, finance, market = asked(award)
    assert case.state == "joint"
    assert (finance.ask, finance.veto, finance.silence) == (["资金是否足够"], False, "agree")
    assert (market.veto, market.silence) == (True, "remind")
    assert finance.due_on == dt.date(2022, 5, 27)
    for who in (award.finance, award.market):
        assert Message.objects.get(to=who).title.startswith("请对示例1号科技有限公司")


def test_a_partner_sees_the_case_only_once_it_is_asked(award: Giants) -> None:
    case = award.accepted(1)
    assert not Application.objects.visible_to(award.finance).filter(pk=case.pk)
    joint.refer(application=case, by=award.officer)
    assert Application.objects.visible_to(award.finance).filter(pk=case.pk).count() == 1


def test_only_the_bureau_asked_may_answer(award: Giants) -> None:
    _case, finance, _market = asked(award)
    for who in (award.market, award.officer, award.founder):
        with pytest.raises(Refused):
            agree(finance, who)
    join(award.finance, _case.enterprise)
    with pytest.raises(Refused, match="回避"):
        agree(finance, award.finance)


def test_every_question_wants_an_answer_and_an_objection_a_reason(award: Giants) -> None:
    _case, finance, _market = asked(award)
    with pytest.raises(NotPossible, match="资金是否足够"):
        joint.give(opinion=finance, by=award.finance, agrees=True, answers={})
    with pytest.raises(NotPossible, match="写明理由"):
        joint.give(opinion=finance, by=award.finance, agrees=False, answers={"资金是否足够": "不够"})


def test_the_review_ends_when_all_have_spoken(award: Giants) -> None:
    case, finance, market = asked(award)
    agree(finance, award.finance)
    with pytest.raises(NotPossible, match="还在等：区市场监管局"):
        joint.gather(application=case, by=award.officer)
    agree(market, award.market)
    assert Message.objects.filter(to=award.officer, title__startswith="会办意见已齐").count() == 1
    joint.gather(application=case, by=award.officer)
    assert (case.state, case.passed) == ("accepted", ["joint-review"])
    with pytest.raises(NotPossible, match="联审已经结束"):
        agree(finance, award.finance)


def test_a_suspended_clock_keeps_what_was_left(award: Giants) -> None:
    _case, finance, _market = asked(award)
    with clock.at(dt.date(2022, 5, 24)):  # two of five working days gone
        joint.suspend(opinion=finance, by=award.finance, why="等现场核查")
    with clock.at(dt.date(2022, 6, 8)):
        assert joint.lapse_overdue(today=clock.today()) == 0  # the other only gets reminded, this one stands still
        row = joint.resume(opinion=finance, by=award.finance)
    assert row.due_on == dt.date(2022, 6, 13)


def test_silence_means_what_the_rule_says(award: Giants) -> None:
    case, finance, market = asked(award)
    with clock.at(LATER):
        assert joint.lapse_overdue(today=LATER) == 1
        assert joint.lapse_overdue(today=LATER) == 0
    finance.refresh_from_db()
    market.refresh_from_db()
    assert (finance.said, finance.by) == ("silent", None)
    assert market.said == ""
    with clock.at(LATER):
        joint.remind(opinion=market, by=award.officer)
        with pytest.raises(NotPossible, match="一天之内"):
            joint.remind(opinion=market, by=award.officer)
    assert case.opinions.filter(said="").count() == 1


def test_a_veto_stops_the_grant_and_an_objection_wants_a_word(award: Giants) -> None:
    case, finance, market = asked(award)
    joint.give(opinion=finance, by=award.finance, agrees=False, answers={"资金是否足够": "紧张"}, note="今年余额不足")
    joint.give(opinion=market, by=award.market, agrees=False, answers={"有无严重违法": "有"}, note="列入严重失信")
    joint.gather(application=case, by=award.officer)
    Application.objects.filter(pk=case.pk).update(passed=["joint-review", "score", "notice"])
    case.refresh_from_db()
    with pytest.raises(NotPossible, match="区市场监管局有否决意见"):
        deciding.decide(application=case, by=award.officer, outcome="granted", note="仍同意")
    Opinion.objects.filter(pk=market.pk).update(said="agree")
    with pytest.raises(NotPossible, match="区财政局不同意；如仍要同意"):
        deciding.decide(application=case, by=award.officer, outcome="granted")
    award.allot()
    Listed.objects.filter(application=case).update(outcome="place")  # as if experts had marked it
    assert (
        deciding.decide(application=case, by=award.officer, outcome="granted", note="已追加预算").outcome == "granted"
    )


def test_a_grant_waits_for_every_step(award: Giants) -> None:
    case = award.accepted(1)
    with pytest.raises(NotPossible, match="还没有联审"):
        deciding.decide(application=case, by=award.officer, outcome="granted")


def test_a_withdrawn_case_takes_no_more_opinions(award: Giants) -> None:
    case, finance, _market = asked(award)
    leaving.withdraw(application=case, by=award.founder)
    with pytest.raises(NotPossible, match="联审已经结束"):
        agree(finance, award.finance)
    assert clock.today() == DAY
