"""What a decision must be given: declared inputs, and the names its expressions use without declaring them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rulebook.dmn.boxed import bare_range, declared_names
from rulebook.dmn.cells import TableError
from rulebook.dmn.definitions import Decision, InputData, Knowledge
from rulebook.dmn.files import File, Files
from rulebook.dmn.itemtypes import Constrained, constrained
from rulebook.dmn.language import NotFeel, feel_text
from rulebook.dmn.session import aliases
from rulebook.dmn.tablexml import input_text, table_of, words
from rulebook.dmn.xmltree import Element
from rulebook.feel import FeelSyntaxError, NameIndex, parse, parse_unary_tests
from rulebook.feel import nodes as n
from rulebook.feel.builtins import FUNCTIONS
from rulebook.feel.types import ANY, BUILTIN_TYPES, AnyType, Type

_TESTS = ("inputEntry", "inputValues", "outputValues", "unaryTests")
_EXPRESSIONS = ("literalExpression", "input", "outputEntry", "defaultOutputEntry")
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_NUMBERS = re.compile(rf"(?:[<>]=?\s*)?{_NUMBER}|[\[\](]\s*{_NUMBER}\s*\.\.\s*{_NUMBER}\s*[\[\])]")
_TEXTS = re.compile(r'"[^"\\]*"(?:\s*,\s*"[^"\\]*")*')
_BOUND = frozenset(("?", "item", "partial", "cellInput"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A value that must be given.

    `labels` are further words it may be given under. `used` tells whether an expression surely speaks of it. `word`: it
    stands alone in a cell of a table, as text does whose quotes were forgotten; `called`: as a function.
    """

    name: str
    labels: tuple[str, ...] = ()
    type: Type | None = None
    type_name: str = ""
    declared: bool = False
    line: int = 0
    used: bool = True
    word: bool = False
    called: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """A name in an expression that nothing around it declares. `soft`: it may mean something else than a variable."""

    name: str
    line: int
    soft: bool = False
    word: bool = False
    called: bool = False


def asked_of(files: Files, root: File, decision: Decision) -> tuple[Asked, ...]:
    """What the decision, and all it requires, must be given. A value of an imported file is `import.name`."""
    declared: dict[str, Asked] = {}
    inferred: dict[str, Asked] = {}
    used: set[str] = set()
    for file, part in files.below(root, decision):
        if isinstance(part, InputData):
            made = _declared(file, part) if file in root.merged else _imported(files, file, part)
            declared[made.name] = made
        elif isinstance(part, Decision | Knowledge) and part.logic is not None:
            known = _known(files, file, part)
            for use in uses(files, file, part):
                used.add(use.name)
                there = inferred.get(use.name)
                if use.name not in known and _may_be_given(file, use) and (there is None or not there.used):
                    inferred[use.name] = _inferred(file, use)
    kinds = _column_types(files, root, decision)
    headed = {label for each in inferred.values() for label in each.labels}
    for name in [name for name in declared if name in headed and name not in used]:
        del declared[name]  # drawn in the diagram; the table under that heading uses a variable of another name
    return tuple(_typed(each, kinds, used) for each in {**inferred, **declared}.values())


def _typed(asked: Asked, kinds: Mapping[str, tuple[Type | None, str]], used: set[str]) -> Asked:
    kind, name = kinds.get(asked.name, (None, ""))
    if asked.type is None and kind is not None:
        asked = replace(asked, type=kind, type_name=name)
    elif isinstance(kind, Constrained) and asked.type is not None and not isinstance(asked.type, Constrained):
        asked = replace(asked, type=constrained(asked.type, kind.allowed))
    return (
        replace(asked, used=bool(used & {asked.name, *asked.labels, asked.name.split(".")[0]}))
        if asked.declared
        else asked
    )


def _declared(file: File, part: InputData) -> Asked:
    kind = file.types.find(part.type_ref)
    labels = dict.fromkeys((*part.aliases, *(label for label, name in file.headings.items() if name == part.name)))
    return Asked(part.name, tuple(labels), _said(kind), part.type_ref, True, part.line)


def _imported(files: Files, file: File, part: InputData) -> Asked:
    """An input of an imported file, under the name of its import."""
    made, paths = _declared(file, part), files.paths(file)
    names = [*(f"{path}.{part.name}" for path in paths), part.name, f"{file.namespace}#{part.name}"]
    return replace(made, name=names[0], labels=tuple(dict.fromkeys((*names[1:], *made.labels))))


def _inferred(file: File, use: Use) -> Asked:
    labels = tuple(label for label, name in file.headings.items() if name == use.name and label != name)
    return Asked(use.name, labels, None, "", False, use.line, not use.soft, use.word, use.called)


def _may_be_given(file: File, use: Use) -> bool:
    return use.called or file.definitions.undeclared or use.name not in file.names


def _said(kind: Type | None) -> Type | None:
    return None if isinstance(kind, AnyType) else kind


def _known(files: Files, file: File, part: Decision | Knowledge) -> set[str]:
    """The names that what a part requires gives it."""
    found = {part.name, *file.imports}
    for _, each in files.required(file, part):
        found.update((each.name, *(name for name, _ in aliases(each, None))))
    return found


def uses(files: Files, file: File, part: Decision | Knowledge) -> Iterator[Use]:
    """The names a part's expressions use and do not declare, built-in ones left out."""
    assert part.logic is not None
    index = NameIndex(files.visible(file, part) | set(declared_names(part.logic)))
    bound = _BOUND | set(_bound_by_boxes(part.logic))
    in_cells = bound | {words(each, "inputVariable") for each in part.logic.walk() if each.tag == "input"}
    for element in part.logic.walk():
        for node, lone in _parsed(element, file.definitions.language, index, file.members):
            for use in _free(node, in_cells if element.tag == "inputEntry" else bound, element.line, lone):
                if not use.called and use.name in FUNCTIONS and element.tag != "input":
                    use = replace(use, soft=True)  # most likely the function itself, handed on
                yield use


