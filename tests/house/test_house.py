"""The house inspects itself: sizes, READMEs, what no file may say."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from district.web.environment import NAMES

ROOT = Path(__file__).resolve().parents[2]
TEXT = {
    ".py",
    ".html",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".json",
    ".txt",
    ".css",
    ".js",
    ".cfg",
    ".in",
    ".sh",
    ".po",
    "",
}


def files(*suffixes: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    paths = [ROOT / line for line in listed.stdout.splitlines()]
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_rooms_have_a_readme() -> None:
    rooms = [path for path in (ROOT / "district").rglob("*") if (path / "apps.py").exists()]
    rooms += [path for path in (ROOT / "rulebook").iterdir() if (path / "__init__.py").exists()]
    assert [relative(room) for room in rooms if not (room / "README.md").exists()] == []


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


LIMITS = [("python", ".py", 400), ("template", ".html", 150)]


@pytest.mark.parametrize("kind, suffix, limit", LIMITS)
def test_no_file_grows_a_tail(kind: str, suffix: str, limit: int) -> None:
    written = [path for path in files(suffix) if "migrations" not in path.parts]  # those Django writes
    long = {relative(path): len(lines(path)) for path in written}
    long = {name: n for name, n in long.items() if n > (600 if name.startswith("tests/") else limit)}
    assert not long


def test_no_function_over_fifty_lines() -> None:
    long = []
    for path in files(".py"):
        if "/migrations/" in str(path):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                size = node.end_lineno - node.lineno + 1
                if size > 50:
                    long.append(f"{relative(path)}:{node.lineno} {node.name} {size}")
    assert not long


# Written in halves, so that this file does not say what it looks for.
FORBIDDEN = {
    "a registry's host": "|".join(
        ["pypi" + r"\.org", "files" + r"\.pythonhosted", "registry" + r"\.npmjs", "deb" + r"\.debian"]
    ),
    "a path of one machine": r"(?<![\w.])/(?:" + "|".join(["wo" + "rk/", "ro" + "ot/", "ho" + r"me/\w+/"]) + ")",
    "the letter's contact": "|".join(["郁懿" + "磊", "2503" + "3490"]),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_says(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = []
    for path in files():
        if path.suffix in TEXT and path.stat().st_size < 5_000_000:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{relative(path)}: {match[0]}" for match in pattern.finditer(text)]
    assert not found


def test_nothing_is_read_as_a_number_that_is_none() -> None:
    """² is a digit to `isdigit`, and no number to `int`: what a stranger types would end in a fault."""
    asked = [
        f"{relative(path)}:{node.lineno}"
        for path in files(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("isdigit", "isnumeric")
    ]
    assert asked == []


def test_templates_keep_the_content_security_policy() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
    found = [
        f"{relative(path)}: {match[0]}" for path in files(".html") for match in inline.finditer("\n".join(lines(path)))
    ]
    assert not found


def test_every_environment_variable_is_documented() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if name not in text] == []


def test_time_is_injected() -> None:
    """Only clock.py reads the clock; rules and rooms ask it."""
    reads = re.compile(r"timezone\.now\(|date\.today\(|datetime\.now\(|localdate\(\)")
    # the command line's default day is today
    allowed = {"district/ground/clock.py"} | {
        f"rulebook/cli/{name}.py" for name in ("check", "simulate", "subject", "sweep")
    }
    found = [
        f"{relative(path)}: {match[0]}"
        for path in files(".py")
        if relative(path).startswith(("district/", "rulebook/")) and relative(path) not in allowed
        for match in reads.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_types_are_checked_in_the_whole_tree() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert settings["strict"] and settings["files"] == ["rulebook", "district", "tests"]
    assert not any(each.get("ignore_errors") or each.get("follow_imports") for each in settings["overrides"])
