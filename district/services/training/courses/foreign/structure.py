"""What a cmi5.xml says of its course: read element by element, wrong where the standard is not met, saying where.

Runs behind the gate: nothing here imports Django or the house.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import unquote, urlsplit

from district.services.training.courses.foreign.markup import Node, Unfit, tree

NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
FILE = "cmi5.xml"
MOST_UNITS = 200
LONG, LONGER = 120, 300  # letters of a title, of an identifier
MOST_SAID = 2_000  # letters of launch parameters
MOVES = ("Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable")
METHODS = ("AnyWindow", "OwnWindow")


def read(data: bytes, names: set[str]) -> dict[str, Any]:
    """The course and its units; `names`: the files of the package. Raises Unfit."""
    root = tree(data, FILE, NAMESPACE)
    if not root.ours or root.name != "courseStructure":
        raise root.wrong("courseStructure xmlns=" + NAMESPACE)
    course = root.one("course")
    units = [_unit(each, names) for each in _units(root)]
    if not units:
        raise root.wrong("au")
    if len(units) > MOST_UNITS:
        raise Unfit("units", n=MOST_UNITS)
    known = set[str]()
    for each in units:
        if each["id"] in known:
            raise Unfit("twice", file=FILE, element="au", found=each["id"][:80])
        known.add(each["id"])
    return {"id": _given(course, "id", LONGER), **_title(course), "units": units}


def _given(node: Node, name: str, most: int) -> str:
    said = node.given.get(name, "").strip()
    if not said or len(said) > most:
        raise node.wrong(f'{name}="…" (≤ {most})', said)
    return said


def _title(node: Node) -> dict[str, str]:
    """In Chinese and in English, each else what there is."""
    found = {each.given.get("lang", "").lower(): " ".join(each.text.split())[:LONG]
             for each in node.one("title").all("langstring") if each.text.strip()}  # fmt: skip
    if not found:
        raise node.wrong('<title><langstring lang="zh-CN">')
    english = next((words for lang, words in found.items() if lang.startswith("en")), "")
    chinese = next((words for lang, words in found.items() if lang.startswith("zh")), "")
    return {"title": chinese or english or next(iter(found.values())), "english": english}


def _units(node: Node) -> Iterator[Node]:
    """Assignable units in the order they stand, those of blocks within them."""
    for each in node.inside:
        if each.ours and each.name == "au":
            yield each
        elif each.ours and each.name == "block":
            _given(each, "id", LONGER)
            yield from _units(each)


def _unit(node: Node, names: set[str]) -> dict[str, Any]:
    url = node.one("url").text.strip()
    _check_url(node, url, names)
    moves = node.given.get("moveOn", "").strip() or "NotApplicable"
    method = node.given.get("launchMethod", "").strip() or "AnyWindow"
    if moves not in MOVES:
        raise node.wrong('moveOn="' + "|".join(MOVES) + '"', moves)
    if method not in METHODS:
        raise node.wrong('launchMethod="' + "|".join(METHODS) + '"', method)
    return {
        "id": _given(node, "id", LONGER), **_title(node), "url": url, "moveOn": moves, "launchMethod": method,
        "masteryScore": _mastery(node), "launchParameters": _text(node, "launchParameters"),
        "entitlementKey": _text(node, "entitlementKey"),
    }  # fmt: skip


def _check_url(node: Node, url: str, names: set[str]) -> None:
    """A file of the package: what lies elsewhere could neither be kept as it is nor held in its frame."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or url.startswith("/"):
        raise Unfit("elsewhere", file=FILE, line=node.line, element="url", found=url[:80])
    if not path or len(url) > LONGER:
        raise node.wrong("<url>index.html</url>", url)
    if path not in names:
        raise Unfit("missing", file=FILE, line=node.line, element="url", found=path[:80])


def _mastery(node: Node) -> str:
    said = node.given.get("masteryScore", "").strip()
    if not said:
        return ""
    try:
        score = Decimal(said)
    except InvalidOperation:
        score = Decimal(-1)
    if not score.is_finite() or not 0 <= score <= 1 or len(said) > 12:
        raise node.wrong('masteryScore="0…1"', said)
    return said


def _text(node: Node, name: str) -> str:
    found = node.all(name)
    said = found[0].text.strip() if found else ""
    if len(said) > MOST_SAID:
        raise node.wrong(f"<{name}> (≤ {MOST_SAID})")
    return said
