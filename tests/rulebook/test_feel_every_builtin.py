"""Every built-in function by the standard's tables: names of parameters, positions, what is left out, what is wrong."""

from __future__ import annotations

import pytest

import rulebook
from rulebook.feel.builtins import FUNCTIONS

# function | parameters as the standard names them, those in [] may be left out | arguments | value
FORMS = r"""
date | from | "2024-02-29" | date("2024-02-29")
date | year, month, day | 2024, 2, 29 | date("2024-02-29")
date and time | date, time | date("2024-02-29"), time("10:00:00") | date and time("2024-02-29T10:00:00")
date and time | from | "2024-02-29T10:00:00" | date and time(date("2024-02-29"), time("10:00:00"))
time | from | "10:00:00" | time(10, 0, 0)
time | hour, minute, second, [offset] | 10, 0, 0, duration("PT8H") | time("10:00:00+08:00")
number | from, [grouping separator], [decimal separator] | "1 234,5", " ", "," | 1234.5
string | from | 1.50 | "1.5"
duration | from | "P1Y2M" | duration("P14M")
years and months duration | from, to | date("2023-01-31"), date("2024-03-01") | duration("P13M")
not | negand | true | false
substring | string, start position, [length] | "foobar", 3, 2 | "ob"
string length | string | "企业" | 2
upper case | string | "aB" | "AB"
lower case | string | "aB" | "ab"
substring before | string, match | "a=b", "=" | "a"
substring after | string, match | "a=b", "=" | "b"
replace | input, pattern, replacement, [flags] | "aBc", "b", "-", "i" | "a-c"
contains | string, match | "foobar", "ob" | true
starts with | string, match | "foobar", "fo" | true
ends with | string, match | "foobar", "ar" | true
matches | input, pattern, [flags] | "Foobar", "^fo", "i" | true
split | string, delimiter | "a,b", "," | ["a", "b"]
string join | list, [delimiter] | ["a", "b"], "-" | "a-b"
list contains | list, element | [1, 2], 2 | true
count | list | [1, null] | 2
min | list | [2, 1] | 1
max | list | [2, 1] | 2
sum | list | [2, 1] | 3
mean | list | [2, 1] | 1.5
product | list | [2, 3] | 6
median | list | [3, 1, 2] | 2
stddev | list | [1, 3] | sqrt(2)
mode | list | [1, 1, 2] | [1]
all | list | [true, true] | true
any | list | [false, true] | true
sublist | list, start position, [length] | [4, 5, 6], 2, 1 | [5]
append | list, item | [1], 2 | [1, 2]
insert before | list, position, newItem | [1, 3], 2, 2 | [1, 2, 3]
remove | list, position | [1, 2], 1 | [2]
list replace | list, position, newItem | [1, 2], 2, 9 | [1, 9]
list replace | list, match, newItem | [1, 2], function(item, newItem) item = 2, 9 | [1, 9]
reverse | list | [1, 2] | [2, 1]
index of | list, match | [1, 2, 1], 1 | [1, 3]
distinct values | list | [1, 2, 1] | [1, 2]
flatten | list | [[1], [[2]]] | [1, 2]
sort | list, precedes | [2, 1], function(x, y) x < y | [1, 2]
decimal | n, scale | 2.5, 0 | 2
floor | n, [scale] | 1.57, 1 | 1.5
ceiling | n, [scale] | 1.51, 1 | 1.6
round up | n, scale | 1.21, 1 | 1.3
round down | n, scale | 1.29, 1 | 1.2
round half up | n, scale | 2.5, 0 | 3
round half down | n, scale | 2.5, 0 | 2
abs | n | -2 | 2
modulo | dividend, divisor | -10, 4 | 2
sqrt | number | 16 | 4
log | number | 1 | 0
exp | number | 0 | 1
odd | number | 3 | true
even | number | 3 | false
is | value1, value2 | 1, 1.0 | true
before | point1, point2 | 1, 2 | true
before | point, range | 1, [2..3] | true
before | range, point | [1..2], 3 | true
before | range1, range2 | [1..2], [3..4] | true
after | point1, point2 | 2, 1 | true
after | range, point | [2..3], 1 | true
after | range1, range2 | [3..4], [1..2] | true
meets | range1, range2 | [1..2], [2..3] | true
met by | range1, range2 | [2..3], [1..2] | true
overlaps | range1, range2 | [1..3], [2..4] | true
overlaps before | range1, range2 | [1..3], [2..4] | true
overlaps after | range1, range2 | [2..4], [1..3] | true
finishes | point, range | 3, [1..3] | true
finishes | range1, range2 | [2..3], [1..3] | true
finished by | range, point | [1..3], 3 | true
includes | range, point | [1..3], 2 | true
during | point, range | 2, [1..3] | true
starts | point, range | 1, [1..3] | true
started by | range, point | [1..3], 1 | true
coincides | point1, point2 | 1, 1 | true
coincides | range1, range2 | [1..2], [1..2] | true
day of year | date | date("2024-12-31") | 366
day of week | date | date("2024-02-29") | "Thursday"
month of year | date | date("2024-02-29") | "February"
week of year | date | date("2021-01-01") | 53
get value | m, key | {a: 1}, "a" | 1
get entries | m | {a: 1} | [{key: "a", value: 1}]
context | entries | [{key: "a", value: 1}] | {a: 1}
context put | context, key, value | {a: 1}, "b", 2 | {a: 1, b: 2}
context put | context, keys, value | {a: {b: 1}}, ["a", "b"], 2 | {a: {b: 2}}
context merge | contexts | [{a: 1}, {b: 2}] | {a: 1, b: 2}
range | from | "[1..3)" | [1..3)
"""
VARIADIC = {"concatenate", "union"}  # without a name for what they gather
CLOCK = {"now", "today"}
CONTEXTS = ("context", "context put", "context merge", "get value", "get entries")
FREE = {"string", "is", "not"}  # of any kind, or null is an answer
WRONG = {  # a value that no parameter of these functions may be: most lists may be one value
    **dict.fromkeys(("count", "flatten", "reverse", "distinct values", "list contains", "index of"), "function(x) x"),
    **dict.fromkeys(("append", "insert before", "remove", "sublist", "sort"), "function(x) x"),
}


