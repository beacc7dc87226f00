"""What the enterprise can do about a case that is late, and the bureau about a correction that does not come."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from district.cases.core.doors import act, my_application, says_why
from district.cases.core.models import Application
from district.cases.core.states import LAPSED
from district.cases.desk import lapsing
from district.cases.desk.chasing import actions
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person


@signed_in
@require_POST
@says_why
def hurry(request: HttpRequest, reference: str) -> HttpResponse:
    """The enterprise asks a bureau that is late to get on."""
    person = cast(Person, request.user)
    actions.hurry(application=my_application(person, reference), by=person)
    messages.success(request, _("已催办，经办人和部门负责人已收到。"))
    return redirect("cases:mine_one", reference)


@act
def end_correction(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    """The bureau ends a case whose correction did not come."""
    if case.state != LAPSED:  # a second click: the first has done it
        lapsing.end_correction(application=case, by=person, reason=request.POST.get("reason", "")[:500])
    messages.success(request, _("已终止办理，企业已收到通知，可以重新申报。"))
    return redirect("cases:case", case.reference)
