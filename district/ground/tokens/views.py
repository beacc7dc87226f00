"""A person's own keys; the systems and theirs. A secret is shown once, on the page that answers its making."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers

from district.ground.acts.acts import Done
from district.ground.people.doors import shell_of
from district.ground.people.queries import Person
from district.ground.tokens import queries, scopes
from district.ground.tokens.acts import Made
from district.ground.tokens.forms import SystemForm, SystemTokenForm, TokenForm
from district.ground.tokens.permissions import may_manage_systems, may_revoke


def _fresh(form: type[TokenForm]) -> TokenForm:
    return form(choices=scopes.choices())


def _listed(person: Person, by: Person) -> list[dict[str, Any]]:
    return [
        {"token": each, "scopes": scopes.words(each.scopes), "may": each.state == "live" and bool(may_revoke(by, each))}
        for each in queries.tokens_of(person)
    ]


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    add_never_cache_headers(response)
    return response


def mine(request: HttpRequest, form: TokenForm | None = None, made: Made | None = None) -> HttpResponse:
    """`/me/tokens/`: one's own keys."""
    person = cast(Person, request.user)
    context = {
        "form": form or _fresh(TokenForm), "made": made, "rows": _listed(person, person),
        "shell": shell_of(person),
    }  # fmt: skip
    return _shown(request, "tokens/mine.html", context)


def made_mine(request: HttpRequest, done: Done[Any]) -> HttpResponse:
    return mine(request, made=done.result)


def systems(request: HttpRequest, form: SystemForm | None = None) -> HttpResponse:
    """`/desk/systems/`: programs of organisations and vendors."""
    person = cast(Person, request.user)
    form = form or SystemForm()
    context = {"rows": queries.systems(person), "form": form, "may": bool(may_manage_systems(person))}
    return render(request, "tokens/systems.html", context)


def system(
    request: HttpRequest, pk: int, form: SystemTokenForm | None = None, made: Made | None = None
) -> HttpResponse:
    """`/desk/systems/<pk>/`: one of them with its keys."""
    person = cast(Person, request.user)
    row = get_object_or_404(queries.systems(person), pk=pk)
    context = {
        "system": row, "form": form or _fresh(SystemTokenForm), "made": made, "rows": _listed(row.account, person),
        "may": row.closed_at is None and bool(may_manage_systems(person)), "duties": row.account.duties,
    }  # fmt: skip
    return _shown(request, "tokens/system.html", context)


def made_for_system(request: HttpRequest, done: Done[Any]) -> HttpResponse:
    assert done.thing is not None
    return system(request, done.thing.pk, made=done.result)
