"""HTML told in English on its way out: what is told, what stays Chinese and is marked so, what is left alone."""

from __future__ import annotations

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils.translation import override

from district.policies.english import Speaker
from district.web import english_pages
from district.web.english_pages import EnglishPages, in_english
from rulebook.catalogue.english import English, Text
from rulebook.catalogue.model import Place

PLACE = Place("t/programmes/opening/programme.yaml", 1)
WORDS = {"区科委": "Science Commission", "元": "yuan", "人": "people", "评审组": "Review panel"}
TEXTS = (
    Text(PLACE, "name", "一次性开办费", "One-off opening subsidy", "programmes/opening"),
    Text(PLACE, "say", "在示例区注册", "Registered in Sample District", "programmes/opening"),
    Text(PLACE, "say", "没有英文的条件", "", "programmes/bare"),
    Text(PLACE, "say", "一句话", "As the opening says it", "programmes/opening"),
    Text(PLACE, "say", "一句话", "As another says it", "programmes/other"),
)


@pytest.fixture(scope="module")
def tells() -> Speaker:
    with override("en"):
        return Speaker(English(TEXTS, WORDS))


def told(html: str, tells: Speaker, entry: str = "") -> str:
    with override("en"):
        return in_english(html, tells, entry)


@pytest.mark.parametrize(("html", "english"), [
    ("<p>一次性开办费</p>", "<p>One-off opening subsidy</p>"),
    ("<p>在示例区注册</p>", "<p>Registered in Sample District</p>"),
    ("<b>区科委</b>", "<b>Science Commission</b>"),
    ("<td> 一次性开办费 </td>", "<td> One-off opening subsidy </td>"),
    ("<p>2022年6月24日</p>", "<p>24 June 2022</p>"),
    ("<p>12 人</p>", "<p>12 people</p>"),
    ("<p>1 人</p>", "<p>1 person</p>"),
    ("<p>3.00 万元</p>", "<p>¥30,000</p>"),
    ("<p>区科委、评审组</p>", "<p>Science Commission, Review panel</p>"),
    ("<p>Already English, 100%</p>", "<p>Already English, 100%</p>"),
    ("<p></p>", "<p></p>"),
])  # fmt: skip
def test_what_there_is_english_for_is_told(tells: Speaker, html: str, english: str) -> None:
    assert told(html, tells) == english


@pytest.mark.parametrize(("html", "english"), [
    ("<p>没人说过的话</p>", '<p><span lang="zh-Hans">没人说过的话</span></p>'),
    ("<option>没人说过的话</option>", '<option lang="zh-Hans" value="没人说过的话">没人说过的话</option>'),
    ("<option>区科委</option>", '<option value="区科委">Science Commission</option>'),
    ('<option value="3">区科委</option>', '<option value="3">Science Commission</option>'),
    ("<title>没人说过的话</title>", "<title>没人说过的话</title>"),
])  # fmt: skip
def test_what_nobody_has_english_for_is_marked(tells: Speaker, html: str, english: str) -> None:
    assert told(html, tells) == english


@pytest.mark.parametrize("html", [
    "<script>var a = '区科委';</script>", "<style>/* 区科委 */</style>", "<textarea>区科委</textarea>",
    "<pre>区科委</pre>", "<!-- 区科委 -->", '<p lang="zh-Hans">区科委</p>', '<p translate="no">区科委</p>',
    '<div lang="zh-CN"><p>区科委</p><div>评审组</div></div>', '<input value="区科委">', '<a href="/区科委">x</a>',
])  # fmt: skip
def test_what_is_typed_or_kept_in_chinese_is_left_alone(tells: Speaker, html: str) -> None:
    assert told(html, tells) == html


def test_after_what_is_kept_one_goes_on(tells: Speaker) -> None:
    html = '<div><p lang="zh-Hans">区科委<br>评审组</p><p>区科委</p></div>'
    assert told(html, tells) == '<div><p lang="zh-Hans">区科委<br>评审组</p><p>Science Commission</p></div>'


