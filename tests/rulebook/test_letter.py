"""Everything the letter names is in the catalogue: docs/letter.md says where, and this looks."""

from __future__ import annotations

import datetime as dt
import random
import re
from decimal import Decimal
from pathlib import Path

from rulebook import judge
from rulebook.catalogue.model import FactKind
from rulebook.plan.types import Value
from tests.rulebook.test_yangpu import yangpu

LETTER = Path(__file__).resolve().parents[2] / "docs" / "letter.md"
DAY = dt.date(2022, 6, 24)


def test_every_entry_of_the_table_is_there() -> None:
    text = LETTER.read_text(encoding="utf-8")
    named = {
        slug for row in text.splitlines() if row.startswith("|") for slug in re.findall(r"`([a-z][a-z0-9-]+)`", row)
    }
    known = set(yangpu().programmes) | set(yangpu().packages) | set(yangpu().ladders)
    assert named - known == set()
    assert len(named) > 30
    assert "not yet" not in text.lower()


def test_ten_answers_each_cited() -> None:
    answers = yangpu().answers
    assert len(answers) == 10
    for slug, text in answers.items():
        assert re.search(r"^cite: .*(法|条例|办法|规定)", text, re.MULTILINE), slug
        assert re.search(r"^checked_on: \d{4}", text, re.MULTILINE), slug


def value(kind: FactKind, rng: random.Random) -> Value:
    if kind.type == "boolean":
        return rng.random() < 0.4
    if kind.type == "date":
        return dt.date(2022, 6, 24) - dt.timedelta(days=rng.randint(10, 3000))
    if kind.type == "string":
        return rng.choice(list(kind.choices) or ["杨浦区", "虹口区", "6513", "6210", "3911"])
    if kind.unit == "元":
        return Decimal(rng.choice([0, 10_000, 300_000, 5_000_000, 30_000_000, 150_000_000]))
    return Decimal(rng.choice([0, 1, 3, 8, 12, 30, 70, 90, 400]))


def test_no_programme_that_nobody_or_everybody_gets() -> None:
    """Random enterprises in the district: everything that a machine decides is yes for some and no for others."""
    catalogue, rng = yangpu(), random.Random(20220624)
    seen: dict[str, set[bool | None]] = {}
    for _ in range(600):
        facts = {name: value(kind, rng) for name, kind in catalogue.facts.items()} | {"失信被执行": rng.random() < 0.1}
        for programme, _version in catalogue.in_force(DAY):
            verdict = judge(catalogue, programme.slug, facts, DAY, explain=False)
            seen.setdefault(programme.slug, set()).add(verdict.eligible)
    one_sided = {slug for slug, verdicts in seen.items() if len(verdicts) < 2}
    assert one_sided <= {
        "high-tech-recognition",  # nine conditions at once: random facts hardly meet them; its examples do
        "startup-little-giant", "tech-little-giant", "stable-jobs-refund",
        "job-seeking-allowance",  # a graduate's five conditions, this year's among them
    }, one_sided  # fmt: skip


def test_worked_values_of_the_start_up_loan() -> None:
    facts: dict[str, Value] = {
        "企业规模": "微型",
        "创业担保贷款本金": Decimal(300_000),
        "成立日期": dt.date(2020, 6, 24),
    }
    assert judge(yangpu(), "startup-loan", facts, DAY).amount == Decimal(6000)
    assert judge(yangpu(), "startup-loan", facts, dt.date(2023, 10, 24)).amount == Decimal(5925)
