"""Who may make, start and stop a job."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.desk.bulk.models import Job
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role
from district.ground.work.queries import Work


def may_make(person: Person, action: str) -> Answer:
    """Whoever may make the move on some case; each row asks again for its own."""
    roles = {Role.OFFICER} if action == Job.Action.ACCEPT else {Role.OFFICER, Role.LEADER}
    return Yes if person.has_role(*roles) else No(_("只有经办人和负责人可以批量办理。"))


def may_drive(person: Person, job: Work) -> Answer:
    """Start, stop, go on: the one in whose name its rows are done."""
    return Yes if job.by_id == person.pk else No(_("只有提出的人可以开始或停止：每件都记在他名下。"))
