"""Type by content, whatever the name says; what is dangerous is refused with words."""

from __future__ import annotations

import io
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator

import pytest
from django.test import override_settings

from district.ground.files.inspecting import inspect
from district.ground.files.refusing import BadUpload
from tests.district.ground.files import samples


def found(data: bytes) -> str:
    return inspect(io.BytesIO(data)).type


@pytest.mark.parametrize(
    "data, type_",
    [
        (samples.pdf(), "pdf"), (samples.picture("PNG"), "png"), (samples.picture("JPEG"), "jpeg"),
        (samples.docx(), "docx"), (samples.archive({"xl/workbook.xml": b"<workbook/>"}), "xlsx"),
        (samples.archive({"OFD.xml": b"<OFD/>", "Doc_0/Document.xml": b"<D/>"}), "ofd"),
    ],
)  # fmt: skip
def test_the_content_tells_the_type(data: bytes, type_: str) -> None:
    assert found(data) == type_


def test_the_digest_is_of_the_whole_file() -> None:
    import hashlib

    data = samples.pdf()
    assert inspect(io.BytesIO(data)).digest == hashlib.sha256(data).hexdigest()
    assert inspect(io.BytesIO(data)).size == len(data)


REFUSED = {
    "empty": (b"", "空的"),
    "a program": (b"MZ\x90\x00" + b"\0" * 200, "不是其中任何一种"),
    "a page": (b"<html><script>alert(1)</script></html>", "不是其中任何一种"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "不是其中任何一种"),
    "text": ("甲方：".encode(), "不是其中任何一种"),
    "a broken pdf": (b"%PDF-1.7\n" + b"nothing here" * 20, "打不开"),
    "half a picture": (samples.picture("PNG", (400, 300))[:300], "打不开"),
    "half a photo": (samples.picture("JPEG", (400, 300))[:300], "打不开"),
    "a locked pdf": (samples.locked_pdf(), "密码"),
    "a pdf with a script": (samples.scripted_pdf(), "脚本"),
    "a pdf that starts programs": (samples.scripted_pdf(at_opening=True), "脚本"),
    "a picture of 1.6 gigapixels": (samples.huge_png(), "像素"),
    "an archive": (samples.archive({"a.txt": b"a"}), "压缩包，不是文档"),
    "two documents in one": (samples.docx(**{"xl/workbook.xml": b"<workbook/>"}), "压缩包，不是文档"),
    "a path upwards": (samples.docx(**{"../../etc/cron.d/x": b"x"}), "指向别处"),
    "a path upwards, backslashes": (samples.docx(**{"..\\..\\x": b"x"}), "指向别处"),
    "an absolute path": (samples.docx(**{"/etc/passwd": b"x"}), "指向别处"),
    "a macro": (samples.docx(**{"word/vbaProject.bin": b"x"}), "宏"),
    "an archive inside": (samples.docx(**{"word/media/a.zip": b"PK"}), "压缩包"),
    "an archive inside under another name": (
        samples.docx(**{"word/media/a.png": samples.archive({"a": b"b"}, method=zipfile.ZIP_STORED)}), "压缩包"),
    "a torn archive": (samples.docx()[:-40], "已损坏"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_and_why(name: str) -> None:
    data, why = REFUSED[name]
    with pytest.raises(BadUpload, match=why):
        found(data)


def test_a_bomb_is_refused() -> None:
    data = samples.bomb()
    assert len(data) < 1_000_000
    with pytest.raises(BadUpload, match="异常地大"):
        found(data)


def test_a_bomb_whose_directory_lies_is_refused_too() -> None:
    with pytest.raises(BadUpload, match=r"异常地大|已损坏"):
        found(samples.lying_bomb())


def test_too_many_entries() -> None:
    with pytest.raises(BadUpload, match="条目太多"):
        found(samples.docx(**{f"word/{n}.xml": b"" for n in range(5_000)}))


def test_too_large() -> None:
    with override_settings(FILE_MOST_BYTES=1024 * 1024), pytest.raises(BadUpload, match="超过 1 MB"):
        found(b"%PDF-" + b"\0" * (1024 * 1024))


def test_a_symbolic_link_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", b"<d/>")
        link = zipfile.ZipInfo("word/link")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    with pytest.raises(BadUpload, match="指向别处"):
        found(out.getvalue())


@pytest.fixture
def scanner() -> Iterator[tuple[str, list[bytes]]]:
    """Something that speaks as clamd does and finds `EICAR` in what it is given."""
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                link, _peer = server.accept()
            except OSError:
                return
            with link, link.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                data = b""
                while size := struct.unpack("!L", stream.read(4))[0]:
                    data += stream.read(size)
                heard.append(data)
                link.sendall(b"stream: Eicar FOUND\0" if b"EICAR" in data else b"stream: OK\0")

    threading.Thread(target=serve, daemon=True).start()
    yield f"127.0.0.1:{server.getsockname()[1]}", heard
    server.close()


def test_the_scanner_is_asked_when_there_is_one(scanner: tuple[str, list[bytes]]) -> None:
    address, heard = scanner
    with override_settings(CLAMD=address):
        assert found(samples.pdf()) == "pdf"
        assert heard == [samples.pdf()]
        with pytest.raises(BadUpload, match="病毒"):
            found(samples.pdf(text="EICAR"))


def test_a_scanner_that_does_not_answer_takes_nothing() -> None:
    with override_settings(CLAMD="127.0.0.1:9"), pytest.raises(BadUpload, match="暂时不能检查"):
        found(samples.pdf())
