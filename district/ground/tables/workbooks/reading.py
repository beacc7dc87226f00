"""An XLSX, XLS or ODS file that somebody handed in, read in a child process with limits of memory, time and cells."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from district.ground.gate.asking import CODE, command, environment

CHILD = "district.ground.tables.workbooks.child"
MEGABYTE = 1 << 20
WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MARKUP = (b"<html", b"<table", b"<!doctype html", b"<meta", b"<?xml", b"mime-version")

Row = Sequence[object]


class BadFile(ValueError):
    """The file cannot be read; `str()` says why and what to do."""


@dataclass(frozen=True)
class Limits:
    """What one file may cost: bytes it unpacks to, cells as rows × columns, bytes of memory, seconds."""

    unpacked: int = 2048 * MEGABYTE
    cells: int = 20_000_000
    memory: int = 4096 * MEGABYTE
    seconds: int = 120


OF_A_MEMBER = Limits(unpacked=60 * MEGABYTE, cells=500_000, memory=768 * MEGABYTE, seconds=20)


@dataclass(frozen=True)
class SheetSeen:
    """One sheet before its rows are fetched: the first rows, merged ranges ((row, column), (row, column)) from nought,
    and `empty`: cells that look filled and hold nothing ("B7" → "#N/A", or "=" for a formula never computed).
    """

    place: int
    name: str
    visible: bool
    height: int
    top: Sequence[Row]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
    empty: Mapping[str, str]


@dataclass(frozen=True)
class Workbook:
    """Sheets in the file's order; `rows(sheet)` fetches one, shorter rows not padded."""

    sheets: tuple[SheetSeen, ...]
    rows: Callable[[SheetSeen], list[Row]]


class _Values(pickle.Unpickler):
    """Plain values and days; nothing else is ever built from what the child says."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in {"date", "datetime", "time", "timedelta"}:
            return getattr(dt, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


def is_workbook(start: bytes) -> bool:
    """Whether a file that begins so is one for `opened`. Raises BadFile for a page or letter called .xls."""
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(MARKUP):
        raise BadFile(_("这是网页或 XML 格式的表格，只是名字叫 .xls。请用 Excel 或 WPS 打开它，另存为 .xlsx 再上传。"))
    return start.startswith((WORKBOOK, OLD_WORKBOOK))


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[Workbook]:
    """The workbook at `path`, as long as the block lasts. Raises BadFile, also while rows are fetched."""
    program = command(CHILD, path.resolve(), limits.memory, limits.seconds, limits.cells, limits.unpacked)
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - our own program
        program, stdin=pipe, stdout=pipe, stderr=nowhere, cwd=CODE, env=environment()
    ) as child:
        watch = threading.Timer(limits.seconds, child.kill)
        watch.start()
        try:
            sheets = tuple(SheetSeen(**each) for each in _sheets(child))
            yield Workbook(sheets, lambda sheet: _rows(child, sheet))
        finally:
            watch.cancel()
            child.kill()


def _sheets(child: subprocess.Popen[bytes]) -> list[dict[str, Any]]:
    kind, found, *more = _answer(child)
    if kind == "sheets":
        return list(found)
    raise BadFile(_refusal(found, *more))


def _rows(child: subprocess.Popen[bytes], sheet: SheetSeen) -> list[Row]:
    assert child.stdin is not None
    try:
        child.stdin.write(f"{sheet.place}\n".encode())
        child.stdin.flush()
    except BrokenPipeError:
        raise BadFile(_refusal("large")) from None
    return list(_answer(child))


def _answer(child: subprocess.Popen[bytes]) -> Any:
    """The child's next answer; that it has none is what happens to a parser that asks for the impossible."""
    try:
        return _Values(child.stdout).load()  # type: ignore[arg-type]
    except (EOFError, pickle.UnpicklingError):
        raise BadFile(_refusal("large")) from None


def _refusal(why: str, said: Mapping[str, Any] | None = None) -> str:
    words = {
        "large": _("这个工作簿要占用的内存或时间太多，已停止读取。请把数据复制到一张新的工作表里再上传。"),
        "locked": _("工作簿加了密码，打不开。请去掉密码后再上传。"),
        "torn": _("工作簿已损坏，打不开。请重新导出再上传。"),
        "archive": _("这是一个压缩包，不是工作簿。请解压后上传里面的表格。"),
        "bomb": _("文件解开后异常地大，已拒绝。"),
        "broken": _("不是能打开的工作簿：%(why)s。请用 Excel 或 WPS 另存为 .xlsx 再上传。"),
        "cells": _(
            "工作表“%(sheet)s”从头到最远的单元格 %(cell)s 有 %(rows)d 行 × %(columns)d 列，太大了。"
            "多半是远处有一个用不到的格子：请把数据复制到一张新的工作表里再上传。"
        ),
    }
    return words[why] % dict(said or {})
