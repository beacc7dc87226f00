"""The bureau's side: the worklist, a case, and the moves on it."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from district.cases.approving.queries import waiting_of
from district.cases.core import queries
from district.cases.core.checks import NotPossible
from district.cases.core.doors import act, deciders, desk_case, officials
from district.cases.core.models import Application
from district.cases.core.states import RETURNED
from district.cases.decisions import signing as approving
from district.cases.desk import actions as desk_actions
from district.cases.desk import buckets, worklists
from district.cases.desk import case_page as cases
from district.cases.desk.bulk.models import Job
from district.cases.desk.columns import WORKLIST
from district.cases.desk.forms import AnswerForm, DecideForm, DeclineForm, SendBackForm
from district.cases.review import actions as review_actions
from district.cases.review import corrections
from district.ground.people.queries import Person, Role
from district.ground.tables.pages import list_page


@officials
@require_GET
def worklist(request: HttpRequest) -> HttpResponseBase:
    """`/desk/applications/`: by deadline; filters, sort and page in the address. htmx swaps the list alone."""
    person = cast(Person, request.user)
    more = {
        "request_key": uuid.uuid4(), "actions": Job.Action.choices, "may_take": person.has_role(Role.OFFICER),
        "works": worklists.works(person), "receivers": worklists.receivers(person),
    }  # fmt: skip
    return list_page(request, WORKLIST, "desk/worklist.html", more=more, part="desk/_worklist.html")


@deciders
@require_POST
def take_next(request: HttpRequest) -> HttpResponse:
    """Take the most urgent case nobody has."""
    case = desk_actions.take_next(by=cast(Person, request.user))
    if case is None:
        messages.info(request, _("没有待领取的件。"))
        return redirect("cases:worklist")
    return redirect("cases:case", case.reference)


@officials
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/applications/<reference>/`: verdict beside facts, what changed, history, and the moves one may make."""
    person = cast(Person, request.user)
    return _case_page(request, cases.desk_view(desk_case(person, reference), person))


@officials
@require_GET
def replay(request: HttpRequest, reference: str) -> HttpResponse:
    """The decision judged again from the stored release and the frozen facts."""
    shown = desk_case(cast(Person, request.user), reference)
    decision = get_object_or_404(
        shown.decisions.in_force().select_related("submission__version__release", "office", "by")
    )
    context = {"application": shown, "decision": decision, "replay": queries.replay(decision)}
    return render(request, "desk/replay.html", context)


@act
def accept(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    if not (case.state == "accepted" and case.officer_id == person.pk):  # a second click: the first has done it
        review_actions.accept(application=case, by=person)
    messages.success(request, _("已受理，企业已收到通知。"))
    return redirect("cases:case", case.reference)


@act
def send_back(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    if case.state == RETURNED and case.officer_id == person.pk:
        return redirect("cases:case", case.reference)
    form = SendBackForm(corrections.proposed_corrections(case), data=request.POST)
    if not form.is_valid():
        return _case_page(request, {**cases.desk_view(case, person), "send_back_form": form}, status=422)
    items = form.items()
    review_actions.send_back(application=case, by=person, items=items)
    messages.success(request, _("已退回，企业收到 %(n)d 项待补清单。") % {"n": len(items)})
    return _next(request, person, case)


@act
def decline(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    """Propose not to take up what must not be: a reason for the enterprise, and the provision it rests on."""
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _case_page(request, {**cases.desk_view(case, person), "decline_form": form}, status=422)
    waiting = waiting_of(case)
    if waiting is None or waiting.by_id != person.pk:  # a second click: the first has done it
        waiting = approving.propose_to_decline(application=case, by=person, **form.cleaned_data)
    messages.success(request, _("已提出不予受理，等“%(level)s”签批。") % {"level": waiting.turn_words})
    return _next(request, person, case)


@act
def answer(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise NotPossible(_("请选择“符合”或“不符合”。"))
    review_actions.answer_condition(application=case, by=person, **form.cleaned_data)
    messages.success(request, _("已记录。"))
    return redirect("cases:case", case.reference)


@act
def read_anew(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    try:
        key = uuid.UUID(request.POST.get("request_key", ""))
    except ValueError:
        raise NotPossible(_("页面已过期，请刷新后再试。")) from None
    review_actions.read_anew(application=case, by=person, request_key=key)
    messages.success(request, _("已按最新事实重新判定。"))
    return redirect("cases:case", case.reference)


@act
def decide(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    """Propose an outcome to who signs next, then open the next case: eighty before lunch."""
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _case_page(request, {**cases.desk_view(case, person), "decide_form": form}, status=422)
    waiting = waiting_of(case)
    if waiting is None or (waiting.by_id, waiting.outcome) != (person.pk, form.cleaned_data["outcome"]):
        waiting = approving.propose(application=case, by=person, **form.cleaned_data)
    words = {"reference": case.reference, "level": waiting.turn_words}
    messages.success(request, _("%(reference)s 已提出拟办意见，等“%(level)s”签批。") % words)
    return _next(request, person, case)


def _next(request: HttpRequest, person: Person, after: Application) -> HttpResponse:
    following = buckets.next_case(person, after)
    if following is None:
        messages.info(request, _("没有待办的件了。"))
        return redirect("cases:worklist")
    return redirect("cases:case", following.reference)


def _case_page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "desk/case.html", context, status=status)
