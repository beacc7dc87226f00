"""What an archive says of itself before a list of its entries is made. Imports nothing of the house."""

from __future__ import annotations

from typing import BinaryIO

TAIL = 65_557  # bytes in which an archive's end stands
END = b"PK\x05\x06"


def entries_told(file: BinaryIO) -> int | None:
    """How many entries the end of a ZIP archive tells of; None where it has no end. The file is at its start after."""
    file.seek(0, 2)
    file.seek(max(0, file.tell() - TAIL))
    tail = file.read()
    file.seek(0)
    place = tail.rfind(END)
    return int.from_bytes(tail[place + 10 : place + 12], "little") if place >= 0 else None
