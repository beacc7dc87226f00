"""Where boxes and arrows of a decision diagram stand: facts at the bottom, what needs them above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from rulebook.exporting.graph import Input, Part

WIDE, HIGH, LOW = 180, 80, 45  # a decision's box; an input's is as wide and lower
APART, ABOVE, EDGE = 220, 160, 100


def shapes(root: ET.Element, parts: Sequence[Part], ids: Mapping[str, str]) -> None:
    """Add a diagram of all parts and requirements."""
    needs = {part.name: () if isinstance(part, Input) else part.needs for part in parts}
    levels = _levels(needs)
    top = max(levels.values())
    rows: dict[int, list[Part]] = {}
    for part in parts:
        rows.setdefault(levels[part.name], []).append(part)
    boxes = {
        part.name: (EDGE + APART * place, EDGE + ABOVE * (top - level), LOW if isinstance(part, Input) else HIGH)
        for level, row in rows.items()
        for place, part in enumerate(row)
    }
    diagram = ET.SubElement(ET.SubElement(root, "dmndi:DMNDI"), "dmndi:DMNDiagram", {"id": "diagram"})
    for name, (x, y, high) in boxes.items():
        shape = ET.SubElement(diagram, "dmndi:DMNShape", {"id": f"shape_{ids[name]}", "dmnElementRef": ids[name]})
        ET.SubElement(shape, "dc:Bounds", {"height": str(high), "width": str(WIDE), "x": str(x), "y": str(y)})
    for name, needed in needs.items():
        for other in needed:
            edge = {"id": f"edge_{ids[name]}_{ids[other]}", "dmnElementRef": f"{ids[name]}_{ids[other]}"}
            line = ET.SubElement(diagram, "dmndi:DMNEdge", edge)
            (from_x, from_y, _), (to_x, to_y, high) = boxes[other], boxes[name]
            for x, y in ((from_x, from_y), (to_x, to_y + high)):
                ET.SubElement(line, "di:waypoint", {"x": str(x + WIDE // 2), "y": str(y)})


def _levels(needs: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How far each is from the facts; what is needed stands before what needs it."""
    levels: dict[str, int] = {}
    for name, needed in needs.items():
        levels[name] = max((levels[other] + 1 for other in needed), default=0)
    return levels
