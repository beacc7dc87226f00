"""One question to a model: what is given, what is known so far, and working out the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulebook.dmn import java
from rulebook.dmn.boxed import Boxed, converted
from rulebook.dmn.definitions import Decision, InputData, Knowledge, Part, Service, type_ref
from rulebook.dmn.files import File, Files
from rulebook.dmn.functions import parameters_as, result_of
from rulebook.dmn.words import near
from rulebook.dmn.xmltree import Element
from rulebook.feel.calls import bound, fitting
from rulebook.feel.compile import Code
from rulebook.feel.compile_forms import EXTERNAL
from rulebook.feel.evaluate import Result, guarded
from rulebook.feel.runtime import Env, Run
from rulebook.feel.typerefs import TYPES
from rulebook.feel.types import coerce
from rulebook.feel.values import Fault, Function, Param, Value, to_feel
from rulebook.saying import say

Key = tuple[str, str]  # namespace and id


class Session:
    """One question: the inputs given, the results so far."""

    def __init__(self, files: Files, inputs: Mapping[str, object], run: Run) -> None:
        self.files = files
        self.inputs = {" ".join(name.split()): to_feel(value) for name, value in inputs.items()}
        self.run = run
        self.known: dict[Key, Value] = {}
        self.open: set[Key] = set()

    def result(self, ask: Code) -> Result:
        value = guarded(ask, Env({}, None, self.run))
        return Result(value, tuple(self.run.diagnostics))

    def value(self, file: File, part: Part) -> Value:
        """The value of a part, worked out once. Going in circles gives null."""
        key = (file.namespace, part.id or part.name)
        if key in self.known:
            return self.known[key]
        if key in self.open:
            return self.run.fail(say("“{name}”绕一圈要用到自己。", name=part.name))
        self.open.add(key)
        try:
            self.known[key] = self._worked_out(file, part)
        finally:
            self.open.discard(key)
        return self.known[key]

    def _worked_out(self, file: File, part: Part) -> Value:
        if isinstance(part, InputData):
            return self._input(file, part)
        if isinstance(part, Decision):
            return self._code(file, part)(self.scope(file, part.requires))
        if isinstance(part, Knowledge):
            return self._knowledge(file, part)
        return self._function(file, part)

    def _knowledge(self, file: File, part: Knowledge) -> Value:
        """The function a knowledge model is. It sees itself, so that it may call itself."""
        itself = f"#{part.id}"
        scope = self.scope(file, tuple(href for href in part.requires if href not in (itself, file.namespace + itself)))
        names: dict[str, Value] = {}
        names[part.name] = self._code(file, part)(scope.child(names))
        return names[part.name]

    def _input(self, file: File, part: InputData) -> Value:
        qualified = (f"{path}.{part.name}" for path in self.files.paths(file))
        keys = (f"{file.namespace}#{part.name}", *qualified, part.name, *part.aliases)
        value = next((self.inputs[key] for key in keys if key in self.inputs), None)
        return self._typed(file, part.type_ref, value, f"input “{part.name}”")

    def _typed(self, file: File, reference: str, value: Value, what: str) -> Value:
        if self.run.strict and (lacks := file.types.unknown(reference)):
            return self.run.fail(_undefined(file, 0, lacks))
        kind = file.types.find(reference)
        try:
            return value if kind is None else coerce(value, kind)
        except Fault as fault:
            return self.run.fail(f"{what}: {fault}")

    def _code(self, file: File, part: Decision | Knowledge) -> Code:
        """The part's closure, compiled on first use and kept with its file."""
        key = part.id or part.name
        if key not in file.codes:
            file.codes[key] = self._compiled(file, part)
        return file.codes[key]

    def problems(self, file: File, part: Decision) -> list[str]:
        """What cannot be compiled in a decision and all it requires, each with its file."""
        found: list[str] = [
            say("{path}: “{name}”绕一圈要用到自己。", path=file.definitions.source, name=each.name)
            for each in self.files.circles(file, part)
        ]
        for home, each in self.files.below(file, part):
            if isinstance(each, InputData) and (lacks := home.types.unknown(each.type_ref)):
                found.append(_undefined(home, each.line, lacks))
            if isinstance(each, Decision | Knowledge):
                self._code(home, each)
                if each.logic is None:
                    found.append(say("{path}:{line}: “{name}”没有写怎么决定。", path=home.definitions.source,
                                     line=each.line, name=each.name))  # fmt: skip
                found += (
                    f"{home.definitions.source}, “{each.name}”: {problem}"
                    for problem in home.problems.get(each.id or each.name, ())
                )
        return found

    def _compiled(self, file: File, part: Decision | Knowledge) -> Code:
        if part.logic is None:
            return lambda env: env.run.fail(say("“{name}”没有写怎么决定。", name=part.name))
        code, lacks = self._made(file, part, part.logic), next(_undefined_in(file, part), None)
        if lacks is None:
            return code
        file.problems[part.id or part.name].append(lacks)
        return lambda env: env.run.fail(lacks) if env.run.strict else code(env)

    def _made(self, file: File, part: Decision | Knowledge, logic: Element) -> Code:
        boxed = Boxed(
            logic,
            self.files.visible(file, part),
            file.members,
            file.types,
            file.definitions.language,
            file.problems.setdefault(part.id or part.name, []),
        )
        kind = file.types.find(part.type_ref)
        if isinstance(part, Knowledge):
            return boxed.function(logic, part.name, file.types.find(type_ref(logic)) or kind)
        return converted(boxed.expression(logic), kind, f"decision “{part.name}”")

    def scope(self, file: File, requires: tuple[str, ...]) -> Env:
        """The names a part may use: what it requires, imported parts under the name of their import."""
        names: dict[str, Value] = {EXTERNAL: java.external, TYPES: file.types.table()}
        others: list[tuple[Part, Value]] = []
        for href in requires:
            found = self.files.target(file, href)
            if found is None:
                self.run.fail(say("{path}: 没有 id 是 {id} 的部分。", path=file.definitions.source, id=href))
                continue
            home, part = found
            value = self.value(home, part)
            prefix = file.prefix(home)
            if prefix:
                names[prefix] = {**names.get(prefix, {}), part.name: value}
            else:
                names[part.name] = value
                others.append((part, value))
        for part, value in others:
            for alias, meant in aliases(part, value):
                names.setdefault(alias, meant)
        return Env(names, self._undeclared(file), self.run)

    def _undeclared(self, file: File) -> Env | None:
        """What was given under names the file does not declare: editors leave the declaring out."""
        loose = {
            name: self.inputs[key]
            for key in self.inputs
            for name in (key, file.headings.get(key, key))
            if name == key or name not in self.inputs
            if file.definitions.undeclared or name not in file.names
        }
        return Env(loose, None, self.run) if loose else None

    # Services -----------------------------------------------------------------------------------------------

    def _function(self, file: File, service: Service) -> Function:
        """A decision service as a function: its input data, then its input decisions, are the parameters."""
        params = self._parameters(file, service)

        def invoke(run: Run, args: list[Value], named: dict[str, Value] | None) -> Value:
            values = bound(service.name, params, args, named)
            given = {param.name: value for param, value in zip(params, values, strict=True)}
            return self.serve(file, service, given, run)

        return Function(service.name, params, invoke)

    def _asked(self, file: File, service: Service) -> list[tuple[File, Part]]:
        hrefs = (*service.input_data, *service.input_decisions)
        return [found for href in hrefs if (found := self.files.target(file, href))]

    def parameters(self, file: File, part: Knowledge | Service) -> tuple[Param, ...]:
        """What a knowledge model or a service must be called with."""
        if isinstance(part, Service):
            return self._parameters(file, part)
        function = self.value(file, part)
        return (function.params or ()) if isinstance(function, Function) else ()

    def _parameters(self, file: File, service: Service) -> tuple[Param, ...]:
        """What a service asks; a part of an imported file under the name of its import, with a dot."""
        prefixed = [(file.prefix(home), home, part) for home, part in self._asked(file, service)]
        own = tuple(
            Param(f"{prefix}.{part.name}" if prefix else part.name, home.types.find(part.type_ref))
            for prefix, home, part in prefixed
        )
        return parameters_as(own, file.types.find(service.type_ref))

    def serve(self, file: File, service: Service, given: dict[str, Value], run: Run) -> Value:
        """The outputs of a service for these inputs, worked out in a session of their own.

        Raises Fault for an input that does not fit: then nothing is worked out.
        """
        inner = Session(self.files, {}, run)
        for param, (home, part) in zip(self._parameters(file, service), self._asked(file, service), strict=True):
            value = given.get(param.name, given.get(part.name))
            inner.known[home.namespace, part.id or part.name] = fitting(param, value)
        outputs = [found for href in service.outputs if (found := self.files.target(file, href))]
        values = {part.name: inner.value(home, part) for home, part in outputs}
        result: Value = next(iter(values.values())) if len(values) == 1 else values
        kind = result_of(file.types.find(service.type_ref))
        return converted(lambda env: result, kind, f"service “{service.name}”")(Env({}, None, run))


