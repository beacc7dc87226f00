"""YAML with positions: every key and value knows its file, line and column. Refuses what a catalogue never needs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from rulebook.catalogue.faults import Fault
from rulebook.catalogue.nesting import MOST_DEEP, too_deep
from rulebook.catalogue.yaml_words import yaml_said
from rulebook.saying import say

Plain = str | bool | int | float | dt.date | None | list["Plain"] | dict[str, "Plain"]
LOADER = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
MAX_NODES = 200_000


@dataclass
class Faults:
    """Where a reading collects its mistakes."""

    found: list[Fault] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)  # what was read, to point into it
    references: list[tuple[Item, str]] = field(default_factory=list)  # names to look up when all is read, and of what
    doubtful: set[str] = field(default_factory=set)  # names whose definition is at fault: who uses them is not blamed
    partial: bool = False  # files that define names could not be read: who uses an unknown name is not blamed
    in_expressions: list[tuple[Fault, str, bool]] = field(default_factory=list)  # fault, expression, unknown name?
    unshaped: set[str] = field(default_factory=set)  # files in which a value is not of its shape
    own: set[Fault] = field(default_factory=set)  # mistakes that follow from no other

    def stand(self, found: Iterable[Fault]) -> None:
        """These are mistakes of their own, whatever else is wrong in their files."""
        self.own.update(found)

    def settle(self) -> None:
        """Keep what is a mistake of its own.

        A fault of an expression may follow from a name that is at fault itself; and what does not make sense in a file
        with a value of the wrong shape may follow from that.
        """
        for fault, text, unknown in self.in_expressions:
            follows = any(name in text for name in self.doubtful) or (unknown and self.partial)
            if not follows:
                self.found.append(fault)
                self.own.add(fault)
        self.in_expressions.clear()
        self.found = [each for each in self.found
                      if each.warning or each.file not in self.unshaped or each in self.own]  # fmt: skip

    def add(self, at: Item, message: str, *, warning: bool = False) -> None:
        self.found.append(Fault(at.file, at.line, at.column, message, warning))


@dataclass(frozen=True)
class Item:
    """One YAML node with its place. `column` counts characters from 1."""

    file: str
    node: Node

    @cached_property
    def pairs(self) -> dict[str, tuple[Item, Item]]:
        """Of a mapping: key → (the key's place, the value)."""
        if not isinstance(self.node, MappingNode):
            return {}
        return {str(key.value): (Item(self.file, key), Item(self.file, value)) for key, value in self.node.value}

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    @property
    def column(self) -> int:
        return int(self.node.start_mark.column) + 1

    @property
    def is_map(self) -> bool:
        return isinstance(self.node, MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, SequenceNode)

    @property
    def text(self) -> str:
        """A scalar as it was written (quotes removed)."""
        return str(self.node.value) if isinstance(self.node, ScalarNode) else ""

    @property
    def quoted(self) -> bool:
        return isinstance(self.node, ScalarNode) and self.node.style in ("'", '"')

    def unquote(self) -> None:
        """Read a quoted scalar as what it says: "30" as a number, "no" as no."""
        if isinstance(self.node, ScalarNode):
            self.node.style, self.node.value = None, self.text.strip()

    @property
    def is_null(self) -> bool:
        return isinstance(self.node, ScalarNode) and self.node.tag.endswith(":null")

    def items(self) -> Iterator[tuple[str, Item, Item]]:
        """(key, the key's place, the value) of a mapping."""
        for key, (place, value) in self.pairs.items():
            yield key, place, value

    def list(self) -> list[Item]:
        return [Item(self.file, each) for each in self.node.value] if isinstance(self.node, SequenceNode) else []

    def get(self, key: str) -> Item | None:
        found = self.pairs.get(key)
        return found[1] if found else None

    def rename(self, key: str, meant: str) -> None:
        """Read a misspelt key of a mapping as the one that was meant."""
        self.pairs[key][0].node.value = meant
        del self.__dict__["pairs"]

    def plain(self) -> Plain:
        """The value as Python objects, dates as dates, `yes` and `no` as booleans.

        The English beside a text (`en: {…}`) is left out: no rule and no hash rests on it.
        """
        if self.is_map:
            return {key: value.plain() for key, _, value in self.items() if not (key == "en" and value.is_map)}
        if self.is_list:
            return [each.plain() for each in self.list()]
        return self.text if self.quoted else plain_scalar(self.text)


YES, NO = frozenset({"yes", "true", "on", "是"}), frozenset({"no", "false", "off", "否"})
WHOLE = re.compile(r"-?(0|[1-9][0-9]*|[1-9][0-9]{0,2}(_[0-9]{3})+)")
FRACTION, DAY = re.compile(r"-?[0-9]+\.[0-9]+"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(rf"{WHOLE.pattern}(\.[0-9]+)?")  # as the format's numbers are written


def plain_scalar(text: str) -> Plain:
    """An unquoted scalar. Codes (0123), times (12:30) and days of the year (04-01) stay texts, unlike in YAML 1.1."""
    word = text.lower()
    if word in YES or word in NO:
        return word in YES
    if WHOLE.fullmatch(text):
        return int(text)
    if FRACTION.fullmatch(text):
        return float(text)
    if DAY.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            return text
    return None if word in ("", "~", "null") else text


def read_yaml(text: str, file: str, faults: Faults) -> Item | None:
    """The file's one document, or None with a fault. Duplicate keys, anchors and second documents are faults."""
    faults.texts[file] = text
    if (line := too_deep(text)) is not None:
        faults.found.append(Fault(file, line, 1, say("嵌套超过 {most} 层，目录文件用不到这么深。", most=MOST_DEEP)))
        return None
    loader = LOADER(text)
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        faults.found.append(Fault(file, line, column, yaml_said(error, text)))
        return None
    except yaml.YAMLError as error:
        faults.found.append(Fault(file, 1, 1, yaml_said(error, text)))
        return None
    finally:
        loader.dispose()
    if node is None:
        faults.found.append(Fault(file, 1, 1, say("文件是空的。")))
        return None
    return Item(file, node) if _sound(Item(file, node), faults) else None


def _sound(root: Item, faults: Faults) -> bool:
    """No node twice (anchors), no key twice."""
    before, seen, stack = len(faults.found), set[int](), [root]
    while stack:
        item = stack.pop()
        if id(item.node) in seen or len(seen) > MAX_NODES:
            faults.add(item, say("目录文件不用锚点（& 和 *），请把内容写出来。"))
            return False
        seen.add(id(item.node))
        if not item.node.tag.startswith("tag:yaml.org,2002:"):
            faults.add(item, say("目录文件不用类型标记“{tag}”。", tag=item.node.tag))
        if isinstance(item.node, MappingNode):
            keys: dict[str, Item] = {}
            for key_node, value_node in item.node.value:
                key, place = str(key_node.value), Item(item.file, key_node)
                if not isinstance(key_node, ScalarNode) or not key.strip():
                    faults.add(place, say("冒号前应是一个名称。"))
                if key in keys:
                    faults.add(place, say("“{key}”写了两次，第一次在第 {line} 行。", key=key, line=keys[key].line))
                keys[key] = place
                stack.append(Item(item.file, value_node))
        stack.extend(item.list())
    return len(faults.found) == before
