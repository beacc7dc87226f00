"""What other offices gave, on the desk: the list, one by hand, a workbook, voiding."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponseBase

from district.funds import outside
from district.funds.columns_budget import OUTSIDE
from district.funds.forms import OutsideFileForm, OutsideForm
from district.funds.models import OutsideGrant
from district.ground.acts.acts import Done
from district.ground.people.queries import Person, Role
from district.ground.tables.pages import list_page


def grants(
    request: HttpRequest, form: OutsideForm | None = None, faults: tuple[tuple[int, str], ...] = ()
) -> HttpResponseBase:
    """`/desk/outside-grants/`: what was entered, the latest first, and the form for one."""
    if form is None and cast(Person, request.user).has_role(Role.OFFICER, Role.LEADER):
        form = OutsideForm()
    more = {"form": form, "faults": faults, "file_form": OutsideFileForm(), "heads": "、".join(outside.HEADS)}
    return list_page(request, OUTSIDE, "funds/outside.html", more=more)


def taken(request: HttpRequest, done: Done[OutsideGrant]) -> HttpResponseBase:
    """What could be read of a workbook is entered, the rest is said row by row."""
    page = grants(request, faults=done.result.faults)
    page.status_code = 422 if done.result.faults else 200
    return page
