"""Texts that are not FEEL: the fault stands where a reader looks for it. Each line: text | line | column."""

from __future__ import annotations

import pytest

import rulebook
from rulebook.feel import FeelSyntaxError, parse, parse_unary_tests

BROKEN = """
1 + | 1 | 4
(1 | 1 | 3
(a | 1 | 3
a) | 1 | 2
] | 1 | 2
[1, 2 | 1 | 6
{a: 1 | 1 | 6
{a 1} | 1 | 5
{"a": } | 1 | 7
"open | 1 | 1
@"x | 1 | 2
1 2 | 1 | 3
1.. | 1 | 2
1 = = 2 | 1 | 5
1 $ 2 | 1 | 3
# 1 | 1 | 1
- | 1 | 2
** | 1 | 1
and b | 1 | 1
a and | 1 | 6
a or or b | 1 | 6
if a then b | 1 | 12
if a else b | 1 | 6
for x in [1] | 1 | 13
for in [1] return x | 1 | 5
some x in [1] | 1 | 14
every x satisfies y | 1 | 20
a between 1 | 1 | 12
a in | 1 | 5
x in (1, | 1 | 9
not( | 1 | 5
function(x) | 1 | 12
f(1, | 1 | 5
f(x: 1, 2) | 1 | 10
date("2024-01-01" | 1 | 18
a. | 1 | 3
a[ | 1 | 3
a[1 | 1 | 4
甲 + | 1 | 4
"企业" + | 1 | 7
营业收入 >= | 1 | 8
"""
CASES = [tuple(line.rsplit(" | ", 2)) for line in BROKEN.strip().splitlines()]
CASES += [("\n\n1 +", "3", "4"), ("a\n+ (b", "2", "5"), ("// note\n1 +", "2", "4"), ("/* a\nb */ (", "2", "7")]


@pytest.mark.parametrize("text, line, column", CASES)
def test_the_fault_stands_where_it_is(text: str, line: str, column: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse(text)
    assert (caught.value.span.line, caught.value.span.column) == (int(line), int(column))
    assert caught.value.message
    assert caught.value.message in str(caught.value)


@pytest.mark.parametrize("text, line, column", CASES)
def test_the_front_says_the_same(text: str, line: str, column: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        rulebook.compile(text)
    assert (caught.value.span.line, caught.value.span.column) == (int(line), int(column))


@pytest.mark.parametrize("text", ["", "   ", "// only a comment", "/* open"])
def test_nothing_is_not_an_expression(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        parse(text)


@pytest.mark.parametrize("text", ["1,", ", 1", "not(", "> ", "[1..", "1 2", "not(1", '"a" "b"'])
def test_cells_too(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        parse_unary_tests(text)


@pytest.mark.parametrize("text", ["-", "1", "1, 2", "> 3", "[1..3]", 'not("a")', "null", "? > 3", "< 1, >= 5"])
def test_whole_cells_are_read(text: str) -> None:
    assert parse_unary_tests(text) is not None
