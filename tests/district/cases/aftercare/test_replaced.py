"""A decision that replaces another takes its obligations over; findings about the old one end."""

from __future__ import annotations

import datetime as dt
import uuid

from district.cases.aftercare import correcting, sampling, watching
from district.cases.aftercare.models import Finding, Obligation
from district.cases.core.models import Decision
from district.ground import clock
from tests.district.cases.aftercare.factories import granted
from tests.district.cases.deciding import correct
from tests.district.cases.factories import District, know, person

LATER = dt.date(2022, 8, 10)


def replaced(after: District, old: Decision, outcome: str) -> Decision:
    second = person("leader2", "示例负责人乙", leader="区人社局")
    return correct(decision=old, by=second, outcome=outcome, note="事实更正", anew=True, request_key=uuid.uuid4())


def test_an_amended_grant_keeps_its_obligations_from_their_first_day(after: District) -> None:
    old = granted(after)
    with clock.at(LATER):
        know(after.firm, "从业人员", 7, since=dt.date(2022, 6, 10))
        finding = correcting.look_again(old.pk)
        assert finding is not None
        new = replaced(after, old, "granted")
        finding.refresh_from_db()
        assert finding.state == "closed"
        assert correcting.look_again_at_all() == 0
        assert watching.catch_up() == 0
    rows = Obligation.objects.all()
    assert {each.decision_id for each in rows} == {new.pk} and rows.count() == 2
    assert {each.from_on for each in rows} == {dt.date(2022, 6, 24)}


def test_a_revoked_grant_asks_nothing_more(after: District) -> None:
    old = granted(after)
    with clock.at(LATER):
        know(after.firm, "失信被执行", True, since=dt.date(2022, 6, 10))
        replaced(after, old, "refused")
        assert set(Obligation.objects.values_list("state", flat=True)) == {"released"}
        assert correcting.look_again_at_all() == 0
    assert not Finding.objects.exclude(state="closed").exists()


def test_only_what_is_in_force_is_sampled(after: District) -> None:
    old = granted(after)
    with clock.at(LATER):
        know(after.firm, "从业人员", 7, since=dt.date(2022, 6, 10))
        new = replaced(after, old, "granted")
    found = sampling._population([after.programmes["hiring"]], 2022)
    assert [each.number for each in found] == [new.number]
