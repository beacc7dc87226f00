"""What a file really is, and whether it is safe to keep: told by its content, never by its name."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from typing import Any, BinaryIO

import puremagic
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from district.ground.files.containers import type_of_container
from district.ground.files.refusing import BadUpload
from district.ground.files.scanning import scan

HEAD = 4096  # bytes a signature may need
CHUNK = 1 << 20
FAMILIES = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpeg"}
ACTIVE = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm")


@dataclass(frozen=True)
class Inspected:
    """What was found: type (a key of models.TYPES), SHA-256 in hex, size in bytes."""

    type: str
    digest: str
    size: int


def inspect(file: BinaryIO) -> Inspected:
    """Read a seekable file to its end and say what it is. Raises BadUpload with words fit for the uploader."""
    digest, size = _digest(file)
    file.seek(0)
    head = file.read(HEAD)
    type_ = _family(head)
    if type_ == "zip":
        type_ = type_of_container(file, size)
    elif type_ == "pdf":
        _check_pdf(file)
    else:
        _check_image(file, type_)
    file.seek(0)
    scan(file)
    file.seek(0)
    return Inspected(type_, digest, size)


def _digest(file: BinaryIO) -> tuple[str, int]:
    most = settings.FILE_MOST_BYTES
    hasher, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > most:
            raise BadUpload(_("文件超过 %(n)d MB，请压缩或分开上传。") % {"n": most // 1_048_576})
        hasher.update(chunk)
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


def _check_image(file: BinaryIO, type_: str) -> None:
    """It decodes, and it is not a bomb: the size is read from the header before any pixel is."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=[type_.upper()]) as image:
                if image.width * image.height > settings.FILE_MOST_PIXELS:
                    raise BadUpload(_("图片的像素太多，请缩小后再上传。"))
                image.draft("L", (64, 64))  # JPEG: decoded at an eighth
                image.load()
    except BadUpload:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise BadUpload(_("图片的像素太多，请缩小后再上传。")) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise BadUpload(_("图片打不开，可能没有传完整。请重新拍照或另存后再上传。")) from None


def _check_pdf(file: BinaryIO) -> None:
    """It opens without a password, has a page, and does nothing by itself when it is opened."""
    file.seek(0)
    try:
        reader = PdfReader(file)
        if reader.is_encrypted:
            raise BadUpload(_("PDF 加了密码，办理人员打不开。请去掉密码后再上传。"))
        if not len(reader.pages):
            raise BadUpload(_("PDF 里没有页面。"))
        active = _acts_by_itself(reader)
    except BadUpload:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        raise BadUpload(_("PDF 打不开，可能没有传完整。请重新导出后再上传。")) from None
    if active:
        raise BadUpload(_("PDF 里有脚本或自动执行的动作，不能收。请“打印为 PDF”后再上传。"))


def _acts_by_itself(reader: PdfReader) -> bool:
    """Scripts and actions at the document's level; not those hidden deeper (a scanner's work, see scanning.py)."""
    root: Any = reader.trailer["/Root"]
    names = root.get("/Names")
    if names is not None and "/JavaScript" in names.get_object():
        return True
    action = root.get("/OpenAction")
    action = action.get_object() if action is not None else None
    return isinstance(action, dict) and action.get("/S") in ACTIVE
