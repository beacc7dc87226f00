"""Lists are described once: one paginator, one template of a table, every list of the house in TABLES.

What is no such list is named here with its reason. Both namings only shrink: a new list is a `Table`
([how-to](../../docs/how-to.md)).
"""

from __future__ import annotations

import re
from pathlib import Path

from django.template.loader import get_template
from django.urls import NoReverseMatch, resolve, reverse

from district.ground.figures.figure import Flow, Stock
from district.ground.figures.registry import FIGURES
from district.ground.tables.registry import TABLES
from district.ground.tables.tables import PUBLIC

ROOT = Path(__file__).resolve().parents[2]
HERE = "district/ground/tables/"
# Pages of something that are no list of a table: file → how often, and why.
PAGED = {
    "district/cases/review/joint/views.py": (1, "a matrix: cases down, as many bureaus across as were asked"),
    "district/cases/desk/views_homework.py": (
        1,
        "its file is filled in and uploaded: its last column is named by the fact",
    ),
    "district/cases/intake/views_lists.py": (2, "columns of the roster that a programme asks for; a grid to type in"),
    "district/web/todo_reading.py": (1, "what waits, of rooms that each know their own rows"),
    "district/ground/figures/views.py": (1, "the rows behind a number, of whichever room's list they are"),
    "district/ground/figures/views_said.py": (1, "what was said against what is: two numbers that no column sorts"),
    "district/ground/messages/hooks/views.py": (1, "what one webhook was sent, below its settings"),
    "district/ground/organisations/views_hall.py": (2, "cards for the public"),
}
PART = "a part of one thing's page, whole and unpaged"
# Tables drawn by hand: template → why it is no list.
DRAWN = {
    "district/authoring/templates/authoring/watch.html": "pages of other offices with what was found there, whole",
    "district/cases/aftercare/templates/aftercare/_case_clashes.html": PART,
    "district/cases/aftercare/templates/aftercare/_finding_facts.html": PART,
    "district/cases/aftercare/templates/aftercare/obligation.html": PART,
    "district/cases/desk/templates/assigning/absence.html": PART,
    "district/cases/desk/templates/desk/_case_register.html": PART,
    "district/cases/desk/templates/desk/homework.html": "facts reckoned over all open cases at once, whole",
    "district/cases/desk/templates/desk/homework_firms.html": "its last column is named by the fact",
    "district/cases/desk/templates/desk/replay.html": PART,
    "district/cases/intake/templates/intake/_case_asked_back.html": PART,
    "district/cases/intake/templates/intake/_list.html": "a grid to type in",
    "district/cases/intake/templates/intake/list.html": "a grid to type in",
    "district/cases/intake/templates/intake/list_desk.html": "columns that a programme asks for",
    "district/cases/offers/templates/offers/_round.html": "counts by kind",
    "district/cases/review/joint/templates/joint/list.html": "a matrix: cases down, bureaus across",
    "district/cases/review/notice/templates/notice/notice.html": "a list as it was published, word for word",
    "district/cases/review/ranking/templates/ranking/places.html": "the ranked list of one award, whole, with its line",
    "district/cases/review/scoring/templates/scoring/round.html": "a matrix: cases down, experts across",
    "district/services/community/contests/templates/contests/_matrix.html": "a matrix: entries down, judges across",
    "district/services/community/contests/templates/contests/_seating.html": "the plan of one jury, whole",
    "district/enterprises/templates/enterprises/claims.html": "agencies' staff, the first of them, above the list",
    "district/enterprises/templates/enterprises/enterprise.html": PART,
    "district/enterprises/templates/enterprises/history.html": PART,
    "district/enterprises/templates/enterprises/import.html": "a form: which column is which fact",
    "district/funds/templates/funds/_journey.html": PART,
    "district/funds/templates/funds/award.html": PART,
    "district/funds/templates/funds/clawback.html": PART,
    "district/funds/templates/funds/line.html": "sums by level; the numbers of a drawing",
    "district/funds/templates/funds/overview.html": "the numbers of a drawing",
    "district/funds/templates/funds/payment.html": PART,
    "district/funds/templates/funds/payments.html": "sums by line, and the first of what is paused or failed",
    "district/funds/templates/funds/reconcile.html": "sums by batch; rows that a bank's answer has wrong",
    "district/funds/templates/funds/year.html": "reckoned for the turn of the year, whole, with its moves",
    "district/api/templates/api/docs.html": "operations and their parts, whole",
    "district/services/advice/templates/advice/corps.html": "a matrix: experts down, months across",
    "district/services/advice/templates/advice/coverage.html": "a matrix: subjects down, streets across",
    "district/enterprises/templates/enterprises/persons/person.html": PART,
    "district/insight/templates/insight/report.html": "a figure by two of its dimensions",
    "district/services/advice/templates/advice/past.html": "what came of a workbook's rows",
    "district/ground/figures/templates/figures/_bars.html": "the numbers of a drawing",
    "district/ground/figures/templates/figures/said_list.html": "two numbers of two days, side by side",
    "district/ground/messages/templates/messaging/hooks.html": PART,
    "district/ground/organisations/templates/organisations/staff.html": "what came of a workbook's rows",
    "district/ground/slots/templates/slots/desk_session.html": PART,
    "district/ground/surveys/templates/surveys/_answers.html": "the rows of one answer",
    "district/ground/surveys/templates/surveys/one.html": PART,
    "district/ground/surveys/templates/surveys/responses.html": "what came back, below one questionnaire",
    "district/services/training/camp/templates/camp/past.html": "what came of a workbook's rows",
    "district/services/training/camp/templates/camp/roll_print.html": "a roll on paper, whole, to be signed",
    "district/ground/tokens/templates/tokens/_rows.html": "one's own keys, few and whole",
    "district/ground/tokens/templates/tokens/systems.html": "systems with their keys, few and whole",
    "district/ground/work/templates/work/works.html": "each kind's last run, above the list",
    "district/policies/templates/policies/_run_lab.html": "results of a run",
    "district/policies/templates/policies/_run_lists.html": "results of a run",
    "district/policies/templates/policies/package.html": "sums by year",
    "district/policies/templates/policies/page/_change.html": PART,
    "district/policies/templates/policies/programme.html": PART,
    "district/web/templates/account/login.html": "the demonstration's accounts",
    "district/web/templates/allauth/elements/table.html": "a third party's element",
    "district/web/templates/components/money_bar.html": "the numbers of a drawing",
    "district/web/templates/web/operations.html": "how the site is",
    "district/web/templates/web/privacy.html": "what is kept of whom, in words",
}  # fmt: skip


