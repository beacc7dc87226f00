"""The desk's side: the calendar of clinics, one clinic as it runs, planned, entered from paper."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.acts import Done
from district.ground.acts.views import tell
from district.ground.onetime.handing import issued
from district.ground.papers.pdf import qr_svg
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person
from district.ground.slots.times import ONE_DAY, at, dates, monday
from district.ground.tables.pages import list_page
from district.services.advice.clinic import queries, states
from district.services.advice.clinic.acts_desk import desk_clinics, desk_visitors
from district.services.advice.clinic.columns import CLINICS, OFFICIALS
from district.services.advice.clinic.forms import NextForm, NumberForm, PastForm, PlanForm, ReplaceForm, WhyForm
from district.services.advice.clinic.models import Clinic, Visitor
from district.services.advice.clinic.permissions import may_call, may_keep

WEEKS = 2


@for_roles(*OFFICIALS)
@require_GET
def listed(request: HttpRequest) -> HttpResponseBase:
    """`/desk/advice/clinics/`: two weeks as a calendar, and all of them as a list."""
    person = cast(Person, request.user)
    first = monday(clock.today())
    last = first + ONE_DAY * (7 * WEEKS - 1)
    rows = desk_clinics(person).filter(starts__gte=at(first, dt.time()), starts__lt=at(last + ONE_DAY, dt.time()))
    days: dict[dt.date, list[Clinic]] = {day: [] for day in dates(first, last)}
    for row in rows.filter(cancelled_at=None).order_by("starts", "pk"):
        days[row.day].append(row)
    weeks = [[(day, days[day]) for day in dates(start, start + ONE_DAY * 6)] for start in (first, first + ONE_DAY * 7)]
    return list_page(request, CLINICS, "clinic/desk_clinics.html", more={"weeks": weeks, "today": clock.today()})


def _one(request: HttpRequest, reference: str) -> Clinic:
    return get_object_or_404(desk_clinics(cast(Person, request.user)), reference=reference)


@for_roles(*OFFICIALS)
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/advice/clinics/<reference>/`: the line, who is with whom, who never came; calling by one POST."""
    return clinic_page(request, reference)


def clinic_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """The page of a clinic; `form` is what of it could not be done, with what was typed."""
    person, row = cast(Person, request.user), _one(request, reference)
    line = queries.line_of(row)
    if form is not None:
        tell(request, form)
    sittings = list(queries.who_sits(row))
    desks = [(sitting.expert, line.with_expert(sitting.expert_id)) for sitting in sittings]
    own = [pair for pair in desks if pair[0].person_id == person.pk]
    context = {
        "clinic": row, "line": line, "sittings": sittings, "desks": own + [pair for pair in desks if pair not in own],
        "may": may_call(person, row), "keeps": may_keep(person, row), "callings": line.callings if row.is_on else [],
        "rate": round(queries.rate_of(row) * 100), "over": [t for t in line.every if t.state not in states.OPEN],
        "confirm": [t for t in line.booked if t.confirm and t.confirmed_at is None],
        "number": form if isinstance(form, NumberForm) else NumberForm(initial={"request_key": uuid.uuid4()}),
        "replace": form if isinstance(form, ReplaceForm) else ReplaceForm(clinic=row),
        "why": form if isinstance(form, WhyForm) else WhyForm(), "said": form if isinstance(form, NextForm) else None,
        "link": request.build_absolute_uri(reverse("clinic:clinic", args=[row.reference])),
    }  # fmt: skip
    return render(request, "clinic/desk_clinic.html", context)


@for_roles(*OFFICIALS)
@require_GET
def door(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/advice/clinics/<reference>/door/`: a code for the door; who scans it takes a number."""
    row = _one(request, reference)
    address = request.build_absolute_uri(reverse("clinic:clinic", args=[row.reference])) + "#number"
    context = {"clinic": row, "address": address, "qr": SafeString(qr_svg(address, fits=True))}
    return render(request, "clinic/door.html", context)


def link_made(request: HttpRequest, done: Done[Any]) -> HttpResponse:
    """The link by which somebody calls, shown this once."""
    assert done.thing is not None, "an act on a sitting"
    return issued(request, [done.result], back=reverse("clinic:desk_clinic", args=[done.thing.clinic.reference]))


def new(request: HttpRequest, form: PlanForm | None = None) -> HttpResponse:
    """`/desk/advice/clinics/new/`."""
    return render(request, "clinic/plan.html", {"form": form or PlanForm(initial={"request_key": uuid.uuid4()})})


def past(request: HttpRequest, form: PastForm | None = None) -> HttpResponse:
    """`/desk/advice/clinics/past/`."""
    form = form or PastForm(initial={"request_key": uuid.uuid4()})
    return render(request, "clinic/plan.html", {"form": form, "past": True})


def visitor_of(request: HttpRequest, reference: str, pk: int) -> Visitor:
    """A number of the address, among those this person may see."""
    return get_object_or_404(desk_visitors(cast(Person, request.user)).filter(clinic__reference=reference), pk=pk)
