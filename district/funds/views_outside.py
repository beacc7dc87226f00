"""What other offices gave, on the desk: the list, one by hand, a workbook, voiding."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from district.enterprises.queries import BadFile
from district.funds import outside
from district.funds.checks import NotMoney, NotPossible
from district.funds.columns_budget import OUTSIDE
from district.funds.forms import OutsideFileForm, OutsideForm, ReasonForm
from district.funds.models import OutsideGrant
from district.funds.pages import act, first_error, officials
from district.ground.people.queries import Person, Role
from district.ground.tables.pages import list_page


@officials
@require_http_methods(["GET", "POST"])
def grants(request: HttpRequest) -> HttpResponseBase:
    """`/desk/outside-grants/`: what was entered, the latest first; POST enters one."""
    person = cast(Person, request.user)
    works = person.has_role(Role.OFFICER, Role.LEADER)
    form = OutsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _row, new = outside.enter(by=person, **form.cleaned_data)
            messages.success(request, _("已登记。") if new else _("这一笔已经登记过。"))
            return redirect("funds:outside")
        except (NotPossible, NotMoney) as wrong:
            form.add_error(None, str(wrong))
    return _page(request, form if works else None, status=422 if form.errors else 200)


@act("funds:outside")
def take_file(request: HttpRequest) -> HttpResponseBase:
    """A workbook: what can be read is entered, the rest is said row by row."""
    form = OutsideFileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise NotPossible(first_error(form))
    file = form.cleaned_data["file"]
    try:
        found = outside.take_workbook(file=file, name=file.name, by=cast(Person, request.user))
    except BadFile as bad:
        raise NotPossible(str(bad)) from None
    messages.success(
        request, _("登记 %(made)d 笔，已登记过 %(known)d 笔。") % {"made": found.made, "known": found.known}
    )
    return _page(request, OutsideForm(), faults=found.faults, status=422 if found.faults else 200)


@act("funds:outside")
def void(request: HttpRequest, pk: int) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NotPossible(first_error(form))
    grant = get_object_or_404(OutsideGrant, pk=pk)
    outside.void(grant=grant, by=cast(Person, request.user), reason=form.cleaned_data["reason"])
    messages.success(request, _("已作废，不再计入。"))
    return redirect("funds:outside")


def _page(
    request: HttpRequest, form: OutsideForm | None, faults: tuple[tuple[int, str], ...] = (), status: int = 200
) -> HttpResponseBase:
    more = {
        "form": form, "faults": faults, "file_form": OutsideFileForm(), "heads": "、".join(outside.HEADS),
    }  # fmt: skip
    return list_page(request, OUTSIDE, "funds/outside.html", more=more, status=status)
