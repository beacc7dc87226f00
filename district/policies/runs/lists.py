"""An automatic grant's four lists: pay, one click, one fact missing, refused with the reason.

Each chunk of the snapshot becomes a part on disk, written beside and renamed; a run that was stopped or killed goes on
after the last part. The same catalogue and snapshot give the same bytes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from itertools import count, islice
from pathlib import Path
from typing import Any

import rulebook
from district.enterprises.queries import Value
from district.policies import queries
from district.policies.models import ProgrammeVersion, Run
from district.policies.runs.snapshot import read_snapshot
from rulebook import Verdict

LISTS = ("pay", "click", "missing", "refused")
HEAD = ("统一社会信用代码", "金额（元）", "说明", "依据")
CHUNK = 1000


def classify(verdict: Verdict, evidence: bool, statements: frozenset[str]) -> tuple[str, str, str] | None:
    """(list, words, citation) of one verdict; None where people or several facts still have to decide.

    Eligible with an amount that rests on an unknown fact is no payment yet: the fact is missing. What a bureau has to
    verify is missing from the bureau: no enterprise is asked for it.
    `evidence`: the rule needs papers; `statements`: conditions the applicant answers. Either makes it one click.
    """
    if verdict.eligible is not False and verdict.verifying:
        return None
    if verdict.eligible is True and verdict.missing:
        return ("missing", verdict.missing[0], "") if len(verdict.missing) == 1 else None
    if verdict.eligible is True:
        return ("click", "请企业确认并备齐材料", "") if evidence else ("pay", "符合全部条件", "")
    if verdict.eligible is None:
        if not verdict.missing and verdict.waiting and set(verdict.waiting) <= statements:
            return "click", "请企业确认", ""
        if len(verdict.missing) == 1 and set(verdict.waiting) <= statements:
            return "missing", verdict.missing[0], ""
        return None
    failed = {each.id: each for each in verdict.conditions()}
    first = failed.get(verdict.because[0]) if verdict.because else None
    words = first.say + (f"：{first.gap.words}" if first.gap else "") if first else ""
    return "refused", words, first.cite if first else ""


def judge_chunks(run: Run, folder: Path) -> Iterator[tuple[int, int]]:
    """Judge the snapshot chunk by chunk, each a part on disk; what is there already stays. Gives (number, rows)."""
    version = ProgrammeVersion.objects.select_related("programme", "release").get(pk=run.version_id)
    rows = read_snapshot(folder / "facts.csv")
    for number in count():
        chunk = list(islice(rows, CHUNK))
        if not chunk:
            return
        part = folder / f"part-{number:05d}.csv"
        if not part.exists():
            _write_part(part, _judged(version, run, chunk))
        yield number + 1, len(chunk)


def _judged(
    version: ProgrammeVersion, run: Run, chunk: list[tuple[str, dict[str, Value]]]
) -> Iterator[tuple[str, str, str, str, str]]:
    catalogue = queries.compiled(version.release_hash)
    described = version.description
    evidence = any(each.get("needed") for each in described.get("evidence") or [])
    asked = frozenset(_statements(described.get("conditions") or []))
    for code, facts in chunk:
        verdict = rulebook.judge_under(
            catalogue, version.programme.slug, version.in_force_from, facts, run.as_of, {}, checked=True
        )
        found = classify(verdict, evidence, asked) or ("open", "", "")
        amount = "" if verdict.amount is None or found[0] == "refused" else f"{verdict.amount:.2f}"
        yield found[0], code, amount, found[1], found[2]


def _statements(conditions: list[dict[str, Any]]) -> Iterator[str]:
    """Ids of the conditions that the applicant answers."""
    for each in conditions:
        if each.get("person") == "申报人":
            yield str(each.get("id", ""))
        yield from _statements(each.get("children") or each.get("terms") or [])


def _write_part(part: Path, rows: Iterator[tuple[str, str, str, str, str]]) -> None:
    beside = part.with_suffix(".tmp")
    with beside.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    beside.replace(part)


def put_together(run: Run, folder: Path) -> dict[str, Any]:
    """The parts as four files: {list: {"count", "amount", "in_year"}}, the rest counted as "open".

    `amount` adds up one payment each, `in_year`, where they are paid by period, the payments of twelve months.
    """
    rhythm = queries.Rhythm.of(run.version.description.get("benefit") or {})
    summary: dict[str, Any] = {name: {"count": 0, "amount": Decimal(0)} for name in (*LISTS, "open")}
    files = {name: (folder / f"{name}.csv.tmp").open("w", encoding="utf-8-sig", newline="") for name in LISTS}
    try:
        writers = {name: csv.writer(file, lineterminator="\n") for name, file in files.items()}
        for writer in writers.values():
            writer.writerow(HEAD)
        for part in sorted(folder.glob("part-*.csv")):
            with part.open(encoding="utf-8", newline="") as file:
                for name, *row in csv.reader(file):
                    summary[name]["count"] += 1
                    summary[name]["amount"] += Decimal(row[1] or 0)
                    if name in writers:
                        writers[name].writerow(row)
    finally:
        for file in files.values():
            file.close()
    for name in LISTS:
        (folder / f"{name}.csv.tmp").replace(folder / f"{name}.csv")
    return {
        name: {"count": each["count"], "amount": str(each["amount"]),
               **({"in_year": str(rhythm.each(each["amount"]).within())} if rhythm.runs else {})}
        for name, each in summary.items()
    }  # fmt: skip
