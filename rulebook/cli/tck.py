"""`rulebook tck DIR`: run DMN TCK cases."""

from __future__ import annotations

import argparse
from pathlib import Path

from rulebook.dmn.tck import tck


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="另写一份 JUnit 报告")


def run(args: argparse.Namespace) -> int:
    return tck(args.folder, args.junit)
