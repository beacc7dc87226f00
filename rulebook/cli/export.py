"""`rulebook export`: what the catalogue holds in the formats of others."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import CatalogueError, near
from rulebook.catalogue.reader import read_catalogue
from rulebook.cli.check import located
from rulebook.cli.files import why
from rulebook.exporting.dmn import write_dmn
from rulebook.exporting.graph import CannotExport, Input, model
from rulebook.saying import Parts, say, told


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("catalogue", type=Path)
    parser.add_argument(
        "--dmn", type=Path, required=True, metavar="OUTDIR", help="每张决策表写成一个 .dmn，放进这个文件夹"
    )
    parser.add_argument("--table", action="append", default=[], help="只要这张表，可多次")


def run(args: argparse.Namespace) -> int:
    try:
        catalogue = read_catalogue(args.catalogue)
    except CatalogueError as error:
        for fault in located(error.faults, args.catalogue.parent):
            print(fault, file=sys.stderr)
        return 1
    for name in args.table:
        if name not in catalogue.tables:
            print(told(say("没有决策表“{name}”{near}", name=name, near=near(name, catalogue.tables))), file=sys.stderr)
            return 1
    wrong = False
    try:
        args.dmn.mkdir(parents=True, exist_ok=True)
        for name in args.table or catalogue.tables:
            wrong = not export_table(catalogue, name, args.dmn) or wrong
    except OSError as error:
        print(told(say("{path}: 写不了：{why}", path=args.dmn, why=why(error))), file=sys.stderr)
        return 1
    return 1 if wrong else 0


def export_table(catalogue: Catalogue, name: str, out: Path) -> bool:
    """One table's file; False, with the reason said, where it has no place in DMN. Lists of words are passed over."""
    table = catalogue.tables[name]
    target = out / f"{name}.dmn"
    if table.place.file.endswith(".dmn"):
        target.write_text(catalogue.files[table.place.file], encoding="utf-8")
        print(told(say("{target}：原样", target=target)))
        return True
    if not table.outputs:
        print(told(say("“{name}”是一份名单，不是决策表，略过。", name=name)), file=sys.stderr)
        return True
    try:
        parts = model(catalogue, name)
        text = write_dmn(parts, name, f"urn:rulebook:{catalogue.layer.folder}:{name}")
    except CannotExport as error:
        print(told(error), file=sys.stderr)
        return False
    beside = target.with_name(f".{target.name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(target)
    inputs = [part.name for part in parts if isinstance(part, Input)]
    said = say("{target}：决策“{name}”，输入 {inputs}", target=target, name=parts[-1].name, inputs=Parts("、", inputs))
    print(told(said))
    return True
