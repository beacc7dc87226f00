"""The register's facts on a day as one file: what a run rests on, so that it can be repeated to the byte."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from district.enterprises import queries as enterprises
from district.enterprises.actions import text_of, value_of
from district.enterprises.queries import Value

KEY, VETO = "统一社会信用代码", "失信被执行"


def write_snapshot(path: Path, as_of: dt.date, *, stop: Callable[[], object] = lambda: None) -> tuple[str, str, int]:
    """Write the facts that count on `as_of`, one enterprise a row in the order of codes; beside, then renamed.

    Returns the SHA-256 of the file, that of the codes under a credit veto, and the rows. `stop` may raise now and then.
    """
    kinds = enterprises.fact_kinds(enterprises.Subject.ENTERPRISE)
    codes = dict(enterprises.Enterprise.objects.order_by("uscc").values_list("pk", "uscc"))
    beside = path.with_suffix(".part")
    vetoes = hashlib.sha256()
    with beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([KEY, *kinds])
        for row, (pk, facts) in enumerate(enterprises.facts_for_register(as_of, list(codes))):
            if row % 500 == 0:
                stop()
            texts = {name: text_of(kinds[name], value) for name, value in facts.items()}
            writer.writerow([codes[pk], *(texts.get(name, "") for name in kinds)])
            if facts.get(VETO) is True:
                vetoes.update(f"{codes[pk]}\n".encode())
    digest = file_hash(beside)
    beside.replace(path)
    return digest, vetoes.hexdigest(), len(codes)


def read_snapshot(path: Path) -> Iterator[tuple[str, dict[str, Value]]]:
    """(code, facts) of each row."""
    kinds = enterprises.fact_kinds(enterprises.Subject.ENTERPRISE)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = row.pop(KEY)
            yield code, {name: value_of(kinds[name], text) for name, text in row.items() if text and name in kinds}


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
