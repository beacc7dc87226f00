"""The classroom for who learns: courses, a course, a lesson, one's own."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.ground.acts.acts import Done
from district.ground.marked.html import rendered
from district.ground.people.doors import open_to_all, signed_in
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page
from district.services.training.courses import queries, sitting
from district.services.training.courses.columns import CATALOGUE, MINE
from district.services.training.courses.foreign import launching, standing
from district.services.training.courses.foreign.views_content import base_of
from district.services.training.courses.forms import CertifyForm, QuizForm
from district.services.training.courses.models import Course, Lesson, Sitting
from district.services.training.courses.permissions import is_enrolled, may_be_certified
from district.services.training.courses.queries import session_of
from district.services.training.hours.devices import device_of
from district.services.training.hours.queries import hours_of

PLAYER = "X-Lesson"  # the header of the lesson's own script, which asks for the part of the page that changes


def person_of(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


@open_to_all
@require_GET
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """`/training/courses/`: what can be learnt, by stage and level."""
    return list_page(request, CATALOGUE, "courses/catalogue.html")


@open_to_all
@require_GET
def course(request: HttpRequest, reference: str) -> HttpResponse:
    """`/training/courses/<reference>/`: what it teaches, how far one is."""
    person = person_of(request)
    row = get_object_or_404(queries.courses_seen(person), reference=reference)
    context: dict[str, Any] = {
        "course": row, "progress": queries.progress_of(person, [row])[row.pk], "after": row.after.all(),
    }  # fmt: skip
    if person is not None:
        context |= {"enrolled": is_enrolled(person, row), "certificate": queries.certificate_of(person, row)}
        if context["enrolled"]:
            context["learned"] = hours_of(person, session=session_of(row.reference))
    return render(request, "courses/course.html", context)


@open_to_all
@require_GET
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """`/training/lessons/<pk>/`: the lesson, for everybody to read; time is kept of who learns."""
    return _lesson(request, pk)


def quiz(request: HttpRequest, pk: int, form: QuizForm | None = None) -> HttpResponse:
    """The same, where answers of a quiz could not be taken."""
    return _lesson(request, pk, form)


def _lesson(request: HttpRequest, pk: int, form: QuizForm | None = None) -> HttpResponse:
    person = person_of(request)
    row = get_object_or_404(queries.lessons_seen(person), pk=pk)
    progress = queries.progress_of(person, [row.course])[row.course_id]
    place = progress.lessons.index(row)
    context: dict[str, Any] = {
        "lesson": row, "course": row.course, "text": rendered(row.text), "progress": progress,
        "finished": row.pk in progress.done, "number": place + 1,
        "before": progress.lessons[place - 1] if place else None, "next": _next(progress.lessons, place),
    }  # fmt: skip
    if person is not None:
        context |= _learning(person, row, form)
    if row.is_package:
        context |= _package(request, person, row)
        if PLAYER in request.headers:
            return render(request, "courses/_units.html", context)
    return render(request, "courses/lesson.html", context)


def _package(request: HttpRequest, person: Person | None, row: Lesson) -> dict[str, Any]:
    """A package's units, and the frame of the one that is open: until it was let in, for it is once."""
    found = standing.launch_shown(row, person) if person is not None else None
    alive = found if found is not None and launching.is_alive(found) else None
    frame = launching.address_of(alive, base_of(request)) if alive and alive.fetched_at is None else ""
    return {"units": standing.units_of(row, person), "launch": alive, "frame": frame}


def _next(lessons: tuple[Lesson, ...], place: int) -> Lesson | None:
    return lessons[place + 1] if place + 1 < len(lessons) else None


def _learning(person: Person, row: Lesson, form: QuizForm | None) -> dict[str, Any]:
    enrolled = is_enrolled(person, row.course)
    found = queries.open_sitting(person, row) if enrolled else None
    context: dict[str, Any] = {"enrolled": enrolled, "sitting": found}
    if found is not None:
        context |= _state(found)
    if row.is_quiz:
        context |= {
            "form": form or (QuizForm(lesson=row) if found else None),
            "attempts": list(queries.attempts_of(person, row)[:5]),
        }  # fmt: skip
    return context


def _state(found: Sitting) -> dict[str, Any]:
    """What the changing part of the page says."""
    check = found.checks.filter(answered_at=None).first()
    return {
        "sitting": found, "check": sitting.shown(check) if check else None, "enough": sitting.is_enough(found),
        "seconds": found.seconds, "percent": min(100, found.seconds * 100 // found.lesson.seconds),
    }  # fmt: skip


def counted(request: HttpRequest, done: Done[Sitting]) -> HttpResponse | None:
    """To the lesson's script the part that changes; the page again to everybody else."""
    if PLAYER not in request.headers:
        return None
    found = queries.own_sittings(cast(Person, request.user)).get(pk=done.result.pk)
    progress = queries.progress_of(cast(Person, request.user), [found.lesson.course])[found.lesson.course_id]
    place = next((n for n, each in enumerate(progress.lessons) if each.pk == found.lesson_id), 0)
    return render(request, "courses/_sitting.html", {
        **_state(found), "lesson": found.lesson, "course": found.lesson.course, "progress": progress,
        "finished": found.lesson_id in progress.done, "next": _next(progress.lessons, place),
    })  # fmt: skip


def by_device(request: HttpRequest) -> dict[str, Any]:
    return {"device": device_of(request)}


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """`/my/courses/`: what I learn, how far I am, my certificates."""
    person = cast(Person, request.user)
    more: dict[str, Any] = {"packages": queries.registrations_of(person)}
    more |= {"certificates": queries.own_certificates(person), "learned": hours_of(person)}
    return list_page(request, MINE, "courses/mine.html", more=more)


def certify(request: HttpRequest, reference: str, form: CertifyForm | None = None) -> HttpResponse:
    """`/my/courses/<reference>/certificate/`: the name it shall bear, agreed to."""
    person = cast(Person, request.user)
    row: Course = get_object_or_404(queries.courses_seen(person), reference=reference)
    return render(request, "courses/certify.html", {
        "course": row, "may": may_be_certified(person, row), "certificate": queries.certificate_of(person, row),
        "form": form or CertifyForm(initial={"name": person.name}),
        "learned": hours_of(person, session=session_of(row.reference)),
    })  # fmt: skip
