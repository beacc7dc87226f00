"""The file in which a package says what it holds: XML read into a small tree, bounded, without a document type.

Runs behind the gate: nothing here imports Django or the house.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

MOST_BYTES, MOST_DEEP, MOST_ELEMENTS = 2 << 20, 40, 20_000


class Unfit(Exception):
    """Why a package is not taken: `code` is a key of `taking.WORDS`, `said` what its sentence names."""

    def __init__(self, code: str, **said: Any) -> None:
        super().__init__(code)
        self.code, self.said = code, said

    def plain(self) -> dict[str, Any]:
        return {"refused": self.code, "said": self.said}


@dataclass
class Node:
    """An element: its local `name`, what is `given` with it by full names (`namespace name`)."""

    name: str
    ours: bool
    given: dict[str, str]
    line: int
    file: str
    text: str = ""
    inside: list[Node] = field(default_factory=list)

    def all(self, name: str) -> list[Node]:
        return [each for each in self.inside if each.ours and each.name == name]

    def wrong(self, expected: str, found: str = "") -> Unfit:
        return Unfit("element", file=self.file, line=self.line, element=self.name[:60], expected=expected,
                     found=found[:80])  # fmt: skip

    def one(self, name: str) -> Node:
        """The only child of a name. Raises Unfit."""
        found = self.all(name)
        if len(found) != 1:
            raise self.wrong(f"<{name}>")
        return found[0]


class _Builder:
    """A tree, bounded; a document type is refused, so there are no entities."""

    def __init__(self, file: str, namespace: str | None) -> None:
        self.file, self.namespace = file, namespace
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
        raise Unfit("doctype", file=self.file, line=self.parser.CurrentLineNumber)

    def _start(self, name: str, given: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= MOST_DEEP or self.count > MOST_ELEMENTS:
            raise Unfit("deep", file=self.file, line=self.parser.CurrentLineNumber)
        space, _blank, local = name.rpartition(" ")
        ours = self.namespace is None or space == self.namespace
        node = Node(local, ours, given, self.parser.CurrentLineNumber, self.file)
        if self.open:
            self.open[-1].inside.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _text(self, said: str) -> None:
        self.open[-1].text += said


def tree(data: bytes, file: str, namespace: str | None = None) -> Node:
    """The root of a file; `ours` are elements of a namespace, all of them where none is named. Raises Unfit."""
    if len(data) > MOST_BYTES:
        raise Unfit("markup-size", file=file)
    builder = _Builder(file, namespace)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unfit("markup", file=file, line=error.lineno) from None
    assert builder.root is not None
    return builder.root
