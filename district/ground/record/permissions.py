"""Who may look into the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role


def may_read_log(person: Person) -> Answer:
    """The whole log is for auditors; everybody else sees the history of the cases they may see."""
    return Yes if person.has_role(Role.AUDITOR) else No(_("操作留痕只对审计人员开放。"))
