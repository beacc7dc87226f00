"""Pages of whoever asks: the front page, asking, how a need stands, choosing a time."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.people.doors import open_to_all, signed_in
from district.ground.people.listed import public_experts
from district.ground.people.queries import Person, Topic
from district.ground.slots.computing import Slot
from district.ground.slots.queries import free, free_together
from district.ground.slots.times import ONE_DAY, Span, day_of, day_to_come, whole_day
from district.ground.tables.pages import list_page
from district.services.advice import showing
from district.services.advice.acts import ASK
from district.services.advice.columns import MINE
from district.services.advice.forms import RateForm, TimeForm
from district.services.advice.models import Encounter, Mode, Profile, Studio, Subject
from district.services.advice.permissions import may_cancel, may_serve, may_speak_for
from district.services.advice.promises import promised_days
from district.services.advice.queries import (
    encounters_of,
    my_needs,
    own_advisers,
    published_answers,
    studios_shown,
    subjects_offered,
)
from district.services.advice.rating import may_rate_now

DAYS = 14  # shown at a time
LENGTH = {"visit": 60, "panel": 60, "pairing": 60}  # minutes; a clinic's slots have the opening's own


def user_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


@open_to_all
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """`/advice/`: what one may ask about, in which ways, who answers."""
    groups = showing.by_topic(subjects_offered())
    context = {"groups": groups, "days": promised_days(), "studios": list(studios_shown()[:4]),
               "experts": public_experts().count(), "answers": published_answers()[:3]}  # fmt: skip
    return render(request, "advice/home.html", context)


@open_to_all
@require_GET
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """`/advice/topics/<topic>/`: one of the seven groups: its subjects, experts, studios, answers."""
    if topic not in Topic.values:
        raise Http404
    experts = [each for each in public_experts() if topic in each.topics]
    context = {
        "topic": Topic(topic), "days": promised_days(), "experts": experts,
        "subjects": subjects_offered().filter(topic=topic),
        "studios": [each for each in studios_shown() if topic in each.topics],
        "answers": published_answers(topic)[:5],
    }  # fmt: skip
    return render(request, "advice/topic.html", context)


@open_to_all
@require_GET
def studios(request: HttpRequest) -> HttpResponse:
    """`/advice/studios/`."""
    return render(request, "advice/studios.html", {"studios": studios_shown()})


@open_to_all
@require_GET
def studio(request: HttpRequest, key: str) -> HttpResponse:
    """`/advice/studios/<key>/`: its chief, team, term; of experts only those who agreed to be shown."""
    row: Studio = get_object_or_404(studios_shown(), key=key)
    return render(request, "advice/studio.html", {"studio": row, "team": showing.team_of(row)})


@open_to_all
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """`/advice/ask/`: choose what it is about; `?programme=` is kept."""
    context = {"groups": showing.by_topic(subjects_offered()), "asked": showing.asked_of_ask(request.GET)}
    return render(request, "advice/ask.html", context)


def ask_subject(request: HttpRequest, key: str, form: Any = None) -> HttpResponse:
    """`/advice/ask/<subject>/`: the few questions."""
    subject: Subject = get_object_or_404(subjects_offered(), key=key)
    initial = showing.asked_of_ask(request.GET)
    form = form or ASK.form(request.user, subject, initial=initial)
    return render(request, "advice/ask_subject.html", {"subject": subject, "form": form})


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """`/my/advice/`: what one asked."""
    return list_page(request, MINE, "advice/mine.html", more={"advisers": own_advisers(user_of(request))})


@signed_in
@require_GET
def mine_one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/advice/<reference>/`: how it stands, who advises, what took place, what one may do now."""
    need = get_object_or_404(my_needs(user_of(request)), reference=reference)
    context = {
        "need": need, "encounters": encounters_of(need), "answers": showing.answers_of(need),
        "pairing": need.pairings.prefetch_related("steps").select_related("expert").first(),
        "rating": getattr(need, "rating", None), "rate": RateForm(), "may_rate": may_rate_now(need),
        "modes": showing.modes_for(need), "speaks": may_speak_for(user_of(request), need),
    }  # fmt: skip
    return render(request, "advice/mine_one.html", context)


def times(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`/my/advice/encounters/<reference>/times/`: free times of all who are to be there, the earliest first."""
    person = user_of(request)
    row = get_object_or_404(Encounter.objects.visible_to(person).select_related("need__expert"), reference=reference)
    if row.need is None or not may_cancel(person, row):
        raise Http404
    first = day_to_come(request.GET.get("from"))
    context = {
        "encounter": row, "need": row.need, "days": _free(row, first), "later": first + ONE_DAY * DAYS,
        "earlier": first - ONE_DAY * DAYS if first > clock.today() else None,
        "serves": may_serve(person, row.need),
        "form": form if isinstance(form, TimeForm) else TimeForm(initial={"length": LENGTH.get(row.mode, 30)}),
        "page": showing.page_of(person, row.need),
    }  # fmt: skip
    return render(request, "advice/times.html", context)


def _free(row: Encounter, first: dt.date) -> dict[Any, list[Slot | Span]]:
    """Day → what is free then of everybody who is to be there."""
    between = Span(whole_day(first).starts, whole_day(first + ONE_DAY * (DAYS - 1)).ends)
    experts = [each.expert_id for each in row.advisers.all()]
    rows = Profile.objects.filter(expert__in=experts, resource__isnull=False).select_related("resource")
    resources = [each.resource for each in rows if each.resource is not None]
    if len(resources) < len(experts):
        return {}  # who has given no time is free at none
    length = LENGTH.get(row.mode)
    found: list[Slot | Span]
    if len(resources) == 1:
        place = row.street if row.mode == Mode.VISIT else None
        slots = free(resources, between, length=length, at=place)[resources[0].pk]
        found = [each for each in slots if each.session is None]
    else:
        found = list(free_together(resources, between, length=length or 30))
    days: dict[Any, list[Slot | Span]] = {}
    for each in found:
        days.setdefault(day_of(each.starts), []).append(each)
    return days


@open_to_all
@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    """`/advice/answers/`: what was asked online and may be read by all."""
    chosen = request.GET.get("topic", "")
    rows = published_answers(chosen if chosen in Topic.values else "")
    return render(request, "advice/answers.html", {"answers": rows[:100], "topics": Topic.choices, "topic": chosen})
