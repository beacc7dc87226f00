"""我的信息: what is kept of me, by which consent, who looked; the officials' page of one person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from district.enterprises import queries as register
from district.enterprises import saying
from district.enterprises.models import Enterprise
from district.enterprises.persons import actions, permissions, queries
from district.enterprises.persons.acts import kept_of_me, known_to
from district.enterprises.persons.forms import BeginForm, PurposeForm
from district.enterprises.persons.queries import note_looked
from district.ground import clock
from district.ground.acts.acts import Done
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person


def mine(request: HttpRequest, form: Any = None, failed: Mapping[str, saying.Row] | None = None) -> HttpResponse:
    """`/my/info/`: my facts, each saved by itself; before there are any, the consent that lets them be kept."""
    subject = kept_of_me(request)
    if subject is None:
        return _begin(request, form or BeginForm(initial={"name": cast(Person, request.user).name}))
    kinds, known = register.kinds_of(subject), register.facts_of(subject, clock.today())
    context = {
        "subject": subject, "groups": saying.groups(kinds, known, failed=failed or {}), "identity": subject.identity,
        "keeping": queries.keeping_of(subject), "readings": queries.readings_of(subject)[:20],
    }  # fmt: skip
    return render(request, "enterprises/persons/mine.html", context)


def _begin(request: HttpRequest, form: BeginForm) -> HttpResponse:
    until = actions.until_of(clock.today())
    words = actions.words_of(until)
    return render(request, "enterprises/persons/begin.html", {"form": form, "words": words, "until": until})


def facts_or_begin(request: HttpRequest) -> str:
    return "begin" if kept_of_me(request) is None else "facts"


def saved(request: HttpRequest, done: Done[Enterprise]) -> HttpResponse | None:
    """My own page again; with what was typed where something of it was not saved."""
    if done.thing is None:
        return None
    _saved, failed = done.result
    if not failed:
        return redirect("enterprises:myself")
    page = mine(request, failed=failed)
    page.status_code = 422
    return page


@signed_in
@require_GET
def copy(request: HttpRequest) -> HttpResponse:
    """Everything kept of me, to take along."""
    data = queries.own_copy(cast(Person, request.user))
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="my-information.json"'
    return answer


def look(request: HttpRequest, uscc: str, form: PurposeForm | None = None) -> HttpResponse:
    """`/desk/persons/<key>/`: what is known of a person, for who works on an open case of theirs or says what for."""
    official = cast(Person, request.user)
    if (subject := known_to(official, uscc)) is None:
        raise Http404
    answer = permissions.may_read(official, subject)
    facts = list(register.facts_of(subject, clock.today()).values()) if answer else []
    if answer:
        note_looked(request, subject, len(facts))
    context = {"subject": subject, "facts": facts, "why": answer.why, "allowed": bool(answer),
               "form": form or PurposeForm(),
               "identity": getattr(subject, "identity", None) if answer else None}  # fmt: skip
    return render(request, "enterprises/persons/person.html", context)
