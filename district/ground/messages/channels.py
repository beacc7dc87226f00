"""The ways out of the house, behind one interface: send a delivery, get the other side's number, or say why not."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import json
import re
import smtplib
import ssl
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.message import BadHeaderError

from district.ground.messages import rendering
from district.ground.messages.models import Channel as Name
from district.ground.messages.models import Delivery

TIMEOUT = 15  # seconds for one try over HTTP; SMTP has EMAIL_TIMEOUT
MOST_ANSWER = 64 * 1024  # bytes read of an answer
TRY_AGAIN = frozenset({408, 409, 425, 429})  # besides 5xx; 409: the first post of the same key is still being worked on


# What mail servers at home and abroad answer with a 5xx when it is only too much at a time.
TOO_OFTEN = re.compile(
    r"too (many|much|often|fast|frequent)|frequen|rate.?limit|throttl|exceed\w* .*(limit|quota|rate)|try (again )?later"
    r"|temporar|greylist|\b4\.\d\.\d+\b|\b5\.7\.(28|708)\b|频率|频繁|过多|过快|稍后|超过.*限制",
    re.IGNORECASE,
)


class Temporary(Exception):
    """Not now; a later try may do. `str()` is for the officer."""


class Permanent(Exception):
    """Never, as it is: a wrong address, a refused text."""


class Channel:
    """One way out, opened for a run of deliveries and closed after it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def send(self, delivery: Delivery) -> str:
        """Send one; returns the other side's number for it. Raises Temporary, Permanent."""
        raise NotImplementedError


class EmailChannel(Channel):
    """SMTP by Django's mail; one connection for the run, opened again after a fault."""

    def __init__(self) -> None:
        self.connection = get_connection(timeout=settings.EMAIL_TIMEOUT)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, delivery: Delivery) -> str:
        try:
            mail = rendering.email(delivery, self.connection)
            self.connection.open()
            mail.send()
        except (BadHeaderError, UnicodeError) as error:
            raise Permanent(str(error)) from error
        except smtplib.SMTPRecipientsRefused as error:
            self._close()
            code, said = next(iter(error.recipients.values()))
            raise _by_code(code, said) from error
        except smtplib.SMTPDataError as error:
            self._close()
            raise _by_code(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:  # our side or the line: not the receiver's fault
            self._close()
            raise Temporary(f"{type(error).__name__}: {error}") from error
        return rendering.message_id(delivery)

    def _close(self) -> None:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self.connection.close()


def _by_code(code: int, said: bytes | str) -> Temporary | Permanent:
    """What a mail server's refusal means: below 500 try again, and so where 5xx only says "too often"."""
    text = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return Permanent(text) if code >= 500 and not TOO_OFTEN.search(text) else Temporary(text)


class JsonChannel(Channel):
    """POSTs JSON over HTTPS to one address, signed with a shared secret.

    `X-Huiqi-Signature: sha256=…` is HMAC-SHA256 over `<X-Huiqi-Timestamp>.<body>`; `Idempotency-Key` is the same on
    every try. Redirects are not followed: what is signed goes where it was configured to go.
    """

    def __init__(self, url: str, secret: str) -> None:
        self.url, self.secret = url, secret

    def send(self, delivery: Delivery) -> str:
        body = json.dumps(rendering.payload(delivery), ensure_ascii=False, sort_keys=True).encode()
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json; charset=utf-8", "Idempotency-Key": str(delivery.key),
            "X-Huiqi-Timestamp": stamp, "X-Huiqi-Signature": f"sha256={signature(self.secret, stamp, body)}",
        }  # fmt: skip
        try:
            status, answer = self._post(body, headers)
        except (OSError, http.client.HTTPException) as error:
            raise Temporary(f"{type(error).__name__}: {error}") from error
        if 200 <= status < 300:
            return _number(answer)
        said = f"HTTP {status} {answer[:200].decode(errors='replace')}".strip()
        raise Temporary(said) if status >= 500 or status in TRY_AGAIN else Permanent(said)

    def _post(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        line: http.client.HTTPConnection
        if parts.scheme == "https":
            line = http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT, context=ssl.create_default_context())
        else:  # the settings let plain HTTP through only to this machine
            line = http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT)
        try:
            line.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
            answer = line.getresponse()
            return answer.status, answer.read(MOST_ANSWER)
        finally:
            line.close()


def signature(secret: str, stamp: str, body: bytes) -> str:
    """What the receiver computes too and compares."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _number(answer: bytes) -> str:
    """The provider's number from `{"id": …}`, where it gives one."""
    try:
        found = json.loads(answer or b"{}")
    except ValueError:
        return ""
    return str(found.get("id", ""))[:200] if isinstance(found, dict) else ""


_ways: dict[str, Callable[[], Channel]] = {}


def register(name: str, make: Callable[[], Channel]) -> None:
    """Another way out, or another provider for one there is."""
    _ways[name] = make


def make(name: str) -> Channel:
    return _ways[name]()


def configured() -> frozenset[str]:
    """The channels this site can send by."""
    found = {Name.EMAIL.value: settings.NOTICE_EMAIL, Name.SMS.value: settings.NOTICE_SMS,
             Name.WEBHOOK.value: settings.NOTICE_WEBHOOK}  # fmt: skip
    return frozenset(name for name, there in found.items() if there)


def _posting(gateway: tuple[str, str] | None) -> JsonChannel:
    assert gateway is not None  # rows are made, and left waiting, only for channels that are configured
    return JsonChannel(*gateway)


register(Name.EMAIL, EmailChannel)
register(Name.SMS, lambda: _posting(settings.NOTICE_SMS))
register(Name.WEBHOOK, lambda: _posting(settings.NOTICE_WEBHOOK))
