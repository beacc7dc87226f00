"""Who leaves the ranking: by a veto, a verdict of no, the pass mark, an objection upheld; when there may be one; and
whose the money is."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from district.cases.core import queries
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.decisions import leaving
from district.cases.intake import actions as intake_actions
from district.cases.places import guard
from district.cases.places.listed import promised
from district.cases.places.models import Listed, Place, Places
from district.cases.review import actions as review_actions
from district.cases.review.joint import actions as joint
from district.cases.review.notice import actions as notice
from district.cases.review.notice import hearing
from district.cases.review.notice.models import Notice
from district.cases.review.ranking import actions as places
from district.cases.review.scoring.queries import waiting as scoring_waits
from district.funds import actions as funds
from district.funds import queries as money
from district.funds.models import Line
from district.ground import clock
from district.ground.people.models import Bureau
from tests.district.cases import deciding
from tests.district.cases.giants import DAY, GIANT, PLAIN, Giants, at, giants

pytestmark = pytest.mark.django_db
WINDOW = "intake: {mode: window, from: 05-11, to: 06-11}"
AFTER = dt.date(2022, 6, 12)


@pytest.fixture(autouse=True)
def day(db: None) -> Iterator[None]:
    with at():
        yield


def rule(count: int = 2, base: str = PLAIN) -> str:
    return base.replace("count: 30", f"count: {count}")


def vetoed(award: Giants, number: int, revenue: int = 1_000_000) -> Application:
    case = joint.refer(application=award.accepted(number, revenue), by=award.officer)
    for opinion in case.opinions.select_related("office"):
        market = opinion.office.name == "区市场监管局"
        joint.give(opinion=opinion, by=award.market if market else award.finance, agrees=not market,
                   answers=dict.fromkeys(opinion.ask, "有"), note="列入严重违法名单")  # fmt: skip
    return joint.gather(application=case, by=award.officer)


def fresh(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)


def propose(award: Giants, *cases: Application) -> Notice:
    return notice.propose(applications=[fresh(case) for case in cases], by=award.officer, request_key=uuid.uuid4())


def strike(award: Giants, made: Notice, case: Application) -> None:
    line = made.lines.get(application=case)
    found = notice.object_to(line=line, grounds="示例", address="10.0.0.1")
    hearing.state(objection=found, by=award.founder, statement="登记已更正。")
    notice.answer_objection(objection=found, by=award.officer, upheld=True, reply="属实。", read=True)


class TestOut:
    def test_a_veto_is_not_scored(self) -> None:
        award = giants()
        case = vetoed(award, 1)
        assert scoring_waits(award.officer) == []
        with pytest.raises(NotPossible, match="区市场监管局有否决意见"):
            award.round([case])
        with pytest.raises(NotPossible, match="区市场监管局有否决意见"):
            deciding.decide(application=fresh(case), by=award.officer, outcome="granted", note="-")
        assert deciding.decide(application=fresh(case), by=award.officer, outcome="refused", note="有否决意见")

    def test_a_veto_takes_no_place_where_nobody_scores(self) -> None:
        plain = rule(2, GIANT).replace(", score,", ",")
        award = giants("".join(line for line in plain.splitlines(keepends=True)
                               if not line.startswith(("rubric:", "scoring:"))))  # fmt: skip
        first = vetoed(award, 1, 9_000_000)
        others = [award.reviewed(n, 1_000_000 * n) for n in (2, 3, 4)]
        lines = award.allot().lines
        assert first.reference not in [line["reference"] for line in lines]
        assert [line["outcome"] for line in lines] == ["place", "place", "waiting"]
        assert fresh(others[0]).state == "waiting"

    def test_a_no_is_not_ranked_and_no_verdict_stops_the_list(self) -> None:
        judged = "  - {id: market, say: 产品领先, person: 评审组, cite: 示例规〔2022〕4号 第四条}\nbenefit:"
        award = giants(rule(1).replace("benefit:", judged))
        cases = [award.accepted(n, 10 - n) for n in (1, 2)]
        with pytest.raises(NotPossible, match="还没有判定完：示例1号科技有限公司、示例2号"):
            award.allot()
        for case, value in zip(cases, (False, True), strict=True):
            review_actions.answer_condition(
                application=case, by=award.officer, condition="market", value=value, note="-"
            )
        assert [line["reference"] for line in award.allot().lines] == [cases[1].reference]

    def test_below_the_pass_mark_nobody_is_granted_though_there_is_no_ranking(self) -> None:
        free = "".join(line for line in GIANT.splitlines(keepends=True) if not line.startswith(("quota", "rank")))
        award = giants(free.replace("ties: [创新, rank, submitted]", "ties: [创新, submitted]"))
        good, bad = award.scored((50, 30), (20, 20))
        with pytest.raises(NotPossible, match="未到及格线 60"):
            propose(award, bad)
        with pytest.raises(NotPossible, match="未到及格线 60"):
            deciding.decide(application=bad, by=award.officer, outcome="granted")
        assert propose(award, good).lines.count() == 1

    def test_struck_off_a_notice_the_place_is_the_first_waiters(self) -> None:
        award = giants(rule(1, GIANT))
        first, second, third = award.listed((50, 30), (50, 20), (50, 15))
        made = propose(award, first)
        with pytest.raises(NotPossible, match="名额还剩 0 个"):
            places.call_up(programme=award.programme, by=award.officer)
        strike(award, made, first)
        assert promised(award.programme, 2022) == 0
        stand = Listed.objects.get(application=first)
        assert stand.outcome == "out" and "异议成立" in stand.why
        called = places.call_up(programme=award.programme, by=award.officer)
        assert called == second and fresh(third).state == "waiting"
        with pytest.raises(NotPossible, match="公示期间异议成立"):
            propose(award, first)
        with pytest.raises(NotPossible, match="没有等待排名的件"):
            award.allot()
        with pytest.raises(IntegrityError, match="no_place_against_the_list"), transaction.atomic():
            Place.objects.create(places=Places.objects.get(), application=first, at=clock.now())

    def test_who_leaves_a_list_is_told_why(self) -> None:
        award = giants(rule(1))
        award.accepted(1)
        award.allot()
        with pytest.raises(IntegrityError, match="who_leaves_a_list_is_told_why"), transaction.atomic():
            Listed.objects.update(outcome="out")


class TestTime:
    def test_a_ranking_waits_for_the_window_to_close(self) -> None:
        award = giants(rule(1).replace("intake: {mode: rolling}", WINDOW))
        award.accepted(1)
        for when in (DAY, dt.date(2022, 6, 11)):
            with clock.at(when), pytest.raises(NotPossible, match="申报期到2022年6月11日为止"):
                award.allot()
        with clock.at(AFTER):
            assert award.allot().lines

    def test_and_for_everybody_of_the_window(self) -> None:
        award = giants(rule(1).replace("intake: {mode: rolling}", WINDOW))
        early = award.accepted(1)
        late = intake_actions.start(enterprise=award.firm(2), programme=award.programme, by=award.founder,
                             request_key=uuid.uuid4())  # fmt: skip
        intake_actions.submit(application=late, by=award.founder, declared={}, request_key=uuid.uuid4())
        with clock.at(AFTER):
            with pytest.raises(NotPossible, match="还有 1 件没有走完前面的步骤：示例2号"):
                award.allot()
            made = award.allot(leaving="企业联系不上，已催三次")
            assert [line["reference"] for line in made.lines] == [early.reference]


def budget(award: Giants, yuan: int) -> Line:
    line = funds.open_line(year=2022, office=Bureau.objects.get(name="区科委"), name="示例专项", by=award.finance)
    if yuan:
        funds.appropriate(line=line, level="district", amount=Decimal(yuan), by=award.finance)
    return line


def has_money(case: Application) -> bool:
    award = money.award_of(case.reference)
    return award is not None and award.state == "held"


class TestMoney:
    def test_money_follows_the_list_and_not_the_order_of_acceptance(self) -> None:
        award = giants(rule(3) + "budget: 示例专项\n")
        budget(award, 1_000_000)
        cases = [award.accepted(n, n) for n in (1, 2, 3)]  # the last accepted comes first
        award.allot()
        assert [has_money(case) for case in cases] == [False, True, True]
        with pytest.raises(NotPossible, match="钱按名单的次序给"):
            deciding.decide(application=cases[0], by=award.officer, outcome="granted")
        for case in cases[1:]:
            assert deciding.decide(application=case, by=award.officer, outcome="granted").amount == 500_000

    def test_what_comes_free_goes_to_the_next_of_the_list(self) -> None:
        award = giants(rule(3) + "budget: 示例专项\n")
        budget(award, 500_000)
        cases = [award.accepted(n, n) for n in (1, 2, 3)]
        award.allot()
        leaving.withdraw(application=fresh(cases[2]), by=award.founder)
        with pytest.raises(NotPossible, match="钱按名单的次序给"):
            deciding.decide(application=cases[0], by=award.officer, outcome="granted")
        assert deciding.decide(application=cases[1], by=award.officer, outcome="granted")

    def test_a_notice_says_for_how_many_there_is(self) -> None:
        award = giants(GIANT + "budget: 示例专项\n")
        line = budget(award, 1_200_000)
        cases = award.listed((50, 30), (50, 25), (50, 20))
        with pytest.raises(NotPossible, match="选了 3 家，按次序够 2 家"):
            propose(award, *cases)
        assert {fresh(case).state for case in cases} == {"accepted"}
        with pytest.raises(NotPossible, match="按次序够 0 家"):
            propose(award, cases[2])  # nobody is put before who stands first
        assert propose(award, *cases[:2]).lines.count() == 2
        funds.appropriate(line=line, level="district", amount=Decimal(300_000), by=award.finance)
        assert propose(award, cases[2]).lines.count() == 1

    def test_without_a_budget_line_nothing_is_promised_in_public(self) -> None:
        award = giants(GIANT + "budget: 示例专项\n")
        cases = award.listed((50, 30))
        with pytest.raises(NotPossible, match="今年没有安排“示例专项”的预算"):
            propose(award, *cases)


class TestYear:
    """Places of a year are those of its list, decided though it be in the next."""

    def listed(self) -> tuple[Giants, list[Application]]:
        with clock.at(dt.date(2022, 12, 20)):
            award = giants(rule(1))
            cases = [award.accepted(n, 10 - n) for n in (1, 2)]
            award.allot()
        return award, cases

    def test_a_grant_in_january_takes_the_old_years_place(self) -> None:
        award, cases = self.listed()
        with clock.at(dt.date(2023, 1, 10)):
            later = award.accepted(3)
            assert [line["outcome"] for line in award.allot().lines] == ["place"]
            deciding.decide(application=fresh(cases[0]), by=award.officer, outcome="granted")
            with pytest.raises(NotPossible, match="名额还剩 0 个"):
                places.call_up(programme=award.programme, by=award.officer)
            deciding.decide(application=fresh(later), by=award.officer, outcome="granted")
        assert dict(Places.objects.values_list("year", "taken")) == {2022: 1, 2023: 1}

    def test_who_waits_is_called_to_a_place_of_his_own_year(self) -> None:
        award, cases = self.listed()
        with clock.at(dt.date(2023, 1, 10)):
            rest = [award.accepted(n, 10 - n) for n in (3, 4)]
            award.allot()
            leaving.withdraw(application=fresh(rest[0]), by=award.founder)
            assert places.call_up(programme=award.programme, by=award.officer) == rest[1]
            leaving.withdraw(application=fresh(cases[0]), by=award.founder)
            assert places.call_up(programme=award.programme, by=award.officer) == cases[1]

    def test_what_is_promised_is_not_carried(self) -> None:
        with clock.at(dt.date(2022, 12, 20)):
            award = giants(rule(3).replace("per: year", "per: year, carry: true"))
            cases = [award.accepted(n, 10 - n) for n in (1, 2)]
            award.allot()
            quota = places.quota_of(cases[0].version)
        with clock.at(dt.date(2023, 1, 10)):
            assert quota is not None
            row = guard.places_of(award.programme, quota, 2023)
            assert (row.count, row.carried) == (4, 1)
            for case in cases:
                deciding.decide(application=fresh(case), by=award.officer, outcome="granted")
        assert Places.objects.get(year=2022).taken == Places.objects.get(year=2022).count == 2
        assert queries.answers_of(cases[0]) == {}
