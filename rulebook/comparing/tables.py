"""Decision tables row by row: a row is what its tests and outputs mean, not how they are spaced."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from difflib import SequenceMatcher

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.scope import scope_of
from rulebook.catalogue.written import WrittenRow, WrittenTable, written_table
from rulebook.comparing.difference import ADDED, CHANGED, REMOVED, Difference, changed, turned, words
from rulebook.comparing.meaning import meaning
from rulebook.plan.build import Scope, build, build_test

Row = tuple[Hashable, Hashable]  # what the tests ask, what the outputs give
SHOWN = 50  # rows said one by one; more are counted


def tables(before: Catalogue, after: Catalogue) -> Iterator[Difference]:
    """Differences of all tables."""
    for name in dict.fromkeys([*before.tables, *after.tables]):
        if name not in before.tables or name not in after.tables:
            change = ADDED if name in after.tables else REMOVED
            yield Difference("table", change, name, f"{'新增' if change == ADDED else '取消'}决策表“{name}”")
            continue
        yield from _table(before, after, name)


def _table(before: Catalogue, after: Catalogue, name: str) -> Iterator[Difference]:
    was, now = written_table(before, name), written_table(after, name)
    if was is None or now is None:
        one, other = before.tables[name], after.tables[name]
        for word in dict.fromkeys([*one.values, *other.values]):
            if (word in one.values) != (word in other.values):
                change = ADDED if word in other.values else REMOVED
                yield Difference("table", change, name, f"词表“{name}”{'新增' if change == ADDED else '取消'}“{word}”")
        plans = [{key: meaning(plan) for key, plan in each.outputs.items()} for each in (one, other)]
        if plans[0] != plans[1]:
            yield Difference("table", CHANGED, name, f"决策表“{name}”的内容变了")
        return
    old, new = scope_of(before, words=False), scope_of(after, words=False)
    alike = [meaning(build(each, old)) for each in was.inputs] == [meaning(build(each, new)) for each in now.inputs]
    heads: list[tuple[str, str | None, str | None]] = [
        ("输出", words(was.outputs), words(now.outputs)), ("命中策略", was.policy, now.policy),
        ("默认值", words(was.default) or None, words(now.default) or None),
        ("输出的次序", words(was.allowed) or None, words(now.allowed) or None),
    ]  # fmt: skip
    if not alike:
        heads.insert(0, ("输入", words(was.inputs), words(now.inputs)))
    for label, first, second in heads:
        if first != second:
            say = turned(f"决策表“{name}”的{label}", first, second)
            yield Difference("table", changed(first, second), f"{name}.{label}", say, first, second)
    if alike and [each for each, _ in was.outputs] == [each for each, _ in now.outputs]:
        yield from _rows(was, now, old, new)
    elif [_text(each) for each in was.rows] != [_text(each) for each in now.rows]:
        counts = f"{len(was.rows)} 行", f"{len(now.rows)} 行"
        yield Difference("table", CHANGED, f"{name}.行", turned(f"决策表“{name}”重写了", *counts), *counts)


def _rows(was: WrittenTable, now: WrittenTable, old: Scope, new: Scope) -> Iterator[Difference]:
    """Rows that came, went or changed; where order plays no part (but under F, P, R and O) it makes no difference."""
    one = [_meaning(was, row, old) for row in was.rows]
    other = [_meaning(now, row, new) for row in now.rows]
    pairs = list(_pairs(one, other) if now.policy in ("F", "P", "R", "O") or was.policy != now.policy
                 else _unordered(one, other))  # fmt: skip
    for place, (before, after) in enumerate(pairs):
        if place == SHOWN:
            yield Difference("table", CHANGED, now.name, f"决策表“{now.name}”：另有 {len(pairs) - SHOWN} 行不同")
            return
        first = was.rows[before] if before is not None else None
        second = now.rows[after] if after is not None else None
        old_text, new_text = (None if each is None else _text(each) for each in (first, second))
        number = next(each.number for each in (second, first) if each is not None)
        what = f"决策表“{now.name}”{'原' if second is None else ''}第 {number} 行"
        say = turned(what, old_text, new_text)
        yield Difference("table", changed(old_text, new_text), f"{now.name}.{number}", say, old_text, new_text)


def _text(row: WrittenRow) -> str:
    return f"{' | '.join(row.tests)} → {' | '.join(row.outputs)}"


def _meaning(table: WrittenTable, row: WrittenRow, scope: Scope) -> Row:
    tests = (meaning(build_test(test, build(input_, scope), scope))
             for input_, test in zip(table.inputs, row.tests, strict=True))  # fmt: skip
    return tuple(tests), tuple(meaning(build(each, scope)) for each in row.outputs)


def _pairs(one: list[Row], other: list[Row]) -> Iterator[tuple[int | None, int | None]]:
    """(place before, place after) of what differs, in order; rows with the same tests are one row that changed."""
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        left, right = list(range(a, b)), list(range(c, d))
        matched = dict(_alike(one, other, left, right))
        if len(left) == len(right) and not matched:
            matched = dict(zip(left, right, strict=True))
        yield from ((each, matched.get(each)) for each in left)
        yield from ((None, each) for each in right if each not in matched.values())


def _alike(one: list[Row], other: list[Row], left: list[int], right: list[int]) -> Iterator[tuple[int, int]]:
    """Rows with the same tests are one row that changed; where as many came as went, those with equal outputs too."""
    free, waiting = list(right), list(left)
    for part in (0, 1) if len(left) == len(right) else (0,):
        for each in list(waiting):
            found = next((place for place in free if one[each][part] == other[place][part]), None)
            if found is not None:
                free.remove(found)
                waiting.remove(each)
                yield each, found


def _unordered(one: list[Row], other: list[Row]) -> Iterator[tuple[int | None, int | None]]:
    places: dict[Row, list[int]] = {}
    for place in reversed(range(len(other))):
        places.setdefault(other[place], []).append(place)
    left = [place for place, row in enumerate(one) if not (places.get(row) and places[row].pop() >= 0)]
    free = sorted(place for rest in places.values() for place in rest)
    matched = dict(_alike(one, other, left, free))
    yield from ((each, matched.get(each)) for each in left)
    yield from ((None, each) for each in free if each not in matched.values())
