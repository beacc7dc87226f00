"""Who worked for the district: the account stays a stated term, is told of, then emptied; acts keep the name."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district.ground import clock
from district.ground.messages.models import Delivery, Message
from district.ground.organisations.accounts import accounts
from district.ground.people import actions, consents
from district.ground.people.models import Bureau, OrganisationMembership, Person
from district.ground.people.models.persons import ANONYMOUS
from district.ground.people.serving import keepers_of_former
from district.ground.record.actions import write_log
from district.ground.record.models import LogEntry
from tests.district.cases.factories import District

DAY = dt.timedelta(days=1)
ENDED = dt.date(2022, 6, 24)
UNTIL = ENDED + 1825 * DAY


@pytest.fixture
def admin(here: District) -> Person:
    office = Bureau.objects.get(pk=here.officer.own_duties[0].organisation_id)
    duties = [(office, "administrator")]
    return actions.create_person(username="admin.one", name="管理员示例", password=None, duties=duties)


@pytest.fixture
def gone(here: District, admin: Person) -> Person:
    """An officer of the deciding bureau who acted, and left today."""
    office = Bureau.objects.get(pk=here.officer.own_duties[0].organisation_id)
    made = actions.create_person(username="wang.wu", name="王示例", password=None, duties=[(office, "officer")])
    Person.objects.filter(pk=made.pk).update(date_joined=clock.now(), email="wang@example.com")
    EmailAddress.objects.create(user=made, email="wang@example.com", verified=True, primary=True)
    write_log(room="cases", subject="YP-1", verb="accept", by=made)
    actions.let_go(person=made, by=admin, heir=None, why="退休")
    return Person.objects.get(pk=made.pk)


def night(day: dt.date) -> None:
    with clock.at(day):
        accounts(day)


def run_out() -> None:
    for days in (30, 7, 0, -1):
        night(UNTIL - days * DAY)


def titles(person: Person) -> list[str]:
    return list(Message.objects.filter(to=person, subject__startswith="account-").values_list("title", flat=True))


def test_the_account_outlives_a_private_ones_term_and_is_then_emptied(gone: Person) -> None:
    for days in (1096, 1500, 1794):
        night(ENDED + days * DAY)
    gone.refresh_from_db()
    assert gone.anonymised_at is None and gone.email and titles(gone) == []
    run_out()
    gone.refresh_from_db()
    assert gone.anonymised_at is not None and (gone.email, gone.is_active) == ("", False)
    assert gone.username.startswith("closed-") and not EmailAddress.objects.filter(user=gone).exists()
    assert LogEntry.objects.get(verb="accept").who == "王示例"  # the office's act stays signed
    assert LogEntry.objects.get(verb="anonymise").by is None


def test_the_person_their_leader_and_administrators_are_told_twice(here: District, gone: Person, admin: Person) -> None:
    run_out()
    assert titles(gone) == ["您的工作账号将于2027年6月23日注销"] * 2
    for keeper in (admin, here.leader):
        assert titles(keeper) == ["“王示例”的离岗账号将于2027年6月23日注销"] * 2
    assert titles(here.officer) == []
    mailed = list(Delivery.objects.filter(person=gone, kind="account", channel="email"))
    assert [each.address for each in mailed] == ["wang@example.com"] * 2  # though nobody signs in with it any more


def test_a_duty_nobody_vouched_for_makes_no_keeper(here: District, gone: Person, admin: Person) -> None:
    """The leader of a bureau where somebody was only entered hears nothing of their account."""
    other = Bureau.objects.create(name="另一个局", full="另一个局", kind="bureau")
    leads = actions.create_person(username="other.leads", name="他示例", password=None, duties=[(other, "leader")])
    OrganisationMembership.objects.create(person=gone, organisation=other, role="officer", vouched_at=None)
    assert leads not in keepers_of_former(gone) and here.leader in keepers_of_former(gone)


def test_a_duty_that_stands_or_begins_again_keeps_the_account(here: District, gone: Person, admin: Person) -> None:
    assert consents.still_needed([here.officer.pk, gone.pk]) == {here.officer.pk}
    OrganisationMembership.objects.create(
        person=gone, organisation=here.officer.own_duties[0].organisation, role="leader", vouched_at=clock.now()
    )
    run_out()
    gone.refresh_from_db()
    assert gone.anonymised_at is None and titles(gone) == []


def test_who_uses_it_for_themselves_is_kept_by_their_own_consent(here: District, admin: Person) -> None:
    """A former official who still signs in renews as everybody does."""
    made = actions.create_person(username="zhao.liu", name="赵示例", password="a long password 77", duties=[
        (Bureau.objects.get(pk=here.officer.own_duties[0].organisation_id), "officer")])  # fmt: skip
    actions.revoke_duty(duty=made.own_duties[0], by=admin)
    at = dt.datetime.combine(UNTIL - 40 * DAY, dt.time(9), tzinfo=timezone.get_default_timezone())
    Person.objects.filter(pk=made.pk).update(last_login=at)
    with clock.at(UNTIL - 40 * DAY):
        consents.agree(person=made)
    run_out()
    made.refresh_from_db()
    assert made.is_active and titles(made) == []


def test_administrators_and_leaders_see_whose_end_is_near(here: District, gone: Person, admin: Person) -> None:
    client, at = Client(), reverse("people:former")
    for who in (admin, here.leader):
        client.force_login(who)
        page = client.get(at).content.decode()
        assert "王示例" in page and "2027年6月23日" in page, who
        assert "王示例" not in client.get(f"{at}?soon=1").content.decode()
    with clock.at(UNTIL - 20 * DAY):
        assert "王示例" in as_(admin).get(f"{at}?soon=1").content.decode()
    assert as_(here.officer).get(at).status_code == 403
    office = Bureau.objects.create(name="另一个局", full="另一个局", kind="bureau")
    other = actions.create_person(username="other.leader", name="别处示例", password=None, duties=[(office, "leader")])
    assert "王示例" not in as_(other).get(at).content.decode()


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_private_name_never_stays(here: District) -> None:
    private = actions.create_person(username="qian.qi", name="钱示例", password=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=private.pk).update(anonymised_at=clock.now(), is_active=False)
    Person.objects.filter(pk=private.pk).update(anonymised_at=clock.now(), is_active=False, name=ANONYMOUS)


def test_the_account_page_says_how_long(here: District, admin: Person) -> None:
    made = actions.create_person(username="sun.ba", name="孙示例", password="a long password 77", duties=[
        (Bureau.objects.get(pk=here.officer.own_duties[0].organisation_id), "officer")])  # fmt: skip
    actions.revoke_duty(duty=made.own_duties[0], by=admin)
    page = as_(made).get(reverse("account")).content.decode()
    assert "您担任过岗位，账号至少保存到2027年6月23日" in page
