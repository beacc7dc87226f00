"""Pages of answering: one page of questions at a time, resumed anywhere; what is done there is done by acts."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.acts import Done
from district.ground.people.doors import signed_in
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person
from district.ground.surveys import queries
from district.ground.surveys.acts_answer import Saved
from district.ground.surveys.answering import read
from district.ground.surveys.columns import ANSWERED
from district.ground.surveys.entrances import Entrance
from district.ground.surveys.links import link_of
from district.ground.surveys.models import Response
from district.ground.surveys.permissions import may_take_back
from district.ground.surveys.questions import Kind
from district.ground.surveys.showing import Lines, PageShown, lines_of, page_shown
from district.ground.tables.pages import list_page


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """`/surveys/`: what one is asked to answer, what is open to everybody, what one has answered."""
    person, today = cast(Person, request.user), clock.today()
    waiting = list(queries.invitations_waiting(person, today))
    invited = {each.questionnaire_id for each in waiting}
    begun = {each.questionnaire_id: each for each in queries.own_responses(person).filter(invitation=None, subject="")}
    others = [each for each in queries.answerable(person, today)
              if each.pk not in invited and each.access == "signed-in" and not _over(begun.get(each.pk))]  # fmt: skip
    context = {
        "waiting": [(each, link_of(each)) for each in waiting],
        "others": [(each, begun.get(each.pk)) for each in others],
    }  # fmt: skip
    return list_page(request, ANSWERED, "surveys/mine.html", more=context)


def _over(response: Response | None) -> bool:
    return response is not None and response.state == "handed-in"


def intro(request: HttpRequest, entrance: Entrance, _form: Any = None) -> HttpResponse:
    """What is asked, why, of whom, until when; a button to begin or go on. Opening it changes nothing."""
    if entrance.done:
        return redirect(entrance.at("done"))
    version = entrance.response.version if entrance.response else entrance.questionnaire.versions.first()
    assert version is not None
    context = {
        "entrance": entrance, "questionnaire": entrance.questionnaire, "response": entrance.response,
        "pages": len(version.asks.pages), "questions": len(version.asks.asked),
        "files": any(each.kind == "file" for each in version.asks),
    }  # fmt: skip
    return render(request, "surveys/intro.html", context)


def _begun(entrance: Entrance) -> Response | None:
    """The draft behind this door, or None where there is none to fill in."""
    if entrance.response is None or entrance.done:
        return None
    if not entrance.may:
        raise Refused(entrance.may.why)
    return entrance.response


def page(request: HttpRequest, entrance: Entrance, _form: Any = None) -> HttpResponse:
    """One page of questions."""
    response, number = _begun(entrance), entrance.number
    if response is None:
        return redirect(entrance.at("done" if entrance.done else ""))
    if not 1 <= number <= len(response.version.asks.pages):
        return redirect(entrance.at("check"))
    shown = page_shown(response, number, device=uuid.uuid4().hex)
    if not shown.lines:
        return redirect(_next(entrance, shown))
    return _drawn(request, entrance, shown)


def _drawn(request: HttpRequest, entrance: Entrance, shown: PageShown, status: int = 200) -> HttpResponse:
    context = {
        "shown": shown, "entrance": entrance, "questionnaire": entrance.questionnaire,
        "here": entrance.at("page", shown.number), "back": entrance.at("page", shown.before) if shown.before else "",
        "settle": entrance.at("settle"), "intro": entrance.at(""),
    }  # fmt: skip
    template = "surveys/_page.html" if request.htmx else "surveys/page.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def _next(entrance: Entrance, shown: PageShown) -> str:
    return entrance.at("page", shown.after) if shown.after else entrance.at("check")


def saved(request: HttpRequest, done: Done[Any]) -> HttpResponse | None:
    """After a page was kept: where its button leads, or the page again with what is wrong."""
    if not isinstance(done.result, Saved):
        return None
    entrance, result = done.thing, done.result
    assert isinstance(entrance, Entrance)
    response, kept = result.kept.response, result.kept
    number = min(max(entrance.number, 1), len(response.version.asks.pages))
    then = request.POST.get("then") or ("stay" if _drops_a_row(request, response, number) else "next")
    seen_before = set(request.POST.get("shown", "").split(",")) - {""}
    quiet = bool(request.htmx) or then in {"stay", "back", "leave"}  # type: ignore[attr-defined]
    shown = page_shown(response, number, device=result.device, check=not quiet, wrong=result.wrong)
    if request.htmx or then == "stay":  # type: ignore[attr-defined]
        return _drawn(request, entrance, shown)
    if kept.aside or result.wrong:
        return _drawn(request, entrance, shown, status=409 if kept.aside else 422)
    if then == "leave":
        messages.success(request, _("已保存。用同一个链接或登录后，可以在任何设备上接着填。"))
        return redirect(entrance.at(""))
    if then == "back":
        return redirect(entrance.at("page", shown.before) if shown.before else entrance.at(""))
    if shown.wrong:
        return _drawn(request, entrance, shown, status=422)
    if seen_before and set(shown.keys) - seen_before:
        messages.info(request, _("按您的回答，这一页多了几道题。"))
        return _drawn(request, entrance, shown)
    return redirect(_next(entrance, shown))


def _drops_a_row(request: HttpRequest, response: Response, number: int) -> bool:
    questions = response.version.asks.pages[number - 1].questions
    return any(f"q-{each.key}-drop" in request.POST for each in questions if each.kind == Kind.TABLE)


def check(request: HttpRequest, entrance: Entrance, form: Any = None) -> HttpResponse:
    """All answers before they are handed in."""
    response = _begun(entrance)
    if response is None:
        return redirect(entrance.at("done" if entrance.done else ""))
    content = response.version.asks
    read_ = read(content, response.typed)
    pages: list[tuple[str, str, Lines]] = [
        (str(page.label), entrance.at("page", number), lines_of(page.questions, read_))
        for number, page in enumerate(content.pages, 1) if set(read_.shown) & {each.key for each in page.questions}
    ]  # fmt: skip
    context = {
        "entrance": entrance, "questionnaire": entrance.questionnaire, "response": response, "pages": pages,
        "found": read_, "wrong": len(read_.wrong), "aside": len(response.aside), "here": entrance.at("check"),
        "intro": entrance.at(""), "form": form,
    }  # fmt: skip
    return render(request, "surveys/check.html", context)


def done(request: HttpRequest, entrance: Entrance, _form: Any = None) -> HttpResponse:
    """After it was handed in: what was answered, where it can be told whose it is."""
    if not entrance.done:
        return redirect(entrance.at(""))
    response = entrance.response
    pages: list[tuple[str, Lines]] = []
    if response is not None:
        content = response.version.asks
        kept = {each.question: each.value for each in response.answers.all()}
        pages = [(str(page.label), lines) for page in content.pages if (lines := lines_of(page.questions, None, kept))]
    context = {
        "entrance": entrance, "questionnaire": entrance.questionnaire, "response": response, "pages": pages,
        "may": may_take_back(response, clock.today()) if response else None,
    }  # fmt: skip
    return render(request, "surveys/done.html", context)
