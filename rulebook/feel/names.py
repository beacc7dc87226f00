"""Which names the parser knows, and finding the longest of them at a place in the token stream.

FEEL names may hold spaces and signs (`Teacher's score`, `研发 费用/万元`), so what is one name can only be
decided with the scope at hand. A name is compared token by token; white space must stand where the name
has it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from rulebook.feel.lexer import KEYWORDS, FeelSyntaxError, Source, Token, tokens

# Names of built-in functions and properties that hold a space; names of one word need no help to be read.
SPACED_BUILTINS = (
    "date and time",
    "years and months duration",
    "string length",
    "upper case",
    "lower case",
    "substring before",
    "substring after",
    "starts with",
    "ends with",
    "string join",
    "list contains",
    "list replace",
    "insert before",
    "index of",
    "distinct values",
    "round up",
    "round down",
    "round half up",
    "round half down",
    "get value",
    "get entries",
    "context put",
    "context merge",
    "day of year",
    "day of week",
    "month of year",
    "week of year",
    "met by",
    "overlaps before",
    "overlaps after",
    "finished by",
    "started by",
)
PROPERTIES = ("time offset", "start included", "end included")

_NUMERIC = frozenset("0123456789.eE+-*/' ")  # a name of these alone would swallow arithmetic

Words = tuple[tuple[str, bool], ...]


@lru_cache(maxsize=8192)
def words(name: str) -> Words:
    """The tokens of a name, each with whether white space precedes it; empty when it cannot be a name."""
    try:
        found = tokens(Source(name.strip()))[:-1]
    except FeelSyntaxError:
        return ()
    return tuple((token.text, token.spaced and place > 0) for place, token in enumerate(found))


class NameIndex:
    """A set of names, ready for longest-match look-up. Build it once and pass it to `parse` many times."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[Words, str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Know `name` from now on. Names of one plain word are read without help and are not kept."""
        parts = words(name)
        if not parts or set(name) <= _NUMERIC or (len(parts) == 1 and not _odd(parts[0][0])):
            return
        bucket = self._by_first.setdefault(parts[0][0], [])
        entry = (parts, normal(name))
        if entry not in bucket:
            bucket.append(entry)
            bucket.sort(key=lambda pair: -len(pair[0]))

    def match(self, stream: Sequence[Token], position: int) -> tuple[str, int] | None:
        """The longest known name that starts at `position` and the position after it, or None."""
        for parts, name in self._by_first.get(stream[position].text, ()):
            end = position + len(parts)
            if end <= len(stream) and all(
                token.text == text and (token.spaced == spaced or token is stream[position])
                for token, (text, spaced) in zip(stream[position:end], parts, strict=True)
            ):
                return name, end
        return None


def _odd(word: str) -> bool:
    """A single token that the grammar alone would not read as a name."""
    return word not in KEYWORDS and not (word[0] == "_" or word[0] == "?" or word[0].isalpha())


def normal(name: str) -> str:
    """`name` with each run of white space made one space."""
    return " ".join(name.split())


BUILTIN_INDEX = NameIndex((*SPACED_BUILTINS, *PROPERTIES))


def index_of(names: Collection[str] | NameIndex) -> NameIndex:
    """`names` as an index, built now unless it is one already."""
    return names if isinstance(names, NameIndex) else NameIndex(names)
