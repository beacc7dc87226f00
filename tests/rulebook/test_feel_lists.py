"""List and context functions against plain Python models, nulls and nested lists among the elements."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.feel.evaluate import evaluate
from rulebook.feel.values import text
from tests.rulebook.test_feel_evaluate import lines

ATOMS = st.one_of(st.none(), st.booleans(), st.integers(-2, 2).map(Decimal), st.sampled_from(["", "a", "1", "true"]))
VALUES = st.recursive(ATOMS, lambda inner: st.one_of(
    st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2),
), max_leaves=4)  # fmt: skip
LISTS = st.lists(VALUES, max_size=6)
PLACES = st.integers(-7, 7)


def same(a: Any, b: Any) -> bool:
    """Equal as FEEL has it: never across kinds, so that true is not 1."""
    if type(a) is not type(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return bool(a == b)


def asked(expression: str, **names: Any) -> Any:
    return evaluate(expression, names).value


def place_of(items: list[Any], place: int) -> int | None:
    return None if not place or abs(place) > len(items) else place - 1 if place > 0 else len(items) + place


@given(LISTS, VALUES)
def test_containing_and_finding(items: list[Any], wanted: Any) -> None:
    places = [place for place, each in enumerate(items, 1) if same(each, wanted)]
    assert asked("list contains(l, x)", l=items, x=wanted) is bool(places)
    assert asked("index of(l, x)", l=items, x=wanted) == places


@given(LISTS)
def test_distinct_values_keep_the_first_of_equals(items: list[Any]) -> None:
    kept: list[Any] = []
    for each in items:
        if not any(same(each, other) for other in kept):
            kept.append(each)
    assert same(asked("distinct values(l)", l=items), kept)


@given(LISTS, LISTS)
def test_union_is_concatenation_without_what_comes_again(a: list[Any], b: list[Any]) -> None:
    assert asked("union(a, b) = distinct values(concatenate(a, b))", a=a, b=b) is True
    assert same(asked("concatenate(a, b)", a=a, b=b), [*a, *b])


@given(LISTS, PLACES, VALUES)
def test_inserting_removing_and_replacing_at_a_place(items: list[Any], place: int, new: Any) -> None:
    at = place_of(items, place)
    names = {"l": items, "p": place, "x": new}
    found = [
        asked(call, **names) for call in ("insert before(l, p, x)", "remove(l, p)", "list replace(l, p, x)", "l[p]")
    ]
    if at is None:
        assert found == [None] * 4
        return
    before, after = items[:at], items[at + 1 :]
    assert same(found, [[*before, new, *items[at:]], [*before, *after], [*before, new, *after], items[at]])


@given(LISTS, PLACES, st.one_of(st.none(), st.integers(-1, 7)))
def test_sublists(items: list[Any], place: int, length: int | None) -> None:
    at = place_of(items, place)
    call = "sublist(l, p)" if length is None else "sublist(l, p, n)"
    found = asked(call, l=items, p=place, n=length)
    end = len(items) if length is None else (at or 0) + length
    lawful = at is not None and (length is None or length > 0) and end <= len(items)
    assert same(found, items[at:end] if lawful else None)


def flat(items: list[Any]) -> list[Any]:
    return [leaf for each in items for leaf in (flat(each) if isinstance(each, list) else [each])]


@given(LISTS)
def test_flattening_and_reversing(items: list[Any]) -> None:
    assert same(asked("flatten(l)", l=items), flat(items))
    assert same(asked("reverse(l)", l=items), items[::-1])
    assert asked("count(l) = count(reverse(l)) and reverse(reverse(l)) = l", l=items) is True


@given(LISTS, VALUES)
def test_append_adds_one_element_be_it_a_list(items: list[Any], new: Any) -> None:
    assert same(asked("append(l, x)", l=items, x=new), [*items, new])
    assert same(asked("append(l, x, x)", l=items, x=new), [*items, new, new])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=8))
def test_sorting_keeps_the_order_of_equals(pairs: list[tuple[int, int]]) -> None:
    items = [{"k": key, "v": value} for key, value in pairs]
    found = asked("sort(l, function(a, b) a.k < b.k)", l=items)
    assert [(each["k"], each["v"]) for each in found] == sorted(pairs, key=lambda each: each[0])


@given(st.lists(st.one_of(st.none(), st.booleans()), max_size=4))
def test_all_and_any_are_three_valued(truths: list[bool | None]) -> None:
    assert asked("all(l)", l=truths) is (False if False in truths else None if None in truths else True)
    assert asked("any(l)", l=truths) is (True if True in truths else None if None in truths else False)


@given(st.lists(st.integers(-5, 5).map(Decimal), max_size=6), st.integers(-5, 5))
def test_a_filter_keeps_what_its_condition_holds_for(items: list[Decimal], bound: int) -> None:
    assert asked("l[item > b]", l=items, b=bound) == [each for each in items if each > bound]
    assert asked("l[-1]", l=items) == (items[-1] if items else None)
    assert asked("count(l[item > b]) + count(l[not(item > b)])", l=items, b=bound) == len(items)


@given(st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3), st.sampled_from("abcd"), VALUES)
def test_contexts_are_put_merged_and_taken_apart(context: dict[str, Any], key: str, value: Any) -> None:
    names = {"c": context, "k": key, "v": value}
    assert same(asked("context put(c, k, v)", **names), {**context, key: value})
    assert same(asked("context merge([c, {d: v}])", **names), {**context, "d": value})
    assert same(asked("context(get entries(c))", **names), context)
    assert same(asked("get value(c, k)", **names), context.get(key))
    assert same(asked("context put(c, [k], v)", **names), {**context, key: value})
    assert same(asked('context put({n: c}, ["n", k], v).n', **names), {**context, key: value})


LISTS_AND_CONTEXTS_BY_HAND = lines(r"""
list contains([1, 2, 3], 2) | true
list contains([1, null], null) | true
list contains([[1]], [1]) | true
list contains(["1"], 1) | false
list contains(null, 1) | null
list contains(1, 1) | true
count(null) | null
count(5) | 1
append([1], [2, 3]) | [1, [2, 3]]
append(1, 2) | [1, 2]
append([]) | null
concatenate([1, 2], [3]) | [1, 2, 3]
concatenate([1], 2) | [1, 2]
concatenate() | null
concatenate([1], null) | null
insert before([1, 3], 1, 2) | [2, 1, 3]
insert before([], 1, 2) | null
insert before([1, 2, 3], -3, 0) | [0, 1, 2, 3]
remove([1, 2, 3], 2) | [1, 3]
remove([1], 2) | null
list replace([2, 4, 7, 8], 3, 6) | [2, 4, 6, 8]
list replace([2, 4], -1, null) | [2, null]
list replace([1], 0, 2) | null
list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) | [5, 5, 7, 8]
list replace([1], function(item) true, 5) | null
list replace([1], function(a, b) 1, 5) | null
reverse([1, null, 3]) | [3, null, 1]
index of([1, 2, 3, 2], 2) | [2, 4]
index of([1], null) | []
union([1, 2], [2, 3]) | [1, 2, 3]
distinct values([1, 2.0, 2, null, null]) | [1, 2, null]
flatten([[1, 2], [[3]], 4]) | [1, 2, 3, 4]
flatten([[], [[]]]) | []
sublist([4, 5, 6], 1, 2) | [4, 5]
sublist([4, 5, 6], -2) | [5, 6]
sublist([4], 2) | null
sort([3, 1, 2], function(x, y) x > y) | [3, 2, 1]
sort([1], function(x) true) | [1]
sort([1, "a"], function(x, y) x < y) | null
sort([], function(x, y) x < y) | []
sort(list: [2, 1], precedes: function(x, y) x < y) | [1, 2]
all([]) | true
any([]) | false
all(true, null) | null
all(null) | null
any("a", true) | true
all("a", true) | null
all(0) | null
all() | null
not(null) | null
not(1) | null
get value({a: null}, "a") | null
get value(null, "a") | null
get entries({}) | []
get entries([{a: 1}]) | [{key: "a", value: 1}]
context([{key: "a", value: 1}]) | {a: 1}
context({key: "a", value: 1}) | {a: 1}
context([{key: "a"}]) | null
context([{key: 1, value: 1}]) | null
context([{key: "a", value: 1}, {key: "a", value: 2}]) | null
context merge([{a: 1}, {a: 2}]) | {a: 2}
context merge([]) | {}
context merge([null]) | null
context put({a: 1}, null, 2) | null
context put({}, [], 2) | null
context put({a: {b: 1}}, ["a", "b"], null) | {a: {b: null}}
context put({a: 1}, ["a", "b"], 2) | null
context put(context: {a: 1}, key: "b", value: 2) | {a: 1, b: 2}
context put(context: {a: {}}, keys: ["a", "b"], value: 2) | {a: {b: 2}}
context merge(contexts: [{a: 1}, {b: 2}]) | {a: 1, b: 2}
""")


@pytest.mark.parametrize(("call", "expected"), LISTS_AND_CONTEXTS_BY_HAND)
def test_lists_and_contexts_by_hand(call: str, expected: str) -> None:
    assert text(evaluate(call).value) == expected
