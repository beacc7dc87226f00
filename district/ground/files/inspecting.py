"""What a file really is, and whether it is safe to keep: told by its content, never by its name.

Only its first bytes are looked at here; what parses it runs behind the gate, in a process of its own (`looking/`).
"""

from __future__ import annotations

import base64
import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, cast

import puremagic
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from district.ground.files.refusing import BadUpload
from district.ground.files.scanning import scan
from district.ground.gate.asking import Bounds, Ended, ask

HEAD = 4096  # bytes a signature may need
CHUNK = 1 << 20
BOUNDS = Bounds(memory=1 << 30, seconds=30)
CHILD = "district.ground.files.looking.child"
EBML, MP4 = b"\x1a\x45\xdf\xa3", (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ")
FAMILIES = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpeg"}
WORDS = {
    "large": gettext_noop("这个文件要占用的内存或时间太多，已停止检查。请另存或“打印为 PDF”后再上传。"),
    "entries": gettext_noop("文件里的条目太多，已拒绝。"),
    "torn": gettext_noop("文件已损坏，打不开。请重新导出后再上传。"),
    "archive": gettext_noop("这是一个压缩包，不是文档。请解压后逐个上传。"),
    "paths": gettext_noop("文件里有指向别处的路径，已拒绝。"),
    "locked": gettext_noop("文件加了密码，办理人员打不开。请去掉密码后再上传。"),
    "macros": gettext_noop("文件里有宏，不能收。请另存为不带宏的 .docx 或 .xlsx 再上传。"),
    "nested": gettext_noop("文件里还套着压缩包，不能收。请取出后逐个上传。"),
    "objects": gettext_noop("文件里嵌着别的文件或程序，不能收。请取出后逐个上传，或“打印为 PDF”后再上传。"),
    "fetched": gettext_noop("文件一打开就要去别处取内容，不能收。请“打印为 PDF”后再上传。"),
    "bomb": gettext_noop("文件解开后异常地大，已拒绝。"),
    "markup": gettext_noop("文件内部的写法不正常，已拒绝。请用 Word 或 WPS 另存后再上传。"),
    "pixels": gettext_noop("图片的像素太多，请缩小后再上传。"),
    "moving": gettext_noop("这是动图，不能收。请另存为普通图片后再上传。"),
    "picture": gettext_noop("图片打不开，可能没有传完整。请重新拍照或另存后再上传。"),
    "pdf": gettext_noop("PDF 打不开，可能没有传完整。请重新导出后再上传。"),
    "pdf-locked": gettext_noop("PDF 加了密码，办理人员打不开。请去掉密码后再上传。"),
    "pdf-empty": gettext_noop("PDF 里没有页面。"),
    "pdf-active": gettext_noop("PDF 里有脚本或自动执行的动作，不能收。请“打印为 PDF”后再上传。"),
    "pdf-files": gettext_noop("PDF 里附着别的文件，不能收。请把附件取出后逐个上传，PDF 请“打印为 PDF”后再上传。"),
}
"""Why a file is refused: what `looking/` says → the sentence."""


@dataclass(frozen=True)
class Inspected:
    """What was found: type (a key of models.TYPES), what is kept, its SHA-256 in hex, its size in bytes."""

    type: str
    digest: str
    size: int
    kept: BinaryIO


def inspect(file: BinaryIO, *, film: bool = False) -> Inspected:
    """Read a seekable file to its end and say what it is; of a picture what it tells beside itself is not kept. Raises
    BadUpload with words fit for the uploader. `film`: one is taken too, by its first bytes; browsers alone play it."""
    if film and (type_ := _film(file)):
        digest, size = _copied(file, None, settings.FILM_MOST_BYTES)
        file.seek(0)
        scan(file)
        file.seek(0)
        return Inspected(type_, digest, size, file)
    with tempfile.TemporaryFile() as copy:
        digest, size = _copied(file, copy)
        copy.seek(0)
        type_, parts = _looked(copy, _family(copy.read(HEAD)))
    file.seek(0)
    scan(file)
    file.seek(0)
    if not parts:
        return Inspected(type_, digest, size, file)
    kept = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asked closes it
    for part in parts:
        kept.write(base64.b64decode(part) if isinstance(part, str) else _between(file, *part))
    return Inspected(type_, *_copied(cast(BinaryIO, kept), None), cast(BinaryIO, kept))


def _film(file: BinaryIO) -> str:
    """mp4, webm, or "" for no film."""
    file.seek(0)
    head = file.read(HEAD)
    if head[4:8] == b"ftyp" and head[8:12] in MP4:
        return "mp4"
    return "webm" if head.startswith(EBML) and b"webm" in head[:64] else ""


def _between(file: BinaryIO, first: int, last: int) -> bytes:
    file.seek(first)
    return file.read(last - first)


def own(file: BinaryIO, type_: str) -> Inspected:
    """The same of a paper that the site wrote itself: nothing has to be told of it but its digest."""
    digest, size = _copied(file, None)
    file.seek(0)
    return Inspected(type_, digest, size, file)


def _copied(file: BinaryIO, copy: IO[bytes] | None, most: int = 0) -> tuple[str, int]:
    most = most or settings.FILE_MOST_BYTES
    hasher, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > most:
            raise BadUpload(_("文件超过 %(n)d MB，请压缩或分开上传。") % {"n": most // 1_048_576})
        hasher.update(chunk)
        if copy is not None:
            copy.write(chunk)
    if not size:
        raise BadUpload(_("文件是空的。"))
    return hasher.hexdigest(), size


def _family(head: bytes) -> str:
    """pdf, png, jpeg or zip; anything else is refused, whatever its name says."""
    if head.startswith(b"PK\x03\x04"):  # which document it is stands inside
        return "zip"
    try:
        found = {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        found = set()
    for mime, family in FAMILIES.items():
        if mime in found:
            return family
    raise BadUpload(_("只收 PDF、JPEG、PNG、Word（docx）、Excel（xlsx）和 OFD 文件；这个文件的内容不是其中任何一种。"))


def _looked(file: IO[bytes], family: str) -> tuple[str, Sequence[Any]]:
    try:
        said = ask(CHILD, file, BOUNDS, family, settings.FILE_MOST_PIXELS)
    except Ended:
        raise BadUpload(_(WORDS["large"])) from None
    if refused := said.get("refused"):
        raise BadUpload(_(WORDS[str(refused)]))
    return str(said["type"]), said.get("kept") or ()
