"""The roles of the table: for a thing of a firm, a person, an office, who is its own and who is another's."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from district.enterprises.models import Agency, AgencyPerson, Enterprise, Mandate, Membership, Subject
from district.ground import clock
from district.ground.people import memberships
from district.ground.people.models import OFFICES, Kind, Organisation, Part, Person, Role
from district.web.demo_accounts import PASSWORD
from tests.house.matrix.kinship import Whose

COLUMNS = (
    "stranger", "newcomer", "holder", "firm", "other_firm", "agent", "other_agent", "person", "other_person", "officer",
    "other_officer", "leader", "other_leader", "finance", "treasurer", "expert", "other_expert", "member", "steward",
    "other_steward", "auditor", "admin",
)  # fmt: skip
HOME, AWAY = "区人社局", "区科委"  # of a thing that is no office's
SIDES = ("a", "b")


@cache
def known(username: str) -> Person:
    return Person.objects.get(username=username)


def make_roles() -> None:
    """Every second firm is a's, the others are b's; each side has an agent; every office an officer and a leader."""
    for side in SIDES:
        for role in ("firm", "agent"):
            _person(f"{role}-{side}")
    _person("newcomer")
    agencies = [_agency(side) for side in SIDES]
    for place, firm in enumerate(Enterprise.subjects.exclude(subject=Subject.PERSON).order_by("pk")):
        owner = known(f"firm-{SIDES[place % 2]}")
        Membership.objects.create(person=owner, enterprise=firm, role="owner", state="confirmed", since=clock.now())
        if firm.subject == Subject.ENTERPRISE:
            _mandate(firm, agencies[place % 2], owner)
    for office in Organisation.objects.filter(kind__in=OFFICES):
        for duty in (Role.OFFICER, Role.LEADER):
            _stands(f"{duty}-{office.pk}", office, duty)
    for organisation in Organisation.objects.exclude(kind__in=OFFICES):
        for part in (Part.STEWARD, Part.STAFF):
            _stands(f"{part}-{organisation.pk}", organisation, part)
    _stands("expert-b", Organisation.objects.get(name=HOME), Role.EXPERT)


def _person(username: str) -> Person:
    """Of the same password as who signs in to the demonstration."""
    defaults = {"name": f"示例{username}", "password": make_password(PASSWORD)}
    found, _made = Person.objects.get_or_create(username=username, defaults=defaults)
    return found


def _stands(username: str, organisation: Organisation, role: str) -> None:
    memberships.install(person=_person(username), organisation=organisation, role=role)


def _agency(side: str) -> Agency:
    made = Agency.objects.create(
        uscc=f"91310000MAMATRIX{side.upper()}X", name=f"示例代理{side}", created_at=clock.now()
    )
    AgencyPerson.objects.create(
        person=known(f"agent-{side}"), agency=made, state=AgencyPerson.State.CONFIRMED, since=clock.now()
    )
    return made


def _mandate(firm: Enterprise, agency: Agency, owner: Person) -> None:
    Mandate.objects.create(
        reference=f"WT-{firm.pk}", client=firm, agency=agency, fills=True, corrects=True, messages=True, appeals=True,
        since=clock.today(), until=clock.today() + dt.timedelta(days=90), given_by=owner, given_at=clock.now(),
        request_key=uuid.uuid4(),
    )  # fmt: skip


@cache
def cast_for(whose: Whose) -> dict[str, Person | None]:
    """column → person (None: a stranger). A column that has nobody for this thing is left out."""
    found: dict[str, Any] = {"stranger": None, "newcomer": known("newcomer")}
    if whose.holder is not None:
        found["holder"] = Person.objects.get(pk=whose.holder)
    found |= _subjects(whose) | _offices(whose) | _organisations(whose)
    found |= {"finance": known("finance"), "treasurer": known("treasurer"), "expert": known("expert"),
              "other_expert": known("expert-b"), "auditor": known("auditor"), "admin": known("admin")}  # fmt: skip
    return {name: found[name] for name in COLUMNS if name in found}


def _subjects(whose: Whose) -> dict[str, Person]:
    subject = Enterprise.subjects.filter(pk=whose.subject).first()
    side = _side(subject)
    other = SIDES[1 - SIDES.index(side)]
    found = {"firm": known(f"firm-{side}"), "other_firm": known(f"firm-{other}"), "agent": known(f"agent-{side}"),
             "other_agent": known(f"agent-{other}")}  # fmt: skip
    persons = Enterprise.subjects.filter(subject=Subject.PERSON).select_related("account").order_by("pk")
    accounts = [each.account for each in persons if each.account is not None]
    own = subject.account if subject is not None and subject.account is not None else accounts[0]
    found["person"] = own
    found["other_person"] = next(each for each in accounts if each != own)
    return found


def _side(subject: Enterprise | None) -> str:
    if subject is None or subject.is_person:
        return SIDES[0]
    return next(side for side in SIDES if Membership.objects.filter(person=known(f"firm-{side}"), enterprise=subject))


def _offices(whose: Whose) -> dict[str, Person]:
    own = Organisation.objects.filter(pk=whose.office, kind__in=OFFICES).first() or Organisation.objects.get(name=HOME)
    other = Organisation.objects.get(name=AWAY if own.name == HOME else HOME)
    return {
        "officer": known(f"officer-{own.pk}"), "other_officer": known(f"officer-{other.pk}"),
        "leader": known(f"leader-{own.pk}"), "other_leader": known(f"leader-{other.pk}"),
    }  # fmt: skip


def _organisations(whose: Whose) -> dict[str, Person]:
    rows = list(Organisation.objects.exclude(kind__in=OFFICES).order_by("pk"))
    own = next((each for each in rows if each.pk == whose.office), next(e for e in rows if e.kind == Kind.BANK))
    other = next(each for each in rows if each.pk != own.pk)
    return {"member": known(f"staff-{own.pk}"), "steward": known(f"steward-{own.pk}"),
            "other_steward": known(f"steward-{other.pk}")}  # fmt: skip
