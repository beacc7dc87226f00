"""How a line of the log is sealed, in two steps: SM3 over what it says, then SM3 over the seal before and that digest.

So a line can be proved to stand in the chain by whoever holds only the digests of the lines between: an audit bundle
shows the lines of its own cases and nothing of the others.
"""

from __future__ import annotations

import datetime as dt
import json

from cryptography.hazmat.primitives import hashes

from district.ground.record.models import LogEntry


def sm3(data: bytes) -> str:
    """SM3 (GB/T 32905-2016) of `data`, 64 hex digits."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def content(entry: LogEntry) -> str:
    """All that the line says, as one JSON array, always in the same letters."""
    said = [
        entry.number, entry.at.astimezone(dt.UTC).isoformat(), entry.by_id, entry.room, entry.subject, entry.verb,
        entry.before, entry.after, entry.reason, entry.data,
    ]  # fmt: skip
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(entry: LogEntry) -> str:
    """The seal `entry` must carry: SM3 over the previous seal and the digest of the line, both as hex digits."""
    return sm3((entry.previous + sm3(content(entry).encode())).encode())
