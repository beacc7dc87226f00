"""Who acts for enterprises, for rooms below: who is asked when a bureau asks them, whose account they need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from district.enterprises.models import Membership, Subject, stands
from district.ground.people.queries import Person
from district.ground.surveys.actions import Invitee


def asked_for_firms(_by: Person) -> Iterator[Invitee]:
    """One person for each enterprise that somebody acts for: the owner before others, who came first before who came
    later."""
    confirmed = Membership.objects.filter(stands(), person__is_active=True)
    rows = confirmed.filter(enterprise__subject=Subject.ENTERPRISE)
    asked: set[int] = set()
    for each in rows.select_related("person", "enterprise").order_by("enterprise__name", "-role", "pk"):
        if each.enterprise_id not in asked:
            asked.add(each.enterprise_id)
            yield Invitee(each.enterprise.name, each.person, each.enterprise.uscc)


def members_needed(keys: Collection[int]) -> Iterable[int]:
    """Of these accounts those that act for an enterprise or a base today; not who stands for oneself."""
    rows = Membership.objects.filter(stands(), person__in=keys)
    return rows.exclude(enterprise__subject=Subject.PERSON).values_list("person", flat=True)
