"""Who may say a number in the district's name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from district.ground.figures.figure import AnyFigure
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person, Role


def may_say(person: Any, figure: AnyFigure) -> Answer:
    """Officers and leaders, of what they may have whole."""
    if not isinstance(person, Person) or not person.has_role(Role.OFFICER, Role.LEADER):
        return No(_("只有经办人和负责人可以引用数字答复。"))
    return Yes if figure.public else figure.may_whole(person)
