"""`check --watch`: again whenever a file of the catalogue changes, until it is interrupted."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

EVERY = 0.5  # seconds between looks
Seen = dict[str, tuple[int, int]]


def watched(catalogue: Path, check: Callable[[], int], wait: Callable[[float], object] = time.sleep) -> int:
    """Check now and after each change; the last check's exit status once Ctrl-C ends it."""
    status, seen = 0, Seen()
    try:
        while True:
            now = look(catalogue)
            if now != seen:
                if said := changes(seen, now):
                    print(f"\n—— {time.strftime('%H:%M:%S')} {said} ——", file=sys.stderr)
                seen = now
                status = check()
                sys.stdout.flush()
            wait(EVERY)
    except KeyboardInterrupt:
        return status


def look(catalogue: Path) -> Seen:
    """Every file of the layer and of those beside it, with when it was written and how long it is."""
    found = Seen()
    for path in files(catalogue):
        try:
            about = path.stat()
        except OSError:
            continue  # gone between the listing and the look, as editors do when they save
        found[str(path.relative_to(catalogue.resolve().parent))] = (about.st_mtime_ns, about.st_size)
    return found


def files(catalogue: Path) -> Iterator[Path]:
    root = catalogue.resolve().parent
    layers = {catalogue.resolve(), *(each.parent for each in root.glob("*/layer.yaml"))}
    for layer in sorted(layers):
        yield from (path for path in sorted(layer.rglob("*")) if path.is_file() and not path.name.startswith("."))


def changes(before: Seen, after: Seen) -> str:
    """What changed, in words; nothing at the first look."""
    if not before:
        return ""
    names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    return "、".join(names[:3]) + (f" 等 {len(names)} 个文件" if len(names) > 3 else "") + " 变了"
