"""A catalogue's files: which are read, in what encoding, and which nobody reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from rulebook.catalogue.faults import CatalogueError, Fault, near
from rulebook.catalogue.format import KINDS, kind_of
from rulebook.saying import Said, say

READ = {".yaml", ".md", ".dmn"}
SILENT = {"README.md"}  # explains a folder to people
RULES = {".yaml", ".yml", ".dmn", ".json"}  # what somebody meant to be read
MAX_FILE = 2_000_000  # bytes
PARENT = re.compile(r"^parent:\s*(\S+)", re.MULTILINE)


def folder_files(path: Path | str) -> tuple[str, dict[str, str], list[str]]:
    """(the layer's name, texts by path, paths that are not read) of a layer's folder and its parents.

    Raises CatalogueError for a folder without layer.yaml and for files that are not text.
    """
    folder = Path(path).resolve()
    if not (folder / "layer.yaml").is_file():
        raise CatalogueError(
            [Fault(f"{Path(path)}/layer.yaml", 1, 1, say("没有这个文件：目录文件夹里要有 layer.yaml。"))]
        )
    files: dict[str, str] = {}
    beside: list[str] = []
    faults: list[Fault] = []
    names, waiting = set[str](), [folder.name]
    while waiting:
        name = waiting.pop()
        if name in names or not (folder.parent / name / "layer.yaml").is_file():
            continue
        names.add(name)
        _load(folder.parent, name, files, beside, faults)
        parent = PARENT.search(files.get(f"{name}/layer.yaml", ""))
        waiting += [parent[1].strip("\"'")] if parent else []
    if faults:
        raise CatalogueError(faults)
    return folder.name, files, beside


def _load(root: Path, name: str, files: dict[str, str], beside: list[str], faults: list[Fault]) -> None:
    for path in sorted((root / name).rglob("*")):
        key = path.relative_to(root).as_posix()
        if not path.is_file() or any(part.startswith(".") for part in PurePosixPath(key).parts):
            continue
        if path.suffix not in READ:
            beside.append(key)
        elif path.stat().st_size > MAX_FILE:
            faults.append(Fault(key, 1, 1, say("文件超过 2 MB，不像目录文件。")))
        else:
            try:
                files[key] = path.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError:
                faults.append(Fault(key, 1, 1, say("不是 UTF-8 编码的文本。")))


def unread(files: Mapping[str, str], beside: Iterable[str]) -> Iterator[Fault]:
    """Every file that nobody reads: a fault where somebody meant it to be read, else a hint."""
    for path in sorted([*files, *beside]):
        _, _, inside = path.partition("/")
        if kind_of(inside) is None or path in beside:
            name = PurePosixPath(path)
            if name.name not in SILENT:
                yield Fault(path, 1, 1, _why(inside), warning=name.suffix.lower() not in RULES)


def _why(path: str) -> Said:
    name = PurePosixPath(path)
    folders = sorted({kind.path.split("/")[0] for kind in KINDS if "/" in kind.path})
    right = next((name.with_suffix(suffix) for suffix in (".yaml", ".dmn", ".md")
                  if kind_of(str(name.with_suffix(suffix))) and suffix != name.suffix), None)  # fmt: skip
    if name.suffix.lower() in (".yml", ".yaml", ".json") and right is not None:
        return say("没有人读这个文件：扩展名应是 {suffix}，即 {name}。", suffix=right.suffix, name=right.name)
    if len(name.parts) == 1:
        known = [kind.path for kind in KINDS if "/" not in kind.path]
        return say("没有人读这个文件{near}", near=near(path, known))
    if name.parts[0] not in folders:
        return say("没有人读这个文件：没有“{folder}”这个文件夹{near}", folder=name.parts[0],
                   near=near(name.parts[0], folders))  # fmt: skip
    fitting = [kind.path for kind in KINDS if kind.path.startswith(f"{name.parts[0]}/")]
    return say("没有人读这个文件：这里只读 {paths}。", paths="、".join(fitting))
