"""Staff from a workbook."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from district.ground.organisations import importing
from district.ground.organisations.forms import StaffFileForm
from district.ground.people.doors import for_roles
from district.ground.people.factors import require_fresh
from district.ground.people.memberships import NotPossible
from district.ground.people.queries import Person, Role
from district.ground.tables import sheets
from district.ground.tables.workbooks.reading import BadFile

SHOWN = 200  # faults on a page


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def staff(request: HttpRequest) -> HttpResponseBase:
    """`/desk/organisations/staff/`: a list of officials; all rows come in, or none and every faulty cell is named."""
    if sheets.asked_for(request):
        answer: FileResponse = sheets.file_of(importing.template(), _("人员名单"))
        return answer
    form = StaffFileForm(request.POST or None, request.FILES or None)
    found = importing.Read()
    if request.method == "POST" and form.is_valid():
        try:
            found = importing.read(form.cleaned_data["file"])
            if not found.faults and not found.rows:
                raise BadFile(_("表里没有人。"))
            if not found.faults:
                require_fresh(request)
                made, duties, waiting = importing.take_in(found.rows, cast(Person, request.user))
                if waiting:
                    messages.info(request, _("其中 %(n)d 个岗位要由另一位管理员确认后才生效。") % {"n": waiting})
                messages.success(
                    request, _("已导入：新账号 %(made)d 个，岗位 %(duties)d 个。") % {"made": made, "duties": duties}
                )
                return redirect("people:staff")
        except (BadFile, NotPossible) as why:
            form.add_error("file", str(why))
    status = 422 if form.errors or found.faults else 200
    context = {
        "form": form, "faults": found.faults[:SHOWN], "more": max(0, len(found.faults) - SHOWN),
        "good": len(found.rows), "heads": importing.HEADS.values(),
    }  # fmt: skip
    return render(request, "organisations/staff.html", context, status=status)
