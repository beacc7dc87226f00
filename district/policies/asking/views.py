"""Vote on an answer, ask beyond it, follow the question; the bureau's list and reply."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.ground import clock
from district.ground.asking import actions
from district.ground.asking.forms import OpenQuestionForm, QuestionForm
from district.ground.asking.permissions import may_reply
from district.ground.asking.queries import AskedQuestion, questions_for
from district.ground.people.doors import for_roles, open_to_all
from district.ground.people.queries import Person, Role
from district.ground.tables.pages import list_page
from district.policies import plain_text, queries
from district.policies.asking.columns import QUESTIONS

PAGE = 25
LONGEST, TITLE = 100, 40  # characters taken over from a search, and of a question that stand for it
replying = for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR)


def _head(slug: str) -> dict[str, Any]:
    text = queries.catalogue().answers.get(slug)
    if text is None:
        raise Http404
    return plain_text.answer_parts(text)[0]


@open_to_all
@require_POST
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """`/answers/<slug>/vote/`: whether the answer helped."""
    _head(slug)
    said = request.POST.get("helpful")
    if said in ("yes", "no"):
        actions.vote(answer=slug, helpful=said == "yes", address=request.META.get("REMOTE_ADDR", ""))
        messages.success(request, _("已记下，谢谢。"))
    return redirect("policies:answer", slug)


@open_to_all
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """`/answers/<slug>/ask/`: put a question to the bureau that answers."""
    head = _head(slug)
    form = QuestionForm(request.POST or None, initial={"request_key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(
                answer=slug, title=str(head.get("title", slug)), office=str(head.get("office", "")),
                by=request.user if isinstance(request.user, Person) else None,
                address=request.META.get("REMOTE_ADDR", ""), **form.cleaned_data,
            )  # fmt: skip
        except actions.NotAsked as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("policies:question", made.reference, made.key)
    context = {"slug": slug, "head": head, "form": form, "days": actions.REPLY_WITHIN}
    return render(request, "policies/asking/ask.html", context, status=422 if form.errors else 200)


@open_to_all
@require_http_methods(["GET", "POST"])
def ask_anew(request: HttpRequest) -> HttpResponse:
    """`/questions/ask/`: put a question that no answer is about to a bureau; `?q=` is what was searched for."""
    offices = queries.catalogue().layer.offices
    typed = request.GET.get("q", "").strip()[:LONGEST]
    form = OpenQuestionForm(
        request.POST or None, initial={"request_key": uuid.uuid4(), "text": typed},
        offices=[(name, full or name) for name, full in offices],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.ask(
                answer="", title=Truncator(said["text"].strip()).chars(TITLE),
                by=request.user if isinstance(request.user, Person) else None,
                address=request.META.get("REMOTE_ADDR", ""), **said,
            )  # fmt: skip
        except actions.NotAsked as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("policies:question", made.reference, made.key)
    context = {"form": form, "days": actions.REPLY_WITHIN}
    return render(request, "policies/asking/ask.html", context, status=422 if form.errors else 200)


@open_to_all
@never_cache
@require_GET
def question(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """`/questions/<reference>/<key>/`: the question and its reply, for whoever has the link."""
    found = get_object_or_404(AskedQuestion.objects.select_related("office"), reference=reference)
    if not constant_time_compare(found.key, key):
        raise Http404
    return render(request, "policies/asking/question.html", {"question": found})


@replying
@require_GET
def desk_questions(request: HttpRequest) -> HttpResponseBase:
    """`/desk/questions/`: questions to one's bureaus, open ones first."""
    return list_page(request, QUESTIONS, "tables/page.html", more={"today": clock.today()})


@replying
@require_http_methods(["GET", "POST"])
def desk_question(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/questions/<reference>/`: one question, and the form to reply."""
    person = cast(Person, request.user)
    found = get_object_or_404(questions_for(person), reference=reference)
    text, error = request.POST.get("text", ""), ""
    if request.method == "POST":
        try:
            actions.reply(question=found, by=person, text=text)
        except actions.NotAsked as refused:
            error = str(refused)
        else:
            messages.success(request, _("已答复。"))
            return redirect("policies:desk_questions")
    context = {
        "question": found, "text": text, "error": error, "today": clock.today(),
        "may": bool(may_reply(person, found.office_id)) and found.state == AskedQuestion.State.OPEN,
    }  # fmt: skip
    return render(request, "policies/asking/desk_question.html", context, status=422 if error else 200)
