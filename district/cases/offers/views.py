"""Pages of offers: the desk makes and releases rounds; an enterprise sees its offers and answers them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from district.cases.core.doors import officials
from district.cases.offers import actions, planning, queries, releasing, under_way
from district.cases.offers.columns import MINE, OFFERS, ROUNDS
from district.cases.offers.linking import draft_of
from district.cases.offers.models import Offer, OfferRound
from district.cases.offers.permissions import may_answer, may_check, may_offer, may_release, may_stop
from district.cases.offers.queries import NotPossible
from district.ground import clock
from district.ground.acts.acts import Refused
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


def release(request: HttpRequest, reference: str) -> HttpResponse:
    """The last confirmation, with the total in words and figures."""
    found = _round(request, reference)
    chosen = releasing.promise(found)
    may = may_release(cast(Person, request.user), found)
    if not may or found.state not in BEFORE or not chosen.firms:
        return redirect("cases:offer_round", reference)
    words = {"round": found, "chosen": chosen, "capital": capital(chosen.total), "exact": f"{chosen.total:,.2f}",
             "money": planning.standing_of(found, planning.to_grant(found)).money}  # fmt: skip
    return render(request, "offers/release.html", words)


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
    return page(request, reference)


def page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """One offer; `form` is one that could not be taken as it was sent."""
    offer = _offer(request, reference)
    for fault in form.non_field_errors() if form else ():
        messages.warning(request, fault)
    today = clock.today()
    context: dict[str, Any] = {"offer": offer, "over": queries.over(offer, today),
                               "answers": may_answer(cast(Person, request.user), offer)}  # fmt: skip
    if offer.state == Offer.State.OPEN:
        try:
            context["draft"] = draft = draft_of(offer.enterprise, offer.programme)
            context["now"] = now = queries.today_of(offer, today, draft)
            context["clicks"] = now.stands and not now.needs_draft and offer.kind == Offer.Kind.CLICK
            context["differs"] = offer.amount is not None and now.stands and now.amount != offer.amount
        except NotPossible as no:
            context["why_not"] = str(no)
    return render(request, "offers/one.html", context)


def differs(refused: Refused[Offer]) -> bool:
    """Another amount than was seen is said on the page at once, to be confirmed there."""
    return isinstance(refused.error, actions.Differs)
