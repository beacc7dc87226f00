"""Pages of acceptance: the enterprise asks; the desk looks, confirms, sends back."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.cases.aftercare.milestones import actions, queries
from district.cases.aftercare.milestones.columns import MILESTONES
from district.cases.aftercare.milestones.permissions import may_check, may_confirm
from district.cases.core.checks import NotPossible
from district.cases.core.doors import deciders, my_application, officials
from district.enterprises.actions import BadValue
from district.enterprises.wallet.actions import BadUpload
from district.ground.people.doors import signed_in
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person
from district.ground.record.moves import MoveRefused
from district.ground.record.queries import history
from district.ground.tables.pages import list_page

MOST_FILES = 20


@signed_in
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/applications/<reference>/acceptance/`: ask for acceptance with papers, and how earlier requests stand."""
    person = cast(Person, request.user)
    application = my_application(person, reference)
    say, status = "", 200
    if request.method == "POST":
        say = request.POST.get("say", "")[:5000]
        try:
            actions.ask(
                application=application, by=person, milestone=request.POST.get("milestone", "")[:60], say=say,
                files=request.FILES.getlist("papers")[:MOST_FILES],
                request_key=uuid.UUID(request.POST.get("request_key", "")),
            )  # fmt: skip
            messages.success(request, _("已申请验收，牵头部门会核验。"))
            return redirect("cases:my_acceptance", reference)
        except (NotPossible, BadUpload, BadValue) as wrong:
            messages.error(request, str(wrong))
        except ValueError:  # no request key
            messages.error(request, _("页面已过期，请刷新后再试。"))
        status = 422
    rows = application.milestones.select_related("by")
    context = {"application": application, "rows": rows, "reachable": queries.reachable(application), "say": say,
               "request_key": uuid.uuid4()}  # fmt: skip
    return render(request, "milestones/mine.html", context, status=status)


@officials
@require_GET
def acceptances(request: HttpRequest) -> HttpResponseBase:
    """`/desk/acceptances/`: requests by deadline; `?all=1` those that have ended too."""
    return list_page(request, MILESTONES, "tables/page.html")


@officials
@require_GET
def acceptance(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/acceptances/<reference>/`: what the enterprise says, its papers, what was found, and the next move."""
    person = cast(Person, request.user)
    row = get_object_or_404(queries.on_desk(person).select_related("confirmed_by", "returned_by"), reference=reference)
    context = {"row": row, "application": row.application, "checks": may_check(person, row),
               "confirms": may_confirm(person, row), "entries": history("cases", row.reference)}  # fmt: skip
    return render(request, "milestones/one.html", context)


@deciders
@require_POST
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """One of check, confirm, turn_back."""
    person = cast(Person, request.user)
    row = get_object_or_404(queries.on_desk(person), reference=reference)
    verb, words = request.POST.get("verb"), request.POST.get("words", "")
    try:
        if verb == "check":
            actions.check(row=row, by=person, found=words)
        elif verb == "confirm":
            actions.confirm(row=row, by=person)
        elif verb == "turn_back":
            actions.turn_back(row=row, by=person, why=words)
        else:
            raise NotPossible(_("请选择怎么处理。"))
        messages.success(request, _("已记录。"))
    except (NotPossible, MoveRefused, Refused) as no:
        messages.error(request, str(no) or str(getattr(no, "why", "")))
    return redirect("cases:acceptance", reference)
