"""The desk's side of resources: which there are, one's week, its openings, its absences with what they clash with."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, cast

from django.contrib import messages
from django.db.models import Q
from django.forms import HiddenInput
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.ground import clock
from district.ground.people.doors import for_roles, signed_in
from district.ground.people.permissions import require
from district.ground.people.queries import Person, Role
from district.ground.record import calendar
from district.ground.slots import absences, links, openings, queries, recurring
from district.ground.slots.forms import AbsenceForm, ChoiceForm, DayForm, OpeningForm
from district.ground.slots.models import Hold, Opening, Resource
from district.ground.slots.permissions import may_enter_absence, may_manage, may_see_week
from district.ground.slots.refusals import NotPossible, Unsettled
from district.ground.slots.times import FIRST_YEAR, LAST_YEAR, ONE_DAY, Span, dates, day_of, here, monday, whole_week
from district.ground.tables.pages import paged

PAGE = 25
officials = for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR)


def shell(person: Person) -> str:
    """Whose page it is: an expert with an account, but no duty, sees the own time in the hall."""
    return "web/desk.html" if person.is_official else "web/hall.html"


def one(request: HttpRequest, key: str) -> Resource:
    person = cast(Person, request.user)
    row = get_object_or_404(Resource.objects.visible_to(person).select_related("office", "person"), key=key)
    require(may_see_week(person, row))
    return row


@officials
@require_GET
def resources(request: HttpRequest) -> HttpResponse:
    """`/desk/slots/`: experts, rooms and devices of one's bureaus."""
    person, text = cast(Person, request.user), request.GET.get("q", "").strip()[:60]
    kind = request.GET.get("kind", "")
    rows = Resource.objects.all() if person.has_role(Role.AUDITOR) else Resource.objects.kept_by(person)
    rows = rows.filter(kind=kind) if kind in Resource.Kind.values else rows
    rows = rows.filter(Q(name__icontains=text) | Q(owner__icontains=text)) if text else rows
    page = paged(rows.select_related("office"), request.GET, PAGE)
    week = whole_week(clock.today())
    held = Hold.objects.standing().main().filter(resource__in=[row.pk for row in page], starts__gte=week.starts,
                                                 starts__lt=week.ends)  # fmt: skip
    counts: dict[int, int] = {}
    for key in held.values_list("resource", flat=True):
        counts[key] = counts.get(key, 0) + 1
    wanted = set(Hold.objects.filter(state=Hold.State.WANTED, resource__in=[row.pk for row in page])
                 .values_list("resource", flat=True))  # fmt: skip
    context = {
        "page": page,
        "kinds": Resource.Kind.choices,
        "kind": kind,
        "q": text,
        "counts": counts,
        "wanted": wanted,
    }
    return render(request, "slots/resources.html", context)


@signed_in
@require_GET
def week(request: HttpRequest, key: str) -> HttpResponse:
    """`/desk/slots/<key>/`: the week day by day, what it is held for and what is still free; `?from=` another week."""
    person, row = cast(Person, request.user), one(request, key)
    since = monday(_day(request.GET.get("from")) or clock.today())
    between = whole_week(since)
    held = queries.agenda(row, between)
    slots = queries.free([row], between, notice=False).get(row.pk, [])
    absent = Hold.objects.filter(resource=row, kind=Hold.Kind.ABSENCE, ends__gt=clock.now()).exclude(request_key=None)
    context = {
        "resource": row, "shell": shell(person), "days": list(_days(since, held, slots)), "since": since,
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


def _day(text: str | None) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if FIRST_YEAR < day.year < LAST_YEAR else None


@signed_in
@require_http_methods(["GET", "POST"])
def opening_list(request: HttpRequest, key: str) -> HttpResponse:
    """`/desk/slots/<key>/openings/`: when it is open, and opening it at another time."""
    person, row = cast(Person, request.user), one(request, key)
    form = OpeningForm(request.POST or None, initial={"first": clock.today(), "place": row.place})
    if request.method == "POST" and form.is_valid():
        try:
            openings.add_opening(resource=row, first=form.cleaned_data["first"], by=person,
                                 request_key=_key(request), **form.values())  # fmt: skip
            messages.success(request, _("已开放。"))
            return redirect("slots:openings", key)
        except NotPossible as problem:
            form.add_error(None, str(problem))
    rows = row.openings.filter(ended_at=None).prefetch_related("changes")
    context = {
        "resource": row, "shell": shell(person), "form": form, "manages": may_manage(person, row),
        "openings": [{"row": each, "told": recurring.told(each.rule), "next": _next(each)} for each in rows],
        "request_key": request.POST.get("request_key") or uuid.uuid4(),
    }  # fmt: skip
    return render(request, "slots/openings.html", context, status=422 if form.errors else 200)


def _next(row: Opening) -> list[dt.date]:
    """The next days by the rule, exceptions among them, to choose one."""
    today = clock.today()
    return list(recurring.days(row.rule, row.first, today, today + ONE_DAY * 90))[:8]


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("request_key", ""))
    except ValueError:
        return uuid.uuid4()


