"""`rulebook schema`: the format as JSON Schema, so that editors complete and check; `--reference` as a page to read."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rulebook.catalogue.format import KINDS
from rulebook.catalogue.reference import editor_settings, reference, schema_of, whole_schema
from rulebook.cli.speaking import complain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    named = [kind.name for kind in KINDS if kind.shape is not None and not kind.path.endswith((".dmn", ".md"))]
    parser.add_argument("kind", nargs="?", choices=named, help="只要一种文件的；不写是全部")
    parser.add_argument("--out", type=Path, metavar="DIR", help="每种文件写一份 <种类>.schema.json，并写出编辑器的设置")
    parser.add_argument("--reference", action="store_true", help="写成 Markdown 参考页")


def run(args: argparse.Namespace) -> int:
    if args.reference:
        print(reference(), end="")
        return 0
    if args.out is None:
        print(_json(schema_of(args.kind) if args.kind else whole_schema()), end="")
        return 0
    try:
        args.out.mkdir(parents=True, exist_ok=True)
        for name, settings in editor_settings().items():
            (args.out / f"{name}.schema.json").write_text(_json(schema_of(name)), encoding="utf-8")
            print(f"{args.out / f'{name}.schema.json'}: {settings}")
        found = {f"./{name}.schema.json": f"**/{path}" for name, path in editor_settings().items()}
        (args.out / "settings.json").write_text(_json({"yaml.schemas": found}), encoding="utf-8")
    except OSError as error:
        complain(error)
        return 1
    return 0


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
