"""Every page of the library for accounts: the house's look, and one language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from tests.district.cases.factories import District
from tests.district.web.languages import foreign

LANGUAGES = ("zh-hans", "en")
PASSWORD = "a long password 77"


def routes(patterns: list[Any] | None = None, prefix: str = "/") -> list[tuple[str, URLPattern]]:
    """(address, route) of everything under /accounts/, with its arguments filled in."""
    found: list[tuple[str, URLPattern]] = []
    for each in patterns if patterns is not None else get_resolver().url_patterns:
        text = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            found += routes(each.url_patterns, text)
        elif text.startswith("/accounts/"):
            text = re.sub(r"<(?:\w+:)?pk>", "{pk}", text)
            text = re.sub(r"\(\?P<uidb36>[^)]*\)-\(\?P<key>[^)]*\)", "1-bad", text)
            found.append((re.sub(r"[\^$]|\\Z", "", re.sub(r"<\w+:?\w*>", "sample", text)).replace("//", "/"), each))
    return found


# What answers with a file or data, never with a page.
NO_PAGE = {"mfa_login_webauthn", "mfa_download_recovery_codes"}
ROUTES = [pytest.param(address, id=address) for address, route in routes() if route.name not in NO_PAGE]


@pytest.fixture
def member(here: District, client: Client) -> Client:
    """A person with a proved address, two-step sign-in, recovery codes and a passkey, signed in a moment ago."""
    cache.clear()  # how often one may sign in is counted there
    here.founder.set_password(PASSWORD)
    here.founder.save()
    EmailAddress.objects.create(user=here.founder, email="one@example.com", verified=True, primary=True)
    client.post("/accounts/login/", {"login": here.founder.username, "password": PASSWORD})
    TOTP.activate(here.founder, generate_totp_secret())
    RecoveryCodes.activate(here.founder)
    Authenticator.objects.create(user=here.founder, type="webauthn", data={"name": "甲", "credential": passkey()})
    return client


def passkey() -> dict[str, Any]:
    """A credential as a browser gives it at registration."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(bytes(16), b"a key", public)
    data = AuthenticatorData.create(sha256(b"testserver").digest(), 0x45, 0, held)
    said = {"type": "webauthn.create", "challenge": "AA", "origin": "https://testserver"}
    response = {
        "clientDataJSON": websafe_encode(json.dumps(said).encode()),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    name = websafe_encode(b"a key")
    return {"type": "public-key", "id": name, "rawId": name, "response": response,
            "clientExtensionResults": {"credProps": {"rk": True}}}  # fmt: skip


def speaks(client: Client, language: str) -> None:
    client.cookies["django_language"] = language


def shown(client: Client, address: str) -> Any:
    """The page at an address; one that leads out of the library's rooms is answered by the redirect."""
    answer = client.get(address)
    while answer.status_code in (301, 302) and answer["Location"].startswith("/accounts/"):
        answer = client.get(answer["Location"])
    return answer


def faults(answer: Any, language: str, *known: str) -> list[str]:
    page = answer.content.decode()
    found = [f"{answer.request['PATH_INFO']} {language}: {each}" for each in foreign(page, language, *known)]
    if "web/base.html" not in {each.name for each in answer.templates}:
        found.append(f"{answer.request['PATH_INFO']}: not in the house's look")
    if page.count("<h1") != 1:
        found.append(f"{answer.request['PATH_INFO']}: not one first heading")
    return found


def test_the_walk_finds_the_library() -> None:
    assert len(ROUTES) > 20 and "/accounts/2fa/webauthn/keys/{pk}/edit/" in {each.values[0] for each in ROUTES}


@pytest.mark.parametrize("who", ["stranger", "member"])
@pytest.mark.parametrize("address", ROUTES)
def test_it_is_a_page_of_the_house_in_one_language(member: Client, here: District, address: str, who: str) -> None:
    client = member if who == "member" else Client()
    key = Authenticator.objects.get(type="webauthn")
    found = []
    for language in LANGUAGES:
        speaks(client, language)
        answer = shown(client, address.format(pk=key.pk))
        assert answer.status_code in (200, 302, 401, 404, 405), answer.status_code
        if answer.status_code not in (302, 405):
            found += faults(answer, language, here.founder.username, here.founder.name, "甲", "one@example.com")
    assert not found, "\n".join(found)


def without_two_step(client: Client) -> None:
    Authenticator.objects.all().delete()


@pytest.mark.parametrize(
    "address, posted, before",
    [
        ("/accounts/login/", {"login": "nobody", "password": "x"}, None),
        ("/accounts/login/", {"login": "nobody@example.com", "password": "x"}, None),
        ("/accounts/signup/", {"email": "nonsense", "password1": "1234"}, None),
        ("/accounts/password/reset/", {"email": ""}, None),
        ("/accounts/password/change/", {"oldpassword": "x", "password1": "abc", "password2": "abd"}, None),
        ("/accounts/email/", {"action_add": "1", "email": "one@example.com"}, None),
        ("/accounts/email/", {"action_remove": "1", "email": "one@example.com"}, None),
        ("/accounts/reauthenticate/", {"password": "x"}, None),
        ("/accounts/2fa/totp/activate/", {"code": "000000"}, without_two_step),
        ("/accounts/2fa/", {}, without_two_step),
        ("/me/account/", {"name": ""}, None),
        ("/me/account/close/", {"password": "x"}, None),
        ("/my/enterprises/", {"uscc": "1", "name": "2"}, None),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_refused_is_said_in_one_language(
    member: Client, here: District, address: str, posted: dict[str, str], before: Callable[..., None] | None,
    language: str,
) -> None:  # fmt: skip
    if before:
        before(member)
    client = Client() if address in ("/accounts/login/", "/accounts/signup/") else member
    speaks(client, language)
    answer = client.post(address, posted) if posted else client.get(address)
    if answer.status_code == 302:
        answer = shown(client, answer["Location"])
    known = (here.founder.username, here.founder.name, here.firm.name, here.firm.uscc, "one@example.com")
    assert not faults(answer, language, *known), faults(answer, language, *known)


@pytest.mark.parametrize("name", ["account", "account_close", "privacy", "accessibility", "contact"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_pages_speak_one_language(member: Client, here: District, name: str, language: str) -> None:
    speaks(member, language)
    answer = member.get(reverse(name))
    known = (here.founder.username, here.founder.name, here.firm.name, "one@example.com")
    offices = [each.full for each in answer.context.get("offices") or []]
    addresses = [text for each in answer.context.get("offices") or [] for text in (each.address, each.hours) if text]
    found = faults(answer, language, *known, *offices, *addresses)
    assert not found, found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status, address", [(404, "/no-such-page/"), (403, "/desk/people/")])
def test_an_error_helps_on(member: Client, here: District, status: int, address: str, language: str) -> None:
    speaks(member, language)
    answer = member.get(address)
    assert answer.status_code == status
    assert not faults(answer, language, here.founder.name, here.founder.username)
    page = answer.content.decode()
    assert f'action="{reverse("policies:search")}"' in page and 'name="q"' in page
    assert reverse("contact") in page and reverse("sitemap") in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_of_ours_has_the_look_even_when_the_page_cannot_be_made(
    member: Client, here: District, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaks(member, language)
    member.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("district.web.pages.front", lambda: 1 / 0)
        answer = member.get("/")
        assert answer.status_code == 500 and "web/base.html" in {each.name for each in answer.templates}
        assert not faults(answer, language, here.founder.name, here.founder.username)
        broken.setattr("district.web.navigation.menu", lambda *_: 1 / 0)
        answer = member.get("/")
    assert answer.status_code == 500
    assert not foreign(answer.content.decode(), language) and "hq-error" in answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_many_tries_are_answered_by_a_page_of_the_house(here: District, language: str) -> None:
    cache.clear()
    client = Client()
    speaks(client, language)
    answers = [client.post("/accounts/password/reset/", {"email": "one@example.com"}) for _n in range(8)]
    assert answers[-1].status_code == 429
    assert not faults(answers[-1], language)
    cache.clear()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_rule_of_a_password_is_said(language: str) -> None:
    with override(language):
        said = password_validators_help_texts()
    assert len(said) == len(settings.AUTH_PASSWORD_VALIDATORS) and all(each.strip() for each in said)
