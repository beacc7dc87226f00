"""A table and what it rests on as a DMN 1.3 file, with shapes, so that the standard's editors open it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from xml.etree import ElementTree as ET

from rulebook.exporting.graph import CannotExport, Input, Part, TableDecision
from rulebook.exporting.shapes import shapes
from rulebook.plan.types import DAYS, MONTHS

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
POLICIES = {
    "U": "UNIQUE", "A": "ANY", "F": "FIRST", "P": "PRIORITY", "R": "RULE ORDER", "O": "OUTPUT ORDER", "C": "COLLECT",
}  # fmt: skip
AGGREGATES = {"+": "SUM", "<": "MIN", ">": "MAX", "#": "COUNT"}
TYPES = {MONTHS: "years and months duration", DAYS: "days and time duration"}


def write_dmn(parts: Sequence[Part], title: str, namespace: str) -> str:
    """The file's text. Raises CannotExport."""
    root = ET.Element("definitions", {
        "xmlns": MODEL, "id": "definitions", "name": title, "namespace": namespace, "exporter": "rulebook",
        "xmlns:dmndi": "https://www.omg.org/spec/DMN/20191111/DMNDI/",
        "xmlns:dc": "http://www.omg.org/spec/DMN/20180521/DC/", "xmlns:di": "http://www.omg.org/spec/DMN/20180521/DI/",
    })  # fmt: skip
    ids = {part.name: f"{'input' if isinstance(part, Input) else 'decision'}_{number}"
           for number, part in enumerate(parts, start=1)}  # fmt: skip
    writer = Writer(root, ids)
    for part in parts:
        writer.part(part)
    shapes(root, parts, ids)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


class Writer:
    """One file in the making; everything has an id, as editors want it."""

    def __init__(self, root: ET.Element, ids: Mapping[str, str]) -> None:
        self.root, self.ids = root, ids
        self.numbers = count(1)

    def id(self, kind: str) -> str:
        return f"{kind}_{next(self.numbers)}"

    def part(self, part: Part) -> None:
        kind = "inputData" if isinstance(part, Input) else "decision"
        element = ET.SubElement(self.root, kind, {"id": self.ids[part.name], "name": part.name})
        if isinstance(part, Input):
            self.variable(element, part.name, part.type)
            return
        several = isinstance(part, TableDecision) and len(part.table.outputs) > 1
        type_ = part.types[1][0] if isinstance(part, TableDecision) else part.type
        self.variable(element, part.name, "" if several else type_)
        for name in part.needs:
            needed = self.ids[name]
            requirement = ET.SubElement(element, "informationRequirement", {"id": f"{self.ids[part.name]}_{needed}"})
            tag = "requiredInput" if needed.startswith("input") else "requiredDecision"
            ET.SubElement(requirement, tag, {"href": f"#{needed}"})
        if isinstance(part, TableDecision):
            self.table(element, part)
        else:
            expression = ET.SubElement(
                element, "literalExpression", {"id": self.id("expression"), "typeRef": _type(type_)}
            )
            _text(expression, part.text)

    def variable(self, element: ET.Element, name: str, type_: str) -> None:
        typed = {"typeRef": _type(type_)} if type_ else {}
        ET.SubElement(element, "variable", {"id": self.id("variable"), "name": name, **typed})

    def table(self, element: ET.Element, part: TableDecision) -> None:
        table = part.table
        if table.policy[:1] not in POLICIES:
            raise CannotExport(f"决策表“{table.name}”的命中策略 {table.policy} 在 DMN 里没有。")
        policy = {"hitPolicy": POLICIES[table.policy[:1]]}
        if table.policy[1:]:
            policy["aggregation"] = AGGREGATES[table.policy[1:]]
        made = ET.SubElement(element, "decisionTable", {"id": self.id("table"), **policy})
        for expression, heading, type_ in zip(table.inputs, table.headings, part.types[0], strict=True):
            asked = ET.SubElement(made, "input", {"id": self.id("column"), "label": heading})
            inner = ET.SubElement(asked, "inputExpression", {"id": self.id("expression"), "typeRef": _type(type_)})
            _text(inner, expression)
        for (name, _), type_ in zip(table.outputs, part.types[1], strict=True):
            self.output(made, part, name, type_)
        for row in table.rows:
            rule = ET.SubElement(made, "rule", {"id": self.id("rule")})
            for tag, cells in (("inputEntry", row.tests), ("outputEntry", row.outputs)):
                for cell in cells:
                    _text(ET.SubElement(rule, tag, {"id": self.id("cell")}), cell)

    def output(self, made: ET.Element, part: TableDecision, name: str, type_: str) -> None:
        table = part.table
        label = name if len(table.outputs) > 1 else part.name
        given = ET.SubElement(
            made, "output", {"id": self.id("column"), "label": name, "name": label, "typeRef": _type(type_)}
        )
        if name in table.allowed:
            _text(ET.SubElement(given, "outputValues", {"id": self.id("values")}), ", ".join(table.allowed[name]))
        default = table.default.get(name)
        if default is None and table.policy == "C+":
            default = "0"  # a sum of nothing; in DMN it would be null
        if default is not None:
            _text(ET.SubElement(given, "defaultOutputEntry", {"id": self.id("default")}), default)


def _text(element: ET.Element, text: str) -> None:
    ET.SubElement(element, "text").text = text


def _type(type_: str) -> str:
    return TYPES.get(type_, type_)
