"""Follows docs/how-to.md on a copy of the tree: each of its blocks is a step, done as it is written.

The first line of a block says what it is: ```` ```python FILE after `a line that begins so` ````, or `before`,
`instead-of`, `end`, or `new` for a file that is not there; ```` ```shell ```` is run at the top of the copy.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs" / "how-to.md"
BLOCK = re.compile(r"^( *)```(\w+)([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"^ (?P<file>\S+) (?P<where>new|end|after|before|instead-of)(?: `(?P<line>.+)`)?$")


class CannotFollow(Exception):
    """A step that cannot be done as it is written: says which and why."""


@dataclass(frozen=True)
class Step:
    """A block of the document: text to put into a file, or commands."""

    text: str
    file: str = ""
    where: str = ""
    line: str = ""


def steps(section: str, guide: str | None = None) -> list[Step]:
    """The blocks under a heading, in their order."""
    text = GUIDE.read_text(encoding="utf-8") if guide is None else guide
    parts = re.split(r"^## ", text, flags=re.MULTILINE)
    found = next((part for part in parts if part.startswith(section + "\n")), None)
    if found is None:
        raise CannotFollow(f"the document has no section “{section}”")
    return [_step(*match) for match in BLOCK.findall(found)]


def _step(indent: str, kind: str, rest: str, body: str) -> Step:
    text = re.sub(f"^{indent}", "", body, flags=re.MULTILINE)
    if kind == "shell":
        return Step(text)
    place = PLACE.match(rest)
    if place is None:
        raise CannotFollow(f"a block does not say where it goes:{rest}")
    return Step(text, place["file"], place["where"], place["line"] or "")


def copy(to: Path) -> Path:
    """A copy of the tracked and the new files of the tree: what steps and commands write is the copy's alone."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file() and not name.startswith(("docs/pictures/", "tests/browser/")):
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    _compiled(to)
    if (ROOT / "node_modules").exists():
        (to / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    return to


def _compiled(to: Path) -> None:
    """What Python made of the files is good for those of the same date, and saves each command some seconds."""
    for package in ("district", "rulebook", "tests"):
        for made in (ROOT / package).rglob("__pycache__"):
            if (there := to / made.relative_to(ROOT)).parent.is_dir():
                shutil.copytree(made, there)


def follow(tree: Path, todo: list[Step]) -> None:
    """Do the steps one after another. Raises CannotFollow."""
    for step in todo:
        if step.file:
            _write(tree, step)
        else:
            for line in step.text.splitlines():
                if not line.startswith("rulebook check"):  # what accepts it asks that
                    run(tree, line)


def run(tree: Path, command: str) -> str:
    """A command of the document, by the tree's own program. Raises CannotFollow with what it said."""
    program, *rest = command.split()
    known = {"huiqi": ["-m", "district"], "rulebook": ["-m", "rulebook"], "python": []}
    words = [sys.executable, *known[program], *rest] if program in known else [program, *rest]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HUIQI_", "DJANGO_"))}
    env |= {
        "HUIQI_DEBUG": "1",
        "HUIQI_DATA": str(tree / "var"),
        "PYTHONPATH": str(tree),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(words, cwd=tree, env=env, capture_output=True, text=True)
    if done.returncode:
        raise CannotFollow(f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def _write(tree: Path, step: Step) -> None:
    path = tree / step.file
    if (step.where == "new") == path.exists():
        raise CannotFollow(f"{step.file} is {'there already' if path.exists() else 'not there'}")
    if step.where == "new":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step.text, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = len(lines)
    if step.where != "end":
        places = [place for place, line in enumerate(lines) if line.startswith(step.line)]
        if len(places) != 1:
            raise CannotFollow(f"{step.file}: {len(places)} lines begin with “{step.line}”")
        at = places[0] + (step.where == "after")
        if step.where == "instead-of":
            del lines[at]
    path.write_text("".join([*lines[:at], step.text, *lines[at:]]), encoding="utf-8")
