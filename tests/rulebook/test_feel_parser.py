"""FEEL text to tree: names in any script, precedence, spans, messages, and text that means harm."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook import feel
from rulebook.feel import (
    And,
    Arith,
    Between,
    Call,
    Compare,
    FeelSyntaxError,
    Filter,
    For,
    FunctionDef,
    If,
    In,
    InstanceOf,
    ListLit,
    Name,
    NamedType,
    NameIndex,
    Neg,
    NumberLit,
    Path,
    RangeLit,
    StringLit,
    UnaryTest,
    parse,
    parse_unary_tests,
    walk,
)

ONE, TWO, THREE = (NumberLit(Decimal(each)) for each in (1, 2, 3))


@pytest.mark.parametrize(
    "text, names, expected",
    [
        ("研发费用占比", (), Name("研发费用占比")),
        ("企业规模 = 1", (), Compare("=", Name("企业规模"), ONE)),
        ("企业", ("企业规模",), Name("企业")),
        ("研发 费用/万元 * 2", ("研发 费用/万元",), Arith("*", Name("研发 费用/万元"), TWO)),
        ("Teacher's score + 1", ("Teacher's score",), Arith("+", Name("Teacher's score"), ONE)),
        ("a-b", ("a-b",), Name("a-b")),
        ("a-b", (), Arith("-", Name("a"), Name("b"))),
        ("a - b", ("a-b",), Arith("-", Name("a"), Name("b"))),
        ("收入（万元）", ("收入（万元）",), Name("收入（万元）")),
        ("not eligible", ("not eligible",), Name("not eligible")),
        ("date  and\ttime", (), Name("date and time")),
        ("2nd place", ("2nd place",), Name("2nd place")),
        ("a b c", ("a b", "a b c"), Name("a b c")),
        ("for profit", ("for profit",), Name("for profit")),
    ],
)
def test_names(text: str, names: tuple[str, ...], expected: feel.Node) -> None:
    assert parse(text, names) == expected
    assert parse(text, NameIndex(names)) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("1 + 2 * 3", Arith("+", ONE, Arith("*", TWO, THREE))),
        ("1 - 2 - 3", Arith("-", Arith("-", ONE, TWO), THREE)),
        ("1 ** 2 ** 3", Arith("**", Arith("**", ONE, TWO), THREE)),
        ("-1 ** 2", Arith("**", Neg(ONE), TWO)),
        ("a and b and c", And((Name("a"), Name("b"), Name("c")))),
        ("1 between 1 and 2 and a", And((Between(ONE, ONE, TWO), Name("a")))),
        ("1 in (< 2, 3)", In(ONE, (UnaryTest("<", TWO), THREE))),
        ("1 in (1 + 2) * 3", In(ONE, (Arith("*", Arith("+", ONE, TWO), THREE),))),
        ("[1..2)", RangeLit(ONE, TWO, True, False)),
        ("]1..2[", RangeLit(ONE, TWO, False, False)),
        ("[1..2[.end", Path(RangeLit(ONE, TWO, True, False), "end")),
        ("(1..2]", RangeLit(ONE, TWO, False, True)),
        ("[1, 2]", ListLit((ONE, TWO))),
        ("a[1][2]", Filter(Filter(Name("a"), ONE), TWO)),
        ("a.b.c", Path(Path(Name("a"), "b"), "c")),
        ("a.time offset", Path(Name("a"), "time offset")),
        ("if a then 1 else 2", If(Name("a"), ONE, TWO)),
        ("f(1)(2)", Call(Call(Name("f"), (ONE,)), (TWO,))),
        ("x instance of date and time", InstanceOf(Name("x"), NamedType("date and time"))),
        (r'"\u4f01\U01F40E\n\d"', StringLit("企🐎\n\\d")),
        ("1 // one\n+ /* two */ 2", Arith("+", ONE, TWO)),
        (".5", NumberLit(Decimal("0.5"))),
    ],
)
def test_shapes(text: str, expected: feel.Node) -> None:
    assert parse(text) == expected


def test_loops_and_functions_bring_their_own_names() -> None:
    loop = parse("for a b in [1] return a b + 1")
    assert isinstance(loop, For)
    assert loop.body == Arith("+", Name("a b"), ONE)
    function = parse("function(x-y: number) x-y")
    assert isinstance(function, FunctionDef)
    assert function.body == Name("x-y")
    assert parse("{x-y: 1, z: x-y}.z") != parse("{x: 1, z: x-y}.z")


def test_a_declared_name_ends_with_its_form() -> None:
    both = parse("[function(a-b) a-b, a-b]")
    assert isinstance(both, ListLit)
    assert both.items[1] == Arith("-", Name("a"), Name("b"))


def test_named_arguments() -> None:
    call = parse('substring(string: "abc", start position: 2)')
    assert isinstance(call, Call)
    assert [each.name for each in call.named] == ["string", "start position"]


def test_members_are_names_after_dots_and_in_filters() -> None:
    tree = parse("staff[monthly pay-base > 1].monthly pay-base", members=["monthly pay-base"])
    names = [each.name for each in walk(tree) if isinstance(each, Name)]
    assert isinstance(tree, Path)
    assert (tree.member, names) == ("monthly pay-base", ["staff", "monthly pay-base"])


@pytest.mark.parametrize(
    "text, tests, negated, matches_all",
    [
        ("-", 0, False, True),
        ("< 5, [10..20)", 2, False, False),
        ('not("甲", "乙")', 2, True, False),
        ("not(a) and b", 1, False, False),
        ("? > 5", 1, False, False),
        ("-5", 1, False, False),
        ("null", 1, False, False),
    ],
)
def test_unary_tests(text: str, tests: int, negated: bool, matches_all: bool) -> None:
    found = parse_unary_tests(text)
    assert (len(found.tests), found.negated, found.any) == (tests, negated, matches_all)


@pytest.mark.parametrize(
    "text, line, column, words",
    [
        ("1 +", 1, 4, "end of the expression"),
        ("1 +\n  )", 2, 3, "expected a value"),
        ("if a then 1", 1, 12, "every “if” needs one"),
        ("企业（规模", 1, 3, "full-width “（” (write ()"),
        ('"abc', 1, 1, "not closed"),
        ("f(1, 2", 1, 7, "“,” or “)”"),
        ("[1..2", 1, 6, "end of the range"),
        ("{a 1}", 1, 5, "a key"),
        ("/* x", 1, 1, "comment is not closed"),
        ("@10", 1, 2, "string right after"),
        ("for x of y return 1", 1, 20, "then “in”"),
        ("", 1, 1, "expected a value"),
    ],
)
def test_messages_say_where_and_what(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse(text)
    span = caught.value.span
    assert words in caught.value.message
    assert (span.line, span.column) == (line, column)


def test_spans_lead_back_to_the_text() -> None:
    text = "成立月数 >= 12\nand  (营业收入 + 1) < 5"
    found = {text[node.span.start : node.span.end] for node in walk(parse(text))}
    assert {"成立月数 >= 12", "营业收入 + 1", "营业收入", "12", "5", text} <= found


DEEP = ["(", "[", "{a:", "f(", "-", "if a then ", "not(", "x in (", "[1..a[", "function(x) ", "1+(", "a[", "list<"]


@pytest.mark.parametrize("opener", DEEP)
def test_deep_nesting_is_a_syntax_error(opener: str) -> None:
    with pytest.raises(FeelSyntaxError):
        parse(opener * 5000 + "1")


def test_long_chains_and_long_texts_are_syntax_errors() -> None:
    for text in ("+".join("1" * 5000), "a" + ".b" * 5000, "x" + "[1]" * 5000, "1" * 300_000):
        with pytest.raises(FeelSyntaxError):
            parse(text)


def test_wide_texts_are_fine() -> None:
    assert len(list(walk(parse(" and ".join(f"a{each} > {each}" for each in range(2000)))))) > 6000


@given(st.text(max_size=80))
def test_any_text_gives_a_tree_or_a_syntax_error(text: str) -> None:
    for rule in (parse, parse_unary_tests):
        try:
            tree = rule(text)
        except FeelSyntaxError as error:
            assert 0 <= error.span.start <= error.span.end <= len(text) or error.span.end == 0
        else:
            assert isinstance(tree, feel.Node)


PIECES = ["1", "a", "甲 乙", '"s"', "(", ")", "[", "]", "{", "}", "..", ".", ",", ":", "+", "-", "<", "=", "in", "not"]
PIECES += ["if", "then", "else", "for", "return", "function", "and", "between", "instance", "of", "@", "'", "（", "?"]


@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sets(st.sampled_from(["甲 乙", "a-1", "a . a", "if a"])))
def test_any_row_of_tokens_gives_a_tree_or_a_syntax_error(pieces: list[str], names: set[str]) -> None:
    for rule in (parse, parse_unary_tests):
        try:
            rule(" ".join(pieces), names)
        except FeelSyntaxError as error:
            assert error.message
