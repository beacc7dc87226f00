"""Whose money an official sees by name: an enterprise's all who come to the money pages; a person's whom it concerns.

Sums of lines and batches stay whole, so that they add up; there a person's row stands without a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from district.enterprises.queries import Subject
from district.funds.models import Award, OutsideGrant, Payee
from district.funds.permissions import in_finance
from district.ground.people.queries import Person, Role

Rows = TypeVar("Rows", bound=Model)
Row = TypeVar("Row")


def sees_everybody(person: Person) -> bool:
    """Who pays, and who audits."""
    return in_finance(person) or person.has_role(Role.AUDITOR)


def offices(person: Person) -> set[int]:
    return set(person.bureau_ids(Role.OFFICER, Role.LEADER))


def awarded_by(award: Award, bureaus: set[int]) -> bool:
    """Whether one of these bureaus leads the programme or has the line."""
    led_by = award.version.programme.office_id if award.version else None
    return bool({award.line.office_id, led_by} & bureaus)


def seen(rows: QuerySet[Rows], person: Person, *, award: str = "") -> QuerySet[Rows]:
    """Rows of awards (or of what has an `award`, by this path) that this official sees by name."""
    if sees_everybody(person):
        return rows
    at, own = f"{award}__" if award else "", offices(person)
    theirs = Q(**{f"{at}line__office__in": own}) | Q(**{f"{at}version__programme__office__in": own})
    return rows.filter(~Q(**{f"{at}enterprise__subject": Subject.PERSON}) | theirs)


def payees_seen(rows: QuerySet[Payee], person: Person) -> QuerySet[Payee]:
    """Accounts this official sees: a person's where one of the official's bureaus gives them something."""
    if sees_everybody(person):
        return rows
    own = offices(person)
    given = Award.objects.filter(enterprise=OuterRef("enterprise"))
    given = given.filter(Q(line__office__in=own) | Q(version__programme__office__in=own))
    return rows.filter(~Q(enterprise__subject=Subject.PERSON) | Exists(given))


def outside_seen(rows: QuerySet[OutsideGrant], person: Person) -> QuerySet[OutsideGrant]:
    """What other offices gave: to persons, to be seen by the bureau that entered it and by who sees everybody."""
    if sees_everybody(person):
        return rows
    return rows.filter(~Q(enterprise__subject=Subject.PERSON) | Q(bureau__in=offices(person)))


def nameless(rows: Iterable[Row], person: Person, award_of: Callable[[Row], Award | None]) -> list[Row]:
    """The rows of a page, to be shown only: persons who do not concern this official have lost their name."""
    found, own, everybody = list(rows), offices(person), sees_everybody(person)
    for each in found:
        award = award_of(each)
        if award is None or everybody or not award.enterprise.is_person or awarded_by(award, own):
            continue
        award.enterprise.name = _("个人（姓名不公开）")
        if isinstance(payee := getattr(each, "payee", None), Payee):
            payee.holder, payee.bank, payee.last4 = award.enterprise.name, "—", "****"
    return found
