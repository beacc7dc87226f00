"""Every programme of Yangpu's catalogue, as each kind of reader sees it, in both languages: no empty heading, one
action, and the right one."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import rulebook
from district.cases.intake import actions as intake_actions
from district.enterprises.actions import record_facts
from district.enterprises.models import Enterprise
from district.ground import clock
from district.ground.bringing.fulfilling import ways
from district.ground.people.models import Person
from district.policies import queries
from district.policies.models import Programme
from rulebook.catalogue.services import is_service
from tests.district.cases.factories import enterprise, join, person
from tests.district.whole import publish_yangpu
from tests.house.holding import held
from tests.standing import undone

ROOT = Path(__file__).resolve().parents[4]
YANGPU = rulebook.read_catalogue(ROOT / "catalogue" / "yangpu")
LANGUAGES = {"zh-hans": "zh-CN", "en": "en"}
MONEY = re.compile(r"金额|最高|补贴多少|怎么给|今年资金|怎么算|Amount|Up to|Funds")
# what the catalogue's own texts say beside the page's words
SAID = re.compile(
    r'<blockquote.*?</blockquote>|<p class="hq-lead-text">.*?</p>|<dt>内容</dt><dd>.*?</dd>|'
    r'<section class="card" id="(?:answers|who)">.*?</section>|<[^>]+>',
    re.S,
)


class Headings(HTMLParser):
    """Headings of the main part, and which of them nothing follows before the next of the same or a higher level."""

    def __init__(self) -> None:
        super().__init__()
        self.main = self.hidden = False
        self.level = 0
        self.found: list[tuple[int, str, int]] = []
        self.actions: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.main = self.main or tag == "main"
        if "data-action" in said:
            self.actions.append(str(said["data-action"]))
        if self.main and tag in ("h1", "h2", "h3"):
            self.level = int(tag[1])
            self.found.append((self.level, "", 0))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h1", "h2", "h3"):
            self.level = 0
        self.main = self.main and tag != "main"

    def handle_data(self, data: str) -> None:
        text = data.strip()
        if not self.main or not text or not self.found:
            return
        level, title, after = self.found[-1]
        self.found[-1] = (level, title + text, after) if self.level else (level, title, after + len(text))

    def empty(self) -> list[str]:
        """Headings without words, or with nothing below."""
        return [
            title or "(no words)" for place, (level, title, after) in enumerate(self.found)
            if not title or not (after or (self.found[place + 1 : place + 2] and self.found[place + 1][0] > level))
        ]  # fmt: skip


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The catalogue, once; gone at the end."""
    with django_db_blocker.unblock(), undone():
        with clock.at(dt.date(2021, 1, 5)):
            publish_yangpu()
        yield


@pytest.fixture
def yangpu(published: None, django_db_blocker: Any) -> Iterator[None]:
    """What a test writes is taken back after it."""
    with django_db_blocker.unblock(), undone():
        yield


def firm_with(facts: dict[str, Any], day: dt.date, number: int) -> tuple[Enterprise, Person]:
    row = enterprise(f"91310110MA0000000{number}", f"示例{number}号有限公司")
    record_facts(
        enterprise=row, facts=facts, grade="register", source="示例登记", valid_from=day - dt.timedelta(days=5)
    )
    who = person(f"member{number}")
    join(who, row)
    return row, who


def look(slug: str, who: Person | None, language: str) -> str:
    client = Client(HTTP_ACCEPT_LANGUAGE=LANGUAGES[language])
    client.cookies["django_language"] = language
    if who is not None:
        client.force_login(who)
    answer = client.get(reverse("policies:programme", args=[slug]))
    assert answer.status_code == 200
    return answer.content.decode()


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main")[0]


def acts(slug: str, who: Person | None) -> set[str]:
    """What the page leads to, the same in both languages, with everything under its heading."""
    found = set()
    for language in LANGUAGES:
        page = look(slug, who, language)
        read = Headings()
        read.feed(page)
        assert not read.empty(), (slug, language, read.empty())
        assert len(read.actions) == 1, (slug, language, read.actions)
        nothing = re.sub(r"<[^>]+>|“None”|level None", "", main_of(page))  # the English of 无
        assert not re.search(r"\bNone\b(?! of)", nothing), (slug, language)
        found |= set(read.actions)
    return found


def services() -> list[str]:
    return [slug for slug, each in YANGPU.programmes.items() if is_service(each, each.versions[-1])]


@pytest.mark.usefixtures("yangpu")
@pytest.mark.parametrize(
    "slug", sorted({slug for slug, each in YANGPU.programmes.items() if each.subject == "enterprise"} - set(services()))
)
def test_what_is_applied_for(slug: str) -> None:
    found = held(YANGPU, slug)
    day = found.day
    with clock.at(day):
        programme = Programme.objects.select_related("office").get(slug=slug)
        known = dict(found.facts)
        _fits, member = firm_with(known, day, 1)
        assert acts(slug, None) == {"fits"}
        assert acts(slug, member) == {"apply"}
        case = intake_actions.start(enterprise=_fits, programme=programme, by=member, request_key=uuid.uuid4())
        assert acts(slug, member) == {"case"}
        page = look(slug, member, "zh-hans")
        assert case.reference in page and reverse("cases:mine_one", args=[case.reference]) in page
        assert "继续填写" in page
        other, outsider = firm_with(_without(slug, known, day), day, 2)
        assert acts(slug, outsider) == {"facts"}
        page = look(slug, outsider, "zh-hans")
        assert "要符合，还差什么" in page
        assert reverse("cases:new", args=[slug]) not in page, "a firm that does not fit is offered no form"
        assert reverse("enterprises:facts", args=[other.uscc]) in page


