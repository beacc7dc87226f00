"""Boxed expressions (context, list, relation, invocation, function, table, loops, filter) to FEEL closures.

An expression that cannot be compiled becomes one that is null with a diagnostic; the rest of the model
still works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rulebook.dmn.cells import TableError
from rulebook.dmn.definitions import EXPRESSIONS, type_ref
from rulebook.dmn.functions import held_to, parameters_as, result_of
from rulebook.dmn.itemtypes import Types
from rulebook.dmn.language import NotFeel, feel_text
from rulebook.dmn.tables import compile_table
from rulebook.dmn.tablexml import table_of, words
from rulebook.dmn.xmltree import Element
from rulebook.feel import FeelSyntaxError, NameIndex, parse
from rulebook.feel import nodes as n
from rulebook.feel.calls import call, fitting
from rulebook.feel.compile import Code, compile_node
from rulebook.feel.compile_forms import EXTERNAL, Body, Iteration, closure, filtered, loop, quantified
from rulebook.feel.runtime import Env
from rulebook.feel.types import FunctionOf, Type, coerce, described
from rulebook.feel.values import Fault, Function, Param, Value


class Boxed:
    """Compiles the boxed expressions of one decision or knowledge model."""

    def __init__(
        self, root: Element, names: set[str], members: NameIndex, types: Types, language: str, problems: list[str]
    ) -> None:
        """`language` is the file's; what cannot be compiled is added to `problems`."""
        self.names = NameIndex(names | set(declared_names(root)))
        self.members = members
        self.types = types
        self.language = language
        self.problems = problems

    def bad(self, message: str) -> Code:
        """Always null, with this diagnostic; and noted as a problem of the file."""
        self.problems.append(message)
        return failing(message)

    def expression(self, element: Element | None) -> Code:
        """The closure of any boxed expression, its result converted to the type it declares."""
        if element is None:
            return lambda env: None
        compiler: Callable[[Element], Code] = getattr(self, f"_{element.tag}", self._unknown)
        return converted(compiler(element), self.types.find(type_ref(element)), f"line {element.line}")

    def inner(self, element: Element, tag: str = "") -> Code:
        """The closure of the expression inside `element`, or inside its child `tag`."""
        holder = element.first(tag) if tag else element
        return self.expression(None if holder is None else holder.first(*EXPRESSIONS))

    def _unknown(self, element: Element) -> Code:
        return self.bad(f"line {element.line}: “{element.tag}” is no expression known here")

    def feel(self, text: str, line: int) -> Code:
        """FEEL text of the model."""
        if not text.strip():
            return lambda env: None
        try:
            return compile_node(parse(text, self.names, self.members))
        except FeelSyntaxError as error:
            return self.bad(f"in the expression at line {line} of the model: {error}")

    def _literalExpression(self, element: Element) -> Code:
        try:
            return self.feel(feel_text(element, self.language), element.line)
        except NotFeel as error:
            return self.bad(f"line {element.line}: {error}")

    def _context(self, element: Element) -> Code:
        entries: list[tuple[str, Code]] = []
        result: Code | None = None
        for entry in element.all("contextEntry"):
            variable = entry.first("variable")
            code = self.inner(entry)
            if variable is None or not variable.get("name").strip():
                result = code
                continue
            name = " ".join(variable.get("name").split())
            entries.append((name, converted(code, self.types.find(type_ref(variable)), f"entry “{name}”")))

        def context(env: Env) -> Value:
            found: dict[str, Value] = {}
            scope = env.child(found)
            for name, code in entries:
                found[name] = code(scope)
            return dict(found) if result is None else result(scope)

        return context

    def _list(self, element: Element) -> Code:
        items = [self.expression(child) for child in element.all(*EXPRESSIONS)]
        return lambda env: [item(env) for item in items]

    def _relation(self, element: Element) -> Code:
        columns = [(words(each, "name"), self.types.find(type_ref(each))) for each in element.all("column")]
        rows = [
            [
                (name, converted(self.expression(cell), kind, f"column “{name}”"))
                for (name, kind), cell in zip(columns, row.all(*EXPRESSIONS), strict=False)
            ]
            for row in element.all("row")
        ]
        return lambda env: [{name: cell(env) for name, cell in row} for row in rows]

    def _invocation(self, element: Element) -> Code:
        function = self.inner(element)
        bindings = [
            (" ".join(parameter.get("name").split()), type_ref(parameter), self.inner(binding))
            for binding in element.all("binding")
            if (parameter := binding.first("parameter")) is not None
        ]
        arguments = [(Param(name, self.types.find(kind)), code) for name, kind, code in bindings]

        def invocation(env: Env) -> Value:
            target = function(env)
            if not isinstance(target, Function):
                return env.run.fail(f"{described(target)} cannot be invoked")
            try:
                named = {param.name: fitting(param, code(env)) for param, code in arguments}
                return call(env.run, target, [], named)
            except Fault as fault:
                return env.run.fail(fault)

        return invocation

    def _functionDefinition(self, element: Element) -> Code:
        return self.function(element, "")

    def function(self, element: Element, name: str, kind: Type | None = None) -> Code:
        """A closure that gives the function an element defines; `kind` is its declared type, or its result's."""
        own = tuple(
            Param(words(each, "name"), self.types.find(type_ref(each))) for each in element.all("formalParameter")
        )
        params, result = parameters_as(own, kind), result_of(kind)
        body = self.inner(element)
        if element.get("kind", "FEEL").upper() in ("JAVA", "PMML"):
            return _external(params, body)
        checked = converted(body, result, f"the result of {name or 'the function'}")
        whole = _body(element, checked)
        return lambda env: closure(name, params, whole, env, result)

    def _conditional(self, element: Element) -> Code:
        test, then, orelse = (self.inner(element, tag) for tag in ("if", "then", "else"))

        def conditional(env: Env) -> Value:
            answer = test(env)
            if answer is not None and not isinstance(answer, bool):
                return env.run.fail(f"line {element.line}: “if” must be true or false, not {described(answer)}")
            return then(env) if answer else orelse(env)

        return conditional

    def _for(self, element: Element) -> Code:
        return loop([self._iteration(element)], _body(element, self.inner(element, "return")))

    def _iteration(self, element: Element) -> Iteration:
        """What a boxed loop goes over: any expression, or a bare `1..n` as in FEEL's own loops."""
        name = " ".join(element.get("iteratorVariable").split())
        holder = element.first("in")
        inner = None if holder is None else holder.first(*EXPRESSIONS)
        if inner is not None and inner.tag == "literalExpression" and (bare := self._bare_range(inner)) is not None:
            return name, *bare, n.NOWHERE
        return name, self.inner(element, "in"), None, n.NOWHERE

    def _bare_range(self, element: Element) -> tuple[Code, Code] | None:
        try:
            node = bare_range(feel_text(element, self.language), self.names, self.members)
        except NotFeel:
            return None  # said where the expression is compiled
        if node is None or node.end is None:
            return None
        return compile_node(node.source), compile_node(node.end)

    def _some(self, element: Element) -> Code:
        return self._quantified(element, True)

    def _every(self, element: Element) -> Code:
        return self._quantified(element, False)

    def _quantified(self, element: Element, decisive: bool) -> Code:
        condition = self.inner(element, "satisfies")
        return quantified([self._iteration(element)], _body(element, condition), decisive)

    def _filter(self, element: Element) -> Code:
        return filtered(self.inner(element, "in"), _body(element, self.inner(element, "match")))

    def _decisionTable(self, element: Element) -> Code:
        try:
            table = compile_table(
                table_of(element, self.types, self.language), self.names, self.members, self.types.find
            )
        except TableError as error:
            return self.bad(f"the decision table at line {element.line}: {error}")
        return table.code


