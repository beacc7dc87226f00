"""Signing what waits, as it was seen; and sending it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.approving import queries
from district.cases.approving.models import Proposal
from district.cases.core.checks import NotPossible
from district.cases.core.doors import CASE, desk_act
from district.cases.core.models import Application, Decision
from district.cases.decisions import signing
from district.ground.acts.acts import Done
from district.ground.acts.forms import Cut
from district.ground.people.queries import Person


class SeenForm(forms.Form):
    """Which proposal the page had shown."""

    proposal = Cut(64)


class TurnBackForm(SeenForm):
    why = Cut(5000)


def _seen(case: Application, proposal: str) -> Proposal:
    """The proposal that was on the page; NotPossible where it is another now, or none."""
    waiting = queries.waiting_of(case)
    if waiting is None or str(waiting.request_key) != proposal:
        raise NotPossible(_("拟办意见有变化，请看清后再签。"))
    return waiting


def _signed(by: Person, case: Application, data: Mapping[str, Any]) -> bool:
    waiting = queries.waiting_of(case)
    same = waiting is not None and str(waiting.request_key) == data.get("proposal", "")
    return same and waiting is not None and waiting.signatures.filter(by=by, place__gt=1).exists()


def _sign(*, application: Application, by: Person, proposal: str) -> tuple[Proposal, Decision | None]:
    row = _seen(application, proposal)
    return row, signing.sign(proposal=row, by=by)


def _said(done: Done[Application]) -> str | None:
    if done.result is None:
        return None
    proposal, decision = done.result
    if decision is None:
        return _("已签批，等“%(level)s”。") % {"level": proposal.turn_words}
    words = {"reference": proposal.application.reference, "number": decision.number}
    return _("%(reference)s 已决定：%(number)s。") % words


def _next(done: Done[Application]) -> str:
    following = None if done.again else queries.waiting_for(done.by).first()
    return reverse("cases:case", args=[following.application.reference]) if following else CASE(done)


def _turn_back(*, application: Application, by: Person, proposal: str, why: str) -> Proposal:
    return signing.turn_back(proposal=_seen(application, proposal), by=by, why=why)


SIGN = desk_act("cases.sign", gettext_lazy("签批"), _sign, asks=SeenForm, already=_signed, says=_said, then=_next)
TURN_BACK = desk_act(
    "cases.turn_back", gettext_lazy("退回经办"), _turn_back, asks=TurnBackForm,
    says=gettext_lazy("已退回经办，理由已告知。"),
)  # fmt: skip
APPROVING = (SIGN, TURN_BACK)
