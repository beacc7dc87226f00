"""Sixty-four deciders at once, on a real database: first the race without the guard, then the guard."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

import pytest
from django.db.models import F

from district.cases.appeals.reopening import reopen
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.decisions import leaving
from district.cases.places import guard
from district.cases.places.models import AboveQuota, Allocation, Listed, Place, Places
from district.cases.review.ranking import actions as places
from district.ground import clock
from tests import racing
from tests.district.cases import deciding
from tests.district.cases.giants import DAY, PLAIN, Giants, giants

pytestmark = [pytest.mark.usefixtures("keeping_triggers"), pytest.mark.database]
DECIDERS, QUOTA = 64, 30
COUNTED = PLAIN.replace(", by: rank, waiting: true", "")  # no order is stated: whoever is decided first


@pytest.fixture
def award(keeping_triggers: None) -> Iterator[Giants]:
    with clock.at(DAY):
        yield giants(COUNTED)


rush = partial(racing.rush, at=DAY, wait=60, join=240)


def test_without_the_guard_a_place_is_given_twice(award: Giants) -> None:
    """Read, think, write: what a decider who only looks does. The database's own constraint is away for the proof."""
    row = Places.objects.create(programme=award.programme, year=2022, count=1000, taken=QUOTA - 1)
    read = threading.Barrier(8)

    def careless() -> bool:
        seen = Places.objects.get(pk=row.pk)
        read.wait(timeout=60)
        if seen.taken >= QUOTA:
            return False
        Places.objects.filter(pk=row.pk).update(taken=F("taken") + 1)
        return True

    assert Counter(rush([careless] * 8)) == {True: 8}
    row.refresh_from_db()
    assert row.taken == QUOTA + 7


def test_sixty_four_deciders_never_give_one_too_many(award: Giants) -> None:
    cases = [award.accepted(n).pk for n in range(1, DECIDERS + 1)]

    def grant(pk: int) -> object:
        return deciding.decide(application=Application.objects.get(pk=pk), by=award.officer, outcome="granted").number

    results = rush([lambda pk=pk: grant(pk) for pk in cases])
    assert Counter(type(each).__name__ for each in results) == {"str": QUOTA, "TooFew": DECIDERS - QUOTA}
    assert all("名额 30 个已满" in str(each) for each in results if isinstance(each, NotPossible))
    assert Application.objects.filter(state="granted").count() == QUOTA == Place.objects.count()
    assert Places.objects.get().taken == QUOTA


def test_places_given_back_and_taken_at_once_keep_the_count(award: Giants) -> None:
    cases = [award.accepted(n) for n in range(1, 17)]
    for case in cases[:8]:
        deciding.decide(application=case, by=award.officer, outcome="granted")

    def grant(pk: int) -> object:
        return guard.take(Application.objects.get(pk=pk))

    results = rush([lambda case=case: guard.give_back(case) for case in cases[:8]]
                   + [lambda case=case: grant(case.pk) for case in cases[8:]])  # fmt: skip
    taken = sum(isinstance(each, Place) for each in results)
    row = Places.objects.get()
    assert row.taken == taken == Place.objects.filter(returned_at=None).count() <= row.count


def test_two_officers_call_up_at_once_and_each_gets_another(keeping_triggers: None) -> None:
    with clock.at(DAY):
        award = giants(PLAIN.replace("count: 30", "count: 4"))
        cases = [award.accepted(n, 100 - n) for n in range(1, 13)]
        award.allot()
        for case in cases[:4]:
            leaving.withdraw(application=Application.objects.get(pk=case.pk), by=award.founder)
        results = rush([lambda: places.call_up(programme=award.programme, by=award.officer)] * 8)
    called = sorted(each.pk for each in results if isinstance(each, Application))
    assert called == [case.pk for case in cases[4:8]]
    assert sum(isinstance(each, NotPossible) for each in results) == 4


def test_two_lists_at_once_stand_each_case_once(keeping_triggers: None) -> None:
    with clock.at(DAY):
        award = giants(PLAIN.replace("count: 30", "count: 4"))
        for n in range(1, 9):
            award.accepted(n)
        results = rush([award.allot] * 6)
    assert sum(isinstance(each, Allocation) for each in results) == 1
    assert Listed.objects.count() == 8 and Listed.objects.filter(outcome="place").count() == 4


def test_a_pot_is_shared_out_once_however_many_try(keeping_triggers: None) -> None:
    with clock.at(DAY):
        award = giants(PLAIN.replace("by: rank", "by: pro-rata"))
        for n in range(1, 4):
            award.accepted(n)
        results = rush([lambda: award.allot(money=Decimal(900_000))] * 6)
    assert sum(isinstance(each, Allocation) for each in results) == 1
    assert sum(each.share or 0 for each in Listed.objects.all()) == 900_000


def _appealed(award: Giants) -> tuple[Application, Decision]:
    """The only place is taken, the second refused."""
    cases = [award.accepted(n, 100 - n) for n in (1, 2)]
    award.allot()
    deciding.decide(application=cases[0], by=award.officer, outcome="granted")
    case = Application.objects.get(pk=cases[1].pk)
    return case, deciding.decide(application=case, by=award.officer, outcome="refused", note="名额已满")


def test_one_place_above_the_quota_however_many_sign_and_decide(keeping_triggers: None) -> None:
    with clock.at(DAY):
        award = giants(PLAIN.replace("count: 30", "count: 1"))
        case, refused = _appealed(award)
        given = {"decision": refused, "by": award.leader, "note": "复核成立"}
        results = rush([lambda: reopen(**given, way="above", power="示例规〔2022〕4号第十二条")] * 6)
        assert all(isinstance(each, Application) for each in results)
        assert AboveQuota.objects.count() == 1
        results = rush([lambda: deciding.decide(application=Application.objects.get(pk=case.pk), by=award.officer,
                                               outcome="granted")] * 6)  # fmt: skip
    assert sum(isinstance(each, Decision) for each in results) == 1
    assert Place.objects.filter(above=True).count() == 1 and Places.objects.get().taken == 1


def test_called_up_and_upheld_at_once_no_place_is_given_twice(keeping_triggers: None) -> None:
    """One free place: officers call up who waits while a leader grants an appeal; one of them has it."""
    with clock.at(DAY):
        award = giants(PLAIN.replace("count: 30", "count: 1"))
        cases = [award.accepted(n, 100 - n) for n in (1, 2)]
        award.allot()
        first = deciding.decide(application=cases[0], by=award.officer, outcome="refused", note="x")
        upheld = {"decision": first, "by": award.leader, "outcome": "granted", "note": "复核成立", "anew": False}
        results = rush([lambda: places.call_up(programme=award.programme, by=award.officer)] * 3
                       + [lambda: deciding.correct(**upheld, request_key=uuid.uuid4())] * 3)  # fmt: skip
    called = sum(isinstance(each, Application) for each in results)
    granted = {each.pk for each in results if isinstance(each, Decision)}
    assert called + len(granted) == 1
    assert Places.objects.get().taken == len(granted)
