"""Files that come with a page of answers."""

from __future__ import annotations

from typing import Any

from district.ground.files.actions import BadUpload, store
from district.ground.people.queries import Person
from district.ground.surveys.asked.base import BadAnswer, Raw
from district.ground.surveys.asked.kinds import asked
from district.ground.surveys.fields import AnswersForm
from district.ground.surveys.models import Response
from district.ground.surveys.questions import Kind

ROOM = "surveys"


def take_in(
    files: Any, form: AnswersForm, given: dict[str, Raw], response: Response, person: Person | None
) -> dict[str, str]:
    """Keep the files of a page and note in `given` which they are; key → why one was not taken."""
    wrong = {}
    for each in form.questions:
        upload = files.get(f"{form.add_prefix(each.key)}-file") if each.kind == Kind.FILE else None
        if upload is None:
            continue
        by = None if response.anonymous else person
        try:
            row = store(file=upload, name=upload.name or "", room=ROOM, subject=response.reference, by=by)
            raw = f"{row.reference} {row.name}"
            asked(each).read(each, raw)
            given[each.key] = raw
        except (BadUpload, BadAnswer) as bad:
            wrong[each.key] = str(bad)
    return wrong
