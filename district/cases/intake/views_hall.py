"""The enterprise's side: my applications, starting one, filling it in, handing it in, correcting, withdrawing."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from district.cases.core import checks, standing
from district.cases.core.checks import AlreadyOpen, NotPossible
from district.cases.core.models import Application
from district.cases.core.permissions import withdraws_of
from district.cases.core.states import RETURNED
from district.cases.core.story import coming, entries, next_steps, page_of
from district.cases.core.windows import AHEAD, window_of
from district.cases.intake import completing, correcting, drafting
from district.cases.intake.acts import programmes, why_not_applied_for
from district.cases.intake.consenting import consent_part
from district.cases.intake.forms import StartForm
from district.enterprises import queries as enterprises
from district.enterprises.mandates.queries import Scope
from district.ground import clock
from district.ground.acts.acts import Done
from district.ground.people.queries import Person
from district.policies.queries import Programme


def new(request: HttpRequest, slug: str, form: StartForm | None = None) -> HttpResponse:
    """`/my/applications/new/<slug>/`: choose the enterprise, see whether one may apply, begin."""
    person = cast(Person, request.user)
    programme = get_object_or_404(programmes(person), slug=slug)
    if why := why_not_applied_for(programme):
        messages.info(request, why)
        return redirect("policies:programme", slug)
    mine = enterprises.acted_for(person, Scope.FILLS, subjects=(programme.subject,))
    if programme.subject == enterprises.Subject.PERSON and not mine:
        return redirect("enterprises:myself")
    if chosen := request.GET.get("enterprise"):
        mine = mine.filter(uscc=chosen)
    form = form or StartForm(mine, initial={"request_key": uuid.uuid4()})
    context = {"programme": programme, "form": form, "choices": _choices(list(mine[:20]), programme)}
    return render(request, "intake/new.html", context)


def _choices(mine: list[Any], programme: Programme) -> list[dict[str, Any]]:
    """Each enterprise with the verdict on what is known, or with why it cannot apply now."""
    found = []
    today = clock.today()
    for enterprise in mine:
        choice: dict[str, Any] = {"enterprise": enterprise}
        try:
            version = checks.version_to_apply_under(enterprise, programme, today, ahead=AHEAD)
            choice["window"] = window = window_of(version.description.get("intake") or {}, today)
            choice["ahead"] = window is not None and not window.is_open(today)
            choice["verdict"] = standing.judge(version, standing.freeze(enterprise, today), today)
        except AlreadyOpen as already:
            choice["open"] = already.reference
        except NotPossible as refused:
            choice["why"] = str(refused)
        found.append(choice)
    return found


def filled_in(request: HttpRequest, done: Done[Application]) -> HttpResponse | None:
    """htmx swaps the form, without JavaScript the page comes again."""
    assert done.thing is not None
    if request.htmx:  # type: ignore[attr-defined]
        return draft_again(request, done.thing, done.result, part=True)
    for wrong in done.result.papers.wrong.values():
        messages.error(request, " ".join(wrong))
    return None


def draft_again(request: HttpRequest, application: Application, form: Any, **options: Any) -> HttpResponse:
    """The draft as it is after what was just kept, with what is wrong beside its field."""
    draft = drafting.draft_of(application)
    again = draft.form(data=request.POST)
    again.is_valid()
    again.papers.wrong = form.papers.wrong
    return draft_page(request, draft, again, **options)


def draft_page(
    request: HttpRequest, draft: drafting.Draft, form: Any, *, part: bool = False, status: int = 200
) -> HttpResponse:
    application, asked = draft.application, form.asked
    person = cast(Person, request.user)
    withdraws = withdraws_of(application, person)
    own = bool(withdraws)  # the firm's own people, who answer what only the firm can
    context = {
        "own": own, "withdraws": withdraws,
        "missing": [] if application.state == RETURNED else completing.missing_of(draft),
        "answered": [each for each in asked if each.answered], "left": correcting.open_items(asked),
        "application": application, "draft": draft, "form": form, "verdict": draft.verdict, "known": draft.known(),
        "expired": draft.expired(), "entries": [] if part else entries(application, public=True),
        "dispute_url": page_of("enterprises:facts", application.enterprise.uscc) if own else "",
        "due": drafting.due_of(draft), "consent": consent_part(draft), "differing": draft.differing(),
        "coming": coming(application), "next_words": next_steps(application),
        "save_url": reverse("cases:fill_in", args=[application.reference]),
    }  # fmt: skip
    template = "intake/_draft.html" if part else "intake/draft.html"
    return render(request, template, context, status=status)
