"""An expert's pages: the day, one need, what they agree to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.ground.people.doors import signed_in
from district.ground.people.queries import Expert, Person, record_of
from district.services.advice import showing
from district.services.advice.acts import TERMS, experts_kept
from district.services.advice.forms import (
    AgreeForm,
    PairForm,
    RecordForm,
    RefuseForm,
    StepForm,
    WeeklyForm,
)
from district.services.advice.models import AskedExpert, Need
from district.services.advice.permissions import may_serve
from district.services.advice.queries import day_of_expert, encounters_of
from district.services.advice.states import OFFERED
from district.services.advice.views import user_of


def expert_of(person: Person) -> Expert:
    """The expert an account is; 404 for who is none."""
    found = record_of(person)
    if found is None:
        raise Http404
    return found


@signed_in
@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """`/my/advice/work/`: the expert's day: what is on, what waits for a word, what is to be written down."""
    expert = expert_of(user_of(request))
    day = day_of_expert(expert)
    offers = [{"offer": each, "reasons": showing.reasons_said(each.reasons)} for each in day.offers]
    context = {"expert": expert, "day": day, "offers": offers, "refuse": RefuseForm(), "record": RecordForm()}
    return render(request, "advice/work.html", context)


@signed_in
@require_GET
def work_one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/advice/work/<reference>/`: what is asked, and what the expert may do about it."""
    person = user_of(request)
    expert = expert_of(person)
    rows = Need.objects.advised_by(person).select_related("subject", "expert", "enterprise", "asker", "office")
    need = get_object_or_404(rows, reference=reference)
    offers = AskedExpert.objects.filter(need=need, expert=expert, state__in=sorted(OFFERED))
    serves, encounters = may_serve(person, need), list(encounters_of(need))
    there = {row.pk for row in encounters if any(each.expert_id == expert.pk for each in row.advisers.all())}
    context = {
        **showing.context_of(need), "encounters": encounters,
        "sits_in": {row.pk for row in encounters} if serves else there,  # the page of a panel is not for others
        "offer": offers.order_by("-pk").first(),
        "pairing": need.pairings.prefetch_related("steps").select_related("expert").first(),
        "refuse": RefuseForm(), "record": RecordForm(), "pair": PairForm(), "step": StepForm(),
        "modes": showing.modes_for(need), "serves": serves,
        "rating": getattr(need, "rating", None),
    }  # fmt: skip
    return render(request, "advice/work_one.html", context)


@signed_in
@require_GET
def my_terms(request: HttpRequest) -> HttpResponse:
    """`/my/advice/work/terms/`: one's own; the same page as the desk's."""
    return terms(request, expert_of(user_of(request)).reference)


def terms(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`/my/advice/experts/<reference>/`: caps, streets, modes, and when they can be met."""
    expert = get_object_or_404(experts_kept(user_of(request)), reference=reference)
    profile = getattr(expert, "advising", None)
    resource = profile.resource if profile else None
    context = {
        "expert": expert, "resource": resource,
        "form": form if isinstance(form, AgreeForm) else TERMS.form(request.user, expert),
        "weekly": form if isinstance(form, WeeklyForm) else WeeklyForm(),
        "openings": resource.openings.filter(ended_at=None) if resource else [],
    }  # fmt: skip
    return render(request, "advice/terms.html", context)
