"""How many walk-ins an hour takes, and whose turn is next: held against counting by hand."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from district.services.advice.clinic.turns import GRACE, PATIENCE, Waiting, in_turn
from district.services.advice.clinic.waves import (
    RISK,
    Booking,
    at_most,
    called_in,
    no_show_rate,
    walk_ins,
    wave_of,
    waves,
)

NINE = dt.datetime(2022, 6, 24, 9)
FEW = st.integers(0, 7)
RATES = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0])


def runs_over(places: int, there: int, coming: int, rate: float, count: int) -> float:
    """How likely more people come than there are places: every case looked at."""
    total = 0.0
    for case in product((True, False), repeat=coming):
        likely = 1.0
        for comes in case:
            likely *= (1 - rate) if comes else rate
        if there + sum(case) + count > places:
            total += likely
    return total


@given(places=st.integers(0, 9), there=FEW, coming=FEW, rate=RATES)
@settings(max_examples=80, deadline=None)
def test_walk_ins_are_as_many_as_the_risk_allows_and_no_more(places: int, there: int, coming: int, rate: float) -> None:
    there = min(there, places)
    count = walk_ins(places, there=there, coming=coming, rate=rate)
    sure = max(places - there - coming, 0)
    assert sure <= count <= places - there
    if count > sure:
        assert runs_over(places, there, coming, rate, count) <= RISK + 1e-9
    if count < places - there:
        assert runs_over(places, there, coming, rate, count + 1) > RISK - 1e-9


@given(places=st.integers(0, 12), coming=st.integers(0, 12), missed=st.integers(0, 60), came=st.integers(0, 60))
def test_more_room_or_more_no_shows_never_call_fewer(places: int, coming: int, missed: int, came: int) -> None:
    rate = no_show_rate(missed, came)
    count = walk_ins(places, there=0, coming=coming, rate=rate)
    assert walk_ins(places + 1, there=0, coming=coming, rate=rate) >= count
    assert walk_ins(places, there=0, coming=coming, rate=no_show_rate(missed + 5, came)) >= count
    assert walk_ins(places, there=0, coming=coming + 1, rate=rate) <= count
    assert walk_ins(places, there=0, coming=coming, rate=0.0) == max(places - coming, 0)


def test_without_history_the_prior_says_one_in_ten_and_history_outgrows_it() -> None:
    assert no_show_rate(0, 0) == 0.1
    assert 0.28 < no_show_rate(300, 700) < 0.3
    assert 0 < no_show_rate(0, 10_000) < 0.001


def test_an_hour_of_nine_all_booked_calls_in_for_those_who_will_not_come() -> None:
    assert [walk_ins(9, there=0, coming=9, rate=rate) for rate in (0.0, 0.1, 0.3, 1.0)] == [0, 0, 2, 9]
    assert walk_ins(9, there=9, coming=0, rate=0.5) == 0
    assert at_most(2, 0.5) == [0.25, 0.75, 1.0]


@given(lanes=st.integers(1, 4), length=st.sampled_from([10, 15, 20, 30, 60]), minutes=st.integers(0, 300))
def test_waves_cover_the_clinic_hour_by_hour(lanes: int, length: int, minutes: int) -> None:
    ends = NINE + dt.timedelta(minutes=minutes)
    found = waves(NINE, ends, lanes=lanes, length=length)
    for one, following in pairwise(found):
        assert one.ends == following.starts and one.ends - one.starts == dt.timedelta(hours=1)
    assert all(each.places >= lanes and each.ends <= ends for each in found)
    assert sum(each.places for each in found) <= lanes * minutes / length


def test_who_walks_in_is_told_the_hour() -> None:
    hours = waves(NINE, NINE + dt.timedelta(hours=3), lanes=2, length=20)
    booked = [Booking(NINE + dt.timedelta(minutes=20 * n), there=False) for n in range(6)]
    calling = called_in(hours, booked, rate=0.0)
    assert [each.walk_ins for each in calling] == [3, 3, 6]
    assert [wave_of(n, calling) for n in (1, 3, 4, 7, 12, 13)] == [
        hours[0], hours[0], hours[1], hours[2], hours[2], None,
    ]  # fmt: skip
    early = [*booked, Booking(NINE - dt.timedelta(minutes=30), there=True)]
    assert called_in(hours, early, rate=0.0)[0].walk_ins == 2  # who is still to be called from before is there


MINUTES = st.integers(0, 240)
PEOPLE = st.lists(st.tuples(MINUTES, st.one_of(st.none(), MINUTES)), max_size=9)


def line_of(people: list[tuple[int, int | None]]) -> list[Waiting]:
    def at(minute: int) -> dt.datetime:
        return NINE + dt.timedelta(minutes=minute)

    return [Waiting(n, at(since), None if booked is None else at(booked)) for n, (since, booked) in enumerate(people)]


@given(PEOPLE)
def test_the_line_is_fair(people: list[tuple[int, int | None]]) -> None:
    line = in_turn(line_of(people))
    assert sorted(each.key for each in line) == list(range(len(people)))
    for place, one in enumerate(line):
        for later in line[place + 1 :]:
            if not one.in_time and not later.in_time:
                assert (one.since, one.key) < (later.since, later.key)  # who comes first, of those without a time
            if later.in_time and not one.in_time:
                assert later.at is not None and one.since + PATIENCE <= later.at
            if one.in_time and not later.in_time:
                assert one.at is not None and one.at <= later.since + PATIENCE
            if one.in_time and later.in_time:
                assert one.at is not None and later.at is not None and one.at <= later.at


def test_who_comes_late_stands_behind_who_is_there() -> None:
    at = NINE + dt.timedelta(minutes=30)
    punctual, late = Waiting(1, at + GRACE, at), Waiting(2, at + GRACE + dt.timedelta(minutes=1), at)
    walked = Waiting(3, at, None)
    assert [each.key for each in in_turn([late, walked, punctual])] == [1, 3, 2]