@pytest.mark.parametrize("label", ["title", "aria-label", "placeholder", "alt", "data-confirm", "data-label"])
def test_labels_are_told_too(tells: Speaker, label: str) -> None:
    assert told(f'<a {label}="区科委" class="x">', tells) == f'<a {label}="Science Commission" class="x">'


def test_what_is_escaped_stays_escaped(tells: Speaker) -> None:
    assert told("<p>&lt;b&gt;没人说过&amp;的话</p>", tells).count("&lt;b&gt;") == 1
    assert "<b>" not in told('<a title="&lt;b&gt;区科委">', tells)


def test_an_entry_speaks_for_itself_first(tells: Speaker) -> None:
    assert told("<p>一句话</p>", tells, "programmes/opening") == "<p>As the opening says it</p>"
    assert told("<p>一句话</p>", tells, "programmes/other") == "<p>As another says it</p>"


def test_points_between_english_words_are_english(tells: Speaker) -> None:
    said = told("<p>区科委：评审组（区科委）。</p>", tells)
    assert said == "<p>Science Commission: Review panel (Science Commission).</p>"


NOTE = f"<main>{english_pages.NOTE}<p>{{}}</p></main>"


def test_a_page_says_once_that_it_has_no_english_yet(tells: Speaker) -> None:
    said = told(NOTE.format("没有英文的条件"), tells, "programmes/bare")
    assert said.count('id="english-note"') == 1
    assert "not yet available in English" in said.partition('id="english-note">')[2].partition("</p>")[0]
    assert "english-note" not in told(NOTE.format("在示例区注册"), tells, "programmes/opening")
    assert english_pages.NOTE not in told(NOTE.format("x"), tells)


def test_only_what_the_catalogue_owes_makes_a_note(tells: Speaker) -> None:
    assert "english-note" in told(f"<p>没有英文的条件</p>{english_pages.NOTE}", tells)
    assert "english-note" not in told(f"<p>上海示例有限公司</p>{english_pages.NOTE}", tells)  # a firm's name


def page(language: str, response: HttpResponse) -> str:
    request = RequestFactory().get("/")
    request.resolver_match = None
    with override(language):
        return b"".join(EnglishPages(lambda _request: response)(request)).decode()  # type: ignore[arg-type]


def test_only_english_html_is_told(db: None) -> None:
    for language, kind, same in (("en", "text/html", False), ("zh-hans", "text/html", True),
                                 ("en", "application/json", True), ("en", "text/csv", True)):  # fmt: skip
        text = page(language, HttpResponse("<p>政策库</p>", content_type=kind))
        assert (text == "<p>政策库</p>") is same, (language, kind)


def test_what_streams_is_left_as_it_comes(db: None) -> None:
    request = RequestFactory().get("/")
    stream = StreamingHttpResponse(["<p>政策库</p>"], content_type="text/html")
    with override("en"):
        assert b"".join(EnglishPages(lambda _request: stream)(request)) == "<p>政策库</p>".encode()  # type: ignore[arg-type]


@pytest.mark.parametrize(("address", "entry"), [
    ("/policies/srdi-award/", "programmes/srdi-award"), ("/policies/packages/x/", "packages/x"),
    ("/policies/ladders/srdi/", "ladders/srdi"), ("/policies/", ""), ("/", ""),
])  # fmt: skip
def test_the_entry_a_page_is_about(address: str, entry: str) -> None:
    from django.urls import resolve

    request = RequestFactory().get(address)
    request.resolver_match = resolve(address)
    assert english_pages.entry_of(request) == entry


def test_a_long_page_is_told_in_time(tells: Speaker) -> None:
    import time

    rows = "".join(f"<tr><td>上海示例{n}有限公司</td><td>一次性开办费</td><td>{n} 人</td></tr>" for n in range(400))
    began = time.process_time()
    said = told(f"<table>{rows}</table>", tells)
    assert said.count("One-off opening subsidy") == 400
    assert time.process_time() - began < 25  # one on a quiet machine: it does not grow with the square of the rows
