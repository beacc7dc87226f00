"""Nobody is granted before the list or against it; who waits is called up in the list's own order."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.decisions import leaving
from district.cases.intake import actions as intake_actions
from district.cases.places.allotting import lot
from district.cases.places.models import Allocation, Listed, Place, Places
from district.cases.review.ranking import actions as places
from district.funds import actions as funds
from district.funds.models import Line, Tally
from district.ground import clock
from district.ground.people.models import Bureau
from district.policies.models import Programme
from tests.district.cases import deciding
from tests.district.cases.factories import publish
from tests.district.cases.giants import PLAIN, Giants, at, files, giants

pytestmark = pytest.mark.django_db
RULES = ("rank", "first-come", "lottery", "pro-rata")


def rule(by: str, count: int = 2) -> str:
    return PLAIN.replace("count: 30, per: year, by: rank", f"count: {count}, per: year, by: {by}")


def grant(award: Giants, case: Application) -> Decision:
    return deciding.decide(application=Application.objects.get(pk=case.pk), by=award.officer, outcome="granted")


def states(cases: list[Application]) -> list[str]:
    return [Application.objects.get(pk=case.pk).state for case in cases]


@pytest.fixture(autouse=True)
def day(db: None) -> Iterator[None]:
    with at():
        yield


@pytest.mark.parametrize("by", RULES)
def test_every_rule_insists_on_its_list(by: str) -> None:
    award = giants(rule(by))
    case = award.accepted(1)
    with pytest.raises(NotPossible, match="先排定"):
        grant(award, case)
    award.allot(seed="s", money=Decimal(500_000))
    assert grant(award, case).amount == 500_000


@pytest.mark.parametrize("by", ["rank", "first-come", "lottery"])
def test_nobody_is_granted_against_the_list(by: str) -> None:
    award = giants(rule(by).replace(", waiting: true", ""))
    cases = [award.accepted(n) for n in range(1, 5)]
    found = {line["reference"]: line["outcome"] for line in award.allot(seed="s").lines}
    for case in sorted(cases, key=lambda each: found[each.reference] == "place"):
        if found[case.reference] == "place":
            grant(award, case)
        else:
            with pytest.raises(NotPossible, match="在名单上没有名额"):
                grant(award, case)
    assert Application.objects.filter(state="granted").count() == 2


def test_a_lottery_calls_up_in_the_order_drawn() -> None:
    award = giants(rule("lottery"))
    cases = [award.accepted(n) for n in range(1, 8)]
    award.allot(seed="开奖号")
    drawn = sorted(cases, key=lambda each: lot("开奖号", each.reference))
    assert [each.pk for each in drawn] != [each.pk for each in cases]
    called = []
    for leaves in drawn[:5]:
        leaving.withdraw(application=Application.objects.get(pk=leaves.pk), by=award.founder)
        row = places.call_up(programme=award.programme, by=award.officer)
        assert row is not None
        called.append(row.pk)
    assert called == [each.pk for each in drawn[2:7]]


def test_a_rank_without_experts_calls_up_by_rank() -> None:
    award = giants(rule("rank"))
    cases = [award.accepted(n, revenue) for n, revenue in enumerate((1, 2, 9, 8, 3, 7), 1)]
    award.allot()
    assert states(cases) == ["waiting", "waiting", "accepted", "accepted", "waiting", "waiting"]
    leaving.withdraw(application=Application.objects.get(pk=cases[2].pk), by=award.founder)
    called = places.call_up(programme=award.programme, by=award.officer)
    assert called is not None and called.pk == cases[5].pk


def test_two_rounds_do_not_mix() -> None:
    """The earlier list is called up to its end, and a later one gives no place that somebody waits for."""
    award = giants(rule("rank"))
    first = [award.accepted(n, revenue) for n, revenue in enumerate((50, 40, 2, 1), 1)]
    award.allot()
    leaving.withdraw(application=Application.objects.get(pk=first[0].pk), by=award.founder)
    second = [award.accepted(n, 100 - n) for n in (11, 12)]
    award.allot()
    assert states(second) == ["waiting", "waiting"]
    called = places.call_up(programme=award.programme, by=award.officer)
    assert called is not None and called.pk == first[2].pk
    leaving.withdraw(application=called, by=award.founder)
    assert places.call_up(programme=award.programme, by=award.officer) == first[3]
    leaving.withdraw(application=Application.objects.get(pk=first[3].pk), by=award.founder)
    assert places.call_up(programme=award.programme, by=award.officer) == second[0]


def test_nobody_is_called_up_while_the_places_are_promised() -> None:
    award = giants(rule("rank"))
    cases = [award.accepted(n, revenue) for n, revenue in enumerate((9, 8, 7), 1)]
    award.allot()
    with pytest.raises(NotPossible, match="名额还剩 0 个"):
        places.call_up(programme=award.programme, by=award.officer)
    grant(award, cases[0])
    grant(award, cases[1])
    assert Places.objects.get().taken == 2


def test_a_reduced_quota_binds_cases_of_the_earlier_version() -> None:
    plain = PLAIN.replace(", by: rank, waiting: true", "")
    award = giants(plain)
    cases = [award.accepted(n) for n in range(1, 5)]
    publish(files(plain) | {"test/programmes/giant/2022-05-01.yaml": plain.replace("count: 30", "count: 2")})
    grant(award, cases[0])
    grant(award, cases[1])
    for case in cases[2:]:
        with pytest.raises(NotPossible, match="名额 2 个已满"):
            grant(award, case)
    assert Places.objects.get().count == 2


def test_a_reduced_quota_binds_the_list_too() -> None:
    award = giants(rule("rank", 30))
    [award.accepted(n) for n in range(1, 5)]
    publish(files(rule("rank", 30)) | {"test/programmes/giant/2022-05-01.yaml": rule("rank", 1)})
    outcomes = [line["outcome"] for line in award.allot().lines]
    assert outcomes == ["place", "waiting", "waiting", "waiting"]


def money(award: Giants, yuan: int) -> Line:
    line = funds.open_line(year=2022, office=Bureau.objects.get(name="区科委"), name="示例专项", by=award.finance)
    funds.appropriate(line=line, level="district", amount=Decimal(yuan), by=award.finance)
    return line


def shared(yuan: int) -> tuple[Giants, list[Application]]:
    award = giants(rule("pro-rata") + "budget: 示例专项\n")
    money(award, yuan)
    return award, [award.accepted(n) for n in (1, 2, 3)]


class TestPot:
    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
    def test_acceptance_does_not_make_decisions_depend_on_their_order(self, order: tuple[int, ...]) -> None:
        award, cases = shared(1_000_000)
        assert not Tally.objects.filter(held__gt=0).exists()
        lines = award.allot(money=Decimal(1_000_000)).lines
        assert sum(Tally.objects.values_list("held", flat=True)) == 100_000_000
        given = {cases[n].reference: grant(award, cases[n]).amount for n in order}
        assert given == {line["reference"]: Decimal(line["share"]) for line in lines}
        assert sorted(given.values()) == [Decimal("333333.33"), Decimal("333333.33"), Decimal("333333.34")]

    def test_it_is_not_shared_out_twice(self) -> None:
        award, _cases = shared(5_000_000)
        award.allot(money=Decimal(1_000_000))
        award.accepted(9)
        with pytest.raises(NotPossible, match="已经分配过"):
            award.allot(money=Decimal(1_000_000))

    def test_nor_more_than_there_is(self) -> None:
        award, _cases = shared(900_000)
        with pytest.raises(NotPossible, match="不够"):
            award.allot(money=Decimal(1_000_000))
        assert not Allocation.objects.exists() and not Listed.objects.exists()

    def test_nor_before_everybody_is_there(self) -> None:
        award, _cases = shared(1_000_000)
        late = intake_actions.start(enterprise=award.firm(9), programme=award.programme, by=award.founder,
                             request_key=uuid.uuid4())  # fmt: skip
        intake_actions.submit(application=late, by=award.founder, declared={}, request_key=uuid.uuid4())
        with pytest.raises(NotPossible, match="还有 1 件"):
            award.allot(money=Decimal(1_000_000))


def test_the_database_keeps_to_the_lists() -> None:
    award = giants(rule("rank"))
    cases = [award.accepted(n, revenue) for n, revenue in enumerate((9, 8, 7, 6), 1)]
    allocation = award.allot()
    stand = {each.application_id: each for each in Listed.objects.all()}
    row = Places.objects.get()
    last, waits = Listed.objects.filter(pk=stand[cases[3].pk].pk), stand[cases[2].pk]
    pot = {"programme": award.programme, "year": 2022, "period": 2022, "rule": "pro-rata", "places": 1, "digest": "",
           "lines": [], "by": award.officer, "at": clock.now()}  # fmt: skip
    Allocation.objects.create(request_key=uuid.uuid4(), **pot)
    for name, act in (
        ("waiting_is_called_in_order", lambda: last.update(called_at=clock.now())),
        ("no_place_against_the_list", lambda: Place.objects.create(places=row, application=cases[2], at=clock.now())),
        ("only_who_waits_is_called_up", lambda: Listed.objects.filter(outcome="place").update(called_at=clock.now())),
        ("one_standing_a_case|UNIQUE", lambda: Listed.objects.create(
            allocation=allocation, application=cases[2], order=9, outcome="place")),
        ("one_case_at_a_place_of_a_list|UNIQUE", lambda: Listed.objects.create(
            allocation=allocation, application=cases[2], order=1, outcome="below")),
        ("listed_outcome_is_known", lambda: last.update(outcome="maybe")),
        ("one_pot_is_shared_out_once|UNIQUE", lambda: Allocation.objects.create(request_key=uuid.uuid4(), **pot)),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()
    Listed.objects.filter(pk=waits.pk).update(called_at=clock.now())
    Place.objects.create(places=row, application=cases[2], at=clock.now())


def test_another_programmes_list_is_no_hindrance() -> None:
    award = giants(rule("rank"))
    [award.accepted(n) for n in range(1, 4)]
    award.allot()
    assert Programme.objects.count() == 1
    assert Listed.objects.filter(outcome="waiting").count() == 1
