"""What a SCORM package says through its data model: whether it is done and passed, how long it was open; and what it
is given back when it is opened again.

Plain arithmetic on the model of SCORM 1.2 and 2004, as the browser's side writes it down; nothing here knows the
database, and nothing is taken for granted of what a package puts into it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from district.services.training.courses.foreign import verbs
from district.services.training.courses.foreign.manifest import FIRST

CLOCK = re.compile(r"(\d{1,4}):([0-5]?\d):([0-5]?\d(?:\.\d{1,6})?)")  # SCORM 1.2's hours, minutes, seconds
SILENT = ("", "not attempted", "unknown")  # says nothing: one that ends so was read to its end
LATER_ON = ("suspend", "logout")  # how one leaves who comes back to the same place
LEFT_OUT = ("interactions", "comments_from_lms", "comments_from_learner", "comments")  # only ever said, never asked for

Model = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """`passed` is None where nobody judged; `scaled` from 0 to 1; `seconds` of this time alone, None unless told."""

    completed: bool
    passed: bool | None
    scaled: float | None
    seconds: float | None


def read(model: Model, version: str, mastery: Decimal | None, *, ended: bool) -> Said:
    """What a package's data say now; the course's own `mastery` goes before the package's judgement.

    Who failed has not completed, whatever a package says besides: that way out stays open.
    """
    core = _part(model, "core") if version == FIRST else model
    scaled = _scaled(_part(core, "score"))
    status = _text(core, "lesson_status") if version == FIRST else _text(core, "completion_status")
    judged = status if version == FIRST else _text(core, "success_status")
    passed = {"passed": True, "failed": False}.get(judged)
    if mastery is not None and scaled is not None:
        passed = Decimal(str(scaled)) >= mastery
    done = status in ("completed", "passed") or (ended and status in SILENT)
    return Said(done and passed is not False, passed, scaled, _seconds(_text(core, "session_time"), version))


def kept(model: Model, version: str, before: float, *, ended: bool) -> dict[str, Any]:
    """What is written down of a package's data for the next time; `before`: seconds of the times before."""
    core = _part(model, "core") if version == FIRST else model
    here = _seconds(_text(core, "session_time"), version) or 0.0
    return {"model": {key: value for key, value in model.items() if key not in LEFT_OUT},
            "seconds": before + here if ended else before}  # fmt: skip


def to_come_back(model: Model, version: str) -> dict[str, Any]:
    """The same, as if the package had said on leaving that one comes back."""
    if version == FIRST:
        return {**model, "core": {**_part(model, "core"), "exit": "suspend"}}
    return {**model, "exit": "suspend"}


def given(
    version: str, old: Mapping[str, Any] | None, *, learner: str, name: str, unit: Mapping[str, Any], review: bool
) -> dict[str, Any]:
    """The data model as a package finds it: as it was left, where it was left to come back to."""
    model, seconds = (dict(old["model"]), float(old["seconds"])) if old else ({}, 0.0)
    core = dict(_part(model, "core")) if version == FIRST else model
    again = _text(core, "exit") in LATER_ON
    if version != FIRST and not again:  # SCORM 2004: a new attempt
        model = core = {}
    for gone in ("exit", "session_time"):
        core.pop(gone, None)
    mastery = unit["masteryScore"]
    told: dict[str, Any] = {"credit": "no-credit" if review else "credit", "entry": _entry(old, again)}
    if version == FIRST:
        core |= told | {"student_id": learner, "student_name": name, "lesson_mode": "review" if review else "normal",
                        "total_time": _clock(seconds)}  # fmt: skip
        model["core"] = core
        model["student_data"] = {"mastery_score": f"{(Decimal(mastery) * 100).normalize():f}"} if mastery else {}
    else:
        model |= told | {"learner_id": learner, "learner_name": name, "mode": "review" if review else "normal",
                         "total_time": f"PT{int(seconds)}S"}  # fmt: skip
        model["scaled_passing_score"] = mastery
    model["launch_data"] = unit["launchParameters"]
    return _filled(model)


def _entry(old: Any, again: bool) -> str:
    return "resume" if old and again else "" if old else "ab-initio"


def _filled(model: Model) -> dict[str, Any]:
    """Without what says nothing: the browser's side takes no empty words for numbers."""
    found = {key: _filled(value) if isinstance(value, dict) else value for key, value in model.items()}
    return {key: value for key, value in found.items() if value not in ("", None, {})}


def _part(model: Any, name: str) -> Mapping[str, Any]:
    found = model.get(name) if isinstance(model, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _text(model: Model, name: str) -> str:
    found = model.get(name)
    return found.strip() if isinstance(found, str) else ""


def _number(said: Any) -> float | None:
    try:
        found = float(said) if isinstance(said, str | int | float) and said != "" else math.nan
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _scaled(score: Model) -> float | None:
    """Of one: as it is said, else of what there was to get."""
    scaled, raw = _number(score.get("scaled")), _number(score.get("raw"))
    if scaled is None and raw is not None:
        most, least = _number(score.get("max")), _number(score.get("min"))
        most, least = 100.0 if most is None else most, least or 0.0
        scaled = (raw - least) / (most - least) if most > least else None
    return None if scaled is None else round(min(1.0, max(0.0, scaled)), 4)


def _seconds(said: str, version: str) -> float | None:
    """None where nothing is told; the interface says nought of its own accord."""
    if version != FIRST:
        return verbs.seconds_of(said) or None
    found = CLOCK.fullmatch(said)
    return (int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]) or None) if found else None


def _clock(seconds: float) -> str:
    whole = min(int(seconds), 9999 * 3600)
    return f"{whole // 3600:04}:{whole // 60 % 60:02}:{whole % 60:02}"
