"""Messages posted to programs, over real HTTP: signed, tried again, closed, and never into a network of ours."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import hmac
import socket
import threading
import time
import uuid
from typing import Any

import pytest
from django.test import Client

from district.ground import clock
from district.ground.messages import hours, kinds
from district.ground.messages.hooks import actions, reaching
from district.ground.messages.hooks.actions import NotPossible
from district.ground.messages.hooks.models import MOST_FAULTS, Hook
from district.ground.messages.models import Delivery, Message
from district.ground.messages.sending import MOST_TRIES, deliver_due
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district.ground.messages.conftest import FRIDAY, Gateway, on, tell

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture(autouse=True)
def no_mail(settings: Any) -> None:
    settings.NOTICE_EMAIL, settings.NOTICE_SMS, settings.NOTICE_WEBHOOK = False, None, None
    settings.HOOKS_INSIDE = True


def subscribe(person: Person, address: str, *chosen: str, by: Person | None = None) -> tuple[Hook, str]:
    return actions.subscribe(account=person, address=address, chosen=chosen or ("*",), by=by or person,
                             request_key=uuid.uuid4())  # fmt: skip


def test_a_message_is_posted_signed_as_it_reads_in_the_site(gateway: Gateway, founder: Person) -> None:
    hook, secret = subscribe(founder, f"{gateway.url}/in")
    assert secret.startswith("whsec_") and secret not in Hook.objects.values_list("secret", flat=True).get()
    tell(founder)
    assert deliver_due()["sent"] == 1
    ((path, headers, body),) = gateway.got
    stamp = headers["x-huiqi-timestamp"]
    mine = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert (path, headers["x-huiqi-signature"]) == ("/in", f"sha256={mine}")
    message, row = Message.objects.get(), Delivery.objects.get()
    assert gateway.payloads[0] == {
        "id": str(row.key), "kind": "notice", "title": message.title, "text": message.body, "about": "A-1",
        "url": "https://huiqi.example/my/applications/", "link": "/my/applications/", "needs_action": True,
        "message": message.pk, "at": row.at.isoformat(),
    }  # fmt: skip
    assert headers["x-huiqi-delivery"] == str(row.key) and row.state == "sent" and row.hook == hook
    assert founder.name not in body.decode() and founder.username not in body.decode()


def test_every_kind_can_be_subscribed_to_but_secrets(gateway: Gateway, founder: Person) -> None:
    assert set(actions.open_kinds()) == set(kinds.kinds.keys) - {"code", "digest"} and len(actions.open_kinds()) > 3
    subscribe(founder, f"{gateway.url}/in", *actions.open_kinds())
    for kind in actions.open_kinds():
        tell(founder, kind=kind)
    assert Delivery.objects.count() == len(actions.open_kinds())
    with pytest.raises(NotPossible):
        subscribe(founder, f"{gateway.url}/codes", "code")


def test_only_the_kinds_and_the_person_it_is_for(gateway: Gateway, founder: Person, manager: Person) -> None:
    subscribe(founder, f"{gateway.url}/in", "reminder")
    tell(founder, manager)
    tell(manager, kind="reminder")
    assert not Delivery.objects.exists()
    tell(founder, kind="reminder")
    assert Delivery.objects.get().hook_id


def test_at_any_hour_and_held_like_any_other(gateway: Gateway, founder: Person) -> None:
    subscribe(founder, f"{gateway.url}/in")
    with clock.at(on(26, 3)):
        assert not hours.is_open(clock.now())
        tell(founder)
        tell(founder, kind="refused")
        assert deliver_due()["sent"] == 1
    assert {row.kind: row.state for row in Delivery.objects.all()} == {"notice": "sent", "refused": "held"}


def test_a_fault_is_tried_again_and_one_program_holds_up_no_other(
    gateway: Gateway, founder: Person, manager: Person
) -> None:
    dead = f"http://127.0.0.1:{_closed_port()}/"
    subscribe(founder, dead)
    subscribe(manager, f"{gateway.url}/in")
    for _n in range(4):
        tell(founder)
        tell(manager)
    done = deliver_due()
    assert done["sent"] == 4 and done["later"] == 3  # the fourth was not tried: it is out of order
    gateway.answers = [(500, b"down"), (302, b""), (404, b"no")]
    for _n in range(3):
        tell(manager)
    assert deliver_due()["later"] == 3
    assert [path for path, _headers, _body in gateway.got] == ["/in"] * 7  # no redirect is followed
    with clock.at(FRIDAY + dt.timedelta(minutes=2)):
        assert deliver_due()["sent"] == 3
    assert Hook.objects.get(person=manager).faults == 0


def _closed_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


@pytest.mark.parametrize("begins", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 500 No\r\nConnection: close\r\n\r\n"])
def test_who_trickles_for_ever_holds_nobody_up(founder: Person, monkeypatch: pytest.MonkeyPatch, begins: bytes) -> None:
    """A byte now and then keeps each reading alive; the try as a whole ends."""
    monkeypatch.setattr(reaching, "WHOLE", 1)
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def trickle() -> None:
            line, _who = listening.accept()
            line.sendall(begins)
            with line, contextlib.suppress(OSError):
                while not ended.wait(0.05):
                    line.sendall(b"x")

        threading.Thread(target=trickle, daemon=True).start()
        subscribe(founder, f"http://127.0.0.1:{listening.getsockname()[1]}/in")
        tell(founder)
        began = time.monotonic()
        done = deliver_due()
        took = time.monotonic() - began
        ended.set()
    assert done["later"] == 1 and took < 8, took


def test_after_many_faults_it_is_closed_and_its_owner_told(gateway: Gateway, founder: Person) -> None:
    hook, _secret = subscribe(founder, f"{gateway.url}/in")
    gateway.answers = [(500, b"down")] * (MOST_FAULTS + MOST_TRIES)
    for _n in range(4):
        tell(founder)
    moment = FRIDAY
    for _n in range(MOST_TRIES + 6):
        with clock.at(moment):
            deliver_due()
        moment += dt.timedelta(hours=13)
    hook.refresh_from_db()
    assert hook.closed_at and hook.faults >= MOST_FAULTS and str(MOST_FAULTS) in hook.close_reason
    told = Message.objects.get(subject=hook.reference)
    assert told.to == founder and hook.address in told.body
    assert LogEntry.objects.filter(subject=hook.reference, verb="close-hook").exists()
    before = len(gateway.got)
    tell(founder)
    assert deliver_due().total() == 0 and len(gateway.got) == before


def test_gone_is_gone(gateway: Gateway, founder: Person) -> None:
    hook, _secret = subscribe(founder, f"{gateway.url}/in")
    gateway.answers = [(410, b"")]
    tell(founder)
    assert deliver_due()["failed"] == 1
    hook.refresh_from_db()
    assert hook.closed_at is not None


def test_what_waits_for_a_closed_one_is_not_sent(gateway: Gateway, founder: Person) -> None:
    hook, _secret = subscribe(founder, f"{gateway.url}/in")
    tell(founder)
    actions.close(hook=hook, reason="不用了", by=founder)
    assert deliver_due()["dropped"] == 1 and gateway.got == []


INSIDE = [
    "http://example.com/", "https://127.0.0.1/", "https://localhost/", "https://10.1.2.3/", "https://192.168.0.9/",
    "https://169.254.169.254/latest/", "https://[::1]/", "https://[fe80::1]/", "https://[fd00::1]/", "https://0.0.0.0/",
    "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://100.64.0.1/",
    "https://user:pass@93.184.216.34/", "https://93.184.216.34:22/", "https://93.184.216.34/#x", "ftp://93.184.216.34/",
    "https://2130706433/", "https://0x7f.1/", "https:///", "https://[::127.0.0.1]/", "https://224.0.0.1/", "https://[x/",
    "https://[fec0::1]/",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_leads_into_a_network_of_ours(founder: Person, settings: Any, address: str) -> None:
    settings.HOOKS_INSIDE = False
    with pytest.raises(NotPossible):
        subscribe(founder, address)
    assert not Hook.objects.exists()


def test_a_name_that_means_another_machine_later_is_looked_at_again(
    founder: Person, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: the name is resolved at each try, and the connection goes to what was looked at."""
    settings.HOOKS_INSIDE = False
    machines = ["93.184.216.34"]
    asked: list[str] = []

    def resolve(host: str, port: int, **_more: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (machines[0], port))]

    monkeypatch.setattr(reaching.socket, "getaddrinfo", resolve)
    reached: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *_more: Any) -> Any:
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(reaching.socket, "create_connection", connect)
    subscribe(founder, "https://program.example/in")
    tell(founder)
    assert deliver_due()["later"] == 1 and reached == [("93.184.216.34", 443)]
    machines[0] = "127.0.0.1"
    with clock.at(FRIDAY + dt.timedelta(minutes=2)):
        assert deliver_due()["failed"] == 1
    assert reached == [("93.184.216.34", 443)] and len(asked) == 3
    assert "内部网络" in Delivery.objects.get().error


