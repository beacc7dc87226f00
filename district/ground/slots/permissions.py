"""Who may do what with time and seats."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role
from district.ground.slots.models import KEEPERS, Hold, Resource, Seat, Session


def _keeps(person: Person, office_id: int | None) -> bool:
    return office_id is not None and office_id in person.bureau_ids(*KEEPERS)


def may_see_desk(person: Any) -> Answer:
    """The desk's pages of resources and sessions."""
    if isinstance(person, Person) and person.has_role(Role.OFFICER, Role.LEADER, Role.AUDITOR):
        return Yes
    return No(_("这个页面只对有相应岗位的工作人员开放。"))


def may_add(person: Person, office_id: int | None) -> Answer:
    """Add a resource or a session of an office."""
    return Yes if _keeps(person, office_id) else No(_("只有本部门的经办人和负责人可以添加。"))


def may_manage(person: Person, resource: Resource) -> Answer:
    """Change openings, book beyond them, settle what clashes."""
    if _keeps(person, resource.office_id):
        return Yes
    return No(_("只有负责“%(name)s”的部门的经办人和负责人可以这样做。") % {"name": resource.name})


def may_enter_absence(person: Person, resource: Resource) -> Answer:
    if resource.person_id == person.pk:
        return Yes
    return may_manage(person, resource)


def may_see_week(person: Person, resource: Resource) -> Answer:
    """All that a resource is held for, with whom and why."""
    return Yes if person.has_role(Role.AUDITOR) else may_enter_absence(person, resource)


def may_book(person: Person, resource: Resource) -> Answer:
    """Take a free slot: of what anybody may book oneself, of others who keeps them."""
    return Yes if resource.bookable else may_manage(person, resource)


def may_change(person: Person, hold: Hold) -> Answer:
    """Cancel or move an appointment: for whom it is, who comes to it, or who keeps what it holds."""
    if person.pk in {hold.person_id, hold.resource.person_id} or _keeps(person, hold.resource.office_id):
        return Yes
    return No(_("只有预约人、被预约的人和负责部门可以改这个预约。"))


def may_run(person: Person, session: Session) -> Answer:
    """Change or cancel a session, say who came."""
    return Yes if _keeps(person, session.office_id) else No(_("只有主办部门的经办人和负责人可以这样做。"))


def may_join(person: Person, session: Session) -> Answer:
    if session.public or _keeps(person, session.office_id):
        return Yes
    return No(_("这场活动不公开报名，请联系主办部门。"))


def may_answer(person: Person | None, seat: Seat, token: str = "") -> Answer:
    """Accept, decline, leave, cancel: whose seat it is, whoever holds its link, and who runs the session."""
    if token and token == seat.token:
        return Yes
    if person is not None and (seat.person_id == person.pk or _keeps(person, seat.session.office_id)):
        return Yes
    return No(_("只有本人和主办部门可以改这个席位。"))
