"""Budget lines on the desk: the year's overview, a line's page, appropriating, the year's end."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.funds import forecasts, queries, turning
from district.funds.acts import lines
from district.funds.forms import AppropriateForm, LineForm
from district.funds.lines import may_end
from district.funds.models import Line
from district.funds.pages import PAGE, VERBS, new_key, officials
from district.funds.permissions import may_budget
from district.funds.queries import Balances
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.tables import sheets


class Overview:
    """The lines of a year, narrowed by what the address asks for, with their balances and those of the year before.
    Five queries.
    """

    def __init__(self, asked: Any) -> None:
        self.years = queries.years() or [clock.today().year]
        year = asked.get("year", "")
        current = clock.today().year if clock.today().year in self.years else self.years[0]
        self.year = int(year) if year.isdecimal() and int(year) in self.years else current
        self.q, self.office = asked.get("q", "").strip()[:60], asked.get("office", "")
        every = list(queries.lines_of_year(self.year))
        self.offices = sorted({(str(line.office_id), line.office.name) for line in every}, key=lambda pair: pair[1])
        self.lines = [
            line for line in every
            if self.q in line.name and (not self.office or str(line.office_id) == self.office)
        ]  # fmt: skip
        self.balances = queries.balances_of(self.lines)
        self.before = turning.last_years(self.lines)

    @property
    def applied(self) -> list[tuple[str, object]]:
        """What narrows the lines, in words."""
        return [
            (_("年度"), self.year),
            (_("名称"), self.q),
            (_("主管部门"), dict(self.offices).get(self.office, self.office)),
        ]

    @property
    def total(self) -> Balances:
        return sum(self.balances.values(), Balances())

    def rows(self, lines: Any) -> list[dict[str, Any]]:
        return [{"line": line, "money": self.balances[line.pk], "share": share(self.balances[line.pk]),
                 "last_year": self.before.get(line.pk)} for line in lines]  # fmt: skip


def share(money: Balances) -> int | None:
    """Per cent of what was appropriated that is decided or paid."""
    if not money.appropriated:
        return None
    return int((money.to_pay + money.paid) * 100 / money.appropriated)


@officials
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """`/desk/funds/`: every line of the year with its money; filters in the address."""
    shown = Overview(request.GET)
    page = Paginator(shown.lines, PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown, "page": page, "rows": shown.rows(page.object_list), "total": shown.total,
        "all_rows": shown.rows(shown.lines) if len(shown.lines) > PAGE else None,
        "may_budget": may_budget(cast(Person, request.user)), "illustrative": any(x.illustrative for x in shown.lines),
    }  # fmt: skip
    return render(request, "funds/overview.html", context)


@officials
@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The overview's lines as a workbook, as they are narrowed, amounts in yuan."""
    shown = Overview(request.GET)
    return sheets.answer(
        request, name=_("%(year)d 年资金") % {"year": shown.year}, columns=_columns(), applied=shown.applied,
        rows=[(line, shown.balances[line.pk]) for line in shown.lines],
    )  # fmt: skip


def _sum(kind: str, row: tuple[Line, Balances]) -> Any:
    return getattr(row[1], kind)


def _columns() -> list[sheets.Column]:
    """The overview's columns; a row is a line with its balances."""
    kinds = {
        "appropriated": _("安排"), "available": _("可用"), "held": _("占用"), "committed": _("待付"), "sent": _("在途"),
        "paid": _("已付"), "receivable": _("应收追缴"), "lapsed": _("收回财政"), "written_off": _("核销"),
    }  # fmt: skip
    return [
        sheets.Column(_("年度"), lambda row: row[0].year, "year", 8),
        sheets.Column(_("主管部门"), lambda row: row[0].office.name),
        sheets.Column(_("名称"), lambda row: row[0].name, width=24),
        sheets.Column(_("编号"), lambda row: row[0].reference),
        *(
            sheets.Column(words, partial(_sum, kind), "money", invented=lambda row: row[0].illustrative)
            for kind, words in kinds.items()
        ),
        sheets.Column(_("示例数字"), lambda row: _("是") if row[0].illustrative else "", width=10),
    ]  # fmt: skip


def new(request: HttpRequest, form: LineForm | None = None) -> HttpResponse:
    """The form for another line: the finance bureau's."""
    require(may_budget(cast(Person, request.user)))
    return render(request, "funds/new_line.html", {"form": form or LineForm(initial=request.GET.dict())})


@officials
@require_GET
def line(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/funds/<reference>/`: the money by level, how it burns down, every entry, and what one may do."""
    return line_page(request, reference)


def line_page(request: HttpRequest, reference: str, form: AppropriateForm | None = None) -> HttpResponse:
    """The page of a line; `form`: an appropriation that is wrong."""
    found = get_object_or_404(lines(request.user), reference=reference)
    verb = request.GET.get("verb", "")
    rows = queries.statement_of_line(found, verb=verb if verb in VERBS else "")
    points = forecasts.burn_down(found)
    levels = queries.by_level(found)
    total = sum(levels.values(), Balances())
    context = {
        "line": found, "levels": [(label, levels[level]) for level, label in queries.Level.choices], "total": total,
        "parts": parts_of(total), "points": points[-60:], "forecast": forecasts.forecast(found, points),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")), "verbs": VERBS, "verb": verb,
        "form": form or AppropriateForm(initial={"request_key": new_key()}),
        "may_budget": may_budget(cast(Person, request.user)) and not found.closed_at,
        "may_close": found.sort == Line.Sort.BUDGET and may_end(found, clock.today()),
        "share": share(total), "last_year": turning.last_years([found]).get(found.pk),
    }  # fmt: skip
    return render(request, "funds/line.html", context)


def parts_of(money: Balances) -> list[tuple[str, str, Decimal]]:
    """The money bar: (key, words, yuan), in the order money goes."""
    words = {"paid": _("已付"), "sent": _("在途"), "committed": _("待付"), "held": _("占用"), "available": _("可用"),
             "receivable": _("应收追缴"), "lapsed": _("收回财政"), "written_off": _("核销")}  # fmt: skip
    always = {"paid", "committed", "held", "available"}
    return [(key, label, getattr(money, key)) for key, label in words.items() if key in always or getattr(money, key)]
