"""An enterprise's mandates: giving, seeing what was done by them, ending; and asking for a place at an agency."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from district.enterprises.mandates import queries
from district.enterprises.mandates.acts import belonging
from district.enterprises.mandates.forms import MandateForm, PlaceForm
from district.enterprises.mandates.permissions import may_give
from district.ground import clock
from district.ground.people.queries import Person

LINES = 20  # of the log, under each mandate


def mandates(request: HttpRequest, uscc: str, form: MandateForm | None = None) -> HttpResponse:
    """`/my/enterprises/<uscc>/mandates/`: who acts for the enterprise and what they did; the form for another."""
    person, today = cast(Person, request.user), clock.today()
    client = get_object_or_404(belonging(person), uscc=uscc)
    initial = {"request_key": uuid.uuid4(), "since": today, "until": today + dt.timedelta(days=365)}
    rows = [
        {"mandate": each, "state": each.state_on(today), "did": queries.acts_under(each)}
        for each in queries.mandates_of(client)[:LINES]
    ]
    answer = may_give(person, client)
    context = {"enterprise": client, "rows": rows, "form": form or MandateForm(initial=initial), "may": bool(answer),
               "why": answer.why}  # fmt: skip
    return render(request, "enterprises/mandates/mandates.html", context)


def ask_place(request: HttpRequest, form: PlaceForm | None = None) -> HttpResponse:
    """`/my/agency/`: say at which agency one works."""
    return render(request, "enterprises/mandates/place.html", {"form": form or PlaceForm()})
