"""Decision tables: what they are, and deciding with them. Knows FEEL but nothing of XML or YAML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import reduce

from rulebook.dmn.cells import Cells, Names, TableError
from rulebook.dmn.matching import Column, column_of, rows_of
from rulebook.dmn.words import shown, type_words
from rulebook.feel.compile import Code
from rulebook.feel.evaluate import Result, guarded
from rulebook.feel.ops import add, order, same
from rulebook.feel.runtime import Env, Run, Unfit
from rulebook.feel.types import BUILTIN_TYPES, AnyType, Type, coerce
from rulebook.feel.values import Fault, Value, to_feel
from rulebook.saying import Parts, say


class HitPolicy(Enum):
    """Which of the matching rows count."""

    UNIQUE = "U"
    ANY = "A"
    PRIORITY = "P"
    FIRST = "F"
    RULE_ORDER = "R"
    OUTPUT_ORDER = "O"
    COLLECT = "C"


AGGREGATES = ("+", "<", ">", "#")


@dataclass(frozen=True, slots=True)
class Input:
    """A column that is asked: a FEEL expression, and, if limited, its allowed values as unary tests.

    `type` is the name of the type its values must have; `variable` a further name of the value in the column's cells.
    """

    expression: str
    allowed: str = ""
    type: str = ""
    variable: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """A column that is answered. `allowed` lists values, the first having the highest priority."""

    name: str = ""
    allowed: str = ""
    default: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: a cell of unary tests for each input, a FEEL expression for each output; `line` in its file.

    `types` are those of the output cells, where a file gives cells types of their own.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    line: int = 0
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A whole table. `aggregate` is one of + < > # for hit policy COLLECT, else empty."""

    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rows: tuple[Row, ...]
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    aggregate: str = ""


def hit_policy(text: str) -> tuple[HitPolicy, str]:
    """`U`, `A`, `P`, `F`, `R`, `O`, `C`, `C+`, `C<`, `C>`, `C#` → policy and aggregate. Raises TableError."""
    letter, aggregate = text.strip()[:1].upper(), text.strip()[1:].strip()
    known = {policy.value: policy for policy in HitPolicy}
    if letter not in known or (aggregate and (letter != "C" or aggregate not in AGGREGATES)):
        raise TableError("hit policy", f"expected one of U A P F R O C C+ C< C> C#, got “{text}”")
    return known[letter], aggregate


@dataclass(frozen=True, slots=True)
class _Input:
    expression: Code
    allowed: Code | None
    type: Type | None
    variable: str

    def scope(self, env: Env, place: int) -> Env:
        """The scope of the column's cells. A value that is not of the type, or not allowed, is null there.

        Raises Unfit for it in a strict evaluation.
        """
        value = self.expression(env)
        if value is not None and (self.type is not None or self.allowed is not None):
            try:
                value = self._admitted(value, env)
            except Fault as fault:
                message = say("第 {place} 个输入{fault}", place=place, fault=fault.message)
                if env.run.strict:
                    raise Unfit(message) from None
                env.run.fail(message)
                value = None
        return env.child({"?": value, self.variable: value} if self.variable else {"?": value})

    def _admitted(self, value: Value, env: Env) -> Value:
        if self.type is not None:
            value = _as_type(value, self.type)
        if self.allowed is not None and self.allowed(env.child({"?": value})) is not True:
            raise Fault(say("不允许是{value}。", value=shown(value)))
        return value


def _as_type(value: Value, kind: Type) -> Value:
    try:
        return coerce(value, kind)
    except Fault:
        raise Fault(say("应是{type}，得到的是{value}。", type=type_words(kind), value=shown(value))) from None


@dataclass(frozen=True, slots=True)
class _Output:
    name: str
    allowed: tuple[Code, ...]
    default: Code | None
    type: Type | None

    def checked(self, value: Value, env: Env) -> Value:
        """An answer as its type; one that is not of it, or not among the allowed values, is null, and said."""
        if self.type is not None and value is not None:
            try:
                value = _as_type(value, self.type)
            except Fault as fault:
                return env.run.fail(self._faulty(fault.message))
        if not self.allowed or value is None or isinstance(value, list):
            return value
        scope = env.child({"?": value})
        if any(test(scope) is True for test in self.allowed):
            return value
        return env.run.fail(self._faulty(say("不允许是{value}。", value=shown(value))))

    def _faulty(self, fault: str) -> str:
        return say("结果“{name}”{fault}", name=self.name, fault=fault) if self.name else say("结果{fault}", fault=fault)


