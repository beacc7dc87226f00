"""`make audit`: are there advisories on what we stand on? Says so, and says as plainly of what nobody could be asked.

Both tools report success where they learned nothing (a package "could not be audited", a registry without advisories),
so that what they write is read here, not their exit code. Fails on an advisory alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TOOL = ROOT / ".venv-audit" / "bin" / "pip-audit"
PATIENCE = 600  # seconds a tool may take


@dataclass
class Told:
    """What one tool learned: how many packages it asked about, advisories, and of what it could not ask, with why."""

    asked: int = 0
    found: list[str] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)


def told_by_pip_audit(text: str, error: str) -> Told:
    """Read `pip-audit -f json`."""
    said = _json(text)
    if not isinstance(said, dict) or "dependencies" not in said:
        return Told(not_asked=[_last(error)])
    told = Told()
    for each in said["dependencies"]:
        if why := each.get("skip_reason"):
            told.not_asked.append(f"{each['name']}: {why}")
            continue
        told.asked += 1
        named = f"{each['name']} {each['version']}"
        for one in each.get("vulns", []):
            told.found.append(f"{named}: {one['id']}, mended in {', '.join(one['fix_versions']) or '-'}")
    return told


def told_by_npm(text: str, error: str) -> Told:
    """Read `npm audit --json`."""
    said = _json(text)
    if not isinstance(said, dict) or "vulnerabilities" not in said:
        why = said.get("message") if isinstance(said, dict) else None
        return Told(not_asked=[str(why or _last(error))])
    total = said.get("metadata", {}).get("dependencies", {}).get("total", 0)
    found = [f"{name}: {each['severity']}" for name, each in sorted(said["vulnerabilities"].items())]
    return Told(asked=total, found=found)


def said(what: str, told: Told) -> list[str]:
    """For who reads it: lines, the worst first."""
    lines = [f"{what}: ADVISORY {each}" for each in told.found]
    if told.not_asked:
        lines.append(f"{what}: NOT AUDITED, {len(told.not_asked)} could not be asked about, e.g. {told.not_asked[0]}")
    if told.asked:
        lines.append(f"{what}: {told.asked} packages asked about, {len(told.found)} advisories")
    return lines or [f"{what}: NOT AUDITED, nothing was asked"]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _last(error: str) -> str:
    return next((line.strip() for line in reversed(error.splitlines()) if line.strip()), "no answer")


def _run(command: Sequence[str | Path]) -> tuple[str, str]:
    try:
        done = subprocess.run(
            [str(each) for each in command], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired) as why:
        return "", str(why)
    return done.stdout, done.stderr


def main() -> int:
    found = False
    for name in ("base", "dev"):
        asks = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "-f", "json")
        told = told_by_pip_audit(*_run([TOOL, *asks, "-r", f"requirements/{name}.txt"]))
        print("\n".join(said(f"requirements/{name}.txt", told)))
        found = found or bool(told.found)
    told = told_by_npm(*_run(["npm", "audit", "--json"]))
    print("\n".join(said("package-lock.json", told)))
    return int(found or bool(told.found))


if __name__ == "__main__":
    sys.exit(main())
