"""Writing a bundle: one pass over the decisions, one over the log; the same contents give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from rulebook.bundle.chain import decided_by
from rulebook.bundle.format import (
    CHAIN,
    COMMENT,
    COMMENT_BYTES,
    DECISIONS,
    FORMAT,
    MANIFEST,
    READING,
    RELEASES,
    BundleError,
    Decided,
    Line,
    Subject,
    Texts,
    canonical,
    spans,
)

LEVEL = 6


@dataclass
class Written:
    """What was written. `sha256` is of the whole file, as sha256sum prints it."""

    decisions: int = 0
    granted: int = 0
    amount: Decimal = Decimal("0.00")
    lines: int = 0
    lines_shown: int = 0
    last: int = 0
    seal: str = ""
    sha256: str = ""
    serials: dict[str, list[int]] = field(default_factory=dict)
    amounts: dict[str, dict[str, Decimal]] = field(default_factory=dict)  # reference → number → yuan
    releases: dict[str, str] = field(default_factory=dict)

    def counts(self) -> dict[str, Any]:
        return {
            "decisions": self.decisions, "granted": self.granted, "refused": self.decisions - self.granted,
            "amount": f"{self.amount:.2f}", "lines": self.lines, "lines_shown": self.lines_shown,
        }  # fmt: skip


def write_bundle(
    file: BinaryIO,
    *,
    subject: Subject,
    decisions: Iterable[Decided],
    lines: Iterable[Line],
    texts: Callable[[str], Texts],
    besides: Iterable[tuple[str, bytes]] = (),
) -> Written:
    """Write the bundle into an empty file open for reading and writing; it is left at its end.

    `lines` run without a gap from the first that concerns a decision to the log's last; `texts` gives a release by its
    hash; `besides` are files for people to read, by name, under READING. Raises BundleError when there is no decision
    or no line.
    """
    done = Written()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        archive.comment = b"0" * COMMENT_BYTES
        members = Members(archive)
        with members.adding(DECISIONS) as add:
            for decided in decisions:
                add(decided.as_json())
                _count(done, decided)
        with members.adding(CHAIN) as add:
            chain = _chain(done, lines, add)
        if not done.decisions or not done.lines:
            raise BundleError("没有决定，不成审计包。")
        for hash_ in sorted(done.releases):
            release = texts(hash_)
            done.releases[hash_] = release.layer
            for path, text in sorted(release.files.items()):
                members.put(f"{RELEASES}{hash_}/{path}", text)
        for name, data in besides:
            members.add_bytes(f"{READING}{name.removeprefix(READING)}", data)
        members.put(MANIFEST, canonical(_manifest(subject, done, chain, members.found)))
    done.sha256 = _finish(file)
    return done


def _count(done: Written, decided: Decided) -> None:
    done.decisions += 1
    done.granted += decided.outcome == "granted"
    done.amounts.setdefault(decided.reference, {})[decided.number] = decided.amount or Decimal(0)
    done.serials.setdefault(decided.office, []).append(decided.serial)
    done.releases[decided.release] = ""


def _chain(done: Written, lines: Iterable[Line], add: Callable[[Any], object]) -> dict[str, Any]:
    """Write the lines and add up what is in force: a decision that a later line replaces gives nothing."""
    first: Line | None = None
    in_force: dict[str, str] = {}
    for line in lines:
        first = first or line
        add(line.as_json())
        done.lines += 1
        done.lines_shown += line.shown
        done.last, done.seal = line.number, line.seal
        if line.shown and (deciding := decided_by(line.text)) is not None:
            in_force[deciding[0]] = deciding[1]
    done.amount = sum((given.get(in_force.get(ref, ""), Decimal(0)) for ref, given in done.amounts.items()), Decimal(0))
    if first is None:
        return {}
    return {"first": first.number, "previous": first.previous, "last": done.last, "seal": done.seal}


def _manifest(
    subject: Subject, done: Written, chain: Mapping[str, Any], members: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    numbers = {
        office: {"last": max(all_), "elsewhere": spans(set(all_) - set(done.serials.get(office, ())))}
        for office, all_ in subject.numbers.items()
    }
    return {
        "format": FORMAT, "programme": subject.programme, "year": subject.year,
        "counts": done.counts(), "chain": chain, "releases": done.releases, "numbers": numbers, "members": members,
    }  # fmt: skip


class Members:
    """The files within, each with its digest; written with nothing in them that changes from day to day."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.found: dict[str, dict[str, Any]] = {}

    @contextmanager
    def adding(self, name: str) -> Iterator[Callable[[Any], None]]:
        """A member written line by line."""
        sha, size = hashlib.sha256(), 0
        with self._open(name) as out:

            def add(value: Any) -> None:
                nonlocal size
                data = (canonical(value) + "\n").encode()
                sha.update(data)
                size += len(data)
                out.write(data)

            yield add
        self.found[name] = {"sha256": sha.hexdigest(), "bytes": size}

    def put(self, name: str, text: str) -> None:
        self.add_bytes(name, text.encode())

    def add_bytes(self, name: str, data: bytes) -> None:
        with self._open(name) as out:
            out.write(data)
        self.found[name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}

    def _open(self, name: str) -> IO[bytes]:
        return self.archive.open(name, "w", force_zip64=True)  # by name: no time of day, the archive's compression


def _finish(file: BinaryIO) -> str:
    """Write the digest of all that stands before it over the comment's place; returns the whole file's SHA-256."""
    size = file.seek(0, 2) - COMMENT_BYTES
    file.seek(0)
    sha, left = hashlib.sha256(), size
    while left and (part := file.read(min(left, 1 << 20))):
        sha.update(part)
        left -= len(part)
    comment = f"{COMMENT}{sha.hexdigest()}".encode()
    file.seek(size)
    file.write(comment)
    sha.update(comment)
    return sha.hexdigest()
