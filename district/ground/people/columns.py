"""Who works for the district, as a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from district.ground.people.models import OrganisationMembership, Person, Role
from district.ground.tables.columns import Column
from district.ground.tables.filters import Asks, Filter
from district.ground.tables.tables import Empty, Table


def _people(_person: Any, asked: Mapping[str, str]) -> QuerySet[Person]:
    """Officials with their duties; searched for, also accounts without one, to give them their first."""
    held = OrganisationMembership.objects.filter(ended_at=None, role__in=Role.values)
    rows = Person.objects.filter(is_active=True).order_by("username").prefetch_related(
        Prefetch("standings_held", held.select_related("organisation"), to_attr="open_duties")
    )  # fmt: skip
    return rows if asked.get("q") else rows.filter(pk__in=held.values("person"))


def _duties(row: Person) -> str:
    return "；".join(f"{duty.organisation} · {duty.get_role_display()}" for duty in row.open_duties)  # type: ignore[attr-defined]


STAFF = Table[Person](
    _("用户和岗位"),
    (
        Column("person", _("用户"), str, small=lambda row: row.username),
        Column("username", _("用户名"), lambda row: row.username),
        Column("duties", _("岗位"), _duties, width=50, part="people/_duties.html"),
        Column("grant", _("加岗位"), lambda row: "", book=False, part="people/_grant.html"),
    ),
    page=("person", "duties", "grant"), named="person",
    key="people.staff", route="people:staff", door=(Role.ADMINISTRATOR,), rows=_people,
    filters=(
        Filter(
            "q", _("用户名或姓名"), Asks.WORDS, "username__icontains|name__icontains",
            hint=_("用户名或姓名，也可查没有岗位的账号"),
        ),
    ),
    empty=Empty(_("没有找到用户"), _("在右边建立账号。"), "users"),
)  # fmt: skip
