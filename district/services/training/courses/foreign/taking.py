"""Taking a package in: looked at and unpacked behind the gate, its files kept under their digests, never changed."""

from __future__ import annotations

import hashlib
import json
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from district.ground import clock
from district.ground.files.actions import BadUpload, clean_name, whole
from district.ground.files.scanning import scan
from district.ground.gate.asking import Bounds, poured
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.services.training.courses.models import Course, Package, PackageFile

ROOM = "courses"
BOUNDS = Bounds(memory=1 << 30, seconds=60)
CHILD = "district.services.training.courses.foreign.child"
CHUNK, MOST_HEAD = 1 << 16, 8 << 20
TIMES = 3  # what a package may unpack to, of what it may weigh
WORDS = {
    "large": gettext_noop("检查这个课件要占用的内存或时间太多，已停止。请分成几个小课件。"),
    "no-zip": gettext_noop("这不是 ZIP 压缩包。请上传 cmi5 或 SCORM 课件的 ZIP 文件。"),
    "torn": gettext_noop("压缩包已损坏，或者里面的压缩方法不认识。请重新导出后再上传。"),
    "entries": gettext_noop("压缩包里超过 %(n)s 个文件，已拒绝。"),
    "bomb": gettext_noop("压缩包解开后异常地大，超过 %(n)s MB，已拒绝。"),
    "path": gettext_noop("压缩包里的“%(name)s”指向课件外面，或者路径里有不能用的字符，已拒绝。"),
    "long-name": gettext_noop("压缩包里的“%(name)s”路径太长或太深。"),
    "encoding": gettext_noop("压缩包里的“%(name)s”文件名不是 UTF-8。请改成英文文件名，或换一个压缩软件。"),
    "same-name": gettext_noop("压缩包里有两个“%(name)s”（不分大小写），分不清用哪一个。"),
    "locked": gettext_noop("压缩包里的“%(name)s”加了密码。请去掉密码后再上传。"),
    "link": gettext_noop("压缩包里的“%(name)s”是链接，不是文件，已拒绝。"),
    "deeper": gettext_noop("%(file)s 要放在压缩包最上一层。请进到那个文件夹里再压缩。"),
    "no-structure": gettext_noop("压缩包最上一层没有 %(file)s：这不是 cmi5 或 SCORM 课件。"),
    "markup-size": gettext_noop("%(file)s 超过 2 MB，已拒绝。"),
    "markup": gettext_noop("%(file)s 第 %(line)s 行不是正确的 XML。"),
    "doctype": gettext_noop("%(file)s 第 %(line)s 行有 DOCTYPE，不能收：要求没有文档类型和实体。"),
    "deep": gettext_noop("%(file)s 第 %(line)s 行：元素太多或套得太深。"),
    "element": gettext_noop("%(file)s 第 %(line)s 行 <%(element)s>：要求 %(expected)s；现在是“%(found)s”。"),
    "elsewhere": gettext_noop("%(file)s 第 %(line)s 行 <%(element)s>：要求是包里的文件；现在是“%(found)s”。"),
    "missing": gettext_noop("%(file)s 第 %(line)s 行 <%(element)s>：包里没有“%(found)s”这个文件。"),
    "twice": gettext_noop("%(file)s <%(element)s>：id “%(found)s”用了两次，要求各不相同。"),
    "units": gettext_noop("课件超过 %(n)s 个单元，请分成几个课件。"),
}
"""Why a package is refused: what `child` says → the sentence."""


def take_in(*, course: Course, file: BinaryIO, name: str, by: Person) -> Package:
    """Keep a package for a course; the same bytes again give the same row, others of its identifier a new version. The
    caller has asked permission. Raises BadUpload.
    """
    with tempfile.TemporaryFile() as copy:
        digest, size = _copied(file, copy)
        known = Package.objects.filter(course=course, digest=digest).first()
        if known is not None:
            return known
        copy.seek(0)
        scan(copy)
        said, files = _unpacked(copy)
    with transaction.atomic():
        lock(Course.objects.filter(pk=course.pk)).get()
        rows = Package.objects.filter(course=course)
        last = rows.filter(identifier=said["id"]).aggregate(last=Max("version"))["last"] or 0
        row, new = Package.objects.get_or_create(course=course, digest=digest, defaults={
            "reference": secrets.token_hex(6), "size": size, "name": clean_name(name, "zip"), "identifier": said["id"],
            "title": said["title"], "english": said["english"], "units": said["units"], "version": last + 1, "by": by,
            "at": clock.now(),
        })  # fmt: skip
        if new:
            PackageFile.objects.bulk_create(
                PackageFile(package=row, path=path, digest=mark, size=length) for path, mark, length in files
            )
            write_log(room=ROOM, subject=course.reference, verb="take-in", by=by,
                      data={"package": row.reference, "digest": digest})  # fmt: skip
    return row


def _copied(file: BinaryIO, copy: IO[bytes]) -> tuple[str, int]:
    hasher, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > settings.PACKAGE_MOST_BYTES:
            raise BadUpload(_("课件超过 %(n)d MB，请压缩里面的视频和图片，或分成几个课件。") % {
                "n": settings.PACKAGE_MOST_BYTES // 1_048_576})  # fmt: skip
        hasher.update(chunk)
        copy.write(chunk)
    if not size:
        raise BadUpload(_("文件是空的。"))
    return hasher.hexdigest(), size


def _unpacked(copy: IO[bytes]) -> tuple[Mapping[str, Any], list[tuple[str, str, int]]]:
    """What the course is; path, digest and size of its files, which are kept."""
    most = TIMES * settings.PACKAGE_MOST_BYTES
    try:
        with poured(CHILD, copy, BOUNDS, most) as stream:
            said = _head(stream)
            if refused := said.get("refused"):
                raise BadUpload(_(WORDS[str(refused)]) % said["said"])
            return said, [(path, _kept(stream, size), size) for path, size in said["files"]]
    except (EOFError, ValueError) as error:
        if isinstance(error, BadUpload):
            raise
        raise BadUpload(_(WORDS["large"])) from None


def _head(stream: IO[bytes]) -> dict[str, Any]:
    length = int.from_bytes(_read(stream, 4))
    if length > MOST_HEAD:
        raise EOFError
    said = json.loads(_read(stream, length))
    if not isinstance(said, dict):
        raise EOFError
    return said


def _read(stream: IO[bytes], size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found


def root() -> Path:
    """Where files of packages are; inside MEDIA_ROOT, which no web server serves."""
    return Path(settings.MEDIA_ROOT) / "packages"


def path_of(digest: str) -> Path:
    return root() / digest[:2] / digest


def _kept(stream: IO[bytes], size: int) -> str:
    """The next file of the stream under its digest, whole or not at all."""
    hasher = hashlib.sha256()
    with whole(root(), lambda: path_of(hasher.hexdigest())) as out:
        while size:
            chunk = _read(stream, min(CHUNK, size))
            hasher.update(chunk)
            out.write(chunk)
            size -= len(chunk)
    return hasher.hexdigest()
