"""How a case stands, in one sentence: with its money once there is some."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from district.cases.core.models import Application, Decision
from district.cases.core.states import GRANTED
from district.cases.core.story import next_steps
from district.funds.queries import HELD, Journey

ZERO = Decimal(0)


def sentence_of(case: Application, decision: Decision | None, money: Sequence[Journey]) -> str:
    """`已同意：已到账 1,000.00 元，还会付 2,000.00 元。`; of a case that is open, its state."""
    if case.state != GRANTED or decision is None:
        return _("%(state)s。") % {"state": case.stage.public}
    if not money:
        return _("已同意，给予 %(yuan)s。") % {"yuan": _yuan(decision.total)} if decision.total else _("已同意。")
    back = sum((each.left for journey in money for each in journey.backs if each.open), ZERO)
    paid, to_come = sum((each.paid for each in money), ZERO), sum((each.to_come for each in money), ZERO)
    words = {"paid": _yuan(paid), "more": _yuan(to_come), "back": _yuan(back)}
    if back:
        return _("已同意；其中 %(back)s 应退回。") % words
    if not to_come:
        return _("已同意，%(paid)s 已全部到账。") % words if paid else _("已同意，不再拨付。")
    if any(journey.leg is not None and journey.leg.state == HELD for journey in money):
        if paid:
            return _("已同意，已到账 %(paid)s；余下 %(more)s 暂停拨付。") % words
        return _("已同意，%(more)s 暂停拨付。") % words
    if paid:
        return _("已同意，已到账 %(paid)s，还会付 %(more)s。") % words
    return _("已同意，%(more)s 还没有到账。") % words


def following_of(case: Application, money: Sequence[Journey]) -> str:
    """What comes next and by when; once money is on its way, of the payment that is next."""
    legs = [each.leg for each in money if each.to_come and each.leg is not None]
    step = legs[0].now if legs else None
    if step is None:
        return "" if money else next_steps(case)
    if legs[0].state == HELD:
        return ""  # why, and what brings it back, stands with the money
    said = {"what": step.what, "words": step.words}
    return _("下一步：%(what)s（%(words)s）。") % said if step.words else _("下一步：%(what)s。") % said


def _yuan(amount: Decimal) -> str:
    return _("%(yuan)s 元") % {"yuan": f"{amount:,.2f}"}
