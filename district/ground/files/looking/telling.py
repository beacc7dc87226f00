"""What a picture tells beside itself: where and when it was taken, by which device, a smaller picture of it.

None of that is kept. The picture is not written anew: of its bytes those parts stay without which it would not look
the same, and of its Exif which way up it stands.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from typing import Any

from PIL import Image

Part = tuple[int, int] | bytes  # from, to in the file as it came; or what is put in
UPRIGHT, ORIENTATION = 1, 0x0112
SOI, EOI, SOS, ICC = 0xD8, 0xD9, 0xDA, b"ICC_PROFILE\x00"
APPLICATION, ADOBE, COMMENT = range(0xE0, 0xF0), 0xEE, 0xFE
ALONE = (0x01, *range(0xD0, 0xD8))  # markers without a length
PNG_START = 8
COLOURS = (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"cICP", b"hIST", b"sPLT")


def kept_of(data: bytes, type_: str, orientation: int) -> list[Any]:
    """What stays of a picture that was looked at, for JSON: [from, to], or base64 of what is put in; [] for all."""
    walk = _of_png(data) if type_ == "png" else _of_jpeg(data)
    parts = _joined(walk)
    if parts == [(0, len(data))]:
        return []
    if orientation != UPRIGHT:
        start = PNG_START + 25 if type_ == "png" else 2  # behind the header
        parts = _with(parts, start, _upright(type_, orientation))
    return [base64.b64encode(each).decode() if isinstance(each, bytes) else list(each) for each in parts]


def _of_jpeg(data: bytes) -> Iterator[tuple[int, int]]:
    yield 0, 2
    place = 2
    while (place := data.find(b"\xff", place)) >= 0 and place + 1 < len(data):
        marker = data[place + 1]
        if marker in (0x00, 0xFF):  # filled up
            place += 1
            continue
        end = place + 2 if marker in (*ALONE, SOI, EOI) else place + 2 + int.from_bytes(data[place + 2 : place + 4])
        if marker == SOS:
            end = _end_of_scan(data, end)
        if _is_picture(marker, data[place + 4 : end]):
            yield place, min(end, len(data))
        if marker == EOI:
            return
        place = max(end, place + 2)


def _is_picture(marker: int, said: bytes) -> bool:
    if marker == 0xE2:
        return said.startswith(ICC)
    return marker in (0xE0, ADOBE) or (marker not in APPLICATION and marker != COMMENT)


def _end_of_scan(data: bytes, place: int) -> int:
    while (place := data.find(b"\xff", place)) >= 0:
        if place + 1 < len(data) and data[place + 1] not in (0x00, 0xFF, *ALONE[1:]):
            return place
        place += 1
    return len(data)


def _of_png(data: bytes) -> Iterator[tuple[int, int]]:
    yield 0, PNG_START
    place = PNG_START
    while place + 12 <= len(data):
        end, name = place + 12 + int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        if name[:1].isupper() or name in COLOURS:
            yield place, min(end, len(data))
        if name == b"IEND":
            return
        place = end


def _joined(parts: Iterator[tuple[int, int]]) -> list[Part]:
    found: list[Any] = []
    for start, end in parts:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _with(parts: list[Part], place: int, said: bytes) -> list[Part]:
    """The parts with something put in at a place, which lies in the first or at its end."""
    first, *rest = parts
    assert isinstance(first, tuple)
    return [(first[0], place), said, *([(place, first[1])] if place < first[1] else []), *rest]


def _upright(type_: str, orientation: int) -> bytes:
    """Exif that says which way up, and nothing else."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    said = exif.tobytes()
    if type_ == "png":
        body = b"eXIf" + said.removeprefix(b"Exif\x00\x00")
        return (len(body) - 4).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)
    return b"\xff\xe1" + (len(said) + 2).to_bytes(2) + said
