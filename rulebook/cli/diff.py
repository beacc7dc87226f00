"""`rulebook diff`: two catalogues by meaning, in sentences."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import CatalogueError
from rulebook.catalogue.reader import read_catalogue
from rulebook.cli.check import located
from rulebook.cli.parser import day
from rulebook.cli.speaking import words_of
from rulebook.comparing.catalogues import differences
from rulebook.comparing.difference import Difference
from rulebook.saying import Parts, say, told


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="A", help="原来的目录")
    parser.add_argument("after", type=Path, metavar="B", help="改动后的目录")
    parser.add_argument("--as-of", type=day, help="只比这一天施行的")
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
        print("\n".join(as_text(found, Both(after, before))))
    return 0


@dataclass(frozen=True)
class Both:
    """Texts as they are spoken, with the English of the later catalogue or else of the earlier one."""

    after: Catalogue
    before: Catalogue

    def words(self, text: str, slug: str = "") -> str:
        said = words_of(self.after, slug)(text)
        return words_of(self.before, slug)(text) if said == text else said


def as_text(found: Sequence[Difference], texts: Both) -> Iterator[str]:
    """Under each programme and version what changed in it; the rest a line each; the count last."""
    last = ""
    for each in found:
        if each.kind == "follows":
            continue
        title = _title(each, texts)
        if title != last and title:
            yield title
        last = title
        yield f"{'  ' if title else ''}{texts.words(each.say, each.programme)}"
    yield from _followers(found, texts)
    yield told(say("{count} 处不同。", count=len(found)) if found else "没有不同（按含义比较）。")


def _title(each: Difference, texts: Both) -> str:
    if not each.programme:
        return ""
    named = told(say("{name}（{slug}）", name=texts.words(each.name, each.programme), slug=each.programme))
    if each.version is None or each.kind == "version":
        return named
    return told(say("{title}{version} 版", title=named, version=each.version))


def _followers(found: Sequence[Difference], texts: Both) -> Iterator[str]:
    """What rules rest on and that changed, a line each, with the programmes."""
    followers: dict[str, dict[str, None]] = {}
    for each in found:
        if each.kind == "follows":
            name = texts.words(each.name, each.programme)
            followers.setdefault(texts.words(each.say, each.programme), {})[name] = None
    for said, names in followers.items():
        yield told(say("{said}：{names}", said=said, names=Parts("、", list(names))))