def bare_range(text: str, names: NameIndex, members: NameIndex) -> n.Iteration | None:
    """`1..n` as a loop has it, with both its ends; None for any other text."""
    if ".." not in text:
        return None
    try:
        parse(text, names, members)
    except FeelSyntaxError:
        try:
            loop_ = parse(f"for each in {text} return each", names, members)
        except FeelSyntaxError:
            return None
        whole = isinstance(loop_, n.For) and len(loop_.iterations) == 1 and isinstance(loop_.body, n.Name)
        return loop_.iterations[0] if whole and isinstance(loop_, n.For) else None
    return None


def _body(element: Element, code: Code) -> Body:
    return Body(code, cost=sum(len(each.text) for each in element.walk()) // 64)


def _external(params: tuple[Param, ...], mapping: Code) -> Code:
    def code(env: Env) -> Value:
        maker = env.find(EXTERNAL)
        try:
            made: Value = maker(params, mapping(env))
        except Fault as fault:
            return env.run.fail(fault)
        return made

    return code


def failing(message: str) -> Code:
    """Always null, with this diagnostic."""

    def code(env: Env) -> Value:
        return env.run.fail(message)

    return code


def converted(code: Code, kind: Type | None, what: str) -> Code:
    """`code` with its result converted to a type; a result that does not fit is null."""
    if kind is None:
        return code

    def checked(env: Env) -> Value:
        value = code(env)
        if isinstance(value, Function) and not isinstance(kind, FunctionOf):
            return value  # older models write the result's type where the function's belongs
        try:
            value = coerce(value, kind)
            return held_to(value, kind) if isinstance(value, Function) and isinstance(kind, FunctionOf) else value
        except Fault as fault:
            return env.run.fail(f"{what}: {fault}")

    return checked


def declared_names(root: Element) -> Iterator[str]:
    """The names that the expressions under `root` declare: entries, formal parameters, columns, loop variables.

    Not those of an invocation's bindings: they belong to what is invoked, and `a.b` may be a path here.
    """
    for element in root.walk():
        if element.tag in ("variable", "formalParameter", "column", "output"):
            yield " ".join(element.get("name").split())
        elif element.tag in ("for", "some", "every"):
            yield " ".join(element.get("iteratorVariable").split())
