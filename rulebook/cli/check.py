"""`rulebook check`: read, type, compile, run every example; say every fault with file and line."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import CatalogueError, Fault
from rulebook.catalogue.reader import read_catalogue
from rulebook.cli import sources
from rulebook.cli.days import day
from rulebook.cli.watch import watched
from rulebook.columns.programme import check_all
from rulebook.judging.coverage import coverage_of
from rulebook.judging.coverage import lines as coverage_lines
from rulebook.judging.examples import fair_competition, run_examples
from rulebook.judging.summaries import check_summaries
from rulebook.saying import Said, say, told


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("catalogue", type=Path, help="一层目录的文件夹，例如 catalogue/yangpu")
    parser.add_argument("--fair", action="store_true", help="列出公平竞争审查要说明理由的条款")
    parser.add_argument("--sources", action="store_true", help="列出示例数值、待确认和没有文号的依据")
    parser.add_argument("--strict", action="store_true", help="提示也算错误")
    parser.add_argument("--coverage", action="store_true", help="列出没有例子到过的表行、没有两边都试过的界限")
    parser.add_argument("--english", action="store_true", help="列出还没有英文的文字，带文件和行")
    parser.add_argument("--as-of", type=day, help="摘要里的数字按哪一天的规则核对，默认今天")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument("--watch", action="store_true", help="文件一改就再检查，Ctrl-C 结束")


def run(args: argparse.Namespace) -> int:
    return watched(args.catalogue, lambda: once(args)) if args.watch else once(args)


def once(args: argparse.Namespace) -> int:
    root = args.catalogue.parent
    try:
        catalogue = read_catalogue(args.catalogue)
    except CatalogueError as error:
        _say(located(error.faults, root), args, sys.stderr)
        return 1
    summaries = check_summaries(catalogue, args.as_of or today())
    faults = sorted({*catalogue.warnings, *run_examples(catalogue), *summaries, *check_all(catalogue)})
    wrong = [fault for fault in faults if args.strict or not fault.warning]
    if args.json:
        print(json.dumps(_report(catalogue, faults, args), ensure_ascii=False, indent=1))
        return 1 if wrong else 0
    _say(located(faults, root), args, sys.stderr)
    for line in [*_versions(catalogue), "", *coverage_lines(coverage_of(catalogue), args.coverage, root)]:
        print(told(line))
    if args.fair:
        print("\n公平竞争审查：以下条款要说明理由")
        for fault in located(fair_competition(catalogue), root):
            print(f"  {fault}")
    if args.sources:
        print("\n".join(sources.lines(catalogue)))
    print("\n".join(["", *map(told, _english(catalogue, root, args.english))]))
    hints = sum(fault.warning for fault in faults)
    last = say("{programmes} 个项目，{examples} 个例子，{wrong} 处错误，{hints} 条提示。",
               programmes=len(catalogue.programmes), examples=_examples(catalogue),
               wrong=len(wrong), hints=hints)  # fmt: skip
    print(told(last))
    return 1 if wrong else 0


def _versions(catalogue: Catalogue) -> Iterator[Said]:
    for programme in catalogue.programmes.values():
        for version in programme.versions:
            judged, total = version.coverage
            yield say("{slug} {since}: {total} 条条件，机器判断 {judged}，人工判断 {people}；例子 {examples} 个",
                      slug=programme.slug, since=version.since, total=total, judged=judged, people=total - judged,
                      examples=len(version.examples))  # fmt: skip


def _english(catalogue: Catalogue, root: Path, listed: bool) -> Iterator[Said]:
    """How many texts have English, and which have none."""
    english = catalogue.english
    for each in english.lacking if listed else ():
        yield say("{file}:{line}：“{text}”没有英文。", file=str(root / each.place.file), line=each.place.line,
                  text=each.chinese)  # fmt: skip
    said = english.counted - len(english.lacking)
    yield say("英文：{texts} 段文字里有 {said} 段。", texts=english.counted, said=said)


def today() -> dt.date:
    return now().date()


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).astimezone()


def located(faults: Iterable[Fault], root: Path) -> list[Fault]:
    """Faults with paths as the caller may open them."""
    return [dataclasses.replace(each, file=str(root / each.file)) for each in faults]


def _say(faults: list[Fault], args: argparse.Namespace, stream: TextIO) -> None:
    for fault in faults:
        print(json.dumps(plain(fault), ensure_ascii=False) if args.json else fault.told(), file=stream)


def plain(fault: Fault) -> dict[str, object]:
    return {**dataclasses.asdict(fault), "message": told(fault.message)}


def _examples(catalogue: Catalogue) -> int:
    return sum(len(version.examples) for each in catalogue.programmes.values() for version in each.versions)


def _report(catalogue: Catalogue, faults: list[Fault], args: argparse.Namespace) -> dict[str, object]:
    programmes = [
        {"programme": each.slug, "version": str(version.since), "hash": version.hash,
         "judged_by_machine": version.coverage[0], "clauses": version.coverage[1], "examples": len(version.examples)}
        for each in catalogue.programmes.values()
        for version in each.versions
    ]  # fmt: skip
    report: dict[str, object] = {
        "programmes": programmes, "faults": [plain(each) for each in faults], "hash": catalogue.hash,
        "coverage": coverage_of(catalogue).as_json(),
        "english": {"texts": catalogue.english.counted, "lacking": len(catalogue.english.lacking)},
    }  # fmt: skip
    if args.english:
        report["english_lacking"] = [{"file": each.place.file, "line": each.place.line, "key": each.key,
                                      "text": each.chinese} for each in catalogue.english.lacking]  # fmt: skip
    if args.fair:
        report["fair"] = [dataclasses.asdict(each) for each in fair_competition(catalogue)]
    if args.sources:
        report["sources"] = {
            "illustrative": list(sources.illustrative(catalogue)), "unconfirmed": list(sources.unconfirmed(catalogue)),
            "unnumbered": list(sources.unnumbered(catalogue)),
        }  # fmt: skip
    return report
