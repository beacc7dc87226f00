"""The register as officials see it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from district.enterprises import actions, queries
from district.enterprises.columns import CLAIMS, CONTESTED, REGISTER
from district.enterprises.events.actions import put_down_change
from district.enterprises.events.queries import events_of, former_names
from district.enterprises.forms import ChangeForm
from district.enterprises.mandates.queries import asked_places
from district.enterprises.models import Enterprise, Membership
from district.enterprises.permissions import may_import
from district.enterprises.values import BadValue
from district.ground import clock
from district.ground.people.doors import for_roles
from district.ground.people.queries import Role
from district.ground.tables import pages
from district.ground.tables.pages import list_page

officials = for_roles(*Role.values)


@officials
@require_GET
def register(request: HttpRequest) -> HttpResponseBase:
    """The list: searched, filtered, sorted and paged by the server."""
    return list_page(request, REGISTER, "tables/page.html")


@officials
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The same list as a workbook."""
    return pages.export(request, REGISTER)


def _enterprise(request: HttpRequest, uscc: str) -> Enterprise:
    return get_object_or_404(Enterprise.objects.visible_to(request.user), uscc=uscc)  # type: ignore[arg-type]


@officials
@require_GET
def enterprise(request: HttpRequest, uscc: str) -> HttpResponse:
    """Everything known of one enterprise."""
    found = _enterprise(request, uscc)
    facts = queries.facts_of(found, clock.today())
    context = {
        "enterprise": found, "facts": list(facts.values()), "members": queries.members_of(found),
        "unknown": [kind for name, kind in queries.fact_kinds().items() if name not in facts],
        "happened": events_of(found), "former": former_names(found),
        "change_form": ChangeForm() if may_import(request.user) else None,  # type: ignore[arg-type]
    }  # fmt: skip
    return render(request, "enterprises/enterprise.html", context)


@for_roles(Role.OFFICER, Role.ADMINISTRATOR)
@require_POST
def change(request: HttpRequest, uscc: str) -> HttpResponse:
    """`/desk/enterprises/<uscc>/change/`: put down what happened to an enterprise."""
    found, form = _enterprise(request, uscc), ChangeForm(request.POST)
    if not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form.fields[name].label if name in form.fields else ''}：{errors[0]}")
        return redirect("enterprises:enterprise", uscc)
    try:
        put_down_change(enterprise=found, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("已登记变化，在办的件、拨付和通知已一并处理。"))
    except BadValue as error:
        messages.error(request, str(error))
    return redirect("enterprises:enterprise", uscc)


@officials
@require_GET
def history(request: HttpRequest, uscc: str) -> HttpResponse:
    """Every value one fact has had."""
    found = _enterprise(request, uscc)
    name = request.GET.get("fact", "")
    rows = queries.history_of(found, name)
    return render(request, "enterprises/history.html", {"enterprise": found, "name": name, "rows": rows})


@for_roles(Role.OFFICER)
@require_GET
def claims(request: HttpRequest) -> HttpResponseBase:
    """Who asks to act for an enterprise."""
    return list_page(request, CLAIMS, "enterprises/claims.html", more={"places": asked_places()[:25]})


@for_roles(Role.OFFICER)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership, pk=pk)
    actions.settle_membership(
        membership=membership, confirm=request.POST.get("confirm") == "yes", by=request.user,  # type: ignore[arg-type]
        reason=request.POST.get("reason", "")[:200],
    )  # fmt: skip
    return redirect("enterprises:claims")


@for_roles(Role.OFFICER, Role.LEADER)
@require_GET
def contested(request: HttpRequest) -> HttpResponseBase:
    """Facts of which enterprises say otherwise."""
    return list_page(request, CONTESTED, "tables/page.html")
