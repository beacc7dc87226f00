"""`/me/account/`: one's own name, mail, notices, two-step sign-in, enterprises and data; closing the account."""

from __future__ import annotations

import json
from typing import Any, cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.enterprises.queries import memberships_of
from district.ground import clock
from district.ground.acts.acts import Done
from district.ground.acts.refusing import first_error
from district.ground.messages.queries import choice_of
from district.ground.people.consents import consent_of, still_needed, term_from, words_of
from district.ground.people.doors import signed_in
from district.ground.people.forms import NameForm
from district.ground.people.permissions import may_close_account
from district.ground.people.queries import Person
from district.ground.people.serving import kept_until, last_served
from district.web import own_data


def account(request: HttpRequest, form: NameForm | None = None) -> HttpResponse:
    """Everything of one's own on a page, and the form of one's name."""
    person = cast(Person, request.user)
    context = {
        "form": form or NameForm(initial={"name": person.name}), "choice": choice_of(person),
        "consent": consent_of(person), "offered": words_of(term_from(clock.today())),
        "needed": bool(still_needed([person.pk])),
        "served_until": kept_until(served) if (served := last_served(person)) else None,
        "idle": settings.ACCOUNT_IDLE_DAYS, "today": clock.today(),
        "memberships": memberships_of(person),
        "addresses": EmailAddress.objects.filter(user=person).order_by("-primary", "pk"),
        "two_step": Authenticator.objects.filter(user=person).exclude(type="recovery_codes").exists(),
        "sign_on": bool(settings.SOCIALACCOUNT_PROVIDERS),
    }  # fmt: skip
    return render(request, "web/account.html", context)


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


def close(request: HttpRequest, form: Any = None) -> HttpResponse:
    """`/me/account/close/`: what goes, what stays; with one's own password the account is closed."""
    person = cast(Person, request.user)
    wrong = first_error(form) if form else ""
    context = {"allowed": may_close_account(person), "wrong": wrong, "memberships": memberships_of(person)}
    return render(request, "web/account_close.html", context)


def closed(request: HttpRequest, _done: Done[Any]) -> HttpResponse:
    """Whoever has closed the account is signed out, and told so after it."""
    logout(request)
    messages.success(request, _("账号已注销。"))
    return redirect("home")
