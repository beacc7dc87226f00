"""What a player says is worth no more than the clock, and a part of a lesson counts once."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from district.services.training.courses.watching import FASTEST, credit, joined, new_parts, total

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
LENGTH = 600
edges = st.floats(0, 900, allow_nan=False)
segments = st.lists(st.tuples(edges, edges), max_size=12)
walls = st.floats(-5, 900, allow_nan=False)


@calm
@given(segments)
def test_a_union_is_disjoint_in_order_and_within_the_lesson(said: list[tuple[float, float]]) -> None:
    found = joined(said, LENGTH)
    assert all(0 <= a < b <= LENGTH for a, b in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))
    assert joined(found, LENGTH) == found


@calm
@given(segments, segments, walls)
def test_no_more_than_the_clock_nor_than_was_new(
    covered: list[tuple[float, float]], played: list[tuple[float, float]], wall: float
) -> None:
    before = total(joined(covered, LENGTH))
    found = credit(covered, played, length=LENGTH, wall=wall)
    fresh = total(found.covered) - before
    assert 0 <= found.seconds <= max(0, wall) and found.seconds <= fresh + 1e-6
    assert -1e-6 <= fresh <= max(0, wall) * FASTEST + 1e-6
    assert total(found.covered) <= LENGTH


@calm
@given(segments, st.lists(st.tuples(segments, st.floats(0, 300)), max_size=8))
def test_a_lesson_never_counts_for_longer_than_it_is(
    covered: list[tuple[float, float]], beats: list[tuple[list[tuple[float, float]], float]]
) -> None:
    seen, seconds = joined(covered, LENGTH), 0
    for played, wall in beats:
        found = credit(seen, played, length=LENGTH, wall=wall)
        seen, seconds = found.covered, seconds + found.seconds
    assert seconds <= LENGTH and seconds <= sum(wall for _played, wall in beats)


@calm
@given(segments, segments)
def test_new_parts_and_old_ones_are_the_union(
    covered: list[tuple[float, float]], played: list[tuple[float, float]]
) -> None:
    before, said = joined(covered, LENGTH), joined(played, LENGTH)
    fresh = new_parts(before, said)
    assert total(fresh) + total(before) == pytest.approx(total(joined([*before, *said], LENGTH)))


def test_twice_as_fast_is_half_the_time() -> None:
    found = credit([], [(0, 40)], length=LENGTH, wall=20)
    assert found.seconds == 20 and found.covered == ((0, 40),)


def test_what_is_made_up_is_worth_no_more_than_the_wait() -> None:
    found = credit([], [(0, LENGTH)], length=LENGTH, wall=20)
    assert found.seconds == 20 and total(found.covered) == 40


def test_a_part_played_again_counts_once() -> None:
    assert credit([(0, 60)], [(0, 60)], length=LENGTH, wall=60).seconds == 0
    assert credit([(0, 60)], [(30, 90)], length=LENGTH, wall=60).seconds == 30


def test_of_a_text_time_itself_is_what_was_seen_once() -> None:
    first = credit([], None, length=LENGTH, wall=500)
    assert first.seconds == 500
    second = credit(first.covered, None, length=LENGTH, wall=500)
    assert second.seconds == 100 and credit(second.covered, None, length=LENGTH, wall=500).seconds == 0
