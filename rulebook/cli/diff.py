"""`rulebook diff`: two catalogues by meaning, in sentences."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rulebook.catalogue.faults import CatalogueError
from rulebook.catalogue.reader import read_catalogue
from rulebook.cli.check import located
from rulebook.comparing.catalogues import differences
from rulebook.comparing.difference import Difference


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="A", help="原来的目录")
    parser.add_argument("after", type=Path, metavar="B", help="改动后的目录")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, help="只比这一天施行的")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    folder = args.before
    try:
        before = read_catalogue(args.before)
        folder = args.after
        after = read_catalogue(args.after)
    except CatalogueError as error:
        for fault in located(error.faults, folder.parent):
            print(fault, file=sys.stderr)
        return 1
    found = differences(before, after, args.as_of)
    if args.json:
        print(json.dumps([each.as_json() for each in found], ensure_ascii=False, indent=1))
    else:
        print("\n".join(as_text(found)))
    return 0


def as_text(found: Sequence[Difference]) -> Iterator[str]:
    """Under each programme and version what changed in it; the rest a line each; the count last."""
    last = ""
    for each in found:
        if each.kind == "follows":
            continue
        title = f"{each.name}（{each.programme}）" if each.programme else ""
        if each.version is not None and each.kind != "version":
            title += f"{each.version} 版"
        if title != last and title:
            yield title
        last = title
        yield f"{'  ' if title else ''}{each.say}"
    yield from _followers(found)
    yield f"{len(found)} 处不同。" if found else "没有不同（按含义比较）。"


def _followers(found: Sequence[Difference]) -> Iterator[str]:
    """What rules rest on and that changed, a line each, with the programmes."""
    followers: dict[str, dict[str, None]] = {}
    for each in found:
        if each.kind == "follows":
            followers.setdefault(each.say, {})[each.name] = None
    for say, names in followers.items():
        yield f"{say}：{'、'.join(names)}"
