"""What people bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.bringing.menu import Entry, entries
from district.ground.bringing.shown import Area, areas
from district.ground.people import (
    factors,  # noqa: F401 - what it hears of the library for accounts
    memberships,
)
from district.ground.people.absences import NotPossible
from district.ground.people.acts import PEOPLE
from district.ground.people.acts_kept import KEEPING
from district.ground.people.columns import STAFF
from district.ground.people.columns_former import FORMER
from district.ground.people.keeping import NotKept
from district.ground.people.models import Role
from district.ground.people.permissions import holds, may_manage_people
from district.ground.tables.registry import TABLES

entries.register(
    Entry(_("用户和岗位"), "people:staff", "users", "house", 30, may_manage_people, words="账号 权限 授权"),
    Entry(_("离岗账号"), "people:former", "clock", "house", 31, holds(Role.ADMINISTRATOR, Role.LEADER),
          words="离职 调离 保存期"),
)  # fmt: skip
refusals.register(NotPossible, memberships.NotPossible, NotKept)
ACTS.register(*PEOPLE, *KEEPING)
areas.register(Area("people", _("用户和岗位")))
TABLES.register(STAFF, FORMER)