def _without(slug: str, facts: dict[str, Any], day: dt.date) -> dict[str, Any]:
    """The facts, one of them such that the rule says no."""
    for name, value in facts.items():
        kind = YANGPU.facts[name]
        tries: list[Any] = [not value] if isinstance(value, bool) else [
            "别处" if not kind.choices else each for each in (kind.choices or ("",)) if each != value
        ] if isinstance(value, str) else [value * 0, value + 10**9] if not isinstance(value, dt.date) else [
            day - dt.timedelta(days=40 * 365), day - dt.timedelta(days=3)
        ]  # fmt: skip
        for other in tries:
            changed = {**facts, name: other}
            if rulebook.judge(YANGPU, slug, changed, day).eligible is False:
                return changed
    raise AssertionError(f"{slug}: no single fact turns it")


@pytest.mark.usefixtures("yangpu")
@pytest.mark.parametrize("slug", services())
def test_a_service(slug: str) -> None:
    version = YANGPU.programmes[slug].versions[-1]
    with clock.at(max(version.since, dt.date(2022, 6, 24))):
        _firm, member = firm_with({"注册区": "杨浦区"}, dt.date(2022, 6, 24), 1)
        for who in (None, member):
            served = ways.get(str(YANGPU.programmes[slug].act)) is not None
            assert acts(slug, who) == {"serve" if served else "call"}
            main = main_of(look(slug, who, "zh-hans"))
            words = SAID.sub(" ", main)
            assert not MONEY.search(words), (slug, MONEY.search(words))
            assert re.search(r'href="tel:\d+"', main) and ("在网上约" if served else "怎么用上这项服务") in main


@pytest.mark.usefixtures("yangpu")
@pytest.mark.parametrize("slug, route", [
    ("online-training", "employers:mine"), ("contest-follow-on", "contests:list"), ("startup-cost", ""),
])  # fmt: skip
def test_what_is_done_before_an_application_stands_beside_it(slug: str, route: str) -> None:
    with clock.at(dt.date(2026, 11, 27)):
        main = main_of(look(slug, None, "zh-hans"))
    assert [each for each in ("employers:mine", "contests:list") if f'href="{reverse(each)}"' in main] == (
        [route] if route else []
    )


@pytest.mark.usefixtures("yangpu")
def test_a_closed_window_and_an_ended_rule() -> None:
    with clock.at(dt.date(2022, 12, 1)):
        assert acts("tech-little-giant", None) == {"tell"}
        _firm, member = firm_with({"注册区": "杨浦区"}, dt.date(2022, 12, 1), 1)
        assert acts("tech-little-giant", member) == {"tell"}
        member.subscriptions.create(
            programme=Programme.objects.get(slug="tech-little-giant"), key="k", created_at=clock.now()
        )
        assert acts("tech-little-giant", member) == {"told"}
    with clock.at(dt.date(2026, 11, 27)):
        assert acts("post-expansion", member) == {"library"}
        assert "看当时的规则" in look("post-expansion", None, "zh-hans")


@pytest.mark.usefixtures("yangpu")
def test_few_questions_to_the_database(django_assert_max_num_queries: Any, client: Client) -> None:
    with clock.at(dt.date(2022, 6, 24)):
        _firm, member = firm_with({"注册区": "杨浦区", "从业人员": 60}, dt.date(2022, 6, 24), 1)
        client.get("/policies/startup-cost/")
        with django_assert_max_num_queries(7):
            client.get("/policies/startup-cost/")
        client.force_login(member)
        client.get("/policies/startup-cost/")
        with django_assert_max_num_queries(22):
            client.get("/policies/startup-cost/")


@pytest.mark.usefixtures("yangpu")
def test_the_document_is_quoted_word_for_word(client: Client) -> None:
    page = client.get(reverse("policies:document", args=["reply-d-087"])).content.decode()
    for words in ("刘霞代表：", "每年评选杨浦区双创小巨人企业不超过10家", "2022年6月24日", "主动公开"):
        assert words in page
    assert "承办人姓名" not in page and "印发" not in page.partition("<aside")[0]  # no part of the letter itself
    shown = client.get("/policies/startup-cost/").content.decode()
    quoted = re.findall(r'<blockquote class="hq-quote" lang="zh-Hans">(.*?)</blockquote>', shown)
    assert quoted and all(each in page for each in quoted)
    assert client.get(reverse("policies:document", args=["none"])).status_code == 404
    assert queries.catalogue().documents
