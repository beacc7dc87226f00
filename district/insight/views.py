"""Pages of reports."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.figures.counting import NotCounted
from district.ground.people.doors import open_to_all, shell_of
from district.ground.people.queries import Person
from district.ground.tables import sheets
from district.insight.contents import REPORTS
from district.insight.reading import Reckoned, reckoned, year_asked

YEARS = 3  # offered on the page; any other may stand in the address


@open_to_all
@require_GET
def report(request: HttpRequest, key: str) -> HttpResponseBase:
    """`/reports/<key>/?period=2022`; `format=xlsx` the same as a workbook."""
    if key not in REPORTS:
        raise Http404
    wanted, wrong = request.GET.get("period", "").strip(), ""
    person = request.user if isinstance(request.user, Person) else None
    try:
        period = year_asked(wanted)
    except NotCounted as cannot:
        period, wrong = year_asked(""), str(cannot)
    found = reckoned(REPORTS[key], period, person)
    if sheets.asked_for(request) and not wrong:
        return sheets.file_of(sheets.book(_sheets(request, found)), found.words)
    this_year = clock.today().year
    context = {
        "report": REPORTS[key], "found": found, "wrong": wrong, "now": clock.now(),
        "years": [str(this_year - n) for n in range(YEARS)], "chosen": str(period.last.year),
        "shell": shell_of(person),
    }  # fmt: skip
    return render(request, "insight/report.html", context, status=422 if wrong else 200)


def _sheets(request: HttpRequest, found: Reckoned) -> list[sheets.Sheet]:
    """First what each number is, then what it is told apart by."""
    entries = [(chapter.words, entry) for chapter in found.chapters for entry in chapter.entries]
    definitions = sheets.Sheet(
        _("数字和口径"),
        [
            sheets.Column(_("章"), lambda each: each[0], width=16),
            sheets.Column(_("数字"), lambda each: each[1].words, width=30),
            sheets.Column(_("值"), lambda each: each[1].shown.text if each[1].shown else each[1].why, width=24),
            sheets.Column(_("上年同期"), _before, width=24),
            sheets.Column(_("口径"), lambda each: each[1].shown.definition if each[1].shown else "", width=90),
        ],
        entries, counted=False,
        head=sheets.head_line(request, f"{found.words}，{found.period.words}", of_others=False),  # counts alone
    )  # fmt: skip
    parts = [(entry, *part) for _words, entry in entries for part in entry.parts]
    apart = sheets.Sheet(
        _("分项"),
        [
            sheets.Column(_("数字"), lambda row: row[0].words, width=30),
            sheets.Column(_("按什么分"), lambda row: row[0].by, width=18),
            sheets.Column(_("项"), lambda row: row[1], width=30),
            sheets.Column(_("第二项"), lambda row: row[2], width=24),
            sheets.Column(_("值"), lambda row: row[3], width=24),
        ],
        parts, counted=False,
    )  # fmt: skip
    return [definitions, apart]


def _before(each: tuple[str, Any]) -> str:
    shown = each[1].shown
    return shown.before.text if shown is not None and shown.before is not None else ""
