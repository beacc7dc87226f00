"""Who marks what: enough judges, enough in common, and what cannot be had is said."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from district.ground.jury.overlap import planned, shared

JURIES = st.tuples(st.integers(0, 12), st.integers(0, 8), st.sets(st.tuples(st.integers(0, 7), st.integers(0, 11))))


@given(JURIES, st.integers(1, 4), st.integers(0, 3))
def test_everything_that_can_be_had_is_had(
    jury: tuple[int, int, set[tuple[int, int]]], least: int, common: int
) -> None:
    things, judges, barred = list(range(jury[0])), list(range(jury[1])), jury[2]
    plan = planned(things, judges, barred=barred, least=least, common=common)
    assert not {(judge, thing) for thing, given in plan.judges.items() for judge in given} & barred
    for thing in things:
        free = [judge for judge in judges if (judge, thing) not in barred]
        assert len(set(plan.judges[thing])) == len(plan.judges[thing]) >= min(least, len(free))
        assert (thing in plan.short) == (len(free) < least)
    both = shared(plan.judges)
    for pair in combinations(judges, 2):
        could = [thing for thing in things if all((judge, thing) not in barred for judge in pair)]
        assert both[pair] >= min(common, len(could))
        assert (pair in plan.apart) == (len(could) < common)
        assert plan.apart.get(pair, len(could)) == min(len(could), plan.apart.get(pair, len(could)))


@given(JURIES)
def test_the_same_gives_the_same(jury: tuple[int, int, set[tuple[int, int]]]) -> None:
    things, judges = list(range(jury[0])), list(range(jury[1]))
    first = planned(things, judges, barred=jury[2])
    assert first == planned(things, list(reversed(judges)), barred=set(jury[2]))


def test_two_firms_of_judges_are_mixed() -> None:
    """Six things, six judges: nobody marks much more than another, and every two meet twice."""
    plan = planned(range(12), range(6))
    assert plan.whole and min(shared(plan.judges)[pair] for pair in combinations(range(6), 2)) >= 2
    assert max(plan.load().values()) - min(plan.load().values()) <= 2


def test_what_is_impossible_is_said() -> None:
    plan = planned([1, 2], [1, 2, 3], barred={(1, 1), (2, 2)})
    assert plan.short == {1: 2, 2: 2}
    assert plan.apart == {(1, 2): 0, (1, 3): 1, (2, 3): 1} and not plan.whole
