"""The desk's side of the classroom: courses, their lessons, who learns, certificates."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.ground.people.doors import for_roles
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page
from district.services.training.courses import queries
from district.services.training.courses.acts_desk import ADD, CHANGE, SEES
from district.services.training.courses.columns import CERTIFICATES, DESK, LEARNERS, PACKAGES
from district.services.training.courses.forms import LessonForm
from district.services.training.courses.permissions import may_keep

desk = for_roles(*SEES)


@desk
@require_GET
def courses(request: HttpRequest) -> HttpResponseBase:
    """`/desk/courses/`: all courses of one's bureaus."""
    return list_page(request, DESK, "courses/desk.html")


def add(request: HttpRequest, form: Any = None) -> HttpResponse:
    """`/desk/courses/new/`."""
    person = cast(Person, request.user)
    return render(request, "courses/desk_new.html", {"form": form or ADD.form(person, None)})


def course(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`/desk/courses/<reference>/`: what it says, its lessons in order."""
    person = cast(Person, request.user)
    row = get_object_or_404(queries.courses_kept(person), reference=reference)
    lessons = row.lessons.filter(removed_at=None).select_related("package")
    return render(request, "courses/desk_course.html", {
        "course": row, "may": may_keep(person, row), "lessons": lessons,
        "form": form or CHANGE.form(person, row),
    })  # fmt: skip


@desk
@require_GET
def one_course(request: HttpRequest, reference: str) -> HttpResponse:
    """The same, where it is only looked at."""
    return course(request, reference)


def add_lesson(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`/desk/courses/<reference>/lessons/new/`."""
    row = get_object_or_404(queries.courses_kept(cast(Person, request.user)), reference=reference)
    return render(request, "courses/desk_lesson.html", {"course": row, "form": form or LessonForm()})


def lesson(request: HttpRequest, pk: int, form: Any = None) -> HttpResponse:
    """`/desk/lessons/<pk>/`."""
    row = get_object_or_404(queries.lessons_kept(cast(Person, request.user)), pk=pk)
    context = {"course": row.course, "lesson": row, "form": form or LessonForm(lesson=row)}
    return render(request, "courses/desk_lesson.html", context)


@desk
@require_GET
def learners(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/desk/courses/<reference>/learners/`."""
    row = get_object_or_404(queries.courses_kept(cast(Person, request.user)), reference=reference)
    return list_page(request, LEARNERS, "courses/learners.html", of={"reference": reference}, more={"course": row})


@desk
@require_GET
def packages(request: HttpRequest) -> HttpResponseBase:
    """`/desk/packages/`: courses others made, as they were handed in."""
    return list_page(request, PACKAGES, "tables/page.html")


@desk
@require_GET
def certificates(request: HttpRequest) -> HttpResponseBase:
    """`/desk/certificates/`."""
    return list_page(request, CERTIFICATES, "tables/page.html")
