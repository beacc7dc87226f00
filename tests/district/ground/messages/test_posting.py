"""SMS and the message platform: JSON over HTTP, signed, the same key on every try."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import Any

import pytest

from district.ground import clock
from district.ground.messages import channels
from district.ground.messages.models import Choice, Delivery
from district.ground.messages.sending import WAITS, deliver_due
from district.ground.people.models import Person
from district.web import environment
from tests.district.ground.messages.conftest import Gateway, tell

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def by_platform(founder: Person) -> Person:
    Choice.objects.create(person=founder, email=False, webhook=True)
    return founder


@pytest.fixture
def by_sms(founder: Person, now: dt.datetime) -> Person:
    choice = Choice(person=founder, email=False, sms=True, phone_confirmed_at=now)
    choice.phone = "13900001234"
    choice.save()
    return founder


def test_the_platform_gets_one_person_and_one_notice(gateway: Gateway, by_platform: Person) -> None:
    tell(by_platform, title="请补正")
    assert deliver_due()["sent"] == 1
    row = Delivery.objects.get()
    assert gateway.payloads == [{
        "id": str(row.key), "to": "founder", "kind": "notice", "title": "请补正", "text": "请一次补齐。",
        "url": "https://huiqi.example/my/applications/", "reference": row.reference,
    }]  # fmt: skip
    assert (row.state, row.provider) == ("sent", "P-1")


def test_sms(gateway: Gateway, by_sms: Person) -> None:
    tell(by_sms, title="请补正")
    deliver_due()
    ((path, _headers, _body),) = gateway.got
    assert path == "/sms?v=1"
    assert gateway.payloads == [{
        "id": str(Delivery.objects.get().key), "to": "13900001234",
        "text": "【惠企】请补正。详情请登录平台，在“消息”里查看。",
    }]  # fmt: skip


def test_a_long_sms_is_cut(gateway: Gateway, by_sms: Person) -> None:
    tell(by_sms, title="长" * 200)
    deliver_due()
    assert len(gateway.payloads[0]["text"]) == 180


def test_the_receiver_can_check_who_wrote(gateway: Gateway, by_platform: Person) -> None:
    tell(by_platform)
    deliver_due()
    ((_path, headers, body),) = gateway.got
    stamp = headers["x-huiqi-timestamp"]
    expected = hmac.new(b"push secret", stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["x-huiqi-signature"] == f"sha256={expected}"
    assert headers["content-type"].startswith("application/json")
    assert "push secret" not in str(headers) + body.decode()


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 503])
def test_tried_again_under_the_same_key(gateway: Gateway, by_platform: Person, now: dt.datetime, status: int) -> None:
    gateway.answers.append((status, b"busy"))
    tell(by_platform)
    assert deliver_due()["later"] == 1
    assert f"HTTP {status} busy" in Delivery.objects.get().error
    with clock.at(now + WAITS[0]):
        assert deliver_due()["sent"] == 1
    keys = {headers["idempotency-key"] for _path, headers, _body in gateway.got}
    assert keys == {str(Delivery.objects.get().key)} and len(gateway.got) == 2


@pytest.mark.parametrize("status", [400, 401, 404, 422, 302])
def test_refused_for_good(gateway: Gateway, by_platform: Person, status: int) -> None:
    """A redirect too: what is signed goes where it was configured to go."""
    gateway.answers.append((status, b"no"))
    tell(by_platform)
    assert deliver_due()["failed"] == 1
    assert len(gateway.got) == 1 and f"HTTP {status}" in Delivery.objects.get().error


def test_nobody_listens(by_platform: Person, settings: Any) -> None:
    settings.NOTICE_WEBHOOK = ("http://127.0.0.1:1/", "x")
    tell(by_platform)
    assert deliver_due()["later"] == 1


@pytest.mark.parametrize("answer, number", [(b"", ""), (b"not json", ""), (b"[1]", ""), (b'{"id": 12}', "12")])
def test_the_providers_number(gateway: Gateway, by_platform: Person, answer: bytes, number: str) -> None:
    gateway.answers.append((200, answer))
    tell(by_platform)
    deliver_due()
    assert (Delivery.objects.get().state, Delivery.objects.get().provider) == ("sent", number)


def test_a_channel_that_was_taken_away(gateway: Gateway, by_platform: Person, settings: Any) -> None:
    tell(by_platform)
    settings.NOTICE_WEBHOOK = None
    assert deliver_due()["dropped"] == 1
    assert gateway.got == []


def test_another_provider_takes_its_place(
    by_platform: Person, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []

    class Printed(channels.Channel):
        def send(self, delivery: Delivery) -> str:
            sent.append(delivery.subject)
            return "printed"

    monkeypatch.setitem(channels._ways, "webhook", Printed)
    tell(by_platform, title="一条")
    deliver_due()
    assert sent == ["一条"] and gateway.got == []


WRONG = [
    ("HUIQI_SMS", "http://gateway.example/", "s", "expected https"),
    ("HUIQI_SMS", "https://gateway.example/", "", "HUIQI_SMS_SECRET is missing"),
]


@pytest.mark.parametrize("name, url, secret, why", WRONG)
def test_gateways_are_checked_at_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, url: str, secret: str, why: str
) -> None:
    monkeypatch.setenv(name, url)
    monkeypatch.setenv(f"{name}_SECRET", secret)
    with pytest.raises(ValueError, match=why):
        environment.gateway(name)


def test_a_good_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIQI_SMS", raising=False)
    assert environment.gateway("HUIQI_SMS") is None
    monkeypatch.setenv("HUIQI_SMS", "https://gateway.example/send")
    monkeypatch.setenv("HUIQI_SMS_SECRET", "s")
    assert environment.gateway("HUIQI_SMS") == ("https://gateway.example/send", "s")


def test_hours_are_checked_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIQI_NOTICE_HOURS", "9-18:00")
    with pytest.raises(ValueError, match="HUIQI_NOTICE_HOURS"):
        environment.notice_hours()
    monkeypatch.setenv("HUIQI_NOTICE_HOURS", "09:00-16:00")
    with pytest.raises(ValueError, match="HUIQI_NOTICE_DIGEST"):
        environment.notice_hours()


MAIL = [
    ("smtp://h", 25, False, False), ("smtp+tls://u:p%40@h", 587, True, False), ("smtps://h:1465", 1465, False, True),
]  # fmt: skip


@pytest.mark.parametrize("url, port, starttls, tls", MAIL)
def test_mail_servers(url: str, port: int, starttls: bool, tls: bool) -> None:
    found = environment.email(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, starttls, tls)
    with pytest.raises(ValueError, match="HUIQI_EMAIL"):
        environment.email("http://h")
