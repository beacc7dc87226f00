"""The format's description, told twice: as JSON Schema (2020-12) for editors, as a page of every key for people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rulebook.catalogue.format import KINDS, Kind
from rulebook.catalogue.format_rules import SHARED
from rulebook.catalogue.records import ByKey, Key, Record
from rulebook.catalogue.shapes import Json, Later, ListOf, MapOf, OneOf, Shape

DRAFT = "https://json-schema.org/draft/2020-12/schema"
HEAD = """# Every key of a catalogue file

Made from the format's description (`rulebook/catalogue/format.py`, `format_rules.py`): `rulebook schema --reference`.
The same description checks every file (`rulebook check`) and gives the JSON Schema for editors:

```
rulebook schema version > version.schema.json     # one kind of file
rulebook schema --out .schemas                    # all kinds, with settings for the YAML extension of editors
```

A file begins with `# yaml-language-server: $schema=…` where an editor has no settings. **必** marks keys that must
stand. A file in a catalogue's folder that is none of these is named by `check`: nobody reads it.
"""


def _written() -> Iterator[Kind]:
    return (kind for kind in KINDS if kind.shape is not None and kind.path.endswith(".yaml"))


def schema_of(name: str) -> Json:
    """The JSON Schema of one kind of file."""
    kind = next(each for each in _written() if each.name == name)
    assert kind.shape is not None
    made: Json = {"$schema": DRAFT, "title": kind.path, "description": kind.says, **kind.shape.schema()}
    shared = {key: shape.schema() for key, shape in SHARED.items() if f"#/$defs/{key}" in str(made)}
    return made | ({"$defs": shared} if shared else {})


def whole_schema() -> Json:
    """One schema that holds each kind of file under `$defs`; a file is any of them."""
    kinds = {kind.name: kind.shape.schema() | {"description": f"{kind.path}：{kind.says}"}
             for kind in _written() if kind.shape is not None}  # fmt: skip
    shared = {key: shape.schema() for key, shape in SHARED.items()}
    return {"$schema": DRAFT, "title": "惠企目录", "$defs": {**kinds, **shared},
            "anyOf": [{"$ref": f"#/$defs/{name}"} for name in kinds]}  # fmt: skip


def editor_settings() -> dict[str, str]:
    """Kind → the files it is for, as editors match them."""
    return {kind.name: re.sub(r"<[^>]+>", "*", kind.path) for kind in _written()}


def reference() -> str:
    """The page, in Markdown."""
    return "\n".join([HEAD, *(line for kind in KINDS if kind.shape is not None for line in _kind(kind))]) + "\n"


def _kind(kind: Kind) -> Iterator[str]:
    assert kind.shape is not None
    yield f"## `{kind.path}`"
    yield ""
    yield f"{kind.says}。"
    yield ""
    if kind.path.endswith(".dmn"):
        yield "标准编辑器（DMN 1.1 起）写的文件，里面一张决策表；读作同名的 `tables/<name>.yaml`。"
        yield ""
        return
    done: set[int] = set()
    shape = kind.shape
    if isinstance(shape, MapOf):
        yield f"名称 → {shape.of.expected()}。"
        yield ""
    yield from _records(shape, "", done)


def _records(shape: Shape, path: str, done: set[int]) -> Iterator[str]:
    """A table for each record below, nearest first."""
    if isinstance(shape, Record):
        if id(shape) in done:
            return
        done.add(id(shape))
        if path:
            yield f"### `{path}`"
            yield ""
        yield "| 键 | 写什么 | 说明 | 例 |"
        yield "| --- | --- | --- | --- |"
        for key in shape.keys:
            yield _row(key)
        yield ""
        for key in shape.keys:
            yield from _records(key.shape, f"{path}.{key.name}" if path else key.name, done)
        return
    mark = {ListOf: "[]", MapOf: ".<名称>"}.get(type(shape), "")
    for each in shape.below():
        inner = (
            f"{path}{mark}"
            if not isinstance(shape, ByKey) or each is shape.otherwise
            else f"{path}（any / all / none）"
        )
        yield from _records(each, inner or ".<名称>", done)


def _row(key: Key) -> str:
    needed = " **必**" if key.needed else ""
    example = f"`{key.example}`" if key.example else ""
    return " | ".join([f"| `{key.name}`{needed}", _cell(_what(key.shape)), _cell(key.says), f"{_cell(example)} |"])


def _what(shape: Shape) -> str:
    if isinstance(shape, Later):
        return "同样的列表"
    if isinstance(shape, OneOf):
        return "，或".join(_what(each) for each in shape.shapes)
    if isinstance(shape, ListOf):
        return f"列表：{_what(shape.of)}"
    if isinstance(shape, MapOf):
        return f"对照：{_what(shape.key)} → {_what(shape.of)}"
    return "见下表" if isinstance(shape, Record | ByKey) else str(shape.expected()).removeprefix("下列之一：")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