def test_only_for_oneself(gateway: Gateway, founder: Person, manager: Person) -> None:
    with pytest.raises(Refused):
        subscribe(founder, f"{gateway.url}/in", by=manager)
    hook, _secret = subscribe(founder, f"{gateway.url}/in")
    with pytest.raises(Refused):
        actions.close(hook=hook, reason="x", by=manager)


def test_the_page_shows_the_secret_once_and_what_was_posted(gateway: Gateway, founder: Person, client: Client) -> None:
    client.force_login(founder)
    form = {"request_key": str(uuid.uuid4()), "address": f"{gateway.url}/in", "chosen": ["*"]}
    page = client.post("/me/hooks/", form)
    assert page.status_code == 200 and "whsec_" in page.content.decode() and "no-store" in page["Cache-Control"]
    again = client.post("/me/hooks/", form)
    assert "whsec_" not in again.content.decode() and Hook.objects.count() == 1
    gateway.answers = [(500, b"down")] * MOST_TRIES
    tell(founder)
    moment = FRIDAY
    for _n in range(MOST_TRIES):
        with clock.at(moment):
            deliver_due()
        moment += dt.timedelta(hours=13)
    row = Delivery.objects.get()
    shown = client.get("/me/hooks/").content.decode()
    assert row.state == "failed" and row.reference in shown and "HTTP 500" in shown
    client.post(f"/me/hooks/deliveries/{row.reference}/again/")
    assert deliver_due()["sent"] == 1 and len(gateway.got) == MOST_TRIES + 1
    wrong = client.post("/me/hooks/", {**form, "request_key": str(uuid.uuid4()), "address": "gopher://x/"})
    assert wrong.status_code == 422
    hook = Hook.objects.get()
    client.post(f"/me/hooks/{hook.reference}/close/", {"reason": "不用了"})
    hook.refresh_from_db()
    assert hook.closed_at is not None


def test_a_stranger_to_it_finds_nothing(gateway: Gateway, founder: Person, manager: Person, client: Client) -> None:
    hook, _secret = subscribe(founder, f"{gateway.url}/in")
    client.force_login(manager)
    assert client.post(f"/me/hooks/{hook.reference}/close/", {"reason": "x"}).status_code == 404
    assert gateway.url not in client.get("/me/hooks/").content.decode()
