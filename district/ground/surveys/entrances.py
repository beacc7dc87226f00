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
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.people.doors import open_to_all, signed_in
from district.ground.people.permissions import Answer
from district.ground.people.queries import Person
from district.ground.surveys import handing_in
from district.ground.surveys.links import invitation_of, token_of
from district.ground.surveys.models import Invitation, Questionnaire, Response
from district.ground.surveys.permissions import may_answer
from district.ground.surveys.queries import invitations_of


@dataclass(frozen=True)
class Entrance:
    """What was opened, by whom, and what has been begun there; `number`: which page of it. `at` gives the addresses
    behind this door, `act` the keys of its acts.
    """

    questionnaire: Questionnaire
    person: Person | None
    invitation: Invitation | None
    token: str
    response: Response | None
    may: Answer
    number: int = 0
    own: bool = True

    def at(self, name: str, *args: object) -> str:
        if self.token:
            return reverse(f"surveys:link_{name}" if name else "surveys:link", args=[self.token, *args])
        return reverse(f"surveys:{name or 'intro'}", args=[self.questionnaire.key, *args])

    @property
    def act(self) -> dict[str, str]:
        """Verb → key, of what one button does."""
        door = "link_" if self.token else ""
        return {verb: f"surveys.{door}{verb}" for verb in ("start", "give_up", "take_back")}

    @property
    def done(self) -> bool:
        """Whether answers were handed in through this door; of an anonymous one nobody knows which. Whoever the link is
        not for is not told."""
        if self.response is not None:
            return self.response.state == "handed-in"
        return bool(self.own and self.invitation and self.invitation.handed_in)


View = Callable[..., HttpResponse]


def _entered(
    person: Person | None, questionnaire: Questionnaire, invitation: Invitation | None, token: str, number: int
) -> Entrance:
    may = may_answer(person, questionnaire, invitation, clock.today())
    own = invitation is None or person is None or invitation.person_id in (None, person.pk)
    found = handing_in.current(questionnaire=questionnaire, person=person, invitation=invitation) if own else None
    return Entrance(questionnaire, person, invitation, token, found, may, number, own)


def by_key(person: Person, questionnaire: Questionnaire, number: int = 0) -> Entrance:
    """Signed in: by the invitation one has, or because everybody may. Raises Http404 for who is not asked."""
    own = invitations_of(person).filter(questionnaire=questionnaire).first()
    if own is not None:
        return _entered(person, questionnaire, own, token_of(own), number)
    if questionnaire.access != Questionnaire.Access.SIGNED_IN:
        raise Http404
    return _entered(person, questionnaire, None, "", number)


def found(request: HttpRequest, key: str = "", token: str = "", number: int = 0) -> Entrance:
    """What an address leads to. Raises Http404."""
    person = request.user if isinstance(request.user, Person) else None
    if token:
        invitation = invitation_of(token)
        if invitation is None or invitation.questionnaire.published_at is None:
            raise Http404
        return _entered(person, invitation.questionnaire, invitation, token, number)
    row = Questionnaire.objects.select_related("office").filter(key=key, published_at__isnull=False).first()
    if row is None or person is None:
        raise Http404
    return by_key(person, row, number)


def private(view: View) -> View:
    """A personal page is kept nowhere, and its address is told to nobody."""

    @wraps(view)
    def closed(request: HttpRequest, **address: Any) -> HttpResponse:
        response = view(request, **address)
        patch_cache_control(response, private=True, no_store=True)
        response["Referrer-Policy"] = "same-origin"
        return response

    return closed


Page = Callable[[HttpRequest, Entrance, Any], HttpResponse]


def at_door(page: Page) -> View:
    """A page as its addresses open it; who has an invitation is led to its link."""

    @wraps(page)
    def view(request: HttpRequest, form: Any = None, **address: Any) -> HttpResponse:
        entrance = found(request, **address)
        if request.method == "GET" and entrance.token and "key" in address:
            return redirect(entrance.at(""))
        return page(request, entrance, form)

    return view


def entered(page: Page) -> tuple[View, View]:
    """A page behind both doors: by the questionnaire's key for who is signed in, by a link for everybody."""
    return signed_in(private(require_GET(at_door(page)))), open_to_all(private(require_GET(at_door(page))))
