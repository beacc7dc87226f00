"""A DMN model ready to decide: files joined with their imports, requirements followed, results typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from rulebook.dmn import java
from rulebook.dmn.boxed import Boxed, converted, declared_names
from rulebook.dmn.definitions import (
    Decision,
    Definitions,
    InputData,
    Knowledge,
    Part,
    Service,
    read_definitions,
    type_ref,
)
from rulebook.dmn.itemtypes import Types, component_names
from rulebook.dmn.xmltree import DmnError
from rulebook.feel import NameIndex
from rulebook.feel.calls import bound, call, fitting
from rulebook.feel.compile import Code
from rulebook.feel.compile_forms import EXTERNAL
from rulebook.feel.evaluate import Result, guarded
from rulebook.feel.runtime import Env, Run
from rulebook.feel.typerefs import TYPES
from rulebook.feel.types import FunctionOf, coerce
from rulebook.feel.values import Fault, Function, Param, Value, to_feel

Kind = TypeVar("Kind", Decision, Knowledge, Service)
STEPS = 2_000_000  # for one question to a whole model


@dataclass(eq=False)
class _File:
    """One file of the model, compiled on demand."""

    definitions: Definitions
    types: Types
    members: NameIndex
    imports: dict[str, _File]  # by import name
    codes: dict[str, Code] = field(default_factory=dict)

    @property
    def namespace(self) -> str:
        return self.definitions.namespace


Key = tuple[str, str]  # namespace and id


class Model:
    """A DMN file with everything it imports. Ask it with `decide`, `serve` and `invoke`."""

    def __init__(self, path: Path) -> None:
        """Read the file and, from the same folder, the files it imports. Raises DmnError."""
        self._folder = path.parent
        self._siblings: dict[str, Path] | None = None
        self._files: dict[str, _File] = {}
        self.root = self._file(read_definitions(path), ())

    # Reading ------------------------------------------------------------------------------------------------

    def _file(self, definitions: Definitions, above: tuple[str, ...]) -> _File:
        if definitions.namespace in above:
            raise DmnError(f"{definitions.source}: the model imports itself")
        if definitions.namespace in self._files:
            return self._files[definitions.namespace]
        imports = {
            name: self._file(self._import(namespace, definitions), (*above, definitions.namespace))
            for name, namespace in definitions.imports.items()
        }
        types = Types(definitions, {name: each.types for name, each in imports.items()})
        names = {*component_names(definitions.items), *(part.name for part in definitions.parts.values())}
        for part in definitions.parts.values():
            if isinstance(part, Decision | Knowledge) and part.logic is not None:
                names.update(declared_names(part.logic))
        for each in imports.values():
            names.update(part.name for part in each.definitions.parts.values())
            names.update(component_names(each.definitions.items))
        file = _File(definitions, types, NameIndex(names), imports)
        self._files[definitions.namespace] = file
        return file

    def _import(self, namespace: str, by: Definitions) -> Definitions:
        if self._siblings is None:
            self._siblings = {}
            for path in sorted(self._folder.glob("*.dmn")):
                try:
                    self._siblings.setdefault(read_definitions(path).namespace, path)
                except DmnError:
                    continue  # a broken neighbour matters only if it is imported
        if namespace not in self._siblings:
            raise DmnError(f"{by.source}: no file in this folder has the imported namespace {namespace}")
        return read_definitions(self._siblings[namespace])

    # Asking -------------------------------------------------------------------------------------------------

    @property
    def decisions(self) -> list[str]:
        """The names of the file's own decisions."""
        return [part.name for part in self.root.definitions.parts.values() if isinstance(part, Decision)]

    @property
    def inputs(self) -> list[InputData]:
        """The file's own input data."""
        return [part for part in self.root.definitions.parts.values() if isinstance(part, InputData)]

    def decide(self, name: str, inputs: Mapping[str, object], *, now: dt.datetime | None = None) -> Result:
        """The result of a decision. `inputs` by name, or `namespace#name` for those of imported files.

        Raises DmnError when there is no such decision; everything else becomes null and diagnostics.
        """
        part = self._named(name, Decision)
        session = _Session(self, inputs, Run(now=now, steps=STEPS))
        return session.result(lambda env: session.value(self.root, part))

    def serve(self, name: str, inputs: Mapping[str, object], *, now: dt.datetime | None = None) -> Result:
        """The result of a decision service: its one output, or a context of its outputs."""
        service = self._named(name, Service)
        session = _Session(self, {}, Run(now=now, steps=STEPS))
        given = {key: to_feel(value) for key, value in inputs.items()}

        def ask(env: Env) -> Value:
            try:
                return session.serve(self.root, service, given, env.run)
            except Fault as fault:
                return env.run.fail(fault)

        return session.result(ask)

    def invoke(self, name: str, arguments: Mapping[str, object], *, now: dt.datetime | None = None) -> Result:
        """The result of a business knowledge model called with named arguments."""
        part = self._named(name, Knowledge)
        session = _Session(self, {}, Run(now=now, steps=STEPS))
        named = {key: to_feel(value) for key, value in arguments.items()}

        def ask(env: Env) -> Value:
            function = session.value(self.root, part)
            if not isinstance(function, Function):
                return None
            try:
                return call(env.run, function, [], named)
            except Fault as fault:
                return env.run.fail(fault)

        return session.result(ask)

    def _named(self, name: str, kind: type[Kind]) -> Kind:
        wanted = " ".join(name.split())
        for part in self.root.definitions.parts.values():
            if part.name == wanted and isinstance(part, kind):
                return part
        raise DmnError(f"{self.root.definitions.source}: there is no {kind.__name__.lower()} “{wanted}”")

    def target(self, file: _File, href: str) -> tuple[_File, Part] | None:
        """The part an href leads to, and its file; None for a dangling one."""
        namespace, _, identity = href.rpartition("#")
        home = self._files.get(namespace, None) if namespace and namespace != file.namespace else file
        part = None if home is None else home.definitions.parts.get(identity)
        return None if home is None or part is None else (home, part)


