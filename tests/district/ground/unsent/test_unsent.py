"""Nobody types twice: what could not be taken comes back in its form, for who typed it, and is sent by nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.people import factors
from district.ground.people.models import Person
from district.ground.unsent import actions
from district.ground.unsent.models import Unsent
from tests.district.cases.factories import District, person

PASSWORD = "a long password 77"
SITE = "http://testserver"
WORDS = '停电三天，"全厂"停产 <b>\n第二行'


def marks(page: Any) -> dict[str, str]:
    """The hidden fields every form of a page sends."""
    text = page.content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(csrfmiddlewaretoken|typed_for)" value="([^"]+)"', text))
    assert set(found) == {"csrfmiddlewaretoken", "typed_for"}
    return found


def sign_in(client: Client, who: Person, to: str = "") -> Any:
    who.set_password(PASSWORD)
    who.save()
    return client.post("/accounts/login/", {"login": who.username, "password": PASSWORD, "next": to})


def facts(here: District) -> str:
    return reverse("account")


def expired(client: Client) -> None:
    """Eight hours pass: the browser has no session any more, nor the server."""
    Session.objects.all().delete()
    client.cookies.pop("sessionid")


def later(client: Client, at: str, said: dict[str, Any], page: str = "") -> Any:
    return client.post(at, said, headers={"Origin": SITE, "Referer": f"{SITE}{page or at}"})


def test_an_expired_session_brings_the_form_back_filled(client: Client, here: District) -> None:
    client.force_login(here.founder)
    at = facts(here)
    said = {"name": '新的 "名字" <i>'} | marks(client.get(at))
    expired(client)
    answer = later(client, at, said)
    assert answer["Location"].startswith("/accounts/login/?next=%2Funsent%2F")
    back = answer["Location"].partition("next=")[2].replace("%2F", "/")
    assert sign_in(client, here.founder, back)["Location"] == back
    page = client.get(back, follow=True)
    assert page.redirect_chain[-1][0] == at
    text = page.content.decode()
    assert 'value="新的 &quot;名字&quot; &lt;i&gt;"' in text and "没有提交成功" in text
    here.founder.refresh_from_db()
    assert here.founder.name != said["name"]  # shown, not sent
    assert "没有提交成功" not in client.get(at).content.decode()


def test_it_is_shown_to_nobody_else(client: Client, here: District) -> None:
    client.force_login(here.founder)
    said = {"name": "我的新名字"} | marks(client.get(facts(here)))
    expired(client)
    back = later(client, facts(here), said)["Location"].partition("next=")[2].replace("%2F", "/")
    sign_in(client, here.stranger)
    assert client.get(back).status_code == 404 and client.get(f"{back}text/").status_code == 404
    row = Unsent.objects.get()
    assert row.person == here.founder and "我的新名字" not in row.sealed
    assert "我的新名字" not in client.get(facts(here)).content.decode()


def test_a_form_older_than_its_cookie_comes_back_without_signing_in(here: District) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(here.founder)
    said = {"name": "换了名字"} | marks(client.get(facts(here)))
    client.cookies.pop("csrftoken")
    answer = later(client, facts(here), said)
    assert answer.status_code == 302
    page = client.get(answer["Location"], follow=True)
    assert 'value="换了名字"' in page.content.decode()
    again = {"name": "换了名字"} | marks(page)
    assert later(client, facts(here), again)["Location"] == facts(here)
    here.founder.refresh_from_db()
    assert here.founder.name == "换了名字"


def test_a_strangers_words_come_back_too(here: District) -> None:
    client = Client(enforce_csrf_checks=True)
    at = reverse("account_signup")
    said = {"name": "李示例", "email": "new@example.com", "password1": PASSWORD} | marks(client.get(at))
    client.cookies.clear()
    page = client.get(later(client, at, said)["Location"], follow=True).content.decode()
    assert 'value="李示例"' in page and 'value="new@example.com"' in page and PASSWORD not in page
    key = Unsent.objects.get().key
    assert Client().get(reverse("unsent:back", args=[key]))["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("head", [{"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_another_sites_form_is_not_kept(here: District, head: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(here.founder)
    said = {"name": "骗来的名字"} | marks(client.get(facts(here)))
    assert client.post(facts(here), {"name": "骗来的名字"}).status_code == 403  # no mark of ours
    assert client.post(facts(here), said, headers=head).status_code == 403
    assert not Unsent.objects.exists()


def test_an_act_over_money_asks_who_it_is_and_the_words_wait(client: Client, here: District) -> None:
    admin = person("admin", administrator="区人社局")
    client.force_login(admin)
    at = reverse("people:let_go", args=[here.stranger.pk])
    said = {"why": "调离本单位 <2022>", "heir": ""} | marks(client.get(at))
    session = client.session
    for each in (records := session["account_authentication_methods"]):
        each["at"] -= factors.FRESH_WITHIN + 1
    session["account_authentication_methods"] = records
    session.save()
    answer = later(client, at, said)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    here.stranger.refresh_from_db()
    assert here.stranger.is_active
    back = answer["Location"].partition("next=")[2].replace("%2F", "/")
    page = client.get(back, follow=True).content.decode()
    assert "调离本单位 &lt;2022&gt;" in page


def test_the_page_that_is_gone_leaves_the_words(client: Client, here: District) -> None:
    client.force_login(here.founder)
    said = {"name": "很长的一段话写在这里不能丢"} | marks(client.get(facts(here)))
    expired(client)
    back = later(client, facts(here), said, page="/no-such-page/")["Location"].partition("next=")[2].replace("%2F", "/")
    client.force_login(here.founder)
    page = client.get(back, follow=True)
    assert page.status_code == 200 and page.redirect_chain[-1][0] == f"{back}text/"
    assert "很长的一段话写在这里不能丢" in page.content.decode()


def test_files_are_said_to_be_chosen_again(client: Client, here: District) -> None:
    client.force_login(here.founder)
    said = {"name": "带文件"} | marks(client.get(facts(here)))
    expired(client)
    back = later(client, facts(here), said | {"file": SimpleUploadedFile("营业执照.pdf", b"%PDF-1.7")})
    client.force_login(here.founder)
    page = client.get(back["Location"].partition("next=")[2].replace("%2F", "/"), follow=True).content.decode()
    assert "文件要重新选择：营业执照.pdf" in page


def test_a_part_of_a_page_leads_the_whole_page_away(client: Client, here: District) -> None:
    client.force_login(here.founder)
    said = {"name": "从局部提交"} | marks(client.get(facts(here)))
    expired(client)
    answer = client.post(facts(here), said, headers={"HX-Request": "true", "HX-Current-URL": f"{SITE}{facts(here)}"})
    assert answer.status_code == 204 and answer["HX-Redirect"].startswith("/accounts/login/?next=%2Funsent%2F")


def test_it_is_kept_for_an_hour_and_not_without_end(client: Client, here: District) -> None:
    client.force_login(here.founder)
    said = {"name": "一小时"} | marks(client.get(facts(here)))
    expired(client)
    for _n in range(actions.MOST + 3):
        later(client, facts(here), said)
    assert Unsent.objects.count() == actions.MOST
    with clock.at(clock.now() + clock.dt.timedelta(minutes=61)):
        client.force_login(here.founder)
        assert client.get(reverse("unsent:back", args=[Unsent.objects.all()[0].key])).status_code == 404
        assert actions.forget() == actions.MOST


def test_no_act_and_no_form_meets_the_mark(client: Client, here: District, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(here.founder)
    seen: list[Any] = []

    def meets(_self: Any, request: Any, *_view: Any) -> None:
        seen.append(dict(request.POST))

    monkeypatch.setattr("district.web.gate.CleansText.process_view", meets)
    client.post(facts(here), {"name": "甲"} | marks(client.get(facts(here))))
    assert seen[-1].keys() == {"name", "csrfmiddlewaretoken"}
