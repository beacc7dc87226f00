"""Where signed heads are taken: a file, a mailbox, a program's address; as HUIQI_ANCHOR names them."""

from __future__ import annotations

import http.client
import os
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.anchors.models import Anchor

TIMEOUT = 20  # seconds


class NotTaken(Exception):
    """It did not arrive; says why. It is tried again the next night."""


@dataclass(frozen=True)
class Place:
    """`shown` without what opens it; `take(line, anchor)` raises NotTaken."""

    shown: str
    take: Callable[[str, Anchor], None]


def configured() -> list[Place]:
    return [_place(each) for each in settings.ANCHOR_PLACES]


def files() -> list[Path]:
    """Those places that can be read again from here."""
    parts = [urlsplit(each) for each in settings.ANCHOR_PLACES]
    return [Path(unquote(each.path)) for each in parts if each.scheme == "file"]


def _place(url: str) -> Place:
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Place(url, lambda line, _anchor: _append(Path(unquote(parts.path)), line))
    if parts.scheme == "mailto":
        return Place(url, lambda line, anchor: _mail(unquote(parts.path), line, anchor))
    shown = f"{parts.scheme}://{parts.hostname}{parts.path}"  # what stands before the host or behind ? may be a secret
    return Place(shown[:300], lambda line, anchor: _post(url, line, anchor))


def _append(path: Path, line: str) -> None:
    """One more line, on the disk before it counts as taken; the file may lie on another machine's disk."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise NotTaken(str(error)) from error


def _mail(to: str, line: str, anchor: Anchor) -> None:
    words = {"day": clock.said(anchor.day), "n": anchor.number}
    subject = _("惠企留痕存证 %(day)s：第 %(n)d 行") % words
    body = _("请保存这封邮件。下面一行是签了名的留痕末行；核对：huiqi verify-log --anchor 文件。") + f"\n\n{line}\n"
    try:
        EmailMessage(subject, body, to=[to]).send()
    except (smtplib.SMTPException, OSError) as error:
        raise NotTaken(str(error)) from error


def _post(url: str, line: str, anchor: Anchor) -> None:
    """JSON to an address; signed already, so nothing but the address has to be known. Redirects are not followed."""
    parts = urlsplit(url)
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": f"{anchor.key[:16]}-{anchor.day}"}
    line_: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        line_ = http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=TIMEOUT, context=context)
    else:  # the settings let plain HTTP through only to this machine
        line_ = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        address = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line_.request("POST", address, line.encode(), headers)
        status = line_.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise NotTaken(f"{type(error).__name__}: {error}") from error
    finally:
        line_.close()
    if not 200 <= status < 300:
        raise NotTaken(f"HTTP {status}")
