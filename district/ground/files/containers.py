"""DOCX, XLSX and OFD are zip archives: which of them it is, and that unpacking it could do no harm."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from district.ground.files.refusing import BadUpload

MOST_ENTRIES = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200  # unpacked to packed; documents of text stay far below
SMALL = 10_000_000  # a small file may unpack to this much whatever its ratio
CHUNK = 1 << 20
MARKS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
NESTED = (".zip", ".rar", ".7z", ".gz", ".bz2", ".xz", ".tar", ".jar")
MACROS = ("vbaproject.bin", "vbadata.xml")


def type_of_container(file: BinaryIO, size: int) -> str:
    """docx, xlsx or ofd. Raises BadUpload for other archives and for what would be dangerous to unpack."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise BadUpload(_("文件里的条目太多，已拒绝。"))
            for entry in entries:
                _check_entry(entry)
            _check_size(archive, entries, size)
            found = {MARKS[entry.filename] for entry in entries if entry.filename in MARKS}
    except BadUpload:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise BadUpload(_("文件已损坏，打不开。请重新导出后再上传。")) from None
    if len(found) != 1:
        raise BadUpload(_("这是一个压缩包，不是文档。请解压后逐个上传。"))
    return found.pop()


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        raise BadUpload(_("文件里有指向别处的路径，已拒绝。"))
    if entry.flag_bits & 0x1:
        raise BadUpload(_("文件加了密码，办理人员打不开。请去掉密码后再上传。"))
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        raise BadUpload(_("文件里有指向别处的路径，已拒绝。"))
    lowered = path.name.lower()
    if lowered in MACROS:
        raise BadUpload(_("文件里有宏，不能收。请另存为不带宏的 .docx 或 .xlsx 再上传。"))
    if lowered.endswith(NESTED):
        raise BadUpload(_("文件里还套着压缩包，不能收。请取出后逐个上传。"))


def _check_size(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int) -> None:
    """What the directory claims, then what really comes out: a bomb's directory may lie, so entries are read in full
    (never written) and the reading stops at the limit. Overlapping entries are caught the same way.
    """
    most = min(MOST_UNPACKED, max(SMALL, MOST_RATIO * size))
    too_big = BadUpload(_("文件解开后异常地大，已拒绝。"))
    if sum(entry.file_size for entry in entries) > most:
        raise too_big
    unpacked = 0
    for entry in entries:
        with archive.open(entry) as inner:
            start = inner.read(4)
            unpacked += len(start)
            if start == b"PK\x03\x04" and not _is_embedded(entry.filename):
                raise BadUpload(_("文件里还套着压缩包，不能收。请取出后逐个上传。"))
            while chunk := inner.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > most:
                    raise too_big


def _is_embedded(name: str) -> bool:
    """A chart's own workbook inside a document is how Word keeps it; it is never unpacked here."""
    return name.startswith(("word/embeddings/", "xl/embeddings/"))
