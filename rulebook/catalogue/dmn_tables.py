"""tables/<name>.dmn: the one decision table of a file, as the item that its YAML would be, each cell with its line."""

from __future__ import annotations

from collections.abc import Iterable

from yaml.error import Mark
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from rulebook.catalogue.faults import Fault
from rulebook.catalogue.source import Faults, Item
from rulebook.dmn.xmltree import DmnError, Element, read_xml
from rulebook.feel import FeelSyntaxError, parse_unary_tests
from rulebook.saying import say

POLICIES = {"UNIQUE": "U", "ANY": "A", "PRIORITY": "P", "FIRST": "F", "RULE ORDER": "R", "OUTPUT ORDER": "O",
            "COLLECT": "C"}  # fmt: skip
SUMS = {"SUM": "C+", "MIN": "C<", "MAX": "C>", "COUNT": "C#"}
TYPES = {"number": "number", "integer": "number", "long": "number", "double": "number",
         "boolean": "boolean", "date": "date"}  # fmt: skip


def read_dmn(text: str, file: str, faults: Faults) -> Item | None:
    """The table as an item of the shape TABLE, or None with a fault at the line where it cannot be one."""
    try:
        root = read_xml(text.encode(), file)
    except DmnError:
        faults.found.append(Fault(file, 1, 1, say("不是能读的 DMN 文件：XML 写法不对。")))
        return None
    decisions = list(root.all("decision"))
    if root.tag != "definitions" or not decisions:
        faults.found.append(Fault(file, root.line, 1, say("里面没有决策。")))
        return None
    if len(decisions) > 1:
        said = say("目录里的一个 .dmn 文件只放一张决策表；这里有 {count} 个决策。", count=len(decisions))
        faults.found.append(Fault(file, decisions[1].line, 1, said))
        return None
    table = decisions[0].first("decisionTable")
    if table is None:
        faults.found.append(Fault(file, decisions[0].line, 1, say("这个决策不是决策表，规则里用不了。")))
        return None
    return _Made(file, faults).table(decisions[0], table)


class _Made:
    """XML elements as YAML nodes that stand where the elements stand."""

    def __init__(self, file: str, faults: Faults) -> None:
        self.file, self.faults = file, faults

    def table(self, decision: Element, table: Element) -> Item:
        policy = " ".join(table.get("hitPolicy", "UNIQUE").replace("_", " ").upper().split()) or "UNIQUE"
        letter = POLICIES.get(policy, policy)
        if letter == "C":
            letter = SUMS.get(table.get("aggregation").upper(), "C")
        outputs = list(table.all("output"))
        if letter == "C+" and any(each.first("defaultOutputEntry") is None for each in outputs):
            said = say("没有一行符合时，汇总 SUM 在规则里是 0，在 DMN 里是 null；给输出写上默认值，两边就一样。")
            self.faults.found.append(Fault(self.file, table.line, 1, said, warning=True))
        named = [each.get("name") or each.get("label") or decision.get("name") for each in outputs]
        rows = [self.row(each) for each in table.all("rule")]
        node = self.map(table, {
            "title": self.word(decision, decision.get("name") or decision.get("id") or "-"),
            "hit": self.word(table, letter),
            "inputs": self.list(table, [self.input(each) for each in table.all("input")]),
            "outputs": self.list(table, [self.output(each, name) for each, name in zip(outputs, named, strict=True)]),
            "rows": self.list(table, rows),
        })  # fmt: skip
        return Item(self.file, node)

    def input(self, element: Element) -> Node:
        expression = element.first("inputExpression")
        text = self.feel(expression) if expression is not None else ""
        return self.word(expression or element, text or element.get("label"))

    def output(self, element: Element, name: str) -> Node:
        found: dict[str, Node] = {"name": self.word(element, name)}
        if type_ := TYPES.get(
            element.get("typeRef").rpartition(":")[2].lower(), ""
        ):  # a text stays FEEL: no bare words
            found["type"] = self.word(element, type_)
        if (values := element.first("outputValues")) is not None and values.text_of("text"):
            found["values"] = self.list(values, [self.word(values, each) for each in self.parts(values)])
        if (default := element.first("defaultOutputEntry")) is not None and default.text_of("text"):
            found["default"] = self.word(default, self.feel(default))
        return self.map(element, found)

    def row(self, element: Element) -> Node:
        cells = [*element.all("inputEntry"), *element.all("outputEntry")]
        return self.list(element, [self.word(each, self.feel(each)) for each in cells])

    def feel(self, element: Element) -> str:
        """The element's text; another language than FEEL is a fault."""
        language, text = element.get("expressionLanguage"), element.text_of("text")
        if language and "feel" not in language.lower():
            self.faults.found.append(Fault(self.file, element.line, 1, say(
                "“{text}”写的是 {language}，规则里只读 FEEL。", text=text[:60], language=language)))  # fmt: skip
        return text

    def parts(self, element: Element) -> list[str]:
        text = element.text_of("text")
        try:
            return [text[each.span.start : each.span.end] for each in parse_unary_tests(text).tests]
        except FeelSyntaxError:
            return [each.strip() for each in text.split(",")]

    def word(self, element: Element, text: str) -> Node:
        return ScalarNode("tag:yaml.org,2002:str", text, *self.marks(element), style="'")

    def list(self, element: Element, nodes: Iterable[Node]) -> Node:
        return SequenceNode("tag:yaml.org,2002:seq", [*nodes], *self.marks(element))

    def map(self, element: Element, nodes: dict[str, Node]) -> Node:
        pairs = [(self.word(element, key), node) for key, node in nodes.items()]
        return MappingNode("tag:yaml.org,2002:map", pairs, *self.marks(element))

    def marks(self, element: Element) -> tuple[Mark, Mark]:
        """Where the element starts; it ends a line below, so that nobody counts columns in its text."""
        at = Mark(self.file, 0, element.line - 1, 0, None, 0)
        return at, Mark(self.file, 0, element.line, 0, None, 0)
