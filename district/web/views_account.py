"""`/me/account/`: one's own name, mail, notices, two-step sign-in, enterprises and data; closing the account."""

from __future__ import annotations

import json
from typing import cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from district.enterprises.persons.actions import take_back
from district.enterprises.queries import memberships_of
from district.ground import clock
from district.ground.messages.queries import choice_of
from district.ground.people import actions
from district.ground.people.doors import signed_in
from district.ground.people.forms import NameForm
from district.ground.people.permissions import may_close_account
from district.ground.people.queries import Person
from district.web import own_data


@signed_in
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Everything of one's own on a page; a POST changes the name."""
    person = cast(Person, request.user)
    form = NameForm(request.POST or None, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        actions.rename(person=person, name=form.cleaned_data["name"])
        messages.success(request, _("已保存。"))
        return redirect("account")
    context = {
        "form": form, "choice": choice_of(person), "memberships": memberships_of(person),
        "addresses": EmailAddress.objects.filter(user=person).order_by("-primary", "pk"),
        "two_step": Authenticator.objects.filter(user=person).exclude(type="recovery_codes").exists(),
        "sign_on": bool(settings.SOCIALACCOUNT_PROVIDERS),
    }  # fmt: skip
    return render(request, "web/account.html", context, status=422 if form.errors else 200)


@signed_in
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """`/me/account/data/`: what the site holds of this person, as a JSON file."""
    person = cast(Person, request.user)
    text = json.dumps(own_data.of(person), ensure_ascii=False, indent=1, default=str)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="huiqi-{clock.today().isoformat()}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """`/me/account/close/`: what goes, what stays; a POST with one's own password closes the account."""
    person = cast(Person, request.user)
    allowed, wrong = may_close_account(person), ""
    if request.method == "POST" and allowed:
        if not person.has_usable_password() or person.check_password(request.POST.get("password", "")):
            take_back(by=person)
            actions.close_account(person=person)
            logout(request)
            messages.success(request, _("账号已注销。"))
            return redirect("home")
        wrong = _("密码不对，账号没有变化。")
    context = {"allowed": allowed, "wrong": wrong, "memberships": memberships_of(person)}
    return render(request, "web/account_close.html", context, status=422 if wrong else 200)
