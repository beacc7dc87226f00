"""Subscriptions of one's own and of systems, with what was posted. A secret is shown once."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from district.ground.messages.hooks import actions
from district.ground.messages.hooks.actions import NotPossible
from district.ground.messages.hooks.forms import HookForm
from district.ground.messages.hooks.models import ALL, Hook
from district.ground.messages.hooks.permissions import may_subscribe
from district.ground.messages.hooks.queries import subscriptions
from district.ground.messages.kinds import words_of
from district.ground.messages.models import Delivery
from district.ground.people.doors import for_roles, signed_in
from district.ground.people.queries import Person, Role
from district.ground.tokens.queries import systems

PAGE = 25
seeing = for_roles(Role.ADMINISTRATOR, Role.AUDITOR, Role.LEADER)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """`/me/hooks/`: where one's own messages are posted; a POST subscribes a program."""
    person = cast(Person, request.user)
    shell = "web/desk.html" if person.has_desk else "web/hall.html"
    return _page(request, person, {"shell": shell, "action": reverse("messaging:hooks")})


@seeing
@never_cache
@require_http_methods(["GET", "POST"])
def of_system(request: HttpRequest, pk: int) -> HttpResponse:
    """`/desk/systems/<pk>/hooks/`: the same of a system."""
    system = get_object_or_404(systems(cast(Person, request.user)), pk=pk)
    more = {"shell": "web/desk.html", "system": system, "action": reverse("messaging:system_hooks", args=[pk])}
    return _page(request, system.account, more)


def _page(request: HttpRequest, account: Person, more: dict[str, Any]) -> HttpResponse:
    by = cast(Person, request.user)
    form = HookForm(request.POST or None, initial={"request_key": uuid.uuid4(), "chosen": [ALL]})
    made = _made(form, account, by) if request.method == "POST" else None
    posted = Delivery.objects.filter(hook__person=account).select_related("hook").order_by("-at", "-pk")
    page: Any = Paginator(posted, PAGE).get_page(request.GET.get("page"))
    may = bool(may_subscribe(by, account)) and account.is_active
    for row in page:
        row.kind_words, row.may = words_of(row.kind), may and row.state == "failed" and row.hook.closed_at is None
    context = {
        "made": made, "may": may, "page": page, "rows": _rows(account),
        "form": HookForm(initial={"request_key": uuid.uuid4(), "chosen": [ALL]}) if made else form, **more,
    }  # fmt: skip
    failed = request.method == "POST" and not made
    return render(request, "messaging/hooks.html", context, status=422 if failed else 200)


def _rows(account: Person) -> list[dict[str, Any]]:
    def words(hook: Hook) -> list[Any]:
        return [_("全部")] if ALL in hook.kinds else [words_of(each) for each in hook.kinds]

    return [{"hook": each, "kinds": words(each)} for each in subscriptions(account)]


def _made(form: HookForm, account: Person, by: Person) -> tuple[Hook, str] | None:
    if not form.is_valid():
        return None
    try:
        return actions.subscribe(account=account, by=by, **form.cleaned_data)
    except NotPossible as refused:
        form.add_error("address", str(refused))
        return None


def _back(hook: Hook) -> HttpResponse:
    system = getattr(hook.person, "system", None)
    return redirect("messaging:system_hooks", system.pk) if system else redirect("messaging:hooks")


@signed_in
@require_POST
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """End a subscription."""
    hook = _found(request, reference)
    try:
        actions.close(hook=hook, reason=request.POST.get("reason", ""), by=cast(Person, request.user))
        flash.success(request, _("推送已停用。"))
    except NotPossible as refused:
        flash.error(request, str(refused))
    return _back(hook)


@signed_in
@require_POST
def again(request: HttpRequest, reference: str) -> HttpResponse:
    """Post once more what failed."""
    person = cast(Person, request.user)
    rows = Delivery.objects.exclude(hook=None).select_related("hook__person", "person")
    row = get_object_or_404(rows, reference=reference)
    hook = row.hook
    assert hook is not None
    _found(request, hook.reference)
    try:
        actions.again(delivery=row, by=person)
        flash.success(request, _("会再推送一次。"))
    except NotPossible as refused:
        flash.error(request, str(refused))
    return _back(hook)


def _found(request: HttpRequest, reference: str) -> Hook:
    """A subscription that whoever asks may change; for others there is none."""
    hook = get_object_or_404(Hook.objects.select_related("person"), reference=reference)
    if not may_subscribe(cast(Person, request.user), hook.person):
        return get_object_or_404(Hook.objects.none())
    return hook
