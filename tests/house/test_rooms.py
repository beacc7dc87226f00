"""Rooms as the documents say they are: the floor plan, the READMEs, and who asks whose rows."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "docs" / "floor-plan.md"
WINGS = {"ground", "services"}  # folders of rooms that stand side by side
LONGEST = 40  # lines of a README; its drawing of moves stands beside it
MANAGERS = {"objects", "subjects", "_default_manager", "_base_manager"}
# `.objects` (of subjects `.subjects` too) of another room's model, by model. These numbers only shrink: a
# room's queries answer instead.
ASKED = {
    "Application": 5, "AskedQuestion": 1, "Award": 3, "Bureau": 11, "Clawback": 1, "Decision": 1, "Duty": 10,
    "Enterprise": 15, "Fact": 4, "Finding": 1, "LogEntry": 1, "Membership": 1, "Pause": 1, "Person": 26,
    "Programme": 15, "ProgrammeVersion": 1, "Row": 1, "Sheet": 2,
}  # fmt: skip


def rooms() -> list[str]:
    """Every room's folder: an app of the district, its drawers with a README, and the packages of the rulebook."""
    apps = {path.parent for path in (ROOT / "district").rglob("apps.py")}
    drawers = {path.parent for path in (ROOT / "district").rglob("README.md")}
    packages = {path.parent for path in (ROOT / "rulebook").glob("*/__init__.py")}
    return sorted(f"{path.relative_to(ROOT)}/" for path in apps | drawers | packages)


def named() -> set[str]:
    """The folders that the plan's table names. `…/x/` stands in whichever folder has it."""
    words = [word for line in PLAN.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
             for word in re.findall(r"`([^`]+/)`", line.split("|")[1])]  # fmt: skip
    return set(words)


def stands(word: str) -> list[Path]:
    """The folders a word of the plan means."""
    if not word.startswith("…/"):
        return [ROOT / word] if (ROOT / word).is_dir() else []
    tail = word.removeprefix("…/")
    return [path for path in (ROOT / "district").rglob(tail) if path.is_dir() and "templates" not in path.parts]


def test_the_floor_plan_names_every_room() -> None:
    meant = {f"{path.relative_to(ROOT)}/" for word in named() for path in stands(word)}
    assert len(rooms()) > 40 and [room for room in rooms() if room not in meant] == []


def test_the_floor_plan_names_no_room_that_is_not_there() -> None:
    assert [word for word in named() if not stands(word)] == []


def test_a_readme_is_read_in_a_minute() -> None:
    found = [path for house in ("district", "rulebook") for path in (ROOT / house).rglob("README.md")]
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in found}
    assert len(found) > 40 and {name: n for name, n in long.items() if n > LONGEST} == {}


LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def test_links_of_the_documents_lead_somewhere() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    documents += [path for house in ("district", "rulebook") for path in (ROOT / house).rglob("README.md")]
    dead = [
        f"{path.relative_to(ROOT)}: {link}"
        for path in documents for link in LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]  # fmt: skip
    assert dead == []


CHECKED = {  # what `make check` says it checks → what it runs
    "style": "ruff", "types": "mypy", "arrows": "lint-imports", "the catalogue": "rulebook check",
    "translations": "test_language", "migrations": "makemigrations --check", "documents": "test_rooms",
}  # fmt: skip


def test_make_check_checks_what_it_says() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    said = re.search(r"^check:.*## (.*)\n((?:\t.*\n)+)", text, re.MULTILINE)
    assert said and said[1].split(", ") == list(CHECKED)
    assert [word for word, run in CHECKED.items() if run not in said[2]] == []


def room_of(parts: tuple[str, ...]) -> str:
    return "/".join(parts[1:3] if parts[1:2] and parts[1] in WINGS else parts[1:2])


def asked(path: Path, parts: tuple[str, ...]) -> Iterator[str]:
    """Models of other rooms whose `.objects` a file asks."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lent: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("district."):
            for each in node.names:
                lent[each.asname or each.name] = room_of((*str(node.module).split("."), each.name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            words = ast.unparse(node.value).split(".")
            if words[0] in lent and lent[words[0]] != room_of(parts):
                yield words[-1]


def test_a_room_asks_for_rows_of_another_by_its_queries() -> None:
    found: Counter[str] = Counter()
    for path in (ROOT / "district").rglob("*.py"):
        if "migrations" not in path.parts:
            found.update(asked(path, path.relative_to(ROOT).with_suffix("").parts))
    more = {model: n for model, n in found.items() if n > ASKED.get(model, 0)}
    fewer = {model: n for model, n in ASKED.items() if n > found[model]}
    assert (more, fewer) == ({}, {}), "more than were known; or fewer, and the number here is to be lowered"


@pytest.mark.parametrize(
    "text, models",
    [
        ("from district.funds.queries import Award\nAward.objects.all()", ["Award"]),
        ("from district.funds import queries as funds\nfunds.Award.objects.all()", ["Award"]),
        ("from district.town.models import House\nHouse.objects.all()", []),
    ],
)
def test_asking_another_room_is_found(tmp_path: Path, text: str, models: list[str]) -> None:
    (tmp_path / "one.py").write_text(text, encoding="utf-8")
    assert list(asked(tmp_path / "one.py", ("district", "town", "one"))) == models
