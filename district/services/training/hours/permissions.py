"""Who may look over hours that seem odd, strike them, declare their own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role
from district.services.training.hours.models import Flag, LearningEntry, Source, whose
from district.services.training.hours.states import OPEN


def may_review(person: Person, flag: Flag) -> Answer:
    """Officers and leaders of the bureau that looks after the session; not of their own hours."""
    if flag.state != OPEN:
        return No(_("已经核实过了。"))
    if flag.office_id not in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return No(_("只有负责这门培训的部门可以核实学时。"))
    if flag.entries.filter(whose(person)).exists():
        return No(_("不能核实自己的学时。"))
    return Yes


def may_strike(person: Person, entry: LearningEntry) -> Answer:
    """The bureau's officers and leaders, not of their own; what one declared oneself one may take back."""
    own = person.pk in {entry.learner.account_id, getattr(entry.learner.same_as, "account_id", None)}
    if own and entry.source == Source.DECLARED:
        return Yes
    if entry.office_id not in person.bureau_ids(Role.OFFICER, Role.LEADER):
        return No(_("只有负责这门培训的部门可以更正学时。"))
    return No(_("不能更正自己的学时。")) if own else Yes
