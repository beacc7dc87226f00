"""Answering: one page of questions at a time, kept while one types, resumed anywhere, handed in once."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.ground import clock
from district.ground.people.doors import signed_in
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person
from district.ground.surveys import handing_in, queries, uploading
from district.ground.surveys.answering import pages_asked, read
from district.ground.surveys.entrances import Entrance, entered
from district.ground.surveys.fields import AnswersForm
from district.ground.surveys.links import link_of
from district.ground.surveys.models import Response
from district.ground.surveys.permissions import may_take_back
from district.ground.surveys.questions import Kind
from district.ground.surveys.refusing import NotPossible
from district.ground.surveys.showing import Lines, PageShown, lines_of, page_shown
from district.ground.tables.pages import paged

SIZE = 20


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """`/surveys/`: what one is asked to answer, what is open to everybody, what one has answered."""
    person, today = cast(Person, request.user), clock.today()
    waiting = list(queries.invitations_waiting(person, today))
    invited = {each.questionnaire_id for each in waiting}
    answered = list(queries.own_responses(person)[:200])
    begun = {each.questionnaire_id: each for each in answered if each.invitation_id is None}
    others = [each for each in queries.answerable(person, today)
              if each.pk not in invited and each.access == "signed-in" and not _over(begun.get(each.pk))]  # fmt: skip
    handed_in = [each for each in answered if each.state == "handed-in"]
    page = paged(handed_in, request.GET, SIZE)
    context = {
        "waiting": [(each, link_of(each)) for each in waiting], "page": page,
        "others": [(each, begun.get(each.pk)) for each in others],
        "answered": [(each, _address(each)) for each in page],
    }  # fmt: skip
    return render(request, "surveys/mine.html", context)


def _address(response: Response) -> str:
    if response.invitation is not None:
        return link_of(response.invitation)
    return reverse("surveys:intro", args=[response.questionnaire.key])


def _over(response: Response | None) -> bool:
    return response is not None and response.state == "handed-in"


@require_GET
def _intro(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """What is asked, why, of whom, until when; a button to begin or go on. Opening it changes nothing."""
    if entrance.done:
        return redirect(entrance.at("done"))
    version = entrance.response.version if entrance.response else entrance.questionnaire.versions.first()
    assert version is not None
    context = {
        "entrance": entrance, "questionnaire": entrance.questionnaire, "response": entrance.response,
        "pages": len(version.asks.pages), "questions": len(version.asks.asked), "start": entrance.at("start"),
        "give_up": entrance.at("give_up"),
        "files": any(each.kind == "file" for each in version.asks),
    }  # fmt: skip
    return render(request, "surveys/intro.html", context)


@require_POST
def _start(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    if entrance.done:
        return redirect(entrance.at("done"))
    response = handing_in.start(
        questionnaire=entrance.questionnaire, person=entrance.person, invitation=entrance.invitation
    )
    pages = pages_asked(response.version.asks, read(response.version.asks, response.typed))
    if not pages:
        return redirect(entrance.at("check"))
    return redirect(entrance.at("page", list(response.version.asks.pages).index(pages[0]) + 1))


def _begun(entrance: Entrance) -> Response | None:
    """The draft behind this door, or None where there is none to fill in."""
    if entrance.response is None or entrance.done:
        return None
    if not entrance.may:
        raise Refused(entrance.may.why)
    return entrance.response


@require_http_methods(["GET", "POST"])
def _page(request: HttpRequest, entrance: Entrance, number: int) -> HttpResponse:
    response = _begun(entrance)
    if response is None:
        return redirect(entrance.at("done" if entrance.done else ""))
    pages = response.version.asks.pages
    if not 1 <= number <= len(pages):
        return redirect(entrance.at("check"))
    if request.method == "POST":
        return _saved(request, entrance, response, number)
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


def _saved(request: HttpRequest, entrance: Entrance, response: Response, number: int) -> HttpResponse:
    """Keep what came with the page; then where its button leads, or the page again with what is wrong."""
    page = response.version.asks.pages[number - 1]
    form = AnswersForm(page.questions, response.typed)
    given = form.given(request.POST, request.FILES)
    wrong = uploading.take_in(request.FILES, form, given, response, entrance.person)
    device = request.POST.get("device", "")[:36] or uuid.uuid4().hex
    kept = handing_in.save(
        response=response, given=given, seen=_number(request.POST.get("seen")), device=device,
        request_key=_key(request.POST.get("request_key")),
    )  # fmt: skip
    then = request.POST.get("then") or ("stay" if _drops_a_row(request, form) else "next")
    seen_before = set(request.POST.get("shown", "").split(",")) - {""}
    quiet = bool(request.htmx) or then in {"stay", "back", "leave"}  # type: ignore[attr-defined]
    shown = page_shown(kept.response, number, device=device, check=not quiet, wrong=wrong)
    if request.htmx or then == "stay":  # type: ignore[attr-defined]
        return _drawn(request, entrance, shown)
    if kept.aside or wrong:
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


def _drops_a_row(request: HttpRequest, form: AnswersForm) -> bool:
    tables = [each for each in form.questions if each.kind == Kind.TABLE]
    return any(f"{form.add_prefix(each.key)}-drop" in request.POST for each in tables)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _key(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid.uuid4()


@require_POST
def _settle(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """Of two texts for one question take one."""
    response = _begun(entrance)
    if response is None:
        return redirect(entrance.at(""))
    question, _bar, device = request.POST.get("of", "").partition("|")
    handing_in.settle(response=response, question=question, device=device, take=request.POST.get("take") == "1")
    number = next((n for n, page in enumerate(response.version.asks.pages, 1)
                   if question in {each.key for each in page.questions}), 1)  # fmt: skip
    return redirect(entrance.at("page", number))


@require_http_methods(["GET", "POST"])
def _check(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """All answers before they are handed in; POST hands them in."""
    response = _begun(entrance)
    if response is None:
        return redirect(entrance.at("done" if entrance.done else ""))
    status = 200
    if request.method == "POST":
        try:
            handing_in.hand_in(response=response, seen=_number(request.POST.get("seen")), person=entrance.person)
            return redirect(entrance.at("done"))
        except NotPossible as refused:
            messages.error(request, str(refused))
            response.refresh_from_db()
            status = 422
    return render(request, "surveys/check.html", _check_context(entrance, response), status=status)


def _check_context(entrance: Entrance, response: Response) -> dict[str, Any]:
    content = response.version.asks
    found = read(content, response.typed)
    pages: list[tuple[str, str, Lines]] = [
        (str(page.label), entrance.at("page", number), lines_of(page.questions, found))
        for number, page in enumerate(content.pages, 1) if set(found.shown) & {each.key for each in page.questions}
    ]  # fmt: skip
    return {
        "entrance": entrance, "questionnaire": entrance.questionnaire, "response": response, "pages": pages,
        "found": found, "wrong": len(found.wrong), "aside": len(response.aside), "here": entrance.at("check"),
        "intro": entrance.at(""),
    }  # fmt: skip


@require_GET
def _done(request: HttpRequest, entrance: Entrance) -> HttpResponse:
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
        "take_back": entrance.at("take_back"), "may": may_take_back(response, clock.today()) if response else None,
    }  # fmt: skip
    return render(request, "surveys/done.html", context)


@require_POST
def _give_up(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    response = _begun(entrance)
    if response is not None:
        handing_in.give_up(response=response)
        messages.success(request, _("这一份不填了，已填的内容已经删掉。"))
    return redirect(entrance.at(""))


@require_POST
def _take_back(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    if entrance.response is not None:
        handing_in.take_back(response=entrance.response)
        messages.success(request, _("已撤回。截止前可以重新填一份。"))
    return redirect(entrance.at(""))


intro, link = entered(_intro)
start, link_start = entered(_start)
page, link_page = entered(_page)
settle, link_settle = entered(_settle)
check, link_check = entered(_check)
done, link_done = entered(_done)
give_up, link_give_up = entered(_give_up)
take_back, link_take_back = entered(_take_back)
