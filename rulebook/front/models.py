"""DMN models: a `.dmn` file of any standard editor, decided with plain Python values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

from rulebook.dmn import model as dmn
from rulebook.dmn.given import GivenError, GivenFault
from rulebook.feel.isotext import parse_any
from rulebook.feel.temporal import Date
from rulebook.feel.values import Value
from rulebook.front.expressions import clock
from rulebook.front.plain import Answer, Given, feel_values, plain
from rulebook.saying import Said, say

PYTHON = {"integer": "int", "long": "int", "double": "decimal.Decimal", "string": "str",
          "number": "int 或 decimal.Decimal", "boolean": "True 或 False", "date": "datetime.date",
          "time": "datetime.time", "date and time": "datetime.datetime", "dateTime": "datetime.datetime",
          "days and time duration": "datetime.timedelta", "dayTimeDuration": "datetime.timedelta",
          "years and months duration": "rulebook.Months", "yearMonthDuration": "rulebook.Months"}  # fmt: skip


class InputsError(ValueError):
    """Inputs the decision does not ask for, or not of the type it declares; `faults` has a sentence for each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class Model:
    """A DMN file with everything it imports from its folder. Raises DmnError where it cannot be read."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._model = dmn.Model(self.path)

    def __repr__(self) -> str:
        return f"rulebook.Model({str(self.path)!r})"

    @property
    def decisions(self) -> list[str]:
        """The names of the file's decisions."""
        return list(self._model.decisions)

    @property
    def inputs(self) -> dict[str, str]:
        """What the decisions are given: name → type as the file writes it, empty where it says none."""
        declared = {each.name: each.type_ref for each in self._model.inputs}
        asked = {each.name: each.type_name for name in self.decisions for each in self._model.asked(name)}
        return declared | {name: kind for name, kind in asked.items() if name not in declared}

    def decide(self, name: str, inputs: Mapping[str, Given], *, now: dt.datetime | None = None) -> Answer:
        """The answer of a decision; what is not given is null. Numbers may be int; dates are `datetime.date`, not text.

        `name` may be a decision's name, label, id or output name. Raises DmnError for a decision that is not there,
        InputsError for inputs that nobody asks for or that are not of their type. Everything else becomes null, and
        `diagnostics` say why.
        """
        return self._decided(name, inputs, now, text=False)

    def decide_text(self, name: str, inputs: Mapping[str, Given], *, now: dt.datetime | None = None) -> Answer:
        """As `decide`, with text read as the declared type says: for what comes from JSON, which has no dates."""
        return self._decided(name, inputs, now, text=True)

    def _decided(self, name: str, inputs: Mapping[str, Given], now: dt.datetime | None, *, text: bool) -> Answer:
        if not isinstance(name, str):
            raise TypeError(say("决策的名称应是文字，给的是 {type}。", type=type(name).__name__))
        decision = self._model.named(name)
        values = feel_values(inputs)
        try:
            given = self._model.given(decision, values, text=text)
        except GivenError as error:
            kinds = {
                label: each.type_name for each in self._model.asked(decision) for label in (each.name, *each.labels)
            }
            raise InputsError(
                fault.message if text else _said(fault, kinds, values) for fault in error.faults
            ) from None
        result = self._model.decide(decision, given, now=clock(now))
        return Answer(plain(result.value), result.diagnostics)


def _said(fault: GivenFault, kinds: Mapping[str, str], values: Mapping[str, Value]) -> str:
    """The fault's sentence, and how a value of its type is written in Python."""
    if fault.kind != "type" or not isinstance(fault.message, Said) or "given" not in fault.message.values:
        return fault.message
    return say("“{name}”应是{type}，给的是{given}{advice}", **fault.message.values,
               advice=_advice(kinds.get(fault.name, ""), values.get(fault.name)))  # fmt: skip


def _advice(kind: str, value: Value) -> str:
    """How such a value is written in Python."""
    day = parse_any(value) if isinstance(value, str) and kind == "date" else None
    if isinstance(day, Date):
        return say("：请用 {python}。", python=f"datetime.date({day.year}, {day.month}, {day.day})")
    return say("：请用 {python}。", python=say(PYTHON[kind])) if kind in PYTHON else say("。")
