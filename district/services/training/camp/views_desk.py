"""The desk's pages: cohorts, selection, timetable, posts, past cohorts."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.views import tell
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person
from district.ground.tables import sheets
from district.ground.tables.pages import list_page
from district.ground.work.queries import going_on, shown
from district.services.training.camp import cohorts, past, placing, queries, states
from district.services.training.camp.acts import seen_posts
from district.services.training.camp.acts_desk import desk_sign_ups, kept_cohorts
from district.services.training.camp.columns import (
    ATTENDANCES,
    DESK_COHORTS,
    DESK_POSTS,
    INTERNSHIPS,
    OFFICIALS,
    SIGN_UPS,
)
from district.services.training.camp.forms_desk import CohortForm, LessonsForm, NewCohortForm, PastForm, PlaceForm
from district.services.training.camp.models import Cohort, InternPost
from district.services.training.camp.permissions import may_make, may_run

SHOWN = 200  # faults on a page


@for_roles(*OFFICIALS)
@require_GET
def desk(request: HttpRequest) -> HttpResponseBase:
    """`/desk/camp/cohorts/`: cohorts of one's bureaus."""
    return list_page(request, DESK_COHORTS, "camp/desk.html", more={"may": may_make(cast(Person, request.user))})


def new_cohort(request: HttpRequest, form: NewCohortForm | None = None) -> HttpResponse:
    """`/desk/camp/cohorts/new/`."""
    person = cast(Person, request.user)
    form = form or NewCohortForm(person=person, initial={"request_key": uuid.uuid4()})
    return render(request, "camp/cohort_form.html", {"form": form})


def _one(request: HttpRequest, reference: str) -> Cohort:
    return get_object_or_404(queries.counted(kept_cohorts(cast(Person, request.user))), reference=reference)


@for_roles(*OFFICIALS)
@require_GET
def cohort(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/camp/cohorts/<reference>/`: a cohort: what is next, its timetable, its teams."""
    return cohort_page(request, reference)


def cohort_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    row = _one(request, reference)
    if form is not None:
        tell(request, form)
    context = {
        "cohort": row, "may": may_run(cast(Person, request.user), row), "form": form,
        "lessons": row.lessons.select_related("session", "trainer"), "now": clock.now(),
        "waiting": row.session.seats.in_line().count() if row.session else 0,
        "teams": row.teams.filter(ended_at=None).prefetch_related("places__learner"),
        "to_select": row.sign_ups.filter(state=states.SIGNED).count() if row.chosen else 0,
        "over": clock.today() >= row.last,
    }  # fmt: skip
    return render(request, "camp/desk_cohort.html", context)


def change_cohort(request: HttpRequest, reference: str, form: CohortForm | None = None) -> HttpResponse:
    """`/desk/camp/cohorts/<reference>/change/`."""
    row = _one(request, reference)
    form = form or CohortForm(person=cast(Person, request.user), cohort=row)
    return render(request, "camp/cohort_form.html", {"form": form, "cohort": row})


@for_roles(*OFFICIALS)
@require_GET
def selection(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/desk/camp/cohorts/<reference>/sign-ups/`: who signed up; marks, seats and refusals of many at once."""
    return selection_page(request, reference)


def selection_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponseBase:
    row = _one(request, reference)
    if form is not None:
        tell(request, form)
    person, work = cast(Person, request.user), going_on(placing.KIND, reference)
    to_select = row.sign_ups.filter(state=states.SIGNED).count()
    more = {
        "cohort": row, "may": may_run(person, row), "place_form": PlaceForm(),
        "closed": clock.now() > row.closes_at, "to_select": to_select,
        "begun": cohorts.has_begun(row), "over": cohorts.is_past(row),
        "shown": shown(work, person) if work is not None and (work.works or to_select) else None,
        "unmarked": row.sign_ups.filter(state=states.SIGNED, mark=None).count(),
    }  # fmt: skip
    return list_page(request, SIGN_UPS, "camp/selection.html", of={"reference": reference}, more=more)


@for_roles(*OFFICIALS)
@require_GET
def sign_up(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/camp/sign-ups/<reference>/`: one who signed up, with what they answered."""
    return sign_up_page(request, reference)


def sign_up_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    person = cast(Person, request.user)
    row = get_object_or_404(desk_sign_ups(person), reference=reference)
    if form is not None:
        tell(request, form)
    context = {
        "row": row, "answers": queries.asks_said(row.cohort, row.answers), "may": may_run(person, row.cohort),
        "open": row.state in states.STANDING, "form": form,
        "attended": row.attendances.there().count(), "internships": row.internships.select_related("post"),
    }  # fmt: skip
    return render(request, "camp/desk_sign_up.html", context)


def plan(request: HttpRequest, reference: str, form: LessonsForm | None = None) -> HttpResponse:
    """`/desk/camp/cohorts/<reference>/plan/`: lessons by a recurrence."""
    row = _one(request, reference)
    form = form or LessonsForm(person=cast(Person, request.user), cohort=row)
    return render(request, "camp/plan.html", {"form": form, "cohort": row})


@for_roles(*OFFICIALS)
@require_GET
def attendances(request: HttpRequest) -> HttpResponseBase:
    """`/desk/camp/attendances/`: who was where, and where two sources differ."""
    return list_page(request, ATTENDANCES, "tables/page.html")


@for_roles(*OFFICIALS)
@require_GET
def posts(request: HttpRequest) -> HttpResponseBase:
    """`/desk/camp/posts/`: posts to be looked over, and the others."""
    return list_page(request, DESK_POSTS, "tables/page.html")


@for_roles(*OFFICIALS)
@require_GET
def internships(request: HttpRequest) -> HttpResponseBase:
    """`/desk/camp/internships/`."""
    return list_page(request, INTERNSHIPS, "tables/page.html")


@for_roles(*OFFICIALS)
@require_GET
def post(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/camp/posts/<reference>/`."""
    return post_page(request, reference)


def post_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    person = cast(Person, request.user)
    kept = InternPost.objects.kept_by(person).order_by().values("pk")
    row = get_object_or_404(seen_posts(person).filter(pk__in=kept), reference=reference)
    if form is not None:
        tell(request, form)
    context = {
        "post": row, "waits": row.state == states.WAITING, "form": form,
        "internships": row.internships.select_related("learner__school"),
    }  # fmt: skip
    return render(request, "camp/desk_post.html", context)


def enter_past(request: HttpRequest, form: Any = None) -> HttpResponseBase:
    """`/desk/camp/cohorts/past/`: past cohorts by a workbook; all rows come in or none."""
    if sheets.asked_for(request):
        return sheets.file_of(past.template(), _("训练营往期"))
    refused = getattr(form, "refused", None)
    found = refused.read if isinstance(refused, past.NotTaken) else past.Read()
    context = {
        "form": form or PastForm(), "faults": found.faults[:SHOWN], "more": max(0, len(found.faults) - SHOWN),
        "good": found.rows, "posts": past.POST_HEADS.values(), "learners": past.LEARNER_HEADS.values(),
    }  # fmt: skip
    return render(request, "camp/past.html", context)
