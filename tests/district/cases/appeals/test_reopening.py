"""An upheld appeal with the places all taken has a way out, and passes what every grant passes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from district.cases.appeals import actions as appeals
from district.cases.appeals import queries
from district.cases.appeals.models import Appeal
from district.cases.appeals.reopening import reopen, ways_of
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.decisions import bundles, leaving
from district.cases.intake import actions as intake_actions
from district.cases.places import standings
from district.cases.places.models import AboveQuota, Listed, Place, Places
from district.cases.review.joint import actions as joint
from district.cases.review.notice import actions as notice
from district.cases.review.notice import hearing
from district.cases.review.ranking import actions as places
from district.cases.review.scoring import actions as scoring
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from rulebook.bundle.verify import verify
from tests.district.cases import deciding
from tests.district.cases.factories import person
from tests.district.cases.giants import GIANT, PLAIN, Giants, at, giants
from tests.district.cases.places.test_leaving import fresh, propose, rule, vetoed

pytestmark = pytest.mark.django_db
POWER = "示例规〔2022〕4号第十二条"
OVER = dt.date(2022, 5, 30)


@pytest.fixture(autouse=True)
def day(db: None) -> Iterator[None]:
    with at():
        yield


def refuse(award: Giants, case: Application) -> Decision:
    return deciding.decide(application=fresh(case), by=award.officer, outcome="refused", note="名额已满。")


def heard(award: Giants, decision: Decision) -> Appeal:
    appeal = appeals.file(decision=decision, by=award.founder, grounds="评分有误")
    return appeals.admit(appeal=appeal, by=award.leader)


def uphold(award: Giants, appeal: Appeal, way: str = "", **more: Any) -> Appeal:
    reply = more.pop("reply", "原评分漏计一项。")
    if way:
        return appeals.uphold_by(**{"appeal": appeal, "by": award.leader, "way": way, "reply": reply, **more})
    given = {"by": award.leader, "outcome": "granted", "anew": False, "request_key": uuid.uuid4(), **more}
    return deciding.uphold(appeal=appeal, reply=reply, **given)


def full(base: str = PLAIN) -> tuple[Giants, list[Application], Appeal]:
    """One place, three cases: the second was refused and appeals, the third waits."""
    award = giants(rule(1, base))
    if base == PLAIN:
        cases = [award.accepted(n, 10 - n) for n in (1, 2, 3)]
        award.allot()
    else:
        cases = award.listed((50, 30), (50, 25), (50, 20))
    return award, cases, heard(award, refuse(award, cases[1]))


def test_no_free_place_no_grant_at_once_and_the_ways_are_named() -> None:
    award, _cases, appeal = full()
    with pytest.raises(NotPossible, match="可以选择：列入候补，有名额时递补、超名额办理、占用下一年的名额"):
        uphold(award, appeal)
    appeal.refresh_from_db()
    assert appeal.state == "heard" and Decision.objects.count() == 1


def test_on_the_waiting_list_the_case_stands_where_the_ranking_had_put_it() -> None:
    award, cases, appeal = full()
    uphold(award, appeal, "waiting")
    assert fresh(cases[1]).state == "waiting"
    with pytest.raises(NotPossible, match="正在重新办理"):
        appeals.file(decision=appeal.decision, by=award.founder, grounds="x")
    with pytest.raises(NotPossible, match="名额还剩 0 个"):
        places.call_up(programme=award.programme, by=award.officer)
    leaving.withdraw(application=fresh(cases[0]), by=award.founder)
    assert places.call_up(programme=award.programme, by=award.officer) == cases[1]  # before the third
    new = deciding.decide(application=fresh(cases[1]), by=award.officer, outcome="granted")
    appeal.refresh_from_db()
    assert new.replaces == appeal.decision and appeal.result == new and appeal.way == "waiting"
    assert new.note == "原评分漏计一项。"
    assert (Places.objects.get().taken, fresh(cases[2]).state) == (1, "waiting")


def test_above_the_quota_by_a_stated_power_and_with_the_notice_every_grant_has(tmp_path: Path) -> None:
    award, cases, appeal = full(GIANT)
    with pytest.raises(NotPossible, match="依据的文号和条款"):
        uphold(award, appeal, "above", power=" ")
    uphold(award, appeal, "above", power=POWER)
    case = fresh(cases[1])
    assert (case.state, case.passed) == ("accepted", ["joint-review", "score"])
    with pytest.raises(NotPossible, match="还没有公示"):
        deciding.decide(application=case, by=award.officer, outcome="granted")
    made = propose(award, cases[0], case)  # the one place and the one beside it
    assert made.lines.count() == 2
    with clock.at(OVER):
        for each in (case, cases[0]):
            deciding.decide(application=fresh(each), by=award.officer, outcome="granted")
    row, leave = Places.objects.get(), AboveQuota.objects.get()
    assert (row.taken, row.count) == (1, 1)
    assert Place.objects.get(above=True).application == case
    assert (leave.power, leave.by) == (POWER, award.leader)
    letter = case.decisions.in_force().get().letter.content
    assert POWER in str(letter)
    hand = standings.in_hand(clock.today(), case.version)
    assert (hand["taken"], hand["above"], hand["left"]) == (1, 1, 0)
    path = tmp_path / "giant.zip"
    bundles.write_to(path, programme=award.programme, year=2022)
    report = verify(path)
    assert report.ok and report.amount == Decimal(1_000_000)


def test_struck_off_a_notice_a_case_above_the_quota_is_out_too() -> None:
    award, cases, appeal = full(GIANT)
    uphold(award, appeal, "above", power=POWER)
    with clock.at(dt.date(2022, 5, 23)):
        made = propose(award, cases[1])
        found = notice.object_to(line=made.lines.get(), grounds="示例", address="10.0.0.1")
        hearing.state(objection=found, by=award.founder, statement="登记已更正。")
        notice.answer_objection(objection=found, by=award.officer, upheld=True, reply="属实。", read=True)
        with pytest.raises(NotPossible, match="公示期间异议成立"):
            propose(award, cases[1])


def test_a_revoked_grant_above_the_quota_frees_no_place() -> None:
    award, cases, appeal = full()
    uphold(award, appeal, "above", power=POWER)
    deciding.decide(application=fresh(cases[0]), by=award.officer, outcome="granted")
    granted = deciding.decide(application=fresh(cases[1]), by=award.officer, outcome="granted")
    deciding.correct(decision=granted, by=award.leader, outcome="refused", note="查实", anew=False,
                    request_key=uuid.uuid4())  # fmt: skip
    assert Places.objects.get().taken == 1
    with pytest.raises(NotPossible, match="名额还剩 0 个"):
        places.call_up(programme=award.programme, by=award.officer)


def test_next_year_it_comes_before_that_years_list() -> None:
    award, cases, appeal = full()
    uphold(award, appeal, "next")
    deciding.decide(application=fresh(cases[0]), by=award.officer, outcome="granted")
    refuse(award, cases[2])
    with pytest.raises(NotPossible, match="候补的要用 2023 年的名额"):
        places.call_up(programme=award.programme, by=award.officer)
    with clock.at(dt.date(2023, 1, 10)):
        award.accepted(4)
        assert [line["outcome"] for line in award.allot().lines] == ["waiting"]
        assert places.call_up(programme=award.programme, by=award.officer) == cases[1]
        deciding.decide(application=fresh(cases[1]), by=award.officer, outcome="granted")
    assert dict(Places.objects.values_list("year", "taken")) == {2022: 1, 2023: 1}


def test_a_veto_found_wrong_is_asked_about_anew() -> None:
    award = giants(GIANT)
    case = vetoed(award, 1)
    appeal = heard(award, deciding.decide(application=case, by=award.officer, outcome="refused", note="否决"))
    with pytest.raises(NotPossible, match="区市场监管局有否决意见"):
        uphold(award, appeal)
    uphold(award, appeal, "steps")
    joint.refer(application=fresh(case), by=award.officer)
    for opinion in case.opinions.select_related("office"):
        by = award.market if opinion.office.name == "区市场监管局" else award.finance
        joint.give(opinion=opinion, by=by, agrees=True, answers=dict.fromkeys(opinion.ask, "没有"))
    joint.gather(application=fresh(case), by=award.officer)
    assert award.round([fresh(case)]).entries.count() == 1


def test_marks_below_the_line_are_given_anew() -> None:
    award = giants(GIANT)
    cases = award.listed((20, 20))
    appeal = heard(award, refuse(award, cases[0]))
    assert ways_of(fresh(cases[0])) == ["steps", "above", "next"]
    uphold(award, appeal, "steps")
    round_ = award.round([fresh(cases[0])])
    award.mark(round_, cases[0], (50, 30), (50, 30), (50, 30))
    scoring.close_round(round_=round_, by=award.officer)
    assert [line["outcome"] for line in award.allot().lines] == ["place"]
    assert propose(award, cases[0]).lines.count() == 1


def test_struck_off_and_found_wrongly_so_it_waits_again() -> None:
    award, cases, _appeal = full(GIANT)
    made = propose(award, cases[0])
    found = notice.object_to(line=made.lines.get(), grounds="示例", address="10.0.0.1")
    hearing.state(objection=found, by=award.founder, statement="登记已更正。")
    notice.answer_objection(objection=found, by=award.officer, upheld=True, reply="属实。", read=True)
    uphold(award, heard(award, refuse(award, cases[0])), "waiting")
    assert places.call_up(programme=award.programme, by=award.officer) == cases[0]
    assert propose(award, cases[0]).lines.count() == 1


def test_who_may_change_it_is_told_and_sees_it_on_the_list(as_: Any) -> None:
    award, _cases, appeal = full()
    told = Message.objects.filter(link=reverse("cases:appeal", args=[appeal.reference]))
    assert told.filter(to=award.leader, title__startswith="复核申请").count() == 1
    assert not told.filter(to=award.officer).exists()  # who decided
    other = person("leader2", leader="区科委")
    assert queries.turns(other, queries.visible_appeals(other)) == {appeal.pk: "change"}
    assert "答复，可改变决定" in as_(other).get(reverse("cases:appeals")).content.decode()
    reviewed = appeals.file(decision=_decided(award), by=award.founder, grounds="x")
    appeals.admit(appeal=reviewed, by=award.leader)
    link = reverse("cases:appeal", args=[reviewed.reference])
    assert Message.objects.filter(to=other, link=link, title__startswith="复核中，可能要您改变决定").count() == 1


def _decided(award: Giants) -> Decision:
    return deciding.decide(application=award.accepted(8), by=award.officer, outcome="refused", note="材料不实")


def test_by_the_pages_a_leader_signs_for_a_grant_above_the_quota(as_: Any) -> None:
    award, cases, appeal = full()
    leader, page = as_(award.leader), reverse("cases:appeal", args=[appeal.reference])
    shown = leader.get(page).content.decode()
    assert "超名额办理" in shown and "现在不能直接同意" in shown
    said = {"verb": "uphold_granted", "way": "above", "power": POWER, "reply": "漏计一项", "request_key": uuid.uuid4()}
    assert leader.post(reverse("cases:appeal_answer", args=[appeal.reference]), said).status_code == 302
    assert fresh(cases[1]).state == "accepted"
    assert "超名额办理" in leader.get(page).content.decode()
    assert POWER in leader.get(reverse("cases:places", args=["giant"])).content.decode()
    case_page = as_(award.officer).get(reverse("cases:case", args=[cases[1].reference])).content.decode()
    assert 'id="decide"' in case_page
    mine = as_(award.founder).get(reverse("cases:mine_one", args=[cases[1].reference]))
    assert mine.status_code == 200 and Message.objects.filter(to=award.founder, title__contains="重新办理").exists()


def test_without_an_appeal_a_leader_may_take_it_up_from_the_decision(as_: Any) -> None:
    award, cases, _appeal = full()
    decision = refuse(award, cases[2])
    where = reverse("cases:replace_now", args=[cases[2].reference])
    said = {
        "number": decision.number,
        "outcome": "granted",
        "way": "waiting",
        "note": "重新核算",
        "request_key": uuid.uuid4(),
    }
    assert as_(award.leader).get(reverse("cases:replace", args=[cases[2].reference])).status_code == 200
    assert as_(award.leader).post(where, said).status_code == 302
    assert fresh(cases[2]).state == "waiting"


def test_who_decided_takes_nothing_up_again_and_two_clicks_are_one() -> None:
    award, cases, appeal = full()
    for who in (award.officer, award.market, award.founder):
        with pytest.raises(Refused):
            reopen(decision=appeal.decision, by=who, way="waiting", note="x")
    for _click in range(2):
        reopen(decision=appeal.decision, by=award.leader, way="waiting", note="x")
    assert Listed.objects.filter(application=cases[1]).count() == 1


def test_the_firms_other_open_case_comes_first() -> None:
    award, cases, appeal = full()
    intake_actions.start(
        enterprise=cases[1].enterprise, programme=award.programme, by=award.founder, request_key=uuid.uuid4()
    )
    with pytest.raises(NotPossible, match="企业另有一件正在办理"):
        uphold(award, appeal, "waiting")


def test_the_database_wants_a_leave_for_a_place_above_the_quota() -> None:
    award, cases, appeal = full()
    row = Places.objects.get()
    leave: dict[str, Any] = {"application": cases[1], "power": POWER, "reason": "x", "by": award.leader,
                             "at": clock.now()}  # fmt: skip
    for name, act in (
        ("no_place_above_the_quota_without_leave", lambda: Place.objects.create(
            places=row, application=cases[1], above=True, at=clock.now())),
        ("above_the_quota_by_a_stated_power", lambda: AboveQuota.objects.create(**leave | {"power": ""})),
        ("appeal_upheld_has_a_new_decision", lambda: Appeal.objects.update(state="upheld", reply="x")),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()
    AboveQuota.objects.create(**leave)
    with pytest.raises(IntegrityError, match=r"one_leave_above_the_quota_a_case|UNIQUE"), transaction.atomic():
        AboveQuota.objects.create(**leave)
    with pytest.raises(IntegrityError), transaction.atomic():
        AboveQuota.objects.update(power="另一条")
    assert isinstance(appeal.reviewer, Person)
