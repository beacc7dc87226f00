"""Strings and numbers: the standard's own examples and their edges. Each line: expression | FEEL text of its value."""

from __future__ import annotations

import pytest

from rulebook.feel.evaluate import evaluate
from rulebook.feel.values import text
from tests.rulebook.test_feel_evaluate import lines

SUBSTRING = """
substring("foobar", 3) | obar
substring("foobar", 3, 3) | oba
substring("foobar", -2, 1) | a
substring("foobar", 1) | foobar
substring("foobar", 6) | r
substring("foobar", -6) | foobar
substring("foobar", -1) | r
substring("foobar", 3, 100) | obar
substring("\U0001f40eab", 2) | ab
substring("\U0001f40eab", 1, 1) | 🐎
substring(string: "foobar", start position: 3) | obar
substring(string: "foobar", start position: 3, length: 3) | oba
substring("企业服务", 2, 2) | 业服
substring("企业服务", -2) | 服务
substring(null, 1) | null
substring("a", null) | null
substring("a", "1") | null
substring(1, 1) | null
substring() | null
substring("a") | null
substring before("foobar", "bar") | foo
substring before("foobar", "foo") |\u0020
substring before("foobar", "o") | f
substring before("foobar", "xyz") |\u0020
substring before("foobar", "") |\u0020
substring before("", "a") |\u0020
substring before(null, "a") | null
substring before("沪杨府规〔2022〕1号", "〔") | 沪杨府规
substring after("foobar", "ob") | ar
substring after("foobar", "r") |\u0020
substring after("", "a") |\u0020
substring after("foo", "") | foo
substring after("foobar", "xyz") |\u0020
substring after(null, "a") | null
substring after("杨府规〔2022〕1号", "〕") | 1号
substring after(string: "a=b", match: "=") | b
"""

SEARCH = """
contains("foobar", "of") | false
contains("foobar", "ob") | true
contains("foobar", "") | true
contains("", "") | true
contains("", "a") | false
contains("高新技术企业", "新技") | true
contains("abc", "B") | false
contains(null, "a") | null
contains("a", null) | null
contains("a", 1) | null
contains(string: "foobar", match: "bar") | true
starts with("foobar", "fo") | true
starts with("foobar", "ob") | false
starts with("foobar", "") | true
starts with("上海市杨浦区", "上海") | true
starts with("上海", "上海市") | false
starts with(null, "a") | null
ends with("foobar", "r") | true
ends with("foobar", "foobar") | true
ends with("foobar", "fo") | false
ends with("杨浦区", "区") | true
ends with("杨浦区", null) | null
string length("foo") | 3
string length("") | 0
string length("企业") | 2
string length("\U0001f40eab") | 3
string length("a\\nb") | 3
string length(null) | null
string length(3) | null
upper case("aBc4") | ABC4
upper case("") |\u0020
upper case("企业a") | 企业A
upper case(null) | null
lower case("aBc4") | abc4
lower case("ÄÖ") | äö
lower case(1) | null
string(1.1) | 1.1
string(true) | true
string("a") | a
string(null) | null
string(100) | 100
string(1.0) | 1
string(-0.5) | -0.5
string(0.000001) | 0.000001
string(date("2024-02-29")) | 2024-02-29
string(duration("P1Y2M")) | P1Y2M
string([1, "a", null]) | [1, "a", null]
string({a: 1, b: "x"}) | {a: 1, b: "x"}
string([1..2)) | [1..2)
"""

MATCHING = """
matches("foobar", "^fo*b") | true
matches("foobar", "^fo*x") | false
matches("foobar", "o") | true
matches("foobar", "O") | false
matches("foobar", "O", "i") | true
matches("foo\\nbar", "o.b") | false
matches("foo\\nbar", "o.b", "s") | true
matches("a\\nb", "^b") | false
matches("a\\nb", "^b", "m") | true
matches("abc", "a b c", "x") | true
matches("12345", "^[0-9]{5}$") | true
matches("1234a", "^[0-9]{5}$") | false
matches("a-b", "[a\\\\-z]") | true
matches("企业", "^\\\\p{IsCJKUnifiedIdeographs}+$") | true
matches("ab", "(a)(b)") | true
matches(null, "a") | null
matches("a", null) | null
matches("a", "[") | null
matches("a", "a", "z") | null
matches("a.c", "a.c", "q") | true
matches("abc", "a.c", "q") | false
matches("x", "a|b|x") | true
matches("", "") | true
replace("banana", "a", "o") | bonono
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") | [1=ab][2=]cd
replace("abracadabra", "bra", "*") | a*cada*
replace("abracadabra", "a.*a", "*") | *
replace("abracadabra", "a.*?a", "*") | *c*bra
replace("abracadabra", "a", "") | brcdbr
replace("AAAA", "A+", "b") | b
replace("AAAA", "A+?", "b") | bbbb
replace("darted", "^(.*?)d(.*)$", "$1c$2") | carted
replace("hello", "l", "L") | heLLo
replace("hello", "x", "y") | hello
replace("Hello", "h", "j", "i") | jello
replace("2022年3月", "[年月]", "-") | 2022-3-
replace(null, "a", "b") | null
replace("a", "[", "b") | null
split("John Doe", "\\\\s") | ["John", "Doe"]
split("a;b;c;;", ";") | ["a", "b", "c", "", ""]
split("abc", ";") | ["abc"]
split("甲、乙、丙", "、") | ["甲", "乙", "丙"]
split("a1b22c", "[0-9]+") | ["a", "b", "c"]
split("", ";") | [""]
split(null, ";") | null
string join(["a", "b", "c"], "_and_") | a_and_b_and_c
string join(["a", "b", "c"], "") | abc
string join(["a", "b", "c"], null) | abc
string join(["a"], "X") | a
string join(["a", null, "c"], "X") | aXc
string join([], "X") |\u0020
string join(["a", "b"]) | ab
string join(["甲", "乙"], "、") | 甲、乙
string join([1, "b"], "X") | null
"""

