"""Members who wait for somebody's word, and terms that end soon."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.todo import Shown, Source
from district.ground.people.listed import ending_for, waiting_for
from district.ground.people.queries import OrganisationMembership, Role


def _link(row: OrganisationMembership) -> str:
    """The page that both an administrator and a steward may open."""
    if row.role in Role.values:
        return reverse("organisations:one", args=[row.organisation_id])
    return reverse("organisations:mine_one", args=[row.organisation_id])


def _waiting(row: OrganisationMembership) -> Shown:
    words = f"{row.person} · {row.organisation} · {row.get_role_display()}"
    return Shown(_("确认机构成员"), words, _link(row))


def _ending(row: OrganisationMembership) -> Shown:
    words = f"{row.person} · {row.organisation} · {row.get_role_display()}"
    return Shown(_("任期将满：续任或交接"), words, _link(row))


WAITING = Source(
    "member", gettext_lazy("机构成员"), lambda person, _today: waiting_for(person), _waiting, told_by="member"
)
ENDING = Source("term", gettext_lazy("任期"), ending_for, _ending, "until")
