"""A PDF: it opens without a password, has a page, does nothing by itself, carries no other file.

Looked at twice: every object the file's tables tell of, those in object streams too, and then the bytes themselves,
since a reader whose table is broken takes whatever looks like an object, and an older revision is still in the file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from district.ground.files.looking.unfit import Unfit

ACTIONS = frozenset({
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute", "/GoTo3DView",
})  # fmt: skip
HARMLESS = frozenset({"/GoTo", "/Named"})  # what may happen by itself: turning to a page
SCRIPTS = ("/JS", "/JavaScript", "/XFA")
FILES = ("/EmbeddedFiles", "/EF", "/RichMediaContent")
PARTS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/EmbeddedFile"})
BROKEN = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError, EOFError)

STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
PACKED = re.compile(rb"<<(?:(?!stream).){0,600}?/ObjStm(?:(?!stream).){0,600}?stream\r?\n", re.DOTALL)
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
SCRIPT = re.compile(rb"/(?:JS|JavaScript|Launch|ImportData|SubmitForm|GoToE|XFA)(?=[\s/<>\[\]()%]|$)")
FILE = re.compile(rb"/(?:EmbeddedFiles?|FileAttachment|RichMedia(?:Content)?)(?=[\s/<>\[\]()%]|$)")
MOST_PACKED = 64 << 20


def check_pdf(file: BinaryIO) -> None:
    """Raises Unfit."""
    try:
        reader = PdfReader(file)
        if reader.is_encrypted:
            raise Unfit("pdf-locked")
        if not len(reader.pages):
            raise Unfit("pdf-empty")
        for each in _objects(reader):
            _check(each)
    except BROKEN:
        raise Unfit("pdf") from None
    file.seek(0)
    _check_bytes(file.read())


def _objects(reader: PdfReader) -> Iterator[Any]:
    """The trailer, then each object by number; one that cannot be read is told of by its bytes."""
    yield reader.trailer
    numbers = {(number, generation) for generation, kept in reader.xref.items() for number in kept}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(numbers):
        try:
            yield reader.get_object(IndirectObject(number, generation, reader))
        except BROKEN:
            continue


def _check(thing: Any) -> None:
    """One object with all that stands directly in it."""
    waiting = [thing]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ArrayObject):
            waiting += list(each)
        elif isinstance(each, DictionaryObject):
            _check_dictionary(each)
            waiting += [each.raw_get(key) for key in each]


def _check_dictionary(said: DictionaryObject) -> None:
    if str(said.get("/S")) in ACTIONS or any(key in said for key in SCRIPTS):
        raise Unfit("pdf-active")
    if any(key in said for key in FILES) or PARTS & {str(said.get("/Subtype")), str(said.get("/Type"))}:
        raise Unfit("pdf-files")
    opening = said.get("/OpenAction")
    _check_by_itself(opening)
    events = said.get("/AA")
    for event in events.values() if isinstance(events, DictionaryObject) else ():
        _check_by_itself(event)


def _check_by_itself(action: Any) -> None:
    action = action.get_object() if action is not None else None
    if isinstance(action, DictionaryObject) and "/S" in action and str(action["/S"]) not in HARMLESS:
        raise Unfit("pdf-active")


def _check_bytes(data: bytes) -> None:
    for text in (STREAM.sub(b" ", data), *_unpacked(data)):
        plain = ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text)
        if SCRIPT.search(plain):
            raise Unfit("pdf-active")
        if FILE.search(plain):
            raise Unfit("pdf-files")
        if re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", plain):
            raise Unfit("pdf-locked")


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What object streams hold, whether a table tells of them or not."""
    for found in PACKED.finditer(data):
        end = data.find(b"endstream", found.end())
        body = data[found.end() : end if end >= 0 else len(data)]
        if b"/FlateDecode" not in found[0] and b"/Fl" not in found[0]:
            yield body
            continue
        opening = zlib.decompressobj()
        try:
            yield opening.decompress(body, MOST_PACKED)
        except zlib.error:
            continue
        if opening.unconsumed_tail:
            raise Unfit("pdf")
