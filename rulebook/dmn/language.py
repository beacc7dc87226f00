"""Expressions that are not written in FEEL: which of them mean the same in FEEL, and which cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rulebook.dmn.xmltree import Element
from rulebook.feel import FeelSyntaxError, parse_unary_tests
from rulebook.feel import nodes as n

_WRAPPED = re.compile(r"[$#]\{\s*(.*?)\s*\}", re.DOTALL)
_TOKEN = re.compile(
    r"""\s*(?: (?P<text>"[^"\\]*"|'[^'"\\]*') | (?P<number>[0-9]+(?:\.[0-9]+)?)
             | (?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*) | (?P<sign>==|!=|<=|>=|&&|\|\||[<>()+*/-]) )""",
    re.VERBOSE,
)
_SIGNS = {"==": "=", "&&": "and", "||": "or"}
_WORDS = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "true": "true", "false": "false"}
_UNLIKE = frozenset(
    ("not", "empty", "div", "mod", "new", "typeof", "instanceof", "return", "var", "in", "if", "function")
)
_LITERALS = (
    n.UnaryTests,
    n.UnaryTest,
    n.RangeLit,
    n.Neg,
    n.NumberLit,
    n.StringLit,
    n.BoolLit,
    n.NullLit,
    n.AtLit,
)


class NotFeel(ValueError):
    """An expression in another language. The message names the language and shows the expression."""


def feel_text(element: Element, default: str = "") -> str:
    """The FEEL text inside an element; `default` is the file's language.

    What other languages write with names, texts, numbers, comparisons and connectives alone is said in FEEL. Raises
    NotFeel for the rest.
    """
    inner = element.first("text")
    text = "" if inner is None else inner.text
    language = element.get("expressionLanguage") or default
    wrapped = _WRAPPED.fullmatch(text.strip())
    if wrapped is None and (not language or "feel" in language.lower()):
        return text
    plain = wrapped[1] if wrapped else text.strip()
    if not plain or plain == "-" or (element.tag == "inputEntry" and _literal_tests(plain)):
        return plain
    try:
        return " ".join(_translated(plain))
    except NotFeel:
        raise NotFeel(f"“{plain[:60]}” is written in {language or 'JUEL'}, which is not read here; use FEEL") from None


def _literal_tests(text: str) -> bool:
    """Is the cell made of literals and comparisons with them alone? Then every language means the same by it."""
    try:
        tests = parse_unary_tests(text)
    except FeelSyntaxError:
        return False
    return all(isinstance(node, _LITERALS) for node in n.walk(tests))


def _translated(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise NotFeel(text)
        place = match.end()
        if match["name"]:
            if match["name"] in _UNLIKE or text[place:].lstrip().startswith("("):
                raise NotFeel(text)
            yield _WORDS.get(match["name"], match["name"])
        elif match["text"]:
            yield f'"{match["text"][1:-1]}"'
        else:
            yield match["number"] or _SIGNS.get(match["sign"], match["sign"])
