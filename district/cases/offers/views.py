"""Pages of offers: the desk makes and releases rounds; an enterprise sees its offers and answers them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.cases.core.doors import deciders, officials
from district.cases.offers import actions, planning, queries, releasing, under_way
from district.cases.offers.columns import MINE, OFFERS, ROUNDS
from district.cases.offers.linking import draft_of
from district.cases.offers.models import Offer, OfferRound
from district.cases.offers.permissions import may_answer, may_check, may_offer, may_release, may_stop
from district.cases.offers.queries import NotPossible
from district.ground import clock
from district.ground.papers.money import capital
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page
from district.ground.work.queries import shown

BEFORE = {OfferRound.State.MADE, OfferRound.State.STOPPED}
W = OfferRound.Way
TELLS = {
    W.WAIT: gettext_lazy("谁也不先付；每家都会收到通知，说明在等预算。"),
    W.SHARE: gettext_lazy("每家按同一比例给付；每家都会收到通知，写明应得多少、给付多少、为什么。"),
    W.ORDER: gettext_lazy("按写明的次序足额给付，钱用完为止；没有轮到的会收到通知，写明排在第几。"),
    W.MORE: gettext_lazy("把差额告诉财政部门；追加之前全部等候，每家都会收到通知。"),
}  # fmt: skip


@officials
@require_GET
def rounds(request: HttpRequest) -> HttpResponseBase:
    """`/desk/offers/`: rounds made, and finished lists from which one may make a round."""
    person = cast(Person, request.user)
    return list_page(request, ROUNDS, "offers/rounds.html", more={"runs": queries.runs_to_offer(person)})


@deciders
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    known = OfferRound.objects.filter(run__reference=request.POST.get("run", "")).first()
    run = next((each for each in queries.runs_to_offer(person) if each.reference == request.POST.get("run")), None)
    if run is None and known is None:
        messages.error(request, _("请选择一份已完成的名单。"))
        return redirect("cases:offer_rounds")
    try:
        made, created = actions.make_round(run=run or known.run, by=person)  # type: ignore[union-attr]
    except NotPossible as no:
        messages.error(request, str(no))
        return redirect("cases:offer_rounds")
    if created:
        under_way.give(made)
    return redirect("cases:offer_round", made.reference)


def _round(request: HttpRequest, reference: str) -> OfferRound:
    return get_object_or_404(queries.rounds_of(cast(Person, request.user)), reference=reference)


@officials
@require_GET
def one_round(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/desk/offers/<reference>/`: counts and sums by kind, each offer, the leader's release; `?format=xlsx`."""
    found = _round(request, reference)
    more = lambda _found: _progress(request, found)  # noqa: E731
    return list_page(request, OFFERS, "offers/round.html", of={"reference": reference}, more=more)


def _progress(request: HttpRequest, found: OfferRound) -> dict[str, Any]:
    person, tally = cast(Person, request.user), queries.tally(found)
    pay, work = tally[0], under_way.last(found) if found.works else None
    later = found.replaced_by.first() if found.state == OfferRound.State.REPLACED else None
    return {
        "round": found, "later": later, "tally": tally, "pay": pay,
        "shown": shown(work, person) if work else None,
        "stops": found.state == OfferRound.State.RELEASING and may_stop(person, found),
        **(_before(found, person) if found.state in BEFORE else {}), **_after(found, person, pay),
    }  # fmt: skip


def _before(found: OfferRound, person: Person) -> dict[str, Any]:
    """The list beside the budget, what may be chosen where that is too little, what the release would do."""
    if not planning.waiting_to_be_paid(found).exists():
        return {}
    whole, chosen = planning.whole(found), releasing.promise(found)
    fits = not planning.standing_of(found, planning.to_grant(found)).short
    chooses = whole.short and may_offer(person, found.programme)
    return {
        "release": may_release(person, found), "wants_check": releasing.wants_check(found) and fits,
        "checks": may_check(person, found), "whole": whole, "chosen": chosen, "fits": fits, "chooses": chooses,
        "orders": [(each, OfferRound.Order(each).label) for each in releasing.orders(found)] if chooses else [],
        "ways": [(way.value, way.label, TELLS[way]) for way in TELLS],
    }  # fmt: skip


