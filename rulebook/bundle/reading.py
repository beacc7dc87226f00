"""Opening a bundle: the digest of the whole, the digests of its members, its lines one at a time."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from rulebook.bundle.format import (
    CHAIN,
    COMMENT,
    COMMENT_BYTES,
    DECISIONS,
    FORMAT,
    MANIFEST,
    RELEASES,
    BundleError,
    Texts,
    canonical,
)

MOST_LINE, MOST_TEXT, MOST_MANIFEST = 8_000_000, 2_000_000, 32_000_000  # bytes
PART = 1 << 20
# what the standard library raises on a damaged archive, and JSON on damaged lines
DAMAGE = (
    BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError, ArithmeticError,
    RuntimeError, AttributeError, TypeError,
)  # fmt: skip


def whole_digest(file: BinaryIO) -> tuple[str, bool]:
    """(SHA-256 of the whole file, whether its last bytes are the SHA-256 of all that stands before them)."""
    left = max(0, file.seek(0, 2) - COMMENT_BYTES)
    file.seek(0)
    sha = hashlib.sha256()
    while left and (part := file.read(min(left, PART))):
        sha.update(part)
        left -= len(part)
    comment = f"{COMMENT}{sha.hexdigest()}".encode()
    end = file.read()
    sha.update(end)
    return sha.hexdigest(), end == comment


class Bundle:
    """An open bundle. Raises BundleError, or one of DAMAGE, when it is none."""

    def __init__(self, file: BinaryIO | Path) -> None:
        self.archive = ZipFile(file)
        names = self.archive.namelist()
        if MANIFEST not in names or len(set(names)) != len(names):
            raise BundleError("不是审计包：没有 manifest.json，或有同名的文件。")
        self.manifest: dict[str, Any] = _strict(self._whole(MANIFEST, MOST_MANIFEST), MANIFEST)
        if self.manifest.get("format") != FORMAT:
            raise BundleError(f"格式是 {self.manifest.get('format')!r}，本程序认得 {FORMAT}。")
        self.members: Mapping[str, Mapping[str, Any]] = self.manifest["members"]

    def damaged(self) -> Iterator[str]:
        """What differs between the members and the manifest, one sentence each."""
        inside = set(self.archive.namelist()) - {MANIFEST}
        for name in sorted({DECISIONS, CHAIN, *self.members} - inside):
            yield f"缺少 {name}。"
        for name in sorted(inside - set(self.members)):
            yield f"多出 {name}。"
        for name in sorted(inside & set(self.members)):
            try:
                if not self._holds(name):
                    yield f"{name} 被改动过：与清单里的摘要不符。"
            except DAMAGE as error:
                yield f"{name} 读不出来：{error}"

    def _holds(self, name: str) -> bool:
        told, sha, size = self.members[name], hashlib.sha256(), 0
        with self.archive.open(name) as member:
            while size <= told["bytes"] and (part := member.read(PART)):
                sha.update(part)
                size += len(part)
        return (size, sha.hexdigest()) == (told["bytes"], told["sha256"])

    def lines(self, name: str) -> Iterator[Any]:
        """A member's lines, each a JSON value. Raises BundleError at a line that is not canonical."""
        with self.archive.open(name) as member:
            place = 0
            while line := member.readline(MOST_LINE):
                place += 1
                if not line.endswith(b"\n"):
                    raise BundleError(f"{name} 第 {place} 行不完整。")
                yield _strict(line[:-1], f"{name} 第 {place} 行")

    def texts(self, hash_: str) -> Texts:
        """A release's texts."""
        prefix = f"{RELEASES}{hash_}/"
        files = {
            name.removeprefix(prefix): self._whole(name, MOST_TEXT).decode()
            for name in self.members
            if name.startswith(prefix)
        }
        return Texts(hash_, self.manifest["releases"][hash_], files)

    def _whole(self, name: str, most: int) -> bytes:
        with self.archive.open(name) as member:
            data = member.read(most + 1)
        if len(data) > most:
            raise BundleError(f"{name} 太大。")
        return data

    def close(self) -> None:
        self.archive.close()


def _strict(data: bytes, where: str) -> Any:
    """JSON that is written in the one canonical way, so that no byte may differ without being seen."""
    text = data.decode()
    value = json.loads(text)
    if canonical(value) != text:
        raise BundleError(f"{where}的写法不合规范。")
    return value