@dataclass(slots=True)
class CompiledTable:
    """A table ready to decide. Make it with `compile_table`."""

    table: DecisionTable
    _inputs: list[_Input] = field(repr=False)
    _outputs: list[_Output] = field(repr=False)
    _columns: list[Column] = field(repr=False)
    _rows: list[tuple[Code, ...]] = field(repr=False)  # what each answers

    def decide(self, variables: Mapping[str, object], *, now: dt.datetime | None = None) -> Result:
        """The table's answer: a value, a context of values (several outputs), or a list of such.

        It is null, with a diagnostic, when no row matches or the hit policy is broken.
        """
        run = Run(now=now)
        env = Env({name: to_feel(value) for name, value in variables.items()}, None, run)
        return Result(guarded(self.code, env), tuple(run.diagnostics))

    def matching(self, env: Env) -> list[int]:
        """The rows (from 0) whose every test is true. Raises Fault for an input that does not fit or is not allowed."""
        scopes = [each.scope(env, place) for place, each in enumerate(self._inputs, 1)]
        env.run.spend(1)
        alive = (1 << len(self._rows)) - 1
        for column, scope in zip(self._columns, scopes, strict=True):
            alive = column.passing(scope, alive)
        return list(rows_of(alive))

    def code(self, env: Env) -> Value:
        """The table as a FEEL closure."""
        try:
            matched = self.matching(env)
            return self._answer(matched, env) if matched else self._nothing(env)
        except Fault as fault:
            return env.run.fail(fault)

    def _nothing(self, env: Env) -> Value:
        if any(output.default is not None for output in self._outputs):
            answers = [None if output.default is None else output.default(env) for output in self._outputs]
            single = self._shaped(answers)
            many = self.table.hit_policy in _LISTS and not self.table.aggregate
            return [single] if many and not isinstance(single, list) else single
        if self.table.aggregate == "#":
            return Decimal(0)
        if self.table.hit_policy in _LISTS and not self.table.aggregate:
            return []
        raise Fault(say("表里没有一行适用。"))

    def _answers(self, matched: list[int], env: Env) -> list[list[Value]]:
        return [
            [output.checked(answer(env), env) for output, answer in zip(self._outputs, self._rows[place], strict=True)]
            for place in matched
        ]

    def _shaped(self, answers: list[Value]) -> Value:
        if len(self._outputs) == 1:
            return answers[0]
        return {output.name: answer for output, answer in zip(self._outputs, answers, strict=True)}

    def _answer(self, matched: list[int], env: Env) -> Value:
        match self.table.hit_policy:
            case HitPolicy.UNIQUE:
                if len(matched) > 1:
                    rows = Parts("、", [str(place + 1) for place in matched])
                    raise Fault(say("命中策略 U：第 {rows} 行同时适用。", rows=rows))
                return self._shaped(self._answers(matched, env)[0])
            case HitPolicy.FIRST:
                return self._shaped(self._answers(matched[:1], env)[0])
            case HitPolicy.ANY:
                return self._any(matched, env)
            case HitPolicy.PRIORITY:
                return self._shaped(self._prioritised(matched, env)[0])
            case HitPolicy.OUTPUT_ORDER:
                return [self._shaped(each) for each in self._prioritised(matched, env)]
            case HitPolicy.RULE_ORDER:
                return [self._shaped(each) for each in self._answers(matched, env)]
        return self._collected(self._answers(matched, env))

    def _any(self, matched: list[int], env: Env) -> Value:
        answers = self._answers(matched, env)
        if not all(same(answers[0], each) for each in answers[1:]):
            raise Fault(say("命中策略 A：同时适用的几行结果不同。"))
        return self._shaped(answers[0])

    def _prioritised(self, matched: list[int], env: Env) -> list[list[Value]]:
        def rank(answers: list[Value]) -> list[int]:
            return [
                next(
                    (place for place, test in enumerate(output.allowed) if test(env.child({"?": answer})) is True),
                    len(output.allowed),
                )
                for output, answer in zip(self._outputs, answers, strict=True)
            ]

        return sorted(self._answers(matched, env), key=rank)

    def _collected(self, answers: list[list[Value]]) -> Value:
        aggregate = self.table.aggregate
        if not aggregate:
            return [self._shaped(each) for each in answers]
        if aggregate == "#":
            return Decimal(len(answers))
        columns = [list(column) for column in zip(*answers, strict=True)]
        return self._shaped([_AGGREGATE[aggregate](column) for column in columns])


