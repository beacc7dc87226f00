"""Keeping a list's filters under a name, and letting them go."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from district.ground.people import keeping
from district.ground.people.doors import for_roles
from district.ground.people.models import Bureau, Person, Role
from district.ground.tables.saved import saved_views

staff = for_roles(*Role.values)


def _back(request: HttpRequest, query: str = "") -> HttpResponse:
    """To the list one came from."""
    path = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(path, allowed_hosts=None) and path.startswith("/")
    return redirect((path if safe else "/desk/") + (f"?{query}" if query and safe else ""))


@staff
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep a list's filters under a name."""
    person, query = cast(Person, request.user), request.POST.get("list", "")[:500]
    office = None
    if request.POST.get("share") == "1":
        office = Bureau.objects.filter(pk__in=person.bureau_ids(Role.OFFICER, Role.LEADER)).first()
    asked = {name: request.POST.get(name, "") for name in ("table", "name")}
    try:
        keeping.save_view(person=person, query=query, office=office, **asked)
    except keeping.NotKept as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("已保存，在清单上方可以直接打开。"))
    return _back(request, query)


@staff
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """A second click finds it gone already."""
    person = cast(Person, request.user)
    if view := saved_views(person).filter(pk=pk).first():
        keeping.remove_view(view=view, by=person)
    return _back(request)
