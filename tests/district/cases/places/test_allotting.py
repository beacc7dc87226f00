"""Who gets a place, as pure functions: order, ties, lots, shares that add up to the fen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.cases.places.allotting import Candidate, drawn, first_come, in_proportion, ranked

NOON = dt.datetime(2022, 5, 20, 12, tzinfo=dt.UTC)


def candidate(name: str, score: object = None, minute: int = 0, **more: object) -> Candidate:
    mark = None if score is None else Decimal(str(score))
    return Candidate(name, NOON + dt.timedelta(minutes=minute), mark, **more)  # type: ignore[arg-type]


def outcomes(lines: list[object]) -> list[tuple[str, str]]:
    return [(each.reference, each.outcome) for each in lines]  # type: ignore[attr-defined]


def test_the_best_get_the_places_and_the_next_wait() -> None:
    lines = ranked([candidate("b", 80), candidate("a", 90), candidate("c", 59), candidate("d", 70)], 2,
                   passing=Decimal(60), waiting=True)  # fmt: skip
    assert outcomes(lines) == [("a", "place"), ("b", "place"), ("d", "waiting"), ("c", "below")]


def test_ties_are_settled_by_each_rule_in_turn_and_say_by_which() -> None:
    same = [
        candidate("late", 80, 5, marks={"创新": Decimal(40)}), candidate("early", 80, 1, marks={"创新": Decimal(40)}),
        candidate("inventive", 80, 9, marks={"创新": Decimal(50)}),
    ]  # fmt: skip
    lines = ranked(same, 1, ties=("创新", "submitted"))
    assert [(each.reference, each.tie) for each in lines] == [
        ("inventive", ""),
        ("early", "创新"),
        ("late", "submitted"),
    ]


def test_first_come_goes_by_time() -> None:
    lines = first_come([candidate("b", minute=2), candidate("a", minute=3), candidate("c", minute=1)], 2)
    assert outcomes(lines) == [("c", "place"), ("b", "place"), ("a", "refused")]


def test_a_lottery_is_the_same_for_the_same_seed_and_whatever_the_order() -> None:
    names = [candidate(f"SB{n}") for n in range(50)]
    first, second = drawn(names, 10, seed="2022-05-20"), drawn(list(reversed(names)), 10, seed="2022-05-20")
    assert first == second
    assert first != drawn(names, 10, seed="2022-05-21")
    with pytest.raises(ValueError, match="seed"):
        drawn(names, 10, seed="")


@given(
    st.lists(st.decimals(0, 1_000_000, places=2), min_size=1, max_size=30),
    st.decimals(0, 5_000_000, places=2),
)
def test_shares_add_up_and_nobody_gets_more_than_is_due(amounts: list[Decimal], money: Decimal) -> None:
    stand = [candidate(f"{n:02}", minute=n, amount=amount) for n, amount in enumerate(amounts)]
    lines = in_proportion(stand, money)
    shares = {each.reference: each.share or Decimal(0) for each in lines}
    assert sum(shares.values()) == min(money, sum(amounts))
    for each in stand:
        assert 0 <= shares[each.reference] <= each.amount + Decimal("0.01")
        if sum(amounts) > money:
            exact = each.amount * money / sum(amounts)
            assert abs(shares[each.reference] - exact) <= Decimal("0.01")


@given(st.lists(st.integers(0, 100), min_size=1, max_size=40), st.integers(0, 50))
def test_never_more_places_than_there_are(scores: list[int], places: int) -> None:
    stand = [candidate(f"{n:02}", score, n) for n, score in enumerate(scores)]
    lines = ranked(stand, places, passing=Decimal(60), waiting=True)
    assert sum(each.outcome == "place" for each in lines) == min(places, sum(score >= 60 for score in scores))
    assert [each.order for each in lines] == list(range(1, len(scores) + 1))
