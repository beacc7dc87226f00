"""Shapes: what a value in a catalogue file may be. One description checks files, makes the JSON Schema and the docs.

A shape checks an item (`check`), says what it expects (`expected`) and gives its JSON Schema (`schema`).
References to other things of the catalogue are kept in `faults.references` and looked up when all is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rulebook.catalogue.faults import near
from rulebook.catalogue.source import NUMBER, Faults, Item
from rulebook.saying import Parts, Said, say

Json = dict[str, Any]
SCALAR: Json = {"type": ["string", "number", "boolean"]}


class Shape:
    """Base: anything at all. `form` is the kind of value it takes: scalar, list, map."""

    form = "scalar"

    def expected(self) -> Said:
        return say("任何内容")

    def check(self, item: Item, where: str, faults: Faults) -> None:
        """Add a fault for each mistake in `item`, which stands at `where` (a key in the reader's words)."""

    def schema(self) -> Json:
        return {}

    def below(self) -> Iterator[Shape]:
        """The shapes within, for the reference."""
        return iter(())


def wrong(item: Item, where: str, shape: Shape, faults: Faults, hint: Said | str = "") -> None:
    """The fault of a value that is not of its shape."""
    kind = say("列表") if item.is_list else say("对照") if item.is_map else say("“{text}”", text=item.text)
    faults.add(item, say("{where} 写的是{kind}，应是{expected}{hint}", where=where, kind=kind,
                         expected=shape.expected(), hint=hint or "。"))  # fmt: skip


def tried(shape: Shape, item: Item, where: str) -> Faults:
    """What a shape says of an item, apart."""
    found = Faults()
    shape.check(item, where, found)
    return found


@dataclass(frozen=True)
class Scalar(Shape):
    """One value: `says` what it is, `pattern` and `reads` what it looks like."""

    says: str
    pattern: str = ""
    reads: Callable[[str], bool] = lambda text: True
    json: str = ""
    blank: bool = False
    bare: bool = False  # quoted it is the same

    def expected(self) -> Said:
        return say(self.says)

    def check(self, item: Item, where: str, faults: Faults) -> None:
        text = item.text.strip()
        if item.is_map or item.is_list or not self.reads(text) or (not text and not self.blank):
            wrong(item, where, self, faults)
        elif self.bare:
            item.unquote()

    def schema(self) -> Json:
        if self.json:
            return {"type": self.json}
        return {"type": ["string", "number"], "pattern": f"^(?:{self.pattern})$"} if self.pattern else dict(SCALAR)


@dataclass(frozen=True)
class Number(Shape):
    """A number between bounds, both allowed; `over` is a bound that is not."""

    least: int | None = None
    most: int | None = None
    over: int | None = None
    whole: bool = False

    def expected(self) -> Said:
        kind = say("整数") if self.whole else say("数字")
        if self.over == 0:
            return say("大于 0 的{kind}", kind=kind)
        if self.least is not None and self.most is not None:
            return say("{least} 到 {most} 之间的{kind}", least=self.least, most=self.most, kind=kind)
        return say("不小于 {least} 的{kind}", least=self.least, kind=kind) if self.least is not None else kind

    def check(self, item: Item, where: str, faults: Faults) -> None:
        if item.is_map or item.is_list or not self.fits(item.text.strip()):
            wrong(item, where, self, faults)
        else:
            item.unquote()

    def fits(self, text: str) -> bool:
        if not NUMBER.fullmatch(text) or (self.whole and "." in text):
            return False  # 36.0, 1e2, +5 and 036 are read as other things than numbers, or not at all
        value = Decimal(text.replace("_", ""))
        if abs(value) >= Decimal("1E+24"):
            return False
        above = (self.least is None or value >= self.least) and (self.over is None or value > self.over)
        return above and (self.most is None or value <= self.most)

    def schema(self) -> Json:
        bounds = {"minimum": self.least, "maximum": self.most, "exclusiveMinimum": self.over}
        kept = {key: value for key, value in bounds.items() if value is not None}
        return {"type": "integer" if self.whole else "number", **kept}


@dataclass(frozen=True)
class Word(Shape):
    """One of a few words; `also` are other spellings that are understood and not offered."""

    allowed: tuple[str, ...]
    also: tuple[str, ...] = ()

    def expected(self) -> Said:
        return say("下列之一：{words}", words=Parts("、", list(self.allowed)))

    def check(self, item: Item, where: str, faults: Faults) -> None:
        text = item.text.strip()
        if item.is_map or item.is_list or (text not in self.allowed and text.lower() not in self.also):
            wrong(item, where, self, faults, near(text, self.allowed))

    def schema(self) -> Json:
        return {"enum": [*self.allowed, *(word for word in self.also if word not in self.allowed)]}


class Flag(Word):
    """Yes or no, as YAML and Chinese write it."""

    def check(self, item: Item, where: str, faults: Faults) -> None:
        super().check(item, where, faults)
        if not (item.is_map or item.is_list):
            item.unquote()

    def schema(self) -> Json:
        words = [word for word in dict.fromkeys((*self.allowed, *self.also)) if word not in ("true", "false")]
        return {"enum": [True, False, *words]}


@dataclass(frozen=True)
class Named(Shape):
    """The name of something of the catalogue: `kind` is programme, office, fact, layer …"""

    kind: str
    says: str

    def expected(self) -> Said:
        return say(self.says)

    def check(self, item: Item, where: str, faults: Faults) -> None:
        if item.is_map or item.is_list or not item.text.strip():
            wrong(item, where, self, faults)
        else:
            faults.references.append((item, self.kind))

    def schema(self) -> Json:
        return {"type": "string"}


@dataclass(frozen=True)
class Feel(Shape):
    """An expression; whoever reads it checks its names and that it `gives` this type."""

    gives: str

    def expected(self) -> Said:
        return say("一个 FEEL 表达式，算出{gives}", gives=say(self.gives))

    def check(self, item: Item, where: str, faults: Faults) -> None:
        if item.is_map or item.is_list or not item.text.strip():
            wrong(item, where, self, faults)

    def schema(self) -> Json:
        return dict(SCALAR)


@dataclass(frozen=True)
class ListOf(Shape):
    """A list; `one` allows a single value to stand for a list of one, `unique` refuses the same twice."""

    of: Shape
    least: int = 0
    one: bool = False
    unique: bool = False
    form = "list"

    def expected(self) -> Said:
        return say("列表，每项是{of}", of=self.of.expected())

    def check(self, item: Item, where: str, faults: Faults) -> None:
        if not item.is_list:
            if self.one and not item.is_map:
                self.of.check(item, where, faults)
            else:
                wrong(item, where, self, faults)
            return
        listed = item.list()
        if len(listed) < self.least:
            faults.add(item, say("{where} 是空的：至少要有 {least} 项。", where=where, least=self.least))
        seen: set[str] = set()
        for each in listed:
            self.of.check(each, where, faults)
            text = each.text.strip()
            if self.unique and text and text in seen:
                faults.add(each, say("{where} 里“{text}”写了两次。", where=where, text=text))
            seen.add(text)

    def schema(self) -> Json:
        made: Json = {"type": "array", "items": self.of.schema()}
        made |= {"minItems": self.least} if self.least else {}
        made |= {"uniqueItems": True} if self.unique else {}
        return {"anyOf": [made, self.of.schema()]} if self.one else made

    def below(self) -> Iterator[Shape]:
        yield self.of


@dataclass(frozen=True)
class MapOf(Shape):
    """A mapping of any keys of one shape to values of one shape."""

    key: Shape
    of: Shape
    least: int = 0
    form = "map"

    def expected(self) -> Said:
        return say("“{key}: {of}”的对照", key=self.key.expected(), of=self.of.expected())

    def check(self, item: Item, where: str, faults: Faults) -> None:
        if not item.is_map:
            wrong(item, where, self, faults)
            return
        if len(item.pairs) < self.least:
            faults.add(item, say("{where} 是空的：至少要有 {least} 项。", where=where, least=self.least))
        for key, at, value in item.items():
            self.key.check(at, say("{where} 的键", where=where), faults)
            self.of.check(value, say("{where} 的“{key}”", where=where, key=key), faults)

    def schema(self) -> Json:
        names = self.key.schema()
        made: Json = {"type": "object", "additionalProperties": self.of.schema()}
        made |= {"propertyNames": {key: names[key] for key in ("pattern", "enum") if key in names}}
        return made | ({"minProperties": self.least} if self.least else {})

    def below(self) -> Iterator[Shape]:
        yield self.of


@dataclass(frozen=True)
class OneOf(Shape):
    """Shapes of different kinds of value: a mapping, a list, a single value. The value's kind says which is meant."""

    shapes: tuple[Shape, ...]

    def expected(self) -> Said:
        return say("{each}", each=Parts("，或", [each.expected() for each in self.shapes]))

    def check(self, item: Item, where: str, faults: Faults) -> None:
        meant = [each for each in self.shapes if each.form == form_of(item)]
        if not meant:
            wrong(item, where, self, faults)
            return
        tries = [tried(each, item, where) for each in meant]
        best = min(tries, key=lambda each: len(each.found))
        if best.found and len(tries) > 1:
            wrong(item, where, self, faults)
        else:
            faults.found += best.found
            faults.references += best.references

    def schema(self) -> Json:
        return {"anyOf": [each.schema() for each in self.shapes]}

    def below(self) -> Iterator[Shape]:
        yield from self.shapes


@dataclass(frozen=True)
class Later(Shape):
    """A shape that holds itself; `name` is its place in the schema's `$defs`."""

    name: str
    get: Callable[[], Shape]

    @property
    def form(self) -> str:  # type: ignore[override]
        return self.get().form

    def expected(self) -> Said:
        return self.get().expected()

    def check(self, item: Item, where: str, faults: Faults) -> None:
        self.get().check(item, where, faults)

    def schema(self) -> Json:
        return {"$ref": f"#/$defs/{self.name}"}


def form_of(item: Item) -> str:
    """The kind of a value: scalar, list, map."""
    return "map" if item.is_map else "list" if item.is_list else "scalar"
