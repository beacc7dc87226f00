"""What the site reads from its environment: every variable with its default, and what is refused at the start."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path

import pytest

from district.__main__ import main as huiqi
from district.web import environment


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in environment.NAMES:
        monkeypatch.delenv(name, raising=False)


Set = pytest.MonkeyPatch


def test_only_documented_variables_are_read() -> None:
    with pytest.raises(KeyError, match="HUIQI_SECRET is not"):
        environment.read("HUIQI_SECRET")
    assert environment.read("HUIQI_HOSTS", "localhost") == "localhost"
    assert all(name.startswith("HUIQI_") and says for name, says in environment.NAMES.items())


@pytest.mark.parametrize(("value", "on"), [
    ("1", True), ("true", True), ("yes", True), ("0", False), ("", False), ("no", False), ("True", False),
])  # fmt: skip
def test_a_flag_is_on_where_it_says_so(monkeypatch: Set, value: str, on: bool) -> None:
    monkeypatch.setenv("HUIQI_DEMO", value)
    assert environment.flag("HUIQI_DEMO") is on


def test_a_size_is_in_megabytes(monkeypatch: Set) -> None:
    assert environment.megabytes("HUIQI_FILE_MOST_MB", 20) == 20_971_520
    monkeypatch.setenv("HUIQI_FILE_MOST_MB", "1")
    assert environment.megabytes("HUIQI_FILE_MOST_MB", 20) == 1_048_576
    monkeypatch.setenv("HUIQI_FILE_MOST_MB", "many")
    with pytest.raises(ValueError):
        environment.megabytes("HUIQI_FILE_MOST_MB", 20)


def test_the_data_folder_is_made(monkeypatch: Set, tmp_path: Path) -> None:
    monkeypatch.setenv("HUIQI_DATA", str(tmp_path / "a" / "b"))
    assert environment.data_folder() == tmp_path / "a" / "b" and (tmp_path / "a" / "b").is_dir()


def test_the_catalogue_is_a_whole_path(monkeypatch: Set, tmp_path: Path) -> None:
    assert environment.catalogue().parts[-2:] == ("catalogue", "yangpu")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUIQI_CATALOGUE", "mine/town")
    assert environment.catalogue() == tmp_path.resolve() / "mine" / "town"


@pytest.mark.parametrize(("read", "name", "file"), [
    (environment.secret_key, "HUIQI_SECRET_KEY", "secret.key"),
    (environment.worker_key, "HUIQI_WORKER_KEY", "worker.key"),
])  # fmt: skip
def test_a_key_is_made_once_and_is_its_owners(
    monkeypatch: Set, tmp_path: Path, read: object, name: str, file: str
) -> None:
    made = read(tmp_path)  # type: ignore[operator]
    assert len(made) > 60 and read(tmp_path) == made  # type: ignore[operator]
    assert stat.S_IMODE((tmp_path / file).stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [file]  # no draft stays behind
    monkeypatch.setenv(name, "given")
    assert read(tmp_path) == "given"  # type: ignore[operator]
    assert (tmp_path / file).read_text(encoding="ascii") == made


def test_the_data_folder_is_its_owners(monkeypatch: Set, tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    monkeypatch.setenv("HUIQI_DATA", str(folder))
    assert environment.data_folder() == folder and stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_the_site_writes_is_its_own(monkeypatch: Set, tmp_path: Path) -> None:
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda _said: (tmp_path / "db").touch())
    monkeypatch.setattr("sys.argv", ["huiqi", "run"])
    before = os.umask(0o022)
    try:
        huiqi()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "db").stat().st_mode) == 0o600


def test_of_two_that_start_together_the_first_ones_key_stays(monkeypatch: Set, tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    real = os.link

    def beaten(draft: Path, target: Path) -> None:
        target.write_text("the other's", encoding="ascii")
        real(draft, target)

    monkeypatch.setattr(os, "link", beaten)
    assert environment.secret_key(tmp_path) == "the other's"
    assert list(tmp_path.iterdir()) == [path]


def test_sqlite_is_the_default_and_never_oversells(monkeypatch: Set, tmp_path: Path) -> None:
    found = environment.database(tmp_path)
    assert found["ENGINE"] == "district.ground.record.sqlite" and found["NAME"] == str(tmp_path / "huiqi.sqlite3")
    options = found["OPTIONS"]
    assert isinstance(options, dict)
    assert options["cached_statements"] > 500  # a page asks some forty, and several people ask in turn
    assert options["transaction_mode"] == "IMMEDIATE" and "foreign_keys=ON" in options["init_command"]
    monkeypatch.setenv("HUIQI_DATABASE", "sqlite:////data/my%20site.sqlite3")
    assert environment.database(tmp_path)["NAME"] == "/data/my site.sqlite3"


def test_postgresql_with_a_password_that_needs_quoting(monkeypatch: Set, tmp_path: Path) -> None:
    monkeypatch.setenv("HUIQI_DATABASE", "postgresql://me:p%40ss%2Fword@db.example:5433/huiqi")
    found = environment.database(tmp_path)
    assert [found[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "me", "p@ss/word", "db.example", "5433", "huiqi"]  # fmt: skip
    monkeypatch.setenv("HUIQI_DATABASE", "postgres://db.example/huiqi")
    assert [environment.database(tmp_path)[key] for key in ("USER", "PASSWORD", "PORT")] == ["", "", ""]


@pytest.mark.parametrize("url", ["mysql://db/huiqi", "huiqi.sqlite3", "http://db"])
def test_another_database_is_refused(monkeypatch: Set, tmp_path: Path, url: str) -> None:
    monkeypatch.setenv("HUIQI_DATABASE", url)
    with pytest.raises(ValueError, match="expected sqlite:/// or postgresql://"):
        environment.database(tmp_path)


def test_portals_are_origins(monkeypatch: Set) -> None:
    assert environment.origins("HUIQI_PORTALS") == ()
    monkeypatch.setenv("HUIQI_PORTALS", " https://a.example/, https://b.example:8443 ,,http://localhost:3000")
    assert environment.origins("HUIQI_PORTALS") == (
        "https://a.example", "https://b.example:8443", "http://localhost:3000")  # fmt: skip


@pytest.mark.parametrize("value", [
    "http://a.example", "https://*.example", "*", "https://a.example/path", "a.example", "https://me@a.example",
    "https://a.example'", "https://a.example;", "https://", "ftp://a.example", "https://a.example?x=1",
])  # fmt: skip
def test_what_is_no_origin_lets_nobody_frame_the_site(monkeypatch: Set, value: str) -> None:
    monkeypatch.setenv("HUIQI_PORTALS", value)
    with pytest.raises(ValueError, match="expected origins"):
        environment.origins("HUIQI_PORTALS")


@pytest.mark.parametrize(("url", "port", "tls", "ssl"), [
    ("smtp://host", 25, False, False), ("smtp+tls://host", 587, True, False), ("smtps://host", 465, False, True),
    ("smtp://host:2525", 2525, False, False),
])  # fmt: skip
def test_mail_leaves_by_a_server(url: str, port: int, tls: bool, ssl: bool) -> None:
    found = environment.email(url)
    assert [found[key] for key in ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")] == [
        "host", port, tls, ssl]  # fmt: skip


def test_mail_with_an_account_and_without_a_server() -> None:
    found = environment.email("smtps://a%40b.example:p%3Aw@host")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("a@b.example", "p:w")
    assert environment.email("") == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    with pytest.raises(ValueError, match="expected smtp"):
        environment.email("http://host")


def test_a_gateway_has_an_address_and_a_secret(monkeypatch: Set) -> None:
    assert environment.gateway("HUIQI_SMS") is None
    monkeypatch.setenv("HUIQI_SMS", "https://sms.example/send")
    with pytest.raises(ValueError, match="HUIQI_SMS_SECRET is missing"):
        environment.gateway("HUIQI_SMS")
    monkeypatch.setenv("HUIQI_SMS_SECRET", "s")
    assert environment.gateway("HUIQI_SMS") == ("https://sms.example/send", "s")


@pytest.mark.parametrize(("url", "taken"), [
    ("http://sms.example/send", False), ("http://localhost:9/x", True), ("http://127.0.0.1/x", True),
    ("http://[::1]:9/x", True), ("ftp://sms.example", False),
])  # fmt: skip
def test_nothing_is_posted_in_the_clear_to_others(monkeypatch: Set, url: str, taken: bool) -> None:
    monkeypatch.setenv("HUIQI_WEBHOOK", url)
    monkeypatch.setenv("HUIQI_WEBHOOK_SECRET", "s")
    if taken:
        assert environment.gateway("HUIQI_WEBHOOK") == (url, "s")
    else:
        with pytest.raises(ValueError, match="expected https://"):
            environment.gateway("HUIQI_WEBHOOK")


def test_the_map_is_a_search_by_address_or_none(monkeypatch: Set) -> None:
    assert "{address}" in environment.map_search()
    monkeypatch.setenv("HUIQI_MAP", "none")
    assert environment.map_search() == ""
    for wrong in ("http://map.example/{address}", "https://map.example/"):
        monkeypatch.setenv("HUIQI_MAP", wrong)
        with pytest.raises(ValueError, match="HUIQI_MAP"):
            environment.map_search()


def test_notices_have_hours(monkeypatch: Set) -> None:
    assert environment.notice_hours() == (dt.time(8, 30), dt.time(18), dt.time(17))
    monkeypatch.setenv("HUIQI_NOTICE_HOURS", "09:00 - 17:30")
    assert environment.notice_hours() == (dt.time(9), dt.time(17, 30), dt.time(17))


@pytest.mark.parametrize(("hours", "digest"), [
    ("09:00-17:00", "17:00"), ("09:00-17:00", "08:59"), ("09:00", "10:00"), ("nine-five", "10:00"),
    ("09:00-25:00", "10:00"), ("18:00-09:00", "17:00"), ("09:00-17:00", "noon"),
])  # fmt: skip
def test_hours_that_make_no_sense_stop_the_site(monkeypatch: Set, hours: str, digest: str) -> None:
    monkeypatch.setenv("HUIQI_NOTICE_HOURS", hours)
    monkeypatch.setenv("HUIQI_NOTICE_DIGEST", digest)
    with pytest.raises(ValueError, match="HUIQI_NOTICE"):
        environment.notice_hours()


def test_single_sign_on_is_read_from_its_file(monkeypatch: Set, tmp_path: Path) -> None:
    assert environment.single_sign_on() == {}
    path = tmp_path / "oidc.json"
    path.write_text('[{"provider_id": "city", "name": "随申办"}]', encoding="utf-8")
    monkeypatch.setenv("HUIQI_OIDC", str(path))
    assert environment.single_sign_on() == {"openid_connect": {"APPS": [{"provider_id": "city", "name": "随申办"}]}}
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ValueError):
        environment.single_sign_on()
