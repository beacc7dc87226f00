"""The register as officials see it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from district.enterprises import actions, queries
from district.enterprises.columns import REGISTER
from district.enterprises.events.actions import put_down_change
from district.enterprises.events.queries import events_of, former_among, former_names
from district.enterprises.forms import ChangeForm
from district.enterprises.mandates.queries import asked_places
from district.enterprises.models import Enterprise, Membership, Size, Subject
from district.enterprises.permissions import may_import
from district.enterprises.values import BadValue
from district.ground import clock
from district.ground.people.doors import for_roles
from district.ground.people.queries import Role

officials = for_roles(*Role.values)
FILTERS = {"q": gettext_lazy("搜索"), **{key: column.header for key, column in REGISTER.filters.items()}}


def _asked(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET.get(key, "").strip() for key in FILTERS}


def _sorting(request: HttpRequest) -> Callable[[str], str]:
    """Sort key → the address of the same list so sorted."""
    asked = request.GET.copy()
    asked.pop("page", None)

    def address(sort: str) -> str:
        asked["sort"] = sort
        return "?" + asked.urlencode()

    return address


@officials
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The list: searched, filtered, sorted and paged by the server."""
    asked = _asked(request)
    rows = queries.register(request.user, **asked)  # type: ignore[arg-type]
    sort = REGISTER.sort_of(request.GET.get("sort"))
    rows = rows.order_by(*REGISTER.order(sort))
    choices = queries.fact_kinds(Subject.ENTERPRISE)
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    former = former_among([each.pk for each in page], asked["q"])
    for each in page:
        each.former = former.get(each.pk, "")  # type: ignore[attr-defined]
    context = {
        "page": page, "asked": asked, "sort": sort, "table": REGISTER.shown(page, sort=sort, address=_sorting(request)),
        "streets": choices["所属街道"].choices if "所属街道" in choices else [],
        "sections": choices["行业门类"].choices if "行业门类" in choices else [], "sizes": Size.choices,
        "statuses": choices["经营状态"].choices if "经营状态" in choices else [],
    }  # fmt: skip
    return render(request, "enterprises/register.html", context)


@officials
@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The same list as a workbook."""
    asked = _asked(request)
    sort = REGISTER.sort_of(request.GET.get("sort"))
    rows = queries.register(request.user, **asked).order_by(*REGISTER.order(sort))  # type: ignore[arg-type]
    applied = [(FILTERS[key], value) for key, value in asked.items()]
    return REGISTER.book(request, rows, applied, sort=sort)


def _enterprise(request: HttpRequest, uscc: str) -> Enterprise:
    rows = Enterprise.subjects.visible_to(request.user).exclude(subject=Subject.PERSON)  # type: ignore[arg-type]
    return get_object_or_404(rows, uscc=uscc)


@officials
@require_GET
def enterprise(request: HttpRequest, uscc: str) -> HttpResponse:
    """Everything known of one enterprise."""
    found = _enterprise(request, uscc)
    facts = queries.facts_of(found, clock.today())
    context = {
        "enterprise": found, "facts": list(facts.values()), "members": queries.members_of(found),
        "unknown": [kind for name, kind in queries.kinds_of(found).items() if name not in facts],
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
def claims(request: HttpRequest) -> HttpResponse:
    """Who asks to act for an enterprise."""
    rows = Membership.objects.filter(state=Membership.State.REQUESTED).select_related("person", "enterprise")
    page = Paginator(rows.order_by("since"), 25).get_page(request.GET.get("page"))
    return render(request, "enterprises/claims.html", {"page": page, "places": asked_places()[:25]})


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
def contested(request: HttpRequest) -> HttpResponse:
    """Facts of which enterprises say otherwise."""
    page = Paginator(queries.contested_facts(), 25).get_page(request.GET.get("page"))
    return render(request, "enterprises/contested.html", {"page": page})