@signed_in
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """`/desk/slots/<key>/openings/<pk>/?day=`: this day, this and the following, or all; or end it."""
    person, row = cast(Person, request.user), one(request, key)
    found = get_object_or_404(row.openings.filter(ended_at=None), pk=pk)
    day = _day(request.GET.get("day")) or (_next(found) or [found.first])[0]
    scope = request.POST.get("scope", openings.THIS)
    if scope not in {openings.THIS, openings.FOLLOWING, openings.ALL}:
        raise Http404
    one_day, series = _forms(request, found, day, scope)
    if request.method == "POST" and (said := _change(request, found, scope, day, one_day, series, person)):
        messages.success(request, said)
        return redirect("slots:openings", key)
    context = {
        "resource": row, "shell": shell(person), "opening": found, "day": day, "told": recurring.told(found.rule),
        "one_day": one_day, "series": series, "scope": scope, "days": _next(found),
        "change": found.changes.filter(day=day).first(), "manages": may_manage(person, row),
    }  # fmt: skip
    return render(request, "slots/opening.html", context, status=422 if one_day.errors or series.errors else 200)


def _forms(request: HttpRequest, row: Opening, day: dt.date, scope: str) -> tuple[DayForm, OpeningForm]:
    initial = {
        "first": row.first, "on": day, "begins": row.begins, "ends": row.ends, "holidays": row.holidays,
        "length": row.length, "capacity": row.capacity, "place": row.place, "title": row.title,
        **OpeningForm.initial_of(row.rule), "notice_open": row.notice_open // 60, "notice_join": row.notice_join // 60,
    }  # fmt: skip
    posted = request.POST if request.method == "POST" and not request.POST.get("leave_out") else None
    this = scope == openings.THIS
    series = OpeningForm(None if this else posted, initial=initial, prefix="series")
    if row.rule:
        series.fields["first"].widget = HiddenInput()  # of a recurrence its rule says it
    return DayForm(posted if this else None, initial=initial, prefix="day"), series


def _change(
    request: HttpRequest, row: Opening, scope: str, day: dt.date, one_day: DayForm, series: OpeningForm, by: Person
) -> str:
    """What was done, said; empty where the form has faults."""
    try:
        if request.POST.get("end"):
            openings.end_opening(opening=row, by=by, day=day if scope == openings.FOLLOWING else None)
            return _("已停止开放。已有的预约不变。")
        if request.POST.get("leave_out"):
            openings.change_opening(opening=row, scope=openings.THIS, day=day, by=by, why=request.POST.get("why", ""))
            return _("这一天不开放。已有的预约不变。")
        if scope == openings.THIS and one_day.is_valid():
            to = openings.Day(*(one_day.cleaned_data[name] for name in ("on", "begins", "minutes")))
            openings.change_opening(opening=row, scope=scope, day=day, to=to, by=by, why=one_day.cleaned_data["why"])
            return _("这一天已改。")
        if scope != openings.THIS and series.is_valid():
            first = {} if row.rule else {"first": series.cleaned_data["first"]}
            openings.change_opening(opening=row, scope=scope, day=day, by=by, **series.values(), **first)
            return _("已改。已有的预约不变。")
    except NotPossible as problem:
        (one_day if scope == openings.THIS else series).add_error(None, str(problem))
    return ""


