"""Text to tokens. Names are cut into parts here; the parser joins them, because only it knows the scope."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rulebook.feel.nodes import Span

MAX_TEXT = 50_000

KEYWORDS = frozenset(
    {
        *("true", "false", "null", "and", "or", "if", "then", "else", "for", "in", "return"),
        *("some", "every", "satisfies", "between", "instance", "function", "external"),
    }
)

# The FEEL grammar's name characters, less the full-width punctuation that a Chinese keyboard types for ( ) ,
# and the like: those may stand inside a known name, but must not silently become part of an unknown one.
_NAME_START = (
    "?A-Z_a-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3005-\u3007\u3012-\u3013\u3020-\ud7ff\uf900-\ufdcf\ufdf0-\ufeff"
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\ufffd\U00010000-\U000effff"
)
_NAME_PART = _NAME_START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"

_SPACE = re.compile(
    r"(?:[\s\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]"
    r"|//[^\n]*|/\*.*?\*/)+",
    re.DOTALL,
)
_TOKEN = re.compile(
    rf"""
      (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<name>[{_NAME_START}][{_NAME_PART}]*)
    | (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<op>\*\*|\.\.|->|<=|>=|!=|[-+*/=<>()\[\]{{}},:.@'])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:U([0-9A-Fa-f]{6})|u([0-9A-Fa-f]{4})|([ntr\"'\\]))")
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_FULL_WIDTH = str.maketrans("（），：；＜＞＝＋－＊／［］｛｝．“”！", '(),:;<>=+-*/[]{}.""!')


class FeelSyntaxError(ValueError):
    """The text is not FEEL. `message` says what was expected; `span` says where."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(f"line {span.line}, column {span.column}: {message}")
        self.message = message
        self.span = span


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is number, name, keyword, string, op, other or end; `text` is the source as written."""

    kind: str
    text: str
    start: int
    end: int
    spaced: bool  # white space (or a comment) stands before it


class Source:
    """The text and the places of its lines, to turn offsets into spans."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """The span of `text[start:end]`."""
        low, high = 0, len(self._starts)
        while high - low > 1:
            middle = (low + high) // 2
            if self._starts[middle] <= start:
                low = middle
            else:
                high = middle
        return Span(start, end, low + 1, start - self._starts[low] + 1)


def tokens(source: Source) -> list[Token]:
    """All tokens of the text and one `end` token. Characters that belong nowhere become `other` tokens.

    Raises FeelSyntaxError when the text is too long or a string or comment is not closed.
    """
    text = source.text
    if len(text) > MAX_TEXT:
        raise FeelSyntaxError(
            f"the expression is too long: {len(text)} characters, at most {MAX_TEXT} are allowed",
            source.span(0, 0),
        )
    found: list[Token] = []
    position, size = 0, len(text)
    while True:
        space = _SPACE.match(text, position)
        start = space.end() if space else position
        if start >= size:
            found.append(Token("end", "", size, size, space is not None))
            return found
        token = _next(source, start, space is not None)
        found.append(token)
        position = token.end


def _next(source: Source, start: int, spaced: bool) -> Token:
    text = source.text
    match = _TOKEN.match(text, start)
    if match is None:
        if text[start] == '"':
            raise FeelSyntaxError('this string is not closed: expected "', source.span(start, len(text)))
        return Token("other", text[start], start, start + 1, spaced)
    if text.startswith("/*", start):
        raise FeelSyntaxError("this comment is not closed: expected */", source.span(start, len(text)))
    kind = match.lastgroup or "other"
    word = match.group()
    if kind == "name" and word in KEYWORDS:
        kind = "keyword"
    return Token(kind, word, start, match.end(), spaced)


def unquote(literal: str) -> str:
    """The text a string literal stands for; a backslash that starts no known escape stays as it is."""
    return joined_surrogates(_ESCAPE.sub(_unescape, literal[1:-1]))


def _unescape(match: re.Match[str]) -> str:
    wide, narrow, plain = match.groups()
    if plain is not None:
        return _PLAIN[plain]
    code = int(wide or narrow, 16)
    return chr(code) if code < 0x110000 else str(match.group())


def joined_surrogates(text: str) -> str:
    """`text` with UTF-16 surrogate pairs (two \\u escapes) joined into the character they mean."""
    if not any("\ud800" <= each <= "\udfff" for each in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def hint(token: Token) -> str:
    """How a message names the token it stumbled over."""
    if token.kind == "end":
        return "the end of the expression"
    plain = token.text.translate(_FULL_WIDTH)
    if plain != token.text:
        return f"the full-width “{token.text}” (write {plain})"
    shown = token.text if len(token.text) <= 40 else token.text[:37] + "…"
    return f"“{shown}”"
