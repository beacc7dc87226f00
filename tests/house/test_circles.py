"""No file imports itself by a detour: not late, not for types alone."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def modules(package: Path) -> dict[str, Path]:
    """A package's files by dotted name; a package is its `__init__`."""
    paths = {".".join(path.relative_to(package.parent).with_suffix("").parts): path for path in package.rglob("*.py")}
    return {name.removesuffix(".__init__"): path for name, path in paths.items()}


def imported(name: str, path: Path, known: dict[str, Path]) -> set[str]:
    """The files of the same package that a file imports, anywhere in it."""
    base = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = base[: len(base) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{source}.{each.name}" if f"{source}.{each.name}" in known else source for each in node.names}
    return (found & known.keys()) - {name}


@cache
def arrows(package: Path) -> dict[str, frozenset[str]]:
    """File → the files of the package that it imports."""
    known = modules(package)
    return {name: frozenset(imported(name, path, known)) for name, path in known.items()}


def circle(package: Path) -> list[str]:
    """One circle of files, or nothing."""
    try:
        TopologicalSorter(arrows(package)).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_circle_of_files_in_the_rulebook() -> None:
    assert len(modules(ROOT / "rulebook")) > 100
    assert circle(ROOT / "rulebook") == []


def test_no_circle_of_files_in_the_district() -> None:
    assert len(modules(ROOT / "district")) > 400
    assert circle(ROOT / "district") == []


@pytest.mark.parametrize(
    "last",
    [
        "def late():\n    from town.a import x",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from town.a import X",
        "from .a import x",
        "from . import a",
    ],
)
def test_a_circle_is_found_however_it_is_hidden(tmp_path: Path, last: str) -> None:
    for name, text in {"__init__": "", "a": "from town import b", "b": "import town.c", "c": last}.items():
        (tmp_path / "town").mkdir(exist_ok=True)
        (tmp_path / "town" / f"{name}.py").write_text(text, encoding="utf-8")
    assert set(circle(tmp_path / "town")) == {"town.a", "town.b", "town.c"}
    (tmp_path / "town" / "c.py").write_text("", encoding="utf-8")
    arrows.cache_clear()
    assert circle(tmp_path / "town") == []
