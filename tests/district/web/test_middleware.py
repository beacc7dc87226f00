"""Before and behind every view: HEAD, text that is cleaned, what is plainly made up, long numbers."""

from __future__ import annotations

import pytest
from django.db import DataError
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from district.web.gate import CleansText, HeadAsGet, RefusesMadeUp
from tests.district.cases.factories import District

GET = RequestFactory()


@pytest.mark.parametrize("address", ["/", "/policies/", "/about/contact/", "/policies.atom", "/sitemap-none/"])
def test_head_is_answered_as_get_would_be(here: District, client: Client, address: str) -> None:
    got, asked = client.get(address), client.head(address)
    assert asked.status_code == got.status_code and asked.content == b""
    assert asked.headers["Content-Type"] == got.headers["Content-Type"]
    if got.status_code == 200:
        assert int(asked.headers["Content-Length"]) > 0


def test_head_does_nothing_where_post_would_be_needed(here: District, client: Client) -> None:
    assert client.head("/fits/who/").status_code in (404, 405)


def test_a_stream_is_closed_and_sends_nothing() -> None:
    closed = []

    def rows() -> object:
        try:
            yield b"a"
        finally:
            closed.append(True)

    response = StreamingHttpResponse(rows())
    request = GET.head("/")
    answer = HeadAsGet(lambda _request: response)(request)
    assert b"".join(answer) == b"" and request.method == "HEAD"  # type: ignore[arg-type]


def test_the_method_is_put_back_even_when_the_view_fails() -> None:
    def fails(_request: object) -> HttpResponse:
        raise RuntimeError

    request = GET.head("/")
    with pytest.raises(RuntimeError):
        HeadAsGet(fails)(request)
    assert request.method == "HEAD"


@pytest.mark.parametrize(("typed", "kept"), [
    ("a\vb", "a\nb"), ("a\x07b", "ab"), ("a\u2028b", "a\nb"), ("a\u2029b", "a\nb"), ("a\r\nb", "a\r\nb"),
    ("平常的文字", "平常的文字"), ("a\x7fb", "ab"), ("tab\tstays", "tab\tstays"),
])  # fmt: skip
def test_text_is_cleaned_where_it_is_posted(typed: str, kept: str) -> None:
    request = GET.post("/", {"note": typed, "other": "x"})
    CleansText(lambda _request: HttpResponse()).process_view(request)
    assert request.POST["note"] == kept and request.POST["other"] == "x"


def test_every_value_of_a_name_is_cleaned_and_the_form_stays_closed() -> None:
    request = GET.post("/", {"note": ["a\vb", "c\x07"]})
    CleansText(lambda _request: HttpResponse()).process_view(request)
    assert request.POST.getlist("note") == ["a\nb", "c"]
    with pytest.raises(AttributeError):
        request.POST["note"] = "later"


def test_an_address_is_not_cleaned() -> None:
    request = GET.get("/", {"q": "a\vb"})
    CleansText(lambda _request: HttpResponse()).process_view(request)
    assert request.GET["q"] == "a\vb"


def refuses(request: object) -> HttpResponse | None:
    return RefusesMadeUp(lambda _request: HttpResponse()).process_view(request)  # type: ignore[arg-type]


def test_nothing_that_no_database_takes_comes_in(db: None) -> None:
    for request in (GET.get("/", {"q": "a\x00"}), GET.post("/", {"note": "a\x00"}), GET.get("/a%00b")):
        request.user = None  # type: ignore[assignment]
        answer = refuses(request)
        assert answer is not None and answer.status_code == 400
    assert refuses(GET.get("/", {"q": "a"})) is None
    assert refuses(GET.post("/", {"note": "a"})) is None


@pytest.mark.parametrize(("error", "ours"), [
    (OverflowError("Python int too large to convert to SQLite INTEGER"), False), (DataError("out of range"), False),
    (OverflowError("date value out of range"), True), (ValueError("no"), True),
])  # fmt: skip
def test_a_number_too_long_for_a_key_is_the_askers(db: None, error: Exception, ours: bool) -> None:
    request = GET.get("/")
    request.user = None  # type: ignore[assignment]
    answer = RefusesMadeUp(lambda _request: HttpResponse()).process_exception(request, error)
    assert (answer is None) is ours
    assert ours or answer.status_code == 400  # type: ignore[union-attr]


@pytest.mark.parametrize("key", ["9" * 30, "0", "-1", "1.5", "x"])
def test_keys_in_addresses_are_numbers_or_nothing(here: District, client: Client, key: str) -> None:
    client.force_login(here.leader)
    assert client.get(f"/desk/people/{key}/grant/").status_code in (400, 403, 404, 405)


def test_every_answer_says_what_a_browser_may_load(here: District, client: Client) -> None:
    for address in ("/", "/fits/", "/accounts/login/", "/nowhere/"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy or "default-src 'none'" in policy, address
        assert "unsafe-inline" not in policy.partition("style-src")[0], address
        assert "frame-ancestors 'none'" in policy or "frame-ancestors 'self'" in policy, address


def test_pages_are_told_not_to_be_sniffed_or_framed(here: District, client: Client) -> None:
    headers = client.get("/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] in ("DENY", "SAMEORIGIN")
    assert headers["Referrer-Policy"]
