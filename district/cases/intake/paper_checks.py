"""Writes on what was handed in: an official looks a paper over."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.states import ON_DESK
from district.cases.intake.models import Attached, PaperCheck
from district.cases.intake.permissions import may_check
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log

ROOM = "cases"


def check_paper(
    *, application: Application, paper: uuid.UUID, name: str, fine: bool, by: Person, note: str = ""
) -> PaperCheck:
    """Say of a paper of the last submission whether it is in order. Saying the same again changes nothing.

    Raises NotPossible (no such paper, a bad one without a reason, not on the desk), Refused.
    """
    require(may_check(by, application))
    said = note.strip()[:300]
    if not fine and not said:
        raise NotPossible(_("请写明这份材料有什么问题。"))
    with transaction.atomic():
        row = lock(Application.objects.all()).get(pk=application.pk)
        if row.state not in ON_DESK:
            raise NotPossible(_("这件现在不在办理中，不能核对材料。"))
        last = row.submissions.latest("serial")
        attached = Attached.objects.filter(submission=last, name=name, paper__reference=paper).first()
        if attached is None:
            raise NotPossible(_("这次提交里没有这份材料。"))
        before = PaperCheck.objects.filter(application=row, name=name, paper=attached.paper_id).last()
        if before is not None and (before.fine, before.note) == (fine, said):
            return before
        check = PaperCheck.objects.create(
            application=row, name=name, paper_id=attached.paper_id, fine=fine, note=said, by=by, at=clock.now()
        )
        write_log(
            room=ROOM, subject=row.reference, verb="check_paper", by=by, before=row.state, after=row.state,
            reason=said, data={"name": name, "paper": str(paper), "fine": fine},
        )  # fmt: skip
    return check