@signed_in
@require_http_methods(["GET", "POST"])
def absence(request: HttpRequest, key: str) -> HttpResponse:
    """`/desk/slots/<key>/absence/`: be away; what it clashes with is listed, and each needs a choice."""
    person, row = cast(Person, request.user), one(request, key)
    form = AbsenceForm(request.POST or None, initial={"first": clock.today(), "last": clock.today()})
    found: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        span = form.cleaned_data["span"]
        found = _clashes(request, row, span, person)
        try:
            if _all_valid(found):
                made = absences.enter_absence(
                    resource=row, span=span, why=form.cleaned_data["why"], by=person, request_key=_key(request),
                    choices=_choices(found), later=bool(request.POST.get("later")),
                )  # fmt: skip
                return _entered(request, made)
        except Unsettled as problem:
            form.add_error(None, str(problem))
        except NotPossible as problem:
            form.add_error(None, str(problem))
    context = {"resource": row, "shell": shell(person), "form": form, "clashes": found,
               "may": may_enter_absence(person, row),
               "request_key": request.POST.get("request_key") or uuid.uuid4()}  # fmt: skip
    wrong = form.errors or any(each["form"].errors for each in found)
    return render(request, "slots/absence.html", context, status=422 if wrong else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """`/desk/slots/<key>/absence/<pk>/`: what is left to settle of an absence."""
    person, row = cast(Person, request.user), one(request, key)
    wanted = get_object_or_404(Hold.objects.filter(resource=row, state=Hold.State.WANTED), pk=pk)
    found = _clashes(request, row, wanted.span, person)
    problem = ""
    if request.method == "POST" and _all_valid(found):
        try:
            made = absences.settle(absence=wanted, choices=_choices(found), by=person,
                                   later=bool(request.POST.get("later")))  # fmt: skip
            return _entered(request, made)
        except NotPossible as refused:
            problem = str(refused)
    context = {"resource": row, "shell": shell(person), "absence": wanted, "clashes": found, "problem": problem,
               "may": may_enter_absence(person, row)}  # fmt: skip
    wrong = problem or any(each["form"].errors for each in found)
    return render(request, "slots/settle.html", context, status=422 if wrong else 200)


def _entered(request: HttpRequest, made: Hold) -> HttpResponse:
    if made.state == Hold.State.WANTED:
        messages.warning(request, _("其余时间已占住；还有安排待处理，在待办里可以找到。"))
    else:
        messages.success(request, _("已登记不在。"))
    return redirect("slots:week", made.resource.key)


def _clashes(request: HttpRequest, row: Resource, span: Span, person: Person) -> list[dict[str, Any]]:
    """What clashes, each with the form of its choice."""
    others = Resource.objects.visible_to(person).filter(kind=row.kind, closed_at=None).exclude(pk=row.pk)
    data = request.POST if request.method == "POST" else None
    return [{"clash": each, "form": ChoiceForm(data, others=others, prefix=each.group)}
            for each in queries.clashes(row, span)]  # fmt: skip


def _all_valid(found: list[dict[str, Any]]) -> bool:
    valid = [each["form"].is_valid() for each in found]  # each is asked, so that each says its faults
    return all(valid)


def _choices(found: list[dict[str, Any]]) -> dict[str, absences.Choice]:
    data = {each["clash"].group: each["form"].cleaned_data for each in found}
    return {group: absences.Choice(**values) for group, values in data.items() if values["what"]}


@signed_in
@require_POST
def end_absence(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    row = one(request, key)
    away = get_object_or_404(Hold.objects.filter(resource=row, kind=Hold.Kind.ABSENCE), pk=pk)
    absences.end_absence(absence=away, by=cast(Person, request.user))
    messages.success(request, _("已结束，之后的时间可以预约。"))
    return redirect("slots:week", key)


@signed_in
@require_POST
def renew(request: HttpRequest, key: str) -> HttpResponse:
    links.renew_link(by=cast(Person, request.user), resource=one(request, key))
    messages.success(request, _("已换成新的订阅地址，原来的失效。"))
    return redirect("slots:week", key)
