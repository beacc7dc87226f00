"""Where a program's address may lead: out to the world, never to a machine of ours.

A name is resolved each time and the connection goes to the address that was looked at, so that a name that means
another machine a moment later (rebinding) gains nothing. Redirects are not followed.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

TIMEOUT = 10  # seconds for one step of a try: connecting, or the next byte
WHOLE = 20  # seconds for a try as a whole, however slowly the other side trickles
MOST_ANSWER = 4 * 1024  # bytes read of an answer
NAT64 = ipaddress.ip_network("64:ff9b::/96")
PORTS = frozenset({443, 8443})
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotReachable(ValueError):
    """An address that nothing is posted to; `str()` says why."""


@dataclass(frozen=True)
class Target:
    """Where one post goes: the address's parts, and the machine it was found to mean."""

    parts: SplitResult
    port: int
    machine: str


def look(url: str) -> SplitResult:
    """An address's parts, where they are of the right shape. Raises NotReachable."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotReachable(_("不是有效的地址。")) from None
    if parts.scheme != "https" and not (settings.HOOKS_INSIDE and parts.scheme == "http"):
        raise NotReachable(_("地址要以 https:// 开头。"))
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        raise NotReachable(_("地址里不能有用户名、口令或 #。"))
    if port is not None and port not in PORTS and not settings.HOOKS_INSIDE:
        raise NotReachable(_("端口只能是 443 或 8443。"))
    return parts


def find(url: str) -> Target:
    """Where an address leads at this moment. Raises NotReachable, OSError where its name has no address now."""
    parts = look(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    machines = [str(each[4][0]) for each in found]
    if not settings.HOOKS_INSIDE and not all(is_outside(each) for each in machines):
        raise NotReachable(_("这个地址指向内部网络，不能推送。"))
    return Target(parts, port, machines[0])


def is_outside(machine: str) -> bool:
    """Whether an IP address is of the public internet, whatever it is wrapped in."""
    address: Address = ipaddress.ip_address(machine.partition("%")[0])
    return not getattr(address, "is_site_local", False) and all(
        each.is_global and not each.is_multicast for each in (address, *_wrapped(address))
    )


def _wrapped(address: Address) -> list[Address]:
    """The IPv4 addresses an IPv6 one stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64 or int(address) >> 32 == 0:  # NAT64, and the old form ::1.2.3.4
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]


class _Pinned(http.client.HTTPConnection):
    """A connection to the machine that was looked at, under the address's own name."""

    def __init__(self, target: Target) -> None:
        super().__init__(str(target.parts.hostname), target.port, timeout=TIMEOUT)
        self.target = target
        self.line: socket.socket | None = None
        self.hung_up = False

    def connect(self) -> None:
        self.sock = self.line = socket.create_connection((self.target.machine, self.target.port), TIMEOUT)
        if self.target.parts.scheme == "https":
            greeted = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.target.parts.hostname, do_handshake_on_connect=False
            )
            self.sock = self.line = greeted
            greeted.do_handshake()

    def hang_up(self) -> None:
        """From another thread: whatever is being waited for ends, with OSError or as if the other side had closed."""
        self.hung_up = True
        if self.line is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)  # TLS's own would pull its state from the reader


def post(target: Target, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Status and, where it is not taken, the beginning of the answer. Raises OSError, http.client.HTTPException."""
    line = _Pinned(target)
    path = (target.parts.path or "/") + (f"?{target.parts.query}" if target.parts.query else "")
    watch = threading.Timer(WHOLE, line.hang_up)
    watch.daemon = True
    watch.start()
    try:
        line.request("POST", path, body, headers)
        answer = line.getresponse()
        if line.hung_up:  # half a head reads like a whole one
            raise TimeoutError
        return answer.status, b"" if 200 <= answer.status < 300 else answer.read(MOST_ANSWER)
    finally:
        watch.cancel()
        line.close()
