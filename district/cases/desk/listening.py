"""What follows when a decision is replaced, a finding's amount approved, an absence entered, something happened by the
register; in their transactions.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.dispatch import receiver

from district.cases.aftercare import money as aftercare_money
from district.cases.aftercare import opening
from district.cases.aftercare.models import Finding
from district.cases.aftercare.signals import recovery_approved, top_up_approved
from district.cases.appeals.actions import decision_replaced
from district.cases.core import today
from district.cases.core.models import Decision
from district.cases.desk import rescheduling
from district.cases.desk.assigning.actions import tell_substitute
from district.cases.desk.chasing.notices import holds_end
from district.cases.events import actions as happening
from district.cases.giving import limits, money
from district.cases.offers import ending
from district.enterprises.actions import register_changed
from district.enterprises.events.queries import RegisterEvent
from district.funds import late, pausing
from district.funds.holding import holds_end_soon
from district.funds.queries import Award, Clawback, Pause
from district.ground.people.absences import absence_changed
from district.ground.people.queries import Absence, Person
from district.ground.record import holidays


@receiver(decision_replaced, dispatch_uid="cases.money.replaced")
def replaced_decisions_move_money(sender: Any, *, old: Decision, new: Decision, by: Person, **_: Any) -> None:
    if (over := money.replace(old, new, by)) > 0:
        opening.replaced(new, over)


@receiver(recovery_approved, dispatch_uid="cases.money.recovery")
def recoveries_are_clawed_back(
    sender: Any, *, finding: Finding, amount: Decimal, reason: str, by: Person, **_: Any
) -> None:
    if finding.about_its_own:
        finding.back = aftercare_money.settle_own(finding, amount, by, reason)
    else:
        finding.back = aftercare_money.correct(finding, -amount, by, reason)


@receiver(top_up_approved, dispatch_uid="cases.money.top_up")
def top_ups_are_given(sender: Any, *, finding: Finding, amount: Decimal, reason: str, by: Person, **_: Any) -> None:
    today.check_still_fits(finding.application)
    limits.more(finding.decision, amount)
    aftercare_money.correct(finding, amount, by, reason)


@receiver(holds_end_soon, dispatch_uid="cases.holds")
def officers_hear_of_holds_that_end(sender: Any, *, awards: list[Award], **_: Any) -> None:
    holds_end(awards)


@receiver(absence_changed, dispatch_uid="cases.absences")
def substitutes_are_told(sender: Any, *, absence: Absence, verb: str, **_: Any) -> None:
    if verb == "enter-absence":
        tell_substitute(absence)


@receiver(holidays.arrived, dispatch_uid="cases.holidays")
def provisional_deadlines_are_counted_anew(sender: Any, *, years: set[int], **_: Any) -> None:
    rescheduling.count_anew(years)


@receiver(pausing.paused, dispatch_uid="cases.paused")
def paused_awards_have_a_finding(sender: Any, *, pause: Pause, **_: Any) -> None:
    opening.paused(pause)


@receiver(pausing.resumed, dispatch_uid="cases.resumed")
def facts_put_right_end_it(sender: Any, *, pause: Pause, **_: Any) -> None:
    opening.resumed(pause)


@receiver(late.paid_twice, dispatch_uid="cases.paid_twice")
def money_that_left_twice_has_a_finding(sender: Any, *, case: Clawback, by: Person, **_: Any) -> None:
    opening.paid_twice(case, by)


@receiver(register_changed, dispatch_uid="cases.register")
def the_register_reaches_cases(sender: Any, *, events: list[RegisterEvent], **_: Any) -> None:
    happening.put_on_cases(events)
    ending.end_offers(events)
