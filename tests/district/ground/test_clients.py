"""Behind a proxy everybody is somebody: one place says where a request comes from."""

from __future__ import annotations

import ipaddress
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from district.ground.clients import client_of, too_many
from district.web import environment as env
from tests.district.cases.factories import District

ROOT = Path(__file__).resolve().parents[3]
TRUSTED = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8"))


@pytest.mark.parametrize(
    "trusted, near, told, found",
    [
        ((), "203.0.113.9", "198.51.100.1", "203.0.113.9"),  # nobody's word is taken
        (TRUSTED, "203.0.113.9", "198.51.100.1", "203.0.113.9"),  # not by the proxy
        (TRUSTED, "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (TRUSTED, "10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),  # what the visitor made up is not believed
        (TRUSTED, "10.0.0.1", "1.1.1.1, 198.51.100.1, 10.2.0.1", "198.51.100.1"),
        (TRUSTED, "10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        (TRUSTED, "10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        (TRUSTED, "10.0.0.1", "[2001:db8:1:2:3::4]:80", "2001:db8:1:2::"),
        (TRUSTED, "10.0.0.1", "nonsense", "10.0.0.1"),
        (TRUSTED, "10.0.0.1", "", "10.0.0.1"),
        (1, "127.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (2, "127.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "127.0.0.1", "198.51.100.1", "198.51.100.1"),
        (1, "", "198.51.100.1", "198.51.100.1"),  # by a socket
    ],
)
def test_where_a_request_comes_from(settings: Any, trusted: Any, near: str, told: str, found: str) -> None:
    settings.PROXIES = trusted
    request = RequestFactory().get("/", REMOTE_ADDR=near, HTTP_X_FORWARDED_FOR=told)
    assert client_of(request) == found


def test_nobody_else_reads_an_address() -> None:
    """Neither the header nor the server's word, but in the one place; the warming of the start makes a request up."""
    found = [
        str(path.relative_to(ROOT)) for path in (ROOT / "district").rglob("*.py")
        if re.search(r"REMOTE_ADDR|X_FORWARDED_FOR", path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert sorted(found) == ["district/ground/clients.py", "district/web/warming.py"]


@pytest.mark.parametrize("said", ["nonsense", "10.0.0.0/99"])
def test_what_is_no_proxy_is_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("HUIQI_PROXIES", said)
    with pytest.raises(ValueError, match="HUIQI_PROXIES"):
        env.proxies(https=False)


def test_behind_tls_the_site_starts_only_knowing_its_proxy_and_has_nothing_to_warn_of(tmp_path: Path) -> None:
    environment = {"HUIQI_HTTPS": "1", "HUIQI_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "district.web.settings"}
    environment |= {"HUIQI_HOSTS": "huiqi.example.com"}
    command = [sys.executable, "-m", "district", "check", "--deploy", "--fail-level", "WARNING"]
    without = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert without.returncode and "HUIQI_PROXIES is missing" in without.stderr
    environment["HUIQI_PROXIES"] = "10.0.0.1"
    known = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert known.returncode == 0, known.stderr


@pytest.mark.database
def test_all_processes_count_together(db: None, settings: Any) -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    request = RequestFactory().get("/")
    assert [too_many(request, "test", most=3, within=60) for _n in range(5)] == [False] * 3 + [True] * 2
    assert too_many(request, "test", most=3, within=60, count=False)
    assert not too_many(RequestFactory().get("/", REMOTE_ADDR="10.9.9.9"), "test", most=3, within=60)


def wrong(name: str, address: str, times: int) -> list[str]:
    said = {"login": name, "password": "wrong"}
    return [Client().post("/accounts/login/", said, REMOTE_ADDR=address).content.decode() for _n in range(times)]


def right(name: str, address: str) -> bool:
    answer = Client().post("/accounts/login/", {"login": name, "password": "long enough 1"}, REMOTE_ADDR=address)
    return bool(answer.status_code == 302)


@pytest.mark.database
def test_wrong_passwords_lock_the_guesser_not_the_name(here: District) -> None:
    wrong("founder", "198.51.100.1", 6)
    assert not right("founder", "198.51.100.1")
    assert right("founder", "203.0.113.9")


def test_guessing_from_everywhere_is_slowed_but_not_for_who_was_here_before(here: District, settings: Any) -> None:
    assert right("founder", "203.0.113.9")
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_name": "6/h/key"}
    for n in range(8):
        wrong("founder", f"198.51.100.{n}", 1)
    assert not right("founder", "198.51.100.99")
    assert right("founder", "203.0.113.9")
    assert right("stranger", "198.51.100.99")


def test_a_crowded_proxy_closes_nothing_for_others(here: District, settings: Any) -> None:
    """Thirty-one wrong codes behind one proxy: the next visitor's code is still looked at."""
    settings.PROXIES = TRUSTED

    def ask(address: str) -> int:
        return (
            Client()
            .get("/verify/", {"code": "nonsense"}, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=address)
            .status_code
        )

    assert [ask("198.51.100.1") for _n in range(31)][-1] == 429
    assert ask("198.51.100.2") == 404


def test_opening_an_account_takes_as_long_whoever_is_there(here: District, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long is the hash of a password: one each."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth import hashers

    EmailAddress.objects.create(user=here.founder, email="taken@example.com", verified=True, primary=True)
    made: list[str] = []
    plain = hashers.MD5PasswordHasher.encode

    def counted(self: hashers.MD5PasswordHasher, password: str, salt: str) -> str:
        made.append(password)
        return plain(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    counts = []
    for email in ("taken@example.com", "nobody@example.com"):
        cache.clear()
        made.clear()
        Client().post(
            "/accounts/signup/", {"name": "李示例", "email": email, "password1": "a long password 77", "agree": "on"}
        )
        counts.append(len(made))
    assert counts[0] == counts[1] == 1
