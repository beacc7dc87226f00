"""The enterprise's side of handing in by consent."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from district.cases.core.doors import my_application, says_why
from district.cases.intake import consenting
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person


@signed_in
@require_POST
@says_why
def consent(request: HttpRequest, reference: str) -> HttpResponse:
    """Agree that the draft is handed in when its window opens."""
    person = cast(Person, request.user)
    application = my_application(person, reference)
    if request.POST.get("agree") != "on":
        messages.error(request, _("请先勾选同意。"))
        return redirect("cases:mine_one", reference)
    consenting.give_consent(application=application, by=person)
    messages.success(request, _("已记下。窗口开放当天自动提交，结果会在“消息”里告诉您；之前可以随时取消。"))
    return redirect("cases:mine_one", reference)


@signed_in
@require_POST
@says_why
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    person = cast(Person, request.user)
    consenting.take_back(application=my_application(person, reference), by=person)
    messages.success(request, _("已取消自动提交，草稿还在。"))
    return redirect("cases:mine_one", reference)
