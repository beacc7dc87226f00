"""Reads about people that other rooms need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from district.ground import clock
from district.ground.people.models import (
    OFFICES,
    PASSED_ON,
    STATES,
    Absence,
    AbsentDay,
    AccountConsent,
    AccountEnding,
    Bureau,
    Duty,
    Expert,
    Field,
    Honour,
    Kind,
    Language,
    Organisation,
    OrganisationMembership,
    Part,
    Person,
    Role,
    Topic,
    standing_on,
)

__all__ = [
    "OFFICES",
    "PASSED_ON",
    "STATES",
    "Absence",
    "AbsentDay",
    "AccountConsent",
    "AccountEnding",
    "Bureau",
    "Duty",
    "Expert",
    "Field",
    "Honour",
    "Kind",
    "Language",
    "Organisation",
    "OrganisationMembership",
    "Part",
    "Person",
    "Role",
    "Topic",
    "absences_seen_by",
    "account",
    "account_named",
    "accounts_named",
    "as_now",
    "away_on",
    "bureau_named",
    "bureau_of",
    "bureaus_of",
    "codes_signed_on_with",
    "colleagues_of",
    "consents_of",
    "duties_in",
    "experts_for",
    "holders",
    "leaders_of",
    "memberships_of",
    "officers_of",
    "organisations_kept_by",
    "record_of",
    "standing_on",
    "with_address",
    "with_duty",
    "without_consent",
]  # fmt: skip


def bureau_named(name: str) -> Bureau | None:
    return Bureau.objects.filter(name=name).first()


def codes_signed_on_with(person: Person) -> set[str]:
    """Codes of the enterprises that the city's single sign-on says the person stands for."""
    said: set[str] = set()
    for each in SocialAccount.objects.filter(user=person):
        found = (each.extra_data or {}).get(settings.SSO_ENTERPRISE_CLAIM) or []
        said |= {str(code).strip().upper() for code in (found if isinstance(found, list) else [found])}
    return said


def bureau_of(person: Person, *roles: str) -> Bureau | None:
    """The bureau a person acts for by one of these duties: their own before one they stand in for."""
    found = [duty for duty in person.duties if duty.role in roles]
    own = [duty for duty in found if duty.person_id == person.pk]
    return next((duty.bureau for duty in [*own, *found]), None)


def bureaus_of(person: Person, *roles: str) -> QuerySet[Bureau]:
    """The bureaus a person acts for by one of these duties."""
    return Bureau.objects.filter(pk__in=person.bureau_ids(*roles)).order_by("name")


def accounts_named(names: Collection[str]) -> QuerySet[Person]:
    """Open accounts with one of these user names or addresses."""
    small = [name.lower() for name in names]
    return Person.objects.filter(Q(username__in=names) | Q(email__in=[*names, *small]), is_active=True)


def officers_of(bureau: Bureau) -> QuerySet[Person]:
    """People who work cases for this bureau, and who stands in for one of them today."""
    return _with_duty(bureau, Role.OFFICER)


def leaders_of(bureau: Bureau) -> QuerySet[Person]:
    """People who lead this bureau, and who stands in for one of them today."""
    return _with_duty(bureau, Role.LEADER)


def _with_duty(bureau: Bureau, role: Role) -> QuerySet[Person]:
    own = holders(role, offices=[bureau.pk])
    standing_in = AbsentDay.objects.filter(day=clock.today(), person__in=own).values("absence__substitute")
    colleagues = holders(*PASSED_ON, offices=[bureau.pk])
    return Person.objects.filter(Q(pk__in=own) | Q(pk__in=standing_in) & Q(pk__in=colleagues), is_active=True)


def duties_in(offices: Iterable[int] | QuerySet[Any], *roles: str) -> QuerySet[Duty]:
    """Duties that stand today in these bureaus, of active accounts."""
    rows = Duty.objects.filter(organisation__in=offices, person__is_active=True)
    return rows.filter(role__in=roles) if roles else rows


