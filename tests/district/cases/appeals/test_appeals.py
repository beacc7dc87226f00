"""A second look: within the term, by somebody else, by a new decision and never by editing."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from district.cases.appeals import actions as appeals
from district.cases.appeals.models import Appeal
from district.cases.appeals.states import MOVES, STATES
from district.cases.core import queries
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.decisions import bundles
from district.cases.decisions import signing as approving
from district.cases.desk.acts_appeals import FILE
from district.cases.places.models import Place
from district.ground import clock
from district.ground.acts.acts import perform
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from district.ground.record.moves import MoveRefused, dead_ends
from rulebook.bundle.verify import verify
from tests.district.cases import deciding
from tests.district.cases.factories import District, know, person


def refused(here: District, note: str = "名额留给急需企业") -> Decision:
    return deciding.decide(application=here.judged(), by=here.officer, outcome="refused", note=note)


def granted(here: District) -> Decision:
    return deciding.decide(application=here.judged(), by=here.officer, outcome="granted")


def file(here: District, decision: Decision, **more: Any) -> Appeal:
    given = {"by": here.founder, "grounds": "第四条我们符合", **more}
    return appeals.file(decision=decision, **given)


def correct(here: District, decision: Decision, outcome: str, **more: Any) -> Decision:
    given = {"by": here.leader, "note": "原决定有误", "anew": True, "request_key": uuid.uuid4(), **more}
    return deciding.correct(decision=decision, outcome=outcome, **given)


def test_the_table_has_no_dead_end() -> None:
    assert dead_ends(STATES, MOVES) == []


def test_an_appeal_is_filed_once_and_in_time(here: District) -> None:
    decision = refused(here)
    sent = {"grounds": "第四条我们符合", "request_key": str(uuid.uuid4())}
    said = {"by": here.founder, "thing": decision.application, "data": sent, "key": sent["request_key"]}
    first, again = (perform(FILE, **said).result for _n in range(2))
    assert first == again
    with pytest.raises(NotPossible, match="已有一件复核"):
        file(here, decision)
    appeals.withdraw(appeal=first, by=here.founder)
    with clock.at(dt.date(2022, 8, 23)):  # sixty days
        again = file(here, decision)
        appeals.withdraw(appeal=again, by=here.founder)
    with clock.at(dt.date(2022, 8, 24)), pytest.raises(NotPossible, match="2022年8月23日为止"):
        file(here, decision)
    with pytest.raises(Refused):
        file(here, decision, by=here.stranger)


def test_who_decided_does_not_look_again(here: District) -> None:
    appeal = file(here, refused(here))
    with pytest.raises(Refused, match="原决定是您签批的"):
        appeals.admit(appeal=appeal, by=here.officer)
    with pytest.raises(Refused):
        appeals.admit(appeal=appeal, by=here.colleague)  # another bureau
    other = person("second", officer="区人社局")
    appeals.admit(appeal=appeal, by=other)
    assert (appeal.reviewer, appeal.state) == (other, "heard")
    assert appeal.due_on == dt.date(2022, 7, 22)
    proposal = approving.propose_again(decision=appeal.decision, by=other, outcome="granted", note="改", anew=False,
                                       request_key=uuid.uuid4(), appeal=appeal)  # fmt: skip
    with pytest.raises(Refused, match="负责人"):
        approving.sign(proposal=proposal, by=person("third", officer="区人社局"))
    with pytest.raises(NotPossible, match="先退回这份拟办意见"):
        appeals.dismiss(appeal=appeal, by=other, reply="维持")
    approving.turn_back(proposal=proposal, by=here.leader, why="先查清人数")
    appeals.dismiss(appeal=appeal, by=other, reply="维持")


def test_a_decision_that_stands_says_why(here: District) -> None:
    appeal = file(here, refused(here))
    with pytest.raises(NotPossible, match="写明理由"):
        appeals.turn_away(appeal=appeal, by=here.leader, reply=" ")
    appeals.admit(appeal=appeal, by=here.leader)
    appeals.dismiss(appeal=appeal, by=here.leader, reply="名额确已用于急需企业。")
    assert appeal.state == "dismissed"
    assert Message.objects.filter(to=here.founder, title__contains="”复核有结果了").count() == 1
    with pytest.raises(MoveRefused):
        appeals.dismiss(appeal=appeal, by=here.leader, reply="再来")


def test_an_appeal_upheld_makes_a_new_decision(here: District) -> None:
    old = refused(here)
    appeal = file(here, old)
    appeals.admit(appeal=appeal, by=here.leader)
    deciding.uphold(
        appeal=appeal, by=here.leader, outcome="granted", reply="经复核符合。", anew=False, request_key=uuid.uuid4()
    )
    case = Application.objects.get(pk=old.application_id)
    new = case.decisions.in_force().get()
    assert appeal.result == new and new.replaces == old
    assert (case.state, case.amount, new.amount) == ("granted", Decimal("6453.00"), Decimal("6453.00"))
    assert Decision.objects.get(pk=old.pk).outcome == "refused"  # as it was
    assert Place.objects.filter(application=case, returned_at=None).count() == 1
    assert new.letter.content["parts"][1]["text"].startswith(f"本决定替代{old.number}")


def test_a_wrong_fact_makes_a_new_amount_and_a_revocation_gives_the_place_back(here: District) -> None:
    heard: list[tuple[Decision, Decision]] = []

    def hear(sender: object, *, old: Decision, new: Decision, **_: Any) -> None:
        heard.append((old, new))

    appeals.decision_replaced.connect(hear)
    first = granted(here)
    with pytest.raises(NotPossible, match="金额没有改变"):
        correct(here, first, "granted")
    with clock.at(dt.date(2022, 6, 27)):
        know(here.firm, "从业人员", 5, since=dt.date(2022, 1, 2))
        second = correct(here, first, "granted")
        assert second.amount == Decimal("4033.13")
        assert queries.replay(second).same and queries.replay(first).same
        other = person("leader2", leader="区人社局")
        third = correct(here, second, "refused", anew=False, note="查实不符合用途", by=other)
    appeals.decision_replaced.disconnect(hear)
    assert heard == [(first, second), (second, third)]
    assert Place.objects.get().returned_at is not None
    case = Application.objects.get()
    assert (case.state, case.amount) == ("refused", None)
    with pytest.raises(NotPossible, match=f"已被 {second.number} 替代"):
        correct(here, first, "refused")


def test_a_double_click_replaces_once(here: District) -> None:
    first, key = granted(here), uuid.uuid4()
    new = correct(here, first, "refused", request_key=key, anew=False)
    assert correct(here, first, "refused", request_key=key, anew=False) == new
    assert Decision.objects.count() == 2


def test_only_another_leader_replaces(here: District) -> None:
    decision = deciding.decide(application=here.judged(), by=here.leader, outcome="granted")
    for who in (here.leader, here.auditor, here.founder):
        with pytest.raises(Refused):
            correct(here, decision, "refused", by=who)
    other: Person = person("leader2", leader="区人社局")
    new = correct(here, decision, "refused", by=person("third", officer="区人社局"), anew=False)
    assert (new.outcome, new.by) == ("refused", other)  # the first leader signed the decision that is replaced


def test_the_audit_bundle_holds_both_and_counts_what_is_in_force(here: District, tmp_path: Path) -> None:
    first = granted(here)
    with clock.at(dt.date(2022, 6, 27)):
        know(here.firm, "从业人员", 5, since=dt.date(2022, 1, 2))
        second = correct(here, first, "granted")
    path = tmp_path / "hiring.zip"
    bundles.write_to(path, programme=here.programmes["hiring"], year=2022)
    report = verify(path, known_seal=LogEntry.objects.latest("number").seal)
    assert report.faults == []
    assert (report.decisions, report.amount) == (2, second.amount)
    with clock.at(dt.date(2022, 6, 27)):
        [row] = bundles.overview(2022)
    assert row["amount"] == second.amount
