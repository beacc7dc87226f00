"""XML to a small tree with line numbers. Document types, and with them entities, are refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from rulebook.saying import say

MAX_BYTES = 50_000_000
MAX_DEPTH = 200


class DmnError(ValueError):
    """A file that cannot be read as DMN. The message names the file and line where known."""


@dataclass
class Element:
    """One element: local `tag`, attributes by local name, text, children, and the line it starts on."""

    tag: str
    space: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)  # of the whole document; shared

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def all(self, *tags: str) -> Iterator[Element]:
        """The children with one of these tags."""
        return (child for child in self.children if child.tag in tags)

    def first(self, *tags: str) -> Element | None:
        """The first child with one of these tags."""
        return next(self.all(*tags), None)

    def text_of(self, tag: str) -> str:
        """The text of the first child with this tag; empty when there is none."""
        child = self.first(tag)
        return "" if child is None else child.text.strip()

    def walk(self) -> Iterator[Element]:
        """This element and everything below it."""
        stack = [self]
        while stack:
            current = stack.pop()
            yield current
            stack.extend(reversed(current.children))


def read_xml(data: bytes, source: str) -> Element:
    """The root element. Raises DmnError when the data is not well-formed XML without a document type."""
    if len(data) > MAX_BYTES:
        raise DmnError(say("{path}: 文件超过 {most} 字节。", path=source, most=MAX_BYTES))
    builder = _Builder(source)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise DmnError(
            say("{path}:{line}:{column}: XML 写法不对。", path=source, line=error.lineno, column=error.offset + 1)
        ) from None
    except DmnError:
        raise
    except (LookupError, ValueError):
        raise DmnError(say("{path}: 编码读不了，请存成 UTF-8。", path=source)) from None
    if builder.root is None:
        raise DmnError(say("{path}: 文件是空的。", path=source))
    return builder.root


class _Builder:
    def __init__(self, source: str) -> None:
        self.source = source
        self.root: Element | None = None
        self.open: list[Element] = []
        self.prefixes: dict[str, str] = {}
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartNamespaceDeclHandler = self._prefix
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_: object) -> None:
        line = self.parser.CurrentLineNumber
        raise DmnError(say("{path}:{line}: 不许有文档类型（DOCTYPE）。", path=self.source, line=line))

    def _prefix(self, prefix: str | None, uri: str) -> None:
        self.prefixes[prefix or ""] = uri or ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= MAX_DEPTH:
            line = self.parser.CurrentLineNumber
            raise DmnError(say("{path}:{line}: 元素嵌套超过 {most} 层。", path=self.source, line=line, most=MAX_DEPTH))
        space, _, tag = name.rpartition("}")
        # an extension's attribute never replaces the standard's of the same local name
        own = {key.rpartition("}")[2]: value for key, value in attributes.items() if "}" in key}
        own.update((key, value) for key, value in attributes.items() if "}" not in key)
        element = Element(tag, space, own, self.parser.CurrentLineNumber, prefixes=self.prefixes)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, _: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        if self.open:
            self.open[-1].text += text
