"""Reads of keys and systems."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from district.ground.people.queries import Person
from district.ground.tokens.models import LONGEST, System, Token, digest_of

__all__ = [
    "LONGEST", "System", "Token", "is_system", "needed_accounts", "purpose_of_system", "system_of", "systems",
    "token_of", "tokens_of",
]  # fmt: skip


def token_of(secret: str) -> Token | None:
    """The live key this text is, with who it acts as; one query."""
    return Token.objects.live().select_related("person").filter(digest=digest_of(secret)).first()


def tokens_of(person: Person) -> QuerySet[Token]:
    """Somebody's keys, those that open something first."""
    return Token.objects.filter(person=person).select_related("made_by", "revoked_by")


def systems(person: Person) -> QuerySet[System]:
    """Those a person may see, with how they are named and who answers for them."""
    return System.objects.visible_to(person).select_related("bureau", "account", "made_by")


def system_of(person: Person) -> System | None:
    """The system whose account this is."""
    return System.objects.filter(account=person).first()


def needed_accounts(keys: Collection[int]) -> Iterable[int]:
    """Of these accounts those of systems: nobody signs in with them, and nobody is behind them."""
    return System.objects.filter(account__in=keys).values_list("account", flat=True)


def is_system(person: Person) -> bool:
    return system_of(person) is not None


def purpose_of_system(person: Person) -> str:
    """For what this account's system was registered; "" for everybody else's."""
    found = system_of(person)
    return found.purpose if found is not None else ""
