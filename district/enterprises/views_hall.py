"""The register as an enterprise sees it: its own facts, to confirm, contest or complete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from district.enterprises import queries, saying
from district.enterprises.bases.forms import BaseForm, base_form
from district.enterprises.forms import ClaimForm
from district.enterprises.mandates.queries import is_agent
from district.enterprises.models import Enterprise, Membership
from district.ground import clock
from district.ground.acts.acts import Done
from district.ground.people.queries import Person


def mine(request: HttpRequest, form: ClaimForm | None = None, base: BaseForm | None = None) -> HttpResponse:
    """The enterprises I act for, and the form to claim one; for owners also that of a base."""
    person, form = cast(Person, request.user), form or ClaimForm()
    memberships = queries.memberships_of(person)
    if not memberships:
        form.fields["uscc"].widget.attrs["autofocus"] = True  # what people come here for first
    waiting = [each for each in memberships if each.state == Membership.State.REQUESTED]
    context = {
        "form": form, "memberships": memberships, "waiting": waiting, "is_agent": is_agent(person),
        "to_settle": queries.claims_to_settle(person), "base_form": base or base_form(person),
    }  # fmt: skip
    return render(request, "enterprises/mine.html", context)


def with_base(request: HttpRequest, form: BaseForm) -> HttpResponse:
    """The same page, with a base that could not be registered."""
    return mine(request, base=form)


def facts(
    request: HttpRequest, uscc: str, form: Any = None, failed: Mapping[str, saying.Row] | None = None
) -> HttpResponse:
    """What is known, expired and unknown, by group; `failed`: what was changed and is not saved.

    The firm's own people vouch for what is known of it; an agent sees facts where a verdict rests on them.
    """
    person = cast(Person, request.user)
    own = queries.myself(person)
    if own is not None and own.uscc == uscc:
        return redirect("enterprises:myself")
    found = get_object_or_404(queries.my_subjects(person), uscc=uscc)
    kinds, known = queries.kinds_of(found), queries.facts_of(found, clock.today())
    text = request.GET.get("q", "").strip() or request.GET.get("fact", "").strip()
    groups = saying.groups(kinds, known, text=text, failed=failed or {})
    return render(request, "enterprises/facts.html", {"enterprise": found, "groups": groups, "q": text})


def not_saved(request: HttpRequest, done: Done[Enterprise]) -> HttpResponse | None:
    """The page again where something of it was not saved."""
    _saved, failed = done.result
    if not failed or done.thing is None:
        return None
    page = facts(request, done.thing.uscc, failed=failed)
    page.status_code = 422
    return page
