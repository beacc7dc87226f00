"""People who are told outside the site, and servers that take what is sent: real SMTP, real HTTP, on this machine."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress

from district.ground import clock
from district.ground.messages.posting import post
from district.ground.people.actions import create_person
from district.ground.people.models import Bureau, Person, Role
from tests.postgres import free_port

ZONE = ZoneInfo("Asia/Shanghai")
FRIDAY = dt.datetime(2022, 6, 24, 10, 0, tzinfo=ZONE)  # a working day within working hours


def on(day: int, hour: int, minute: int = 0, *, month: int = 6) -> dt.datetime:
    return dt.datetime(2022, month, day, hour, minute, tzinfo=ZONE)


def proved(person: Person, address: str) -> Person:
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    return person


@pytest.fixture
def now(db: None) -> Iterator[dt.datetime]:
    with clock.at(FRIDAY):
        yield FRIDAY


@pytest.fixture
def founder(db: None) -> Person:
    person = create_person(username="founder", name="示例创业者", password="long enough 1")
    return proved(person, "founder@example.com")


@pytest.fixture
def manager(db: None) -> Person:
    person = create_person(username="manager", name="示例经理", password="long enough 1")
    return proved(person, "manager@example.com")


@pytest.fixture
def other_officer(db: None) -> Person:
    science = Bureau.objects.create(name="区科委", full="示例区科委")
    return create_person(
        username="science", name="示例科委", password="long enough 1", duties=[(science, Role.OFFICER)]
    )


def tell(*people: Person, title: str = "“一次性开办费补贴”请补正 2 项", **more: Any) -> None:
    """A notice that leaves singly unless told otherwise."""
    given = {"body": "请一次补齐。", "link": "/my/applications/", "room": "x", "subject": "A-1", "needs_action": True}
    post(to=people, title=title, **{**given, **more})


@dataclass
class Post:
    """What the SMTP server took, and what it says to the next ones: `250 OK` when nothing is waiting to be said."""

    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.data:
            return self.data.pop(0)
        self.taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))  # type: ignore[arg-type]
        return "250 taken"


@pytest.fixture
def smtp(settings: Any) -> Iterator[Post]:
    """A real SMTP server on a free port; the site sends its mail there."""
    found = Post()
    controller = Controller(found, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.DEFAULT_FROM_EMAIL, settings.SITE_ADDRESS = "notice@huiqi.example", "https://huiqi.example"
    yield found
    controller.stop()


@dataclass
class Gateway:
    """What an HTTP receiver got, and what it answers next: (status, body); `200 {"id": …}` otherwise."""

    url: str = ""
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def payloads(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _path, _headers, body in self.got]


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    """A real HTTP server that stands for both the SMS gateway and the message platform."""
    found = Gateway()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status, said = found.answers.pop(0) if found.answers else (200, b'{"id": "P-%d"}' % len(found.got))
            self.send_response(status)
            if status in (301, 302, 307):
                self.send_header("Location", f"{found.url}/elsewhere")
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_address[1]}"
    settings.NOTICE_SMS = (f"{found.url}/sms?v=1", "sms secret")
    settings.NOTICE_WEBHOOK = (f"{found.url}/push", "push secret")
    settings.SITE_ADDRESS = "https://huiqi.example"
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def said(mail: EmailMessage, form: str = "plain") -> str:
    """A mail's text in one form, with line ends as we write them."""
    part = mail.get_body((form,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
