"""Budget lines on the desk: the year's overview, a line's page, appropriating, the year's end."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.funds import forecasts, queries, turning
from district.funds.acts import lines
from district.funds.columns_budget import ENTRIES, LINES, LineOfYear, share
from district.funds.forms import AppropriateForm, LineForm
from district.funds.lines import may_end
from district.funds.models import Line
from district.funds.pages import new_key, officials
from district.funds.permissions import may_budget
from district.funds.queries import Balances
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.tables import pages
from district.ground.tables.listing import Listed
from district.ground.tables.pages import list_page


@officials
@require_GET
def overview(request: HttpRequest) -> HttpResponseBase:
    """`/desk/funds/`: every line of the year with its money; filters in the address."""
    return list_page(request, LINES, "funds/overview.html", more=partial(_of_all, request))


def _of_all(request: HttpRequest, found: Listed[LineOfYear]) -> dict[str, Any]:
    """What is said of all lines found, however many the page shows."""
    rows = list(found.found)
    return {
        "all_rows": rows, "total": sum((each.money for each in rows), Balances()), "year": found.chosen["year"],
        "may_budget": may_budget(cast(Person, request.user)), "illustrative": any(x.line.illustrative for x in rows),
    }  # fmt: skip


@officials
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The overview's lines as a workbook, as they are narrowed, amounts in yuan."""
    return pages.export(request, LINES)


def new(request: HttpRequest, form: LineForm | None = None) -> HttpResponse:
    """The form for another line: the finance bureau's."""
    require(may_budget(cast(Person, request.user)))
    return render(request, "funds/new_line.html", {"form": form or LineForm(initial=request.GET.dict())})


@officials
@require_GET
def line(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/desk/funds/<reference>/`: the money by level, how it burns down, every entry, and what one may do."""
    return line_page(request, reference)


def line_page(request: HttpRequest, reference: str, form: AppropriateForm | None = None) -> HttpResponseBase:
    """The page of a line; `form`: an appropriation that is wrong."""
    found = get_object_or_404(lines(request.user), reference=reference)
    points = forecasts.burn_down(found)
    levels = queries.by_level(found)
    total = sum(levels.values(), Balances())
    more = {
        "line": found, "levels": [(label, levels[level]) for level, label in queries.Level.choices], "total": total,
        "parts": parts_of(total), "points": points[-60:], "forecast": forecasts.forecast(found, points),
        "form": form or AppropriateForm(initial={"request_key": new_key()}),
        "may_budget": may_budget(cast(Person, request.user)) and not found.closed_at,
        "may_close": found.sort == Line.Sort.BUDGET and may_end(found, clock.today()),
        "share": share(total), "last_year": turning.last_years([found]).get(found.pk),
    }  # fmt: skip
    return list_page(request, ENTRIES, "funds/line.html", of={"reference": reference}, more=more)


def parts_of(money: Balances) -> list[tuple[str, str, Decimal]]:
    """The money bar: (key, words, yuan), in the order money goes."""
    words = {"paid": _("已付"), "sent": _("在途"), "committed": _("待付"), "held": _("占用"), "available": _("可用"),
             "receivable": _("应收追缴"), "lapsed": _("收回财政"), "written_off": _("核销")}  # fmt: skip
    always = {"paid", "committed", "held", "available"}
    return [(key, label, getattr(money, key)) for key, label in words.items() if key in always or getattr(money, key)]
