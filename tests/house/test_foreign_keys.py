"""A table points to tables of its own room or of rooms below: what a lower room keeps can be read without the upper."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
LAYERED = ("rooms", "ground", "cases", "review")
ACCOUNTS = "district.ground.people"  # who did it stands everywhere
UP = {
    "approving.Proposal.appeal", "approving.Proposal.job", "headcount.Collision.finding", "places.Allocation.round",
}  # fmt: skip
"""By name only, with reasons in docs/decisions/0027-walls.md."""


def layers() -> dict[str, list[list[str]]]:
    """Container → its layers, the upper first, as .importlinter draws them."""
    drawn = ConfigParser()
    drawn.read(ROOT / ".importlinter", encoding="utf-8")
    found = {}
    for name in LAYERED:
        section = drawn[f"importlinter:contract:{name}"]
        found[section["containers"].strip()] = [
            [each.strip() for each in line.split("|")] for line in section["layers"].splitlines() if line.strip()
        ]
    return found


def height(module: str, container: str, drawn: list[list[str]]) -> int | None:
    """How far from the top of the container a module stands; None where it is not in it."""
    if not module.startswith(container + "."):
        return None
    room = module.removeprefix(container + ".").partition(".")[0]
    return next((number for number, layer in enumerate(drawn) if room in layer), None)


def points_up(here: str, there: str, drawn: dict[str, list[list[str]]]) -> bool:
    for container, rows in drawn.items():
        one, other = height(here, container, rows), height(there, container, rows)
        if one is not None and other is not None and one > other:
            return True
    return False


def test_no_table_points_up_but_by_name() -> None:
    drawn, found, seen = layers(), set(), 0
    for model in apps.get_models():
        for each in model._meta.get_fields():
            there = getattr(each, "related_model", None)
            if not each.concrete or not isinstance(there, type) or ACCOUNTS in there.__module__:
                continue
            seen += there.__module__.startswith("district.")
            if points_up(model.__module__, there.__module__, drawn):
                found.add(f"{model._meta.label}.{each.name}")
    assert seen > 60 and found == UP


def test_an_arrow_up_is_seen() -> None:
    drawn = layers()
    assert points_up("district.ground.files.models", "district.funds.models", drawn)
    assert points_up("district.cases.core.models", "district.cases.desk.bulk.models", drawn)
    assert not points_up("district.cases.desk.bulk.models", "district.cases.core.models", drawn)
