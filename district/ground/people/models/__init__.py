"""Accounts, organisations, who stands in them as what; experts."""

from district.ground.people.models.experts import Expert, Field, Honour, Language, Topic
from district.ground.people.models.keeping import AccountConsent, AccountEnding
from district.ground.people.models.organisations import (
    OFFICES,
    STATES,
    Bureau,
    Duty,
    Kind,
    Organisation,
    OrganisationMembership,
    standing_on,
)
from district.ground.people.models.persons import Absence, AbsentDay, Person
from district.ground.people.models.roles import PASSED_ON, Part, Role

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
    "standing_on",
]
