"""Files that would do something: made here, byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from tests.district.ground.files import samples

SCRIPT = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})
RELS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page() -> tuple[PdfWriter, DictionaryObject]:
    writer = PdfWriter()
    return writer, writer.add_blank_page(200, 200)


def action(kind: str, *, where: str) -> bytes:
    """A PDF with an action `kind` hidden at a page's opening, in a link, a form's field or a bookmark."""
    writer, page = _page()
    does = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("x")})
    if where == "page":
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): writer._add_object(does)})
    elif where == "link":
        link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): does})
        page[NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    elif where == "field":
        field = DictionaryObject(
            {NameObject("/FT"): NameObject("/Tx"), NameObject("/AA"): DictionaryObject({NameObject("/K"): does})}
        )
        form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
        writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    elif where == "next":
        first = DictionaryObject(
            {NameObject("/S"): NameObject("/GoTo"), NameObject("/Next"): ArrayObject([writer._add_object(does)])}
        )
        writer.root_object[NameObject("/OpenAction")] = first
    else:
        mark = DictionaryObject({NameObject("/Title"): TextStringObject("a"), NameObject("/A"): does})
        writer.root_object[NameObject("/Outlines")] = DictionaryObject({NameObject("/First"): writer._add_object(mark)})
    return _written(writer)


def opens_an_address() -> bytes:
    writer, _ = _page()
    does = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("http://a.example")}
    )
    writer.root_object[NameObject("/OpenAction")] = does
    return _written(writer)


def attached(name: str = "a.exe") -> bytes:
    writer, _ = _page()
    writer.add_attachment(name, b"MZ")
    return _written(writer)


def attached_to_the_page() -> bytes:
    writer, page = _page()
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/FileAttachment")})
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    return _written(writer)


def form_of_xml() -> bytes:
    writer, _ = _page()
    stream = StreamObject()
    stream.set_data(b"<xdp/>")
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): writer._add_object(stream)})
    return _written(writer)


def escaped_name() -> bytes:
    """`/J#53` is `/JS` to whoever opens it."""
    return samples.scripted_pdf().replace(b"/JS ", b"/J#53 ").replace(b"/JavaScript", b"/Java#53cript")


def in_an_object_stream(*, told: bool) -> bytes:
    """A script within a compressed object stream; `told`: the file's table knows of it, else it only lies there."""
    inner = b"9 0 << /S /JavaScript /JS (1) >>"
    packed = zlib.compress(inner)
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    parts = [b"<< /Type /Catalog /Pages 2 0 R /Next 9 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>", stream]  # fmt: skip
    body, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(body)
    rows = [(0, 0, 0), *((1, place, 0) for place in places), (1, start, 0), *([(0, 0, 0)] * 3)]
    rows.append((2, 4, 0) if told else (0, 0, 0))
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    body += (
        b"5 0 obj\n<< /Type /XRef /Size 10 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n%s\nendstream\nendobj\n"
        % (len(table), table)
    )
    return body + b"startxref\n%d\n%%%%EOF\n" % start


def in_an_older_revision() -> bytes:
    """A script that a later revision took off the page; it is still in the file."""
    first = samples.scripted_pdf()
    reader = PdfReader(io.BytesIO(first))
    writer = PdfWriter(reader, incremental=True)
    del writer.root_object[NameObject("/Names")]
    return _written(writer)


def in_a_later_revision() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(samples.pdf())), incremental=True)
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): SCRIPT})
    return _written(writer)


def locked_by_its_owner() -> bytes:
    """It opens without a password, and hides from whoever does not decrypt what is in it."""
    writer, _ = _page()
    writer.root_object[NameObject("/OpenAction")] = SCRIPT
    writer.encrypt("", "owner", algorithm="RC4-128")
    return _written(writer)


def circle_of_pages() -> bytes:
    """A page tree that has itself among its children."""
    return (
        samples.pdf()
        .replace(b"/Kids [ 4 0 R ]", b"/Kids [ 2 0 R ]")
        .replace(b"/Kids [\n4 0 R\n]", b"/Kids [\n2 0 R\n]")
    )


def moving_png() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), (n, 0, 0)) for n in (0, 200)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def archive_of(entries: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", allowZip64=True) as made:
        made.writestr("word/document.xml", b"<d/>")
        for number in range(entries):
            made.writestr(f"word/{number}", b"")
    return out.getvalue()


def relation(kind: str, target: str, *, outside: bool = True) -> bytes:
    mode = ' TargetMode="External"' if outside else ""
    return (
        f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    ).encode()


def entities() -> bytes:
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    return f'<?xml version="1.0"?><!DOCTYPE d [{names}]><d>&a9;</d>'.encode()


def deep(levels: int) -> bytes:
    return b"<a>" * levels + b"</a>" * levels
