"""Reads of who acts for an enterprise, and who asks to."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import QuerySet

from district.enterprises.claims.permissions import settled_by_offices
from district.enterprises.models import Enterprise, Membership, PartInvitation, stands
from district.ground.people.queries import Person, codes_signed_on_with


def claims_for(person: Person) -> QuerySet[Membership]:
    """Claims that the person's offices confirm, the first to ask first; not one's own."""
    rows = Membership.objects.filter(settled_by_offices(person), state=Membership.State.REQUESTED)
    rows = rows.exclude(person=person).select_related("person", "enterprise__operator", "paper", "objected_by")
    return rows.order_by("since", "pk")


def owners_of(enterprise: Enterprise, *, besides: Person | None = None) -> list[Person]:
    """Owners that stand today, but for one."""
    rows = Membership.objects.filter(stands(), enterprise=enterprise, role=Membership.Role.OWNER)
    found = rows.filter(person__is_active=True).select_related("person").order_by("pk")
    return [each.person for each in found if each.person != besides]


def people_of(enterprise: Enterprise) -> dict[str, list[Membership]]:
    """`waiting`, `standing` and `past` people of an enterprise, owners first."""
    rows = Membership.objects.filter(enterprise=enterprise).select_related(
        "person", "settled_by", "paper", "objected_by"
    )
    found: dict[str, list[Membership]] = {"waiting": [], "standing": [], "past": []}
    part = {"requested": "waiting", "confirmed": "standing", "ended": "standing"}
    for each in rows.order_by("-role", "since", "pk"):
        found[part.get(each.shown[0], "past")].append(each)
    return found


def invitations_of(enterprise: Enterprise) -> list[PartInvitation]:
    """Invitations that can still be taken up."""
    return [each for each in PartInvitation.objects.filter(enterprise=enterprise) if each.open]


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_of(token: str) -> PartInvitation | None:
    rows = PartInvitation.objects.filter(digest=digest_of(token)).select_related("enterprise", "made_by")
    found = rows.first()
    return found if found is not None and found.open else None


def signed_on_for(person: Any, code: str) -> bool:
    """Whether the city's single sign-on says that the person stands for the enterprise of this code."""
    return code in codes_signed_on_with(person)
