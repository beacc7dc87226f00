"""The planner against looking at every way; its bounds at the size of the corps."""

from __future__ import annotations

import time
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from district.services.advice.panels.planning import MOST_ROLES, Candidate, Missing, Why, assign, plan

ROLES = ["finance", "law", "staff"]
PERSON = st.builds(
    lambda roles, load, free: (frozenset(roles), load, frozenset(free)),
    st.sets(st.sampled_from(ROLES), max_size=3), st.integers(0, 4), st.sets(st.integers(0, 4), max_size=4),
)  # fmt: skip
CORPS = st.lists(PERSON, max_size=6).map(
    lambda people: [Candidate(n + 1, roles, load, free) for n, (roles, load, free) in enumerate(people)]
)
ASKED = st.lists(st.sampled_from(ROLES), min_size=1, max_size=4)


def every_way(roles: list[str], there: list[Candidate]) -> list[tuple[int | None, ...]]:
    """All ways to give out the roles, empty ones included."""
    chairs: list[Candidate | None] = [*there, *[None] * len(roles)]
    found = set()
    for picks in permutations(range(len(chairs)), len(roles)):
        way = [chairs[n] for n in picks]
        if all(each is None or role in each.roles for each, role in zip(way, roles, strict=True)):
            found.add(tuple(None if each is None else each.key for each in way))
    return list(found)


def cost(way: tuple[int | None, ...], there: list[Candidate]) -> tuple[int, int]:
    loads = {each.key: each.load for each in there}
    return way.count(None), sum(loads[key] for key in way if key is not None)


@given(roles=st.lists(st.sampled_from(ROLES), min_size=1, max_size=3), corps=CORPS)
@settings(max_examples=60, deadline=None)
def test_as_many_roles_as_can_be_with_the_least_load(roles: list[str], corps: list[Candidate]) -> None:
    found = assign(roles, corps)
    assert cost(found, corps) == min(cost(way, corps) for way in every_way(roles, corps))
    assert found in every_way(roles, corps)


@given(roles=ASKED, corps=CORPS)
@settings(max_examples=60, deadline=None)
def test_panels_are_the_earliest_free_complete_and_fair(roles: list[str], corps: list[Candidate]) -> None:
    planned = plan(roles, corps, most=99, each=99)
    by_key = {each.key: each for each in corps}
    for panel in planned.panels:
        chosen = [*panel.seats, *(key for key in panel.standby if key is not None)]
        assert len(set(chosen)) == len(chosen)
        for role, seat, other in zip(roles, panel.seats, panel.standby, strict=True):
            for key in filter(None, (seat, other)):
                assert role in by_key[key].roles and panel.starts in by_key[key].free
    full = [
        moment for moment in range(5)
        if None not in assign(roles, [each for each in corps if moment in each.free])
    ]  # fmt: skip
    assert [panel.starts for panel in planned.panels] == full
    assert bool(planned.missing) == (not full)


def someone(key: int, roles: str, load: int, *free: int) -> Candidate:
    return Candidate(key, frozenset(roles.split()), load, frozenset(free))


def test_who_knows_two_fields_sits_where_nobody_else_can() -> None:
    corps = [someone(1, "finance law", 0, 9), someone(2, "finance", 500, 9), someone(3, "law", 900, 8)]
    [panel] = plan(["finance", "law"], corps).panels
    assert (panel.starts, panel.seats, panel.standby) == (9, (2, 1), (None, None))


def test_the_least_loaded_sit_and_the_next_stand_by() -> None:
    corps = [someone(1, "law", 300, 9), someone(2, "law", 60, 9), someone(3, "law", 120, 9), someone(4, "staff", 0, 9)]
    [panel] = plan(["law", "staff"], corps).panels
    assert (panel.seats, panel.standby) == ((2, 4), (3, None))


def test_two_a_day_at_most_so_that_there_is_a_choice() -> None:
    corps = [someone(1, "law", 0, *range(20))]
    planned = plan(["law"], corps, of=lambda moment: moment // 5, each=2, most=5)
    assert [panel.starts for panel in planned.panels] == [0, 1, 5, 6, 10]


@pytest.mark.parametrize("corps, missing", [
    ([someone(1, "finance", 0, 1)], [Missing("law", Why.NOBODY, 1, 0, 0)]),
    ([someone(1, "finance", 0, 1), someone(2, "law", 0)], [Missing("law", Why.NO_TIME, 1, 1, 0)]),
    ([someone(1, "finance", 0, 1), someone(2, "law", 0, 2)], [Missing("law", Why.NOT_TOGETHER, 1, 1, 1)]),
    ([someone(1, "finance law", 0, 1)], [Missing("finance", Why.NOT_TOGETHER, 1, 1, 1)]),
])  # fmt: skip
def test_what_cannot_be_filled_is_said_by_role(corps: list[Candidate], missing: list[Missing]) -> None:
    planned = plan(["finance", "law"], corps)
    assert not planned.panels and list(planned.missing) == missing


def test_too_many_roles_are_refused() -> None:
    for roles in ([], ["law"] * (MOST_ROLES + 1)):
        with pytest.raises(ValueError):
            plan(roles, [])


def test_the_whole_corps_over_ten_days_in_bounded_time() -> None:
    """Nothing fits, so every moment is looked at: the slowest there is."""
    fields = ["finance", "media", "accounting", "law", "staff", "incubation"]
    corps = [
        someone(n, " ".join({fields[n % 5], fields[n * 7 % 5]}), n * 13 % 400, *range(n % 3, 160, 2))
        for n in range(1, 71)
    ]  # fmt: skip
    began = time.process_time()
    planned = plan(fields, corps)
    assert not planned.panels and [each.role for each in planned.missing] == ["incubation"]
    assert time.process_time() - began < 15  # half a second on a quiet machine: not every set of people is tried
