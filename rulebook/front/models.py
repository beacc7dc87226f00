"""DMN models: a `.dmn` file of any standard editor, decided with plain Python values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rulebook.dmn import model as dmn
from rulebook.feel.isotext import parse_any
from rulebook.feel.temporal import Date
from rulebook.feel.types import BUILTIN_TYPES
from rulebook.feel.values import Value
from rulebook.front.plain import Answer, Given, feel_value, plain
from rulebook.plan.near import near

KINDS = {"string": "文字", "number": "数字", "boolean": "是否", "date": "日期", "time": "时刻",
         "date and time": "日期时间", "dateTime": "日期时间", "days and time duration": "天时分时长",
         "dayTimeDuration": "天时分时长", "years and months duration": "年月时长",
         "yearMonthDuration": "年月时长"}  # fmt: skip
PYTHON = {"string": "str", "number": "int 或 decimal.Decimal", "boolean": "True 或 False", "date": "datetime.date",
          "time": "datetime.time", "date and time": "datetime.datetime", "dateTime": "datetime.datetime",
          "days and time duration": "datetime.timedelta", "dayTimeDuration": "datetime.timedelta",
          "years and months duration": "rulebook.Months", "yearMonthDuration": "rulebook.Months"}  # fmt: skip
WORDS = {"true": True, "false": False, "是": True, "否": False}


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
        """The file's input data: name → type as the file writes it, empty where it says none."""
        return {each.name: each.type_ref for each in self._model.inputs}

    def decide(self, name: str, inputs: Mapping[str, Given], *, now: dt.datetime | None = None) -> Answer:
        """The answer of a decision; what is not given is null. Numbers may be int; dates are `datetime.date`, not text.

        Raises DmnError for a decision that is not there, InputsError for inputs that nobody asks for or that are not
        of their type. Everything else becomes null, and `diagnostics` say why.
        """
        return self._decided(name, {each: feel_value(value) for each, value in inputs.items()}, inputs, now)

    def decide_text(self, name: str, inputs: Mapping[str, Given], *, now: dt.datetime | None = None) -> Answer:
        """As `decide`, with text read as the declared type says: for what comes from JSON, which has no dates."""
        read = {each: self._read(each, value) for each, value in inputs.items()}
        return self._decided(name, read, inputs, now)

    def _decided(
        self, name: str, values: Mapping[str, Value], inputs: Mapping[str, Given], now: dt.datetime | None
    ) -> Answer:
        if faults := list(self._faults(values, inputs)):
            raise InputsError(faults)
        result = self._model.decide(name, values, now=now)
        return Answer(plain(result.value), result.diagnostics)

    def _faults(self, values: Mapping[str, Value], inputs: Mapping[str, Given]) -> Iterator[str]:
        known = self.inputs
        for name, value in values.items():
            if name not in known:
                if known and "#" not in name:
                    yield f"没有名为“{name}”的输入{near(name, known)}"
            elif value is not None and (kind := BUILTIN_TYPES.get(known[name])) and not kind.has(value):
                shown = f"文字“{value}”" if isinstance(value, str) else str(inputs[name])
                yield f"“{name}”应是{KINDS.get(known[name], known[name])}，给的是{shown}{_advice(known[name], value)}"

    def _read(self, name: str, value: Given) -> Value:
        kind = self.inputs.get(name, "")
        if not isinstance(value, str) or kind in ("", "string"):
            return feel_value(value)
        if kind == "number":
            try:
                return feel_value(Decimal(value.strip()))
            except (InvalidOperation, ValueError):
                return value
        found = WORDS.get(value.strip().lower()) if kind == "boolean" else parse_any(value.strip())
        return value if found is None else found


def _advice(kind: str, value: Value) -> str:
    """How such a value is written in Python."""
    day = parse_any(value) if isinstance(value, str) and kind == "date" else None
    if isinstance(day, Date):
        return f"：请用 datetime.date({day.year}, {day.month}, {day.day})。"
    return f"：请用 {PYTHON[kind]}。" if kind in PYTHON else "。"