class _Session:
    """One question: the inputs given, the results so far."""

    def __init__(self, model: Model, inputs: Mapping[str, object], run: Run) -> None:
        self.model = model
        self.inputs = {" ".join(name.split()): to_feel(value) for name, value in inputs.items()}
        self.run = run
        self.known: dict[Key, Value] = {}
        self.open: set[Key] = set()

    def result(self, ask: Code) -> Result:
        value = guarded(ask, Env({}, None, self.run))
        return Result(value, tuple(self.run.diagnostics))

    def value(self, file: _File, part: Part) -> Value:
        """The value of a part, worked out once. Going in circles gives null."""
        key = (file.namespace, part.id or part.name)
        if key in self.known:
            return self.known[key]
        if key in self.open:
            return self.run.fail(f"“{part.name}” requires itself")
        self.open.add(key)
        try:
            self.known[key] = self._worked_out(file, part)
        finally:
            self.open.discard(key)
        return self.known[key]

    def _worked_out(self, file: _File, part: Part) -> Value:
        if isinstance(part, InputData):
            return self._input(file, part)
        if isinstance(part, Decision):
            return self._code(file, part)(self.scope(file, part.requires))
        if isinstance(part, Knowledge):
            return self._knowledge(file, part)
        return self._function(file, part)

    def _knowledge(self, file: _File, part: Knowledge) -> Value:
        """The function a knowledge model is. It sees itself, so that it may call itself."""
        itself = f"#{part.id}"
        scope = self.scope(file, tuple(href for href in part.requires if href not in (itself, file.namespace + itself)))
        names: dict[str, Value] = {}
        names[part.name] = self._code(file, part)(scope.child(names))
        return names[part.name]

    def _input(self, file: _File, part: InputData) -> Value:
        value = self.inputs.get(f"{file.namespace}#{part.name}", self.inputs.get(part.name))
        return self._typed(file, part.type_ref, value, f"input “{part.name}”")

    def _typed(self, file: _File, reference: str, value: Value, what: str) -> Value:
        kind = file.types.find(reference)
        try:
            return value if kind is None else coerce(value, kind)
        except Fault as fault:
            return self.run.fail(f"{what}: {fault}")

    def _code(self, file: _File, part: Decision | Knowledge) -> Code:
        """The part's closure, compiled on first use and kept with its file."""
        key = part.id or part.name
        if key not in file.codes:
            file.codes[key] = self._compiled(file, part)
        return file.codes[key]

    def _compiled(self, file: _File, part: Decision | Knowledge) -> Code:
        if part.logic is None:
            return lambda env: env.run.fail(f"“{part.name}” has no logic")
        names = {part.name, *(name for href in part.requires if (name := self._visible(file, href)))}
        boxed = Boxed(part.logic, names | set(file.imports), file.members, file.types)
        kind = file.types.find(part.type_ref)
        if isinstance(part, Knowledge):
            result = None if isinstance(kind, FunctionOf) else kind
            own = file.types.find(type_ref(part.logic))
            return boxed.function(part.logic, part.name, result if own is None else own)
        return converted(boxed.expression(part.logic), kind, f"decision “{part.name}”")

    def _visible(self, file: _File, href: str) -> str:
        found = self.model.target(file, href)
        return found[1].name if found is not None else ""

    def scope(self, file: _File, requires: tuple[str, ...]) -> Env:
        """The names a part may use: what it requires, imported parts under the name of their import."""
        names: dict[str, Value] = {EXTERNAL: java.external, TYPES: file.types.table()}
        for href in requires:
            found = self.model.target(file, href)
            if found is None:
                self.run.fail(f"{file.definitions.source}: nothing has the id {href}")
                continue
            home, part = found
            value = self.value(home, part)
            prefix = "" if home is file else self._prefix(file, home)
            if prefix:
                names[prefix] = {**names.get(prefix, {}), part.name: value}
            else:
                names[part.name] = value
        return Env(names, None, self.run)

    @staticmethod
    def _prefix(file: _File, home: _File) -> str:
        return next((name for name, each in file.imports.items() if each is home), "")

    # Services -----------------------------------------------------------------------------------------------

    def _function(self, file: _File, service: Service) -> Function:
        """A decision service as a function: its input data, then its input decisions, are the parameters."""
        params = self._parameters(file, service)

        def invoke(run: Run, args: list[Value], named: dict[str, Value] | None) -> Value:
            values = bound(service.name, params, args, named)
            given = {param.name: value for param, value in zip(params, values, strict=True)}
            return self.serve(file, service, given, run)

        return Function(service.name, params, invoke)

    def _asked(self, file: _File, service: Service) -> list[tuple[_File, Part]]:
        hrefs = (*service.input_data, *service.input_decisions)
        return [found for href in hrefs if (found := self.model.target(file, href))]

    def _parameters(self, file: _File, service: Service) -> tuple[Param, ...]:
        """What a service asks; a part of an imported file under the name of its import, with a dot."""
        prefixed = [(self._prefix(file, home), home, part) for home, part in self._asked(file, service)]
        return tuple(
            Param(f"{prefix}.{part.name}" if prefix else part.name, home.types.find(part.type_ref))
            for prefix, home, part in prefixed
        )

    def serve(self, file: _File, service: Service, given: dict[str, Value], run: Run) -> Value:
        """The outputs of a service for these inputs, worked out in a session of their own.

        Raises Fault for an input that does not fit: then nothing is worked out.
        """
        inner = _Session(self.model, {}, run)
        for param, (home, part) in zip(self._parameters(file, service), self._asked(file, service), strict=True):
            value = given.get(param.name, given.get(part.name))
            inner.known[home.namespace, part.id or part.name] = fitting(param, value)
        outputs = [found for href in service.outputs if (found := self.model.target(file, href))]
        values = {part.name: inner.value(home, part) for home, part in outputs}
        result: Value = next(iter(values.values())) if len(values) == 1 else values
        kind = file.types.find(service.type_ref)
        if isinstance(kind, FunctionOf):
            kind = kind.result
        return converted(lambda env: result, kind, f"service “{service.name}”")(Env({}, None, run))
