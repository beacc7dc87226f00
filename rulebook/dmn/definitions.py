"""A DMN file as plain objects.

What it declares, not yet what it means. Namespaces of DMN 1.1 to 1.5 are all read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from rulebook.dmn.xmltree import DmnError, Element, read_xml
from rulebook.saying import say

EXPRESSIONS = (
    "literalExpression",
    "decisionTable",
    "context",
    "list",
    "relation",
    "invocation",
    "functionDefinition",
    "conditional",
    "for",
    "some",
    "every",
    "filter",
    "unaryTests",
)


@dataclass(frozen=True, slots=True)
class Item:
    """A type definition, or a component of one."""

    name: str
    type_ref: str
    is_collection: bool
    components: tuple[Item, ...]
    allowed: str  # unary tests; of the elements where it is a collection
    constraint: str  # unary tests on the whole (DMN 1.5)
    function: tuple[tuple[str, ...], str] | None  # parameter types and result type of a function item


@dataclass(frozen=True, slots=True)
class InputData:
    id: str
    name: str
    type_ref: str
    line: int = 0
    aliases: tuple[str, ...] = ()  # its variable's name, label and id, where they differ from its name


@dataclass(frozen=True, slots=True)
class Decision:
    id: str
    name: str
    type_ref: str
    requires: tuple[str, ...]  # hrefs of inputs, decisions and knowledge
    logic: Element | None
    line: int = 0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a named function."""

    id: str
    name: str
    type_ref: str
    requires: tuple[str, ...]
    logic: Element | None  # its functionDefinition
    line: int = 0


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service; each list holds hrefs, in the order of the file."""

    id: str
    name: str
    type_ref: str
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]


Part = InputData | Decision | Knowledge | Service


@dataclass(slots=True)
class Definitions:
    """One file."""

    source: str
    namespace: str
    name: str
    imports: dict[str, str]  # name → namespace
    nameless: tuple[str, ...]  # namespaces imported without a name, in the order of the file
    items: tuple[Item, ...]
    parts: dict[str, Part]  # by id
    prefixes: dict[str, str] = field(repr=False, default_factory=dict)
    locations: dict[str, str] = field(default_factory=dict)  # imported namespace → where its file is said to be
    language: str = ""  # of expressions that do not say their own
    undeclared: bool = False  # made by an editor that declares no inputs: any name may be given


def read_definitions(path: Path) -> Definitions:
    """The file's declarations. Raises DmnError when it is not a DMN file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DmnError(say("{path}: 没有这个文件。", path=path)) from None
    except OSError:
        raise DmnError(say("{path}: 读不了。", path=path)) from None
    return parse_definitions(data, path.name)


def parse_definitions(data: bytes, source: str) -> Definitions:
    """Declarations from the bytes of a file; `source` names it in messages."""
    root = read_xml(data, source)
    if root.tag != "definitions":
        raise DmnError(say("{path}:{line}: 最外层应是 definitions，见到的是 {tag}，不是 DMN 文件。", path=source,
                           line=root.line, tag=root.tag))  # fmt: skip
    parts: dict[str, Part] = {}
    for element in root.children:
        part = _part(element)
        if part is None:
            continue
        key = part.id or f"#{part.name}"
        if key in parts:
            raise DmnError(say("{path}:{line}: id“{id}”用了两次。", path=source, line=element.line, id=key.lstrip("#")))
        parts[key] = part
    imported = [each for each in root.all("import") if "DMN" in each.get("importType").upper()]
    imports = {name: each.get("namespace") for each in imported if (name := each.get("name").strip())}
    items = tuple(_item(each) for each in root.all("itemDefinition"))
    return Definitions(
        source,
        root.get("namespace"),
        root.get("name"),
        imports,
        tuple(each.get("namespace") for each in imported if not each.get("name").strip()),
        items,
        parts,
        root.prefixes,
        {each.get("namespace"): each.get("locationURI") for each in imported},
        root.get("expressionLanguage"),
        _undeclared(root),
    )


_EDITORS = ("camunda", "bpmn.io", "dmn-js", "flowable", "activiti")


def _undeclared(root: Element) -> bool:
    made_by = " ".join([root.get("exporter"), root.get("namespace"), *root.prefixes.values()]).lower()
    return any(editor in made_by for editor in _EDITORS)


def _part(element: Element) -> Part | None:
    match element.tag:
        case "inputData":
            return InputData(element.get("id"), _name(element), _type(element), element.line, _aliases(element))
        case "decision":
            logic = element.first(*EXPRESSIONS)
            return Decision(
                element.get("id"),
                _name(element),
                _type(element),
                _requirements(element),
                logic,
                element.line,
                _aliases(element),
            )
        case "businessKnowledgeModel":
            logic = element.first("encapsulatedLogic")
            wanted = _requirements(element)
            return Knowledge(element.get("id"), _name(element), _type(element), wanted, logic, element.line)
        case "decisionService":
            return Service(
                element.get("id"),
                _name(element),
                _type(element),
                _hrefs(element, "outputDecision"),
                _hrefs(element, "encapsulatedDecision"),
                _hrefs(element, "inputDecision"),
                _hrefs(element, "inputData"),
            )
    return None


def _name(element: Element) -> str:
    """An element's name; some editors leave it out and give a label or an id only."""
    given = (" ".join(element.get(key).split()) for key in ("name", "label", "id"))
    return next(filter(None, given), f"{element.tag} {element.line}")


def _aliases(element: Element) -> tuple[str, ...]:
    variable = element.first("variable")
    words = [element.get("label"), element.get("id"), "" if variable is None else variable.get("name")]
    found = dict.fromkeys(" ".join(word.split()) for word in words)
    return tuple(word for word in found if word and word != _name(element))


def _type(element: Element) -> str:
    variable = element.first("variable")
    return "" if variable is None else type_ref(variable)


def type_ref(element: Element) -> str:
    """The type an element names, as attribute (DMN 1.1 on) or as child element."""
    return element.get("typeRef") or element.text_of("typeRef")


def _hrefs(element: Element, tag: str) -> tuple[str, ...]:
    return tuple(child.get("href") for child in element.all(tag))


def _requirements(element: Element) -> tuple[str, ...]:
    found: list[str] = []
    for requirement in element.all("informationRequirement", "knowledgeRequirement"):
        for tag in ("requiredDecision", "requiredInput", "requiredKnowledge"):
            found.extend(_hrefs(requirement, tag))
    return tuple(found)


def _item(element: Element) -> Item:
    allowed, constraint = element.first("allowedValues"), element.first("typeConstraint")
    function = element.first("functionItem")
    shape = None
    if function is not None:
        shape = (tuple(type_ref(each) for each in function.all("parameters")), function.get("outputTypeRef"))
    return Item(
        " ".join(element.get("name").split()),
        type_ref(element),
        element.get("isCollection") == "true",
        tuple(_item(each) for each in element.all("itemComponent")),
        "" if allowed is None else allowed.text_of("text"),
        "" if constraint is None else constraint.text_of("text"),
        shape,
    )
