"""Staff from a workbook."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from district.ground.organisations import importing
from district.ground.organisations.forms import StaffFileForm
from district.ground.tables import sheets

SHOWN = 200  # faults on a page


def staff(request: HttpRequest, form: Any = None) -> HttpResponseBase:
    """`/desk/organisations/staff/`: a list of officials; all rows come in, or none and every faulty cell is named."""
    if sheets.asked_for(request):
        return sheets.file_of(importing.template(), _("人员名单"))
    refused = getattr(form, "refused", None)
    found = refused.read if isinstance(refused, importing.NotTaken) else importing.Read()
    context = {
        "form": form or StaffFileForm(), "faults": found.faults[:SHOWN], "more": max(0, len(found.faults) - SHOWN),
        "good": len(found.rows), "heads": importing.HEADS.values(),
    }  # fmt: skip
    return render(request, "organisations/staff.html", context)
