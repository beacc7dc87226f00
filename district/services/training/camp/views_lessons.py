"""A lesson's pages, for its trainer and the office: the roll, the code on the screen, a roll to print."""

from __future__ import annotations

from typing import Any, cast

import segno
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.acts import Done
from district.ground.acts.views import tell
from district.ground.onetime.handing import issued
from district.ground.onetime.queries import links_for
from district.ground.people.doors import shell_of, signed_in
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page
from district.services.training.camp import attending, codes, queries, timetable
from district.services.training.camp.acts import address_of_scan
from district.services.training.camp.acts_desk import lessons_run
from district.services.training.camp.columns import LESSONS
from district.services.training.camp.forms_desk import CancelLessonForm, LessonForm
from district.services.training.camp.models import CampLesson
from district.services.training.camp.permissions import may_correct, may_run, may_take_roll
from district.services.training.camp.purposes import ROLL


@signed_in
@require_GET
def listed(request: HttpRequest) -> HttpResponseBase:
    """`/training/camp/lessons/`: lessons one gives, and those of one's bureaus."""
    return list_page(request, LESSONS, "camp/lessons.html", more={"shell": shell_of(request.user, own=True)})


def _one(request: HttpRequest, reference: str) -> CampLesson:
    return get_object_or_404(lessons_run(cast(Person, request.user)), reference=reference)


@signed_in
@require_GET
def lesson(request: HttpRequest, reference: str) -> HttpResponse:
    """`/training/camp/lessons/<reference>/`: the roll of one lesson."""
    return lesson_page(request, reference)


def lesson_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    person, row = cast(Person, request.user), _one(request, reference)
    if form is not None:
        tell(request, form)
    now, roll = clock.now(), queries.roll_of(row)
    begun = now >= row.opens_at
    context = {
        "lesson": row, "roll": roll, "may": may_take_roll(person, row), "runs": may_run(person, row.cohort),
        "begun": begun, "over": now >= row.session.ends, "settled": row.settled_at is not None,
        "scanned": sum(bool(each.attendance and each.attendance.scanned_at) for each in roll),
        "drawn": [each for each in roll if each.attendance and each.attendance.drawn and each.attendance.scanned_at],
        "series": timetable.coming(row, timetable.FOLLOWING).count(), "cancel_form": CancelLessonForm(),
        "given": links_for(ROLL, [row.reference]).first(),
        "shell": shell_of(person, own=True), "corrects": row.settled_at is not None and any(
            may_correct(person, each.attendance) for each in roll if each.attendance),
    }  # fmt: skip
    return render(request, "camp/lesson.html", context)


def link_made(request: HttpRequest, done: Done[CampLesson]) -> HttpResponse:
    """The trainer's link, shown this once."""
    assert done.thing is not None, "an act on a lesson"
    return issued(request, [done.result], back=reverse("camp:lesson", args=[done.thing.reference]))


def change(request: HttpRequest, reference: str, form: LessonForm | None = None) -> HttpResponse:
    """`/training/camp/lessons/<reference>/change/`."""
    row = _one(request, reference)
    form = form or LessonForm(initial=timetable.told(row))
    return render(request, "camp/lesson_form.html", {"form": form, "lesson": row, "shell": "web/desk.html"})


@signed_in
@never_cache
@require_GET
def screen(request: HttpRequest, reference: str) -> HttpResponse:
    """`/training/camp/lessons/<reference>/screen/`: the code, another every half minute; the page asks for it."""
    row = _one(request, reference)
    if not may_take_roll(cast(Person, request.user), row):
        raise Http404
    now = clock.now()
    why = attending.why_not(row, now)
    address = request.build_absolute_uri(address_of_scan(row, codes.code_now(row)))
    context = {
        "lesson": row, "why": why, "picture": "" if why else picture_of(address), "left": codes.left(now),
        "scanned": row.attendances.filter(scanned_at__isnull=False).count(),
        "learners": row.cohort.sign_ups.in_camp().count(),
    }  # fmt: skip
    part = getattr(request, "htmx", None) and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "camp/_screen.html" if part else "camp/screen.html", context)


def picture_of(address: str) -> SafeString:
    """A QR code as SVG, without styles of its own."""
    made = segno.make(address, error="m", micro=False)
    return mark_safe(made.svg_inline(scale=1, border=2, omitsize=True, svgclass="hq-qr-screen", lineclass=None))  # noqa: S308 - our own drawing


@signed_in
@require_GET
def printed(request: HttpRequest, reference: str) -> HttpResponse:
    """`/training/camp/lessons/<reference>/print/`: the roll on paper, for a room without a screen."""
    row = _one(request, reference)
    return render(request, "camp/roll_print.html", {"lesson": row, "roll": queries.roll_of(row)})