NUMBERS = """
decimal(1/3, 2) | 0.33
decimal(1.5, 0) | 2
decimal(2.5, 0) | 2
decimal(3.5, 0) | 4
decimal(-2.5, 0) | -2
decimal(0.125, 2) | 0.12
decimal(1234.5678, -2) | 1200
decimal(null, 2) | null
decimal(1, null) | null
floor(1.5) | 1
floor(-1.5) | -2
floor(-1.56, 1) | -1.6
floor(3) | 3
floor(null) | null
ceiling(1.5) | 2
ceiling(-1.5) | -1
ceiling(-1.56, 1) | -1.5
ceiling(3) | 3
round up(5.5, 0) | 6
round up(-5.5, 0) | -6
round up(1.121, 2) | 1.13
round up(-1.126, 2) | -1.13
round down(5.5, 0) | 5
round down(-5.5, 0) | -5
round down(1.121, 2) | 1.12
round down(-1.126, 2) | -1.12
round half up(5.5, 0) | 6
round half up(-5.5, 0) | -6
round half up(1.121, 2) | 1.12
round half up(-1.126, 2) | -1.13
round half up(6453.005, 2) | 6453.01
round half down(5.5, 0) | 5
round half down(-5.5, 0) | -5
round half down(1.121, 2) | 1.12
round half down(-1.126, 2) | -1.13
round half down(6453.005, 2) | 6453
abs(10) | 10
abs(-10) | 10
abs(0) | 0
abs(@"-P1M") | P1M
abs("a") | null
modulo(12, 5) | 2
modulo(-12, 5) | 3
modulo(12, -5) | -3
modulo(-12, -5) | -2
modulo(10.1, 4.5) | 1.1
modulo(-10.1, 4.5) | 3.4
modulo(10.1, -4.5) | -3.4
modulo(-10.1, -4.5) | -1.1
modulo(5, 0) | null
sqrt(16) | 4
sqrt(0) | 0
sqrt(2) = decimal(sqrt(2), 33) | true
sqrt(-1) | null
log(1) | 0
log(0) | null
log(-1) | null
decimal(log(10), 8) | 2.30258509
exp(0) | 1
decimal(exp(5), 8) | 148.4131591
odd(5) | true
odd(2) | false
odd(-1) | true
even(5) | false
even(2) | true
even(0) | true
even(null) | null
number("1 000,0", " ", ",") | 1000
number("1,000.0", ",", ".") | 1000
number("1.000,5", ".", ",") | 1000.5
number("1000", null, null) | 1000
number("-1.5", null, null) | -1.5
number("一千", null, null) | null
number("", null, null) | null
number(null, null, null) | null
number("1", ",", ",") | null
"""

ARITHMETIC = """
1 + 2 * 3 | 7
(1 + 2) * 3 | 9
2 ** 10 | 1024
2 ** 3 ** 2 | 64
-2 ** 2 | 4
10 / 4 | 2.5
1 / 3 * 3 = 1 | false
0.1 + 0.2 = 0.3 | true
1 / 0 | null
0 / 5 | 0
- 5 | -5
- - 5 | 5
1e3 | 1000
.5 + 0.5 | 1
100 - 0.01 | 99.99
"a" + "b" | ab
"a" + 1 | null
1 + null | null
null * 2 | null
true + 1 | null
5975 * 0.27 * 8 * 0.5 | 6453
9999999999999999999999999999999999 + 1 | 10000000000000000000000000000000000
"""


EXAMPLES = [pair for block in (SUBSTRING, SEARCH, MATCHING, NUMBERS, ARITHMETIC) for pair in lines(block)]


@pytest.mark.parametrize("expression, value", EXAMPLES)
def test_examples(expression: str, value: str) -> None:
    assert text(evaluate(expression).value) == value


@pytest.mark.parametrize("expression, value", EXAMPLES)
def test_what_is_null_says_why(expression: str, value: str) -> None:
    found = evaluate(expression)
    if found.value is None and "null" not in expression:
        assert found.diagnostics and all(each.message for each in found.diagnostics)
