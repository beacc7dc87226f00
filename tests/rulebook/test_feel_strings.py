"""String functions against plain models, over characters that other engines count or cut wrongly."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.feel.evaluate import evaluate
from rulebook.feel.values import text
from tests.rulebook.test_feel_evaluate import lines

# letters, beyond the first plane, combining marks, width forms, joiners, quotes, ends of lines
SIGNS = "aB中惠企𠮷😀é\u0301ﬁß İ１，\u200d\u3000\"\\\n\t'"
STRINGS = st.text(SIGNS, max_size=8)
SHORT = st.text(SIGNS, min_size=1, max_size=2)


def literal(value: str) -> str:
    """The string as FEEL writes it, everything beyond ASCII escaped: by \\u in pairs, as Java's engines write them."""
    units = value.encode("utf-16-be")
    pairs = (int.from_bytes(units[place : place + 2], "big") for place in range(0, len(units), 2))
    return '"' + "".join(f"\\u{each:04X}" for each in pairs) + '"'


@given(STRINGS)
def test_an_escaped_string_is_the_string(value: str) -> None:
    assert evaluate(literal(value)).value == value
    assert evaluate(f"{literal(value)} = x", {"x": value}).value is True


@given(STRINGS, st.integers(-9, 9).filter(bool), st.one_of(st.none(), st.integers(1, 9)))
def test_substring_counts_characters_from_one_or_from_the_end(value: str, start: int, length: int | None) -> None:
    call = "substring(s, n)" if length is None else "substring(s, n, l)"
    found = evaluate(call, {"s": value, "n": start, "l": length}).value
    if abs(start) > len(value):
        assert found is None
        return
    tail = value[start - 1 :] if start > 0 else value[start:]
    assert found == (tail if length is None else tail[:length])


@given(STRINGS)
def test_length_is_in_characters_not_in_code_units(value: str) -> None:
    assert evaluate("string length(s)", {"s": value}).value == len(value)


@given(STRINGS, SHORT)
def test_before_match_and_after_are_the_whole(value: str, match: str) -> None:
    names = {"s": value, "m": match}
    whole = "substring before(s, m) + m + substring after(s, m)"
    assert evaluate(f"if contains(s, m) then {whole} = s else [substring before(s, m), substring after(s, m)]",
                    names).value == (True if match in value else ["", ""])  # fmt: skip


@given(STRINGS, STRINGS)
def test_containing_starting_and_ending(value: str, match: str) -> None:
    names = {"s": value, "m": match}
    found = evaluate("[contains(s, m), starts with(s, m), ends with(s, m)]", names).value
    assert found == [match in value, value.startswith(match), value.endswith(match)]


@given(STRINGS, SHORT)
def test_splitting_by_a_text_and_joining_is_the_text(value: str, delimiter: str) -> None:
    names = {"s": value, "d": delimiter, "p": re.sub(r"([\\.^$|?*+(){}\[\]-])", r"\\\1", delimiter)}
    assert evaluate("string join(split(s, p), d)", names).value == value
    assert evaluate("split(s, p)", names).value == value.split(delimiter)


@given(st.lists(st.one_of(st.none(), STRINGS), max_size=5), st.one_of(st.none(), STRINGS))
def test_joining_leaves_nulls_out(parts: list[str | None], delimiter: str | None) -> None:
    expected = (delimiter or "").join(each for each in parts if each is not None)
    assert evaluate("string join(p, d)", {"p": parts, "d": delimiter}).value == expected


@given(STRINGS, SHORT, STRINGS)
def test_replacing_literally_is_replacing(value: str, match: str, by: str) -> None:
    """Flag q: nothing in pattern or replacement means anything but itself."""
    assert evaluate('replace(s, m, b, "q")', {"s": value, "m": match, "b": by}).value == value.replace(match, by)


@given(STRINGS, STRINGS)
def test_texts_are_ordered_by_code_points(a: str, b: str) -> None:
    names = {"a": a, "b": b}
    assert evaluate("[a < b, a <= b, a = b, a > b]", names).value == [a < b, a <= b, a == b, a > b]
    assert evaluate("min(a, b)", names).value == min(a, b)


@given(st.one_of(STRINGS, st.text(max_size=6)))
def test_a_text_within_a_list_is_written_so_that_it_is_read_back(value: str) -> None:
    """`string` writes the members of lists as literals: what it writes is FEEL and means the same."""
    written = evaluate("string([s])", {"s": value}).value
    assert evaluate(written).value == evaluate("[s]", {"s": value}).value


KEYS = st.one_of(
    st.text(SIGNS, max_size=4), st.sampled_from(["if", "a b", "a-b", "1a", "a:b", "in", "x.y", "", "a  b", "null"])
)


