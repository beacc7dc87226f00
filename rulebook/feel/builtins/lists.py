"""Lists: searching, building, changing. Positions count from 1, or from -1 backwards."""

from __future__ import annotations

from decimal import Decimal
from functools import cmp_to_key

from rulebook.feel.builtins.registry import builtin, whole
from rulebook.feel.calls import call, frozen
from rulebook.feel.ops import same
from rulebook.feel.runtime import Run
from rulebook.feel.values import Fault, Function, Value

List = list[Value]


def _index(position: Decimal, items: List) -> int:
    """The Python index of a FEEL position. Raises Fault when there is none."""
    place = whole(position, "the position")
    if place == 0 or abs(place) > len(items):
        raise Fault(f"there is no position {place} in a list of {len(items)}")
    return place - 1 if place > 0 else len(items) + place


@builtin("list contains", "list: list, element: any")
def list_contains(run: Run, items: List, element: Value) -> bool:
    run.weigh(items)
    return any(same(each, element) for each in items)


@builtin("count", "list: list")
def count(run: Run, items: List) -> Decimal:
    return Decimal(len(items))


@builtin("sublist", "list: list, start position: number, [length]: number?")
def sublist(run: Run, items: List, start: Decimal, length: Decimal | None = None) -> List:
    begin = _index(start, items)
    if length is None:
        return run.made(items[begin:])
    size = whole(length, "the length")
    if size < 1 or begin + size > len(items):
        raise Fault(f"there are not {size} elements from position {start} on")
    return run.made(items[begin : begin + size])


@builtin("append", "list: list, item...: any")
def append(run: Run, items: List, *more: Value) -> List:
    if not more:
        raise Fault("expects at least 2 arguments")
    return run.made([*items, *more])


@builtin("concatenate", "list...: list")
def concatenate(run: Run, *lists: List) -> List:
    if not lists:
        raise Fault("expects at least 1 argument")
    return run.made([each for items in lists for each in items])


@builtin("insert before", "list: list, position: number, newItem: any")
def insert_before(run: Run, items: List, position: Decimal, new: Value) -> List:
    place = _index(position, items)
    return run.made([*items[:place], new, *items[place:]])


@builtin("remove", "list: list, position: number")
def remove(run: Run, items: List, position: Decimal) -> List:
    place = _index(position, items)
    return run.made(items[:place] + items[place + 1 :])


@builtin("list replace", "list: list, position: number, newItem: any")
def replace_at(run: Run, items: List, position: Decimal, new: Value) -> List:
    place = _index(position, items)
    return run.made([*items[:place], new, *items[place + 1 :]])


@builtin("list replace", "list: list, match: function, newItem: any")
def replace_where(run: Run, items: List, match: Function, new: Value) -> List:
    if match.params is not None and len(match.params) != 2:
        raise Fault("the match function must have two parameters, the item and the new item")
    found: List = []
    for item in items:
        answer = call(run, match, [item, new])
        if not isinstance(answer, bool):
            raise Fault("the match function must answer true or false")
        found.append(new if answer else item)
    return run.made(found)


@builtin("reverse", "list: list")
def reverse(run: Run, items: List) -> List:
    return run.made(items[::-1])


@builtin("index of", "list: list, match: any")
def index_of(run: Run, items: List, match: Value) -> List:
    run.weigh(items)
    return [Decimal(place) for place, each in enumerate(items, 1) if same(each, match)]


@builtin("union", "list...: list")
def union(run: Run, *lists: List) -> List:
    return distinct_values(run, concatenate(run, *lists))


@builtin("distinct values", "list: list")
def distinct_values(run: Run, items: List) -> List:
    run.weigh(items)
    seen: dict[object, Value] = {}
    for each in items:
        seen.setdefault(frozen(each), each)
    return run.made(list(seen.values()))


@builtin("flatten", "list: list")
def flatten(run: Run, items: List) -> List:
    found: List = []
    stack = [iter(items)]
    while stack:
        for each in stack[-1]:
            if isinstance(each, list):
                stack.append(iter(each))
                break
            found.append(each)
        else:
            stack.pop()
        run.spend(1)
    return run.made(found)


@builtin("sort", "list: list, precedes: function")
def sort(run: Run, items: List, precedes: Function) -> List:
    def compare(left: Value, right: Value) -> int:
        if _before(run, precedes, left, right):
            return -1
        return 1 if _before(run, precedes, right, left) else 0

    return run.made(sorted(items, key=cmp_to_key(compare)))


def _before(run: Run, precedes: Function, left: Value, right: Value) -> bool:
    answer = call(run, precedes, [left, right])
    if not isinstance(answer, bool):
        raise Fault("the precedes function must answer true or false")
    return answer
