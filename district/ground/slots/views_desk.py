"""The desk's side of resources: which there are, one's week, its openings, its absences with what they clash with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.views import tell
from district.ground.people.doors import for_roles, shell_of, signed_in
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record import calendar
from district.ground.slots import links, queries, recurring
from district.ground.slots.columns import OFFICIALS, RESOURCES
from district.ground.slots.forms import DayForm, NewOpeningForm, SeriesForm
from district.ground.slots.forms_absence import AbsenceForm, SettleForm
from district.ground.slots.models import Hold, Opening, Resource
from district.ground.slots.permissions import may_enter_absence, may_manage, may_see_week
from district.ground.slots.times import ONE_DAY, Span, dates, day_of, day_said, here, monday, whole_week
from district.ground.tables.pages import list_page


def one(request: HttpRequest, key: str) -> Resource:
    person = cast(Person, request.user)
    row = get_object_or_404(Resource.objects.visible_to(person).select_related("office", "person"), key=key)
    require(may_see_week(person, row))
    return row


@for_roles(*OFFICIALS)
@require_GET
def resources(request: HttpRequest) -> HttpResponseBase:
    """`/desk/slots/`: experts, rooms and devices of one's bureaus."""
    return list_page(request, RESOURCES, "tables/page.html")


@signed_in
@require_GET
def week(request: HttpRequest, key: str) -> HttpResponse:
    """`/desk/slots/<key>/`: the week day by day, what it is held for and what is still free; `?from=` another week."""
    person, row = cast(Person, request.user), one(request, key)
    since = monday(day_said(request.GET.get("from")) or clock.today())
    between = whole_week(since)
    held = queries.agenda(row, between)
    slots = queries.free([row], between, notice=False).get(row.pk, [])
    absent = Hold.objects.filter(resource=row, kind=Hold.Kind.ABSENCE, ends__gt=clock.now()).exclude(request_key=None)
    context = {
        "resource": row, "shell": shell_of(person, own=True), "days": list(_days(since, held, slots)), "since": since,
        "until": since + ONE_DAY * 6, "earlier": since - ONE_DAY * 7, "later": since + ONE_DAY * 7,
        "manages": may_manage(person, row), "away": may_enter_absence(person, row),
        "absences": absent.exclude(state__in=[Hold.State.CANCELLED, Hold.State.ENDED]),
        "link": request.build_absolute_uri(reverse("slots:resource_calendar", args=[links.resource_token(row)])),
    }  # fmt: skip
    return render(request, "slots/week.html", context)


def _days(since: dt.date, held: Iterable[Hold], slots: Iterable[queries.Slot]) -> Iterable[dict[str, Any]]:
    """Each day with its holds and the runs of free time between them."""
    for day in dates(since, since + ONE_DAY * 6):
        said = calendar.day(day)
        rows = [row for row in held if day_of(row.starts) <= day <= day_of(row.ends - dt.timedelta(seconds=1))]
        rows = [row for row in rows if row.state != Hold.State.WANTED]  # what it holds already stands beside it
        free = [slot for slot in slots if day_of(slot.starts) == day]
        things = [{"at": here(row.starts), "hold": row} for row in rows if row.kind != Hold.Kind.BUFFER]
        things += [{"at": run.starts, "free": run} for run in _runs(free)]
        yield {"day": day, "weekday": said.weekday, "why": "" if said.why == "workday" else said.words,
               "today": day == clock.today(), "things": sorted(things, key=lambda each: each["at"])}  # fmt: skip


def _runs(slots: list[queries.Slot]) -> list[Span]:
    found: list[Span] = []
    for slot in slots:
        if found and found[-1].ends == slot.starts:
            found[-1] = Span(found[-1].starts, slot.ends)
        else:
            found.append(Span(slot.starts, slot.ends))
    return found


def opening_list(request: HttpRequest, key: str, form: NewOpeningForm | None = None) -> HttpResponse:
    """`/desk/slots/<key>/openings/`: when it is open, and opening it at another time."""
    person, row = cast(Person, request.user), one(request, key)
    initial = {"first": clock.today(), "place": row.place}
    rows = row.openings.filter(ended_at=None).prefetch_related("changes")
    context = {
        "resource": row, "shell": shell_of(person, own=True), "form": form or NewOpeningForm(initial=initial),
        "manages": may_manage(person, row),
        "openings": [{"row": each, "told": recurring.told(each.rule), "next": _next(each)} for each in rows],
    }  # fmt: skip
    return render(request, "slots/openings.html", context)


def _next(row: Opening) -> list[dt.date]:
    """The next days by the rule, exceptions among them, to choose one."""
    today = clock.today()
    return list(recurring.days(row.rule, row.first, today, today + ONE_DAY * 90))[:8]


def opening(request: HttpRequest, key: str, pk: int, form: Any = None) -> HttpResponse:
    """`/desk/slots/<key>/openings/<pk>/?day=`: this day, this and the following, or all; or end it."""
    person, row = cast(Person, request.user), one(request, key)
    found = get_object_or_404(row.openings.filter(ended_at=None), pk=pk)
    day = day_said(request.POST.get("day") or request.GET.get("day")) or (_next(found) or [found.first])[0]
    at_first = {"on": day, "begins": found.begins, "ends": found.ends, "day": day}
    one_day = form if isinstance(form, DayForm) else DayForm(initial=at_first, auto_id="day-%s")
    series = form if isinstance(form, SeriesForm) else SeriesForm(opening=found, initial={"day": day})
    if form is not None and form not in (one_day, series):
        tell(request, form)
    one_day.auto_id = "day-%s"  # both forms are on the page, and have fields of the same names
    context = {
        "resource": row, "shell": shell_of(person, own=True), "opening": found, "day": day,
        "told": recurring.told(found.rule), "one_day": one_day, "series": series, "days": _next(found),
        "change": found.changes.filter(day=day).first(), "manages": may_manage(person, row),
    }  # fmt: skip
    return render(request, "slots/opening.html", context)


def absence(request: HttpRequest, key: str, form: AbsenceForm | None = None) -> HttpResponse:
    """`/desk/slots/<key>/absence/`: be away; what it clashes with is listed, and each needs a choice."""
    person, row = cast(Person, request.user), one(request, key)
    initial = {"first": clock.today(), "last": clock.today()}
    form = form or AbsenceForm(resource=row, by=person, initial=initial)
    context = {
        "resource": row,
        "shell": shell_of(person, own=True),
        "form": form,
        "may": may_enter_absence(person, row),
    }
    return render(request, "slots/absence.html", context)


def settle(request: HttpRequest, key: str, pk: int, form: SettleForm | None = None) -> HttpResponse:
    """`/desk/slots/<key>/absence/<pk>/`: what is left to settle of an absence."""
    person, row = cast(Person, request.user), one(request, key)
    wanted = get_object_or_404(Hold.objects.filter(resource=row, state=Hold.State.WANTED), pk=pk)
    form = form or SettleForm(resource=row, by=person, span=wanted.span)
    context = {"resource": row, "shell": shell_of(person, own=True), "absence": wanted, "form": form,
               "may": may_enter_absence(person, row)}  # fmt: skip
    return render(request, "slots/settle.html", context)
