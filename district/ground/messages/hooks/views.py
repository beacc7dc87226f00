"""Subscriptions of one's own and of systems, with what was posted. A secret is shown once."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from district.ground.acts.acts import Done
from district.ground.messages.hooks.acts import Made
from district.ground.messages.hooks.forms import HookForm
from district.ground.messages.hooks.models import ALL, Hook
from district.ground.messages.hooks.permissions import may_subscribe
from district.ground.messages.hooks.queries import subscriptions
from district.ground.messages.kinds import words_of
from district.ground.messages.models import Delivery
from district.ground.people.doors import DESK, shell_of
from district.ground.people.queries import Person
from district.ground.tables.pages import paged
from district.ground.tokens.queries import systems

PAGE = 25


def mine(request: HttpRequest, form: HookForm | None = None, made: Made | None = None) -> HttpResponse:
    """`/me/hooks/`: where one's own messages are posted."""
    person = cast(Person, request.user)
    return _page(request, person, form, made, {"shell": shell_of(person), "action": reverse("messaging:hooks")})


def made_mine(request: HttpRequest, done: Done[Any]) -> HttpResponse:
    return mine(request, made=done.result)


def of_system(request: HttpRequest, pk: int, form: HookForm | None = None, made: Made | None = None) -> HttpResponse:
    """`/desk/systems/<pk>/hooks/`: the same of a system."""
    system = get_object_or_404(systems(cast(Person, request.user)), pk=pk)
    more = {"shell": DESK, "system": system, "action": reverse("messaging:system_hooks", args=[pk])}
    return _page(request, system.account, form, made, more)


def made_for_system(request: HttpRequest, done: Done[Any]) -> HttpResponse:
    assert done.thing is not None
    return of_system(request, done.thing.pk, made=done.result)


def _page(
    request: HttpRequest, account: Person, form: HookForm | None, made: Made | None, more: dict[str, Any]
) -> HttpResponse:
    posted = Delivery.objects.filter(hook__person=account).select_related("hook").order_by("-at", "-pk")
    page: Any = paged(posted, request.GET, PAGE)
    may = bool(may_subscribe(cast(Person, request.user), account)) and account.is_active
    for row in page:
        row.kind_words, row.may = words_of(row.kind), may and row.state == "failed" and row.hook.closed_at is None
    context = {
        "made": made, "may": may, "page": page, "rows": _rows(account),
        "form": form or HookForm(initial={"chosen": [ALL]}), **more,
    }  # fmt: skip
    response = render(request, "messaging/hooks.html", context)
    add_never_cache_headers(response)
    return response


def _rows(account: Person) -> list[dict[str, Any]]:
    def words(hook: Hook) -> list[Any]:
        return [_("全部")] if ALL in hook.kinds else [words_of(each) for each in hook.kinds]

    return [{"hook": each, "kinds": words(each)} for each in subscriptions(account)]