def rows() -> list[tuple[str, list[str], list[str], str]]:
    found = []
    for line in FORMS.strip().splitlines():
        name, names, arguments, value = (each.strip() for each in line.split("|"))
        given = rulebook.evaluate(f"count([{arguments}])").value
        parts = split(arguments)
        assert len(parts) == given == len(names.split(",")), line
        found.append((name, [each.strip() for each in names.split(",")], parts, value))
    return found


def split(arguments: str) -> list[str]:
    """At commas outside brackets and quotes."""
    parts, depth, quoted = [""], 0, False
    for each in arguments:
        quoted ^= each == '"'
        depth += 0 if quoted else (each in "([{") - (each in ")]}")
        if each == "," and depth == 0 and not quoted:
            parts.append("")
        else:
            parts[-1] += each
    return [each.strip() for each in parts]


ROWS = rows()
IDS = [f"{name}({', '.join(names)})" for name, names, _, _ in ROWS]
each_form = pytest.mark.parametrize(("name", "names", "parts", "value"), ROWS, ids=IDS)


def same(call: str, value: str) -> bool:
    return rulebook.evaluate(f"is({call}, {value}) or {call} = {value}").value is True


def called(name: str, names: list[str], parts: list[str]) -> str:
    named = [f"{each.strip('[]')}: {part}" for each, part in zip(names, parts, strict=True)]
    return f"{name}({', '.join(named)})"


def null_and_why(call: str) -> bool:
    found = rulebook.evaluate(call)
    return found.value is None and bool(found.diagnostics)


def test_the_table_has_every_function() -> None:
    assert {name for name, _, _, _ in ROWS} | VARIADIC | CLOCK == set(FUNCTIONS)


@each_form
def test_by_position_by_name_and_by_name_in_any_order(
    name: str, names: list[str], parts: list[str], value: str
) -> None:
    assert same(f"{name}({', '.join(parts)})", value)
    assert same(called(name, names, parts), value)
    if name not in ("before", "after") or set(names) != {"range", "point"}:  # two forms, told apart by order alone
        assert same(called(name, names[::-1], parts[::-1]), value)


@each_form
def test_what_may_be_left_out(name: str, names: list[str], parts: list[str], value: str) -> None:
    needed = sum(not each.startswith("[") for each in names)
    if needed < len(names):
        assert rulebook.evaluate(f"{name}({', '.join(parts[:needed])})").value is not None or name == "number"
        assert (
            same(called(name, names[:needed], parts[:needed]), f"{name}({', '.join(parts[:needed])})")
            or name == "number"
        )


@each_form
def test_too_few_too_many_and_names_that_are_none(name: str, names: list[str], parts: list[str], value: str) -> None:
    assert null_and_why(f"{name}()")
    assert null_and_why(called(name, [*names[:-1], "nobody"], parts))
    if name not in ("min", "max", "sum", "mean", "product", "median", "stddev", "mode", "all", "any", "append"):
        assert null_and_why(f"{name}({', '.join([*parts, *parts, *parts, '1'])})")


@each_form
def test_a_value_of_another_kind_is_null_and_says_why(
    name: str, names: list[str], parts: list[str], value: str
) -> None:
    if name in FREE:
        return
    wrong = WRONG.get(name, "{z: 1}" if name not in CONTEXTS else "5")
    for place in range(len(parts)):
        if names[place].strip("[]") in ("element", "match", "item", "newItem", "value") and name not in STRINGS:
            continue
        call = f"{name}({', '.join([*parts[:place], wrong, *parts[place + 1 :]])})"
        if not (wrong.startswith("function") and names[place] == "list"):
            assert null_and_why(call), call


STRINGS = ("substring before", "substring after", "contains", "starts with", "ends with")


@each_form
def test_null_is_no_value_of_what_is_needed(name: str, names: list[str], parts: list[str], value: str) -> None:
    if name in (*FREE, "all", "any"):
        return
    call = f"{name}({', '.join(['null', *parts[1:]])})"
    assert null_and_why(call), call


@pytest.mark.parametrize("name", sorted(VARIADIC))
def test_lists_put_together(name: str) -> None:
    assert same(f"{name}([1], [2], [])", "[1, 2]")
    assert same(f"{name}([1], 2)", "[1, 2]")
    assert null_and_why(f"{name}([1], null)")
    assert null_and_why(f"{name}()")


@pytest.mark.parametrize("name", sorted(CLOCK))
def test_the_clock_takes_nothing(name: str) -> None:
    assert null_and_why(f"{name}(1)")
    assert null_and_why(f"{name}()")  # none was given


def test_what_is_wrong_is_said_of_the_form_that_was_meant() -> None:
    for call, said in {
        "date(null, 1, 1)": "“year” must be a number, got null",
        'time(10, 0, "0")': "“second” must be a number, got a string",
        "before(1, null)": "“point2”",
        "context put({}, 1, 2)": "keys",
        "date(1, 2)": "expects",
        "date(years: 1)": "has no parameter “years”",
    }.items():
        assert said in str(rulebook.evaluate(call).diagnostics[0]), rulebook.evaluate(call).diagnostics[0]
