"""What rooms below tell: an enterprise's facts changed, so what still runs for it is looked at again; something
happened to it by the register, so what was promised to it is withheld, goes on, or waits for another account.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.utils.translation import override

from district.enterprises.actions import facts_changed, register_changed
from district.enterprises.events.queries import GO_ON, STOP, STOP_LATER, VERIFY, RegisterEvent, effect_of
from district.funds import accounts, withholding
from district.funds.models import Award, Withheld
from district.funds.rechecking import recheck, running
from district.funds.states import COMMITTED
from district.funds.withholding import Stop

SOME = 900


@receiver(facts_changed, dispatch_uid="funds.running")
def running_awards_are_rechecked(sender: Any, *, enterprise_ids: list[int], **_: Any) -> None:
    if found := running(enterprise_ids):
        recheck(found)


@receiver(facts_changed, dispatch_uid="funds.withheld")
def what_was_otherwise_is_looked_at_again(sender: Any, *, enterprise_ids: list[int], **_: Any) -> None:
    withholding.look_again(enterprise_ids)


@receiver(register_changed, dispatch_uid="funds.register")
def the_register_reaches_money(sender: Any, *, events: list[RegisterEvent], **_: Any) -> None:
    with override(settings.LANGUAGE_CODE):
        for (effect, _about), some in _by_effect(events, "payment").items():
            if effect in (STOP, STOP_LATER):
                _withhold(some, later=effect == STOP_LATER)
            elif effect == GO_ON:
                _go_on(some)
        for (effect, _about), some in _by_effect(events, "payee").items():
            if effect == VERIFY:
                firms = {each.enterprise_id: each.enterprise.name for each in some}
                accounts.renamed(firms, {each.enterprise_id: each.words for each in some})


def _by_effect(events: list[RegisterEvent], thing: str) -> dict[tuple[str, str], list[RegisterEvent]]:
    """Events by what they do and what they are about, so that of one enterprise there is one in each."""
    found: dict[tuple[str, str], list[RegisterEvent]] = defaultdict(list)
    for each in events:
        found[effect_of(each.kind, thing), each.about].append(each)
    return found


def _withhold(events: list[RegisterEvent], *, later: bool) -> None:
    """Every award of these enterprises that is still to be paid; with `later` what falls due from the day on."""
    for start in range(0, len(events), SOME):
        by_firm = {each.enterprise_id: each for each in events[start : start + SOME]}
        rows = Award.objects.filter(enterprise__in=by_firm, state=COMMITTED).values_list("pk", "enterprise")
        withholding.withhold({
            pk: Stop(f"{withholding.EVENT}{by_firm[firm].pk}", by_firm[firm].words, by_firm[firm].about,
                     by_firm[firm].on if later else None)
            for pk, firm in rows
        })  # fmt: skip


def _go_on(events: list[RegisterEvent]) -> None:
    for start in range(0, len(events), SOME):
        about = {each.enterprise_id: each.about for each in events[start : start + SOME]}
        rows = Withheld.objects.filter(award__enterprise__in=about, ended="", cause__startswith=withholding.EVENT)
        found = rows.select_related("award__enterprise", "award__line__office")
        withholding.put_right(each for each in found if each.about == about[each.award.enterprise_id])