def _bound_by_boxes(logic: Element) -> Iterator[str]:
    for element in logic.walk():
        if element.tag in ("variable", "formalParameter"):
            yield words(element, "name")
        elif element.tag in ("for", "some", "every"):
            yield words(element, "iteratorVariable")


def _parsed(element: Element, language: str, index: NameIndex, members: NameIndex) -> Iterator[tuple[n.Node, bool]]:
    """The expressions that stand in an element, each with: is it a cell that a lone word may fill?"""
    if element.tag not in _TESTS and element.tag not in _EXPRESSIONS:
        return
    try:
        text = (input_text if element.tag == "input" else feel_text)(element, language).strip()
        if not text or text == "-" or _NUMBERS.fullmatch(text) or _TEXTS.fullmatch(text):
            return  # the cells most tables are made of hold no names
        if element.tag in _TESTS:
            for test in parse_unary_tests(text, index, members).tests:
                yield test, True
        elif (bare := bare_range(text, index, members)) is not None:
            yield from ((each, False) for each in n.children(bare))
        else:
            yield parse(text, index, members), element.tag == "outputEntry"
    except (FeelSyntaxError, NotFeel):
        return  # said where the model is compiled


def names_in(text: str, index: NameIndex, *, test: bool) -> set[str]:
    """The names an expression, or a cell of tests, uses without declaring. Raises FeelSyntaxError."""
    nodes: tuple[n.Node, ...] = parse_unary_tests(text, index).tests if test else (parse(text, index),)
    found = (use for node in nodes for use in _free(node, _BOUND, 0, test))
    return {use.name for use in found if not use.soft and use.name not in FUNCTIONS}


def _free(node: n.Node, bound: frozenset[str] | set[str], line: int, lone: bool, soft: bool = False) -> Iterator[Use]:
    if isinstance(node, n.Name):
        if node.name not in bound:
            yield Use(node.name, line, soft, lone)
        return
    if isinstance(node, n.Call) and isinstance(node.function, n.Name):
        if node.function.name not in bound and node.function.name not in FUNCTIONS:
            yield Use(node.function.name, line, soft, called=True)
        for argument in (*node.args, *node.named):
            yield from _free(argument, bound, line, False, soft)
        return
    if isinstance(node, n.For | n.Some | n.Every):
        inner = set(bound)
        for each in node.iterations:
            for source in (each.source, each.end):
                if source is not None:
                    yield from _free(source, inner, line, False, soft)
            inner.add(each.name)
        yield from _free(node.body if isinstance(node, n.For) else node.condition, inner, line, False, soft)
    elif isinstance(node, n.FunctionDef):
        if not node.external:
            yield from _free(node.body, set(bound) | {each.name for each in node.parameters}, line, False, soft)
    elif isinstance(node, n.ContextLit):
        inner = set(bound)
        for entry in node.entries:
            yield from _free(entry.value, inner, line, False, soft)
            inner.add(entry.key)
    elif isinstance(node, n.Filter):
        yield from _free(node.source, bound, line, False, soft)
        yield from _free(node.condition, bound, line, False, True)
    elif not isinstance(node, n.TypeRef):
        for child in n.children(node):
            yield from _free(child, bound, line, False, soft)


def _column_types(files: Files, root: File, decision: Decision) -> dict[str, tuple[Type | None, str]]:
    """The types table columns give to the variables under them: as declared, else as all their cells are."""
    found: dict[str, tuple[Type | None, str]] = {}
    for file, part in files.below(root, decision):
        logic = part.logic if isinstance(part, Decision | Knowledge) else None
        for element in () if logic is None else logic.walk():
            if element.tag == "decisionTable":
                _add_column_types(file, element, found)
    return found


def _add_column_types(file: File, element: Element, found: dict[str, tuple[Type | None, str]]) -> None:
    try:
        table = table_of(element, file.types, file.definitions.language)
    except TableError:
        return
    for place, column in enumerate(table.inputs):
        name = " ".join(column.expression.split())
        kind, called = _said(file.types.find(column.type)), column.type
        if kind is None and not column.type:
            called = kind_of_cells([row.inputs[place] for row in table.rows if place < len(row.inputs)])
            kind = BUILTIN_TYPES[called] if called else None
        if kind is not None or column.allowed:
            found.setdefault(name, (constrained(kind or ANY, column.allowed), called))


_LITERALS: dict[type[n.Node], str] = {n.NumberLit: "number", n.StringLit: "string", n.BoolLit: "boolean"}


def kind_of_cells(cells: list[str]) -> str:
    """`number`, `string` or `boolean` where every literal of every cell is one; else empty."""
    kinds: set[str] = set()
    for cell in set(cells):
        if _NUMBERS.fullmatch(cell) or _TEXTS.fullmatch(cell):
            kinds.add("string" if cell.startswith('"') else "number")
            continue
        try:
            tests = parse_unary_tests(cell).tests if cell.strip() not in ("", "-") else ()
        except FeelSyntaxError:
            return ""
        for test in tests:
            kinds.add(_literal_kind(test))
    return kinds.pop() if len(kinds) == 1 else ""


def _literal_kind(test: n.Node) -> str:
    if isinstance(test, n.UnaryTest | n.Neg):
        return _literal_kind(test.operand)
    if isinstance(test, n.RangeLit):
        low, high = _literal_kind(test.low), _literal_kind(test.high)
        return low if low == high else ""
    return _LITERALS.get(type(test), "")
