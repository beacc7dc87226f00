"""The enterprise's side: my applications, starting one, filling it in, handing it in, correcting, withdrawing."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from district.cases.core import checks, standing
from district.cases.core.checks import AlreadyOpen, NotPossible
from district.cases.core.doors import my_application, says_why
from district.cases.core.models import Application
from district.cases.core.permissions import withdraws_of
from district.cases.core.states import RETURNED
from district.cases.core.story import coming, entries, next_steps, page_of
from district.cases.core.windows import AHEAD, window_of
from district.cases.intake import actions as intake_actions
from district.cases.intake import completing, correcting, drafting
from district.cases.intake.consenting import consent_part
from district.cases.intake.forms import StartForm
from district.cases.intake.uploading import take_uploads
from district.enterprises import queries as enterprises
from district.enterprises.mandates.queries import Scope
from district.ground import clock
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.policies.permissions import may_be_applied_for
from district.policies.queries import Programme, version_on


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """`/my/applications/new/<slug>/`: choose the enterprise, see whether one may apply, begin."""
    person = cast(Person, request.user)
    programme = get_object_or_404(Programme.objects.select_related("office"), slug=slug, withdrawn=False)
    version = version_on(programme, clock.today())
    if version is not None and not (answer := may_be_applied_for(version)):
        messages.info(request, str(answer.why))
        return redirect("policies:programme", slug)
    mine = enterprises.acted_for(person, Scope.FILLS, subjects=(programme.subject,))
    if programme.subject == enterprises.Subject.PERSON and not mine:
        return redirect("enterprises:myself")
    if chosen := request.GET.get("enterprise"):
        mine = mine.filter(uscc=chosen)
    form = StartForm(mine, data=request.POST or None, initial={"request_key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            application = intake_actions.start(
                enterprise=form.cleaned_data["enterprise"], programme=programme, by=person,
                request_key=form.cleaned_data["request_key"],
            )  # fmt: skip
            return redirect("cases:mine_one", application.reference)
        except AlreadyOpen as already:
            messages.info(request, str(already))
            return redirect("cases:mine_one", already.reference)
        except NotPossible as refused:
            form.add_error(None, str(refused))
    context = {"programme": programme, "form": form, "choices": _choices(list(mine[:20]), programme)}
    return render(request, "intake/new.html", context, status=422 if form.errors else 200)


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


@signed_in
@require_POST
@says_why
def fill_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep what is filled in and judge it: htmx swaps the form, without JavaScript the page comes again."""
    person = cast(Person, request.user)
    application = my_application(person, reference)
    form = save_form(request, application)
    if not request.htmx:  # type: ignore[attr-defined]
        for wrong in form.papers.wrong.values():
            messages.error(request, " ".join(wrong))
        return redirect("cases:mine_one", reference)
    return draft_again(request, application, form, part=True)


def save_form(request: HttpRequest, application: Application) -> Any:
    """Keep what came with the form, right or wrong; the form then says what is wrong beside the field."""
    person = cast(Person, request.user)
    form = drafting.draft_of(application).form(data=request.POST)
    form.is_valid()
    take_uploads(request, application, form, person)
    intake_actions.save_draft(
        application=application, by=person, entered=form.entered(), evidence=form.evidence(),
        statements=form.statements(), replies=form.replies(),
    )  # fmt: skip
    return form


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
