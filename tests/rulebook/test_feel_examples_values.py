"""Lists, contexts, dates, ranges: the standard's own examples and their edges. Each line: expression | FEEL text."""

from __future__ import annotations

import pytest

from rulebook.feel.evaluate import evaluate
from rulebook.feel.values import text
from tests.rulebook.test_feel_evaluate import lines

LISTS = """
list contains([1, 2, 3], 2) | true
list contains([1, 2, 3], 4) | false
list contains([1, null], null) | true
list contains([], 1) | false
list contains(null, 1) | null
count([1, 2, 3]) | 3
count([]) | 0
count([1, [2, 3]]) | 2
count(null) | null
min([1, 2, 3]) | 1
min(1, 2, 3) | 1
min([]) | null
min(["a", "b"]) | a
min(date("2024-01-02"), date("2024-01-01")) | 2024-01-01
max([1, 2, 3]) | 3
max(1, 2, 3) | 3
max([]) | null
max("甲", "乙") | 甲
sum([1, 2, 3]) | 6
sum(1, 2, 3) | 6
sum([]) | null
sum([0.1, 0.2]) | 0.3
sum([1, null]) | null
mean([1, 2, 3]) | 2
mean(1, 2) | 1.5
mean([]) | null
product([2, 3, 4]) | 24
product(2, 3, 4) | 24
median(8, 2, 5, 3, 4) | 4
median([6, 1, 2, 3]) | 2.5
median([]) | null
decimal(stddev(2, 4, 7, 5), 8) | 2.081666
stddev([47]) | null
stddev([]) | null
mode(6, 3, 9, 6, 6) | [6]
mode([6, 1, 9, 6, 1]) | [1, 6]
mode([]) | []
all([true, true]) | true
all([false, null, true]) | false
all([true, null]) | null
all([]) | true
all(true, false) | false
any([false, true]) | true
any([false, null]) | null
any([]) | false
any([null, true]) | true
sublist([4, 5, 6], 1, 2) | [4, 5]
sublist([4, 5, 6], 2) | [5, 6]
sublist([1, 2, 3], -2) | [2, 3]
sublist([1, 2, 3], -1, 1) | [3]
sublist([1, 2, 3], 0) | null
append([1], 2, 3) | [1, 2, 3]
append([], 1) | [1]
append([1], [2]) | [1, [2]]
concatenate([1, 2], [3]) | [1, 2, 3]
concatenate([1], [2], [3]) | [1, 2, 3]
insert before([1, 3], 1, 2) | [2, 1, 3]
insert before([1, 3], 2, 2) | [1, 2, 3]
insert before([1, 2], -1, 9) | [1, 9, 2]
remove([1, 2, 3], 2) | [1, 3]
remove([1, 2, 3], -1) | [1, 2]
reverse([1, 2, 3]) | [3, 2, 1]
reverse([]) | []
index of([1, 2, 3, 2], 2) | [2, 4]
index of([1, null], null) | [2]
index of([1], 9) | []
union([1, 2], [2, 3]) | [1, 2, 3]
distinct values([1, 2, 3, 2, 1]) | [1, 2, 3]
distinct values([1, null, null]) | [1, null]
flatten([[1, 2], [[3]], 4]) | [1, 2, 3, 4]
flatten([]) | []
list replace([2, 4, 7, 8], 3, 6) | [2, 4, 6, 8]
list replace([2, 4, 7, 8], function(item, new) item < new, 5) | [5, 5, 7, 8]
sort([3, 1, 2], function(x, y) x < y) | [1, 2, 3]
sort([3, 1, 2], function(x, y) x > y) | [3, 2, 1]
sort(["乙", "甲"], function(x, y) x < y) | ["乙", "甲"]
[1, 2, 3][2] | 2
[1, 2, 3][-1] | 3
[1, 2, 3][4] | null
[1, 2, 3][item > 1] | [2, 3]
[{x: 1, y: 2}, {x: 2, y: 3}][x = 1] | [{x: 1, y: 2}]
[{x: 1}, {x: 2}].x | [1, 2]
for i in [1, 2, 3] return i * 2 | [2, 4, 6]
for i in 1..3 return i | [1, 2, 3]
for i in 1..2, j in 1..2 return i * 10 + j | [11, 12, 21, 22]
for i in 0..3 return if i = 0 then 1 else i * partial[-1] | [1, 1, 2, 6]
some x in [1, 2, 3] satisfies x > 2 | true
some x in [] satisfies true | false
every x in [1, 2, 3] satisfies x > 0 | true
every x in [] satisfies false | true
"""

