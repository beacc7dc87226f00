"""The desk's side of sessions: planned, changed, cancelled; seats and the waiting list; who came."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.ground import clock
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role, bureau_of
from district.ground.record.actions import MoveRefused
from district.ground.slots import seats, sessions, states
from district.ground.slots.forms import SessionForm
from district.ground.slots.models import KEEPERS, Resource, Seat, Session
from district.ground.slots.permissions import may_run
from district.ground.slots.queries import coming_sessions
from district.ground.slots.refusals import NotPossible
from district.ground.slots.times import here
from district.ground.tables.pages import paged

PAGE = 25
officials = for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR)
planners = for_roles(Role.OFFICER, Role.LEADER)


def _rows(person: Person) -> Any:
    rows = Session.objects.visible_to(person)
    return rows if person.has_role(Role.AUDITOR) else rows.filter(office__in=person.bureau_ids(*KEEPERS))


@officials
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """`/desk/sessions/`: sessions of one's bureaus, the coming ones first; `?tab=past` the others."""
    person, tab = cast(Person, request.user), request.GET.get("tab", "")
    rows = _rows(person)
    shown = rows.filter(ends__lte=clock.now()).order_by("-starts") if tab == "past" else coming_sessions(rows)
    page = paged(shown, request.GET, PAGE)
    return render(request, "slots/desk_sessions.html", {"page": page, "tab": tab})


def _form(request: HttpRequest, person: Person, **more: Any) -> SessionForm:
    return SessionForm(request.POST or None, resources=Resource.objects.kept_by(person).filter(closed_at=None), **more)


@planners
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`/desk/sessions/new/`."""
    person = cast(Person, request.user)
    form = _form(request, person)
    if request.method == "POST" and form.is_valid():
        try:
            made = sessions.plan_session(
                by=person, office=bureau_of(person, *KEEPERS), request_key=_key(request),
                resources=list(form.cleaned_data["resources"]), **form.values(),
            )  # fmt: skip
            messages.success(request, _("已安排。"))
            return redirect("slots:desk_session", made.reference)
        except NotPossible as problem:
            form.add_error(None, str(problem))
    context = {"form": form, "request_key": request.POST.get("request_key") or uuid.uuid4()}
    return render(request, "slots/session_form.html", context, status=422 if form.errors else 200)


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("request_key", ""))
    except ValueError:
        return uuid.uuid4()


def _one(request: HttpRequest, reference: str) -> Session:
    found: Session = get_object_or_404(_rows(cast(Person, request.user)).select_related("office"), reference=reference)
    return found


@officials
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/sessions/<reference>/`: who sits, who waits in which order, who was offered a seat, who came."""
    person, row = cast(Person, request.user), _one(request, reference)
    rows = list(row.seats.select_related("person"))
    begun = clock.now() >= row.starts
    context = {
        "session": row, "may": may_run(person, row), "begun": begun,
        "seated": [seat for seat in rows if seat.state in states.OCCUPIES],
        "waiting": [seat for seat in rows if seat.state == states.WAITING],
        "gone": [seat for seat in rows if seat.state not in states.STANDING],
        "holds": row.holds.standing().main().select_related("resource"), "request_key": uuid.uuid4(),
    }  # fmt: skip
    return render(request, "slots/desk_session.html", context)


@planners
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/sessions/<reference>/change/`."""
    person, row = cast(Person, request.user), _one(request, reference)
    starts, ends = here(row.starts), here(row.ends)
    initial = {
        "title": row.title, "text": row.text, "day": starts.date(), "begins": starts.time(), "ends": ends.time(),
        "place": row.place, "capacity": row.capacity, "notice_join": row.notice_join // 60,
        "offer_hours": row.offer_hours, "waits": row.waits, "public": row.public,
    }  # fmt: skip
    form = _form(request, person, initial=initial)
    del form.fields["resources"]
    if request.method == "POST" and form.is_valid():
        try:
            sessions.change_session(session=row, by=person, **form.values())
            messages.success(request, _("已改，报名的人会收到时间或地点变化的通知。"))
            return redirect("slots:desk_session", reference)
        except NotPossible as problem:
            form.add_error(None, str(problem))
    return render(
        request, "slots/session_form.html", {"form": form, "session": row}, status=422 if form.errors else 200
    )


@planners
@require_POST
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/sessions/<reference>/cancel/`."""
    row = _one(request, reference)
    try:
        sessions.cancel_session(session=row, why=request.POST.get("why", ""), by=cast(Person, request.user))
        messages.success(request, _("已取消，所有报名和候补的人都收到通知。"))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("slots:desk_session", reference)


@planners
@require_POST
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/sessions/<reference>/add/`: somebody without an account, by name."""
    row, name = _one(request, reference), request.POST.get("name", "").strip()[:60]
    try:
        if not name:
            raise NotPossible(_("请写姓名。"))
        seats.join(session=row, by=cast(Person, request.user), name=name, request_key=_key(request))
        messages.success(request, _("已登记“%(name)s”。") % {"name": name})
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("slots:desk_session", reference)


@planners
@require_POST
def seat(request: HttpRequest, reference: str, order: int, verb: str) -> HttpResponse:
    """`/desk/sessions/<reference>/<order>/<verb>/`: came, did not come, given back."""
    person, row = cast(Person, request.user), _one(request, reference)
    found: Seat = get_object_or_404(row.seats.select_related("session__office", "person"), order=order)
    try:
        if verb in {"attend", "miss"}:
            seats.attended(seat=found, came=verb == "attend", by=person)
        elif verb == "cancel" and found.state == states.WAITING:
            seats.leave(seat=found, by=person)
        elif verb == "cancel" and found.state == states.OFFERED:
            seats.decline(seat=found, by=person)
        elif verb == "cancel":
            seats.cancel_seat(seat=found, by=person, why=request.POST.get("why", "")[:200])
        else:
            raise Http404
    except (NotPossible, MoveRefused) as problem:
        messages.error(request, str(problem))
    return redirect("slots:desk_session", reference)
