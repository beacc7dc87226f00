"""What would do something when it is opened is refused in a sentence, and this process is unharmed."""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from district.ground import clock
from district.ground.files import inspecting, slowing
from district.ground.files.inspecting import inspect
from district.ground.files.looking.child import look
from district.ground.files.looking.unfit import Unfit
from district.ground.files.models import HandingIn
from district.ground.files.refusing import BadUpload
from district.ground.gate import asking
from district.ground.gate.asking import Bounds
from tests.district.ground.files import hostile, samples

docx = samples.docx
PDF = {
    **{f"{kind} {where}": (hostile.action(kind, where=where), "脚本")
       for kind in ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToR", "/Rendition")
       for where in ("page", "link", "field", "next", "bookmark")},
    "an address at its opening": (hostile.opens_an_address(), "脚本"),
    "a form of XML": (hostile.form_of_xml(), "脚本"),
    "a name in other letters": (hostile.escaped_name(), "脚本"),
    "in an object stream": (hostile.in_an_object_stream(told=True), "脚本"),
    "in an object stream nothing tells of": (hostile.in_an_object_stream(told=False), "脚本"),
    "in an older revision": (hostile.in_an_older_revision(), "脚本"),
    "in a later revision": (hostile.in_a_later_revision(), "脚本"),
    "encrypted for nobody": (hostile.locked_by_its_owner(), "密码"),
    "a file in it": (hostile.attached(), "附着别的文件"),
    "a file in it, harmless by name": (hostile.attached("a.txt"), "附着别的文件"),
    "a file on its page": (hostile.attached_to_the_page(), "附着别的文件"),
}  # fmt: skip
REST = {
    "70,000 entries": (hostile.archive_of(70_000), "条目太多"),
    "a template elsewhere": (docx(**{hostile.RELS: hostile.relation("attachedTemplate", "http://a.example")}), "别处"),
    "an object elsewhere": (docx(**{hostile.RELS: hostile.relation("oleObject", "file://a/b")}), "别处"),
    "a macro under another name": (
        docx(**{"word/_rels/a.rels": hostile.relation("vbaProject", "a.bin", outside=False)}), "宏"),
    "a program in it": (docx(**{"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}), "嵌着"),
    "a page in it": (docx(**{"word/afchunk.mht": b"MIME-Version: 1.0"}), "嵌着"),
    "entities": (docx(**{"word/a.xml": hostile.entities()}), "不正常"),
    "deep": (docx(**{"word/a.xml": hostile.deep(100_000)}), "不正常"),
    "moving": (hostile.moving_png(), "动图"),
    "a page behind a picture": (samples.picture("JPEG") + b"<html><script>1</script>", "打不开"),
    "an archive behind a picture": (samples.picture("PNG") + samples.docx(), "打不开"),
}  # fmt: skip


def looked(data: bytes) -> str:
    """What the gate's program says, in this process: a process for each would take long."""
    kind = inspecting._family(data[: inspecting.HEAD])
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        return str(look(file, kind, 60_000_000)["type"])


@pytest.mark.parametrize("name", PDF | REST)
def test_what_would_do_something_is_refused(name: str) -> None:
    data, why = (PDF | REST)[name]
    with pytest.raises((Unfit, BadUpload)) as said:
        looked(data)
    words = inspecting.WORDS[said.value.args[0]] if isinstance(said.value, Unfit) else str(said.value)
    assert why in words


def test_what_people_hand_in_is_kept() -> None:
    linked = hostile.relation("hyperlink", "https://a.example")
    assert looked(samples.docx(**{hostile.RELS: linked})) == "docx"
    assert looked(hostile.action("/URI", where="link")) == "pdf"
    assert looked(hostile.action("/GoTo", where="page")) == "pdf"
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # a telephone held upright
    Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif)
    assert looked(out.getvalue()) == "jpeg"


def test_seventy_thousand_entries_cost_this_process_nothing() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadUpload, match="条目太多"):
        inspect(io.BytesIO(hostile.archive_of(70_000)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # KiB


def test_a_parser_that_asks_for_too_much_is_ended_and_nobody_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspecting, "BOUNDS", Bounds(memory=24 << 20, seconds=30))
    with pytest.raises(BadUpload, match="内存或时间太多"):
        inspect(io.BytesIO(samples.picture("PNG", (4000, 4000))))
    monkeypatch.setattr(inspecting, "BOUNDS", Bounds(memory=1 << 30, seconds=0))
    began = time.monotonic()
    with pytest.raises(BadUpload, match="内存或时间太多"):
        inspect(io.BytesIO(samples.pdf(pages=3000)))
    assert time.monotonic() - began < 10


def test_the_program_behind_the_gate_knows_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIQI_FIELD_KEY", "a key")
    seen = {}

    def run(*said: object, **kept: object) -> object:
        seen.update(kept)
        return subprocess.CompletedProcess("", 0, stdout=json.dumps({"type": "pdf"}).encode())

    monkeypatch.setattr(asking.subprocess, "run", run)
    inspect(io.BytesIO(samples.pdf()))
    assert "HUIQI_FIELD_KEY" in os.environ and not any("HUIQI" in each for each in seen["env"])  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_who_hands_in_too_much_waits(founder: object, settings: object, as_: Callable[..., Client]) -> None:
    settings.FILE_MOST_AT_ONCE = 3  # type: ignore[attr-defined]
    client = as_(founder)

    def sent(who: Client) -> int:
        return who.post(reverse("contact"), {"file": SimpleUploadedFile("a.pdf", samples.pdf())}).status_code

    assert [sent(client) for _ in range(4)].count(429) == 1
    assert sent(Client()) != 429  # another's files are not counted against this one's
    answer = client.post(reverse("contact"), {"file": SimpleUploadedFile("a.pdf", samples.pdf())})
    assert "交得太快了" in answer.content.decode() and 0 < int(answer.headers["Retry-After"]) <= 600
    with clock.at(clock.now() + slowing.WHILE):
        assert sent(client) != 429
        slowing.forget_old()
        assert HandingIn.objects.count() == 1
