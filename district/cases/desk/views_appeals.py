"""Pages of appeals: the enterprise asks, the bureau looks again; and the page that replaces a decision."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.cases.appeals import actions, queries
from district.cases.appeals.columns import APPEALS
from district.cases.appeals.models import Appeal
from district.cases.appeals.permissions import may_admit, may_correct
from district.cases.appeals.reopening import reopen, ways_of, why_not_at_once
from district.cases.appeals.states import WAYS
from district.cases.approving.permissions import may_replace
from district.cases.core.checks import NotPossible
from district.cases.core.doors import act, deciders, desk_case, my_application, officials
from district.cases.core.models import Application, Decision
from district.cases.core.states import DENIED
from district.cases.decisions import signing as approving
from district.ground.people.doors import signed_in
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person, leaders_of
from district.ground.record.moves import MoveRefused
from district.ground.tables.pages import list_page


@signed_in
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/applications/<reference>/appeal/`: ask for a second look at the decision in force."""
    person = cast(Person, request.user)
    application = my_application(person, reference)
    decision = application.decisions.in_force().first()
    if decision is None:
        messages.error(request, _("还没有作出决定。"))
        return redirect("cases:mine_one", reference)
    grounds, status = "", 200
    if request.method == "POST":
        grounds = request.POST.get("grounds", "")
        try:
            key = uuid.UUID(request.POST.get("request_key", ""))
            made = actions.file(decision=decision, by=person, grounds=grounds, request_key=key)
        except ValueError:
            messages.error(request, _("页面已过期，请再提交一次。"))
            status = 422
        except NotPossible as refused:
            messages.error(request, str(refused))
            status = 422
        else:
            messages.success(request, _("复核申请已提交，编号 %(reference)s。") % {"reference": made.reference})
            return redirect("cases:mine_one", reference)
    context = {"application": application, "decision": decision, "grounds": grounds, "request_key": uuid.uuid4()}
    return render(request, "appeals/file.html", context, status=status)


@signed_in
@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    person = cast(Person, request.user)
    mine = Application.objects.of_member(person).values("pk")
    appeal = get_object_or_404(queries.Appeal, reference=reference, decision__application__in=mine)
    try:
        actions.withdraw(appeal=appeal, by=person)
        messages.success(request, _("已撤回复核申请。"))
    except MoveRefused as refused:
        messages.error(request, str(refused))
    return redirect("cases:mine_one", appeal.decision.application.reference)


@officials
@require_GET
def appeals(request: HttpRequest) -> HttpResponseBase:
    """`/desk/appeals/`: appeals by deadline."""
    person = cast(Person, request.user)
    more = lambda found: {"turns": queries.turns(person, found.rows)}  # noqa: E731
    return list_page(request, APPEALS, "tables/page.html", more=more)


@officials
@require_GET
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/appeals/<reference>/`: grounds beside the decision, and what one may do."""
    person = cast(Person, request.user)
    shown = get_object_or_404(queries.visible_appeals(person), reference=reference)
    may, corrects = may_admit(person, shown), may_replace(person, shown.decision)
    context = {
        "appeal": shown, "decision": shown.decision, "application": shown.decision.application, "may": bool(may),
        "why_not": "" if may else may.why, "corrects": bool(corrects), "request_key": uuid.uuid4(),
        "other": "granted" if shown.decision.outcome == "refused" else "refused", **_ways(shown.decision),
        "nobody": not shown.stage.final and not _may_change(shown),
    }  # fmt: skip
    return render(request, "appeals/appeal.html", context)


def _ways(decision: Decision) -> dict[str, Any]:
    """How a refusal may change: at once, or why not, and the ways by which the case goes on."""
    case = decision.application
    if decision.outcome != "refused" or case.state not in DENIED:
        return {}
    return {"ways": [(way, WAYS[way]) for way in ways_of(case)], "not_at_once": why_not_at_once(case)}


def _may_change(appeal: Appeal) -> bool:
    """Whether the bureau has a leader who may put another decision in its place."""
    return any(may_correct(each, appeal.decision) for each in leaders_of(appeal.decision.office))


@deciders
@require_POST
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """One of admit, turn_away, dismiss, uphold."""
    person = cast(Person, request.user)
    shown = get_object_or_404(queries.visible_appeals(person), reference=reference)
    verb, reply = request.POST.get("verb"), request.POST.get("reply", "")[:5000]
    try:
        if verb == "admit":
            actions.admit(appeal=shown, by=person)
        elif verb == "turn_away":
            actions.turn_away(appeal=shown, by=person, reply=reply)
        elif verb == "dismiss":
            actions.dismiss(appeal=shown, by=person, reply=reply)
        elif verb in {"uphold_granted", "uphold_refused"}:
            way = request.POST.get("way", "") if verb == "uphold_granted" else ""
            if way:
                power = request.POST.get("power", "")[:200]
                actions.uphold_by(appeal=shown, by=person, way=way, reply=reply, power=power)
            else:
                _propose_upheld(request, shown, person, verb.removeprefix("uphold_"), reply)
                messages.success(request, _("已提出改变原决定，签批之后通知企业。"))
                return redirect("cases:appeal", reference)
        else:
            raise NotPossible(_("请选择怎么处理。"))
        messages.success(request, _("已记录，企业已收到。"))
    except ValueError:
        messages.error(request, _("页面已过期，请刷新后再试。"))
    except (NotPossible, MoveRefused, Refused) as refused:
        messages.error(request, str(refused))
    return redirect("cases:appeal", reference)


def _propose_upheld(request: HttpRequest, shown: queries.Appeal, person: Person, outcome: str, reply: str) -> None:
    approving.propose_again(
        decision=shown.decision, by=person, outcome=outcome, note=reply, anew=request.POST.get("anew") == "yes",
        request_key=uuid.UUID(request.POST.get("request_key", "")), appeal=shown,
    )  # fmt: skip


@deciders
@require_GET
def replace(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/applications/<reference>/replace/`: the decision in force, and the form of one that replaces it."""
    person = cast(Person, request.user)
    case = desk_case(person, reference)
    decision = get_object_or_404(case.decisions.in_force().select_related("office", "by"))
    may = may_replace(person, decision)
    context = {"application": case, "decision": decision, "may": bool(may), "why_not": may.why,
               "request_key": uuid.uuid4(), **_ways(decision)}  # fmt: skip
    return render(request, "appeals/replace.html", context)


@act
def replace_now(request: HttpRequest, person: Person, case: Application) -> HttpResponse:
    decision = get_object_or_404(case.decisions, number=request.POST.get("number", ""))
    outcome = request.POST.get("outcome", "")
    if outcome not in {"granted", "refused"}:
        raise NotPossible(_("请选择新的结论。"))
    try:
        key = uuid.UUID(request.POST.get("request_key", ""))
    except ValueError:
        raise NotPossible(_("页面已过期，请刷新后再试。")) from None
    if outcome == "granted" and (way := request.POST.get("way", "")):
        note, power = request.POST.get("note", "")[:2000], request.POST.get("power", "")[:200]
        reopen(decision=decision, by=person, way=way, note=note, power=power)
        messages.success(request, _("已重新办理：%(way)s。") % {"way": WAYS[way]})
        return redirect("cases:case", case.reference)
    approving.propose_again(
        decision=decision, by=person, outcome=outcome, note=request.POST.get("note", "")[:2000],
        anew=request.POST.get("anew") == "yes", request_key=key,
    )  # fmt: skip
    messages.success(request, _("已提出用新的决定替代 %(number)s，等负责人签批。") % {"number": decision.number})
    return redirect("cases:case", case.reference)
