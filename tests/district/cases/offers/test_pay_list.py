"""A pay list beside its budget: looked at before the first firm, chosen about when short, confirmed, stoppable."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from district.cases.core.checks import NotPossible
from district.cases.core.models import Decision
from district.cases.offers import actions, planning, queries, releasing, under_way, work
from district.cases.offers.models import Offer, OfferRound
from district.cases.review import actions as review_actions
from district.enterprises.actions import take_in
from district.funds import actions as funds
from district.funds import verifying
from district.funds.models import Award, Line, Reserved
from district.funds.promise import Promise
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.absences import enter_absence
from district.ground.people.models import Bureau, Person
from district.ground.people.permissions import Refused
from district.ground.work.actions import work_on
from district.policies import queries as policies
from district.policies.models import Programme, Run
from district.policies.runs import work as runs
from tests.district.cases.factories import FILES, District, join, person, publish
from tests.district.cases.offers.test_offers import DAY, PLAIN, firm, release
from tests.district.enterprises.registers import code

pytestmark = pytest.mark.django_db
PAID = PLAIN + "budget: 示例专项\nrank: 从业人员\n"
HEADS = [5, 9, 3, 7]  # of firms 0 to 3, in the order of their codes; the district's own has 8
NEEDED = Decimal(3200)


class Town:
    def __init__(self, base: District) -> None:
        self.base, self.officer, self.leader = base, base.officer, base.leader
        self.finance = person("finance", officer="区财政局")
        self.line: Line = funds.open_line(year=DAY.year, office=Bureau.objects.get(name="区人社局"), name="示例专项",
                                          by=self.finance)  # fmt: skip

    def fill(self, yuan: int) -> None:
        funds.appropriate(line=self.line, level="district", amount=Decimal(yuan), by=self.finance)

    def round(self) -> OfferRound:
        version = policies.version_on(Programme.objects.get(slug="hiring"), DAY)
        assert version is not None
        run, _ = runs.start(kind="lists", version=version, as_of=DAY, by=self.officer, request_key=uuid.uuid4())
        runs.work(Run.objects.get(pk=run.pk))
        made, _new = actions.make_round(run=queries.runs_to_offer(self.officer)[0], by=self.officer)
        return self.worked(made)

    def worked(self, round_: OfferRound) -> OfferRound:
        found = under_way.last(round_)
        assert found is not None
        work_on(found)
        round_.refresh_from_db()
        return round_

    def choose(self, round_: OfferRound, way: str, order: str = "", seed: str = "") -> OfferRound:
        return releasing.choose(round_=round_, by=self.officer, way=way, order=order, seed=seed)


def prepare(here: District, settings: Any, tmp_path: Any, rule: str = PAID) -> Town:
    settings.MEDIA_ROOT = tmp_path / "media"
    layer = FILES["test/layer.yaml"].replace("offices: [", "offices: [{name: 区财政局, full: 示例区财政局}, ")
    publish(FILES | {"test/layer.yaml": layer, "test/programmes/hiring/2022-01-01.yaml": rule})
    fits = {"注册区": "示例区", "失信被执行": False}
    founded = [dt.date(2020 - n, 1, 1) for n in range(4)]
    firms = [(code(500 + n), f"示例{n}号公司", {**fits, "从业人员": Decimal(heads), "成立日期": founded[n]})
             for n, heads in enumerate(HEADS)]  # fmt: skip
    take_in(firms=firms, source="示例", valid_from=dt.date(2022, 1, 1))
    for n in range(4):
        join(here.founder, firm(n))
    return Town(here)


@pytest.fixture
def town(here: District, settings: Any, tmp_path: Any) -> Iterator[Town]:
    """Five firms on the pay list, 3,200 yuan together, and a line with nothing on it."""
    yield prepare(here, settings, tmp_path)
    assert verifying.verify() == []


def given() -> dict[str, Decimal | None]:
    return {each.application.enterprise.name: each.amount for each in Decision.objects.filter(outcome="granted")}


def told(offer: Offer) -> str:
    return "\n".join(Message.objects.filter(subject=offer.reference).values_list("body", flat=True))


class TestEnough:
    def test_it_is_looked_at_before_the_first_firm(self, town: Town) -> None:
        town.fill(10_000)
        found = planning.whole(town.round())
        assert found.money is not None
        assert (found.firms, found.money.needed, found.money.available, found.money.short) == (
            5, NEEDED, Decimal(10_000), 0)  # fmt: skip

    def test_the_whole_list_is_set_aside_at_the_release(self, town: Town) -> None:
        """Who decides something else in between cannot take what the list was released on."""
        town.fill(3_300)
        round_ = town.round()
        assert release(round_, town.leader)
        assert Reserved.objects.get().fen == 320_000
        assert verifying.verify() == []
        with pytest.raises(funds.NotEnough):
            funds.commit(reference="OTHER", promise=Promise(Decimal(200)), by=town.officer, enterprise=town.base.firm,
                         version=planning.version_of(round_))  # fmt: skip
        assert town.worked(round_).state == "released"
        assert sum(each or 0 for each in given().values()) == NEEDED
        assert Reserved.objects.get().fen == 0
        assert set(Award.objects.values_list("state", flat=True)) == {"committed"}

    @pytest.mark.parametrize("planned", [True, False])
    def test_released_before_the_turn_of_the_year_it_is_granted_after_it(self, town: Town, planned: bool) -> None:
        """The worker comes in January: what the list set aside in December is what its firms get."""
        town.fill(3_200)
        with clock.at(dt.date(2022, 12, 30)):
            round_ = town.round()
            release(round_, town.leader)
        with clock.at(dt.date(2023, 1, 3)):
            if planned:
                funds.open_line(year=2023, office=town.line.office, name=town.line.name, by=town.finance)
            assert town.worked(round_).state == "released"
        assert sum(each or 0 for each in given().values()) == NEEDED
        assert {award.line for award in Award.objects.select_related("line")} == {town.line}
        assert verifying.verify() == []

    def test_what_is_refused_goes_back(self, town: Town) -> None:
        town.fill(3_200)
        round_ = town.round()
        release(round_, town.leader)
        Offer.objects.filter(round=round_, enterprise=firm(0)).update(amount=Decimal(1), given=None)
        town.worked(round_)
        assert Offer.objects.get(round=round_, enterprise=firm(0)).state == "refused"
        assert planning.look(version=planning.version_of(round_), amounts=()).available == 500  # type: ignore[union-attr]


class TestTooLittle:
    def test_nothing_begins_and_the_figures_are_said(self, town: Town) -> None:
        town.fill(1_000)
        round_ = town.round()
        with pytest.raises(NotPossible, match=r"要 3,200.00 元，可用 1,000.00 元，差 2,200.00 元"):
            release(round_, town.leader)
        round_.refresh_from_db()
        assert (round_.state, Decision.objects.count(), Reserved.objects.count()) == ("made", 0, 0)

    def test_no_line_is_short_of_all(self, town: Town) -> None:
        Line.objects.update(name="别的专项")
        with pytest.raises(NotPossible, match=r"差 3,200\.00 元"):
            release(town.round(), town.leader)

    @pytest.mark.parametrize(
        "order, seed, names",
        [("smallest", "", ["示例2号公司", "示例0号公司", "示例3号公司"]),
         ("rank", "", ["示例1号公司", "示例甲科技有限公司"]),
         ("founded", "", ["示例3号公司", "示例2号公司"])],
    )  # fmt: skip
    def test_by_a_stated_order_and_who_waits_is_told(self, town: Town, order: str, seed: str, names: list[str]) -> None:
        town.fill(1_700)
        round_ = town.choose(town.round(), "order", order, seed)
        assert release(round_, town.leader)
        assert town.worked(round_).state == "released"
        assert sorted(given()) == sorted(names)
        waiting = Offer.objects.filter(round=round_, state="waiting")
        assert waiting.count() == 5 - len(names)
        for each in waiting.exclude(enterprise=town.base.firm):
            assert f"排在第 {each.place} 位" in told(each) and round_.get_order_display() in told(each)

    def test_a_lottery_can_be_drawn_again_and_is_not_the_order_of_codes(self, town: Town) -> None:
        town.fill(1_700)
        round_ = town.round()
        with pytest.raises(NotPossible, match="种子"):
            town.choose(round_, "order", "lot")
        orders = set()
        for seed in "abcdefgh":
            town.choose(round_, "order", "lot", seed)
            rows = Offer.objects.filter(round=round_).order_by("place").values_list("enterprise__uscc", flat=True)
            assert list(rows) == sorted(rows, key=lambda each, seed=seed: planning.lot(seed, each))
            orders.add(tuple(rows))
        assert len(orders) > 1

    def test_by_proportion_and_each_is_told_what_it_lost(self, town: Town) -> None:
        town.fill(1_600)
        round_ = town.choose(town.round(), "share")
        release(round_, town.leader)
        town.worked(round_)
        assert given() == {"示例0号公司": 250, "示例1号公司": 450, "示例2号公司": 150, "示例3号公司": 350,
                           "示例甲科技有限公司": 400}  # fmt: skip
        offer = Offer.objects.get(round=round_, enterprise=firm(0))
        assert "应得 500.00 元，给付 250.00 元" in told(offer)
        decision = Decision.objects.get(application=offer.application)
        assert (decision.amount, decision.share) == (Decimal(250), Decimal(250))

    def test_all_wait_and_go_on_when_there_is_more(self, town: Town) -> None:
        town.fill(1_000)
        round_ = town.worked(town.choose(town.round(), "wait"))
        assert set(round_.offers.values_list("state", flat=True)) == {"waiting"}
        assert "全部等候" in told(Offer.objects.get(round=round_, enterprise=firm(0)))
        with pytest.raises(NotPossible, match="不够"):
            release(round_, town.leader)
        town.fill(2_200)
        release(round_, town.leader)
        town.worked(round_)
        assert len(given()) == 5

    def test_more_is_asked_of_the_finance_bureau(self, town: Town) -> None:
        town.fill(1_000)
        town.choose(town.round(), "more")
        asked = Message.objects.get(to=town.finance)
        assert "差 2,200.00 元" in asked.body and asked.needs_action

    def test_those_left_out_are_taken_up_later(self, town: Town) -> None:
        town.fill(1_700)
        round_ = town.choose(town.round(), "order", "smallest")
        release(round_, town.leader)
        town.worked(round_)
        assert releasing.reopen(round_=round_, by=town.officer)
        town.fill(1_700)
        with pytest.raises(Refused):
            release(round_, town.officer)
        release(round_, town.leader)
        assert town.worked(round_).state == "released"
        assert len(given()) == 5

    def test_a_new_list_takes_over_who_still_waits(self, town: Town) -> None:
        town.fill(1_700)
        round_ = town.choose(town.round(), "order", "smallest")
        release(round_, town.leader)
        town.worked(round_)
        second = town.round()
        assert "已列入新的名单" in Offer.objects.get(round=round_, enterprise=firm(1)).why
        assert Offer.objects.get(round=second, enterprise=firm(1)).state == "open"

    def test_only_the_officer_chooses_and_only_when_short(self, town: Town) -> None:
        town.fill(10_000)
        round_ = town.round()
        with pytest.raises(NotPossible, match="不用选择"):
            town.choose(round_, "wait")
        with pytest.raises(Refused):
            releasing.choose(round_=round_, by=town.leader, way="wait")


class TestBulk:
    def test_a_job_says_what_all_its_grants_take_together(self, town: Town, as_: Any) -> None:
        """Each is tried alone and could be granted; together they are short, and the page says by how much."""
        from district.cases.desk.bulk import actions as bulk
        from district.cases.desk.bulk import queries as bulk_queries
        from district.cases.intake.handing_in import hand_in, open_draft

        accepted = []
        for n in (0, 1, 3):  # 500, 900 and 700 yuan; accepted before there is a budget to hold them on
            key = uuid.uuid4()
            case = open_draft(enterprise=firm(n), programme=Programme.objects.get(slug="hiring"), by=town.officer,
                              request_key=key)  # fmt: skip
            case = hand_in(application=case, by=town.officer, declared={}, request_key=key)
            accepted.append(review_actions.accept(application=case, by=town.officer))
        town.fill(1_300)
        job, _new = bulk.make(action="grant", cases=accepted, by=town.officer, request_key=uuid.uuid4())
        work_on(job)
        page = as_(town.officer).get(reverse("cases:job", args=[job.reference])).content.decode()
        [found] = bulk_queries.budgets(job)
        assert (found.needed, found.available, found.short) == (2100, 1300, 800)
        assert "照列表的次序办到用完为止" in page


class TestPlacesAndPeriods:
    def test_places_count_as_money_does(self, here: District, settings: Any, tmp_path: Any) -> None:
        town = prepare(here, settings, tmp_path, PAID + "quota: {count: 2, per: year, by: rank}\n")
        town.fill(10_000)
        round_ = town.round()
        with pytest.raises(NotPossible, match="要名额 5 个，还剩 2 个"):
            release(round_, town.leader)
        with pytest.raises(NotPossible, match="名额不能按比例"):
            town.choose(round_, "share")
        town.choose(round_, "order", "rank")
        release(round_, town.leader)
        town.worked(round_)
        assert sorted(given()) == ["示例1号公司", "示例甲科技有限公司"]

    def test_this_years_months_are_what_is_needed(self, here: District, settings: Any, tmp_path: Any) -> None:
        rule = PAID.replace("pay: once", "per: month, times: 36")
        town = prepare(here, settings, tmp_path, rule)
        town.fill(10_000)
        round_ = town.round()
        found = planning.whole(round_)
        assert found.money is not None and found.money.needed == NEEDED * 7  # June to December
        town.choose(round_, "share")
        release(round_, town.leader)
        assert town.worked(round_).state == "released"
        assert verifying.verify() == []


class TestStopping:
    def test_it_stops_after_the_firm_in_hand_and_goes_on(self, town: Town, monkeypatch: Any) -> None:
        town.fill(3_200)
        round_ = town.round()
        release(round_, town.leader)
        real = work._grant_case

        def then_stop(each: OfferRound, row: Offer) -> None:
            real(each, row)
            releasing.stop(round_=OfferRound.objects.get(pk=each.pk), by=town.officer, why="名单有误")

        with monkeypatch.context() as patched:
            patched.setattr(work, "_grant_case", then_stop)
            town.worked(round_)
        assert (round_.state, round_.said, Decision.objects.count()) == ("stopped", "名单有误", 1)
        assert Reserved.objects.get().fen == 0
        assert verifying.verify() == []
        town.worked(round_)
        assert Decision.objects.count() == 1
        release(round_, town.leader)
        assert town.worked(round_).state == "released"
        assert Decision.objects.count() == 5

    def test_stopped_among_all_long_work_it_is_released_anew_and_not_just_resumed(self, town: Town, as_: Any) -> None:
        town.fill(3_200)
        round_ = town.round()
        release(round_, town.leader)
        found, client = under_way.last(round_), as_(town.officer)
        assert found is not None and found.total == 5
        address = reverse("work:stop", args=[found.reference])
        client.post(address)
        assert OfferRound.objects.get(pk=round_.pk).state == "releasing"  # it has to be said why
        client.post(address, {"why": "名单有误"})
        round_.refresh_from_db()
        assert (round_.state, round_.said, Reserved.objects.get().fen) == ("stopped", "名单有误", 0)
        refused = client.post(reverse("work:resume", args=[found.reference]))
        assert refused.status_code == 403 and "重新放行" in refused.content.decode()
        release(round_, town.leader)
        assert town.worked(round_).state == "released"
        assert Decision.objects.count() == 5

    def test_when_places_run_out_meanwhile_it_stops_and_refuses_nobody(
        self, here: District, settings: Any, tmp_path: Any
    ) -> None:
        town = prepare(here, settings, tmp_path, PAID + "quota: {count: 5, per: year, by: rank}\n")
        town.fill(10_000)
        round_ = town.round()
        release(round_, town.leader)
        from district.cases.places.models import Places

        Places.objects.update_or_create(programme=round_.programme, year=DAY.year, defaults={"count": 5, "taken": 3})
        town.worked(round_)
        assert (round_.state, Decision.objects.count()) == ("stopped", 2)
        assert "名额 5 个已满" in round_.said
        assert not round_.offers.filter(state="refused").exists()


class TestDatabase:
    def test_it_holds_what_the_rules_say(self, town: Town) -> None:
        town.fill(1_000)
        round_ = town.round()
        one, all_ = Offer.objects.filter(enterprise=firm(0)), OfferRound.objects.filter(pk=round_.pk)
        Reserved.objects.create(reference="X", line=town.line)
        broken: list[tuple[str, Any]] = [
            ("offer_gives_no_more_than_listed", lambda: one.update(given=Decimal("500.01"))),
            ("offer_waiting_says_why", lambda: one.update(state="waiting")),
            ("only_the_pay_list_waits_for_money", lambda: one.update(state="waiting", why="-", kind="click")),
            ("offer_round_in_a_stated_order", lambda: all_.update(way="order")),
            ("offer_lots_have_a_seed", lambda: all_.update(way="order", order="lot")),
            ("reservation_never_overdrawn", lambda: Reserved.objects.update(district=-1)),
        ]
        for name, act in broken:
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                act()


class TestThreeLevels:
    """A rule that wants three for the sum of the list: made, reviewed, released by three."""

    @pytest.fixture
    def three(self, here: District, settings: Any, tmp_path: Any) -> Town:
        rule = PAID + "approval: [{role: officer}, {role: reviewer}, {role: leader, above: 3000}]\n"
        person("mate", officer="区人社局")
        town = prepare(here, settings, tmp_path, rule)
        town.fill(10_000)
        return town

    def test_a_list_above_the_sum_is_reviewed_first(self, three: Town) -> None:
        round_, mate = three.round(), Person.objects.get(username="mate")
        seen = releasing.promise(round_).seen
        with pytest.raises(NotPossible, match="先由另一个人复核"):
            releasing.release(round_=round_, by=three.leader, seen=seen)
        with pytest.raises(Refused, match="发出的人不能自己复核"):
            releasing.check(round_=round_, by=three.officer, seen=seen)
        with pytest.raises(NotPossible, match="名单有变化"):
            releasing.check(round_=round_, by=mate, seen="9|1.00|0")
        assert releasing.check(round_=round_, by=mate, seen=seen)
        assert not releasing.check(round_=round_, by=mate, seen=seen)
        assert release(round_, three.leader) and three.worked(round_).state == "released"
        signed = {tuple(each.by for each in made.proposal.signatures.all()) for made in Decision.objects.all()}
        assert signed == {(three.officer, mate, three.leader)} and len(given()) == 5

    def test_the_leader_who_reviewed_does_not_release(self, three: Town) -> None:
        round_ = three.round()
        releasing.check(round_=round_, by=three.leader, seen=releasing.promise(round_).seen)
        with pytest.raises(Refused, match="复核的人不能自己放行"):
            release(round_, three.leader)
        with pytest.raises(IntegrityError, match="pay_list_checked_by_another"), transaction.atomic():
            OfferRound.objects.filter(pk=round_.pk).update(released_by=three.leader)

    def test_who_stands_in_for_the_leader_who_reviewed_does_not_release(self, three: Town) -> None:
        round_, helper, today = three.round(), person("helper", officer="区人社局"), clock.today()
        releasing.check(round_=round_, by=three.leader, seen=releasing.promise(round_).seen)
        enter_absence(person=three.leader, substitute=helper, first=today, last=today + dt.timedelta(days=5),
                      by=three.leader, request_key=uuid.uuid4())  # fmt: skip
        with pytest.raises(Refused, match="您代理的同事已签过"):
            release(round_, Person.objects.get(pk=helper.pk))

    def test_an_own_duty_reviews_though_one_stands_in_for_who_made_it(self, three: Town) -> None:
        round_, mate, today = three.round(), Person.objects.get(username="mate"), clock.today()
        enter_absence(person=three.officer, substitute=mate, first=today, last=today + dt.timedelta(days=5),
                      by=three.officer, request_key=uuid.uuid4())  # fmt: skip
        seen = releasing.promise(round_).seen
        assert releasing.check(round_=round_, by=Person.objects.get(pk=mate.pk), seen=seen)

    def test_every_case_of_a_list_has_two_signatures(self, town: Town) -> None:
        town.fill(10_000)
        round_ = town.round()
        release(round_, town.leader)
        town.worked(round_)
        assert {each.proposal.steps for each in Decision.objects.all()} == {2}


class TestPages:
    def test_budget_choice_and_the_total_in_words(self, town: Town, as_: Any) -> None:
        town.fill(1_600)
        round_ = town.round()
        address = reverse("cases:offer_round", args=[round_.reference])
        page = as_(town.officer).get(address).content.decode()
        assert "预算够不够" in page and "不够怎么办" in page
        client = as_(town.officer)
        client.post(address + "choose/", {"way": "share"})
        assert "确认放行" not in client.get(address + "release/", follow=True).content.decode()
        client = as_(town.leader)
        asked = client.get(address + "release/")
        page = asked.content.decode()
        assert "人民币 1,600.00 元，大写：壹仟陆佰元整" in page
        client.post(address + "release/", {"seen": "5|9999.00|0"})
        round_.refresh_from_db()
        assert round_.state == "made"
        client.post(address + "release/", {"seen": asked.context["chosen"].seen})
        round_.refresh_from_db()
        assert round_.state == "released"
        assert len(given()) == 5

    def test_a_waiting_firm_reads_why(self, town: Town, as_: Any) -> None:
        town.fill(1_000)
        town.worked(town.choose(town.round(), "wait"))
        offer = Offer.objects.get(enterprise=firm(0))
        page = as_(town.base.founder).get(reverse("cases:offer", args=[offer.reference])).content.decode()
        assert "等候预算" in page and "全部等候" in page


def test_stopping_is_not_for_other_bureaus(town: Town) -> None:
    town.fill(3_200)
    round_ = town.round()
    release(round_, town.leader)
    with pytest.raises(Refused):
        releasing.stop(round_=round_, by=Person.objects.get(username="colleague"), why="-")
    town.worked(round_)
