"""A decision table in YAML as DMN for the table editor, and back: cells nobody touched keep how they were written.

The subset both have: inputs (a name or an expression), outputs, hit policy, rows of FEEL cells. Rows, inputs and
outputs carry their place in their DMN ids, by which they are found again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any
from xml.etree import ElementTree as Xml

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import ScalarString, SingleQuotedScalarString

from district.authoring import document as doc
from rulebook.catalogue.tables import POLICIES
from rulebook.dmn.xmltree import DmnError, Element, read_xml

SPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
HITS = {"U": "UNIQUE", "A": "ANY", "P": "PRIORITY", "F": "FIRST", "R": "RULE ORDER", "O": "OUTPUT ORDER",
        "C": "COLLECT"}  # fmt: skip
LETTERS = {word: letter for letter, word in HITS.items()}
SUMS = {"+": "SUM", "<": "MIN", ">": "MAX", "#": "COUNT"}
SIGNS = {word: sign for sign, word in SUMS.items()}
HIT_KEYS = ("hit", "hit policy", "hit_policy", "policy")
PLACED = re.compile(r"(?:in|out|row)-([0-9]{1,9})")


class NotATable(ValueError):
    """The text is no table the editor can show, or what came back from it is none."""


def is_table(path: str, text: str) -> bool:
    """Whether the table editor can show this file."""
    try:
        to_xml(path, text)
    except (NotATable, doc.NotYaml):
        return False
    return True


def to_xml(path: str, text: str, types: Mapping[str, str] | None = None) -> str:
    """The table as a DMN file with one decision. `types` gives the FEEL types of names, and which words are names.

    Raises NotATable, NotYaml. A `.dmn` file is its own answer.
    """
    if path.endswith(".dmn"):
        return text
    table, known = _table(text), types or {}
    name = path.rsplit("/", 1)[-1].removesuffix(".yaml")
    root = Xml.Element("definitions", {"xmlns": SPACE, "id": "definitions", "name": name, "namespace": "huiqi"})
    decision = Xml.SubElement(root, "decision", {"id": "decision", "name": str(table.get("title") or name)})
    _declare(root, decision, text, known)
    policy, sign = _hit(table)
    attributes = {"id": "table", "hitPolicy": HITS[policy]} | ({"aggregation": SUMS[sign]} if sign else {})
    grid = Xml.SubElement(decision, "decisionTable", attributes)
    for place, each in enumerate(table["inputs"]):
        label, expression = _input(each)
        box = Xml.SubElement(grid, "input", {"id": f"in-{place}", "label": label})
        asked = Xml.SubElement(box, "inputExpression", {"id": f"in-{place}-e", "typeRef": known.get(expression, "Any")})
        Xml.SubElement(asked, "text").text = expression
    kinds = [_output(each) for each in table["outputs"]]
    for place, (heading, kind) in enumerate(kinds):
        Xml.SubElement(
            grid, "output", {"id": f"out-{place}", "name": heading, "label": heading, "typeRef": kind or "Any"}
        )
    width = len(table["inputs"])
    for place, row in enumerate(table["rows"]):
        rule = Xml.SubElement(grid, "rule", {"id": f"row-{place}"})
        for column, cell in enumerate(row):
            tag = "inputEntry" if column < width else "outputEntry"
            shown = str(cell) if column < width else _quoted(str(cell), kinds[column - width][1], known)
            entry = Xml.SubElement(rule, tag, {"id": f"cell-{place}-{column}"})
            Xml.SubElement(entry, "text").text = shown
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode")


def _declare(root: Xml.Element, decision: Xml.Element, text: str, known: Mapping[str, str]) -> None:
    """The names the table rests on as inputs of the decision, so that the file judges by itself anywhere."""
    for number, name in enumerate(each for each in known if each in text):
        given = Xml.SubElement(root, "inputData", {"id": f"data-{number}", "name": name})
        Xml.SubElement(given, "variable", {"id": f"data-{number}-v", "name": name, "typeRef": known[name]})
        needed = Xml.SubElement(decision, "informationRequirement", {"id": f"needs-{number}"})
        Xml.SubElement(needed, "requiredInput", {"href": f"#data-{number}"})


def from_xml(path: str, text: str, xml: str, types: Collection[str] = ()) -> str:
    """The YAML text with what the editor made of the table; the same to the byte when nothing was changed.

    Raises NotATable. Comments among rows that were moved are put under `rows:`.
    """
    try:
        root = read_xml(xml.encode(), path)
    except DmnError as error:
        raise NotATable(str(error)) from None
    if path.endswith(".dmn"):
        return xml
    grid = next((each for each in root.walk() if each.tag == "decisionTable"), None)
    if grid is None:
        raise NotATable("里面没有决策表。")
    document = doc.load(text)
    table = _table(text)
    _put_hit(document, table, grid)
    _put_heads(document, table, grid)
    _put_rows(document, table, grid, types)
    made = doc.dump(document)
    return _with_comments(text, made) if made != text else text


# YAML


def _table(text: str) -> CommentedMap:
    found = doc.load(text)
    if "rows" not in found and "rules" in found:
        raise NotATable("这张表用的是 rules，请改成 rows 再用表格编辑。")
    inputs, outputs, rows = (found.get(key) for key in ("inputs", "outputs", "rows"))
    if not all(isinstance(each, CommentedSeq) and len(each) for each in (inputs, outputs, rows)):
        raise NotATable("不是有输入、输出和各行的决策表。")
    width = len(inputs) + len(outputs)
    for number, row in enumerate(rows, 1):
        if not isinstance(row, CommentedSeq) or len(row) != width or not all(isinstance(each, str) for each in row):
            raise NotATable(f"第 {number} 行不是 {width} 格的列表。")
    return found


def _hit(table: CommentedMap) -> tuple[str, str]:
    written = next((str(table[key]).strip() for key in HIT_KEYS if key in table), "U")
    policy = POLICIES.get(written) or POLICIES.get(written.lower()) or POLICIES.get(written.upper())
    if policy is None:
        raise NotATable(f"没有命中策略“{written}”。")
    return policy[0], policy[1:]


def _input(each: Any) -> tuple[str, str]:
    """(heading, expression) of an input."""
    if isinstance(each, str):
        return str(each), str(each)
    expression = next((str(each[key]) for key in ("is", "expression", "fact", "name") if key in each), "")
    return str(each.get("name") or expression), expression


def _output(each: Any) -> tuple[str, str]:
    return (str(each), "") if isinstance(each, str) else (str(each.get("name", "")), str(each.get("type", "")))


def _quoted(cell: str, kind: str, names: Collection[str]) -> str:
    """A bare word in a string column stands for itself in YAML; DMN wants it quoted."""
    plain = cell.strip()
    if kind == "string" and plain[:1] not in ('"', "“") and plain not in names:
        return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return cell


# Back from DMN


def _place(element: Element, prefix: str, count: int) -> int | None:
    """Which of the old ones this is, by its id."""
    found = PLACED.fullmatch(element.get("id"))
    place = int(found[1]) if found and element.get("id").startswith(prefix) else -1
    return place if 0 <= place < count else None


def _put_hit(document: CommentedMap, table: CommentedMap, grid: Element) -> None:
    policy = LETTERS.get(grid.get("hitPolicy", "UNIQUE").upper(), "")
    sign = SIGNS.get(grid.get("aggregation").upper(), "")
    if not policy:
        raise NotATable("没有这种命中策略。")
    new = policy + (sign if policy == "C" else "")
    if new != "".join(_hit(table)):
        document[next((key for key in HIT_KEYS if key in document), "hit")] = new


def _put_heads(document: CommentedMap, table: CommentedMap, grid: Element) -> None:
    inputs = [_new_input(each, table["inputs"]) for each in grid.all("input")]
    outputs = [_new_output(each, table["outputs"]) for each in grid.all("output")]
    if not inputs or not outputs:
        raise NotATable("决策表至少要有一个输入和一个输出。")
    for key, new in (("inputs", inputs), ("outputs", outputs)):
        if [doc.shown(each) for each in new] != [doc.shown(each) for each in table[key]]:
            made = CommentedSeq(new)
            made.fa.set_flow_style()
            document[key] = made


def _new_input(element: Element, old: CommentedSeq) -> Any:
    asked = element.first("inputExpression")
    expression = " ".join((asked.text_of("text") if asked else "").split())
    if not expression:
        raise NotATable("有一个输入没有写判断什么。")
    label = element.get("label") or expression
    place = _place(element, "in-", len(old))
    if place is not None and _input(old[place]) == (label, expression):
        return old[place]
    return expression if label == expression else _mapping(name=label, **{"is": expression})


def _new_output(element: Element, old: CommentedSeq) -> Any:
    heading, kind = element.get("name") or element.get("label"), element.get("typeRef")
    kind = "" if kind == "Any" else kind
    if not heading:
        raise NotATable("有一个输出没有名称。")
    place = _place(element, "out-", len(old))
    if place is not None and _output(old[place]) == (heading, kind):
        return old[place]
    return _mapping(name=heading, type=kind) if kind else heading


def _mapping(**values: str) -> CommentedMap:
    made = CommentedMap(values)
    made.fa.set_flow_style()
    return made


def _put_rows(document: CommentedMap, table: CommentedMap, grid: Element, names: Collection[str]) -> None:
    """Rows by their ids; in place where the order held, so that comments among them stay."""
    old = table["rows"]
    columns = [_place(each, "in-", len(table["inputs"])) for each in grid.all("input")]
    width = len(table["inputs"])
    for each in grid.all("output"):
        place = _place(each, "out-", len(table["outputs"]))
        columns.append(None if place is None else place + width)
    kinds = ["" for _ in grid.all("input")] + ["" if each.get("typeRef") == "Any" else each.get("typeRef")
                                               for each in grid.all("output")]  # fmt: skip
    rules = list(grid.all("rule"))
    if not rules:
        raise NotATable("决策表至少要有一行。")
    places = [_place(each, "row-", len(old)) for each in rules]
    rows = [_row(rule, old[place] if place is not None else None, columns, kinds, names)
            for rule, place in zip(rules, places, strict=True)]  # fmt: skip
    kept = [place for place in places if place is not None]
    added = places[len(kept) :]
    target = document["rows"]
    if kept == sorted(set(kept)) and all(place is None for place in added):  # taken out and added at the end at most
        for place, row in zip(kept, rows, strict=False):
            _write_row(target, place, row)
        for place in sorted(set(range(len(old))) - set(kept), reverse=True):
            doc.remove(document, ("rows", place))
        for row in rows[len(kept) :]:
            target.append(_sequence(row))
        return
    made = CommentedSeq([_sequence(row) for row in rows])
    document["rows"] = made


def _row(
    rule: Element, old: CommentedSeq | None, columns: list[int | None], kinds: list[str], names: Collection[str]
) -> list[Any]:
    """Cells as written before where they mean the same, else quoted anew."""
    cells = [each.text_of("text") for each in rule.all("inputEntry")]
    inputs = len(cells)
    cells = [each or "-" for each in cells] + [each.text_of("text") for each in rule.all("outputEntry")]
    if len(cells) != len(columns):
        raise NotATable("有一行的格数和列数对不上。")
    made: list[Any] = []
    for place, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        before = old[column] if old is not None and column is not None else None
        if not cell:
            raise NotATable("有一行没有写结果。")
        shown = None if before is None else _quoted(str(before), kinds[place] if place >= inputs else "", names).strip()
        if shown == cell or (before is not None and str(before).strip() == cell):
            made.append(before)
        else:
            made.append(type(before)(cell) if isinstance(before, ScalarString) else SingleQuotedScalarString(cell))
    return made


def _write_row(target: CommentedSeq, place: int, row: list[Any]) -> None:
    if len(target[place]) == len(row):
        for column, cell in enumerate(row):
            if str(target[place][column]) != str(cell):
                target[place][column] = cell
    else:
        target[place] = _sequence(row)


def _sequence(row: list[Any]) -> CommentedSeq:
    made = CommentedSeq(row)
    made.fa.set_flow_style()
    return made


def _with_comments(old: str, new: str) -> str:
    """The new text, with comment lines that went missing put under `rows:`."""
    there = list(doc.comments(new))
    lost = [each for each in doc.comments(old) if each not in there]
    if not lost:
        return new
    return re.sub(r"^rows:[^\n]*\n", lambda found: found[0] + "".join(f"  {each}\n" for each in lost), new, count=1,
                  flags=re.MULTILINE)  # fmt: skip
