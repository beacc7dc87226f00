"""DOCX, XLSX and OFD are zip archives: which of them it is, and that unpacking or opening it could do no harm."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.parsers import expat

from district.ground.files.looking.unfit import Unfit
from district.ground.gate.archives import entries_told

MOST_ENTRIES = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200  # unpacked to packed; documents of text stay far below
SMALL = 10_000_000  # a small file may unpack to this much whatever its ratio
MOST_DEEP = 200  # elements inside one another; tables within tables stay below fifty
CHUNK = 1 << 20
MARKS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
NESTED = (".zip", ".rar", ".7z", ".gz", ".bz2", ".xz", ".tar", ".jar", ".cab", ".iso")
PROGRAMS = (
    ".exe", ".dll", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".hta", ".scr", ".lnk", ".msi", ".htm", ".html", ".mht",
)  # fmt: skip
MACROS = ("vbaproject.bin", "vbadata.xml")
XML = (".xml", ".rels")
ARCHIVE = b"PK\x03\x04"
TYPES = "[content_types].xml"
OLE = b"\xd0\xcf\x11\xe0"
MACRO = re.compile(rb"vbaProject|macroEnabled|activeX", re.IGNORECASE)
OBJECT = re.compile(rb"oleObject", re.IGNORECASE)
# A relationship that points outside and is followed without a click: a template, an object, a frame, a part.
FETCHED = re.compile(rb"/(?:attachedTemplate|oleObject|frame|subDocument|aFChunk)\b", re.IGNORECASE)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External["']""", re.IGNORECASE)


def type_of_container(file: BinaryIO, size: int) -> str:
    """docx, xlsx or ofd. Raises Unfit for other archives and for what would be dangerous to unpack."""
    if (entries_told(file) or 0) > MOST_ENTRIES:
        raise Unfit("entries")
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise Unfit("entries")
            names = [entry.filename for entry in entries]
            if len(set(names)) < len(names):  # one reader would take the first, another the last
                raise Unfit("torn")
            for entry in entries:
                _check_entry(entry)
            _check_inside(archive, entries, size)
            found = {MARKS[name] for name in names if name in MARKS}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Unfit("torn") from None
    if len(found) != 1:
        raise Unfit("archive")
    return found.pop()


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        raise Unfit("paths")
    if entry.flag_bits & 0x1:
        raise Unfit("locked")
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        raise Unfit("paths")
    lowered = path.name.lower()
    if lowered in MACROS:
        raise Unfit("macros")
    if lowered.endswith(NESTED):
        raise Unfit("nested")
    if lowered.endswith(PROGRAMS):
        raise Unfit("objects")


def _check_inside(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int) -> None:
    """What the directory claims, then what really comes out: a bomb's directory may lie, so entries are read in full
    (never written) and the reading stops at the limit. Overlapping entries are caught the same way.
    """
    left = min(MOST_UNPACKED, max(SMALL, MOST_RATIO * size))
    if sum(entry.file_size for entry in entries) > left:
        raise Unfit("bomb")
    for entry in entries:
        left -= _check_part(archive, entry, left)


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> int:
    """Bytes that came out."""
    name = entry.filename.lower()
    look = _Markup() if name.endswith(XML) else None
    told = bytearray() if name == TYPES or name.endswith(".rels") else None
    unpacked = 0
    with archive.open(entry) as inner:
        while chunk := inner.read(CHUNK):
            if not unpacked:
                _check_start(entry.filename, chunk)
            unpacked += len(chunk)
            if unpacked > left:
                raise Unfit("bomb")
            if look is not None:
                look.feed(chunk)
            if told is not None:
                told += chunk
    if told is not None:
        _check_types(bytes(told)) if name == TYPES else _check_relations(bytes(told))
    return unpacked


def _check_start(name: str, start: bytes) -> None:
    if start.startswith(ARCHIVE) and not _is_chart(name):
        raise Unfit("nested")
    if start.startswith((OLE, b"MZ")):
        raise Unfit("objects")


def _is_chart(name: str) -> bool:
    """A chart's own workbook inside a document is how Word keeps it; it is never unpacked here."""
    return name.startswith(("word/embeddings/", "xl/embeddings/")) and name.lower().endswith(".xlsx")


def _check_types(text: bytes) -> None:
    """What the archive says its parts are: a macro is one under any name."""
    if MACRO.search(text):
        raise Unfit("macros")
    if OBJECT.search(text):
        raise Unfit("objects")


def _check_relations(text: bytes) -> None:
    for relation in RELATION.findall(text):
        if EXTERNAL.search(relation) and FETCHED.search(relation):
            raise Unfit("fetched")
        if MACRO.search(relation):
            raise Unfit("macros")


class _Markup:
    """XML as it goes by: no document type, so no entities; no deeper than a document goes. What is not well-formed is
    left to whoever opens it: a file of Word's is kept as it is.
    """

    def __init__(self) -> None:
        self.depth, self.broken = 0, False
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def feed(self, chunk: bytes) -> None:
        if self.broken:
            return
        try:
            self.parser.Parse(chunk, False)
        except expat.ExpatError:
            self.broken = True

    def _refuse(self, *_said: object) -> None:
        raise Unfit("markup")

    def _start(self, _name: str, _attributes: object) -> None:
        self.depth += 1
        if self.depth > MOST_DEEP:
            raise Unfit("markup")

    def _end(self, _name: str) -> None:
        self.depth -= 1
