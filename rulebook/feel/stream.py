"""The parser's ground floor: moving through the tokens, reading names, spans, limits and messages."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rulebook.feel import nodes as n
from rulebook.feel.lexer import FeelSyntaxError, Source, Token, hint
from rulebook.feel.names import BUILTIN_INDEX, NameIndex, index_of, normal

MAX_NESTING = 100  # brackets, arguments and forms inside one another
MAX_HEIGHT = 200  # of the finished tree: also limits chains such as 1 + 1 + 1 + …
_NAME_SIGNS = frozenset({".", "/", "-", "'", "+", "*"})

Made = TypeVar("Made", bound=n.Node)


class Stream:
    """Tokens with a reading position and the names in scope."""

    def __init__(
        self,
        source: Source,
        stream: list[Token],
        names: Collection[str] | NameIndex,
        members: Collection[str] | NameIndex,
    ) -> None:
        self.source = source
        self.stream = stream
        self.position = 0
        self.range_ends = 0  # > 0 while the upper end of a range is read
        self._names = index_of(names)
        self._members = index_of(members)
        self._seen = NameIndex()  # keys of contexts written in this text, for paths
        self._locals: list[NameIndex] = []
        self._filters = 0
        self._nesting = 0
        self._heights: dict[int, int] = {}
        self._kept: list[n.Node] = []  # keeps the ids in _heights from being reused

    # Tokens -------------------------------------------------------------------------------------------------

    @property
    def token(self) -> Token:
        """The next token; the last one is of kind `end`."""
        return self.stream[self.position]

    def advance(self) -> Token:
        token = self.stream[self.position]
        if token.kind != "end":
            self.position += 1
        return token

    def at(self, kind: str, text: str) -> bool:
        token = self.stream[self.position]
        return token.kind == kind and token.text == text

    def take(self, kind: str, text: str) -> bool:
        """Step over the token if it is this one; say whether it was."""
        if self.at(kind, text):
            self.position += 1
            return True
        return False

    def expect(self, kind: str, text: str, expected: str) -> None:
        """Step over this token or fail with `expected`."""
        if not self.take(kind, text):
            raise self.error(f"expected {expected}")

    def error(self, message: str) -> FeelSyntaxError:
        token = self.token
        return FeelSyntaxError(f"{message}, found {hint(token)}", self.source.span(token.start, token.end))

    # Spans and limits ---------------------------------------------------------------------------------------

    def since(self, start: int) -> n.Span:
        """From `start` to the end of the token read last."""
        end = self.stream[self.position - 1].end if self.position else start
        return self.source.span(start, max(start, end))

    def across(self, first: n.Node, last: n.Node) -> n.Span:
        return self.source.span(first.span.start, last.span.end)

    def made(self, node: Made, *below: n.Node) -> Made:
        """`node`, unless the tree under it is too high."""
        height = 1 + max((self._heights.get(id(child), 1) for child in below), default=0)
        if height > MAX_HEIGHT:
            raise FeelSyntaxError(f"the expression is nested more than {MAX_HEIGHT} levels deep", node.span)
        self._heights[id(node)] = height
        self._kept.append(node)
        return node

    @contextmanager
    def nested(self) -> Iterator[None]:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            token = self.token
            raise FeelSyntaxError(
                f"the expression is nested more than {MAX_NESTING} levels deep",
                self.source.span(token.start, token.end),
            )
        yield
        self._nesting -= 1

    @contextmanager
    def inside_range(self) -> Iterator[None]:
        before, self.range_ends = self.range_ends, 1
        yield
        self.range_ends = before

    @contextmanager
    def outside_range(self) -> Iterator[None]:
        before, self.range_ends = self.range_ends, 0
        yield
        self.range_ends = before

    # Names --------------------------------------------------------------------------------------------------

    @contextmanager
    def scope(self) -> Iterator[NameIndex]:
        """A place for names that end with the form that declares them."""
        local = NameIndex()
        self._locals.append(local)
        yield local
        self._locals.pop()

    @contextmanager
    def members_in_scope(self) -> Iterator[None]:
        """Inside a filter the members of the element are names."""
        before, self.range_ends = self.range_ends, 0
        self._filters += 1
        yield
        self._filters -= 1
        self.range_ends = before

    def declare(self, scope: NameIndex, name: str) -> None:
        scope.add(name)
        self._seen.add(name)

    def _longest(self, indexes: list[NameIndex]) -> str | None:
        best: tuple[str, int] | None = None
        for index in indexes:
            found = index.match(self.stream, self.position)
            if found is not None and (best is None or found[1] > best[1]):
                best = found
        if best is None:
            return None
        self.position = best[1]
        return best[0]

    def known_name(self) -> n.Name | None:
        """The longest known name that starts here and needs the scope to be read."""
        start = self.token.start
        indexes = [self._names, *self._locals, BUILTIN_INDEX]
        if self._filters:
            indexes += [self._members, self._seen]
        name = self._longest(indexes)
        return None if name is None else self.made(n.Name(name, span=self.since(start)))

    def plain_name(self) -> str:
        """An unknown name: words up to the next sign or keyword. Two words in a row can mean nothing else."""
        parts = [self.advance().text]
        while self.token.kind == "name":
            parts.append(self.advance().text)
        return " ".join(parts)

    def member_name(self) -> str:
        """The name after a dot."""
        known = self._longest([self._members, self._seen, self._names, BUILTIN_INDEX])
        if known is not None:
            return known
        if self.token.kind not in ("name", "keyword"):
            raise self.error("expected a member name after “.”")
        return self.plain_name()

    def name_until(self, stops: Collection[str], what: str) -> str:
        """A name being declared: everything up to one of the `stops` (a sign or keyword)."""
        first = self.position
        while self._part_of_declared(self.token, stops):
            self.position += 1
        if self.position == first or self.token.text not in stops:
            raise self.error(f"expected {what}")
        pieces = [(" " if token.spaced else "") + token.text for token in self.stream[first : self.position]]
        return normal("".join(pieces))

    @staticmethod
    def _part_of_declared(token: Token, stops: Collection[str]) -> bool:
        if token.text in stops:
            return False
        return token.kind in ("name", "keyword", "number", "other") or token.text in _NAME_SIGNS

    def starts_named_argument(self) -> bool:
        """Is what follows `name:`? Colons stand nowhere else in an argument."""
        place = self.position
        if self.stream[place].kind not in ("name", "keyword", "other"):
            return False
        while self._part_of_declared(self.stream[place], (":",)):
            place += 1
        return self.stream[place].text == ":" and self.stream[place].kind == "op"
