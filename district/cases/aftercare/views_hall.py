"""The hall: an enterprise's promises, what was found and its answer, its staff list."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.cases.aftercare import actions, queries
from district.cases.aftercare.columns import PROMISES, STAFF
from district.cases.aftercare.forms import StaffForm, StatementForm
from district.cases.aftercare.models import Finding, Obligation
from district.cases.aftercare.states import TOLD, WATCHING
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.states import ENTERED
from district.cases.core.story import page_of
from district.cases.headcount import staff_lists
from district.cases.headcount import workers as registering
from district.cases.letters.queries import letters_of_finding
from district.enterprises.queries import BadFile
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.record.reading import key_asked
from district.ground.tables.listing import Listed
from district.ground.tables.pages import list_page

MOST = 25  # findings shown above the promises


@signed_in
@require_GET
def obligations(request: HttpRequest) -> HttpResponseBase:
    """`/my/obligations/`: what was promised, until when, how it stands; and what was found."""
    person = cast(Person, request.user)

    def more(found: Listed[Obligation]) -> dict[str, object]:
        findings = list(queries.findings_of_member(person)[:MOST])
        return {"findings": findings, "running": any(row.state == WATCHING for row in found.rows)}

    return list_page(request, PROMISES, "aftercare/my_obligations.html", more=more)


def my_finding(person: Person, reference: str) -> Finding:
    rows = queries.findings_of_member(person).select_related("application__programme__office", "decision")
    return get_object_or_404(rows, reference=reference)


@signed_in
@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/findings/<reference>/`: what was found, on which facts, and the enterprise's answer."""
    person = cast(Person, request.user)
    row = my_finding(person, reference)
    form = StatementForm(request.POST or None) if row.state == TOLD else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.state_view(finding=row, by=person, **form.cleaned_data)
            messages.success(request, _("已收到您的意见，处理前会认真听取。"))
            return redirect("cases:my_finding", reference)
        except NotPossible as refused:
            form.add_error(None, str(refused))
    elif request.method == "POST" and form is None:
        messages.info(request, _("现在不在听取意见的期间。"))
    context = {
        "letters": letters_of_finding(row.application_id, row.pk),
        "finding": row, "case": row.application, "form": form, "statements": row.statements.select_related("by"),
        "entries": queries.story(row, public=True),
        "facts_url": page_of("enterprises:facts", row.application.enterprise.uscc),
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return render(request, "aftercare/my_finding.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def staff(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/my/staff/<reference>/`: the staff list of one application; uploaded, compared, listed masked."""
    person = cast(Person, request.user)
    mine = Application.objects.of_member(person).select_related("programme", "enterprise", "version")
    case = get_object_or_404(mine, reference=reference)
    may_change = case.state in ENTERED
    if case.version.description.get("items"):  # its list is part of the application
        return redirect("cases:list" if may_change else "cases:mine_one", case.reference)
    form = StaffForm(request.POST or None, request.FILES or None) if may_change else None
    done = errors = None
    if request.method == "POST" and form is not None and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = staff_lists.read_list(file, file.name)
            done, errors = registering.register(application=case, lines=found.lines, by=person), found.errors
        except (BadFile, NotPossible) as refused:
            form.add_error("file", str(refused))
    collisions = case.collisions.filter(state="open", holder__live=True).order_by("pk")[:50]
    more = {"case": case, "form": form, "done": done, "errors": errors, "collisions": collisions,
            "by_row": {each.worker: each.row for each in (found.lines if done else [])}}  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return list_page(request, STAFF, "aftercare/my_staff.html", of={"reference": reference}, more=more, status=status)


@signed_in
@require_POST
def staff_remove(request: HttpRequest, reference: str) -> HttpResponse:
    """Take chosen lines back, or all of them."""
    person = cast(Person, request.user)
    case = get_object_or_404(Application.objects.of_member(person), reference=reference)
    try:
        chosen = [key_asked(each) for each in request.POST.getlist("claim")]
        count = registering.release_lines(application=case, by=person, claims=chosen)
        messages.success(request, _("已移除 %(n)d 行。") % {"n": count})
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("cases:my_staff", reference)
