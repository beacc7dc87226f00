"""Acts of automatic grants: rounds made, checked, released, stopped; an enterprise's answer to its offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core.doors import deciding
from district.cases.offers import actions, queries, releasing, under_way
from district.cases.offers.models import Offer, OfferRound
from district.cases.offers.permissions import may_answer, may_check, may_offer, may_release, may_stop
from district.cases.offers.queries import NotPossible
from district.ground.acts.acts import Act, to
from district.ground.acts.forms import EXPIRED, Cut, Keyed
from district.ground.people.permissions import is_known
from district.ground.people.queries import Person

ROUND, OFFER = to("cases:offer_round", "thing.reference"), to("cases:offer", "thing.reference")


class RunForm(forms.Form):
    run = Cut(40)


class SeenForm(forms.Form):
    seen = Cut(200)


class ChooseForm(forms.Form):
    way, order, seed = Cut(20), Cut(20), Cut(200)


class WhyForm(forms.Form):
    why = Cut(2000)


class ConfirmForm(Keyed):
    amount = forms.DecimalField(required=False, error_messages={"invalid": EXPIRED})


def _make(*, by: Person, run: str) -> OfferRound:
    known = OfferRound.objects.filter(run__reference=run).first()
    found = next((each for each in queries.runs_to_offer(by) if each.reference == run), None)
    if found is None and known is None:
        raise NotPossible(_("请选择一份已完成的名单。"))
    made, created = actions.make_round(run=found or known.run, by=by)  # type: ignore[union-attr]
    if created:
        under_way.give(made)
    return made


def _release(*, round_: OfferRound, by: Person, seen: str) -> None:
    if releasing.release(round_=round_, by=by, seen=seen):
        under_way.give(round_)


def _choose(*, round_: OfferRound, by: Person, way: str, order: str, seed: str) -> None:
    under_way.give(releasing.choose(round_=round_, by=by, way=way, order=order, seed=seed))


def _on_round(key: str, label: Any, do: Callable[..., Any], **more: Any) -> Act[OfferRound]:
    return Act(key, label, do, door=deciding, back=ROUND, on=queries.rounds_of, named="round_", **more)


def may_choose(person: Person, round_: OfferRound) -> Any:
    return may_offer(person, round_.programme)


MAKE: Act[OfferRound] = Act(
    "cases.offer_make", gettext_lazy("制作名单"), _make, door=deciding, back=to("cases:offer_rounds"), asks=RunForm,
    then=to("cases:offer_round", "result.reference"),
)  # fmt: skip
RELEASE = _on_round("cases.offer_release", gettext_lazy("放行"), _release, may=may_release, asks=SeenForm, fresh=True)
CHECK = _on_round("cases.offer_check", gettext_lazy("复核名单"), releasing.check, may=may_check, asks=SeenForm)
CHOOSE = _on_round("cases.offer_choose", gettext_lazy("选定办法"), _choose, may=may_choose, asks=ChooseForm)
STOP = _on_round("cases.offer_stop", gettext_lazy("停下"), releasing.stop, may=may_stop, asks=WhyForm)
REOPEN = _on_round("cases.offer_reopen", gettext_lazy("重新放行"), releasing.reopen, may=may_choose, fresh=True)
CONFIRM: Act[Offer] = Act(
    "cases.offer_confirm", gettext_lazy("确认享受"), actions.confirm, door=is_known, back=OFFER, on=queries.offers_of,
    named="offer", may=may_answer, asks=ConfirmForm, then=to("cases:mine_one", "result.reference"),
    says=gettext_lazy("已确认，不用再填申报表。"),
)  # fmt: skip
DECLINE: Act[Offer] = Act(
    "cases.offer_decline", gettext_lazy("不要"), actions.decline, door=is_known, back=OFFER, on=queries.offers_of,
    named="offer", may=may_answer, asks=WhyForm, says=gettext_lazy("已记下。以后仍可自行申报。"),
)  # fmt: skip
OFFER_ACTS: tuple[Act[Any], ...] = (MAKE, RELEASE, CHECK, CHOOSE, STOP, REOPEN, CONFIRM, DECLINE)
