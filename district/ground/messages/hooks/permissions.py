"""Who may have messages posted to a program."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person
from district.ground.tokens.permissions import may_manage_systems
from district.ground.tokens.queries import is_system


def may_subscribe(person: Person, account: Person) -> Answer:
    """One's own messages; a system's, an administrator."""
    if person.pk == account.pk:
        return Yes
    return may_manage_systems(person) if is_system(account) else No(_("只能推送本人的消息。"))
