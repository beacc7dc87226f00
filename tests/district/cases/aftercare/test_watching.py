"""Obligations are made at the grant, looked at when due, breached only on a certain no."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from district.cases.aftercare import actions, tasks, watching
from district.cases.aftercare.models import Finding, Obligation, ObligationCheck
from district.cases.aftercare.states import (
    CAMPAIGN_MOVES,
    CAMPAIGN_STATES,
    FINDING_MOVES,
    FINDING_STATES,
    OBLIGATION_MOVES,
    OBLIGATION_STATES,
)
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused
from district.ground.record.actions import verify_chain
from district.ground.record.moves import dead_ends
from tests.district.cases.aftercare.factories import JULY, granted
from tests.district.cases.factories import District, know


def row(key: str) -> Obligation:
    return Obligation.objects.get(key=key)


def night(day: dt.date) -> dict[str, int]:
    with clock.at(day):
        return tasks.work()


@pytest.mark.parametrize(
    "states, moves",
    [(OBLIGATION_STATES, OBLIGATION_MOVES), (FINDING_STATES, FINDING_MOVES), (CAMPAIGN_STATES, CAMPAIGN_MOVES)],
)
def test_no_state_is_a_dead_end(states: Any, moves: Any) -> None:
    assert dead_ends(states, moves) == []


def test_a_grant_brings_its_obligations_once(after: District) -> None:
    decision = granted(after)
    rows = {each.key: each for each in decision.obligations.all()}
    assert rows.keys() == {"stay", "keep-staff"}
    assert (rows["stay"].from_on, rows["stay"].until_on) == (dt.date(2022, 6, 24), dt.date(2023, 6, 24))
    assert rows["stay"].next_on == JULY and rows["stay"].illustrative and not rows["keep-staff"].illustrative
    assert watching.take_on(decision=decision) == []
    assert watching.catch_up() == 0


def test_the_night_catches_up_on_grants_without_rows(after: District) -> None:
    granted(after)
    Obligation.objects.all().delete()
    assert watching.catch_up() == 2
    assert watching.catch_up() == 0


def test_a_refusal_has_none(after: District) -> None:
    from tests.district.cases import deciding

    deciding.decide(application=after.judged(), by=after.leader, outcome="refused", note="x")
    assert not Obligation.objects.exists()


def test_nothing_is_looked_at_before_its_day(after: District) -> None:
    granted(after)
    night(dt.date(2022, 7, 23))
    assert not ObligationCheck.objects.exists()


def test_kept_is_written_down_with_fact_source_and_date(after: District) -> None:
    granted(after)
    know(after.firm, "从业人员", 7, since=dt.date(2022, 7, 1))
    done = night(JULY)
    assert done["kept"] == 2
    check = ObligationCheck.objects.get(obligation__key="keep-staff")
    assert check.kept is True and check.on == JULY
    assert check.facts["从业人员"]["value"] == "7"
    assert check.facts["从业人员"]["source"] == "示例登记"
    assert check.facts["从业人员"]["valid_from"] == "2022-07-01"
    assert check.facts["决定时从业人员"]["value"] == "8"
    assert row("stay").next_on == dt.date(2022, 8, 24)
    assert night(JULY) == {"made": 0, "corrections": 0}


def test_a_certain_no_opens_a_finding_and_recovers_nothing(after: District) -> None:
    decision = granted(after)
    know(after.firm, "注册区", "虹口区", since=dt.date(2022, 7, 10))
    assert night(JULY)["breached"] == 1
    finding = Finding.objects.get()
    assert (finding.state, finding.source, finding.kind) == ("opened", "obligation", "recovery")
    assert finding.since_on == dt.date(2022, 7, 10) and finding.amount is None
    assert row("stay").state == "breached"
    decision.refresh_from_db()
    assert decision.amount is not None
    night(dt.date(2022, 8, 24))
    assert Finding.objects.count() == 1


def test_unknown_is_no_breach_and_asks_the_enterprise_once_a_month(after: District) -> None:
    granted(after)  # staff known since 1 June, fresh for three months
    asked = Message.objects.filter(title__endswith="”请补充信息：从业人员", to=after.founder, needs_action=True)
    for month in (7, 8):
        night(dt.date(2022, month, 24))
    assert row("keep-staff").kept is True and asked.count() == 0
    assert night(dt.date(2022, 9, 24))["unknown"] == 1
    assert row("keep-staff").kept is None and row("keep-staff").missing == ["从业人员"]
    assert asked.count() == 1
    night(dt.date(2022, 9, 25))
    assert asked.count() == 1
    night(dt.date(2022, 10, 24))
    assert asked.count() == 2
    assert not Finding.objects.exists()
    know(after.firm, "从业人员", 6, since=dt.date(2022, 11, 1))
    assert night(dt.date(2022, 11, 24))["breached"] == 1


def test_it_ends_kept_on_its_last_day(after: District) -> None:
    granted(after)
    for month in range(7, 19):
        night(dt.date(2022 + (month > 12), (month - 1) % 12 + 1, 24))
    assert row("stay").state == "kept" and row("stay").next_on is None
    assert ObligationCheck.objects.filter(obligation__key="stay").count() == 12
    assert row("keep-staff").state == "watching"  # nobody knows how many they are: it is asked on, not closed


def test_after_the_last_day_the_last_day_counts(after: District) -> None:
    granted(after)
    know(after.firm, "注册区", "虹口区", since=dt.date(2023, 7, 1))
    night(dt.date(2023, 7, 5))
    assert row("stay").state == "kept"  # moved away a week after it was free to


def test_the_same_facts_ruled_on_do_not_open_again(after: District) -> None:
    granted(after)
    know(after.firm, "注册区", "虹口区", since=dt.date(2022, 7, 10))
    night(JULY)
    finding = Finding.objects.get()
    actions.dismiss(finding=finding, by=after.officer, reason="登记有误，已核实仍在本区经营")
    assert row("stay").state == "watching"
    assert night(dt.date(2022, 8, 24))["heard"] == 1
    assert Finding.objects.count() == 1
    know(after.firm, "注册区", "静安区", since=dt.date(2022, 9, 1))
    assert night(dt.date(2022, 9, 24))["breached"] == 1
    assert Finding.objects.count() == 2


def test_a_leader_releases_and_the_enterprise_is_told(after: District) -> None:
    granted(after)
    with pytest.raises(Refused, match="负责人"):
        watching.release(obligation=row("stay"), by=after.officer, reason="x")
    watching.release(obligation=row("stay"), by=after.leader, reason="区划调整")
    assert row("stay").state == "released"
    assert Message.objects.filter(to=after.founder, title__contains="义务已解除").exists()


def test_checks_are_never_changed(after: District) -> None:
    granted(after)
    night(JULY)
    check = ObligationCheck.objects.first()
    assert check is not None
    with pytest.raises(DatabaseError, match="never_updated"), transaction.atomic():
        ObligationCheck.objects.filter(pk=check.pk).update(kept=None)
    with pytest.raises(DatabaseError, match="never_deleted"), transaction.atomic():
        ObligationCheck.objects.filter(pk=check.pk)._raw_delete("default")


def test_the_command_takes_the_day(after: District, capsys: pytest.CaptureFixture[str]) -> None:
    granted(after)
    call_command("watch_obligations", on="2022-07-24")
    assert "守住" in capsys.readouterr().out
    assert ObligationCheck.objects.filter(on=JULY).count() == 2
    assert verify_chain() > 0


def test_nobody_is_released_while_a_finding_is_open(after: District) -> None:
    granted(after)
    know(after.firm, "注册区", "虹口区", since=dt.date(2022, 7, 10))
    night(JULY)
    with pytest.raises(actions.NotPossible, match="先了结线索"):
        watching.release(obligation=row("stay"), by=after.leader, reason="x")
    assert row("stay").state == "breached" and row("stay").next_on is None