@given(st.dictionaries(KEYS, st.one_of(st.none(), st.booleans(), st.integers(-9, 9), STRINGS), max_size=3))
def test_a_context_is_written_so_that_it_is_read_back(value: dict[str, object]) -> None:
    written = evaluate("string(c)", {"c": value}).value
    assert evaluate(written).value == evaluate("c", {"c": value}).value


STRINGS_AS_THE_STANDARD_S_EXAMPLES_AND_BEYOND = lines(r"""
substring("foobar", 3) | obar
substring("foobar", 3, 3) | oba
substring("foobar", -2, 1) | a
substring("\U01F40Eab", 2) | ab
substring("\uD83D\uDCA9x", 1, 1) | 💩
substring("abc", 0) | null
substring("abc", 1, 0) | null
substring("abc", 1, -1) | null
substring("abc", 4) | null
substring("", 1) | null
substring("abc", 2, 99) | bc
substring("abc", 1.9) | abc
substring(null, 1) | null
substring(string: "abc", start position: 2, length: null) | bc
string length("") | 0
string length("e\u0301") | 2
string length("𠮷") | 1
string length("\uD842\uDFB7") | 1
upper case("aBc4ß") | ABC4SS
lower case("ÀÉ") | àé
upper case("ﬁ") | FI
upper case("中") | 中
substring before("foobar", "bar") | foo
substring before("foobar", "xyz") |
substring before("foobar", "") |
substring after("foobar", "ob") | ar
substring after("", "a") |
substring after("foobar", "") | foobar
substring after("foobar", "xyz") |
contains("foobar", "of") | false
contains("", "") | true
starts with("foobar", "fo") | true
ends with("foobar", "r") | true
contains("é", "e\u0301") | false
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") | [1=ab][2=]cd
replace("abracadabra", "a.*?a", "*") | *c*bra
replace("AAAA", "A+?", "b") | bbbb
replace("darted", "^(.*?)d(.*)$", "$1c$2") | carted
replace("a.b", ".", "$", "q") | a$b
replace("abc", "b", "$9") | ac
replace("abc", "b", "\\$") | a$c
replace("abc", "x*", "-") | null
replace("abc", "b", "$") | null
replace("😀a", ".", "x") | xx
matches("foobar", "^fo*b") | true
matches("FoO", "foo", "i") | true
matches("a\nb", "a.b") | false
matches("a\nb", "a.b", "s") | true
matches("a\nb", "^b$", "m") | true
matches("a b", "ab", "x") | false
matches("ab", "a b", "x") | true
matches("a", "[") | null
matches("a", "a", "z") | null
matches("中１", "^\\w\\d$") | true
split("John Doe", "\\s") | ["John", "Doe"]
split("a;b;c;;", ";") | ["a", "b", "c", "", ""]
split("", ",") | [""]
split("abc", "") | null
string join(["a", "b", "c"], "_and_") | a_and_b_and_c
string join(["a"], "X") | a
string join(["a", null, "c"]) | ac
string join([]) |
string join(["a", 1], ",") | null
string join("a", ",") | a
string(null) | null
string("null") | null
string(true) | true
string([1, null]) | [1, null]
string({a: "x\"y"}) | {a: "x\"y"}
string(@"2024-01-31T10:00:00@Asia/Shanghai") | 2024-01-31T10:00:00@Asia/Shanghai
string(@"P1DT24H") | P2D
string(@"-P13M") | -P1Y1M
string((>= 5)) | >=5
string([1..5)) | [1..5)
""")


@pytest.mark.parametrize(("call", "expected"), STRINGS_AS_THE_STANDARD_S_EXAMPLES_AND_BEYOND)
def test_strings_as_the_standard_s_examples_and_beyond(call: str, expected: str) -> None:
    assert text(evaluate(call).value) == expected


@pytest.mark.parametrize("name", ["string length", "upper case", "lower case"])
@pytest.mark.parametrize("argument", ["null", "1", "true", "[1, 2]", "{}"])
def test_what_is_no_text_is_null_and_said(name: str, argument: str) -> None:
    result = evaluate(f"{name}({argument})")
    assert result.value is None
    assert name in result.diagnostics[0].message


@pytest.mark.parametrize(
    "name", ["contains", "starts with", "ends with", "substring before", "substring after", "matches", "split"]
)
@pytest.mark.parametrize(
    "args", ["null, null", 'null, "a"', '"a", null', '"a", 1', '1, "a"', '"a"', '"a", "b", "c", "d"']
)
def test_half_a_question_is_null_and_said(name: str, args: str) -> None:
    result = evaluate(f"{name}({args})")
    assert result.value is None
    assert result.diagnostics
