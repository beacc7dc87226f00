"""Numbers the district says are figures: whatever else counts rows is listed here, with the reason; it shrinks."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ACT = "an act counts to decide, to number or to check; the page says nothing of it"
LIST = "how many rows a list has under each of its tabs or lines, of the list that stands below"
LEDGER = "the ledger's own arithmetic and its checks"
ONE = "of one thing, on that thing's page: a firm's, a round's, a line's"
WORK = "how far a piece of long work is"
KNOWN = {
    "district/services/community/readings.py": (1, ONE),
    "district/services/advice/finding.py": (2, ACT),  # load, by which matching ranks
    "district/services/advice/pairing.py": (1, ACT),
    "district/services/advice/queries.py": (1, LIST),
    "district/services/advice/views.py": (1, LIST),
    "district/api/paging.py": (1, LIST),
    "district/cases/aftercare/agreeing.py": (1, LEDGER),
    "district/cases/aftercare/amounts.py": (1, ONE),
    "district/cases/aftercare/money.py": (1, ONE),
    "district/cases/aftercare/overpaying.py": (1, ACT),
    "district/cases/aftercare/queries.py": (2, LIST),
    "district/cases/aftercare/sampling.py": (1, ACT),
    "district/cases/approving/paper.py": (1, ACT),
    "district/cases/approving/showing.py": (1, ONE),
    "district/cases/core/queries.py": (1, ACT),
    "district/cases/decisions/signing.py": (1, ACT),
    "district/cases/desk/approving/views.py": (1, LIST),
    "district/cases/desk/assigning/views.py": (1, LIST),
    "district/cases/desk/buckets.py": (1, LIST),
    "district/cases/desk/bulk/queries.py": (4, WORK),
    "district/cases/desk/finding.py": (1, ACT),
    "district/cases/headcount/workers.py": (1, ONE),
    "district/cases/home.py": (1, LIST),
    "district/cases/intake/freezing.py": (1, ACT),
    "district/cases/offers/queries.py": (1, ONE),
    "district/cases/offers/releasing.py": (2, ACT),
    "district/cases/offers/under_way.py": (3, ACT),
    "district/cases/offers/work.py": (2, WORK),
    "district/cases/places/guard.py": (2, ACT),
    "district/cases/places/listed.py": (1, ACT),
    "district/cases/places/standings.py": (3, ONE),
    "district/cases/review/notice/actions.py": (1, ACT),
    "district/cases/review/notice/queries.py": (2, LIST),
    "district/cases/review/ranking/actions.py": (2, ACT),
    "district/cases/review/ranking/views.py": (1, ONE),
    "district/cases/review/scoring/queries.py": (1, LIST),
    "district/enterprises/homework/queries.py": (2, LIST),
    "district/funds/comparing.py": (1, LEDGER),
    "district/funds/long_work.py": (1, WORK),
    "district/funds/management/commands/ledger.py": (1, LEDGER),
    "district/funds/posting.py": (1, LEDGER),
    "district/funds/queries.py": (8, ONE),
    "district/funds/recovering.py": (1, ACT),
    "district/funds/reserving.py": (1, LEDGER),
    "district/funds/turning.py": (3, ONE),
    "district/funds/verifying.py": (15, LEDGER),
    "district/funds/views_paying.py": (2, LIST),
    "district/funds/views_recovering.py": (2, LEDGER),
    "district/funds/withholding.py": (2, ACT),
    "district/ground/anchors/covering.py": (1, ACT),
    "district/ground/asking/actions.py": (1, ACT),
    "district/ground/bringing/tallying.py": (1, LIST),
    "district/ground/files/slowing.py": (1, ACT),
    "district/ground/messages/actions.py": (1, ACT),
    "district/ground/messages/hooks/actions.py": (1, ACT),
    "district/ground/onetime/queries.py": (2, ACT),
    "district/ground/record/queries.py": (1, ACT),
    "district/ground/record/rotating.py": (1, WORK),
    "district/ground/slots/holding.py": (1, ACT),
    "district/ground/slots/queries.py": (4, ONE),
    "district/ground/slots/views_open.py": (1, LIST),
    "district/ground/surveys/permissions.py": (1, ACT),
    "district/ground/surveys/queries.py": (3, ONE),
    "district/ground/surveys/views_desk.py": (1, ONE),
    "district/ground/tables/listing.py": (1, LIST),
    "district/ground/tables/saved.py": (1, ACT),
    "district/ground/tokens/actions.py": (1, ACT),
    "district/ground/work/kinds.py": (1, WORK),
    "district/policies/management/commands/publish.py": (2, ACT),
    "district/services/training/camp/attending.py": (1, ACT),
    "district/services/training/camp/posting.py": (1, ACT),
    "district/services/training/camp/queries.py": (1, LIST),
    "district/services/training/camp/teams.py": (1, ACT),
    "district/services/training/camp/views.py": (1, ONE),
    "district/services/training/camp/views_desk.py": (5, ONE),
    "district/services/training/camp/views_lessons.py": (3, ONE),
    "district/services/training/courses/editing.py": (1, ACT),
    "district/services/training/courses/foreign/recording.py": (2, ACT),
    "district/services/training/courses/foreign/taking.py": (1, ACT),
    "district/services/training/courses/queries.py": (2, LIST),
    "district/services/training/employers/auditing.py": (1, ONE),
    "district/services/training/employers/columns.py": (1, ONE),
    "district/services/training/employers/listing.py": (1, ACT),
    "district/services/training/employers/queries.py": (1, LIST),
    "district/services/advice/clinic/columns.py": (1, LIST),
    "district/services/advice/clinic/numbering.py": (1, ACT),
    "district/services/advice/clinic/queries.py": (3, ACT),
    "district/services/advice/panels/actions.py": (1, ACT),
    "district/services/advice/panels/queries.py": (1, LIST),
    "district/web/context.py": (1, LIST),
}


def counts(text: str) -> int:
    """How often a file counts or adds up rows: `.count()`, `.aggregate(…)`, an annotated Count or Sum."""
    return sum(_counts(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))


def _counts(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr == "count":
        return not call.args and not call.keywords
    named = {each.func.id for each in ast.walk(call) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)}
    return call.func.attr == "aggregate" or (call.func.attr == "annotate" and bool(named & {"Count", "Sum"}))


def test_what_counts_outside_the_figures_is_known() -> None:
    found: Counter[str] = Counter()
    for path in (ROOT / "district").rglob("*.py"):
        name = str(path.relative_to(ROOT))
        if "migrations" in path.parts or path.name == "figures.py" or name.startswith("district/ground/figures/"):
            continue
        if number := counts(path.read_text(encoding="utf-8")):
            found[name] = number
    known = {name: number for name, (number, _why) in KNOWN.items()}
    more = {name: n for name, n in found.items() if n > known.get(name, 0)}
    fewer = {name: n for name, n in known.items() if n > found[name]}
    assert (more, fewer) == ({}, {}), "a number a page says is a Figure (docs/how-to.md); or fewer: lower it here"


def test_templates_count_no_rows() -> None:
    manager = re.compile(r"\w+\.(?:all|objects|\w+_set)\.(?:count|all\.count)\b")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in (ROOT / "district").rglob("*.html") for match in manager.finditer(path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    "text, number",
    [
        ("rows.count()", 1), ("words.count('a')", 0), ("rows.aggregate(n=Max('pk'))", 1),
        ("rows.annotate(n=Count('pk'))", 1), ("rows.annotate(n=F('pk'))", 0), ("rows.filter(a=1).count()", 1),
    ],
)  # fmt: skip
def test_counting_is_found(text: str, number: int) -> None:
    assert counts(text) == number
