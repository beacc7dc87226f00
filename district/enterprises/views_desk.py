"""The register as officials see it."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.enterprises import queries
from district.enterprises.columns import CLAIMS, CONTESTED, REGISTER
from district.enterprises.events.queries import events_of, former_names
from district.enterprises.forms import ChangeForm
from district.enterprises.mandates.queries import places_for
from district.enterprises.models import Enterprise, Subject
from district.enterprises.permissions import may_import
from district.enterprises.persons.forms import FirmPurposeForm
from district.enterprises.persons.permissions import may_state_purpose
from district.enterprises.persons.queries import note_looked
from district.ground import clock
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
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
    rows = Enterprise.subjects.visible_to(request.user).exclude(subject=Subject.PERSON)  # type: ignore[arg-type]
    return get_object_or_404(rows, uscc=uscc)


@officials
@require_GET
def enterprise(request: HttpRequest, uscc: str) -> HttpResponse:
    """Everything known of one enterprise."""
    found, person = _enterprise(request, uscc), cast(Person, request.user)
    facts = queries.facts_of(found, clock.today(), seen_by=person)
    known = queries.facts_of(found, clock.today())
    note_looked(request, found, len(facts))
    context = {
        "enterprise": found, "facts": list(facts.values()), "members": queries.members_of(found),
        "unknown": [kind for name, kind in queries.kinds_of(found).items() if name not in known],
        "hidden": len(known) - len(facts), "look_form": FirmPurposeForm(), "may_look": may_state_purpose(person, found),
        "happened": events_of(found), "former": former_names(found),
        "change_form": ChangeForm() if found.code and may_import(request.user) else None,  # type: ignore[arg-type]
    }  # fmt: skip
    return render(request, "enterprises/enterprise.html", context)


@officials
@require_GET
def history(request: HttpRequest, uscc: str) -> HttpResponse:
    """Every value one fact has had."""
    found = _enterprise(request, uscc)
    name = request.GET.get("fact", "")
    rows = queries.history_of(found, name, cast(Person, request.user))
    note_looked(request, found, len(rows), name)
    return render(request, "enterprises/history.html", {"enterprise": found, "name": name, "rows": rows})


@for_roles(Role.OFFICER)
@require_GET
def claims(request: HttpRequest) -> HttpResponseBase:
    """Who asks to act for an enterprise."""
    places = places_for(cast(Person, request.user))[:25]
    return list_page(request, CLAIMS, "enterprises/claims.html", more={"places": places})


@for_roles(Role.OFFICER, Role.LEADER)
@require_GET
def contested(request: HttpRequest) -> HttpResponseBase:
    """Facts of which enterprises say otherwise."""
    return list_page(request, CONTESTED, "tables/page.html")
