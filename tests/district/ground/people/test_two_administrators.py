"""One administrator is not everybody."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from district.cases.core.checks import NotPossible as CannotBe
from district.ground import clock
from district.ground.people import actions, memberships
from district.ground.people.memberships import NotPossible
from district.ground.people.models import Bureau, OrganisationMembership, Person, Role
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from district.web.demo.load import make_people
from district.web.demo_accounts import SIGN_INS
from tests.district.cases.factories import District, person

PASSWORD = "a long password 77"


@pytest.fixture
def admin(here: District) -> Person:
    return person("admin", administrator="区人社局")


@pytest.fixture
def other(admin: Person) -> Person:
    return person("other", administrator="区科委")


def bureau(name: str = "区科委") -> Bureau:
    return Bureau.objects.get(name=name)


def fresh(who: Person) -> Person:
    return Person.objects.get(pk=who.pk)


@pytest.mark.parametrize(
    "office, role", [("区科委", Role.LEADER), ("区财政局", Role.OFFICER), ("区科委", Role.ADMINISTRATOR)]
)
def test_a_duty_over_money_has_two_administrators(
    here: District, other: Person, admin: Person, office: str, role: str
) -> None:
    Bureau.objects.get_or_create(name=office, defaults={"full": office})
    row = actions.grant_duty(person=here.stranger, bureau=bureau(office), role=role, by=admin)
    assert row.state == "waiting" and not fresh(here.stranger).has_role(role)
    with pytest.raises(Refused, match="另一位管理员"):
        memberships.vouch(membership=row, by=admin)
    memberships.vouch(membership=row, by=other)
    assert fresh(here.stranger).has_role(role)
    with pytest.raises(Refused, match="另一位管理员"):
        memberships.renew(membership=row, until=None, by=admin) if role != Role.ADMINISTRATOR else memberships.vouch(
            membership=row, by=admin
        )


def test_an_ordinary_duty_needs_one(here: District, admin: Person) -> None:
    row = actions.grant_duty(person=here.stranger, bureau=bureau(), role=Role.OFFICER, by=admin)
    assert row.stands() and row.vouched_by == admin


def test_the_only_administrator_may_enter_the_second(here: District, admin: Person) -> None:
    row = actions.grant_duty(person=here.stranger, bureau=bureau(), role=Role.ADMINISTRATOR, by=admin)
    assert row.stands()


@pytest.mark.database
def test_the_database_takes_no_duty_over_money_by_one(here: District, admin: Person) -> None:
    with (
        pytest.raises(IntegrityError, match="duty_over_money_has_two_administrators"),
        transaction.atomic(),
    ):
        OrganisationMembership.objects.create(
            person=here.stranger, organisation=bureau(), role=Role.LEADER, since=clock.today(), entered_by=admin,
            vouched_by=admin, vouched_at=clock.now(), needs_second=True,
        )  # fmt: skip


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.EXPERT])
def test_an_administrator_holds_no_desk_duty(here: District, other: Person, admin: Person, role: str) -> None:
    with pytest.raises(NotPossible, match="不兼任"):
        actions.grant_duty(person=other, bureau=bureau(), role=role, by=admin)
    with pytest.raises(NotPossible, match="不兼任"):
        actions.grant_duty(person=here.officer, bureau=bureau(), role=Role.ADMINISTRATOR, by=admin)


@pytest.mark.database
@pytest.mark.parametrize("first", [Role.ADMINISTRATOR, Role.OFFICER])
def test_the_database_takes_no_other_duty_of_an_administrator(here: District, first: Role) -> None:
    second = Role.OFFICER if first == Role.ADMINISTRATOR else Role.ADMINISTRATOR

    def stands(role: Role, **term: Any) -> OrganisationMembership:
        said = {"person": here.stranger, "organisation": bureau(), "role": role, "vouched_at": clock.now(), **term}
        return OrganisationMembership.objects.create(**said)

    today = clock.today()
    stands(first, since=today, until=today + dt.timedelta(days=9))
    for since in (None, today, today + dt.timedelta(days=9)):
        with pytest.raises(IntegrityError, match="administrator_holds_no_other_duty"), transaction.atomic():
            stands(second, since=since)
    stands(second, since=today + dt.timedelta(days=10))


def test_a_duty_whose_term_is_over_is_no_hindrance(here: District, admin: Person) -> None:
    today = clock.today()
    before = OrganisationMembership.objects.create(
        person=here.stranger, organisation=bureau(), role=Role.OFFICER, since=today - dt.timedelta(days=30),
        until=today - dt.timedelta(days=1), vouched_at=clock.now(),
    )  # fmt: skip
    row = actions.grant_duty(
        person=here.stranger, bureau=bureau(), role=Role.ADMINISTRATOR, by=admin, since=today - dt.timedelta(days=9)
    )
    before.refresh_from_db()
    assert row.stands() and before.ended_at


@pytest.mark.database
def test_a_leaver_signs_in_no_more_and_what_waits_goes_to_the_heir(here: District, admin: Person, as_: Any) -> None:
    case = here.submitted()
    case.officer = here.officer
    case.save(update_fields=["officer"])
    theirs = Client()
    theirs.force_login(here.officer)
    Authenticator.objects.create(user=here.officer, type="totp", data={})
    client, at = as_(admin), reverse("people:let_go", args=[here.officer.pk])
    assert client.get(at).status_code == 200
    assert client.post(at, {"why": "调离"}).status_code == 422  # somebody has to take it
    assert client.post(at, {"why": "调离", "heir": "nobody"}).status_code == 422
    mate = person("mate", officer="区人社局")
    done = client.post(at, {"why": "调离", "heir": mate.username}, follow=True)
    assert "1 件" in done.content.decode()
    case.refresh_from_db()
    assert case.officer == mate and not fresh(here.officer).is_active
    assert not OrganisationMembership.objects.filter(person=here.officer, ended_at=None).exists()
    assert not Authenticator.objects.filter(user=here.officer).exists()
    assert theirs.get(reverse("desk")).status_code == 302 and not Client().login(username="officer", password=PASSWORD)
    assert LogEntry.objects.get(verb="let-go").by == admin
    assert actions.let_go(person=here.officer, by=admin, heir=None, why="again") == []
    with pytest.raises(Refused, match="另一位管理员"):
        actions.let_go(person=admin, by=admin, heir=None, why="x")


def test_who_gives_a_new_way_in_does_not_become_somebody_else(
    here: District, admin: Person, other: Person, as_: Any
) -> None:
    Authenticator.objects.create(user=here.leader, type="totp", data={})
    theirs = Client()
    theirs.force_login(here.leader)
    at = reverse("people:reset", args=[here.leader.pk])
    assert as_(admin).post(at, {"password": "123"}).status_code == 422
    done = as_(admin).post(at, {"password": PASSWORD}, follow=True)
    assert "另一位管理员重新确认" in done.content.decode()
    assert theirs.get(reverse("desk")).status_code == 302
    leader = fresh(here.leader)
    assert leader.check_password(PASSWORD) and leader.must_change_password and not leader.has_role(Role.LEADER)
    assert not Authenticator.objects.filter(user=leader).exists()
    waiting = OrganisationMembership.objects.get(person=leader, ended_at=None)
    with pytest.raises(Refused):
        memberships.vouch(membership=waiting, by=admin)
    memberships.vouch(membership=waiting, by=other)
    assert fresh(leader).has_role(Role.LEADER)


def test_what_cannot_be_handed_over_is_said_and_nothing_changes(here: District, admin: Person) -> None:
    case = here.submitted()
    case.officer = here.officer
    case.save(update_fields=["officer"])
    with pytest.raises(CannotBe, match="只能派给"):
        actions.let_go(person=here.officer, by=admin, heir=here.stranger, why="调离")
    assert fresh(here.officer).is_active


def test_the_demonstration_has_two_who_can_show_it(here: District) -> None:
    for name in {each.bureau for each in SIGN_INS} - {""}:
        Bureau.objects.get_or_create(name=name, defaults={"full": name})
    Person.objects.filter(username__in=[each.username for each in SIGN_INS]).update(username=F("pk"))
    people = make_people()
    one, other = (people[each.username] for each in SIGN_INS if each.duty == Role.ADMINISTRATOR)
    row = actions.grant_duty(person=here.stranger, bureau=bureau("区财政局"), role=Role.OFFICER, by=one)
    memberships.vouch(membership=row, by=other)
    assert fresh(here.stranger).has_role(Role.OFFICER)