def sources(suffix: str) -> list[tuple[str, str]]:
    found = sorted((ROOT / "district").rglob(f"*{suffix}"))
    return [(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in found]


def test_one_paginator() -> None:
    made = [name for name, text in sources(".py") if "Paginator(" in text and not name.startswith(HERE)]
    assert made == []


def test_what_is_paged_but_no_table_is_known() -> None:
    used = {name: len(re.findall(r"(?<!def )\bpaged\(", text)) for name, text in sources(".py")}
    assert {name: n for name, n in used.items() if n} == {name: n for name, (n, _why) in PAGED.items()}


def test_tables_drawn_by_hand_are_known() -> None:
    drawn = {name for name, text in sources(".html") if "<table" in text and not name.startswith(HERE)}
    assert sorted(drawn - DRAWN.keys()) == [], "a list is a Table: docs/how-to.md"
    assert sorted(DRAWN.keys() - drawn) == [], "gone: take it out here, too"


def test_every_table_is_brought() -> None:
    """A `Table` that no room brings would be on no one's API and under no one's test; some are of a figure's rows."""
    written = [
        name for name, text in sources(".py") if re.search(r"= Table\[", text) for _ in re.findall(r"= Table\[", text)
    ]
    figures = {id(each.source.table) for each in FIGURES if isinstance(each, Flow | Stock)} - {
        id(each) for each in TABLES
    }
    assert len(TABLES) + len(figures) == len(written) > 40


def test_a_list_has_a_page_of_the_same_door_words_for_nothing_and_parts_that_are_there() -> None:
    doors = {(): "signed in", PUBLIC: "all"}
    for table in TABLES:
        assert table.rows is not None and table.empty.title and table.empty.address is not None, table.key
        try:
            view = resolve(reverse(table.route, args=["X" for _name in table.of])).func
        except NoReverseMatch:
            raise AssertionError(f"{table.key}: no page {table.route}") from None
        if not view.door.startswith("acts: "):  # its act's door; `test_hostile_input` asks who comes in
            assert view.door == doors.get(table.door, "roles: " + ", ".join(table.door)), table.key
        for part in filter(None, [table.card, *(each.part for each in table.columns)]):
            get_template(part)