def holders(*roles: str, offices: Iterable[int] | QuerySet[Any] | None = None) -> QuerySet[Any]:
    """Keys of the people with one of these duties of their own today, in these bureaus or in any."""
    rows = Duty.objects.filter(role__in=roles)
    return (rows if offices is None else rows.filter(organisation__in=offices)).values("person")


def with_duty(*roles: str, offices: Iterable[int] | QuerySet[Any] | None = None) -> QuerySet[Person]:
    """Active people with one of these duties of their own today."""
    return Person.objects.filter(pk__in=holders(*roles, offices=offices), is_active=True)


def consents_of(person: Person) -> QuerySet[AccountConsent]:
    """What somebody agreed to about their account, the latest first."""
    return AccountConsent.objects.filter(person=person)


def without_consent() -> QuerySet[Person]:
    """Open accounts whose owner has not agreed to anything yet."""
    return Person.objects.filter(is_active=True, consents=None)


def memberships_of(person: Person) -> QuerySet[OrganisationMembership]:
    """All a person stands in, stood in or waits for, duties included; what is open first."""
    rows = OrganisationMembership.objects.filter(person=person).select_related("organisation", "vouched_by", "ended_by")
    return rows.order_by(F("ended_at").desc(nulls_first=True), "organisation__name", "role", "pk")


def organisations_kept_by(person: Person) -> QuerySet[Organisation]:
    """Those whose members a person keeps: all for administrators, those they are steward of for others."""
    if person.has_role(Role.ADMINISTRATOR):
        return Organisation.objects.all()
    kept = [each.organisation_id for each in person.memberships if each.role == Part.STEWARD]
    return Organisation.objects.filter(pk__in=kept)


def record_of(expert: Expert | Person) -> Expert | None:
    """An expert's record; of an account the one it took over, or was given with its duty."""
    return expert if isinstance(expert, Expert) else Expert.objects.filter(person=expert).first()


def experts_for(bureau: Bureau | None = None) -> QuerySet[Expert]:
    """Experts who may be asked today; a bureau's own first."""
    rows = Expert.objects.asked_today()
    own = Case(When(office=bureau, then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.annotate(own=own).order_by("-own", "name", "pk")


def away_on(first: dt.date, last: dt.date | None = None) -> QuerySet[AbsentDay]:
    """Days of absence from `first` to `last`; of `first` alone without it."""
    return AbsentDay.objects.filter(day__range=(first, last or first))


def colleagues_of(person: Person) -> QuerySet[Person]:
    """Who could stand in: people with a desk duty of their own in every bureau where `person` has one."""
    rows = Person.objects.filter(is_active=True).exclude(pk=person.pk)
    bureaus = {duty.bureau_id for duty in person.own_duties if duty.role in PASSED_ON}
    for bureau in bureaus:
        rows = rows.filter(Exists(Duty.objects.filter(person=OuterRef("pk"), organisation=bureau, role__in=PASSED_ON)))
    return (rows if bureaus else rows.none()).order_by("name", "pk")


def absences_seen_by(person: Person) -> QuerySet[Absence]:
    """One's own, those one stands in for, and for a leader those of the bureau's people."""
    led = holders(*PASSED_ON, offices=person.bureau_ids(Role.LEADER))
    rows = Absence.objects.filter(Q(person=person) | Q(substitute=person) | Q(person__in=led))
    return rows.select_related("person", "substitute", "entered_by")


def with_address(people: QuerySet[Person]) -> QuerySet[Any]:
    """People with `address`: the e-mail address they proved to be theirs, the first one before others; or None."""
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True).order_by("-primary", "pk")
    return people.annotate(address=Subquery(proved.values("email")[:1]))


def account(pk: int) -> QuerySet[Person]:
    """One account's row, to be locked or changed by who stands above."""
    return Person.objects.filter(pk=pk)


def as_now(pk: int | None) -> Person | None:
    """A person as they are at this moment, duties included; None where the account is closed."""
    return Person.objects.filter(pk=pk, is_active=True).first() if pk is not None else None


def account_named(username: str) -> Person | None:
    """The account of this very name, closed ones too."""
    return Person.objects.filter(username=username).first() if username else None
