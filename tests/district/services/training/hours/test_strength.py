"""The arithmetic of hours: however they are cut, ordered or said again, nobody learns longer than the clock ran."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.services.training.hours.models import Source
from district.services.training.hours.strength import (
    Learned,
    Strength,
    minutes_by_strength,
    pieces,
    shared_out,
    strength_of,
)

START = dt.datetime(2022, 6, 1, 9, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Word:
    session: str
    began: dt.datetime
    ended: dt.datetime
    source: str
    by_id: int | None = None


def word(source: str, first: int = 0, last: int = 60, session: str = "a", by: int | None = None) -> Word:
    """Minutes after the start."""
    return Word(session, START + dt.timedelta(minutes=first), START + dt.timedelta(minutes=last), source, by)


@st.composite
def words(draw: st.DrawFn) -> list[Word]:
    found = []
    for _n in range(draw(st.integers(0, 8))):
        first = draw(st.integers(0, 300))
        found.append(word(
            draw(st.sampled_from(Source.values)), first, first + draw(st.integers(1, 240)),
            draw(st.sampled_from("abc")), draw(st.sampled_from([None, 1, 2])),
        ))  # fmt: skip
    return found


def union(rows: list[Word]) -> dt.timedelta:
    """By minutes ticked off, another way than the code's."""
    ticks = {
        row.began + dt.timedelta(minutes=n)
        for row in rows for n in range((row.ended - row.began) // dt.timedelta(minutes=1))
    }  # fmt: skip
    return len(ticks) * dt.timedelta(minutes=1)


@given(words())
def test_it_is_the_union_of_all_time_whatever_the_sessions(rows: list[Word]) -> None:
    learned = minutes_by_strength(rows)
    assert learned.all == union(rows).total_seconds()
    if rows:
        wall = max(row.ended for row in rows) - min(row.began for row in rows)
        assert learned.all <= wall.total_seconds()


@given(words(), st.randoms())
def test_order_does_not_matter(rows: list[Word], by: object) -> None:
    other = list(rows)
    by.shuffle(other)  # type: ignore[attr-defined]
    assert shared_out(other) == shared_out(rows)


@given(words(), st.data())
def test_a_word_cut_in_two_says_the_same(rows: list[Word], data: st.DataObject) -> None:
    if not rows:
        return
    n = data.draw(st.integers(0, len(rows) - 1))
    minutes = (rows[n].ended - rows[n].began) // dt.timedelta(minutes=1)
    edge = rows[n].began + dt.timedelta(minutes=data.draw(st.integers(0, minutes)), seconds=17)
    edge = min(edge, rows[n].ended)
    parts = [replace(rows[n], ended=edge), replace(rows[n], began=edge)]
    cut = [*rows[:n], *(each for each in parts if each.began < each.ended), *rows[n + 1 :]]
    assert shared_out(cut) == shared_out(rows)


@given(words(), st.data())
def test_the_same_source_again_makes_nothing_stronger(rows: list[Word], data: st.DataObject) -> None:
    if not rows:
        return
    again = data.draw(st.sampled_from(rows))
    by = data.draw(st.sampled_from([None, 1, 2]))
    assert minutes_by_strength([*rows, again]) == minutes_by_strength(rows)
    alone = [row for row in rows if row.source == again.source]
    assert minutes_by_strength([*alone, replace(again, by_id=by)]) == minutes_by_strength(alone)


@given(words(), words())
def test_more_words_take_nothing_away(rows: list[Word], more: list[Word]) -> None:
    before, after = minutes_by_strength(rows), minutes_by_strength([*rows, *more])
    assert after.a >= before.a and after.paid >= before.paid and after.all >= before.all


@given(words())
def test_what_sessions_get_adds_up_to_what_the_person_learnt(rows: list[Word]) -> None:
    assert sum(shared_out(rows).values(), Learned()) == minutes_by_strength(rows)
    assert set(shared_out(rows)) == {row.session for row in rows}


@given(words())
def test_pieces_do_not_overlap_and_say_who_covers_them(rows: list[Word]) -> None:
    last = None
    for began, ended, active in pieces(rows):
        assert began < ended and (last is None or last <= began)
        assert {id(row) for row in active} == {id(row) for row in rows if row.began <= began and row.ended >= ended}
        last = ended


@pytest.mark.parametrize(
    ("sources", "strength"),
    [
        (["qr", "roll"], "A"), (["watch", "prompts"], "A"), (["roll", "import"], "A"), (["qr", "watch"], "A"),
        (["qr"], "B"), (["roll"], "B"), (["prompts"], "B"), (["import"], "B"), (["package"], "B"),
        (["package", "watch"], "B"), (["package", "roll"], "B"), (["qr", "declared"], "B"),
        (["package", "declared"], "B"),
        (["declared"], "C"), (["watch"], "C"), (["watch", "declared"], "C"), (["qr", "qr"], "B"),
        (["package", "qr", "roll"], "A"),
    ],
)  # fmt: skip
def test_strength_counts_sources_that_do_not_depend_on_each_other(sources: list[str], strength: str) -> None:
    assert strength_of([word(each, by=n) for n, each in enumerate(sources)]) == Strength(strength)


def test_one_hand_that_enters_both_is_one_source() -> None:
    assert strength_of([word("roll", by=7), word("import", by=7)]) == Strength.B
    assert strength_of([word("roll", by=7), word("import", by=8)]) == Strength.A
    assert strength_of([word("roll", by=7), word("qr", by=7)]) == Strength.A  # a scan is the phone's word
    assert strength_of([word("roll", by=7), word("roll", by=8)]) == Strength.B


def test_two_sources_of_two_sessions_say_nothing_of_one() -> None:
    learned = minutes_by_strength([word("qr", session="a"), word("roll", session="b")])
    assert learned == Learned(0, 3600, 0)


def test_only_the_time_that_both_say_is_strong() -> None:
    learned = minutes_by_strength([word("qr", 0, 60), word("roll", 30, 120), word("declared", 100, 180)])
    assert learned == Learned(30 * 60, 90 * 60, 60 * 60)
    assert learned.paid == 120 * 60 and learned.learning_hours == 2 and learned.minutes[Strength.C] == 60


def test_a_moment_two_sessions_claim_goes_to_the_stronger() -> None:
    rows = [word("qr", 0, 60, "b"), word("roll", 0, 60, "b"), word("qr", -30, 60, "a")]
    assert shared_out(rows) == {"a": Learned(0, 1800, 0), "b": Learned(3600, 0, 0)}
