"""Files that commands read and write, and why they cannot, in the language that is spoken."""

from __future__ import annotations

import errno
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from rulebook.saying import Said, say

WHY = {
    errno.ENOENT: "没有这个文件", errno.EISDIR: "这是一个文件夹", errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EEXIST: "已经有同名的文件", errno.ENOSPC: "磁盘满了",
    errno.EROFS: "这里只读", errno.ENAMETOOLONG: "名称太长",
}  # fmt: skip


class FileFault(ValueError):
    """A file that cannot be read, or written where it was asked for."""


def io_fault(error: OSError, path: object = None) -> Said:
    """The sentence of a file that cannot be opened."""
    return say("{path}: 打不开：{why}", path=path or error.filename or "?", why=why(error))


def why(error: OSError) -> Said | str:
    """What the system says, as far as it is one of the usual reasons."""
    return say(WHY[error.errno]) if error.errno in WHY else str(error.strerror or error)


def json_object(source: Path | str, name: object, kind: type[Exception] = FileFault) -> dict[str, Any]:
    """The JSON object of a file, or of a text; numbers keep their digits. Raises `kind` with a sentence."""
    try:
        text = source if isinstance(source, str) else source.read_text(encoding="utf-8-sig")
        found = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except OSError as error:
        raise kind(io_fault(error, name)) from None
    except (ValueError, RecursionError) as error:
        raise kind(say("{path}: 不是有效的 JSON：{why}", path=name, why=_json_fault(error))) from None
    if not isinstance(found, dict):
        raise kind(say('{path}: 应是一个对象：{{"名": 值, …}}。', path=name))
    return found


def _json_fault(error: Exception) -> Said:
    if isinstance(error, json.JSONDecodeError):
        return say("第 {line} 行第 {column} 个字符读不下去。", line=error.lineno, column=error.colno)
    return say("嵌套太深。" if isinstance(error, RecursionError) else "不是 UTF-8 编码的文本。")


def room_for(out: Path | None) -> None:
    """Raise FileFault where the folder to write into is not there."""
    if out is not None and not out.parent.is_dir():
        raise FileFault(say("{path}: 没有这个文件夹。", path=out.parent))
