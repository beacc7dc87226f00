"""The pages that look into every room: home, one's own, the desk's day; the footer's; one's own data."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from district.enterprises.models import Membership
from district.ground import clock
from district.ground.bringing.home import Scene
from district.ground.figures import home as figures
from district.ground.people.models import Person
from district.policies.library import Card
from district.web import about, accounts, finding, own_data, pages
from tests.district.cases.factories import District, enterprise, join, person
from tests.district.cases.test_constraints import decided
from tests.district.enterprises.registers import code
from tests.district.web.languages import foreign

SignIn = Callable[[Person], Client]
TODAY = dt.date(2022, 6, 24)
PUBLIC = (
    "home",
    "policies:library",
    "policies:fits",
    "privacy",
    "accessibility",
    "contact",
    "sitemap",
    "account_login",
)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_are_in_one_language(here: District, client: Client, name: str, language: str) -> None:
    answer = client.get(reverse(name), headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{"en" if language == "en" else "zh-CN"}"' in page or f'lang="{language}"' in page.lower()
    if language == "zh-hans":  # in English the names of this small catalogue stay as they are
        assert [each for each in foreign(page, language) if not re.search("示例|Atom|iCalendar|Excel|CSV", each)] == []


def test_the_front_page_leads_to_pages_that_are_there(here: District, client: Client) -> None:
    with override("zh-hans"):
        doors = pages.doors()
    assert len(doors) == 6
    for door in doors:
        assert client.get(door["url"], follow=True).status_code == 200, door


CARD = Card(
    slug="x", name="x", office="", kind="award", kind_label="", summary="", stages=[], topics=[], most=None, clauses=1,
    judged=1, illustrative=False, window="", opens=None, closes=None, open_now=True,
)  # fmt: skip


def test_what_is_common_is_what_is_asked_for(here: District, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    used = {"often": 9, "seldom": 1}
    monkeypatch.setattr(pages.applications, "handed_in_since", lambda _day: used)
    cards = [
        replace(CARD, slug="closed", name="d", open_now=False),
        replace(CARD, slug="invented", name="c", illustrative=True),
        replace(CARD, slug="seldom", name="b"), replace(CARD, slug="often", name="a"),
        replace(CARD, slug="open", name="e"),
        replace(CARD, slug="advice", name="f", service=True),
    ]  # fmt: skip
    assert [card.slug for card in pages.common(cards, TODAY)] == ["often", "seldom", "open", "invented", "closed"]
    assert len(pages.common(cards * 4, TODAY)) == pages.COMMON


def test_every_figure_of_the_front_page_leads_to_its_definition(here: District, client: Client) -> None:
    granted = decided(here)
    said = {each.key: each for each in pages.front()["figures"]}
    assert said["policies.in_force"].number == 2 and said["cases.granted"].number == 1
    assert said["cases.granted_yuan"].number == granted.total and said["cases.firms"].number == 1
    page = client.get(reverse("home")).content.decode()
    for each in said.values():
        assert escape(each.url) in page and each.definition in page
        one = client.get(each.url).content.decode()
        assert each.definition in one and each.period_words in one


def test_the_front_page_costs_few_queries_however_many_figures(here: District, django_assert_num_queries: Any) -> None:
    decided(here)
    with django_assert_num_queries(3):
        assert len(figures.front()) == 5


def test_ones_home_is_of_the_enterprise_one_chose(here: District) -> None:
    second = enterprise(code(7), "示例第二有限公司", 注册区="示例区")
    join(here.founder, second)
    chosen = pages.enterprise_home(here.founder, second.uscc)
    assert chosen["enterprise"] == second and len(chosen["mine"]) == 2
    assert pages.enterprise_home(here.founder, "nobody's")["enterprise"] in (here.firm, second)
    assert pages.enterprise_home(here.founder, "")["enterprise"] in (here.firm, second)


def test_who_waits_for_a_claim_is_told_so(here: District, as_: SignIn) -> None:
    nobody = pages.enterprise_home(here.stranger, "")
    assert nobody["enterprise"] is None and nobody["mine"] == []
    Membership.objects.create(person=here.stranger, enterprise=here.firm, since=clock.now())
    page = as_(here.stranger).get(reverse("my")).content.decode().partition("<main")[2]
    assert "认领已提交，等确认" in page and here.firm.uscc not in page


def test_a_strangers_firm_is_nobodys_business(here: District) -> None:
    other = enterprise(code(8), "示例别家有限公司")
    assert pages.enterprise_home(here.founder, other.uscc)["enterprise"] == here.firm


def test_what_needs_the_member_stands_on_their_page(here: District, as_: SignIn) -> None:
    draft = here.started()
    page = as_(here.founder).get(reverse("my")).content.decode().partition("<main")[2]
    assert reverse("cases:mine_one", args=[draft.reference]) in page


def test_the_officers_day_leads_to_what_is_late(here: District, as_: SignIn) -> None:
    case = here.submitted()
    link = reverse("cases:case", args=[case.reference])
    assert link in as_(here.officer).get(reverse("desk")).content.decode()
    with clock.at(TODAY + dt.timedelta(days=60)):
        late = as_(Person.objects.get(pk=here.officer.pk)).get(reverse("todo") + "?when=overdue").content.decode()
        assert link in late
    other = person("tech2", officer="区科委")
    assert link not in as_(other).get(reverse("desk")).content.decode()


def test_figures_of_the_desk_are_of_what_one_may_see(here: District) -> None:
    decided(here)  # a case of the officer's bureau
    other = person("tech3", officer="区科委")
    mine, theirs = (figures.desk(Scene(each, TODAY)) for each in (here.officer, other))
    assert mine and theirs
    counted = [{each.key: each.number for each in found["figures"]} for found in (mine, theirs)]
    assert counted[0]["cases.granted"] == 1 and counted[1]["cases.granted"] == 0
    assert {each.key: each.before and each.before.period for each in mine["figures"]}["cases.granted"] == "2021"
    assert figures.desk(Scene(here.founder, TODAY)) is None


def test_offices_with_a_telephone_stand_first(here: District) -> None:
    found = about.offices()
    assert {each.full for each in found} == {"示例区人力资源和社会保障局", "示例区科学技术委员会"}
    assert [bool(each.phone) for each in found] == sorted((bool(each.phone) for each in found), reverse=True)


def test_the_statement_says_what_was_measured() -> None:
    run = about.last_run()
    assert run.views == run.pages * run.languages * len(run.widths)
    assert run.pages > 20 and run.languages == 2 and run.found == 0 and run.day < dt.date(2100, 1, 1)
    assert {390, 1440} <= set(run.widths)


@pytest.mark.parametrize("page", finding.PAGES, ids=lambda page: page.route if hasattr(page, "route") else str(page))
def test_every_page_that_search_knows_is_there(here: District, client: Client, page: Any) -> None:
    route = page.route if hasattr(page, "route") else page[0]
    assert client.get(reverse(route)).status_code in (200, 302)


def test_ones_data_names_everything_kept(here: District) -> None:
    EmailAddress.objects.create(user=here.founder, email="one@example.com", verified=True, primary=True)
    here.submitted()
    found = json.loads(json.dumps(own_data.of(here.founder), ensure_ascii=False, default=str))
    assert found["账号"]["邮箱"] == [{"email": "one@example.com", "verified": True, "primary": True}]
    assert [each["统一社会信用代码"] for each in found["企业"]] == [here.firm.uscc]
    assert len(found["我提交的申报"]) == 1 and found["我做过的事"]
    assert "密码" not in json.dumps(found, ensure_ascii=False)
    assert own_data.of(here.officer)["账号"]["机构和岗位"] and not own_data.of(here.officer)["企业"]


# Mail about accounts


@pytest.mark.parametrize("mail", [*accounts.NOTED, "something_new"])
def test_every_change_of_an_account_is_told_in_words(mail: str) -> None:
    with override("zh-hans"):
        title, text = accounts.said(mail, "one@example.com", {})
    assert title and text.startswith(title) and "不是您本人操作" in text and title.isascii() is False


def test_who_reads_english_is_written_to_in_both() -> None:
    with override("en"):
        title, text = accounts.said("password_changed", "one@example.com", {})
    chinese, _slash, english = title.partition(" / ")
    assert chinese == "您的密码已更改" and english.isascii()
    assert text.count("\n\n") == 1


def test_a_code_is_six_digits_and_never_the_same_for_long() -> None:
    made = {accounts.AccountAdapter().generate_email_verification_code() for _n in range(50)}
    assert all(len(each) == 6 and each.isdecimal() for each in made) and len(made) > 45


def test_who_has_an_address_proved_before_others(here: District) -> None:
    assert accounts.owner_of("one@example.com") is None
    Person.objects.filter(pk=here.stranger.pk).update(email="One@Example.com")
    assert accounts.owner_of("one@example.com") == here.stranger
    EmailAddress.objects.create(user=here.founder, email="one@example.com", verified=True)
    assert accounts.owner_of("ONE@example.com") == here.founder
    Person.objects.filter(pk=here.stranger.pk).update(is_active=False)
    EmailAddress.objects.all().delete()
    assert accounts.owner_of("one@example.com") is None


def test_a_link_in_a_mail_is_the_sites_own(settings: Any) -> None:
    settings.SITE_ADDRESS = "https://huiqi.example"
    assert accounts.ours("http://evil.example/accounts/x/?y=1") == "https://huiqi.example/accounts/x/"
    settings.SITE_ADDRESS = ""
    assert accounts.ours("http://testserver/accounts/x/") == "http://testserver/accounts/x/"


def test_nothing_is_said_twice_after_signing_in(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(accounts.DefaultAccountAdapter, "add_message",
                        lambda _self, _request, _level, template, **_more: said.append(template))  # fmt: skip
    adapter, request = accounts.AccountAdapter(), RequestFactory().get("/")
    for name in ("account/messages/logged_in.txt", "account/messages/password_changed.txt"):
        adapter.add_message(request, 20, name)
    assert said == ["account/messages/password_changed.txt"]
    assert adapter.get_login_redirect_url(SimpleNamespace()) == "/me"  # type: ignore[arg-type]
