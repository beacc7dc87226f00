"""Reads of links."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.signing import BadSignature, Signer
from django.db.models import Count, QuerySet

from district.ground.onetime.models import STATES, Link, LinkUse
from district.ground.people.queries import Person
from district.ground.record.sealing import sm3

__all__ = ["STATES", "Link", "LinkUse", "hash_of", "links_for", "links_seen_by", "with_token"]


def signer() -> Signer:
    return Signer(salt="onetime")


def hash_of(secret: str) -> str:
    return sm3(secret.encode())


def with_token(token: str) -> Link | None:
    """The link a token opens; one we did not sign is not even looked for."""
    try:
        secret = signer().unsign(token)
    except BadSignature:
        return None
    rows = Link.objects.select_related("expert", "office", "made_by", "follows")
    found = rows.filter(hash=hash_of(secret)).first()
    if found is not None:
        found.token = token
    return found


def links_for(purpose: str, things: Iterable[str]) -> QuerySet[Link]:
    """The links of these things, the newest first."""
    rows = Link.objects.filter(purpose=purpose, thing__in=list(things))
    rows = rows.select_related("expert", "made_by").annotate(used=Count("uses"))
    return rows.order_by("-made_at", "-pk")  # counting forgets the model's order


def links_seen_by(person: Person) -> QuerySet[Link]:
    rows = Link.objects.visible_to(person).select_related("expert", "office", "made_by")
    return rows.annotate(used=Count("uses")).order_by("-made_at", "-pk")
