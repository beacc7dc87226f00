"""Opening an account, a forgotten password, one's own account: by mail through the outbox, as a person goes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from district.enterprises.models import Membership
from district.ground import clock
from district.ground.messages.models import Delivery
from district.ground.messages.sending import deliver_due
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district.cases.factories import District
from tests.district.enterprises.registers import licence

PASSWORD, NEW = "a long password 77", "another long one 78"
CSRF = re.compile(r'(name="csrfmiddlewaretoken" value=|x-csrftoken": )"[^"]+"')


@pytest.fixture(autouse=True)
def _unhurried(here: District) -> None:
    cache.clear()  # how often one may try is counted there


def sign_up(client: Client, email: str, **more: str) -> Any:
    return client.post(
        "/accounts/signup/", {"name": "李示例", "email": email, "password1": PASSWORD, "agree": "on", **more}
    )


def sent(to: str) -> str:
    """The last mail to an address, sent by the outbox."""
    deliver_due()
    return str([each for each in mail.outbox if each.to == [to]][-1].body)


def test_an_account_is_opened_by_a_code_and_leads_to_the_claim(client: Client, here: District) -> None:
    answer = sign_up(client, "new@example.com")
    assert answer["Location"] == "/accounts/confirm-email/"
    assert "new@example.com" in client.get(answer["Location"]).content.decode()
    person = Person.objects.get(email="new@example.com")
    assert (person.name, person.last_login) == ("李示例", None)
    found = re.search(r"验证码 (\d{6})", sent("new@example.com"))
    assert found
    assert client.post("/accounts/confirm-email/", {"code": "x" + found[1]}).status_code == 200
    done = client.post("/accounts/confirm-email/", {"code": found[1]}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("enterprises:mine")
    assert EmailAddress.objects.get(user=person).verified
    assert Delivery.objects.get(person=person, subject="验证您的邮箱").body == ""  # gone once it is sent
    asked = {"uscc": here.firm.uscc, "name": here.firm.name, "role": "owner", "file": licence()}
    client.post(reverse("enterprises:mine"), asked)
    page = client.get(reverse("enterprises:mine")).content.decode()
    assert "等确认" in page and reverse("policies:fits") in page and reverse("contact") in page


def seen(client: Client, answer: Any) -> tuple[int, str, str]:
    """What somebody sees of an answer and of the page it leads to, without what differs on every page."""
    page = client.get(answer["Location"]).content.decode() if answer.status_code == 302 else answer.content.decode()
    for email in ("taken@example.com", "nobody@example.com"):
        page = page.replace(email, "…")
    return answer.status_code, answer.get("Location", ""), CSRF.sub("", page)


@pytest.mark.parametrize("taken", ["proved", "unproved", "of an account without a row"])
def test_signing_up_says_the_same_whoever_is_there(here: District, taken: str) -> None:
    here.founder.email = "taken@example.com"
    here.founder.save()
    if taken != "of an account without a row":
        EmailAddress.objects.create(user=here.founder, email="taken@example.com", verified=taken == "proved")
    answers = []
    for email in ("taken@example.com", "nobody@example.com"):
        client = Client()
        first = seen(client, sign_up(client, email, username=here.founder.username))
        wrong = seen(client, client.post("/accounts/confirm-email/", {"code": "000000"}))
        again = seen(client, client.post("/accounts/confirm-email/", {"action": "resend"}))
        answers.append((first, wrong, again, dict(client.session.items()).keys()))
    assert answers[0][:3] == answers[1][:3]
    assert Person.objects.filter(email="taken@example.com").count() == 1
    assert "已经有账号" in sent("taken@example.com")


def test_a_forgotten_password_is_reset_by_the_mail(client: Client, here: District) -> None:
    here.founder.email = "taken@example.com"
    here.founder.save()
    answers = [
        seen(client, client.post("/accounts/password/reset/", {"email": email}))
        for email in ("taken@example.com", "nobody@example.com")
    ]
    assert answers[0] == answers[1]
    text = sent("taken@example.com")
    link = re.search(r"https?://testserver(/accounts/password/reset/key/\S+)", text)
    assert link and here.founder.username in text and len(mail.outbox) == 1
    assert "请登录平台" not in text and "更改接收方式" not in text  # who could not sign in is not sent there
    page = client.get(link[1], follow=True)
    assert page.status_code == 200 and 'name="password1"' in page.content.decode()
    where = page.redirect_chain[-1][0]
    done = client.post(where, {"password1": NEW, "password2": NEW}, follow=True)
    assert "新密码已保存" in done.content.decode()
    assert Client().login(username=here.founder.username, password=NEW)
    assert "不能用了" in Client().get(link[1], follow=True).content.decode()  # once
    assert "您的密码已重设" in sent("taken@example.com")


def test_the_link_leads_to_the_sites_own_address(client: Client, here: District, settings: Any) -> None:
    settings.SITE_ADDRESS = "https://huiqi.example.com"
    here.founder.email = "taken@example.com"
    here.founder.save()
    client.post("/accounts/password/reset/", {"email": "taken@example.com"})
    assert "https://huiqi.example.com/accounts/password/reset/key/" in sent("taken@example.com")


def test_who_has_no_address_signs_in_as_before(client: Client, here: District) -> None:
    """Officials' accounts are made by an administrator; nobody asks them for a code by mail."""
    here.officer.set_password(PASSWORD)
    here.officer.save()
    answer = client.post("/accounts/login/", {"login": here.officer.username, "password": PASSWORD})
    assert answer["Location"] == "/me" and not Delivery.objects.exists()


