"""The year's report: from figures only, for whoever reads it, over the days asked for."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district.ground.figures.counting import Counted, NotCounted, breakdown, parts_of, value
from district.ground.figures.figure import Flow, Stock
from district.ground.figures.grids import grid
from district.ground.figures.periods import Period
from district.ground.figures.registry import FIGURES, may_have
from district.ground.people.models import Person
from district.insight.contents import REPORTS, Chapter, Entry
from district.insight.reading import before, reckoned, year_asked
from tests.district.cases.factories import District
from tests.district.cases.test_constraints import decided

SignIn = Callable[[Person], Client]
YEAR = REPORTS["year"]
PAGE = "/reports/year/"


def test_every_key_and_dimension_of_a_report_is_brought_by_a_room() -> None:
    entries = [entry for report in REPORTS.values() for chapter in report.chapters for entry in chapter.entries]
    assert len(entries) > 3
    missing = [each.figure for each in entries if FIGURES.get(each.figure) is None]
    assert missing == []
    for each in entries:
        figure = FIGURES[each.figure]
        assert {one.key for one in figure.source.dimensions} >= set(each.by), each
        assert len(each.by) <= 2 and (not each.by or len(parts_of(figure)) == 1), each


def test_its_numbers_are_those_of_the_figures(here: District) -> None:
    decided(here)
    period = Period.year(2022)
    found = reckoned(YEAR, period.clipped(dt.date(2022, 6, 24)), None)
    by_key = {entry.shown.key: entry for chapter in found.chapters for entry in chapter.entries if entry.shown}
    assert by_key["cases.granted"].shown is not None and by_key["cases.granted"].shown.number == 1
    assert [line.words for line in by_key["cases.granted"].lines] == ["示例用工补贴"]
    for key, entry in by_key.items():
        if parts_of(FIGURES[key])[0].source.people is None and entry.shown is not None:
            assert entry.shown.number == value(FIGURES[key], Period.read(entry.shown.period)).number, key


def test_who_may_not_have_a_figure_is_told_how_many_are_left_out(here: District) -> None:
    inside = [each.key for each in FIGURES if (not each.public and not isinstance(each.kind, str)) or not each.public]
    assert inside
    report = replace(YEAR, chapters=(Chapter("c", "c", tuple(Entry(key) for key in inside)),))
    now = Period(dt.date(2022, 1, 1), dt.date(2022, 6, 24))
    stranger = reckoned(report, now, None)
    assert stranger.left_out == len(inside) and stranger.chapters == ()
    auditor = reckoned(report, now, here.auditor)
    assert auditor.left_out == sum(not may_have(FIGURES[key], here.auditor) for key in inside)
    assert auditor.left_out < len(inside)


def test_a_grid_adds_up_to_its_breakdowns(here: District) -> None:
    decided(here)
    figure = FIGURES["cases.decided"]
    now = Period(dt.date(2022, 1, 1), dt.date(2022, 6, 24))
    found = grid(figure, "bureau", "kind", now)  # type: ignore[arg-type]
    by_bureau = {each.words: each.told.number for each in breakdown(figure, "bureau", now)}  # type: ignore[arg-type]
    assert {line.words: line.total and line.total.number for line in found.lines} == by_bureau
    totals = [each and each.number for each in found.totals]
    assert sum(each or 0 for each in totals) == value(figure, now).number == 1
    with CaptureQueriesContext(
        connection,
    ) as asked:
        grid(figure, "bureau", "kind", now)  # type: ignore[arg-type]
    assert len(asked) == 1
    different = FIGURES["cases.firms"]  # different ones do not add up
    apart = grid(different, "bureau", "kind", now)  # type: ignore[arg-type]
    assert all(line.total is None for line in apart.lines) and set(apart.totals) <= {None}


def test_two_things_of_one_name_are_two_in_a_grid(here: District, monkeypatch: pytest.MonkeyPatch) -> None:
    figure = FIGURES["cases.decided"]
    assert isinstance(figure, (Flow, Stock))
    down, across = figure.source.dimension("programme"), figure.source.dimension("street")
    rows = [({down.lookup: key, down.label: "同名项目", across.lookup: "示例街道"}, Counted(Decimal(n)))
            for key, n in (("one", 3), ("two", 5))]  # fmt: skip
    monkeypatch.setattr("district.ground.figures.grids.grouped", lambda *_args, **_more: rows)
    found = grid(figure, "programme", "street")
    lines = [(line.words, line.total and line.total.number) for line in found.lines]
    assert lines == [("同名项目", 5), ("同名项目", 3)]
    assert [each and each.number for each in found.totals] == [8]


@pytest.mark.parametrize(
    ("first", "last", "earlier"),
    [
        (dt.date(2022, 1, 1), dt.date(2022, 6, 24), "2021-01-01..2021-06-24"),
        (dt.date(2024, 2, 29), dt.date(2024, 2, 29), "2023-02-28"),
        (dt.date(2021, 1, 1), dt.date(2021, 12, 31), "2020"),
    ],
)
def test_the_same_days_a_year_earlier(first: dt.date, last: dt.date, earlier: str) -> None:
    past = before(Period(first, last))
    assert past is not None and past.key == earlier


@pytest.mark.parametrize("text", ["1999", "..2022-01-01", "2031", "2022-13", "x" * 500, "2022..2021"])
def test_a_made_up_period_is_answered(here: District, client: Client, text: str) -> None:
    with pytest.raises(NotCounted):
        year_asked(text)
    page = client.get(PAGE, {"period": text})
    assert page.status_code == 422 and 'role="alert"' in page.content.decode()
    assert client.get("/api/v1/reports/year", {"period": text}).status_code == 422


def test_page_workbook_and_program_say_the_same(here: District, client: Client) -> None:
    decided(here)
    page = client.get(PAGE, {"period": "2022"}).content.decode()
    assert reverse("figures:figure", args=["cases.granted"]) in page and "示例用工补贴" in page
    file = client.get(PAGE, {"period": "2022", "format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(file)), read_only=True)  # type: ignore[arg-type]
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert any("已同意的申报" in row and "1 件" in row for row in cells)
    said = client.get("/api/v1/reports/year", {"period": "2022"}).json()
    [granted] = [
        each for chapter in said["chapters"] for each in chapter["entries"] if each["figure"] == "cases.granted"
    ]
    assert granted["text"] == "1 件" and granted["parts"][0] == {"first": "示例用工补贴", "second": "", "text": "1 件"}
    client.force_login(here.officer)  # counts alone: nobody says for what
    assert client.get(PAGE, {"period": "2022", "format": "xlsx"}).status_code == 200
    assert client.get("/reports/nothing/").status_code == 404 == client.get("/api/v1/reports/nothing").status_code


def test_a_report_asks_few_queries(here: District, client: Client) -> None:
    """Two a population for its numbers, this year's and the last's, one an entry that is told apart."""
    decided(here)
    entries = [each for chapter in YEAR.chapters for each in chapter.entries]
    sources = {parts_of(FIGURES[each.figure])[0].source.key for each in entries}
    with CaptureQueriesContext(connection) as asked:
        reckoned(YEAR, Period(dt.date(2022, 1, 1), dt.date(2022, 6, 24)), None)
    assert len(asked) <= 2 * len(sources) + sum(bool(each.by) for each in entries)
