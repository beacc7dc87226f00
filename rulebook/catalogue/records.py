"""Records: mappings of known keys. A key that nobody knows is said once, and read on as the one that was meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rulebook.catalogue.faults import closest, near
from rulebook.catalogue.shapes import Json, Shape, tried, wrong
from rulebook.catalogue.source import Faults, Item
from rulebook.saying import Said, say


@dataclass(frozen=True)
class Key:
    """One key of a record: its shape and what it means, in one line."""

    name: str
    shape: Shape
    says: str
    needed: bool = False
    example: str = ""
    nullable: bool = False  # null is a value, not one that was forgotten


@dataclass(frozen=True)
class Record(Shape):
    """A mapping of known keys. `title` names it to the reader, the file a `top` one, the key above a `named` one."""

    title: str
    keys: tuple[Key, ...]
    top: bool = False
    named: bool = False
    form = "map"

    def expected(self) -> Said:
        shown = [key for key in self.keys if key.needed] or self.keys[:3]
        return say("对照 {{{keys}}}", keys=", ".join(f"{key.name}: …" for key in shown))

    def check(self, item: Item, where: str, faults: Faults) -> None:
        if not item.is_map:
            wrong(item, where, self, faults)
            return
        known = {key.name: key for key in self.keys}
        for name, at, value in item.items():
            if name in known:
                self._value(known[name], at, value, faults)
        meant = self._misspelt(item, known, faults)
        for key in self.keys:
            if key.needed and item.get(key.name) is None and key.name not in meant:
                faults.add(item, say("{what}缺“{key}”：{says}。", what=say(self.title), key=key.name,
                                     says=say(key.says)))  # fmt: skip

    def _value(self, key: Key, at: Item, value: Item, faults: Faults) -> None:
        inside = key.name if self.top else say("{what}的 {key}", what=say(self.title), key=key.name)
        if value.is_null and not (key.needed or key.nullable):
            faults.add(at, say("{where} 后面没有内容：写上内容，或者删去这一项。", where=inside))
        else:
            key.shape.check(value, inside, faults)

    def _misspelt(self, item: Item, known: dict[str, Key], faults: Faults) -> set[str]:
        """Name the keys that nobody knows, and read on as if they were those probably meant, which are given."""
        lacking = [key.name for key in self.keys if key.needed and item.get(key.name) is None]
        unknown = [(name, at) for name, at, _ in item.items() if name not in known]
        meant: set[str] = set()
        for name, at in unknown:
            guesses = closest(name, known)
            # one key that nobody knows and one that is missing are one mistake
            only = not guesses and len(lacking) == len(unknown) == 1
            hint = say("，是不是{names}？", names=f"“{lacking[0]}”") if only else near(name, known)
            faults.add(at, say("{what}里没有“{key}”这一项{near}", what=say(self.title), key=name, near=hint))
            guesses = lacking if only else guesses
            meant |= set(guesses)
            for guess in (each for each in guesses if item.get(each) is None):
                if read_as(item, name, guess, known[guess].shape, faults):
                    break
        return meant

    def schema(self) -> Json:
        properties = {key.name: self._property(key) for key in self.keys}
        needed = [key.name for key in self.keys if key.needed]
        made: Json = {"type": "object", "properties": properties, "additionalProperties": False}
        return made | ({"required": needed} if needed else {})

    def _property(self, key: Key) -> Json:
        return {**key.shape.schema(), "description": key.says, **({"examples": [key.example]} if key.example else {})}

    def below(self) -> Iterator[Shape]:
        return (key.shape for key in self.keys)


@dataclass(frozen=True)
class ByKey(Shape):
    """Records told apart by a key that only one of them has; `otherwise` when none is there."""

    cases: tuple[tuple[str, Record], ...]
    otherwise: Record
    form = "map"

    def expected(self) -> Said:
        return self.otherwise.expected()

    def check(self, item: Item, where: str, faults: Faults) -> None:
        shape = next((shape for key, shape in self.cases if item.get(key) is not None), None)
        if shape is None and (misspelt := self._misspelt(item)) is not None:
            name, cases = misspelt.text, [key for key, _ in self.cases]
            said = say("{what}里没有“{key}”这一项{near}", what=say(self.otherwise.title), key=name,
                       near=near(name, cases))  # fmt: skip
            faults.add(misspelt, said)
            meant = closest(name, cases)[0]
            shape = dict(self.cases)[meant]
            item.rename(name, meant)
        (shape or self.otherwise).check(item, where, faults)

    def _misspelt(self, item: Item) -> Item | None:
        """A key with a list that was meant to be the key of a case."""
        known, cases = {key.name for key in self.otherwise.keys}, [key for key, _ in self.cases]
        return next((at for name, at, value in item.items()
                     if name not in known and value.is_list and closest(name, cases)), None)  # fmt: skip

    def schema(self) -> Json:
        return {"anyOf": [self.otherwise.schema(), *(shape.schema() for _, shape in self.cases)]}

    def below(self) -> Iterator[Shape]:
        yield self.otherwise
        yield from (shape for _, shape in self.cases)


def read_as(item: Item, key: str, meant: str, shape: Shape, faults: Faults) -> bool:
    """Whether a misspelt key holds what the one that was meant would: then it is read on as that one.

    Its own mistake has been said; what would follow from its absence is none.
    """
    found = tried(shape, item.pairs[key][1], meant)
    if any(not each.warning for each in found.found):
        return False
    faults.references += found.references
    item.rename(key, meant)
    return True
