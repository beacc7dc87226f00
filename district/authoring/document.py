"""A YAML text that is changed in places and stays as it was everywhere else: comments, order, quotes, line breaks.

Every scalar is the text as written (no YAML types), so `04-01`, `yes` and `0123` come out as they went in.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString, ScalarString

from rulebook.catalogue.nesting import points_back, too_deep

Step = str | int
Path = tuple[Step, ...]
SPLIT = re.compile(r"[,，\n]")


class NotYaml(ValueError):
    """The text cannot be read as YAML; `str()` is the reader's message."""


class _AllTexts(VersionedResolver):
    """No scalar has a type but text."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        return self.DEFAULT_SCALAR_TAG if kind is ScalarNode else super().resolve(kind, value, implicit)


def _yaml() -> YAML:
    made = YAML()
    made.Resolver = _AllTexts
    made.preserve_quotes = True
    made.allow_unicode = True
    made.brace_single_entry_mapping_in_flow_sequence = True  # [{role: officer}] stays as it was written
    made.width = 1_000_000  # lines are broken where the author broke them
    made.indent(mapping=2, sequence=4, offset=2)
    return made


def load(text: str) -> CommentedMap:
    """The text's mapping. Raises NotYaml."""
    found = load_value(text)
    if not isinstance(found, CommentedMap):
        raise NotYaml("文件最外层应是“名称: 内容”的对照。")
    return found


def dump(document: Any) -> str:
    """The text again; the same to the byte when nothing was changed."""
    out = io.StringIO()
    _yaml().dump(document, out)
    return out.getvalue()


def at(document: Any, path: Path) -> Any:
    """What stands at a path, or None."""
    found = document
    for step in path:
        if isinstance(step, int) and isinstance(found, CommentedSeq):
            found = found[step] if step < len(found) else None
        elif isinstance(found, CommentedMap):
            found = found.get(str(step))
        else:
            return None
    return found


def shown(value: Any) -> str:
    """A value for a field of one line: a text as it is, anything else as YAML on one line."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    return dump(_flow(load_value(dump(value)))).strip().removesuffix("...").strip()


def load_value(text: str) -> Any:
    """Any YAML value. Raises NotYaml."""
    if (line := too_deep(text)) is not None:
        raise NotYaml(f"第 {line} 行嵌套太深，目录文件用不到这么深。")
    if (line := points_back(text)) is not None:
        raise NotYaml(f"第 {line} 行用了锚点（*），请把内容写出来。")
    try:
        return _yaml().load(text)
    except YAMLError as error:
        raise NotYaml(str(error)) from None


def listed(value: Any) -> str | None:
    """A list of plain words as `a, b`; None when it is something else."""
    if value is None:
        return ""
    if isinstance(value, CommentedSeq) and all(isinstance(each, str) and not SPLIT.search(each) for each in value):
        return ", ".join(value)
    return None


def put(document: CommentedMap, path: Path, value: Any) -> None:
    """Set a value (None takes the key out); mappings on the way are made where there are none."""
    *before, last = path
    here: Any = document
    for step in before:
        below = at(here, (step,))
        if not isinstance(below, CommentedMap | CommentedSeq):
            if value is None:
                return
            below = CommentedMap()
            below.fa.set_flow_style()
            here[step] = below
        here = below
    if value is None:
        _take_out(here, last)
        if before and before[-1] == "en" and not here:
            put(document, tuple(before), None)
    else:
        here[last] = _styled(here.get(last) if isinstance(here, CommentedMap) else here[last], value)


def _styled(old: Any, new: Any) -> Any:
    """Quoted as the text it replaces was, where it was quoted."""
    if isinstance(old, ScalarString) and isinstance(new, str):
        return type(old)(new)
    return new


def append(document: CommentedMap, path: Path, entry: dict[str, Any]) -> None:
    """A new mapping at the end of a list, on one line where the last before it is."""
    found = at(document, path)
    if not isinstance(found, CommentedSeq):
        put(document, path, CommentedSeq())
        found = at(document, path)
    made = CommentedMap(entry)
    others = [each for each in found if isinstance(each, CommentedMap)]
    if not others or others[-1].fa.flow_style():
        made.fa.set_flow_style()
    found.append(made)


def remove(document: CommentedMap, path: Path) -> None:
    """Take one entry out of a list or mapping."""
    parent = at(document, path[:-1])
    if parent is not None and at(document, path) is not None:
        _take_out(parent, path[-1])


def _take_out(parent: Any, key: Step) -> None:
    """Remove an entry; comments that stand after it (they belong to what follows) move to the entry before it."""
    if isinstance(parent, CommentedMap) and key not in parent:
        return
    trailing = _last_comment(parent, key)
    keys: list[Step] = list(range(len(parent))) if isinstance(parent, CommentedSeq) else list(parent)
    place = keys.index(key)
    del parent[key]
    if trailing is not None and place > 0:
        _give_comment(parent, keys[place - 1], trailing)


def _last_comment(parent: Any, key: Step) -> Any:
    """The comment token after an entry, which ruamel keeps with the entry's last scalar; None when blank."""
    while True:
        value = parent[key]
        if isinstance(value, CommentedMap | CommentedSeq) and len(value) and not value.fa.flow_style():
            parent, key = value, (len(value) - 1 if isinstance(value, CommentedSeq) else list(value)[-1])
            continue
        found = parent.ca.items.get(key)
        slots = found or []
        token = slots[0] if isinstance(parent, CommentedSeq) and slots else slots[2] if len(slots) > 2 else None
        if token is not None and isinstance(value, FoldedScalarString | LiteralScalarString):
            token.value = "\n" + token.value  # after a block of text a comment cannot stand on its last line
        lines = token.value.split("\n", 1) if token is not None else []
        return token if len(lines) > 1 and "#" in lines[1] else None


def _give_comment(parent: Any, key: Step, token: Any) -> None:
    while True:
        value = parent[key]
        if isinstance(value, CommentedMap | CommentedSeq) and len(value) and not value.fa.flow_style():
            parent, key = value, (len(value) - 1 if isinstance(value, CommentedSeq) else list(value)[-1])
            continue
        break
    place = 0 if isinstance(parent, CommentedSeq) else 2
    slots = parent.ca.items.setdefault(key, [None, None, None, None])
    own = slots[place]
    after = token.value.split("\n", 1)[1]
    if own is None:
        token.value = "\n" + after
        slots[place] = token
    else:
        own.value = own.value.rstrip("\n") + "\n" + after


def _flow(value: Any) -> Any:
    """A value, and all within, written on one line."""
    if isinstance(value, CommentedMap | CommentedSeq):
        value.fa.set_flow_style()
        for each in value.values() if isinstance(value, CommentedMap) else value:
            _flow(each)
    return value


def on_one_line(entry: dict[str, Any]) -> CommentedMap:
    """A mapping as it is written within another."""
    made = CommentedMap(entry)
    made.fa.set_flow_style()
    return made


def flow(text: str) -> Any:
    """A field's YAML as a value on one line. Raises NotYaml."""
    return _flow(load_value(text))


def words(text: str) -> CommentedSeq | None:
    """`a, b` as a list on one line; None for nothing."""
    found = CommentedSeq(part.strip() for part in SPLIT.split(text) if part.strip())
    found.fa.set_flow_style()
    return found if len(found) else None


def comments(text: str) -> Iterator[str]:
    """The comments of a text that stand on lines of their own."""
    return (line.strip() for line in text.splitlines() if line.lstrip().startswith("#"))
