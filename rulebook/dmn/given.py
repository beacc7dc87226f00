"""The strict door of a decision: what is given is known by name and is of its type, or it is said in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rulebook.dmn.asking import Asked
from rulebook.dmn.reading import read_all
from rulebook.dmn.words import near, shown, type_words
from rulebook.feel.types import coerce
from rulebook.feel.values import Fault, Value, to_feel
from rulebook.saying import Parts, say


@dataclass(frozen=True, slots=True)
class GivenFault:
    """What is wrong with one given value. `kind`: unknown, type, missing or function."""

    name: str
    kind: str
    message: str


class GivenError(ValueError):
    """What was given cannot be decided with; all that is wrong, a sentence a line."""

    def __init__(self, faults: Sequence[GivenFault]) -> None:
        super().__init__("\n".join(each.message for each in faults))
        self.faults = tuple(faults)


class Given:
    """What one decision asks, ready to read many rows. `source` names the file in messages."""

    def __init__(self, asked: Sequence[Asked], source: str) -> None:
        self.asked = tuple(each for each in asked if not each.called)
        self._called = tuple(each for each in asked if each.called)
        self._source = source
        self._known = {label: each for each in self.asked for label in each.labels}
        self._known.update({each.name: each for each in self.asked})

    def find(self, key: str) -> Asked | None:
        """What a key gives: by name, else by label."""
        return self._known.get(" ".join(key.split()))

    def missing(self, keys: Iterable[str]) -> list[GivenFault]:
        """The names that expressions use and nobody gives, and the functions nobody knows; in the order of the file."""
        there = list(keys)
        given = {found.name for key in there if (found := self.find(key)) is not None}
        absent = [self._lacking(each, there) for each in self.asked if each.used and each.name not in given]
        return [*map(self._no_function, self._called), *absent]

    def _no_function(self, asked: Asked) -> GivenFault:
        message = say("{path}:{line}: 没有函数“{name}”。", path=self._source, line=asked.line, name=asked.name)
        return GivenFault(asked.name, "function", message)

    def _lacking(self, asked: Asked, there: list[str]) -> GivenFault:
        also: str = ""
        template = '{path}:{line}: 没有人给出“{name}”{near}；若是文字，要加引号："{word}"。'
        if not asked.word:
            template = "{path}:{line}: 要用到“{name}”{also}，没有给出{near}。"
            labels = Parts("、", [f"“{label}”" for label in asked.labels])
            also = say("（也可叫{labels}）", labels=labels) if asked.labels else ""
        message = say(template, path=self._source, line=asked.line, name=asked.name, word=asked.name, also=also,
                      near=near(asked.name, there))  # fmt: skip
        return GivenFault(asked.name, "missing", message)

    def values(self, inputs: Mapping[str, object], *, text: bool = False) -> dict[str, Value]:
        """The values under the names the decision uses. Raises GivenError with every fault."""
        found: dict[str, Value] = {}
        faults: list[GivenFault] = [self._no_function(each) for each in self._called]
        for key, value in inputs.items():
            asked = self.find(key)
            if asked is None:
                names = Parts("、", [each.name for each in self.asked]) if self.asked else say("没有")
                message = say(
                    "“{name}”没有人要{near}；要的是：{names}。", name=key, near=near(key, self._known), names=names
                )
                faults.append(GivenFault(key, "unknown", message))
                continue
            try:
                found[asked.name] = self.value(asked, value, text=text)
            except Fault as fault:
                faults.append(GivenFault(key, "type", fault.message))
        if faults:
            raise GivenError(faults)
        return found

    def value(self, asked: Asked, value: object, *, text: bool = False) -> Value:
        """One value as its type says. Raises Fault with a sentence."""
        try:
            plain = to_feel(value)
        except TypeError:
            raise Fault(say("“{name}”不能是 Python 的 {type}。", name=asked.name, type=type(value).__name__)) from None
        if plain is None or asked.type is None:
            return read_all(plain, None) if text else plain
        try:
            return coerce(read_all(plain, asked.type) if text else plain, asked.type)
        except Fault:
            given = f"“{plain[:40]}”" if text and isinstance(plain, str) else shown(plain)
            raise Fault(say("“{name}”应是{type}，给的是{given}。", name=asked.name, type=type_words(asked.type),
                            given=given)) from None  # fmt: skip
