"""Pages of the joint review: the matrix, what my bureau has been asked, one case's opinions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from district.cases.core.checks import NotPossible
from district.cases.core.doors import act, deciders, desk_case, officials
from district.cases.core.models import Application
from district.cases.core.permissions import may_work
from district.cases.core.states import JOINT
from district.cases.review.joint import actions, ending, queries
from district.cases.review.joint.columns import OPINIONS
from district.cases.review.joint.models import Opinion
from district.cases.review.joint.permissions import may_end, may_opine
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.record.moves import MoveRefused
from district.ground.record.reading import day_asked
from district.ground.tables.listing import listed
from district.ground.tables.pages import file_of, paged, wants_file

PAGE = 25
Work = Callable[[HttpRequest, Person, Opinion], str]


@officials
@require_GET
def asked(request: HttpRequest) -> HttpResponseBase:
    """`/desk/joint/`: what my bureau is to answer, and the matrix of the reviews I may see."""
    person = cast(Person, request.user)
    if (wanted := wants_file(request)) is not None:
        return file_of(request, listed(OPINIONS, user=person, params=request.GET.dict()), wanted)
    page = paged(queries.rows_in_review(person).order_by("due_on", "pk"), request.GET, PAGE)
    offices, lines = queries.matrix(list(page))
    mine = queries.asked_of(person).filter(said="")[:PAGE]
    context = {"mine": OPINIONS.shown(mine), "page": page, "offices": offices, "rows": lines}
    return render(request, "joint/list.html", context)


@officials
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/applications/<reference>/joint/`: every bureau's opinion on one case, and the form for one's own."""
    person = cast(Person, request.user)
    shown = desk_case(person, reference)
    opinions = list(shown.opinions.select_related("office", "by"))
    lines = [{"opinion": each, "may": shown.state == JOINT and bool(may_opine(person, each))} for each in opinions]
    context = {
        "application": shown, "lines": lines, "leads": bool(may_work(person, shown)) and shown.state == JOINT,
        "all_in": all(each.said for each in opinions), **_long_stop(person, shown),
    }  # fmt: skip
    return render(request, "joint/case.html", context)


def _long_stop(person: Person, shown: Application) -> dict[str, object]:
    """Until when the review waits for those that are silent, and whether this leader may end it now."""
    until = ending.waits_until(shown) if shown.state == JOINT else None
    over = until is not None and until < clock.today()
    return {"waits_until": until, "may_end": over and bool(may_end(person, shown))}


@act
def refer(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    if case.state != JOINT:  # a second click: the first has done it
        actions.refer(application=case, by=person)
    messages.success(request, _("已送联审，各部门已收到。"))
    return redirect("cases:joint", case.reference)


@act
def gather(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    actions.gather(application=case, by=person)
    messages.success(request, _("联审已结束。"))
    return redirect("cases:case", case.reference)


@act
def end_unanswered(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    if case.state == JOINT:  # on a second click the first has done it
        ending.end_unanswered(application=case, by=person, reason=request.POST.get("reason", "")[:500])
    messages.success(request, _("联审已结束，没有答复的部门已记明。"))
    return redirect("cases:case", case.reference)


def on_opinion(work: Work) -> Callable[..., HttpResponse]:
    """An action on one opinion of a case one may see; says why where it cannot be done."""

    @deciders
    @require_POST
    @wraps(work)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        person = cast(Person, request.user)
        seen = Application.objects.on_desk_of(person).values("pk")
        opinion = get_object_or_404(Opinion.objects.filter(application__in=seen).select_related("application"), pk=pk)
        try:
            messages.success(request, work(request, person, opinion))
        except (NotPossible, MoveRefused) as refused:
            messages.error(request, str(refused))
        return redirect("cases:joint", opinion.application.reference)

    return view


@on_opinion
def give(request: HttpRequest, person: Person, opinion: Opinion) -> str:
    said = request.POST.get("said")
    if said not in {"agree", "object"}:
        raise NotPossible(_("请选择“同意”或“不同意”。"))
    answers = {question: request.POST.get(f"answer-{n}", "")[:1000] for n, question in enumerate(opinion.ask)}
    note = request.POST.get("note", "")[:2000]
    actions.give(opinion=opinion, by=person, agrees=said == "agree", answers=answers, note=note)
    return _("意见已记录，联审结束前可以修改。")


@on_opinion
def suspend(request: HttpRequest, person: Person, opinion: Opinion) -> str:
    until = day_asked(request.POST.get("until"))
    actions.suspend(opinion=opinion, by=person, why=request.POST.get("why", ""), until=until)
    return _("已停表。")


@on_opinion
def resume(request: HttpRequest, person: Person, opinion: Opinion) -> str:
    actions.resume(opinion=opinion, by=person)
    return _("继续计时。")


@on_opinion
def remind(request: HttpRequest, person: Person, opinion: Opinion) -> str:
    actions.remind(opinion=opinion, by=person)
    return _("已催办。")
