"""Organisations and who stands in them: terms open and close doors, somebody vouches, nothing is rewritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from district.ground import clock
from district.ground.people import actions, memberships, organisations
from district.ground.people.doors import for_members
from district.ground.people.memberships import NotPossible
from district.ground.people.models import (
    Bureau,
    Duty,
    Kind,
    Organisation,
    OrganisationMembership,
    Part,
    Person,
    Role,
)
from district.ground.people.permissions import Refused, may_close_account, member_of
from district.ground.people.queries import experts_for, officers_of
from district.ground.record.models import LogEntry
from tests.district.cases.factories import District, person

SignIn = Callable[[Person], Client]
DAY = dt.timedelta(days=1)
TODAY = dt.date(2022, 6, 24)


@pytest.fixture
def admin(here: District) -> Person:
    return person("admin", administrator="区人社局")


@pytest.fixture
def base(admin: Person) -> Organisation:
    return organisations.add(by=admin, kind=Kind.BASE, name="示例实训基地", phone="021-1")


@pytest.fixture
def steward(base: Organisation, admin: Person) -> Person:
    found = person("steward")
    memberships.enter(person=found, organisation=base, role=Part.STEWARD, by=admin)
    return fresh(found)


def fresh(who: Person) -> Person:
    return Person.objects.get(pk=who.pk)


def row(**said: Any) -> OrganisationMembership:
    return OrganisationMembership.objects.create(vouched_at=clock.now(), **said)


def test_a_bureau_is_an_organisation_and_no_second_row(here: District, base: Organisation) -> None:
    bureau = Bureau.objects.get(name="区人社局")
    assert Organisation.objects.get(pk=bureau.pk) == bureau and bureau.kind == Kind.BUREAU
    assert not Bureau.objects.filter(pk=base.pk).exists()
    assert here.officer.duties[0].organisation == bureau
    assert Organisation.objects.filter(memberships__person=here.officer).get() == bureau


# --- terms


def test_a_duty_opens_the_desk_from_its_first_day_to_its_last(here: District, admin: Person, as_: SignIn) -> None:
    who = person("newcomer")
    actions.grant_duty(person=who, bureau=Bureau.objects.get(name="区人社局"), role=Role.OFFICER, by=admin,
                       since=TODAY + 3 * DAY, until=TODAY + 5 * DAY)  # fmt: skip
    client, address = as_(who), reverse("cases:worklist")
    seen = {}
    for n in range(8):
        with clock.at(TODAY + n * DAY):
            seen[n] = client.get(address).status_code
            assert (who in officers_of(Bureau.objects.get(name="区人社局"))) is (3 <= n <= 5)
    assert seen == {0: 403, 1: 403, 2: 403, 3: 200, 4: 200, 5: 200, 6: 403, 7: 403}


def test_a_leavers_doors_close_with_the_next_request(here: District, admin: Person, as_: SignIn) -> None:
    client = as_(here.officer)
    assert client.get(reverse("cases:worklist")).status_code == 200
    duty = OrganisationMembership.objects.get(person=here.officer)
    memberships.end(membership=duty, by=admin, why="调离")
    assert client.get(reverse("cases:worklist")).status_code == 403
    kept = OrganisationMembership.objects.get(pk=duty.pk)
    assert (kept.ended_by, kept.why_ended, kept.state) == (admin, "调离", "ended")
    line = LogEntry.objects.get(verb="revoke-duty")
    assert (line.by, line.reason, line.data["organisation"]) == (admin, "调离", "区人社局")


def test_every_way_of_asking_for_a_duty_knows_the_term(here: District) -> None:
    bureau = Bureau.objects.get(name="区人社局")
    for name, term in {"gone": {"until": TODAY - DAY}, "later": {"since": TODAY + DAY}}.items():
        who = person(name)
        row(person=who, organisation=bureau, role=Role.LEADER, **term)
        row(person=who, organisation=bureau, role=Role.OFFICER, **term)
        assert not fresh(who).has_desk and fresh(who).bureau_ids() == set()
        assert not Duty.objects.filter(person=who).exists()
        assert not member_of(fresh(who), Kind.BUREAU, Role.LEADER)
    later = Person.objects.get(username="later")
    assert member_of(later, Kind.BUREAU, Role.LEADER, on=TODAY + DAY)
    assert not member_of(later, Kind.STREET, on=TODAY + DAY) and not member_of(later, Kind.BUREAU, on=TODAY)


def test_a_duty_nobody_vouched_for_opens_nothing(here: District, admin: Person) -> None:
    elsewhere = Bureau.objects.get(name="区科委")
    actions.grant_duty(person=admin, bureau=elsewhere, role=Role.ADMINISTRATOR, by=admin)
    waiting = OrganisationMembership.objects.get(person=admin, organisation=elsewhere)
    assert not waiting.stands()
    with pytest.raises(Refused, match="不能为自己担保"):
        memberships.vouch(membership=waiting, by=admin)
    with pytest.raises(Refused, match="只有系统管理员"):
        memberships.vouch(membership=waiting, by=here.leader)
    memberships.vouch(membership=waiting, by=person("second", administrator="区科委"))
    assert waiting.stands()


def test_a_substitute_of_a_leaver_has_nothing_of_theirs(here: District, admin: Person) -> None:
    import uuid

    from district.ground.people.absences import enter_absence

    mate = person("mate", officer="区人社局")
    enter_absence(person=here.officer, substitute=mate, first=TODAY, last=TODAY + DAY, by=here.officer,
                  request_key=uuid.uuid4())  # fmt: skip
    assert here.officer.pk in fresh(mate).stands_in_for
    memberships.end(membership=OrganisationMembership.objects.get(person=here.officer), by=admin, why="离职")
    assert fresh(mate).stands_in_for == {}


def test_another_term_is_another_row(here: District, base: Organisation, steward: Person, admin: Person) -> None:
    staff = person("staff")
    first = memberships.enter(person=staff, organisation=base, role=Part.STAFF, by=steward, until=TODAY + 9 * DAY)
    again = memberships.enter(person=staff, organisation=base, role=Part.STAFF, by=steward)
    assert again == first and first.until == TODAY + 9 * DAY
    second = memberships.renew(membership=first, until=TODAY + 400 * DAY, by=steward)
    first.refresh_from_db()
    assert second != first and first.why_ended == "续任" and fresh(staff).memberships == [second]
    with clock.at(TODAY + 500 * DAY):
        assert second.state == "over" and fresh(staff).memberships == []
        third = memberships.enter(person=staff, organisation=base, role=Part.STAFF, by=steward)
    second.refresh_from_db()
    assert third not in (first, second) and second.why_ended == "任期已满"


@pytest.mark.parametrize("since, until", [(TODAY, TODAY), (TODAY, TODAY - DAY), (TODAY - 9 * DAY, TODAY - DAY)])
def test_a_term_that_makes_no_sense_is_refused(
    base: Organisation, steward: Person, since: dt.date, until: dt.date
) -> None:
    with pytest.raises(NotPossible, match="任期"):
        memberships.enter(
            person=person("staff"), organisation=base, role=Part.STAFF, by=steward, since=since, until=until
        )


# --- the database itself


def test_the_database_refuses_what_must_not_be(here: District, base: Organisation, steward: Person) -> None:
    staff = person("staff")
    same: dict[str, Any] = {"person": staff, "organisation": base, "role": Part.STAFF}
    row(**same)
    broken: dict[str, dict[str, Any]] = {
        "unique|one_standing": same,
        "membership_ends_after_it_begins": same | {"role": Part.MEMBER, "since": TODAY, "until": TODAY},
        "nobody_vouches_for_themselves": same | {"role": Part.MEMBER, "vouched_by": staff},
        "ended_membership_says_why": same | {"ended_at": clock.now()},
        "membership_role_is_known": same | {"role": "emperor"},
    }
    for why, said in broken.items():
        with pytest.raises(IntegrityError, match=f"(?i){why}"), transaction.atomic():
            row(**said)
    with pytest.raises(IntegrityError, match="voucher_has_its_time"), transaction.atomic():
        OrganisationMembership.objects.create(**(same | {"role": Part.MEMBER, "vouched_by": steward}))
    with pytest.raises(IntegrityError, match=r"(?i)unique|one_office_of_a_name"), transaction.atomic():
        Organisation.objects.create(kind=Kind.STREET, name="区人社局")
    with pytest.raises(IntegrityError, match="organisation_kind_is_known"), transaction.atomic():
        Organisation.objects.create(kind="circus", name="示例马戏团")
    with pytest.raises(IntegrityError, match="organisation_ends_after_it_begins"), transaction.atomic():
        Organisation.objects.create(kind=Kind.BANK, name="示例银行", since=TODAY, until=TODAY)
    with pytest.raises(IntegrityError, match="nobody_is_their_own_parent"), transaction.atomic():
        Organisation.objects.filter(pk=base.pk).update(parent=base.pk)


@pytest.mark.parametrize("change", [
    {"role": Part.MEMBER}, {"since": None}, {"until": TODAY + DAY}, {"title": "别的"}, {"vouched_at": None},
    {"ended_at": None, "ended_by": None, "why_ended": ""},
])  # fmt: skip
def test_history_is_not_rewritten(base: Organisation, steward: Person, change: dict[str, Any]) -> None:
    staff = memberships.enter(person=person("staff"), organisation=base, role=Part.STAFF, by=steward)
    memberships.end(membership=staff, by=steward, why="离职")
    mine = OrganisationMembership.objects.filter(pk=staff.pk)
    with pytest.raises(DatabaseError, match=r"never_updated|set_once"), transaction.atomic():
        mine.update(**change)
    with pytest.raises(DatabaseError, match="never_deleted"), transaction.atomic():
        mine.delete()


# --- who may


def test_who_keeps_members(here: District, base: Organisation, steward: Person, admin: Person) -> None:
    staff, other = person("staff"), organisations.add(by=admin, kind=Kind.BANK, name="示例银行")
    for who, where in ((here.officer, base), (staff, base), (steward, other)):
        with pytest.raises(Refused, match="只有这家机构的管理员"):
            memberships.enter(person=staff, organisation=where, role=Part.STAFF, by=who)
    bureau = Bureau.objects.get(name="区人社局")
    with pytest.raises(Refused, match="按岗位登记"):
        memberships.enter(person=staff, organisation=bureau, role=Part.STEWARD, by=admin)
    with pytest.raises(Refused, match="岗位只在委办局"):
        memberships.enter(person=staff, organisation=base, role=Role.OFFICER, by=admin)
    with pytest.raises(Refused, match="只有系统管理员"):
        organisations.add(by=steward, kind=Kind.BANK, name="示例银行乙")
    with pytest.raises(Refused, match="只有系统管理员"):
        organisations.change(organisation=base, by=steward, name="改名")
    organisations.change(organisation=base, by=steward, phone="021-2", public=True)
    base.refresh_from_db()
    assert (base.phone, base.public) == ("021-2", True)
    with pytest.raises(Refused, match="来自政策目录"):
        organisations.change(organisation=bureau, by=admin, phone="1")


def test_a_steward_works_for_no_bureau(steward: Person, base: Organisation) -> None:
    assert not steward.is_official and not steward.has_desk
    assert member_of(steward, Kind.BASE, Part.STEWARD, organisation=base)
    ask = RequestFactory().get("/")
    ask.user = steward
    assert for_members(Kind.BASE, Part.STEWARD)(lambda request: "in")(ask) == "in"  # type: ignore[type-var]
    for door in (for_members(Kind.BANK), for_members(Kind.BASE, Part.MEMBER)):
        with pytest.raises(Refused, match="相应机构的成员"):
            door(lambda request: "in")(ask)  # type: ignore[type-var]


def test_asking_to_join_opens_nothing_until_somebody_vouches(base: Organisation, steward: Person) -> None:
    asking = person("asking")
    wanted = memberships.ask_to_join(person=asking, organisation=base)
    assert wanted.state == "waiting" and fresh(asking).memberships == []
    with pytest.raises(Refused, match="不能自己申请"):
        memberships.ask_to_join(person=asking, organisation=base, role=Part.STEWARD)
    with pytest.raises(Refused, match="不能自己申请"):
        memberships.ask_to_join(person=asking, organisation=Bureau.objects.get(name="区科委"))
    memberships.vouch(membership=wanted, by=steward)
    memberships.vouch(membership=wanted, by=steward)
    assert fresh(asking).memberships == [wanted] and LogEntry.objects.filter(verb="vouch").count() == 1
    memberships.end(membership=wanted, by=asking, why="换了工作")
    assert fresh(asking).memberships == []


def test_closing_an_account_ends_what_it_stood_in(base: Organisation, steward: Person) -> None:
    staff = person("staff")
    memberships.enter(person=staff, organisation=base, role=Part.STAFF, by=steward)
    actions.close_account(person=staff)
    assert OrganisationMembership.objects.get(person=staff).why_ended == "注销账号"


def test_who_has_a_duty_to_come_hands_it_over_first(here: District, admin: Person) -> None:
    who = person("later")
    actions.grant_duty(person=who, bureau=Bureau.objects.get(name="区科委"), role=Role.OFFICER, by=admin,
                       since=TODAY + DAY)  # fmt: skip
    assert not may_close_account(who)


@pytest.mark.parametrize("said, why", [
    ({"kind": Kind.BUREAU, "name": "假委办局"}, "政策目录"), ({"kind": Kind.BANK, "name": " "}, "请写简称"),
    ({"kind": Kind.BASE, "name": "示例实训基地"}, "同类同名"),
    ({"kind": Kind.BANK, "name": "x", "code": "9" * 18}, "信用代码"),
    ({"kind": Kind.BANK, "name": "x", "since": TODAY, "until": TODAY}, "最后一天"),
])  # fmt: skip
def test_an_organisation_that_makes_no_sense(base: Organisation, admin: Person, said: dict[str, Any], why: str) -> None:
    with pytest.raises(NotPossible, match=why):
        organisations.add(by=admin, **said)


def test_no_organisation_stands_above_itself(base: Organisation, admin: Person) -> None:
    below = organisations.add(by=admin, kind=Kind.BASE, name="示例分基地", parent=base)
    with pytest.raises(NotPossible, match="上级机构"):
        organisations.change(organisation=base, by=admin, parent=below)


def test_an_experts_duty_that_is_over_invites_nobody(here: District, admin: Person) -> None:
    expert = person("expert", expert="区科委")
    assert [each.person for each in experts_for()] == [expert]
    memberships.end(membership=OrganisationMembership.objects.get(person=expert), by=admin, why="离任")
    assert not experts_for().exists()
    actions.grant_duty(person=expert, bureau=Bureau.objects.get(name="区科委"), role=Role.EXPERT, by=admin)
    assert [each.person for each in experts_for()] == [expert]


def test_streets_have_their_code_of_the_catalogue(here: District) -> None:
    for code in ("310110001000", "310110001009"):
        actions.define_bureaus(offices=[], streets=["示例路街道"], codes={"示例路街道": code})
        street = Organisation.objects.get(name="示例路街道")
        assert (street.kind, street.code) == (Kind.STREET, code)
    actions.define_bureaus(offices=[], streets=["示例路街道"])
    assert Organisation.objects.filter(name="示例路街道", code="310110001009").count() == 1
