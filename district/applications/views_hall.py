"""The enterprise's side: my applications, starting one, filling it in, handing it in, correcting, withdrawing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.applications import actions, checks, completing, drafting, queries, standing
from district.applications.actions import AlreadyOpen, NotPossible
from district.applications.firm_page import context_of, withdraws_of
from district.applications.forms import StartForm
from district.applications.intake import correcting
from district.applications.intake.consenting import consent_part
from district.applications.intake.uploading import take_uploads
from district.applications.intake.windows import AHEAD, window_of
from district.applications.models import Application
from district.applications.pages import coming, entries, next_steps, page_of
from district.applications.states import DRAFT, RETURNED
from district.enterprises import queries as enterprises
from district.enterprises.mandates.queries import Scope
from district.ground import clock
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.record.moves import MoveRefused
from district.policies.permissions import may_be_applied_for
from district.policies.queries import Programme, version_on

View = Callable[..., HttpResponse]


def my_application(person: Person, reference: str) -> Application:
    rows = Application.objects.of_member(person).annotate(own=Exists(enterprises.own_place(person)))
    return get_object_or_404(
        rows.select_related("programme__office", "enterprise", "version__release", "officer"), reference=reference
    )


def says_why(view: View) -> View:
    """An action that cannot be done now says so and leads back to the application."""

    @wraps(view)
    def answered(request: HttpRequest, reference: str) -> HttpResponse:
        try:
            return view(request, reference)
        except (NotPossible, MoveRefused) as refused:
            messages.error(request, str(refused))
            return redirect("applications:mine_one", reference)

    return answered


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """`/my/applications/`: what needs me first, then the rest, newest first."""
    person = cast(Person, request.user)
    rows = queries.cases_of(person)
    needs_me = list(rows.filter(state__in=[RETURNED, DRAFT]).order_by("-state", "due_on", "-created_at")[:25])
    others = Paginator(rows.exclude(state__in=[RETURNED, DRAFT]), 25).get_page(request.GET.get("page"))
    return render(request, "applications/mine.html", {"needs_me": needs_me, "page": others})


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
    mine = enterprises.acted_for(person, Scope.FILLS)
    if chosen := request.GET.get("enterprise"):
        mine = mine.filter(uscc=chosen)
    form = StartForm(mine, data=request.POST or None, initial={"request_key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            application = actions.start(
                enterprise=form.cleaned_data["enterprise"], programme=programme, by=person,
                request_key=form.cleaned_data["request_key"],
            )  # fmt: skip
            return redirect("applications:mine_one", application.reference)
        except AlreadyOpen as already:
            messages.info(request, str(already))
            return redirect("applications:mine_one", already.reference)
        except NotPossible as refused:
            form.add_error(None, str(refused))
    context = {"programme": programme, "form": form, "choices": _choices(list(mine[:20]), programme)}
    return render(request, "applications/new.html", context, status=422 if form.errors else 200)


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
@require_GET
def mine_one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/applications/<reference>/`: the draft, the list to correct, where it stands, or what was decided."""
    person = cast(Person, request.user)
    application = my_application(person, reference)
    if application.state in {DRAFT, RETURNED}:
        draft = drafting.draft_of(application)
        return _draft_page(request, draft, draft.form())
    return render(request, "applications/mine_one.html", context_of(application, person))


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
        return redirect("applications:mine_one", reference)
    return draft_again(request, application, form, part=True)


def save_form(request: HttpRequest, application: Application) -> Any:
    """Keep what came with the form, right or wrong; the form then says what is wrong beside the field."""
    person = cast(Person, request.user)
    form = drafting.draft_of(application).form(data=request.POST)
    form.is_valid()
    take_uploads(request, application, form, person)
    actions.save_draft(
        application=application, by=person, entered=form.entered(), evidence=form.evidence(),
        statements=form.statements(), replies=form.replies(),
    )  # fmt: skip
    return form


@signed_in
@require_POST
@says_why
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    person = cast(Person, request.user)
    application = my_application(person, reference)
    if application.state != "withdrawn":
        actions.withdraw(application=application, by=person, reason=request.POST.get("reason", "")[:500])
    messages.success(request, _("已撤回，可以重新申报。"))
    return redirect("applications:mine")


def draft_again(request: HttpRequest, application: Application, form: Any, **options: Any) -> HttpResponse:
    """The draft as it is after what was just kept, with what is wrong beside its field."""
    draft = drafting.draft_of(application)
    again = draft.form(data=request.POST)
    again.is_valid()
    again.papers.wrong = form.papers.wrong
    return _draft_page(request, draft, again, **options)


def _draft_page(
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
        "save_url": reverse("applications:fill_in", args=[application.reference]),
    }  # fmt: skip
    template = "applications/_draft.html" if part else "applications/draft.html"
    return render(request, template, context, status=status)
