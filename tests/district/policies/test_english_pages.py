"""Public pages in English: what is Chinese is marked so, and what has English is told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from district.ground import clock
from district.policies import queries
from district.policies.english import Speaker
from district.web.english_pages import in_english
from rulebook.catalogue.english import English, Text
from rulebook.catalogue.model import Place
from tests.district.whole import publish_yangpu

ROOT = Path(__file__).resolve().parents[3]
DAY = dt.date(2022, 6, 24)
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
READ = ("title", "aria-label", "placeholder", "alt", "content", "data-label")


class Chinese(HTMLParser):
    """What of a page is Chinese: `marked` says so by its language, `bare` does not."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.marked: list[str] = []
        self.bare: list[str] = []

    def language(self) -> str:
        return next((lang for _, lang in reversed(self.open) if lang), "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.bare += [f"{name}={given[name]}" for name in READ if HAN.search(given.get(name) or "")]
        if tag not in VOID:
            self.open.append((tag, given.get("lang") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if HAN.search(data):
            (self.marked if self.language().startswith("zh") else self.bare).append(data.strip())


def read(html: str) -> Chinese:
    found = Chinese()
    found.feed(html)
    return found


@pytest.fixture
def yangpu(db: None) -> Iterator[None]:
    with clock.at(DAY):
        publish_yangpu()
        yield


def addresses() -> dict[str, str]:
    """Name → address of every public page the catalogue makes, and of those that list it."""
    found = queries.catalogue()
    entries = [(kind, slug) for kind, slugs in (("programme", found.programmes), ("answer", found.answers),
               ("package", found.packages), ("ladder", found.ladders)) for slug in slugs]  # fmt: skip
    lists = {name: reverse(name) for name in ("home", "policies:library", "policies:fits", "policies:search")}
    lists["policies:search?"] = f"{reverse('policies:search')}?q=loan"
    return {**lists, **{f"{kind}/{slug}": reverse(f"policies:{kind}", args=[slug]) for kind, slug in entries}}


ENGLISH = {"accept-language": "en"}
OURS = frozenset(["惠", "中文"])  # the house's sign, and the way back to Chinese


@pytest.mark.usefixtures("yangpu")
def test_a_page_in_english_has_no_chinese_but_what_is_cited(client: Client) -> None:
    """Every entry and every list: documents' names and numbers may stay, and what the catalogue has no English for yet.

    With its English whole, that is nothing: then a page's Chinese is a citation, or a fault.
    """
    english = queries.catalogue().english
    owed = [each.chinese for each in english.lacking]
    cited = [each.chinese for each in english.texts if not each.counts] + [*queries.catalogue().documents.values()]
    bare, left = set[str](), set[str]()
    for name, address in addresses().items():
        page = client.get(address, headers=ENGLISH)
        assert page.status_code == 200, name
        found = read(page.content.decode())
        bare |= {each for each in found.bare if not any(_within(each, owed))}
        left |= {each for each in found.marked if each not in OURS}
    assert not bare
    strange = {each for each in left if not all(_within(each, cited)) and not any(_within(each, owed))}
    assert not strange, sorted(strange)


def _within(text: str, texts: list[str]) -> Iterator[bool]:
    """Of each run of Chinese in a piece of a page: whether it stands in one of these texts."""
    return (any(run in each for each in texts) for run in re.findall(f"{HAN.pattern}+", text))


@pytest.mark.usefixtures("yangpu")
def test_the_page_of_an_entry_says_in_one_line_that_its_english_is_lacking(client: Client) -> None:
    said = "This entry is not yet available in English; the Chinese text follows."
    english = queries.catalogue().english
    for slug in queries.catalogue().programmes:
        address = reverse("policies:programme", args=[slug])
        page = client.get(address, headers=ENGLISH).content.decode()
        assert page.count(said) == (not english.complete(f"programmes/{slug}")), slug
        assert said not in client.get(address).content.decode()


@pytest.mark.usefixtures("yangpu")
def test_a_filter_sends_the_word_the_site_knows(client: Client) -> None:
    page = client.get(reverse("policies:library"), headers=ENGLISH).content.decode()
    assert re.search(r'<option value="区科委"[^>]*>District Science and Technology Commission</option>', page)


@pytest.mark.usefixtures("yangpu")
def test_chinese_pages_are_left_as_they_are(client: Client) -> None:
    page = client.get(reverse("policies:library"), headers={"accept-language": "zh-hans"}).content.decode()
    assert "区科委" in page and "zh-Hans" not in page and "District Science" not in page


WORDS = {"从业人员": "Headcount", "人": "people", "信用平台": "Credit platform", "在杨浦区注册": "Registered in Yangpu",
         "社保": "Social insurance records", "小型": "Small"}  # fmt: skip


def told(html: str, *lacking: str) -> str:
    texts = [Text(Place("f", 1), "say", each, "", "programmes/one") for each in lacking]
    return in_english(html, Speaker(English(tuple(texts), WORDS)), "programmes/one")


@pytest.mark.parametrize(("chinese", "english"), [
    ("从业人员 1 人（社保，24 June 2022）", "Headcount 1 person (Social insurance records, 24 June 2022)"),
    ("目前不符合：在杨浦区注册（还差 5 人）。", "Not met at present: Registered in Yangpu (5 people short)."),
    ("甲公司、从业人员", '<span lang="zh-Hans">甲公司</span>, Headcount'),
    ("Basis:某府规〔2017〕1号", 'Basis: <span lang="zh-Hans">某府规〔2017〕1号</span>'),
    ("Ask 信用平台 by Friday", "Ask Credit platform by Friday"),
    ("甲公司：“从业人员”已受理", '<span lang="zh-Hans">甲公司</span>: “Headcount” accepted'),
])  # fmt: skip
def test_names_in_a_text_are_told_and_the_rest_is_marked(chinese: str, english: str) -> None:
    with override("en"):
        assert told(f"<p>{chinese}</p>") == f"<p>{english}</p>"


@pytest.mark.parametrize("kept", [
    '<input value="社保" name="q">', "<textarea>社保</textarea>", "<script>var a = '社保'</script>",
    '<span lang="zh-CN">社保 <b>社保</b></span>', '<i translate="no">社保</i>', "<!-- 社保 -->",
])  # fmt: skip
def test_what_people_type_and_what_says_it_is_chinese_is_left_alone(kept: str) -> None:
    with override("en"):
        assert told(f"{kept}<p>社保</p>") == f"{kept}<p>Social insurance records</p>"


def test_labels_and_titles_are_told() -> None:
    with override("en"):
        assert (
            told('<a title="社保" aria-label="从业人员">x</a>')
            == '<a title="Social insurance records" aria-label="Headcount">x</a>'
        )
        assert told("<title>某公司</title>") == "<title>某公司</title>"
        assert told("<select><option>某街道</option></select>") == (
            '<select><option lang="zh-Hans" value="某街道">某街道</option></select>'
        )


def test_an_attack_in_a_name_stays_text() -> None:
    with override("en"):
        assert "<b>" not in told("<p>&lt;b&gt;某公司&lt;/b&gt;</p>").removeprefix("<p>")
