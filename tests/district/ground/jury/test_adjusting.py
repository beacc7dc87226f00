"""The judges' leanings, by hand and by property; and that they never hide the raw mean."""

from __future__ import annotations

from decimal import Decimal as D
from fractions import Fraction as F

from hypothesis import given
from hypothesis import strategies as st

from district.ground.jury.adjusting import adjusted, shown
from district.ground.jury.marks import mean, trimmed


def test_by_hand() -> None:
    """Judge 1 marks ten higher than judge 2 on both things. Normal equations: 3b₁ − (b₁ + b₂) = 10, 3b₂ − (b₁ + b₂) =
    −10, so b₁ = 10/3, b₂ = −10/3: shrunk from ±5. Both marked both, so no mean moves."""
    found = adjusted({(1, 1): D(90), (2, 1): D(80), (1, 2): D(70), (2, 2): D(60)})
    assert found.effect == {1: F(10, 3), 2: F(-10, 3)} and found.linked
    assert found.means == {1: F(85), 2: F(65)}


def test_by_hand_without_shrinking_much() -> None:
    """Thing 2 was marked by the strict judge alone, thing 3 by the mild one alone: raw they are 20 apart, and in truth
    the same. Without shrinkage b₁ − b₂ = 20 would be taken out whole; half of it is with one mark's worth of doubt."""
    marks = {(1, 1): D(90), (2, 1): D(70), (1, 2): D(80), (2, 3): D(60)}
    found = adjusted(marks, F(1))
    # (2+1)b₁ − (b₁+b₂)/2 − b₁ = 10 and the mirror: with b₂ = −b₁ it is 2b₁ = 10
    assert found.effect == {1: F(5), 2: F(-5)}
    assert found.means == {1: F(80), 2: F(75), 3: F(65)}
    almost = adjusted(marks, F(1, 10**9))
    assert abs(almost.means[2] - almost.means[3]) < F(1, 10**6)


def test_a_judge_with_one_mark_has_no_effect() -> None:
    found = adjusted({(1, 1): D(90), (2, 1): D(50), (2, 2): D(60), (3, 2): D(62)})
    assert set(found.effect) == {2}


def test_things_without_a_common_judge_are_told() -> None:
    assert not adjusted({(1, 1): D(90), (2, 2): D(50)}).linked
    assert adjusted({}).means == {} and adjusted({}).linked


MARKS = st.dictionaries(
    st.tuples(st.integers(1, 5), st.integers(1, 6)), st.integers(0, 200).map(lambda n: D(n) / 2), max_size=25
)


@given(MARKS)
def test_effects_of_all_judges_cancel_out(marks: dict[tuple[int, int], D]) -> None:
    found = adjusted(marks)
    assert set(found.means) == {thing for _judge, thing in marks}
    judges = {judge for judge, _thing in marks}
    if set(found.effect) == judges:
        assert sum(found.effect.values(), F(0)) == 0


@given(MARKS, st.integers(1, 50))
def test_a_judge_who_gives_more_to_all_leans_more(marks: dict[tuple[int, int], D], more: int) -> None:
    before = adjusted(marks).effect
    after = adjusted({key: mark + more * (key[0] == 1) for key, mark in marks.items()}).effect
    if 1 in before:
        assert after[1] >= before[1]


@given(MARKS)
def test_equal_judges_move_nothing(marks: dict[tuple[int, int], D]) -> None:
    level = {(judge, thing): D(thing) for judge, thing in marks}
    found = adjusted(level)
    assert all(each == 0 for each in found.effect.values())
    assert all(value == thing for thing, value in found.means.items())


def test_as_it_is_shown() -> None:
    assert shown(F(10, 3)) == D("3.333") and shown(F(-1, 2000)) == D("-0.001") and shown(F(85)) == D("85.000")


def test_trimmed_from_five_on() -> None:
    five = [D(10), D(80), D(80), D(80), D(100)]
    assert trimmed(five) == D("80.000") and trimmed(five[:4]) == mean(five[:4])