CONTEXTS = """
{a: 1}.a | 1
{a: {b: 2}}.a.b | 2
{a: 1, b: a + 1}.b | 2
{"企业 名": "甲"}.企业 名 | 甲
{}.a | null
get value({key1: "value1"}, "key1") | value1
get value({key1: "value1"}, "none") | null
get value(null, "a") | null
get entries({a: 1})[1].key | a
get entries({a: 1})[1].value | 1
count(get entries({a: 1, b: 2})) | 2
context([{key: "a", value: 1}, {key: "b", value: 2}]) | {a: 1, b: 2}
context([{key: "a", value: 1}, {key: "a", value: 2}]) | null
context put({x: 1}, "y", 2) | {x: 1, y: 2}
context put({x: 1}, "x", 2) | {x: 2}
context put({x: 1, y: {a: 0}}, ["y", "a"], 2) | {x: 1, y: {a: 2}}
context merge([{x: 1}, {y: 2}]) | {x: 1, y: 2}
context merge([{x: 1, y: 0}, {y: 2}]) | {x: 1, y: 2}
{a: 1} = {a: 1} | true
{a: 1, b: 2} = {b: 2, a: 1} | true
{a: 1} = {a: 2} | false
"""

DATES = """
date("2012-12-25") - date("2012-12-24") = duration("P1D") | true
date("2024-02-29") + duration("P1Y") | 2025-02-28
date("2024-01-31") + duration("P1M") | 2024-02-29
date("2023-01-31") + duration("P1M") | 2023-02-28
date("2024-03-31") - duration("P1M") | 2024-02-29
date("2024-01-01") + duration("P30D") | 2024-01-31
date("2024-01-01") + duration("P1M") | 2024-02-01
date("2024-02-30") | null
date("2023-02-29") | null
date("2024-1-1") | null
date(2024, 2, 29) | 2024-02-29
date(2023, 2, 29) | null
date(date and time("2024-05-06T07:08:09")) | 2024-05-06
date("2024-05-06").year | 2024
date("2024-05-06").month | 5
date("2024-05-06").day | 6
date("2024-05-06").weekday | 1
date("2024-05-05").weekday | 7
@"2024-05-06" | 2024-05-06
@"2024-05-06" < @"2024-05-07" | true
@"2024-05-06" = date("2024-05-06") | true
@"2024-05-06" between @"2024-05-01" and @"2024-05-31" | true
@"2024-05-06" in [@"2024-05-01"..@"2024-05-31"] | true
time("23:59:00").hour | 23
time("10:30:45").minute | 30
time("10:30:45").second | 45
time("10:30:00+08:00").time offset | PT8H
time("25:00:00") | null
time("10:00:00") + duration("PT90M") | 11:30:00
time("23:00:00") + duration("PT2H") | 01:00:00
time("12:00:00") - time("10:30:00") | PT1H30M
time(10, 30, 0) | 10:30:00
date and time("2024-05-06T10:00:00") + duration("P1DT1H") | 2024-05-07T11:00:00
date and time("2024-05-06T10:00:00Z") = date and time("2024-05-06T18:00:00+08:00") | true
date and time(date("2024-05-06"), time("10:00:00")) | 2024-05-06T10:00:00
date and time("2024-05-06T10:00:00") - date and time("2024-05-05T09:00:00") | P1DT1H
duration("P1Y2M") | P1Y2M
duration("P14M") | P1Y2M
duration("-P14M") | -P1Y2M
duration("P26M").years | 2
duration("P26M").months | 2
duration("PT36H") | P1DT12H
duration("P1DT2H3M4S").days | 1
duration("P1DT2H3M4S").hours | 2
duration("P1DT2H3M4S").minutes | 3
duration("P1DT2H3M4S").seconds | 4
duration("P1Y") + duration("P2M") | P1Y2M
duration("P1Y") * 2 | P2Y
duration("P1Y") / 2 | P6M
duration("P1Y") / duration("P1M") | 12
duration("P10D") / duration("P1D") | 10
duration("P1D") * 1.5 | P1DT12H
duration("P1Y") > duration("P11M") | true
duration("P1M") = duration("P30D") | null
duration("P1X") | null
years and months duration(date("2011-12-22"), date("2013-08-24")) | P1Y8M
years and months duration(date("2013-08-24"), date("2011-12-22")) | -P1Y8M
years and months duration(date("2022-01-31"), date("2022-02-28")) | P0M
years and months duration(date("2020-02-29"), date("2021-02-28")) | P11M
years and months duration(date("2024-01-15"), date("2024-01-15")) | P0M
day of year(date("2019-09-17")) | 260
day of year(date("2024-12-31")) | 366
day of week(date("2019-09-17")) | Tuesday
month of year(date("2019-09-17")) | September
week of year(date("2019-09-17")) | 38
week of year(date("2003-12-29")) | 1
week of year(date("2004-01-04")) | 1
week of year(date("2005-01-01")) | 53
week of year(date("2005-01-03")) | 1
"""

