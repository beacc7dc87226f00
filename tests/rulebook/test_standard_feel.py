"""FEEL where engines most often differ, each kind in many forms, after the words of DMN 1.5."""

from __future__ import annotations

import pytest

from rulebook.feel.evaluate import evaluate, holds
from rulebook.feel.values import text

CASES = {
    # a range ends at or after its start; only the bare `2..1` of a loop descends
    "[3..1]": "null",
    "(3..1)": "null",
    "]3..1[": "null",
    "[3..1)": "null",
    "[1..1]": "[1..1]",
    "(1..1)": "(1..1)",
    '["c".."a"]': "null",
    '[@"2024-02-01"..@"2024-01-01"]': "null",
    '[@"PT2H"..@"PT1H"]': "null",
    '[@"P2Y"..@"P1Y"]': "null",
    '[@"10:00:00"..@"09:00:00"]': "null",
    '[@"2024-01-01T10:00:00"..@"2024-01-01T09:00:00"]': "null",
    '[@"10:00:00Z"..@"09:00:00"]': "null",
    "[-1..-2]": "null",
    "[-2..-1]": "[-2..-1]",
    "[2..1].start": "null",
    "2 in [3..1]": "null",
    "2 in [1..3]": "true",
    "for i in [2..1] return i": "null",
    "for i in (3..1) return i": "null",
    "for i in 2..1 return i": "[2, 1]",
    "for i in 1..-1 return i": "[1, 0, -1]",
    "for i in [1..3] return i": "[1, 2, 3]",
    "for i in (1..3) return i": "[2]",
    'for i in [@"2024-01-03"..@"2024-01-01"] return i': "null",
    'for i in @"2024-01-02"..@"2024-01-01" return string(i)': '["2024-01-02", "2024-01-01"]',
    "some i in [2..1] satisfies i > 0": "null",
    "every i in [2..1] satisfies i > 0": "null",
    "{a: 3, b: 1, r: [a..b]}.r": "null",
    # a range read from text; an open end may be left out
    'range("[2..)") = >= 2': "true",
    'range("(2..)") = (> 2)': "true",
    'range("]2..[") = (> 2)': "true",
    'range("(..2]") = <= 2': "true",
    'range("(..2)") = < 2': "true",
    'range("(.. 2)") = (< 3)': "false",
    '3 in range("[2..)")': "true",
    '3 in range("(..@\\"2024-01-01\\")")': "null",
    'range("[..2]")': "null",
    'range("[2..]")': "null",
    'range("[3..1]")': "null",
    'range("(..)")': "null",
    # a path over a list gives null for every element that lacks it
    "[{x: 1}].y": "[null]",
    "[{x: 1}, {y: 2}, null, {x: 3, y: 4}].y": "[null, 2, null, 4]",
    "[1, {y: 2}].y": "[null, 2]",
    "[].y": "[]",
    "[[{y: 1}], {y: 2}].y": "[null, 2]",
    '[@"2024-01-31", 5].year': "[2024, null]",
    "{x: 1}.y": "null",
    "[{x: {y: 1}}, {x: {}}].x.y": "[1, null]",
    "count([{x: 1}, {x: 2}].y)": "2",
    # years and months duration looks at the dates as they are written
    'years and months duration(@"2014-12-31T23:59:59", @"2019-10-01T12:32:59")': "P4Y9M",
    'years and months duration(@"2024-01-15T20:00:00", @"2024-02-15T08:00:00")': "P1M",
    'years and months duration(@"2024-01-15T08:00:00", @"2024-02-14T20:00:00")': "P0M",
    'years and months duration(@"2015-12-24T12:15:00+01:00", @"2017-12-24T12:15:00+02:00")': "P2Y",
    'years and months duration(@"2024-01-31T23:30:00Z", @"2024-02-29T00:30:00@Asia/Shanghai")': "P0M",
    'years and months duration(@"2024-02-15T08:00:00", @"2024-01-15T20:00:00")': "-P1M",
    'years and months duration(@"2024-02-15T08:00:00Z", @"2024-01-15T20:00:00+14:00")': "-P1M",
    'years and months duration(@"2024-01-15", @"2024-02-15T00:00:01")': "P1M",
    'years and months duration(@"2024-01-15T23:59:59", @"2024-02-15")': "P1M",
    'years and months duration(@"2024-02-15", @"2024-01-15T23:00:00")': "-P1M",
    'years and months duration(@"2011-12-22", @"2013-08-24")': "P1Y8M",
    # a context conforms when it has every declared member
    "{a: 1} instance of context<a: number, b: string>": "false",
    "{a: 1, b: null} instance of context<a: number, b: string>": "true",
    '{a: 1, b: "x", c: 3} instance of context<a: number, b: string>': "true",
    "{a: {}} instance of context<a: context<b: number>>": "false",
    "[{a: 1}, {}] instance of list<context<a: number>>": "false",
    "[{a: 1}, {a: null}] instance of list<context<a: number>>": "true",
    # an argument that does not fit: the call is null and the body never runs
    '(function(x: number) 1)("a")': "null",
    '(function(x: number) x = null)("a")': "null",
    "(function(x: number) x = null)(null)": "true",
    "(function(x: number) 1)([5])": "1",
    "(function(x: number) 1)([5, 6])": "null",
    "(function(x: list<number>) count(x))(5)": "1",
    '(function(x: list<number>) 1)(["a"])': "null",
    "(function(x: context<a: number>) 1)({b: 2})": "null",
    "(function(x: context<a: number>) x.a)({a: 2, b: 1})": "2",
    '(function(x: number, y: number) 1)(x: 1, y: "a")': "null",
    '(function(f: function<number>->number) 1)("f")': "null",
    '(function(d: date and time) d)(@"2024-01-02")': "2024-01-02T00:00:00Z",
    "sort([2, 1], function(x: string, y: string) true)": "null",
    # named arguments that may be null may be left out
    'number(from: "12")': "12",
    'number(from: "1,000", grouping separator: ",")': "1000",
    'number(from: "1,5", decimal separator: ",")': "1.5",
    'number(from: "1 000,5", decimal separator: ",", grouping separator: " ")': "1000.5",
    'number(grouping separator: ",")': "null",
    'number(from: "1", decimal sep: ",")': "null",
    'number("12")': "12",
    "number(11.5)": "11.5",
    'number("1 2")': "null",
    'number("1.0", ".")': "null",
    'string join(list: ["a", "b"])': "ab",
    'matches(input: "abc", pattern: "b")': "true",
    'substring(string: "abc", start position: 2)': "bc",
    "time(hour: 1, minute: 2, second: 3)": "01:02:03",
    "(function(x, y) if y = null then x else y)(x: 1)": "1",
    "(function(x, y) x)(y: 1)": "null",
    "(function(x, y) 1)(z: 1)": "null",
    "(function(x, y) 1)(1)": "null",
    # names of parameters may hold a dot
    "(function(a.b) a.b * 2)(3)": "6",
    "{f: function(a.b: number) a.b + 1, r: f(a.b: 2)}.r": "3",
    "{f: function(x.y: number, x: context<z: number>) x.y + x.z, r: f(1, {z: 4})}.r": "5",
    "{f: function(p.1, date.time) p.1 - date.time, r: f(date.time: 1, p.1: 5)}.r": "4",
    "{f: function(line. total) line. total, r: f(line. total: 2)}.r": "2",
    "for a.b in [1, 2] return a.b": "[1, 2]",
    # the type of a function's result where its body shows it
    '(function() {b: "b"}) instance of function<>->context<b: string, c: string>': "false",
    '(function() {b: "b", c: "c", d: 1}) instance of function<>->context<b: string, c: string>': "true",
    '(function() ["a"]) instance of function<>->list<number>': "false",
}


@pytest.mark.parametrize("expression", CASES)
def test_the_words_of_the_standard(expression: str) -> None:
    assert text(evaluate(expression).value) == CASES[expression]


@pytest.mark.parametrize(
    "cell",
    ["misspelt", '"a", misspelt', "not(misspelt)", "misspelt.member", "f(1)", "misspelt + 1", "[misspelt..3]"],
)
def test_a_null_is_not_the_null_of_a_name_nobody_knows(cell: str) -> None:
    found = holds(cell, None)
    assert found.value is None
    assert found.diagnostics


@pytest.mark.parametrize("cell, expected", [("null", True), ("not(null)", False), ("? = null", True), ("limit", True)])
def test_a_null_is_still_the_null_somebody_wrote(cell: str, expected: bool) -> None:
    assert holds(cell, None, {"limit": None}).value is expected
    assert evaluate("null in (misspelt)").value is None
