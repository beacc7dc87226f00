"""Pages of who acts for an enterprise: its people, an invitation given out, an invitation taken up."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from district.enterprises import queries
from district.enterprises.claims import permissions as may
from district.enterprises.claims.queries import invitation_of, invitations_of, people_of
from district.enterprises.forms import InviteForm
from district.ground.acts.acts import Done
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person

ROLES = InviteForm.base_fields["role"].choices  # type: ignore[attr-defined]


def people(request: HttpRequest, uscc: str, form: InviteForm | None = None, link: str = "") -> HttpResponse:
    """`/my/enterprises/<uscc>/people/`: who acts for it, who asks to, whom it invited; owners change it."""
    person = cast(Person, request.user)
    rows = queries.my_subjects(person).exclude(subject="person")
    found = get_object_or_404(rows, uscc=uscc)
    keeps = may.may_keep_people(person, found)
    invitations = invitations_of(found) if keeps else []
    context = {"enterprise": found, **people_of(found), "keeps": keeps, "invitations": invitations, "link": link,
               "form": form or InviteForm(), "roles": ROLES}  # fmt: skip
    return render(request, "enterprises/claims/people.html", context)


def invited(request: HttpRequest, done: Done[Any]) -> HttpResponse | None:
    """The page with the link, which is shown this once."""
    if not done.result or done.thing is None:
        return None
    _invitation, token = done.result
    link = request.build_absolute_uri(reverse("enterprises:invitation", args=[token]))
    return people(request, done.thing.uscc, link=link)


@signed_in
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """`/my/invitations/<token>/`: what one is invited to; opening it changes nothing."""
    found = invitation_of(token)
    context = {"invitation": found, "token": token}
    return render(request, "enterprises/claims/invitation.html", context, status=200 if found else 404)
