"""What is reached without signing in: clinics by group, one clinic, a number by its own link; and one's own numbers."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.views import tell
from district.ground.people.doors import open_to_all, signed_in
from district.ground.people.permissions import is_known
from district.ground.people.queries import Person, Topic
from district.ground.slots.times import ONE_DAY
from district.services.advice.clinic import queries, states
from district.services.advice.clinic.acts import ANSWERS, clinics_seen, why_not
from district.services.advice.clinic.forms import BookForm, NumberForm
from district.services.advice.clinic.models import Visitor
from district.services.advice.clinic.permissions import may_call, may_take_number

POLLED = frozenset({states.BOOKED, states.WAITING, states.CALLED})
SHOWN = 8  # clinics of a group on its page


def person_of(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


@open_to_all
@require_GET
def clinics(request: HttpRequest) -> HttpResponse:
    """`/advice/clinics/`: the seven groups, when each is next."""
    person = person_of(request)
    mine = queries.my_visitors(person).filter(state__in=states.OPEN) if person else []
    return render(request, "clinic/clinics.html", {"topics": queries.topics_with_clinics(), "mine": mine})


@open_to_all
@require_GET
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """`/advice/clinics/topics/<topic>/`: when a group's clinics are, who sits there."""
    if topic not in Topic.values:
        raise Http404
    rows = list(queries.coming(topic)[:SHOWN])
    seats = queries.public_experts(rows)
    context = {"topic": Topic(topic).label, "rows": [(row, seats.get(row.pk, [])) for row in rows]}
    return render(request, "clinic/topic.html", context)


@open_to_all
@require_GET
def clinic(request: HttpRequest, reference: str) -> HttpResponse:
    """`/advice/clinics/<reference>/`: its times, or a number of today."""
    return clinic_page(request, reference)


def clinic_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """The page of a clinic; `form` is what of it could not be done, with what was typed."""
    person = person_of(request)
    row = get_object_or_404(clinics_seen(person), reference=reference)
    if form is not None:
        tell(request, form)
    context: dict[str, Any] = {
        "clinic": row, "experts": queries.public_experts([row]).get(row.pk, []), "open": queries.open_times(row),
        "visitor": row.visitors.filter(person=person).open().first() if person else None,
        "calls": bool(may_call(person, row)) if person else False, "form": form,
    }  # fmt: skip
    if row.is_on and row.runs:
        line = queries.line_of(row)
        context |= {
            "line": line,
            "no_number": line.no_number(),
            "may_take": may_take_number(person, row),
            "number": form
            if isinstance(form, NumberForm) and not isinstance(form, BookForm)
            else NumberForm(initial={"request_key": uuid.uuid4(), "name": person.name if person else ""}),
        }
    elif person and context["open"]:
        context["book"] = form if isinstance(form, BookForm) else BookForm(
            clinic=row, by=person, initial={"request_key": uuid.uuid4(), "name": person.name}
        )  # fmt: skip
    return render(request, "clinic/clinic.html", context)


def _by_token(token: str) -> Visitor:
    found = queries.visitor_by(token)
    if found is None:
        raise Http404
    return found


def _place(visitor: Visitor) -> dict[str, Any]:
    """One's number as it stands: how many before, who is called, in which hour one is called in."""
    line = queries.line_of(visitor.clinic) if visitor.clinic.is_on else None
    return {
        "visitor": visitor, "clinic": visitor.clinic, "polled": visitor.clinic.is_on and visitor.state in POLLED,
        "before": line.before(visitor) if line else None, "wave": line.wave(visitor) if line else None,
        "called": line.called if line else [],
    }  # fmt: skip


@open_to_all
@never_cache
@require_GET
def visitor(request: HttpRequest, token: str) -> HttpResponse:
    """`/advice/numbers/<token>/`: one number, by its own link; looking changes nothing."""
    row = _by_token(token)
    possible = [act.key for verb, act in ANSWERS.items() if verb != "claim" and not why_not(row, verb)]
    person = person_of(request)
    context = {**_place(row), "acts": possible, "claims": row.person_id is None, "known": bool(is_known(person)),
               "own": person is not None and row.person_id == person.pk}  # fmt: skip
    answer = render(request, "clinic/visitor.html", context)
    answer["Referrer-Policy"], answer["X-Robots-Tag"] = "same-origin", "noindex"  # its forms say where they are
    return answer


@open_to_all
@never_cache
@require_GET
def place(request: HttpRequest, token: str) -> HttpResponse:
    """`/advice/numbers/<token>/place/`: the part of a number's page that changes, asked for again and again."""
    answer = render(request, "clinic/_place.html", _place(_by_token(token)))
    answer["X-Robots-Tag"] = "noindex"
    return answer


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """`/my/advice/clinics/`: one's numbers, those to come first."""
    rows = list(queries.my_visitors(cast(Person, request.user)).filter(clinic__starts__gt=clock.now() - ONE_DAY * 365))
    context = {"open": [row for row in rows if row.state in states.OPEN],
               "over": [row for row in rows if row.state not in states.OPEN]}  # fmt: skip
    return render(request, "clinic/mine.html", context)
