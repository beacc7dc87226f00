"""Reading an enterprise's facts into a case and keeping what was read, as one numbered submission."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from district.cases.core import queries, standing, today
from district.cases.core.models import Application, Submission
from district.cases.headcount import claiming as listed
from district.cases.headcount.list_rows import freeze_list
from district.cases.intake import papers
from district.ground import clock
from district.ground.people.queries import Person


def freeze(
    row: Application, by: Person, request_key: uuid.UUID, confirmed: Iterable[str] = (), *, day: dt.date | None = None
) -> dict[str, Any]:
    """Read what the version rests on and what was said here, judge and keep; returns what the log says of it.

    `confirmed`: the facts the enterprise has just answered. `day`: by which the register is read, the case's own where
    what should have been decided then is asked.
    """
    said = [*confirmed, *row.corrections.filter(kind="fact").values_list("about", flat=True)]
    row.facts = standing.needed(row.version, today.read(row.version, row.enterprise, row.as_of, day or row.as_of), said)
    row.contested = standing.contested(row.enterprise, row.facts)
    row.verdict = standing.judge(row.version, row.facts, row.as_of, queries.answers_of(row))
    row.entered = {}
    submission = Submission.objects.create(
        application=row, serial=row.submissions.count() + 1, request_key=request_key, at=clock.now(), by=by,
        as_of=row.as_of, version=row.version, facts=row.facts, verdict=row.verdict, evidence=row.evidence,
        statements=row.statements, contested=row.contested,
    )  # fmt: skip
    papers.attach(submission)
    kept = freeze_list(submission)
    listed.put_down_list(submission, by)
    return {
        "submission": submission.serial, "eligible": row.verdict["eligible"], "version": row.version.hash,
        "facts": standing.digest(row.facts), **({"list": kept.digest, "rows": kept.count} if kept else {}),
    }  # fmt: skip
