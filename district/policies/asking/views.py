"""Vote on an answer, ask beyond it, follow the question; the bureau's list and reply."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.refusing import first_error
from district.ground.asking import actions
from district.ground.asking.forms import OpenQuestionForm, QuestionForm
from district.ground.asking.permissions import may_reply
from district.ground.asking.queries import AskedQuestion, questions_for
from district.ground.figures.queries import said_about
from district.ground.people.doors import for_roles, open_to_all
from district.ground.people.queries import Person, Role
from district.ground.tables.pages import list_page
from district.policies.asking.acts import AnswerPage, answer_page, offices
from district.policies.asking.columns import QUESTIONS

PAGE = 25

LONGEST = 100  # characters taken over from a search

replying = for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR)


def page_named(_request: HttpRequest, slug: str) -> AnswerPage:
    return answer_page(slug)


def ask(request: HttpRequest, slug: str, form: QuestionForm | None = None) -> HttpResponse:
    """`/answers/<slug>/ask/`: put a question to the bureau that answers."""
    head = answer_page(slug).head
    form = form or QuestionForm()
    context = {"slug": slug, "head": head, "form": form, "days": actions.REPLY_WITHIN}
    return render(request, "policies/asking/ask.html", context)


def ask_anew(request: HttpRequest, form: OpenQuestionForm | None = None) -> HttpResponse:
    """`/questions/ask/`: put a question that no answer is about to a bureau; `?q=` is what was searched for."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    form = form or OpenQuestionForm(initial={"text": typed}, **offices())
    return render(request, "policies/asking/ask.html", {"form": form, "days": actions.REPLY_WITHIN})


@open_to_all
@never_cache
@require_GET
def question(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """`/questions/<reference>/<key>/`: the question and its reply, for whoever has the link."""
    found = get_object_or_404(AskedQuestion.objects.select_related("office"), reference=reference)
    if not constant_time_compare(found.key, key):
        raise Http404
    context = {"question": found, "said": said_about(found.reference)}
    return render(request, "policies/asking/question.html", context)


@replying
@require_GET
def desk_questions(request: HttpRequest) -> HttpResponseBase:
    """`/desk/questions/`: questions to one's bureaus, open ones first."""
    return list_page(request, QUESTIONS, "tables/page.html", more={"today": clock.today()})


def desk_question(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`/desk/questions/<reference>/`: one question, and the form to reply."""
    person = cast(Person, request.user)
    found = get_object_or_404(questions_for(person), reference=reference)
    context = {
        "question": found, "text": form["text"].value() if form else "", "error": first_error(form) if form else "",
        "today": clock.today(), "said": said_about(found.reference),
        "may": bool(may_reply(person, found.office_id)) and found.state == AskedQuestion.State.OPEN,
    }  # fmt: skip
    return render(request, "policies/asking/desk_question.html", context)