def _after(found: OfferRound, person: Person, pay: dict[str, Any]) -> dict[str, Any]:
    waits = found.state == OfferRound.State.RELEASED and pay["waiting"]
    return {"reopens": bool(waits and may_offer(person, found.programme))}


@officials
@require_GET
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    found = _round(request, reference)
    answer = render(request, "offers/_round.html", _progress(request, found))
    if not found.works:
        answer["HX-Refresh"] = "true"
    return answer


@deciders
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """The last confirmation, with the total in words and figures; then the release."""
    found = _round(request, reference)
    if request.method == "GET":
        chosen = releasing.promise(found)
        may = may_release(cast(Person, request.user), found)
        if not may or found.state not in BEFORE or not chosen.firms:
            return redirect("cases:offer_round", reference)
        words = {"round": found, "chosen": chosen, "capital": capital(chosen.total), "exact": f"{chosen.total:,.2f}",
                 "money": planning.standing_of(found, planning.to_grant(found)).money}  # fmt: skip
        return render(request, "offers/release.html", words)
    return _did(request, reference, lambda: releasing.release(
        round_=found, by=cast(Person, request.user), seen=request.POST.get("seen", "")) and found)  # fmt: skip


@deciders
@require_POST
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """A second person has compared the pay list."""
    found = _round(request, reference)
    return _did(request, reference, lambda: releasing.check(
        round_=found, by=cast(Person, request.user), seen=request.POST.get("seen", "")) and None)  # fmt: skip


@deciders
@require_POST
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    said = {name: request.POST.get(name, "") for name in ("way", "order", "seed")}
    return _did(request, reference, lambda: releasing.choose(
        round_=_round(request, reference), by=cast(Person, request.user), **said))  # fmt: skip


@deciders
@require_POST
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    found, why = _round(request, reference), request.POST.get("why", "")
    return _did(
        request, reference, lambda: releasing.stop(round_=found, by=cast(Person, request.user), why=why) and None
    )


@deciders
@require_POST
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    found = _round(request, reference)
    return _did(request, reference, lambda: releasing.reopen(round_=found, by=cast(Person, request.user)) and None)


def _did(request: HttpRequest, reference: str, work: Callable[[], OfferRound | bool | None]) -> HttpResponse:
    """Do it, give the worker what follows, say what stopped it; back to the round."""
    try:
        if isinstance(row := work(), OfferRound):
            under_way.give(row)
    except NotPossible as no:
        messages.error(request, str(no))
    return redirect("cases:offer_round", reference)


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """`/my/offers/`: what my enterprises may have without applying."""
    return list_page(request, MINE, "offers/mine.html", more={"today": clock.today()})


def _offer(request: HttpRequest, reference: str) -> Offer:
    return get_object_or_404(queries.offers_of(cast(Person, request.user)), reference=reference)


@signed_in
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/offers/<reference>/`: what, how much, why, on which facts, until when; one button."""
    return _page(request, _offer(request, reference))


def _page(request: HttpRequest, offer: Offer, status: int = 200) -> HttpResponse:
    today = clock.today()
    context: dict[str, Any] = {"offer": offer, "over": queries.over(offer, today), "request_key": uuid.uuid4(),
                               "answers": may_answer(cast(Person, request.user), offer)}  # fmt: skip
    if offer.state == Offer.State.OPEN:
        try:
            context["draft"] = draft = draft_of(offer.enterprise, offer.programme)
            context["now"] = now = queries.today_of(offer, today, draft)
            context["clicks"] = now.stands and not now.needs_draft and offer.kind == Offer.Kind.CLICK
            context["differs"] = offer.amount is not None and now.stands and now.amount != offer.amount
        except NotPossible as no:
            context["why_not"] = str(no)
    return render(request, "offers/one.html", context, status=status)


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
        messages.success(request, _("已确认，不用再填申报表。"))
        return redirect("cases:mine_one", case.reference)
    return redirect("cases:offer", reference)


@signed_in
@require_POST
def decline(request: HttpRequest, reference: str) -> HttpResponse:
    offer = _offer(request, reference)
    actions.decline(offer=offer, by=cast(Person, request.user), why=request.POST.get("why", ""))
    messages.success(request, _("已记下。以后仍可自行申报。"))
    return redirect("cases:offer", reference)
