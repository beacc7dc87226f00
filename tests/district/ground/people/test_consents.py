"""Accounts are kept for a purpose and a term: agreed to, renewed, told of the end, then emptied; some stay."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter as social_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from district.cases.core.models import Application
from district.enterprises.models import Enterprise, Membership
from district.enterprises.persons import actions as persons
from district.ground import clock
from district.ground.messages.models import Choice, Message
from district.ground.organisations.accounts import accounts
from district.ground.people import actions, consents
from district.ground.people.models import AccountConsent, AccountEnding, OrganisationMembership, Person
from district.ground.people.models.persons import ANONYMOUS
from district.ground.record.models import LogEntry
from district.web import environment, own_data
from tests.district.cases.factories import District

DAY = dt.timedelta(days=1)
TODAY = dt.date(2022, 6, 24)
UNTIL = TODAY + dt.timedelta(days=1095)
LONG_AGO = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
PASSWORD = "a long password 77"


@pytest.fixture
def keeper(here: District) -> Person:
    """Somebody who signed up today, has been there since, and stands for nobody."""
    made = actions.create_person(username="zhang.san", name="张示例", password=PASSWORD, email="zhang@example.com")
    EmailAddress.objects.create(user=made, email="zhang@example.com", verified=True, primary=True)
    Authenticator.objects.create(user=made, type="totp", data={})
    SocialAccount.objects.create(user=made, provider="city", uid="1", extra_data={"name": "张示例"})
    Choice.objects.create(person=made)
    Person.objects.filter(pk=made.pk).update(date_joined=clock.now(), last_login=clock.now())
    consents.agree(person=made)
    return made


def night(day: dt.date) -> str:
    with clock.at(day):
        return accounts(day)


def seen(person: Person, day: dt.date) -> None:
    at = dt.datetime.combine(day, dt.time(9), tzinfo=timezone.get_default_timezone())
    Person.objects.filter(pk=person.pk).update(last_login=at)


def told(person: Person) -> list[str]:
    return list(Message.objects.filter(to=person, subject__startswith="account-").order_by("pk").values_list(
        "title", flat=True))  # fmt: skip


def run_out(person: Person) -> None:
    """Every night of the last weeks, till the account is over."""
    for day in (UNTIL - 30 * DAY, UNTIL - 7 * DAY, UNTIL, UNTIL + DAY):
        night(day)
    person.refresh_from_db()


def test_nobody_signs_up_without_agreeing_and_the_words_are_kept(client: Client, here: District) -> None:
    said = {"name": "李示例", "email": "new@example.com", "password1": PASSWORD}
    page = client.post("/accounts/signup/", said)
    assert page.status_code == 200 and "不同意保存这些信息" in page.content.decode()
    assert not Person.objects.filter(email="new@example.com").exists()
    client.post("/accounts/signup/", {**said, "agree": "on"})
    kept = AccountConsent.objects.get(person__email="new@example.com")
    assert (kept.since, kept.until, kept.version) == (TODAY, UNTIL, consents.VERSION)
    assert kept.text in Client().get("/accounts/signup/").content.decode() and "到2025年6月23日为止" in kept.text


def test_it_is_seen_renewed_by_one_button_and_in_ones_copy(client: Client, here: District, keeper: Person) -> None:
    client.force_login(keeper)
    page = client.get(reverse("account")).content.decode()
    assert consents.words_of(UNTIL) in page and reverse("account_agree") in page
    later = TODAY + 200 * DAY
    with clock.at(later):
        for _click in range(2):
            client.post(reverse("account_agree"))
        page = client.get(reverse("account")).content.decode()
    assert [each.until for each in keeper.consents.all()] == [UNTIL + 200 * DAY, UNTIL]
    assert consents.words_of(UNTIL + 200 * DAY) in page
    assert LogEntry.objects.filter(verb="agree-account", by=keeper).count() == 2
    found = json.loads(json.dumps(own_data.of(keeper), ensure_ascii=False, default=str))["账号"]["保存的同意"]
    assert [(each["版本"], each["到"]) for each in found] == [("2026-1", "2026-01-09"), ("2026-1", "2025-06-23")]


def test_who_has_not_agreed_yet_reads_the_words_first(client: Client, here: District) -> None:
    client.force_login(here.stranger)
    page = client.get(reverse("account")).content.decode()
    assert "您还没有同意过" in page and consents.words_of(UNTIL) in page
    client.post(reverse("account_agree"))
    assert here.stranger.consents.get().text == consents.words_of(UNTIL)


def test_a_term_that_ends_is_told_twice_and_then_the_account_is_empty(here: District, keeper: Person) -> None:
    seen(keeper, UNTIL - 40 * DAY)
    night(UNTIL - 31 * DAY)
    assert told(keeper) == []
    run_out(keeper)
    assert told(keeper) == ["您的账号将于2025年6月23日到期"] * 2
    assert (keeper.name, keeper.email, keeper.is_active, keeper.has_usable_password()) == (ANONYMOUS, "", False, False)
    assert keeper.username.startswith(f"closed-{keeper.pk}-") and keeper.anonymised_at is not None
    for kind in (EmailAddress, Authenticator, SocialAccount):
        assert not kind.objects.filter(user=keeper).exists()
    assert not Choice.objects.filter(person=keeper).exists()
    assert not Client().login(username="zhang.san", password=PASSWORD)
    entry = LogEntry.objects.get(verb="anonymise")
    assert (entry.by, entry.subject) == (None, keeper.username)
    assert LogEntry.objects.filter(verb="agree-account", by=keeper).exists()  # what was done keeps its key
    assert night(UNTIL + 2 * DAY) == night(UNTIL + 3 * DAY)


def test_every_night_is_told_once(here: District, keeper: Person) -> None:
    seen(keeper, UNTIL - 40 * DAY)
    for days in range(30, 0, -1):
        night(UNTIL - days * DAY)
    assert len(told(keeper)) == 2


def test_who_renews_or_signs_in_again_stays(here: District, keeper: Person) -> None:
    seen(keeper, UNTIL - 40 * DAY)
    night(UNTIL - 30 * DAY)
    night(UNTIL - 7 * DAY)
    with clock.at(UNTIL):
        consents.agree(person=keeper)
    night(UNTIL + DAY)
    keeper.refresh_from_db()
    assert keeper.is_active and keeper.name == "张示例"
    assert not AccountEnding.objects.exists() and not Message.objects.filter(to=keeper, needs_action=True).exists()


def test_a_renewal_between_the_look_and_the_end_is_seen(here: District, keeper: Person) -> None:
    seen(keeper, UNTIL - 40 * DAY)
    night(UNTIL - 30 * DAY)
    night(UNTIL - 7 * DAY)
    ending = AccountEnding.objects.get()
    with clock.at(UNTIL + DAY):
        consents.agree(person=keeper)
        assert not consents.anonymise(ending=ending)


def test_who_has_long_not_signed_in_gets_the_full_time_too(here: District, keeper: Person, settings: Any) -> None:
    """Also on the first night with a shorter setting, and where nights were missed."""
    Person.objects.filter(pk=keeper.pk).update(date_joined=LONG_AGO, last_login=None)
    settings.ACCOUNT_IDLE_DAYS = 200
    long = TODAY + 400 * DAY
    night(long)
    night(long + 40 * DAY)  # the second word comes late, and leaves seven days
    night(long + 46 * DAY)
    keeper.refresh_from_db()
    assert keeper.is_active and len(told(keeper)) == 2
    night(long + 48 * DAY)
    keeper.refresh_from_db()
    assert not keeper.is_active
    assert Person.objects.get(pk=here.officer.pk).is_active


def _duty(here: District, who: Person) -> None:
    OrganisationMembership.objects.create(
        person=who, organisation=here.officer.own_duties[0].organisation, role="officer", vouched_at=LONG_AGO,
    )  # fmt: skip


def _firm(here: District, who: Person) -> None:
    Membership.objects.create(person=who, enterprise=here.firm, since=LONG_AGO, state=Membership.State.CONFIRMED)


def _case(here: District, _who: Person) -> None:
    case = here.submitted()
    Application.objects.filter(pk=case.pk).update(applicant=_who)


@pytest.mark.parametrize("why", [_duty, _firm, _case])
def test_who_is_needed_is_not_touched(here: District, keeper: Person, why: Callable[[District, Person], None]) -> None:
    why(here, keeper)
    seen(keeper, UNTIL - 40 * DAY)
    run_out(keeper)
    assert (keeper.is_active, keeper.name, told(keeper)) == (True, "张示例", [])


def test_a_word_said_before_one_was_needed_counts_no_more(here: District, keeper: Person) -> None:
    seen(keeper, UNTIL - 40 * DAY)
    night(UNTIL - 30 * DAY)
    night(UNTIL - 7 * DAY)
    _firm(here, keeper)
    night(UNTIL + DAY)
    Membership.objects.filter(person=keeper).delete()
    night(UNTIL + 90 * DAY)
    keeper.refresh_from_db()
    assert keeper.is_active and AccountEnding.objects.get().day == UNTIL + 120 * DAY


def test_whoever_closed_their_account_loses_the_name_at_the_end_of_the_term(here: District, keeper: Person) -> None:
    actions.close_account(person=keeper)
    keeper.refresh_from_db()
    assert keeper.name == "张示例" and not SocialAccount.objects.filter(user=keeper).exists()
    run_out(keeper)
    assert keeper.name == ANONYMOUS and told(keeper) == []


def test_what_somebody_let_be_kept_of_them_goes_with_the_account(here: District, keeper: Person) -> None:
    persons.begin(by=keeper, name="张示例", number="11010519491231002X")
    seen(keeper, UNTIL - 40 * DAY)
    run_out(keeper)
    assert keeper.anonymised_at is not None
    assert not Enterprise.subjects.filter(account=keeper).exists()


def test_a_term_shorter_than_half_a_year_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HUIQI_ACCOUNT_TERM_DAYS", "HUIQI_ACCOUNT_IDLE_DAYS", "HUIQI_OFFICIAL_TERM_DAYS"):
        monkeypatch.setenv(name, "179")
        with pytest.raises(ValueError, match=name):
            environment.account_days(name)


@pytest.mark.database
def test_the_database_holds_it(here: District, keeper: Person) -> None:
    kept = keeper.consents.get()
    soon = {"person": keeper, "due": TODAY, "told_on": TODAY, "day": TODAY + DAY}
    AccountEnding.objects.create(**soon)
    wrong: dict[str, Callable[[], object]] = {
        "one_account_consent_a_day": lambda: _consent(kept, since=kept.since),
        "account_consent_says_to_what": lambda: _consent(kept, text=""),
        "account_consent_ends_after_it_begins": lambda: _consent(kept, until=TODAY),
        "one_account_ending_per_due_day": lambda: AccountEnding.objects.create(**soon),
        "account_never_ends_before_it_is_due": lambda: _ending(soon, due=TODAY + 9 * DAY),
        "account_ends_after_the_person_was_told": lambda: _ending(soon, due=TODAY - DAY, day=TODAY),
        "anonymised_account_is_empty": lambda: Person.objects.filter(pk=keeper.pk).update(anonymised_at=clock.now()),
    }
    for name, does in wrong.items():
        with pytest.raises(IntegrityError) as raised, transaction.atomic():
            does()
        assert name in str(raised.value) or "people_account" in str(raised.value), name
    for change in (lambda: AccountConsent.objects.update(text="别的"), lambda: AccountConsent.objects.all().delete()):
        with pytest.raises(DatabaseError, match="people_accountconsent_never"), transaction.atomic():
            change()


def _consent(kept: AccountConsent, **other: Any) -> object:
    said = {"person": kept.person, "text": "字", "version": "1", "given_at": kept.given_at, "since": TODAY + DAY,
            "until": TODAY + 9 * DAY}  # fmt: skip
    return AccountConsent.objects.create(**said | other)


def _ending(soon: dict[str, Any], **other: Any) -> object:
    return AccountEnding.objects.create(**soon | other)


def test_who_comes_by_single_sign_on_agrees_before_anything_is_kept(db: None, settings: Any) -> None:
    """The same words as by form, the same refusal; the address is the sign-on's own, whatever is sent."""
    app = {"provider_id": "city", "name": "示例认证", "client_id": "x", "secret": "x",
           "settings": {"server_url": "https://example.com"}}  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    provider = social_adapter().get_provider(RequestFactory().get("/"), "city")
    known = EmailAddress(email="li@example.com", verified=True, primary=True)
    account = SocialAccount(provider="city", uid="li", extra_data={"name": "李示例"})
    person_, client = Person(email="li@example.com"), Client()
    login = SocialLogin(user=person_, account=account, email_addresses=[known], provider=provider)
    session = client.session
    session["socialaccount_sociallogin"] = login.serialize()
    session.save()
    page = client.get(reverse("socialaccount_signup"))
    assert page.status_code == 200 and consents.words_of(consents.term_from(clock.today())) in page.content.decode()
    assert "李示例" in page.content.decode() and not social_adapter().is_auto_signup_allowed(None, login)
    said = {"name": "李示例", "email": "other@example.com"}
    refused = client.post(reverse("socialaccount_signup"), said)
    assert "不同意保存这些信息" in refused.content.decode()
    assert not Person.objects.exists() and not SocialAccount.objects.exists() and not EmailAddress.objects.exists()
    client.post(reverse("socialaccount_signup"), said | {"agree": "on"})
    made = Person.objects.get()
    assert (made.name, made.email) == ("李示例", "li@example.com") and consents.consent_of(made) is not None
