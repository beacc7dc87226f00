"""A DMN model ready to decide: files joined with their imports, requirements followed, results typed."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from rulebook.dmn.asking import Asked, asked_of
from rulebook.dmn.cells import TableError
from rulebook.dmn.definitions import Decision, InputData, Knowledge, Service
from rulebook.dmn.files import File, Files
from rulebook.dmn.given import Given
from rulebook.dmn.session import Session, output_names
from rulebook.dmn.tablexml import Table, table_in
from rulebook.dmn.words import near
from rulebook.dmn.xmltree import DmnError
from rulebook.feel.calls import call
from rulebook.feel.evaluate import Result
from rulebook.feel.runtime import Env, Run
from rulebook.feel.types import Type
from rulebook.feel.values import Fault, Function, Value, to_feel
from rulebook.saying import Parts, say

Kind = TypeVar("Kind", Decision, Knowledge, Service)
_KINDS = {Decision: "决策", Knowledge: "知识模型", Service: "决策服务"}
STEPS = 2_000_000  # for one question to a whole model


class Model:
    """A DMN file with everything it imports. Ask it with `decide`, `serve` and `invoke`."""

    def __init__(self, path: str | Path, *, names: Iterable[str] = ()) -> None:
        """Read the file and, from the same folder, the files it imports. Raises DmnError.

        `names` will be given though the file may not declare them: columns of a file, keys of an object.
        """
        self.path = Path(path)
        self._files = Files(self.path, names)
        self.root = self._files.root
        self._given = cache(self._door)

    # What there is ------------------------------------------------------------------------------------------

    @property
    def decisions(self) -> list[str]:
        """The names of the file's own decisions; where it has none, of those it imports without a name."""
        return [part.name for _, part in self._decisions()]

    def _decisions(self) -> list[tuple[File, Decision]]:
        found = [(home, part) for home, part in self.root.parts() if isinstance(part, Decision)]
        return [each for each in found if each[0] is self.root] or found

    @property
    def inputs(self) -> list[InputData]:
        """The file's own input data, with those it imports without a name."""
        return [part for _, part in self.root.parts() if isinstance(part, InputData)]

    @property
    def tops(self) -> list[str]:
        """The decisions that no other decision requires, in the order of the file."""
        decisions = self._decisions()
        required = {id(part) for each in decisions for _, part in self._files.required(*each)}
        return [each.name for _, each in decisions if id(each) not in required] or self.decisions[-1:]

    @property
    def main(self) -> str:
        """The decision that no other requires; the last of several. Raises DmnError when there is no decision."""
        if not self.decisions:
            raise DmnError(say("{path}: 里面没有决策。", path=self.path.name))
        return self.tops[-1]

    def named(self, name: str = "") -> str:
        """The decision with this name, label or id; `main` for none. Raises DmnError for one nobody knows."""
        wanted = _folded(name)
        if not wanted:
            return self.main
        every = [part for _, part in self.root.parts() if isinstance(part, Decision)]
        for part in every:
            if _folded(part.name) == wanted:
                return part.name
        for part in every:
            if wanted in map(_folded, (*part.aliases, *output_names(part))):
                return part.name
        there = Parts("、", self.decisions) if self.decisions else say("没有决策")
        raise DmnError(say("{path}: 没有决策“{name}”，有：{there}{near}。", path=self.path.name, name=name, there=there,
                           near=near(name, self.decisions)))  # fmt: skip

    def asked(self, name: str = "") -> tuple[Asked, ...]:
        """What this decision, and all it requires, must be given."""
        file, part = self._named(self.named(name), Decision)
        return asked_of(self._files, file, part)

    def input_types(self, name: str, kind: str = "decision") -> dict[str, Type | None]:
        """The declared types of what a decision, decisionService or bkm is given, by every name of it."""
        if kind == "decision":
            return {key: each.type for each in self.asked(name) for key in (*each.labels, each.name)}
        file, part = self._named(name, Service) if kind == "decisionService" else self._named(name, Knowledge)
        return {param.name: param.type for param in Session(self._files, {}, Run()).parameters(file, part)}

    def outputs(self, name: str = "") -> tuple[str, ...]:
        """The names of the results: of a table's outputs where it has several, else of the decision."""
        table = self.table(name)
        many = table is not None and len(table.table.outputs) > 1 and table.table.aggregate != "#"
        return tuple(each.name for each in table.table.outputs) if table and many else (self.named(name),)

    def table(self, name: str = "") -> Table | None:
        """The decision's table; None where its logic is something else. Raises DmnError for one that is broken."""
        file, part = self._named(self.named(name), Decision)
        try:
            return table_in(part, file.types, file.definitions.language)
        except TableError as error:
            raise DmnError(f"{self.path.name}: {error}") from None

    def problems(self, name: str = "") -> list[str]:
        """What in this decision, and all it requires, cannot be compiled: each with file and line."""
        session = Session(self._files, {}, Run())
        return session.problems(*self._named(self.named(name), Decision))

    # Asking -------------------------------------------------------------------------------------------------

    def given(self, name: str, inputs: Mapping[str, object], *, text: bool = False) -> dict[str, Value]:
        """`inputs` as FEEL values under the names the decision uses, every one checked. Raises GivenError.

        With `text`, text is read as the declared type says: for files and JSON, which have no dates.
        """
        return self._given(self.named(name)).values(inputs, text=text)

    def _door(self, name: str) -> Given:
        return Given(self.asked(name), self.path.name)

    def decide(
        self, name: str, inputs: Mapping[str, object], *, now: dt.datetime | None = None, strict: bool = True
    ) -> Result:
        """The result of a decision. `inputs` by name, or `namespace#name` for those of imported files.

        A value that the input of a table does not admit makes the decision null; with `strict` false it is null to
        the table alone, as the standard has it. Raises DmnError when there is no such decision; everything else
        becomes null and diagnostics.
        """
        file, part = self._named(self.named(name), Decision)
        session = Session(self._files, inputs, Run(now=now, steps=STEPS, strict=strict))
        return session.result(lambda env: session.value(file, part))

    def serve(
        self, name: str, inputs: Mapping[str, object], *, now: dt.datetime | None = None, strict: bool = True
    ) -> Result:
        """The result of a decision service: its one output, or a context of its outputs."""
        file, service = self._named(name, Service)
        session = Session(self._files, {}, Run(now=now, steps=STEPS, strict=strict))
        given = {key: to_feel(value) for key, value in inputs.items()}

        def ask(env: Env) -> Value:
            try:
                return session.serve(file, service, given, env.run)
            except Fault as fault:
                return env.run.fail(fault)

        return session.result(ask)

    def invoke(
        self, name: str, arguments: Mapping[str, object], *, now: dt.datetime | None = None, strict: bool = True
    ) -> Result:
        """The result of a business knowledge model called with named arguments."""
        file, part = self._named(name, Knowledge)
        session = Session(self._files, {}, Run(now=now, steps=STEPS, strict=strict))
        named = {key: to_feel(value) for key, value in arguments.items()}

        def ask(env: Env) -> Value:
            function = session.value(file, part)
            if not isinstance(function, Function):
                return None
            try:
                return call(env.run, function, [], named)
            except Fault as fault:
                return env.run.fail(fault)

        return session.result(ask)

    def _named(self, name: str, kind: type[Kind]) -> tuple[File, Kind]:
        wanted = " ".join(name.split())
        for file, part in self.root.parts():
            if part.name == wanted and isinstance(part, kind):
                return file, part
        raise DmnError(say("{path}: 没有{kind}“{name}”。", path=self.root.definitions.source, kind=say(_KINDS[kind]),
                           name=wanted))  # fmt: skip


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", " ".join(name.split()))
