"""Two factors for whoever has a duty, asked in one place; who it is, anew before money, publication and duties."""

from __future__ import annotations

import json
import time
from hashlib import sha256
from typing import Any

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from district.ground.acts.registry import ACTS
from district.ground.people import actions, factors
from district.ground.people.models import Bureau, Person, Role
from district.ground.tokens.models import Token
from tests.district.cases.factories import District, person

PASSWORD, OWN = "a long password 77", "my own password 78"
RECORDS = "account_authentication_methods"


@pytest.fixture
def admin(here: District) -> Person:
    return person("admin", administrator="区人社局")


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a commit is done while the view is still at it, as where transactions do commit."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda do, **_more: do())


def code(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def by_password(who: Person) -> Client:
    """Signed in at the page, by a password alone."""
    who.set_password(PASSWORD)
    who.save()
    client = Client()
    assert client.post("/accounts/login/", {"login": who.username, "password": PASSWORD})["Location"] == "/me"
    return client


def grown_old(client: Client) -> None:
    """A quarter of an hour and a second pass."""
    session = client.session
    session[RECORDS] = [each | {"at": each["at"] - factors.FRESH_WITHIN - 1} for each in session[RECORDS]]
    session.save()


def test_a_duty_opens_nothing_by_a_password_alone(here: District) -> None:
    client = by_password(here.officer)
    for name in ("desk", "cases:worklist", "home", "account"):
        answer = client.get(reverse(name))
        assert answer.status_code == 302 and answer["Location"].startswith("/me/second/"), name
    assert client.get("/api/v1/policies").status_code == 403
    assert client.get(reverse("people:second_factor")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200


def test_who_has_no_duty_is_asked_for_none(here: District) -> None:
    assert by_password(here.founder).get(reverse("my")).status_code == 200


def test_the_first_sign_in_changes_the_password_and_sets_up_the_second_factor(
    here: District, admin: Person, commits: None
) -> None:
    bureau = Bureau.objects.get(name="区科委")
    actions.engage(username="wang", name="示例王某", password=PASSWORD, bureau=bureau, role=Role.OFFICER, by=admin)
    client = Client()
    client.post("/accounts/login/", {"login": "wang", "password": PASSWORD})
    desk = reverse("cases:worklist")
    assert client.get(desk)["Location"].startswith(reverse("account_change_password"))
    change = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    same = client.post(reverse("account_change_password"), change)
    assert "不同的密码" in same.content.decode() and Person.objects.get(username="wang").must_change_password
    client.post(reverse("account_change_password"), change | {"password1": OWN, "password2": OWN})
    assert client.get(desk)["Location"] == f"/me/second/?next={desk.replace('/', '%2F')}"
    page = client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    assert page.status_code == 200
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert client.get(desk).status_code == 200
    again = Client()
    asked = again.post("/accounts/login/", {"login": "wang", "password": OWN})
    assert asked["Location"] == reverse("mfa_authenticate") and again.get(desk).status_code == 302
    Authenticator.objects.get(type="totp").delete()
    TOTP.activate(Person.objects.get(username="wang"), secret := generate_totp_secret())
    again.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert again.get(desk).status_code == 200


def test_without_the_last_factor_the_session_is_worth_a_password(here: District, commits: None) -> None:
    client = by_password(here.officer)
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": code(client.session["mfa.totp.secret"])})
    assert client.get(reverse("desk")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(reverse("desk"))["Location"].startswith("/me/second/")


def test_a_duty_given_later_asks_at_the_next_click(here: District, admin: Person) -> None:
    client = by_password(here.founder)
    assert client.get(reverse("account")).status_code == 200
    actions.grant_duty(person=here.founder, bureau=Bureau.objects.get(name="区科委"), role=Role.OFFICER, by=admin)
    assert client.get(reverse("account"))["Location"].startswith("/me/second/")
    TOTP.activate(here.founder, secret := generate_totp_secret())
    where = client.get(reverse("account"), follow=True).redirect_chain[-1][0]
    assert where.startswith(reverse("mfa_reauthenticate"))
    done = client.post(where, {"code": code(secret), "next": reverse("account")})
    assert done["Location"] == reverse("account") and client.get(reverse("account")).status_code == 200


def test_a_key_made_by_a_password_alone_does_not_open_for_a_duty(here: District, admin: Person) -> None:
    client = by_password(here.founder)
    form = client.get(reverse("tokens:mine")).context["form"]
    asked = {"name": "a program", "scopes": ["*:read"], "expires_on": "2022-12-31",
             "request_key": str(form["request_key"].value())}  # fmt: skip
    secret = client.post(reverse("tokens:mine"), asked).context["made"].secret
    assert not Token.objects.get().two_factors
    head = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/policies", headers=head).status_code == 200
    actions.grant_duty(person=here.founder, bureau=Bureau.objects.get(name="区科委"), role=Role.OFFICER, by=admin)
    assert Client().get("/api/v1/policies", headers=head).status_code == 403


def test_only_the_demonstrations_people_are_spared(here: District, settings: Any) -> None:
    settings.WITHOUT_SECOND_FACTOR = frozenset({here.officer.username})
    assert by_password(here.officer).get(reverse("cases:worklist")).status_code == 200
    assert by_password(here.leader).get(reverse("cases:worklist")).status_code == 302


def test_duties_are_given_by_who_proved_who_they_are_a_moment_ago(here: District, admin: Person, as_: Any) -> None:
    client = as_(admin)
    grown_old(client)
    bureau = Bureau.objects.get(name="区科委")
    give = {"bureau": bureau.pk, "role": Role.OFFICER}
    at = reverse("people:grant", args=[here.stranger.pk])
    answer = client.post(at, give)
    assert answer["Location"].startswith(reverse("account_reauthenticate")) and not here.stranger.duties
    admin.set_password(PASSWORD)
    admin.save()
    session = client.session
    session["_auth_user_hash"] = admin.get_session_auth_hash()
    session.save()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.post(at, give)["Location"] == reverse("people:staff")
    assert Person.objects.get(pk=here.stranger.pk).has_role(Role.OFFICER)
    assert client.post(f"/api/v1/people/{here.stranger.pk}/grant", give).status_code in (403, 404)


def test_what_is_over_money_publication_and_duties_asks_anew() -> None:
    """Every act of these rooms, but those that neither move nor promise anything."""
    harmless = {
        "funds.stop", "funds.ask_settlement", "funds.ask_write_off", "funds.outside", "funds.outside_file",
        "funds.outside_void", "funds.batch_return", "funds.return_columns", "people.view_save", "people.view_remove",
        "funds.withdraw_payee",
    }  # fmt: skip
    for act in ACTS:
        room = act.key.partition(".")[0]
        if room in ("funds", "people") and act.key not in harmless:
            assert act.fresh, act.key
    wanted = {"authoring.draft_approve", "authoring.draft_publish", "cases.offer_release", "cases.propose",
              "cases.finding_approve", "tokens.mine", "tokens.system"}  # fmt: skip
    assert wanted <= {act.key for act in ACTS if act.fresh}


def test_freshness_is_a_quarter_of_an_hour(here: District, as_: Any) -> None:
    client = as_(here.officer)
    assert time.time() - client.session[RECORDS][-1]["at"] < 60
    grown_old(client)
    assert client.get(reverse("desk")).status_code == 200  # looking asks nobody anew


def passkey_of(who: Person) -> ec.EllipticCurvePrivateKey:
    """A passkey set up before."""
    key = ec.generate_private_key(ec.SECP256R1())
    held = AttestedCredentialData.create(bytes(16), b"a key", ES256.from_cryptography_key(key.public_key()))
    data = AuthenticatorData.create(sha256(b"testserver").digest(), 0x45, 0, held)
    said = {"type": "webauthn.create", "challenge": "AA", "origin": "https://testserver"}
    response = {"clientDataJSON": websafe_encode(json.dumps(said).encode()),
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {}))}  # fmt: skip
    credential = {"type": "public-key", "id": websafe_encode(b"a key"), "rawId": websafe_encode(b"a key"),
                  "response": response, "clientExtensionResults": {"credProps": {"rk": True}}}  # fmt: skip
    Authenticator.objects.create(user=who, type="webauthn", data={"name": "one", "credential": credential})
    return key


def by_passkey(client: Client, who: Person, key: ec.EllipticCurvePrivateKey, address: str) -> None:
    """As a browser does it: the site's challenge, signed by the key after a finger was recognised."""
    at, near = reverse("mfa_login_webauthn"), {"REMOTE_ADDR": address}
    asked = client.get(at, headers={"X-Requested-With": "XMLHttpRequest"}, **near).json()
    challenge = asked["request_options"]["publicKey"]["challenge"]
    said = json.dumps({"type": "webauthn.get", "challenge": challenge, "origin": "https://testserver"}).encode()
    data = AuthenticatorData.create(sha256(b"testserver").digest(), 0x05, 1)
    signature = key.sign(bytes(data) + sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
    response = {"clientDataJSON": websafe_encode(said), "authenticatorData": websafe_encode(bytes(data)),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(user_pk_to_url_str(who).encode())}  # fmt: skip
    name = websafe_encode(b"a key")
    credential = {"type": "public-key", "id": name, "rawId": name, "response": response, "clientExtensionResults": {}}
    client.post(at, {"credential": json.dumps(credential)}, **near)


def test_a_passkey_is_two_factors_and_outside_the_lock(here: District) -> None:
    key, address = passkey_of(here.officer), "198.51.100.1"
    wrong = {"login": here.officer.username, "password": "wrong"}
    for _n in range(8):
        Client().post("/accounts/login/", wrong, REMOTE_ADDR=address)
    right = {"login": here.officer.username, "password": "long enough 1"}
    assert Client().post("/accounts/login/", right, REMOTE_ADDR=address).status_code == 200  # held up
    client = Client()
    by_passkey(client, here.officer, key, address)
    assert client.get(reverse("cases:worklist"), REMOTE_ADDR=address).status_code == 200


def step(who: Person, address: str) -> Client:
    """At the second step, by the password, from an address."""
    client = Client(REMOTE_ADDR=address)
    asked = client.post("/accounts/login/", {"login": who.username, "password": PASSWORD})
    assert asked["Location"] == reverse("mfa_authenticate")
    return client


def tried(client: Client, said: str) -> bool:
    client.post(reverse("mfa_authenticate"), {"code": said})
    return bool(client.get(reverse("cases:worklist")).status_code == 200)


def test_guesses_from_one_address_hold_up_the_owner_nowhere_else(here: District, commits: None) -> None:
    secret = generate_totp_secret()
    by_password(here.officer)
    TOTP.activate(here.officer, secret)
    thief = step(here.officer, "198.51.100.1")
    assert not any(tried(thief, f"{n:06}") for n in range(35))
    assert tried(step(here.officer, "192.0.2.7"), code(secret))  # where the owner never was before


def test_who_knows_a_password_locks_its_owner_out_of_no_second_step(here: District, commits: None) -> None:
    """Wrong codes from elsewhere hold up neither the owner's address nor a passkey; guesses end all the same."""
    secret = generate_totp_secret()
    by_password(here.officer)
    TOTP.activate(here.officer, secret)
    assert tried(step(here.officer, "192.0.2.1"), code(secret))  # where the owner sits
    for place in range(7):
        thief = step(here.officer, f"198.51.100.{place}")
        assert not any(tried(thief, f"{n:06}") for n in range(5))
    assert not tried(step(here.officer, "198.51.100.9"), code(secret))  # guesses from many addresses are one
    cache.delete(f"allauth.mfa.totp.used?user={here.officer.pk}&code={code(secret)}")  # once each, a minute later again
    assert tried(step(here.officer, "192.0.2.1"), code(secret))