_RANKED = (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)
_LISTS = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)
_AGGREGATE: dict[str, Callable[[list[Value]], Value]] = {
    "+": lambda values: reduce(add, values),
    "<": lambda values: reduce(lambda best, each: each if order(each, best) < 0 else best, values),
    ">": lambda values: reduce(lambda best, each: each if order(each, best) > 0 else best, values),
}


Find = Callable[[str], Type | None]


def compile_table(
    table: DecisionTable, names: Names = (), members: Names = (), find: Find = BUILTIN_TYPES.get
) -> CompiledTable:
    """The table, its cells parsed and compiled.

    `names` and `members` as for `feel.parse`; `find` gives the types inputs may name. Raises TableError.
    """
    for place, row in enumerate(table.rows, 1):
        if len(row.inputs) != len(table.inputs) or len(row.outputs) != len(table.outputs):
            wanted = f"{len(table.inputs)} inputs and {len(table.outputs)} outputs"
            raise TableError(f"row {place}", f"expected {wanted}, got {len(row.inputs)} and {len(row.outputs)}")
    if not table.outputs:
        raise TableError("outputs", "a table needs at least one")
    if table.hit_policy in _RANKED and not any(each.allowed.strip() for each in table.outputs):
        raise TableError(
            "hit policy", f"{table.hit_policy.value} needs an output's values, first the one that counts most"
        )
    cells = Cells(names, members)
    return CompiledTable(
        table,
        [_input(cells, each, f"input {place}", find) for place, each in enumerate(table.inputs, 1)],
        [_output(cells, each, f"output {place}", find) for place, each in enumerate(table.outputs, 1)],
        _columns(cells, table),
        [_answers(cells, each, _place(each, place), find) for place, each in enumerate(table.rows, 1)],
    )


def _place(row: Row, number: int) -> str:
    return f"row {number} (line {row.line})" if row.line else f"row {number}"


def _input(cells: Cells, column: Input, place: str, find: Find) -> _Input:
    expression, allowed = cells.expression(column.expression, place), cells.tests(column.allowed, place)
    return _Input(expression, allowed, _type(column.type, find), column.variable)


def _type(name: str, find: Find) -> Type | None:
    kind = find(name) if name else None
    return None if isinstance(kind, AnyType) else kind


def _output(cells: Cells, output: Output, place: str, find: Find) -> _Output:
    allowed = cells.parts(output.allowed, f"{place}, allowed values")
    default = cells.expression(output.default, f"{place}, default") if output.default.strip() else None
    return _Output(output.name, allowed, default, _type(output.type, find))


def _columns(cells: Cells, table: DecisionTable) -> list[Column]:
    return [
        column_of([
            cells.cell(row.inputs[place], f"{_place(row, number)}, input {place + 1}")
            for number, row in enumerate(table.rows, 1)
        ])
        for place in range(len(table.inputs))
    ]  # fmt: skip


def _answers(cells: Cells, row: Row, place: str, find: Find) -> tuple[Code, ...]:
    answers = [cells.expression(cell, f"{place}, output {number}") for number, cell in enumerate(row.outputs, 1)]
    for number, name in enumerate(row.types):
        answers[number] = _typed(answers[number], _type(name, find), number + 1)
    return tuple(answers)


def _typed(code: Code, kind: Type | None, number: int) -> Code:
    if kind is None:
        return code

    def typed(env: Env) -> Value:
        value = code(env)
        try:
            return None if value is None else _as_type(value, kind)
        except Fault as fault:
            return env.run.fail(say("第 {place} 个结果{fault}", place=number, fault=fault.message))

    return typed
