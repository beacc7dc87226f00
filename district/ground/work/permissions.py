"""Who may stop long work and let it go on."""

from __future__ import annotations

from district.ground.people.permissions import Answer, Yes
from district.ground.people.queries import Person, Role
from district.ground.work.kinds import kind_of
from district.ground.work.models import Work


def may_stop(person: Person, work: Work) -> Answer:
    """Whom its kind allows; the administrator, who looks after the machine, may stop any."""
    return Yes if person.has_role(Role.ADMINISTRATOR) else kind_of(work).may_drive(person, work)


def may_resume(person: Person, work: Work) -> Answer:
    """Whom its kind allows: what it does is done in somebody's name."""
    kind = kind_of(work)
    return (kind.may_go_on or kind.may_drive)(person, work)