def _undefined(file: File, line: int, name: str) -> str:
    return say("{path}:{line}: 没有定义类型“{name}”{near}。", path=file.definitions.source, line=line, name=name,
               near=near(name, file.types.known()))  # fmt: skip


def _undefined_in(file: File, part: Decision | Knowledge) -> Iterator[str]:
    """The types a part's own logic names that nobody defines."""
    places = [(part.type_ref, part.line)]
    places += [] if part.logic is None else [(type_ref(each), each.line) for each in part.logic.walk()]
    for reference, line in places:
        if name := file.types.unknown(reference):
            yield say("第 {line} 行：没有定义类型“{name}”{near}。", line=line, name=name,
                      near=near(name, file.types.known()))  # fmt: skip


def aliases(part: Part, value: Value) -> Iterator[tuple[str, Value]]:
    """The further names under which editors let a decision or input be used, and what each of them means.

    They are its variable, label and id, and the names of its table's outputs.
    """
    if not isinstance(part, Decision | InputData):
        return
    yield from ((name, value) for name in part.aliases)
    outputs = output_names(part)
    for name in outputs:
        yield name, value if len(outputs) == 1 else _column(value, name)


def output_names(part: Part) -> tuple[str, ...]:
    """The names of the outputs of a decision's table, where they have names."""
    if not isinstance(part, Decision) or part.logic is None or part.logic.tag != "decisionTable":
        return ()
    names = (" ".join(each.get("name").split()) for each in part.logic.all("output"))
    return tuple(name for name in names if name)


def _column(value: Value, name: str) -> Value:
    if isinstance(value, list):
        return [_column(each, name) for each in value]
    return value.get(name) if isinstance(value, dict) else None
