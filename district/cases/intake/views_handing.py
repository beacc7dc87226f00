"""Handing in: a page of everything before, the act, the receipt after; a paper that was to come later."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from district.cases.core.doors import my_application
from district.cases.core.models import Application
from district.cases.core.states import ENTERED
from district.cases.intake import completing, drafting, receipts
from district.cases.intake.consenting import window_to_come
from district.cases.intake.views_hall import draft_again
from district.cases.letters.queries import receipt_paper
from district.ground.acts.acts import Done
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.policies.queries import reach


def check(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`/my/applications/<reference>/check/`: all that would be handed in."""
    application = my_application(cast(Person, request.user), reference)
    if application.state not in ENTERED:
        return redirect("cases:mine_one", reference)
    draft = drafting.draft_of(application)
    if not draft.may_stand:
        return redirect("cases:mine_one", reference)
    window = window_to_come(application)
    context: dict[str, Any] = {
        "application": application, "draft": draft, "verdict": draft.verdict, "due": drafting.due_of(draft),
        "facts": receipts.facts_given(draft),
        "statements": receipts.statements_of(draft.verdict, application.statements),
        "missing": completing.missing_of(draft), "deferred": receipts.deferred(draft), "window": window,
        "ahead": receipts.ahead(draft), "declaration": completing.declaration(),
    }  # fmt: skip
    return render(request, "intake/check.html", context)


def checked(request: HttpRequest, done: Done[Application]) -> HttpResponse | None:
    """The draft again where it cannot be handed in as it was kept."""
    application, form = done.thing, done.result
    assert application is not None
    if done.again or (not form.errors and not form.papers.wrong and drafting.draft_of(application).may_stand):
        return None
    return draft_again(request, application, form, status=422)


@signed_in
@require_GET
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/applications/<reference>/receipt/`: what was handed in last, when, by whom, and what comes next."""
    application = my_application(cast(Person, request.user), reference)
    found = receipts.receipt_of(application)
    if found is None:
        return redirect("cases:mine_one", reference)
    context = {
        "application": application, "receipt": found, "reach": reach(application.programme.office.name),
        "paper": receipt_paper(found.submission),
    }  # fmt: skip
    return render(request, "intake/receipt.html", context)
