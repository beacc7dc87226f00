"""How somebody comes to a questionnaire: signed in, by its key; or by a personal link, signed in or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control

from district.ground import clock
from district.ground.people.doors import open_to_all, signed_in
from district.ground.people.permissions import Answer
from district.ground.people.queries import Person
from district.ground.surveys import handing_in
from district.ground.surveys.links import invitation_of, link_of
from district.ground.surveys.models import Invitation, Questionnaire, Response
from district.ground.surveys.permissions import may_answer
from district.ground.surveys.queries import invitations_of


@dataclass(frozen=True)
class Entrance:
    """What was opened, by whom, and what has been begun there. `at` gives the addresses behind this door."""

    questionnaire: Questionnaire
    person: Person | None
    invitation: Invitation | None
    token: str
    response: Response | None
    may: Answer

    def at(self, name: str, *args: object) -> str:
        if self.token:
            return reverse(f"surveys:link_{name}" if name else "surveys:link", args=[self.token, *args])
        return reverse(f"surveys:{name or 'intro'}", args=[self.questionnaire.key, *args])

    @property
    def done(self) -> bool:
        """Whether answers were handed in through this door; of an anonymous one nobody knows which."""
        if self.response is not None:
            return self.response.state == "handed-in"
        return bool(self.invitation and self.invitation.handed_in)


View = Callable[..., HttpResponse]


def _entered(request: HttpRequest, questionnaire: Questionnaire, invitation: Invitation | None, token: str) -> Entrance:
    person = request.user if isinstance(request.user, Person) else None
    may = may_answer(person, questionnaire, invitation, clock.today())
    mine = invitation is None or person is None or invitation.person_id in (None, person.pk)
    found = handing_in.current(questionnaire=questionnaire, person=person, invitation=invitation) if mine else None
    return Entrance(questionnaire, person, invitation, token, found, may)


def _private(response: HttpResponse) -> HttpResponse:
    """A personal page is kept nowhere, and its address is told to nobody."""
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "same-origin"
    return response


def entered(view: View) -> tuple[View, View]:
    """The view behind both doors: by the questionnaire's key for who is signed in, by a link for everybody."""

    @signed_in
    @wraps(view)
    def by_key(request: HttpRequest, key: str, **rest: Any) -> HttpResponse:
        person = request.user
        assert isinstance(person, Person)
        found = Questionnaire.objects.select_related("office").filter(key=key, published_at__isnull=False).first()
        if found is None:
            raise Http404
        own = invitations_of(person).filter(questionnaire=found).first()
        if own is not None:
            return redirect(link_of(own))
        if found.access != Questionnaire.Access.SIGNED_IN:
            raise Http404  # who is not asked does not learn of it
        return _private(view(request, _entered(request, found, None, ""), **rest))

    @open_to_all
    @wraps(view)
    def by_token(request: HttpRequest, token: str, **rest: Any) -> HttpResponse:
        invitation = invitation_of(token)
        if invitation is None or invitation.questionnaire.published_at is None:
            raise Http404
        return _private(view(request, _entered(request, invitation.questionnaire, invitation, token), **rest))

    return by_key, by_token
