"""The hook for a virus scanner: clamd's INSTREAM, when one is configured. Without it nothing is scanned for viruses.

What is checked without a scanner: type by content, bombs, macros, scripts at a PDF's document level. What is not: known
malware, exploits in fonts or images, scripts deep inside a PDF's pages. Files are never opened by the server's programs
beyond these checks, and leave it as downloads under a policy that lets them run nothing.
"""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from district.ground.files.refusing import BadUpload

CHUNK = 1 << 16
SECONDS = 30


def scan(file: BinaryIO) -> None:
    """Ask the scanner. Raises BadUpload when it finds something, and when it is configured but does not answer."""
    address = settings.CLAMD
    if not address:
        return
    try:
        answer = _ask(address, file)
    except OSError:
        raise BadUpload(_("暂时不能检查病毒，请过几分钟再上传。")) from None
    if not answer.endswith("OK"):
        raise BadUpload(_("文件没有通过病毒检查，不能收。"))


def _ask(address: str, file: BinaryIO) -> str:
    """clamd at `host:port` or at a socket's path; its answer to the file, e.g. `stream: OK`."""
    with _connect(address) as link:
        link.settimeout(SECONDS)
        link.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            link.sendall(struct.pack("!L", len(chunk)) + chunk)
        link.sendall(struct.pack("!L", 0))
        answer = b""
        while part := link.recv(4096):
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(SECONDS)
        link.connect(address)
        return link
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host or "localhost", int(port)), timeout=SECONDS)
