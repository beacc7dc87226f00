"""Pages of offers: the desk makes and releases rounds; an enterprise sees its offers and answers them."""

from __future__ import annotations

import uuid
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from district.applications.offers import actions, queries, tasks
from district.applications.offers.models import Offer, OfferRound
from district.applications.offers.permissions import may_release
from district.applications.offers.queries import NotPossible
from district.applications.views_desk import deciders, officials
from district.people.doors import signed_in
from district.people.queries import Person
from district.record import clock, sheets

PAGE = 25


@officials
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """`/desk/offers/`: rounds made, and finished lists from which one may make a round."""
    person = cast(Person, request.user)
    page = Paginator(queries.rounds_of(person), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "runs": queries.runs_to_offer(person)}
    return render(request, "applications/offers/rounds.html", context)


@deciders
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    known = OfferRound.objects.filter(run__reference=request.POST.get("run", "")).first()
    run = next((each for each in queries.runs_to_offer(person) if each.reference == request.POST.get("run")), None)
    if run is None and known is None:
        messages.error(request, _("请选择一份已完成的名单。"))
        return redirect("applications:offer_rounds")
    try:
        made, created = actions.make_round(run=run or known.run, by=person)  # type: ignore[union-attr]
    except NotPossible as no:
        messages.error(request, str(no))
        return redirect("applications:offer_rounds")
    if created:
        tasks.do_round.enqueue(made.pk)
    return redirect("applications:offer_round", made.reference)


def _round(request: HttpRequest, reference: str) -> OfferRound:
    return get_object_or_404(queries.rounds_of(cast(Person, request.user)), reference=reference)


@officials
@require_GET
def one_round(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/offers/<reference>/`: counts and sums by kind, each offer, the leader's release; `?format=xlsx`."""
    found = _round(request, reference)
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    rows = found.offers.select_related("enterprise", "application").order_by("pk")
    rows = rows.filter(kind=kind) if kind in Offer.Kind.values else rows
    rows = rows.filter(state=state) if state in Offer.State.values else rows
    if sheets.asked_for(request):
        return sheets.answer(request, name=found.reference, columns=COLUMNS, rows=rows)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "kind": kind, "state": state, "states": Offer.State.choices, **_progress(request, found)}
    return render(request, "applications/offers/round.html", context)


def _progress(request: HttpRequest, found: OfferRound) -> dict[str, Any]:
    tally = queries.tally(found)
    made, pay = sum(row["count"] for row in tally), tally[0]
    wanted = sum(int((found.run.summary.get(row["kind"]) or {}).get("count", 0)) for row in tally)
    making = found.state == OfferRound.State.MAKING
    return {
        "round": found, "tally": tally, "done": made if making else pay["count"] - pay["open"],
        "total": wanted if making else pay["count"], "pay": pay,
        "release": may_release(cast(Person, request.user), found) if found.state == OfferRound.State.MADE else None,
    }  # fmt: skip


@officials
@require_GET
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    found = _round(request, reference)
    answer = render(request, "applications/offers/_round.html", _progress(request, found))
    if not found.works:
        answer["HX-Refresh"] = "true"
    return answer


@deciders
@require_POST
def release(request: HttpRequest, reference: str) -> HttpResponse:
    found = _round(request, reference)
    try:
        if actions.release(round_=found, by=cast(Person, request.user)):
            tasks.do_round.enqueue(found.pk)
    except NotPossible as no:
        messages.error(request, str(no))
    return redirect("applications:offer_round", reference)


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """`/my/offers/`: what my enterprises may have without applying."""
    rows = queries.offers_of(cast(Person, request.user))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "applications/offers/mine.html", {"page": page, "today": clock.today()})


def _offer(request: HttpRequest, reference: str) -> Offer:
    return get_object_or_404(queries.offers_of(cast(Person, request.user)), reference=reference)


@signed_in
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/offers/<reference>/`: what, how much, why, on which facts, until when; one button."""
    return _page(request, _offer(request, reference))


def _page(request: HttpRequest, offer: Offer, status: int = 200) -> HttpResponse:
    today = clock.today()
    context: dict[str, Any] = {"offer": offer, "over": queries.over(offer, today), "request_key": uuid.uuid4()}
    if offer.state == Offer.State.OPEN:
        try:
            context["now"] = now = queries.today_of(offer, today)
            context["clicks"] = now.stands and not now.needs_draft and offer.kind == Offer.Kind.CLICK
            context["differs"] = offer.amount is not None and now.stands and now.amount != offer.amount
        except NotPossible as no:
            context["why_not"] = str(no)
    return render(request, "applications/offers/one.html", context, status=status)


@signed_in
@require_POST
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    offer = _offer(request, reference)
    try:
        written = request.POST.get("amount", "")
        amount = Decimal(written) if written else None
        key = uuid.UUID(request.POST.get("request_key", ""))
        case = actions.confirm(offer=offer, by=cast(Person, request.user), amount=amount, request_key=key)
    except (ValueError, InvalidOperation):
        messages.error(request, _("页面已过期，请刷新后再试。"))
    except actions.Differs as no:
        messages.warning(request, str(no))
        return _page(request, offer, status=422)
    except NotPossible as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("已确认并提交，不用再填申报表。"))
        return redirect("applications:mine_one", case.reference)
    return redirect("applications:offer", reference)


@signed_in
@require_POST
def decline(request: HttpRequest, reference: str) -> HttpResponse:
    offer = _offer(request, reference)
    actions.decline(offer=offer, by=cast(Person, request.user), why=request.POST.get("why", ""))
    messages.success(request, _("已记下。以后仍可自行申报。"))
    return redirect("applications:offer", reference)


COLUMNS = (
    sheets.Column(gettext_lazy("编号"), lambda row: row.reference),
    sheets.Column(gettext_lazy("企业"), lambda row: row.enterprise.name, width=36),
    sheets.Column(gettext_lazy("统一社会信用代码"), lambda row: row.enterprise.uscc, width=22),
    sheets.Column(gettext_lazy("名单"), lambda row: row.get_kind_display(), width=14),
    sheets.Column(gettext_lazy("金额（元）"), lambda row: row.amount, "money"),
    sheets.Column(gettext_lazy("状态"), lambda row: row.get_state_display(), width=12),
    sheets.Column(gettext_lazy("申报编号"), lambda row: row.application.reference if row.application else ""),
    sheets.Column(gettext_lazy("原因"), lambda row: row.why or row.say, width=60),
)
