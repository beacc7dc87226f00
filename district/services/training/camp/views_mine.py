"""A learner's own pages, and those of who offers posts."""

from __future__ import annotations

import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.ground.acts.views import tell
from district.ground.bringing.fulfilling import ways
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page
from district.services.training.camp import queries, states
from district.services.training.camp.acts import own, own_teams, seen_posts
from district.services.training.camp.columns import MY_POSTS
from district.services.training.camp.forms import EndForm, PostForm, TeamForm
from district.services.training.camp.models import Cohort, Team
from district.services.training.camp.permissions import is_learner, may_answer, may_lead, may_offer

CONTESTS = "community.contest"  # the way of whoever runs contests, if it is there


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """`/my/camp/`: my sign-ups; of the one I am in, timetable, hours, team and posts."""
    person = cast(Person, request.user)
    rows = queries.mine_of(person)
    now = next((each for each in rows if each.row.is_in), None)
    slots = queries.timetable_of(now.row) if now else []
    context = {
        "rows": rows, "now": now, "ahead": [each for each in slots if not each.over],
        "behind": [each for each in slots if each.over], "hours": queries.hours_of(now.row, slots) if now else None,
        "next": next((each for each in slots if not each.over and each.lesson.session.is_planned), None),
        "contest": ways.get(CONTESTS), "calls": queries.current(Cohort.objects.all())[:5] if not now else (),
        "gives": queries.CampLesson.objects.filter(trainer=person).exists(),
    }  # fmt: skip
    return render(request, "camp/mine.html", context)


def team_new(request: HttpRequest, reference: str, form: TeamForm | None = None) -> HttpResponse:
    """`/my/camp/<sign-up>/team/`: make a team."""
    row = get_object_or_404(own(cast(Person, request.user)), reference=reference)
    context = {"row": row, "form": form or TeamForm(), "may": is_learner(cast(Person, request.user), row)}
    return render(request, "camp/team_form.html", context)


def team(request: HttpRequest, reference: str, form: TeamForm | None = None) -> HttpResponse:
    """`/my/camp/teams/<reference>/`: one's team: who is in it, its project, its invitation."""
    person = cast(Person, request.user)
    row = get_object_or_404(own_teams(person), reference=reference)
    places = list(row.places.filter(left_at=None).select_related("learner__school", "learner__person"))
    known = {"name": row.name, "project": row.project, "text": row.text}
    context = {
        "team": row, "places": places, "leads": may_lead(person, row), "form": form or TeamForm(initial=known),
        "in_it": any(each.learner.person_id == person.pk for each in places),
    }  # fmt: skip
    return render(request, "camp/team.html", context)


def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """`/my/camp/join/<code>/`: who invites; joining is a button."""
    row = get_object_or_404(Team.objects.select_related("cohort"), code=code.upper(), ended_at=None)
    places = row.places.filter(left_at=None).select_related("learner")
    return render(request, "camp/invitation.html", {"team": row, "places": places})


@signed_in
@require_GET
def my_posts(request: HttpRequest) -> HttpResponseBase:
    """`/my/camp/posts/`: posts of my firms and bases."""
    return list_page(request, MY_POSTS, "camp/my_posts.html", more={"may": may_offer(request.user)})


def offer(request: HttpRequest, form: PostForm | None = None) -> HttpResponse:
    """`/my/camp/posts/new/`: offer a post."""
    person = cast(Person, request.user)
    form = form or PostForm(person=person, initial={"request_key": uuid.uuid4()})
    return render(request, "camp/post_form.html", {"form": form, "may": may_offer(person)})


@signed_in
@require_GET
def my_post(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/camp/posts/<reference>/`: one post, who asks for it, and answering."""
    return post_page(request, reference)


def post_page(request: HttpRequest, reference: str, form: EndForm | None = None, **_address: object) -> HttpResponse:
    person = cast(Person, request.user)
    row = get_object_or_404(seen_posts(person), reference=reference)
    if form is not None:
        tell(request, form)
    may = may_answer(person, row)
    asked = row.internships.select_related("learner__school", "learner__cohort", "post") if may else ()
    context = {
        "post": row, "may": may, "internships": asked, "end_form": EndForm(), "waits": row.state == states.WAITING,
        "given": row.state == states.GIVEN,
    }  # fmt: skip
    return render(request, "camp/my_post.html", context)