def test_who_never_proved_the_address_is_asked_at_sign_in(client: Client, here: District) -> None:
    sign_up(Client(), "late@example.com")
    cache.clear()  # ten seconds later
    answer = client.post("/accounts/login/", {"login": "late@example.com", "password": PASSWORD})
    assert answer["Location"] == "/accounts/confirm-email/"
    assert client.get("/my/").status_code == 302


def test_without_mail_no_account_can_be_opened(client: Client, settings: Any) -> None:
    settings.NOTICE_EMAIL = False
    page = client.get("/accounts/signup/").content.decode()
    assert 'name="email"' not in page and reverse("contact") in page
    sign_up(client, "new@example.com")
    assert not Person.objects.filter(email="new@example.com").exists()


def test_mail_about_an_account_is_nobodys_business_at_the_desk(client: Client, here: District) -> None:
    sign_up(client, "new@example.com")
    rows = Delivery.objects.all()
    assert rows.exists()
    for official in (here.officer, here.leader, here.auditor):
        assert not rows.visible_to(official).exists()


def test_the_account_page_shows_and_changes(client: Client, here: District) -> None:
    client.force_login(here.founder)
    client.post(reverse("account"), {"name": "  新 名字 "})
    here.founder.refresh_from_db()
    assert here.founder.name == "新 名字"
    assert LogEntry.objects.filter(verb="rename", by=here.founder).count() == 1
    page = client.get(reverse("account")).content.decode()
    for name in ("account_email", "account_change_password", "mfa_index", "messaging:notice_choices", "account_data",
                 "account_close", "enterprises:mine", "account_logout"):  # fmt: skip
        assert f'href="{reverse(name)}"' in page, name
    assert here.firm.name in page


def test_own_data_is_all_of_ones_own_and_nobody_elses(client: Client, here: District) -> None:
    client.force_login(here.founder)
    where = reverse("enterprises:facts", args=[here.firm.uscc])
    client.post(where, {"v-营业收入": "1200000"})
    answer = client.get(reverse("account_data"))
    assert answer["Content-Disposition"].startswith("attachment") and answer["Cache-Control"] == "no-store"
    data = answer.json()
    assert data["账号"]["用户名"] == here.founder.username
    assert [each["事实"] for each in data["我申报的事实"]] == ["营业收入"]
    assert [each["名称"] for each in data["企业"]] == [here.firm.name]
    assert here.officer.name not in answer.content.decode() and "password" not in answer.content.decode()
    client.force_login(here.stranger)
    assert client.get(reverse("account_data")).json()["我申报的事实"] == []


def test_a_closed_account_is_closed(client: Client, here: District) -> None:
    person = here.founder
    person.set_password(PASSWORD)
    person.email = "taken@example.com"
    person.save()
    EmailAddress.objects.create(user=person, email="taken@example.com", verified=True, primary=True)
    Authenticator.objects.create(user=person, type="totp", data={})
    client.force_login(person)
    assert client.get(reverse("account_close")).status_code == 200
    assert client.post(reverse("account_close"), {"password": "wrong"}).status_code == 422
    person.refresh_from_db()
    assert person.is_active
    assert client.post(reverse("account_close"), {"password": PASSWORD})["Location"] == "/"
    person.refresh_from_db()
    assert (person.is_active, person.email, person.has_usable_password()) == (False, "", False)
    assert not EmailAddress.objects.filter(user=person).exists()
    assert not Authenticator.objects.filter(user=person).exists()
    assert LogEntry.objects.filter(verb="close-account", by=person).count() == 1
    assert client.get(reverse("account")).status_code == 302  # signed out
    assert not Client().login(username=person.username, password=PASSWORD)
    assert Membership.objects.filter(person=person).exists()  # what was done stays


def test_an_official_hands_over_first(client: Client, here: District) -> None:
    from district.ground.people import actions

    client.force_login(here.officer)
    page = client.get(reverse("account_close")).content.decode()
    assert "请先由系统管理员撤去岗位" in page and 'name="password"' not in page
    client.post(reverse("account_close"), {"password": PASSWORD})
    with pytest.raises(Refused):
        actions.close_account(person=here.officer)
    here.officer.refresh_from_db()
    assert here.officer.is_active


def test_an_owner_settles_a_claim_without_an_official(client: Client, here: District) -> None:
    Membership.objects.filter(person=here.founder).update(role=Membership.Role.OWNER)
    claim = Membership.objects.create(person=here.stranger, enterprise=here.firm, since=clock.now())
    client.force_login(here.stranger)
    where = reverse("enterprises:settle_mine", args=[claim.pk])
    assert client.post(where, {"confirm": "yes"}).status_code == 404  # not one's own
    client.force_login(here.founder)
    assert where in client.get(reverse("enterprises:people", args=[here.firm.uscc])).content.decode()
    client.post(where, {"confirm": "yes"})
    claim.refresh_from_db()
    assert claim.state == Membership.State.CONFIRMED
