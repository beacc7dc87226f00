"""Who sees the pages of organisations and experts; what may be done with one is asked of the people room."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from district.ground.people.permissions import (
    Answer,
    No,
    Yes,
    may_add_organisation,
    may_ask_to_join,
    may_edit_organisation,
    may_end_membership,
    may_enter_member,
    may_keep_experts,
    may_keep_members,
    may_manage_people,
    may_renew,
    may_vouch,
)
from district.ground.people.queries import Expert, Organisation, Person, Role

__all__ = [
    "keeps_experts", "may_add_organisation", "may_ask_to_join", "may_edit_organisation", "may_end_membership",
    "may_enter_member", "may_import_staff", "may_keep_experts", "may_keep_members", "may_renew", "may_see_expert",
    "may_see_members", "may_vouch",
]  # fmt: skip


def may_see_members(person: Person, organisation: Organisation) -> Answer:
    """Who stands in it: the district's officials, and whoever keeps them."""
    return Yes if person.is_official else may_keep_members(person, organisation)


def may_import_staff(person: Person) -> Answer:
    return may_manage_people(person)


def keeps_experts(person: Any) -> Answer:
    """Has experts to keep: officers, leaders and administrators; auditors look."""
    if isinstance(person, Person) and person.has_role(Role.OFFICER, Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR):
        return Yes
    return No(_("专家名录只对工作人员开放。"))


def may_see_expert(person: Person, expert: Expert) -> Answer:
    """The district's officials, and the expert."""
    return Yes if person.is_official or expert.person_id == person.pk else No(_("专家名录只对工作人员开放。"))
