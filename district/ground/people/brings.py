"""What people bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.bringing.menu import Entry, entries
from district.ground.bringing.shown import Area, areas
from district.ground.people import memberships
from district.ground.people.absences import NotPossible
from district.ground.people.acts import PEOPLE
from district.ground.people.columns import STAFF
from district.ground.people.permissions import may_manage_people
from district.ground.tables.registry import TABLES

entries.register(
    Entry(_("用户和岗位"), "people:staff", "users", "house", 30, may_manage_people, words="账号 权限 授权")
)
refusals.register(NotPossible, memberships.NotPossible)
ACTS.register(*PEOPLE)
areas.register(Area("people", _("用户和岗位")))
TABLES.register(STAFF)
