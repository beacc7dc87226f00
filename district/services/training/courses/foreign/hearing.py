"""A SCORM package is heard: what its data say becomes the statements a cmi5 package would have made, by the same rules.

So there is one order, one way of being done, one account of hours, whatever a package was made for.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from district.ground import clock
from district.services.training.courses.foreign import naming, recording, scorm, verbs
from district.services.training.courses.foreign.scorm import Said
from district.services.training.courses.models import Launch

KEY = "scorm"  # of the document that keeps a package's data
BEGIN, KEEP, END = "begin", "keep", "end"
LEFT = "left"  # the page went without a word of the package: nothing is over, and it can be gone on with
STUDENT = "学员"  # nothing of the person leaves


def given(row: Launch) -> dict[str, Any]:
    """The data model a launch begins with."""
    unit = row.described
    return scorm.given(
        unit["scorm"], _kept(row), learner=row.registration.name, name=STUDENT, unit=unit, review=row.mode != "Normal"
    )


def hear(row: Launch, event: str, model: Mapping[str, Any]) -> None:
    """Take down what a package says. What it said before is not said again. Raises recording.Refused."""
    unit = row.described
    if event == LEFT:
        model = scorm.to_come_back(model, unit["scorm"])
    with transaction.atomic():
        row = recording.locked(row)
        session = recording.session_of(row)
        if verbs.INITIALIZED not in session.here:
            _say(row, verbs.INITIALIZED)
        normal = row.mode == "Normal"
        said = scorm.read(model, unit["scorm"], naming.mastery_of(row), ended=event == END)
        if event != BEGIN and normal:
            _keep(row, model, unit["scorm"], ended=event in (END, LEFT))
            _judge(row, said, session, ended=event == END)
        if event in (END, LEFT):
            _say(row, verbs.TERMINATED, duration=_long(row, said))


def _judge(row: Launch, said: Said, session: verbs.Session, *, ended: bool) -> None:
    """Passed and completed as soon as it is so, once; failed at the end alone, for one may still pass."""
    done = session.here | session.before
    if said.passed and verbs.PASSED not in done and not session.here & verbs.JUDGED:
        _say(row, verbs.PASSED, {"success": True} | _score(said), duration=_long(row, said))
    elif said.passed is False and ended and verbs.PASSED not in done and not session.here & verbs.JUDGED:
        _say(row, verbs.FAILED, {"success": False} | _score(said), duration=_long(row, said))
    if said.completed and verbs.COMPLETED not in done:
        _say(row, verbs.COMPLETED, {"completion": True}, duration=_long(row, said))


def _score(said: Said) -> dict[str, Any]:
    return {} if said.scaled is None else {"score": {"scaled": said.scaled}}


def _long(row: Launch, said: Said) -> float:
    """Seconds as the package says, else since it began."""
    if said.seconds is not None:
        return said.seconds
    began = Launch.objects.values_list("initialized_at", flat=True).get(pk=row.pk)
    return (clock.now() - began).total_seconds() if began else 0.0


def _say(row: Launch, verb: str, result: dict[str, Any] | None = None, *, duration: float | None = None) -> None:
    told = dict(result or {})
    if duration is not None:
        told["duration"] = f"PT{max(0.0, duration):.2f}S"
    body = naming.said_by_us(row, verb, uuid.uuid4(), result=told or None, of="")
    if verb in verbs.JUDGED | {verbs.COMPLETED}:
        body["context"]["contextActivities"]["category"].append({"objectType": "Activity", "id": verbs.MOVE_ON})
    recording.record(row, [body])


def _kept(row: Launch) -> dict[str, Any] | None:
    found = recording.document(row, KEY)
    return json.loads(bytes(found.content)) if found else None


def _keep(row: Launch, model: Mapping[str, Any], version: str, *, ended: bool) -> None:
    old = _kept(row)
    new = scorm.kept(model, version, float(old["seconds"]) if old else 0.0, ended=ended)
    recording.keep(row, KEY, "application/json", json.dumps(new, ensure_ascii=False).encode())
