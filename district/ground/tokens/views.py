"""A person's own keys; the systems and theirs. A secret is shown once, on the page that answers its making."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from district.ground.people.doors import for_roles, signed_in
from district.ground.people.queries import Person, Role
from district.ground.tokens import actions, queries, scopes
from district.ground.tokens.actions import NotPossible
from district.ground.tokens.forms import SystemForm, SystemTokenForm, TokenForm
from district.ground.tokens.models import System, Token
from district.ground.tokens.permissions import may_manage_systems, may_revoke

seeing = for_roles(Role.ADMINISTRATOR, Role.AUDITOR, Role.LEADER)


def _fresh(form: type[TokenForm], data: Any = None) -> Any:
    return form(data, choices=scopes.choices(), initial={"request_key": uuid.uuid4()})


def _issued(form: Any, account: Person, by: Person) -> tuple[Token, str] | None:
    """The key a form asks for; None where the form says why not."""
    if not form.is_valid():
        return None
    known = [scope for scope, _words in scopes.choices()]
    try:
        return actions.issue(account=account, by=by, known=known, **form.cleaned_data)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return None


def _listed(person: Person, by: Person) -> list[dict[str, Any]]:
    return [
        {"token": each, "scopes": scopes.words(each.scopes), "may": each.state == "live" and bool(may_revoke(by, each))}
        for each in queries.tokens_of(person)
    ]


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """`/me/tokens/`: one's own keys; a POST makes one."""
    person = cast(Person, request.user)
    form = _fresh(TokenForm, request.POST or None)
    made = _issued(form, person, person) if request.method == "POST" else None
    context = {
        "form": _fresh(TokenForm) if made else form, "made": made, "rows": _listed(person, person),
        "shell": "web/desk.html" if person.has_desk else "web/hall.html",
    }  # fmt: skip
    return render(request, "tokens/mine.html", context, status=422 if request.method == "POST" and not made else 200)


@signed_in
@require_POST
def revoke(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a key away, one's own or a system's."""
    person = cast(Person, request.user)
    token = get_object_or_404(Token.objects.select_related("person"), reference=reference)
    if not may_revoke(person, token):
        token = get_object_or_404(Token.objects.filter(person=person), reference=reference)
    try:
        actions.revoke(token=token, reason=request.POST.get("reason", ""), by=person)
        messages.success(request, _("令牌已吊销，立即失效。"))
    except NotPossible as refused:
        messages.error(request, str(refused))
    system = System.objects.visible_to(person).filter(account=token.person_id).first()
    return redirect("tokens:system", system.pk) if system else redirect("tokens:mine")


@seeing
@require_http_methods(["GET", "POST"])
def systems(request: HttpRequest) -> HttpResponse:
    """`/desk/systems/`: programs of organisations and vendors; a POST registers one."""
    person = cast(Person, request.user)
    form = SystemForm(request.POST or None, initial={"request_key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_system(by=person, **form.cleaned_data)
            messages.success(request, _("已登记。给它岗位，再建令牌，它才能用接口。"))
            return redirect("tokens:system", made.pk)
        except NotPossible as refused:
            form.add_error(None, str(refused))
    context = {"rows": queries.systems(person), "form": form, "may": bool(may_manage_systems(person))}
    return render(request, "tokens/systems.html", context, status=422 if form.errors else 200)


@seeing
@never_cache
@require_http_methods(["GET", "POST"])
def system(request: HttpRequest, pk: int) -> HttpResponse:
    """`/desk/systems/<pk>/`: one of them with its keys; a POST makes a key."""
    person = cast(Person, request.user)
    row = get_object_or_404(queries.systems(person), pk=pk)
    form = _fresh(SystemTokenForm, request.POST or None)
    made = _issued(form, row.account, person) if request.method == "POST" else None
    context = {
        "system": row, "form": _fresh(SystemTokenForm) if made else form, "made": made,
        "rows": _listed(row.account, person), "may": row.closed_at is None and bool(may_manage_systems(person)),
        "duties": row.account.duties,
    }  # fmt: skip
    return render(request, "tokens/system.html", context, status=422 if request.method == "POST" and not made else 200)


@seeing
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a system with all its keys."""
    person = cast(Person, request.user)
    row = get_object_or_404(queries.systems(person), pk=pk)
    try:
        actions.close_system(system=row, reason=request.POST.get("reason", ""), by=person)
        messages.success(request, _("系统已停用，它的令牌立即失效。"))
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("tokens:system", pk)
