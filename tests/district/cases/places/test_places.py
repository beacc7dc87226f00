"""Places: a list by rule, the waiting list, and never one more than the quota."""

from __future__ import annotations

import uuid
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from district.cases.core import queries, steps
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.decisions import bundles, leaving
from district.cases.letters.writing import _outcome
from district.cases.places import guard
from district.cases.places.models import Allocation, Place, Places
from district.cases.review.notice import actions as notice
from district.cases.review.ranking import actions as places
from district.cases.review.scoring.models import Entry
from rulebook.bundle.verify import verify
from tests.district.cases import deciding
from tests.district.cases.giants import GIANT, PLAIN, Giants, at, giants

SMALL = GIANT.replace("count: 30", "count: 2")


def allot(award: Giants, **more: object) -> Allocation:
    return award.allot(**more)


def test_the_list_follows_the_rule_and_the_rest_wait(db: None) -> None:
    with at():
        award = giants(SMALL)
        cases = award.scored((50, 30), (55, 25), (20, 20), (40, 30))
        allocation = allot(award)
        assert [(line["order"], line["outcome"], line["tie"]) for line in allocation.lines] == [
            (1, "place", ""), (2, "place", "创新"), (3, "waiting", ""), (4, "below", "")
        ]  # fmt: skip
        assert [line["reference"] for line in allocation.lines[:2]] == [cases[1].reference, cases[0].reference]
        states = {case.pk: Application.objects.get(pk=case.pk).state for case in cases}
        assert [states[case.pk] for case in cases] == ["accepted", "accepted", "accepted", "waiting"]
        assert Entry.objects.get(application=cases[3]).order == 3


def test_the_same_list_is_made_once(award: Giants) -> None:
    award.scored((50, 30))
    version, key = award.programme.versions.get(), uuid.uuid4()
    first = places.allot(version=version, by=award.officer, request_key=key)
    assert places.allot(version=version, by=award.officer, request_key=key) == first
    assert Allocation.objects.count() == 1


def test_who_is_below_the_line_goes_on_no_notice(award: Giants) -> None:
    cases = award.scored((50, 30), (20, 20))
    allot(award)
    with pytest.raises(NotPossible, match="未到及格线 60"):
        notice.propose(applications=cases, by=award.officer, request_key=uuid.uuid4())
    assert notice.propose(applications=cases[:1], by=award.officer, request_key=uuid.uuid4()).lines.count() == 1


def test_no_more_go_on_notice_than_there_are_places(db: None) -> None:
    with at():
        award = giants(SMALL)
        cases = award.scored((50, 30), (55, 25), (50, 25))
        with pytest.raises(NotPossible, match="名额还剩 2 个，不能公示 3 家"):
            notice.propose(applications=cases, by=award.officer, request_key=uuid.uuid4())
        assert set(Application.objects.values_list("state", flat=True)) == {"accepted"}


def test_a_place_that_comes_free_goes_to_the_first_who_waits(db: None) -> None:
    with at():
        award = giants(SMALL)
        cases = award.scored((50, 30), (55, 25), (50, 20), (50, 15))
        allot(award)
        made = notice.propose(applications=cases[:2], by=award.officer, request_key=uuid.uuid4())
        with pytest.raises(NotPossible, match="名额还剩 0 个"):
            places.call_up(programme=award.programme, by=award.officer)
        leaving.withdraw(application=Application.objects.get(pk=cases[0].pk), by=award.founder)
        assert made.lines.get(application=cases[0]).outcome == "withdrawn"
        called = places.call_up(programme=award.programme, by=award.officer)
        assert called is not None and called.pk == cases[2].pk
        assert Application.objects.get(pk=cases[3].pk).state == "waiting"


def test_the_database_refuses_one_place_too_many(award: Giants) -> None:
    row = Places.objects.create(programme=award.programme, year=2022, count=1, taken=1)
    with pytest.raises(IntegrityError, match="never_more_places_than_the_quota"), transaction.atomic():
        Places.objects.filter(pk=row.pk).update(taken=F("taken") + 1)


def test_what_a_year_leaves_is_carried_where_the_rule_says(db: None) -> None:
    with at():
        award = giants(GIANT.replace("per: year", "per: year, carry: true"))
        Places.objects.create(programme=award.programme, year=2021, count=30, taken=26)
        quota = steps.handling(award.accepted(1)).quota
        assert quota is not None
        row = guard.places_of(award.programme, quota, 2022)
        assert (row.count, row.carried) == (34, 4)


def test_a_grant_takes_a_place_and_giving_it_back_frees_it(award: Giants) -> None:
    [case] = award.listed((50, 30))
    Application.objects.filter(pk=case.pk).update(passed=["joint-review", "score", "notice"])
    case.refresh_from_db()
    deciding.decide(application=case, by=award.officer, outcome="granted")
    place = Place.objects.get(application=case)
    assert place.places.taken == 1
    assert guard.give_back(case) and not guard.give_back(case)
    assert Places.objects.get().taken == 0


def test_a_lottery_wants_a_seed_and_pro_rata_a_sum(db: None) -> None:
    with at():
        award = giants(PLAIN.replace("by: rank", "by: lottery"))
        award.accepted(1)
        with pytest.raises(NotPossible, match="种子"):
            allot(award)
        assert allot(award, seed="上证综指 2022-05-20 3146.57").seed.startswith("上证")


def test_pro_rata_shares_the_sum(db: None) -> None:
    with at():
        award = giants(PLAIN.replace("by: rank", "by: pro-rata"))
        for n in (1, 2, 3):
            award.accepted(n)
        lines = allot(award, money=Decimal(1_000_000)).lines
        assert [line["share"] for line in lines] == ["333333.34", "333333.33", "333333.33"]


def test_a_decision_gives_the_share_and_says_so(db: None, tmp_path: Path) -> None:
    """To the fen in the decision, the letter, the replay and the audit bundle; before sharing nobody is granted."""
    with at():
        award = giants(PLAIN.replace("by: rank", "by: pro-rata"))
        cases = [award.accepted(n) for n in (1, 2, 3)]
        with pytest.raises(NotPossible, match="先排定"):
            deciding.decide(application=cases[0], by=award.officer, outcome="granted")
        allot(award, money=Decimal(1_000_000))
        made = [deciding.decide(application=case, by=award.officer, outcome="granted") for case in cases]
        assert sum(each.amount for each in made if each.amount) == Decimal(1_000_000)
        assert [each.amount for each in made] == [each.share for each in made]
        assert all(queries.replay(each).same for each in made)
        made.sort(key=lambda each: each.amount or 0)
        words = " ".join(part.text for part in _outcome(made[-1]))
        assert "333,333.34" in words
        assert "应得500,000.00元" in words
        bundle = tmp_path / "bundle.zip"
        bundles.write_to(bundle, programme=award.programme, year=2022)
        report = verify(bundle)
        assert report.ok, report
        one = Decision.objects.filter(pk=made[0].pk)
        for changed in ({"amount": Decimal("333333.36")}, {"share": Decimal(1)}):
            with pytest.raises(IntegrityError), transaction.atomic():  # append-only, and no more than the share
                one.update(**changed)
