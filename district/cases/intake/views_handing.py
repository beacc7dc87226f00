"""Handing in: a page of everything before, the act, the receipt after; a paper that was to come later."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.cases.core.checks import NotEligible
from district.cases.core.doors import my_application, says_why
from district.cases.core.states import ENTERED
from district.cases.intake import completing, drafting, receipts, supplying
from district.cases.intake.consenting import window_to_come
from district.cases.intake.views_hall import draft_again, save_form
from district.cases.letters.queries import receipt_paper
from district.enterprises.actions import BadValue
from district.enterprises.wallet.actions import BadUpload
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.policies.queries import reach


@signed_in
@require_http_methods(["GET", "POST"])
@says_why
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/applications/<reference>/check/`: POST keeps the draft; GET shows all that would be handed in."""
    application = my_application(cast(Person, request.user), reference)
    if application.state not in ENTERED:
        return redirect("cases:mine_one", reference)
    if request.method == "POST":
        form = save_form(request, application)
        stands = drafting.draft_of(application).may_stand
        if form.errors or form.papers.wrong or not stands:
            return draft_again(request, application, form, status=422)
        return redirect("cases:check", reference)
    draft = drafting.draft_of(application)
    if not draft.may_stand:
        return redirect("cases:mine_one", reference)
    window = window_to_come(application)
    context: dict[str, Any] = {
        "application": application, "draft": draft, "verdict": draft.verdict, "due": drafting.due_of(draft),
        "facts": receipts.facts_given(draft),
        "statements": receipts.statements_of(draft.verdict, application.statements),
        "missing": completing.missing_of(draft), "deferred": receipts.deferred(draft), "window": window,
        "ahead": receipts.ahead(draft), "declaration": completing.declaration(), "request_key": uuid.uuid4(),
    }  # fmt: skip
    return render(request, "intake/check.html", context)


@signed_in
@require_POST
@says_why
def hand_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Submit what was checked: a draft, or a corrected application."""
    person = cast(Person, request.user)
    application = my_application(person, reference)
    if application.state not in ENTERED:  # a second click: the first has done it
        return redirect("cases:receipt", reference)
    try:
        key = uuid.UUID(request.POST.get("request_key", ""))
    except ValueError:
        return redirect("cases:check", reference)
    draft = drafting.draft_of(application)
    if request.POST.get("declare") != "on":
        messages.error(request, _("请先勾选声明。"))
        return redirect("cases:check", reference)
    if receipts.deferred(draft) and request.POST.get("lenient") != "on":
        messages.error(request, _("有必需的材料没有交。请勾选“先按容缺受理提交”，或者回去补上。"))
        return redirect("cases:check", reference)
    try:
        completing.hand_in_draft(
            application=application, by=person, request_key=key, declaration=completing.declaration()
        )
    except NotEligible as no:
        messages.error(request, str(no))
        return redirect("cases:mine_one", reference)
    return redirect("cases:receipt", reference)


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


@signed_in
@require_POST
@says_why
def supply(request: HttpRequest, reference: str) -> HttpResponse:
    """A needed paper that was to come later."""
    person = cast(Person, request.user)
    application = my_application(person, reference)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("请选择一份文件。"))
        return redirect("cases:mine_one", reference)
    try:
        supplying.supply(application=application, by=person, name=request.POST.get("name", ""), file=file)
    except (BadUpload, BadValue) as refused:
        messages.error(request, f"{file.name}：{refused}")
    else:
        messages.success(request, _("已补交。"))
    return redirect("cases:mine_one", reference)
