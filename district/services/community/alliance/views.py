"""Pages of the alliance: for everybody, for members, for the office that keeps it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.views import tell
from district.ground.figures.counting import breakdown, value
from district.ground.figures.periods import Period
from district.ground.people.doors import for_roles, known, me, open_to_all, signed_in
from district.ground.slots.times import day_to_come
from district.ground.tables.pages import list_page
from district.services.community.alliance import members, queries
from district.services.community.alliance.columns import (
    DESK_LENDINGS,
    DESK_MEMBERS,
    MEMBERS,
    MY_LENDINGS,
    OFFICIALS,
    RESOURCES,
    lending_state,
)
from district.services.community.alliance.figures import LENT, LENT_MINUTES
from district.services.community.alliance.figures import MEMBERS as IN_IT
from district.services.community.alliance.forms import AskForm, BorrowForm, LendForm, TimesForm
from district.services.community.alliance.permissions import may_act_for, may_decide, may_keep, may_settle
from district.services.community.alliance.tiers import last_year

THANKED = 5


@open_to_all
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """`/community/alliance/`: what it is, who lent most this year, what can be had."""
    year = last_year(clock.today())
    context = {
        "members": value(IN_IT), "lent": value(LENT, year), "hours": int(value(LENT_MINUTES, year).number or 0) // 60,
        "tiers": breakdown(IN_IT, "tier"),
        "thanked": breakdown(LENT, "lender", year)[:THANKED], "kinds": breakdown(LENT, "kind", year),
        "resources": queries.offered(known(request.user)).order_by("-at", "-pk")[:4],
    }  # fmt: skip
    return render(request, "alliance/home.html", context)


@open_to_all
@require_GET
def member_list(request: HttpRequest) -> HttpResponseBase:
    """`/community/alliance/members/`."""
    return list_page(request, MEMBERS, "alliance/list.html")


@open_to_all
@require_GET
def resources(request: HttpRequest) -> HttpResponseBase:
    """`/community/alliance/resources/`: what members lend."""
    return list_page(request, RESOURCES, "alliance/list.html")


@open_to_all
@require_GET
def resource(request: HttpRequest, reference: str) -> HttpResponse:
    """`/community/alliance/resources/<reference>/`: one of them, when it is free; `?from=` another day."""
    return resource_page(request, reference)


def resource_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """Something that is lent; `form` is what of it could not be done, with what was typed."""
    person = known(request.user)
    row = get_object_or_404(queries.shared_seen(person), reference=reference)
    since = day_to_come(request.GET.get("from"))
    if form is not None:
        tell(request, form)
    borrowers = list(queries.can_borrow(person).exclude(pk=row.member_id)) if person else []
    keeps = bool(person and may_keep(person, row))
    context = {
        "shared": row, "days": queries.free_days(row, since), "borrowers": borrowers, "keeps": keeps,
        "later": since + dt.timedelta(days=queries.SHOWN),
        "earlier": max(since - dt.timedelta(days=queries.SHOWN), clock.today()) if since > clock.today() else None,
        "said": form.data if isinstance(form, BorrowForm) else {},
        "times": form if type(form) is TimesForm else TimesForm(initial=_blank()),
    }  # fmt: skip
    return render(request, "alliance/resource.html", context)


def _blank() -> dict[str, Any]:
    return {"request_key": uuid.uuid4(), "first": clock.today() + dt.timedelta(days=1)}


def join(request: HttpRequest, form: AskForm | None = None) -> HttpResponse:
    """`/community/alliance/join/`."""
    firms = queries.could_join(me(request))
    form = form or AskForm(person=me(request), initial={"request_key": uuid.uuid4()})
    return render(request, "alliance/join.html", {"form": form, "firms": firms})


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """`/my/community/alliance/`: one's memberships, what one lends, what was lent."""
    person = me(request)
    rows = [
        {"member": row, "may": bool(may_act_for(person, row)), "why_not": members.not_yet(row)}
        for row in queries.my_members(person)
    ]
    more = {"members": rows, "shared": queries.shared_seen(person).filter(member__in=[each["member"] for each in rows])}
    return list_page(request, MY_LENDINGS, "alliance/mine.html", more=more)


def lend(request: HttpRequest, form: LendForm | None = None) -> HttpResponse:
    """`/my/community/alliance/lend/`."""
    person = me(request)
    form = form or LendForm(person=person, initial=_blank())
    return render(request, "alliance/lend.html", {"form": form, "members": queries.can_borrow(person)})


@signed_in
@require_GET
def lending(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/community/alliance/lendings/<reference>/`: one of them, for both sides and the office."""
    return lending_page(request, reference)


def lending_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    row = get_object_or_404(queries.lendings_seen(me(request)), reference=reference)
    if form is not None:
        tell(request, form)
    now = clock.now()
    tone, words = lending_state(row)
    context = {
        "lending": row, "tone": tone, "words": words, "may": may_settle(me(request), row), "form": form,
        "open": row.hold.stands and row.hold.ends > now, "begun": row.hold.starts < now,
    }  # fmt: skip
    return render(request, "alliance/lending.html", context)


@for_roles(*OFFICIALS)
@require_GET
def desk_members(request: HttpRequest) -> HttpResponseBase:
    """`/desk/community/alliance/`: who asks, who is in it."""
    return list_page(request, DESK_MEMBERS, "alliance/desk_members.html")


@for_roles(*OFFICIALS)
@require_GET
def desk_lendings(request: HttpRequest) -> HttpResponseBase:
    """`/desk/community/lendings/`."""
    return list_page(request, DESK_LENDINGS, "tables/page.html")


@for_roles(*OFFICIALS)
@require_GET
def desk_member(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/community/alliance/members/<reference>/`."""
    return member_page(request, reference)


def member_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    row = get_object_or_404(queries.kept_members(me(request)), reference=reference)
    if form is not None:
        tell(request, form)
    year: Period = last_year(clock.today())
    context = {
        "member": row, "may": may_decide(me(request), row), "form": form,
        "shared": row.lends.select_related("resource").order_by("title"),
        "lent": value(LENT, year, where={"lender": row.reference}, user=me(request)),
    }  # fmt: skip
    return render(request, "alliance/desk_member.html", context)
