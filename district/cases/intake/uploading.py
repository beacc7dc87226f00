"""Files handed in with a draft's form: into the wallet, and chosen for this application."""

from __future__ import annotations

import uuid
from typing import Any

from district.cases.core.models import Application
from district.enterprises.actions import BadValue
from district.enterprises.wallet.actions import BadUpload, add_paper
from district.ground.people.queries import Person


def take_uploads(files: Any, application: Application, form: Any, by: Person) -> None:
    """Keep what came with the form. What is refused is said beside its field; the rest is kept all the same.

    The same file again is the paper that is there already, so a form sent twice keeps one.
    """
    for place, paper, file in form.papers.uploads(files):
        try:
            kept = add_paper(
                enterprise=application.enterprise, kind=paper.kind, file=file, name=file.name or "", by=by,
                request_key=uuid.uuid4(),
            )  # fmt: skip
        except (BadUpload, BadValue) as refused:
            form.papers.wrong.setdefault(place, []).append(f"{file.name}：{refused}")
        else:
            form.papers.uploaded.setdefault(place, []).append(str(kept.reference))
