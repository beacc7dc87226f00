"""What a list's bounds say is paid; a property of floors and caps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from district.cases.headcount.list_spec import Column, ListAsked, given_by, read_rows
from district.cases.headcount.list_spec import Written as W
from district.services.training.employers.rules import FILING, HOURS, NAME, NUMBER, TURN, Terms, terms_of


def asked(floor: str = "", cap: str = "", times: str = "") -> ListAsked:
    return ListAsked("名单", (Column(HOURS, "number", least=floor, most=cap), Column(TURN, "number", most=times)), 30,
                     {"学时": f"min({HOURS})", "总学时": f"sum({HOURS})"})  # fmt: skip


def test_bounds_of_the_list_are_the_floor_and_the_cap() -> None:
    assert terms_of(asked("24", "24", "3")) == Terms(24, 24, 3, 30)
    assert terms_of(asked()) == Terms(8, 24, 3, 30)
    assert terms_of(asked("30")) == Terms(30, 30, 3, 30)
    assert {NAME, NUMBER, FILING} == {"姓名", "身份证号", "备案编号"}


@given(st.integers(0, 500), st.integers(1, 40), st.integers(0, 60))
def test_below_the_floor_nothing_above_the_cap_no_more(learnt: int, floor: int, over: int) -> None:
    terms = Terms(floor, floor + over)
    paid = terms.payable(learnt)
    assert (paid == 0) == (learnt < floor)
    assert paid <= min(learnt, terms.cap)
    assert terms.payable(learnt + 1) >= paid


def test_a_list_gives_the_least_of_a_column() -> None:
    rows = read_rows(asked(), [W(n, {HOURS: str(hours)}) for n, hours in enumerate((12, 9, 20), 1)])
    assert given_by(asked(), rows) == {"学时": 9, "总学时": 41}