RANGES = """
before(1, 10) | true
before(10, 1) | false
before(1, [1..10]) | false
before(1, (1..10]) | true
before([1..10], 15) | true
before([1..10), 10) | true
before([1..10], [15..20]) | true
after(10, 5) | true
after(12, [1..10]) | true
after([11..20], 12) | false
after([11..20], 10) | true
meets([1..5], [5..10]) | true
meets([1..5), [5..10]) | false
met by([5..10], [1..5]) | true
overlaps([1..5], [3..8]) | true
overlaps([1..5], [6..8]) | false
overlaps before([1..5], [3..8]) | true
overlaps before([3..8], [1..5]) | false
overlaps after([3..8], [1..5]) | true
finishes(10, [1..10]) | true
finishes(10, [1..10)) | false
finished by([1..10], 10) | true
includes([1..10], 5) | true
includes([1..10], 12) | false
includes((1..10], 1) | false
includes([1..10], [4..6]) | true
during(5, [1..10]) | true
during([4..6], [1..10]) | true
during(1, (1..10]) | false
starts(1, [1..10]) | true
starts(1, (1..10]) | false
started by([1..10], 1) | true
coincides(5, 5) | true
coincides([1..5], [1..5]) | true
coincides([1..5), [1..5]) | false
5 in [1..10] | true
1 in (1..10] | false
10 in [1..10) | false
5 in (< 10) | true
5 in (> 10) | false
5 in (1, 5) | true
"甲" in ("甲", "乙") | true
"丙" in ("甲", "乙") | false
[1..10].start | 1
[1..10).end included | false
(1..10).start included | false
is(date("2012-12-25"), date("2012-12-25")) | true
is(1, 1.0) | true
"""

LOGIC = """
true and null | null
false and null | false
null and false | false
true or null | true
null or false | null
not(true) | false
not(null) | null
not("a") | null
1 < 2 and 2 < 3 | true
1 between 0 and 2 | true
3 between 0 and 2 | false
null between 0 and 2 | null
1 = null | false
null = null | true
null != 1 | true
1 < null | null
"a" < "b" | true
"甲" = "甲" | true
1 = "1" | null
if 1 > 2 then "a" else "b" | b
if null then "a" else "b" | b
1 instance of number | true
"a" instance of string | true
null instance of number | false
[1, 2] instance of list<number> | true
[1, "a"] instance of list<number> | false
{a: 1} instance of context<a: number> | true
@"2024-01-01" instance of date | true
(function(a, b) a + b)(1, 2) | 3
(function(a: number) a)("x") | null
{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r | 120
"""

EXAMPLES = [pair for block in (LISTS, CONTEXTS, DATES, RANGES, LOGIC) for pair in lines(block)]


@pytest.mark.parametrize("expression, value", EXAMPLES)
def test_examples(expression: str, value: str) -> None:
    assert text(evaluate(expression).value) == value
