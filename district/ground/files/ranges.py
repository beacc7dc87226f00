"""A part of a file, as players of films ask for it (RFC 9110, one range of bytes)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse

CHUNK = 1 << 16
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


def ranged(request: HttpRequest, path: Path, media_type: str) -> HttpResponse | FileResponse | StreamingHttpResponse:
    """The bytes asked for, 206; 416 where there are none of them; all of them where no range is asked for, or several
    are."""
    size = path.stat().st_size
    said = RANGE.fullmatch(request.headers.get("Range", ""))
    response: HttpResponse | FileResponse | StreamingHttpResponse
    if said is None or not any(said.groups()):
        response = FileResponse(path.open("rb"), content_type=media_type)
    else:
        first, last = bounds(said[1], said[2], size)
        if first > last:
            response = HttpResponse(status=416)
            response["Content-Range"] = f"bytes */{size}"
        else:
            response = StreamingHttpResponse(_part(path, first, last), status=206, content_type=media_type)
            response["Content-Range"] = f"bytes {first}-{last}/{size}"
            response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte, both within; the first after the last where there is nothing of it."""
    if not first:
        return max(0, size - int(last)), size - 1 if int(last) else -1
    return int(first), min(int(last), size - 1) if last else size - 1


def _part(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
