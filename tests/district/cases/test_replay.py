"""A decision judged again gives the same yuan, whatever was published or learnt since."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from district.cases.core import queries
from district.cases.core.models import Decision
from district.ground import clock
from tests.district.cases import deciding
from tests.district.cases.factories import FILES, District, know, publish


def test_a_decision_replays_to_the_fen(here: District) -> None:
    decision = deciding.decide(application=here.judged(), by=here.officer, outcome="granted")
    again = queries.replay(Decision.objects.get(pk=decision.pk))
    assert again.same
    assert (again.eligible_then, again.eligible_now) == (True, True)
    assert again.amount_then == again.amount_now == Decimal("6453.00")


def test_what_came_later_changes_nothing(here: District) -> None:
    decision = deciding.decide(application=here.judged(), by=here.officer, outcome="granted")
    know(here.firm, "从业人员", 3)
    with clock.at(dt.date(2023, 1, 1)):
        rule = FILES["test/programmes/hiring/2022-01-01.yaml"]
        publish({**FILES, "test/programmes/hiring/2022-01-01.yaml": rule.replace("806.625", "1000")})
    again = queries.replay(Decision.objects.get(pk=decision.pk))
    assert again.same
    assert again.amount_now == Decimal("6453.00")


def test_refusals_replay_too(here: District) -> None:
    decision = deciding.decide(application=here.judged(value=False), by=here.officer, outcome="refused")
    again = queries.replay(Decision.objects.get(pk=decision.pk))
    assert again.same
    assert again.eligible_now is False


def test_a_decision_that_was_tampered_with_does_not_pass(here: District) -> None:
    decision = deciding.decide(application=here.judged(), by=here.officer, outcome="granted")
    for forged in ({"amount": Decimal("9999.99")}, {"answers": {"plan": False}}):
        row = Decision.objects.get(pk=decision.pk)
        for name, value in forged.items():
            setattr(row, name, value)
        assert not queries.replay(row).same
    row = Decision.objects.select_related("submission").get(pk=decision.pk)
    row.submission.facts["从业人员"]["value"] = "9"
    assert not queries.replay(row).same
