"""What an imsmanifest.xml says of its course: SCORM 1.2 and 2004, its items in order and what each of them opens.

Elements are known by their names, whatever namespace a tool gave them. What a manifest says of the order of items
(prerequisites, sequencing) is not followed: every item may be opened at any time. Runs behind the gate: nothing here
imports Django or the house.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import unquote, urlsplit

from district.services.training.courses.foreign.markup import Node, Unfit, tree
from district.services.training.courses.foreign.structure import LONG, LONGER, MOST_SAID, MOST_UNITS

FILE = "imsmanifest.xml"
BASE = "http://www.w3.org/XML/1998/namespace base"
FIRST, LATER = "1.2", "2004"


def read(data: bytes, names: set[str]) -> dict[str, Any]:
    """The course and its units, as `structure.read` gives them, each with the `scorm` it speaks. Raises Unfit."""
    root = tree(data, FILE)
    if root.name != "manifest":
        raise root.wrong("<manifest>")
    identifier, version = _identifier(root), _version(root)
    organization = _organization(root)
    resources = _resources(root)
    units = [_unit(each, resources, names, identifier, version) for each in _items(organization)]
    if not units:
        raise organization.wrong("<item identifierref>")
    if len(units) > MOST_UNITS:
        raise Unfit("units", n=MOST_UNITS)
    _check_once(units)
    return {"id": identifier, "title": _title(organization) or _title(root) or identifier[:LONG], "english": "",
            "units": units}  # fmt: skip


def _check_once(units: list[dict[str, Any]]) -> None:
    known = set[str]()
    for each in units:
        if each["id"] in known:
            raise Unfit("twice", file=FILE, element="item", found=each["id"][:80])
        known.add(each["id"])


def _identifier(node: Node) -> str:
    said = node.given.get("identifier", "").strip()
    if not said or len(said) > LONGER // 2:
        raise node.wrong(f'identifier="…" (≤ {LONGER // 2})', said)
    return said


def _version(root: Node) -> str:
    for each in root.all("metadata"):
        for said in each.all("schemaversion"):
            return FIRST if said.text.strip() == "1.2" else LATER
    return LATER if any("adlcp_v1p3" in name for name in _attributes(root)) else FIRST


def _attributes(node: Node) -> Iterator[str]:
    yield from node.given
    for each in node.inside:
        yield from _attributes(each)


def _organization(root: Node) -> Node:
    """The one that is named as the default, else the first."""
    several = root.one("organizations")
    found = several.all("organization")
    if not found:
        raise several.wrong("<organization>")
    default = several.given.get("default", "")
    return next((each for each in found if default and each.given.get("identifier") == default), found[0])


def _resources(root: Node) -> dict[str, tuple[Node, str]]:
    """Identifier → the resource, and the folder it lies in."""
    several = root.one("resources")
    base = root.given.get(BASE, "") + several.given.get(BASE, "")
    return {each.given.get("identifier", ""): (each, base + each.given.get(BASE, ""))
            for each in several.all("resource")}  # fmt: skip


def _items(node: Node) -> Iterator[Node]:
    """Those that open something and are seen, in the order they stand."""
    for each in node.all("item"):
        if each.given.get("isvisible", "true").strip().lower() == "false":
            continue
        if each.given.get("identifierref"):
            yield each
        yield from _items(each)


def _unit(
    item: Node, resources: dict[str, tuple[Node, str]], names: set[str], course: str, version: str
) -> dict[str, Any]:
    wanted = item.given["identifierref"]
    if wanted not in resources:
        raise item.wrong('<resource identifier="…">', wanted)
    resource, base = resources[wanted]
    is_asset = _given(resource, "scormtype").lower() == "asset"
    mastery = "" if is_asset else _mastery(item, version)
    moves = "NotApplicable" if is_asset else "Passed" if mastery else "CompletedOrPassed"
    return {
        "id": f"{course}/{_identifier(item)}", "title": _title(item) or wanted[:LONG], "english": "",
        "url": _url(resource, base, item.given.get("parameters", ""), names), "moveOn": moves,
        "launchMethod": "AnyWindow", "masteryScore": mastery, "entitlementKey": "", "scorm": version, "asset": is_asset,
        "launchParameters": _said(item, "datafromlms", "dataFromLMS"),
    }  # fmt: skip


def _given(node: Node, name: str) -> str:
    """An attribute by its name in whatever namespace and case: `adlcp:scormtype`, `adlcp:scormType`."""
    return next((said.strip() for key, said in node.given.items() if key.rpartition(" ")[2].lower() == name), "")


def _said(node: Node, *names: str) -> str:
    found = next((each for each in node.inside if each.name in names), None)
    said = found.text.strip() if found else ""
    if found and len(said) > MOST_SAID:
        raise found.wrong(f"≤ {MOST_SAID}")
    return said


def _title(node: Node) -> str:
    return next((" ".join(each.text.split())[:LONG] for each in node.all("title") if each.text.strip()), "")


def _url(resource: Node, base: str, parameters: str, names: set[str]) -> str:
    """A file of the package, with what is asked of it."""
    url = base + resource.given.get("href", "").strip()
    parts = urlsplit(url)
    if parts.scheme or parts.netloc or url.startswith("/"):
        raise Unfit("elsewhere", file=FILE, line=resource.line, element="resource", found=url[:80])
    if not parts.path:
        raise resource.wrong('href="index.html"', url)
    if unquote(parts.path) not in names:
        raise Unfit("missing", file=FILE, line=resource.line, element="resource", found=unquote(parts.path)[:80])
    asked = parameters.strip()
    if asked and not asked.startswith("#"):
        asked = ("&" if parts.query else "?") + asked.lstrip("?&")
        url = parts._replace(fragment="").geturl() + asked + (f"#{parts.fragment}" if parts.fragment else "")
    elif asked:
        url = parts._replace(fragment=asked[1:]).geturl()
    if len(url) > LONGER:
        raise resource.wrong(f"≤ {LONGER}", url)
    return url


def _mastery(item: Node, version: str) -> str:
    """The score from which on one has passed, of 1; empty where the content alone says."""
    if version == FIRST:
        node = next((each for each in item.inside if each.name == "masteryscore"), None)
        return _of_one(node, 100) if node is not None else ""
    for sequencing in item.all("sequencing"):
        for objectives in sequencing.all("objectives"):
            for first in objectives.all("primaryObjective"):
                if first.given.get("satisfiedByMeasure", "").strip().lower() == "true":
                    node = next(iter(first.all("minNormalizedMeasure")), None)
                    return _of_one(node, 1) if node is not None else "1"
    return ""


def _of_one(node: Node, whole: int) -> str:
    said = node.text.strip()
    if not said:
        return ""
    try:
        score = Decimal(said)
    except InvalidOperation:
        score = Decimal(2 * whole)
    if not score.is_finite() or not -whole <= score <= whole or len(said) > 12:
        raise node.wrong(f"0…{whole}", said)
    return f"{max(score, Decimal(0)) / whole:f}"
