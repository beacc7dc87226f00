"""The public pages: cohorts, one cohort, posts; the code that was scanned."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.views import tell
from district.ground.figures.shown import all_shown
from district.ground.people.doors import open_to_all
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page
from district.services.training.camp import attending, codes, states
from district.services.training.camp.acts import may_ask, seen_cohorts, seen_posts
from district.services.training.camp.columns import COHORTS, POSTS
from district.services.training.camp.figures import PUBLIC
from district.services.training.camp.forms import AskForm, SignUpForm
from district.services.training.camp.joining import words_of
from district.services.training.camp.models import CampLesson
from district.services.training.camp.permissions import gone, may_offer, may_sign_up
from district.services.training.hours.devices import device_of, marks_device

SCANNED = "camp.pass"


def person_of(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


@open_to_all
@require_GET
def camp(request: HttpRequest) -> HttpResponseBase:
    """`/training/camp/`: what the camp is, which cohorts take sign-ups, its numbers."""
    more = {"figures": all_shown(PUBLIC), "posts_open": seen_posts(None).filter(state=states.GIVEN)[:4]}
    return list_page(request, COHORTS, "camp/camp.html", more=more)


@open_to_all
@require_GET
def cohort(request: HttpRequest, reference: str) -> HttpResponse:
    """`/training/camp/cohorts/<reference>/`: one cohort, and signing up for it."""
    person = person_of(request)
    row = get_object_or_404(seen_cohorts(person), reference=reference)
    mine = row.sign_ups.filter(person=person).exclude(state=states.WITHDRAWN).first() if person else None
    context = {
        "cohort": row, "mine": None if mine is None or gone(mine) else mine,
        "may": may_sign_up(person, row) if person else None,
        "lessons": row.lessons.filter(session__state="planned").select_related("session", "trainer")[:60],
        "waiting": row.session.seats.in_line().count() if row.session and not row.chosen else 0,
    }  # fmt: skip
    return render(request, "camp/cohort.html", context)


def sign_up(request: HttpRequest, reference: str, form: SignUpForm | None = None) -> HttpResponse:
    """`/my/camp/cohorts/<reference>/sign-up/`: the questions, and what is agreed to."""
    person = person_of(request)
    row = get_object_or_404(seen_cohorts(person), reference=reference)
    assert person is not None  # the act's door
    answer = may_sign_up(person, row)
    context = {
        "cohort": row, "may": answer, "words": words_of(row),
        "form": form or SignUpForm(cohort=row, person=person),
    }  # fmt: skip
    return render(request, "camp/sign_up.html", context)


@open_to_all
@require_GET
def posts(request: HttpRequest) -> HttpResponseBase:
    """`/training/camp/posts/`: posts that take learners, and those that did."""
    return list_page(request, POSTS, "camp/posts.html", more={"may_offer": may_offer(request.user)})


def one_post(request: HttpRequest, reference: str, form: AskForm | None = None) -> HttpResponse:
    """`/training/camp/posts/<reference>/`: one post, and asking for it."""
    person = person_of(request)
    row = get_object_or_404(seen_posts(person), reference=reference)
    if form is not None:
        tell(request, form)
    mine = row.internships.filter(learner__person=person).order_by("-asked_at").first() if person else None
    context = {
        "post": row, "mine": mine, "may": may_ask(person, row) if person else None, "form": form or AskForm(),
        "asks": row.state == states.GIVEN,
    }  # fmt: skip
    return render(request, "camp/post.html", context)


@open_to_all
@require_GET
def post_page(request: HttpRequest, reference: str) -> HttpResponse:
    return one_post(request, reference)


# Checking in


@open_to_all
@never_cache
@require_GET
@marks_device
def scan(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """`/training/camp/in/<lesson>/<code>/`: what a scanned code leads to. The first look alone finds the code fresh:
    what it found is kept in the browser's session, while who it is signs in. Nothing is checked in by looking.
    """
    lesson = get_object_or_404(_lessons(), reference=reference)
    if why := attending.why_not(lesson, clock.now()):
        return _scanned(request, lesson, why=why)
    if codes.is_fresh(lesson, code):
        request.session[SCANNED] = codes.Pass(lesson.reference, clock.now()).kept()
    elif codes.read_pass(request.session.get(SCANNED), lesson) is None:
        why = _("签到码已经过期：请扫现在屏幕上的码。照片和转发的码不能用。")
        return _scanned(request, lesson, why=why)
    here = reverse("camp:check_in", args=[lesson.reference])
    device_of(request)  # left with the browser before anybody signs in
    return redirect(here) if request.user.is_authenticated else redirect_to_login(here)


def _lessons() -> Any:
    return CampLesson.objects.select_related("session", "cohort__office")


def check_in(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`/training/camp/in/<lesson>/`: one button, for whoever scanned a fresh code."""
    lesson = _lessons().filter(reference=reference).first()
    if lesson is None:
        raise Http404
    person = person_of(request)
    learner = attending.learner_at(lesson, person) if person else None
    why = attending.why_not(lesson, clock.now())
    if not why and learner is None:
        why = _("您不在“%(title)s”的学员名单里。") % {"title": lesson.cohort.title}
    known = lesson.attendances.filter(learner=learner).first() if learner else None
    if not why and codes.read_pass(request.session.get(SCANNED), lesson) is None and not (known and known.scanned_at):
        why = _("请扫屏幕上的签到码。")
    return _scanned(request, lesson, why=why, learner=learner, known=known)


def _scanned(request: HttpRequest, lesson: CampLesson, *, why: str = "", **more: Any) -> HttpResponse:
    return render(request, "camp/check_in.html", {"lesson": lesson, "why": why, **more})


def scanned_by(request: HttpRequest) -> dict[str, Any]:
    """What a check-in goes by besides its lesson: the pass this browser holds, and its mark."""
    said = request.session.get(SCANNED)
    reference = request.resolver_match.kwargs.get("reference", "") if request.resolver_match else ""
    lesson = CampLesson.objects.filter(reference=reference).first()
    return {
        "scanned": codes.read_pass(said, lesson) if lesson else None,
        "device": device_of(request),
    }
