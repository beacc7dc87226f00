"""What a cmi5.xml says of its course: read element by element, wrong where the standard is not met, saying where.

Runs behind the gate: nothing here imports Django or the house.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
FILE = "cmi5.xml"
MOST_BYTES, MOST_DEEP, MOST_ELEMENTS, MOST_UNITS = 2 << 20, 40, 20_000, 200
LONG, LONGER = 120, 300  # letters of a title, of an identifier
MOST_SAID = 2_000  # letters of launch parameters
MOVES = ("Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable")
METHODS = ("AnyWindow", "OwnWindow")


class Unfit(Exception):
    """Why a package is not taken: `code` is a key of `taking.WORDS`, `said` what its sentence names."""

    def __init__(self, code: str, **said: Any) -> None:
        super().__init__(code)
        self.code, self.said = code, said

    def plain(self) -> dict[str, Any]:
        return {"refused": self.code, "said": self.said}


@dataclass
class Node:
    name: str
    ours: bool
    given: dict[str, str]
    line: int
    text: str = ""
    inside: list[Node] = field(default_factory=list)

    def all(self, name: str) -> list[Node]:
        return [each for each in self.inside if each.ours and each.name == name]


def read(data: bytes, names: set[str]) -> dict[str, Any]:
    """The course and its units; `names`: the files of the package. Raises Unfit."""
    root = _tree(data)
    if not root.ours or root.name != "courseStructure":
        raise _wrong(root, "courseStructure xmlns=" + NAMESPACE)
    course = _one(root, "course")
    units = [_unit(each, names) for each in _units(root)]
    if not units:
        raise _wrong(root, "au")
    if len(units) > MOST_UNITS:
        raise Unfit("units", n=MOST_UNITS)
    known = set[str]()
    for each in units:
        if each["id"] in known:
            raise Unfit("twice", file=FILE, element="au", found=each["id"][:80])
        known.add(each["id"])
    return {"id": _given(course, "id", LONGER), **_title(course), "units": units}


class _Builder:
    """A tree, bounded; a document type is refused, so there are no entities."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self.count = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, *_said: object) -> None:
        raise Unfit("doctype", file=FILE, line=self.parser.CurrentLineNumber)

    def _start(self, name: str, given: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= MOST_DEEP or self.count > MOST_ELEMENTS:
            raise Unfit("deep", file=FILE, line=self.parser.CurrentLineNumber)
        space, _blank, local = name.rpartition(" ")
        node = Node(local, space == NAMESPACE, given, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].inside.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _text(self, said: str) -> None:
        self.open[-1].text += said


def _tree(data: bytes) -> Node:
    if len(data) > MOST_BYTES:
        raise Unfit("markup-size", file=FILE)
    builder = _Builder()
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unfit("markup", file=FILE, line=error.lineno) from None
    assert builder.root is not None
    return builder.root


def _wrong(node: Node, expected: str, found: str = "") -> Unfit:
    return Unfit("element", file=FILE, line=node.line, element=node.name[:60], expected=expected, found=found[:80])


def _one(node: Node, name: str) -> Node:
    found = node.all(name)
    if len(found) != 1:
        raise _wrong(node, f"<{name}>")
    return found[0]


def _given(node: Node, name: str, most: int) -> str:
    said = node.given.get(name, "").strip()
    if not said or len(said) > most:
        raise _wrong(node, f'{name}="…" (≤ {most})', said)
    return said


def _title(node: Node) -> dict[str, str]:
    """In Chinese and in English, each else what there is."""
    found = {each.given.get("lang", "").lower(): " ".join(each.text.split())[:LONG]
             for each in _one(node, "title").all("langstring") if each.text.strip()}  # fmt: skip
    if not found:
        raise _wrong(node, '<title><langstring lang="zh-CN">')
    english = next((words for lang, words in found.items() if lang.startswith("en")), "")
    chinese = next((words for lang, words in found.items() if lang.startswith("zh")), "")
    return {"title": chinese or english or next(iter(found.values())), "english": english}


def _units(node: Node) -> Iterator[Node]:
    """Assignable units in the order they stand, those of blocks within them."""
    for each in node.inside:
        if each.ours and each.name == "au":
            yield each
        elif each.ours and each.name == "block":
            _given(each, "id", LONGER)
            yield from _units(each)


def _unit(node: Node, names: set[str]) -> dict[str, Any]:
    url = _one(node, "url").text.strip()
    _check_url(node, url, names)
    moves = node.given.get("moveOn", "").strip() or "NotApplicable"
    method = node.given.get("launchMethod", "").strip() or "AnyWindow"
    if moves not in MOVES:
        raise _wrong(node, 'moveOn="' + "|".join(MOVES) + '"', moves)
    if method not in METHODS:
        raise _wrong(node, 'launchMethod="' + "|".join(METHODS) + '"', method)
    return {
        "id": _given(node, "id", LONGER), **_title(node), "url": url, "moveOn": moves, "launchMethod": method,
        "masteryScore": _mastery(node), "launchParameters": _text(node, "launchParameters"),
        "entitlementKey": _text(node, "entitlementKey"),
    }  # fmt: skip


def _check_url(node: Node, url: str, names: set[str]) -> None:
    """A file of the package: what lies elsewhere could neither be kept as it is nor held in its frame."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or url.startswith("/"):
        raise Unfit("elsewhere", file=FILE, line=node.line, element="url", found=url[:80])
    if not path or len(url) > LONGER:
        raise _wrong(node, "<url>index.html</url>", url)
    if path not in names:
        raise Unfit("missing", file=FILE, line=node.line, element="url", found=path[:80])


def _mastery(node: Node) -> str:
    said = node.given.get("masteryScore", "").strip()
    if not said:
        return ""
    try:
        score = Decimal(said)
    except InvalidOperation:
        score = Decimal(-1)
    if not score.is_finite() or not 0 <= score <= 1 or len(said) > 12:
        raise _wrong(node, 'masteryScore="0…1"', said)
    return said


def _text(node: Node, name: str) -> str:
    found = node.all(name)
    said = found[0].text.strip() if found else ""
    if len(said) > MOST_SAID:
        raise _wrong(node, f"<{name}> (≤ {MOST_SAID})")
    return said
