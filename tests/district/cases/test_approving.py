"""Who decides: proposed by one, signed level by level by others, at every door that grants."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from district.cases.aftercare import actions as after
from district.cases.aftercare.permissions import may_approve
from district.cases.approving import queries
from district.cases.approving.levels import levels_of, needed
from district.cases.approving.models import Proposal, Signature
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.decisions import actions, leaving
from district.cases.decisions import signing as approving
from district.cases.desk.bulk import actions as bulk
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people import absences, memberships
from district.ground.people.absences import enter_absence
from district.ground.people.models import Duty, OrganisationMembership, Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from district.ground.record.moves import MoveRefused
from district.ground.work.actions import work_on
from tests.district import duties
from tests.district.cases import deciding
from tests.district.cases.factories import FILES, HIRING, District, enterprise, join, person, publish

LEVELS = "approval: [{role: officer}, {role: reviewer}, {role: leader, above: 6000}]\n"
RULE = "test/programmes/hiring/2022-01-01.yaml"
CODES = ("91310110MA00000087", "91310110MA00000095")


@pytest.fixture
def three(here: District) -> District:
    """The same district, where a leader signs above 6,000 yuan; eight persons are 6,453.00."""
    here.programmes = publish({**FILES, RULE: HIRING + LEVELS})
    return here


@pytest.fixture
def mate(here: District) -> Person:
    return person("mate", "示例经办乙", officer="区人社局")


def again(who: Person) -> Person:
    return Person.objects.get(pk=who.pk)  # with today's duties


def firm(here: District, number: int, heads: int = 8) -> Any:
    row = enterprise(CODES[number], f"示例{number}号有限公司", 注册区="示例区", 从业人员=heads, 失信被执行=False)
    join(here.founder, row)
    return row


def put_up(here: District, case: Application | None = None, outcome: str = "granted", **more: Any) -> Proposal:
    case = case or here.judged()
    said = {"by": here.officer, "note": "属实", **more}
    return approving.propose(application=case, outcome=outcome, **said)


# The rule says who


def test_where_a_rule_is_silent_two_persons_decide() -> None:
    assert needed(levels_of({}), Decimal(0)) == needed(levels_of({}), Decimal(10**9)) == ["officer", "reviewer"]


@pytest.mark.parametrize(("yuan", "roles"), [
    ("0", ["officer", "reviewer"]), ("6000", ["officer", "reviewer"]),
    ("6000.01", ["officer", "reviewer", "leader"]),
])  # fmt: skip
def test_levels_by_amount(yuan: str, roles: list[str]) -> None:
    said = {"approval": [{"role": "officer"}, {"role": "reviewer"}, {"role": "leader", "above": "6000"}]}
    assert needed(levels_of(said), Decimal(yuan)) == roles


# One case


@pytest.mark.database
def test_nobody_decides_alone(here: District, mate: Person) -> None:
    case = here.judged()
    with pytest.raises(MoveRefused):
        actions.decide(application=case, by=here.officer, outcome="granted")
    proposal = put_up(here, case)
    case.refresh_from_db()
    assert case.state == "approving" and not Decision.objects.exists()
    assert proposal.amount == Decimal("6453.00") and proposal.levels == ["officer", "reviewer"]
    with pytest.raises(NotPossible, match="复核"):
        actions.decide(application=case, by=here.officer, outcome="granted", note="属实")
    with pytest.raises(Refused, match="下一级由另一个人签"):
        approving.sign(proposal=proposal, by=here.officer)
    decision = approving.sign(proposal=proposal, by=mate)
    assert decision is not None and (decision.by, decision.amount) == (mate, Decimal("6453.00"))
    assert [each.by for each in decision.proposal.signatures.all()] == [here.officer, mate]
    verbs = [line.verb for line in LogEntry.objects.filter(subject=case.reference).order_by("number")]
    assert verbs[-3:] == ["put_up", "grant", "sign"]


def test_a_leader_signs_above_the_sum_and_nobody_else(three: District, mate: Person) -> None:
    proposal = put_up(three)
    assert proposal.levels == ["officer", "reviewer", "leader"]
    with pytest.raises(Refused):
        approving.sign(proposal=proposal, by=three.colleague)  # another bureau
    assert approving.sign(proposal=proposal, by=mate) is None
    third = person("third", officer="区人社局")
    with pytest.raises(Refused, match="负责人审批"):
        approving.sign(proposal=proposal, by=third)
    assert approving.sign(proposal=proposal, by=three.leader) == Decision.objects.get()


def test_a_smaller_sum_needs_no_leader(three: District, mate: Person) -> None:
    proposal = put_up(three, three.judged(firm(three, 0, heads=5)))
    assert (proposal.amount, proposal.levels) == (Decimal("4033.13"), ["officer", "reviewer"])
    assert approving.sign(proposal=proposal, by=mate) is not None


def test_a_bureau_of_two_has_nobody_between_officer_and_leader(three: District) -> None:
    proposal = put_up(three)
    assert proposal.levels == ["officer", "leader"]
    assert approving.sign(proposal=proposal, by=three.leader) is not None


def test_a_leader_who_must_sign_does_not_propose(three: District) -> None:
    with pytest.raises(NotPossible, match="请由经办人提出"):
        put_up(three, by=three.leader)


def test_one_person_alone_decides_nothing(here: District) -> None:
    duties.leave(here.leader)
    with pytest.raises(NotPossible, match="没有第二个人"):
        put_up(here)


def test_a_bureau_of_one_is_told_the_way_out_and_it_is_one(here: District, as_: Any) -> None:
    """Another bureau's leader is given a duty here, signs, and has it no more; the log keeps all of it."""
    duties.leave(here.leader)
    case, admin = here.judged(), person("admin", administrator="区科委")
    with pytest.raises(NotPossible, match=r"用户和岗位.*登记本部门的岗位.*不在岗和代理"):
        put_up(here, case)
    other = person("other", "示例分管领导", leader="区科委")
    today = clock.today()
    with pytest.raises(absences.NotPossible, match="用户和岗位"):
        absences.enter_absence(person=here.officer, substitute=other, first=today, last=today, by=here.officer,
                               request_key=uuid.uuid4())  # fmt: skip
    lead = {"bureau": case.programme.office_id, "role": "leader"}
    assert as_(admin).post(reverse("people:grant", args=[other.pk]), lead).status_code == 302
    waiting = OrganisationMembership.objects.get(person=other, organisation=case.programme.office)
    memberships.vouch(membership=waiting, by=person("second", administrator="区科委"))  # over money it takes two
    proposal = put_up(here, case)
    with pytest.raises(Refused):
        approving.sign(proposal=proposal, by=again(here.officer))
    made = approving.sign(proposal=proposal, by=again(other))
    assert made is not None and made.outcome == "granted" and made.by == other
    duty = Duty.objects.get(person=other, organisation=case.programme.office)
    as_(admin).post(reverse("people:revoke", args=[duty.pk]))
    assert not Duty.objects.filter(person=other, organisation=case.programme.office).exists()
    assert {"grant-duty", "revoke-duty"} <= set(LogEntry.objects.filter(subject="other").values_list("verb", flat=True))


def test_a_refusal_has_a_second_person_too(here: District, mate: Person) -> None:
    proposal = put_up(here, here.judged(value=False), "refused")
    assert not Message.objects.filter(to=here.founder, title__contains="未获同意").exists()
    decision = approving.sign(proposal=proposal, by=mate)
    assert decision is not None and decision.outcome == "refused"
    assert Message.objects.filter(to=here.founder, title__contains="未获同意").exists()


def test_sent_back_with_a_reason_it_is_the_officers_again(here: District, mate: Person) -> None:
    proposal = put_up(here)
    with pytest.raises(NotPossible, match="哪里不对"):
        approving.turn_back(proposal=proposal, by=mate, why=" ")
    with pytest.raises(Refused):
        approving.turn_back(proposal=proposal, by=here.colleague, why="不对")
    approving.turn_back(proposal=proposal, by=mate, why="人数再核一次")
    case = Application.objects.get()
    assert (case.state, proposal.state, proposal.why) == ("accepted", "returned", "人数再核一次")
    assert Message.objects.get(to=here.officer, title__startswith="拟办意见退回").body == "人数再核一次"
    assert [each.why for each in queries.proposed_by(here.officer)] == ["人数再核一次"]
    assert not approving.turn_back(proposal=put_up(here, case), by=mate, why="再核一次").turn
    assert [each.why for each in queries.proposed_by(here.officer)] == ["再核一次"]  # the one before is over
    deciding.signed(put_up(here, case))
    assert Application.objects.get().state == "granted" and not queries.proposed_by(here.officer).exists()


def test_what_came_back_of_a_case_that_ended_is_on_no_list(here: District, mate: Person) -> None:
    approving.turn_back(proposal=put_up(here), by=mate, why="人数再核一次")
    leaving.withdraw(application=Application.objects.get(), by=here.founder, reason="另有安排")
    assert not queries.proposed_by(here.officer).exists()


def test_withdrawn_while_it_waits_nothing_is_left_to_sign(here: District, mate: Person) -> None:
    proposal = put_up(here)
    leaving.withdraw(application=Application.objects.get(), by=here.founder, reason="另有安排")
    with pytest.raises(Refused, match="已经办结"):
        approving.sign(proposal=proposal, by=mate)
    assert Proposal.objects.get().state == "lapsed" and not queries.waiting_for(mate).exists()


def test_places_are_looked_at_when_the_last_signs(here: District, mate: Person) -> None:
    """Two places: three were proposed in good faith; the third signature says that they are gone and keeps nothing."""
    made = [put_up(here), *(put_up(here, here.judged(firm(here, number))) for number in (0, 1))]
    assert [approving.sign(proposal=each, by=mate) is not None for each in made[:2]] == [True, True]
    with pytest.raises(NotPossible, match="名额"):
        approving.sign(proposal=made[2], by=mate)
    assert made[2].signatures.count() == 1 and Proposal.objects.get(pk=made[2].pk).turn == "reviewer"


def test_what_stands_in_the_way_is_said_when_it_is_proposed(here: District, mate: Person) -> None:
    with pytest.raises(NotPossible, match="不符合条件"):
        put_up(here, here.judged(value=False))
    assert not Proposal.objects.exists() and Application.objects.get().state == "accepted"


# Those who are away


def test_a_substitute_signs_for_another_but_not_what_they_signed(three: District, mate: Person) -> None:
    proposal = put_up(three)
    approving.sign(proposal=proposal, by=mate)
    today = clock.today()
    enter_absence(person=three.leader, substitute=mate, first=today, last=today + dt.timedelta(days=5),
                  by=three.leader, request_key=uuid.uuid4())  # fmt: skip
    with pytest.raises(Refused, match="已签过"):
        approving.sign(proposal=proposal, by=again(mate))
    assert not queries.waiting_for(again(mate)).exists()


def test_who_stands_in_for_who_signed_is_no_further_person(three: District, mate: Person) -> None:
    """The leader reviewed as a colleague would; standing in for her by her duty alone is her signature once more."""
    proposal = put_up(three)
    second = person("leader2", leader="区人社局")
    approving.sign(proposal=proposal, by=second)
    helper = person("helper", officer="区人社局")
    today = clock.today()
    enter_absence(person=second, substitute=helper, first=today, last=today + dt.timedelta(days=5), by=second,
                  request_key=uuid.uuid4())  # fmt: skip
    with pytest.raises(Refused, match="代理的同事已签过"):
        approving.sign(proposal=proposal, by=again(helper))
    assert not queries.waiting_for(again(helper)).exists()
    assert approving.sign(proposal=proposal, by=three.leader) is not None


def test_a_substitute_signs_in_the_leaders_name(three: District, mate: Person) -> None:
    proposal = put_up(three)
    approving.sign(proposal=proposal, by=mate)
    helper, today = person("helper", officer="区人社局"), clock.today()
    enter_absence(person=three.leader, substitute=helper, first=today, last=today + dt.timedelta(days=5),
                  by=three.leader, request_key=uuid.uuid4())  # fmt: skip
    assert [each.pk for each in queries.waiting_for(again(helper))] == [proposal.pk]
    assert approving.sign(proposal=proposal, by=again(helper)) is not None
    last = Signature.objects.get(place=3)
    assert (last.by, last.instead_of, last.role) == (helper, three.leader, "leader")


# Many at once


def _many(here: District, rows: list[Application], action: str, by: Person) -> Any:
    job, _new = bulk.make(action=action, cases=rows, by=by, request_key=uuid.uuid4())
    work_on(job)
    assert bulk.start(job=job, by=by)
    work_on(job)
    return job


def test_grants_proposed_together_are_one_sum(three: District, mate: Person) -> None:
    """Two of 4,033.13 yuan: neither needs the leader alone, together they do."""
    rows = [three.judged(firm(three, number, heads=5)) for number in (0, 1)]
    _many(three, rows, "grant", three.officer)
    assert [each.levels for each in Proposal.objects.all()] == [["officer", "reviewer", "leader"]] * 2
    told = Message.objects.get(to=mate, title__startswith="批量待审批")
    assert "8,066.26 元" in told.body and "捌仟零陆拾陆元贰角陆分" in told.body


def test_what_was_proposed_alone_is_not_signed_together_past_the_leader(three: District, mate: Person) -> None:
    rows = [three.judged(firm(three, number, heads=5)) for number in (0, 1)]
    for row in rows:
        put_up(three, row)
    job = _many(three, rows, "sign", mate)
    assert {row.outcome for row in job.rows.all()} == {"refused"} and "由负责人审批" in job.rows.first().why
    done = _many(three, rows, "sign", three.leader)
    assert {row.outcome for row in done.rows.all()} == {"done"} and Decision.objects.count() == 2


# In place of a decision, and beside one


def put_again(old: Decision, by: Person) -> Proposal:
    return approving.propose_again(decision=old, by=by, outcome="refused", note="查实不符", anew=False,
                                   request_key=uuid.uuid4())  # fmt: skip


def test_a_decision_in_place_of_another_waits_for_a_leader_and_the_old_one_stands(here: District, mate: Person) -> None:
    old, third = deciding.decided(here.judged()), person("third", officer="区人社局")
    with pytest.raises(Refused, match="原决定是您签批的"):
        put_again(old, here.officer)
    proposal = put_again(old, third)
    case = Application.objects.get()
    assert case.state == "granted" and case.decisions.in_force().get() == old
    assert proposal.levels == ["officer", "leader"]
    with pytest.raises(Refused, match="负责人审批"):
        approving.sign(proposal=proposal, by=person("fourth", officer="区人社局"))
    approving.turn_back(proposal=proposal, by=here.leader, why="证据不足")
    assert Application.objects.get().state == "granted" and Decision.objects.count() == 1
    again_ = put_again(old, third)
    new = approving.sign(proposal=again_, by=here.leader)
    assert new is not None and (new.replaces, new.outcome) == (old, "refused")


def test_a_top_up_past_the_sum_is_the_leaders(three: District, mate: Person) -> None:
    decision = deciding.decided(three.judged(firm(three, 0, heads=5)))  # 4,033.13, no leader
    finding = after.open_finding(decision=decision, source="correction", kind="top_up", cause="x", say="少给",
                                 since_on=clock.today())  # fmt: skip
    after.recognise(finding=finding, by=three.officer, reason="核实")
    after.propose(finding=finding, by=three.officer, amount=Decimal(1900), reason="补差")
    assert may_approve(mate, finding)
    finding.amount = Decimal(2000)
    assert not may_approve(mate, finding) and may_approve(three.leader, finding)
    finding.refresh_from_db()
    after.approve(finding=finding, by=mate)
    other = after.open_finding(decision=decision, source="correction", kind="top_up", cause="y", say="又少给",
                               since_on=clock.today())  # fmt: skip
    after.recognise(finding=other, by=three.officer, reason="核实")
    after.propose(finding=other, by=three.officer, amount=Decimal(1900), reason="补差")
    assert not may_approve(mate, other) and may_approve(three.leader, other)  # both together pass the sum


# The database


@pytest.mark.database
def test_the_database_makes_no_decision_that_was_not_signed(here: District, mate: Person) -> None:
    decision = deciding.decided(here.judged())
    case = here.accepted(firm(here, 0))
    row = Decision.objects.get(pk=decision.pk)
    row.pk, row.application, row.number, row.serial = None, case, "x", 99
    with pytest.raises(DatabaseError, match="decision_is_signed_at_every_level"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.database
def test_the_database_lets_nobody_sign_twice(three: District, mate: Person) -> None:
    proposal = put_up(three)
    sign = {"proposal": proposal, "role": "reviewer", "at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(place=2, by=three.officer, **sign)
    with pytest.raises(DatabaseError, match="signed_in_order"), transaction.atomic():
        Signature.objects.create(place=3, by=mate, **sign)
    with pytest.raises(IntegrityError, match="nobody_decides_alone"), transaction.atomic():
        Proposal.objects.create(
            application=here_case(three), office=proposal.office, outcome="granted", levels=["officer"], steps=1,
            came_from="accepted", request_key=uuid.uuid4(), by=three.officer, at=clock.now(),
        )  # fmt: skip
    with pytest.raises(DatabaseError, match="approving_signature_never_updated"), transaction.atomic():
        Signature.objects.update(by=mate)


def here_case(three: District) -> Application:
    return three.accepted(firm(three, 1))  # type: ignore[no-any-return]


def _row(**changed: Any) -> Any:
    return lambda proposal: Proposal.objects.filter(pk=proposal.pk).update(**changed)


def _second(proposal: Proposal) -> object:
    proposal.pk, proposal.request_key = None, uuid.uuid4()
    return proposal.save(force_insert=True)


def _again(**changed: Any) -> Any:
    def sign(proposal: Proposal) -> object:
        who = {"by": person("hand", officer="区人社局"), "at": clock.now(), "role": "reviewer", "place": 2}
        return Signature.objects.create(proposal=proposal, **{**who, **changed})

    return sign


BROKEN: dict[str, Any] = {
    "one_proposal_waits_at_a_time|UNIQUE": _second,
    "proposal_state_is_known": _row(state="lost", ended_at=dt.datetime(2022, 7, 1, tzinfo=dt.UTC), turn=""),
    "proposal_ends_once": _row(ended_at=dt.datetime(2022, 7, 1, tzinfo=dt.UTC)),
    "proposal_returned_says_why": _row(state="returned", ended_at=dt.datetime(2022, 7, 1, tzinfo=dt.UTC), turn=""),
    "proposal_signed_has_its_decision": _row(state="signed", ended_at=dt.datetime(2022, 7, 1, tzinfo=dt.UTC), turn=""),
    "approving_proposal_never_updated": _row(amount=Decimal(1)),
    "signature_role_is_known": _again(role="friend"),
    "signed_in_order": _again(place=1),
}


@pytest.mark.database
@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(here: District, mate: Person, name: str) -> None:
    proposal = put_up(here)
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        BROKEN[name](proposal)


@pytest.mark.database
def test_an_unknown_outcome_is_refused(here: District, mate: Person) -> None:
    proposal = put_up(here)
    case = here.accepted(firm(here, 0))
    with pytest.raises(IntegrityError, match="proposal_outcome_is_known"), transaction.atomic():
        Proposal.objects.create(
            application=case, office=proposal.office, outcome="perhaps", levels=["officer", "reviewer"], steps=2,
            came_from="accepted", request_key=uuid.uuid4(), by=here.officer, at=clock.now(),
        )  # fmt: skip


@pytest.mark.database
@pytest.mark.parametrize("said", [{"outcome": "granted", "note": "x"}, {"outcome": "refused", "note": ""}])
def test_declining_is_a_refusal_with_a_reason(here: District, mate: Person, said: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="proposal_to_decline_says_why"), transaction.atomic():
        Proposal.objects.create(
            application=here.submitted(), office=here.programmes["hiring"].office, levels=["officer", "reviewer"],
            steps=2, came_from="submitted", ground="示例规〔2022〕1号", request_key=uuid.uuid4(), by=here.officer,
            at=clock.now(), **said,
        )  # fmt: skip


# Pages


def test_what_waits_for_me_is_on_my_desk_and_signed_from_the_case(three: District, mate: Person, as_: Any) -> None:
    proposal = put_up(three)
    case = proposal.application
    desk, page = as_(mate), f"/desk/applications/{case.reference}/"
    assert "待我审批" in desk.get("/desk/").content.decode()
    shown = desk.get("/desk/approvals/").content.decode()
    assert case.reference in shown and "陆仟肆佰伍拾叁元整" in shown
    assert "签批，交下一级" in desk.get(page).content.decode()
    assert case.reference not in as_(three.colleague).get("/desk/approvals/").content.decode()
    assert "下一级由另一个人签" in as_(three.officer).get(page).content.decode()
    stale = as_(mate).post(f"{page}sign/", {"proposal": uuid.uuid4()}, follow=True)
    assert "拟办意见有变化" in stale.content.decode() and proposal.signatures.count() == 1
    for _ in range(2):  # a second click signs nothing more
        assert as_(mate).post(f"{page}sign/", {"proposal": proposal.request_key}).status_code == 302
    assert proposal.signatures.count() == 2
    leader = as_(three.leader)
    assert "签批，作出决定" in leader.get(page).content.decode()
    leader.post(f"{page}turn-back/", {"proposal": proposal.request_key, "why": "先核人数"})
    assert "拟办意见已退回" in as_(three.officer).get(page).content.decode()
    assert "先核人数" in as_(three.officer).get("/desk/approvals/?mine=1").content.decode()
    told = as_(three.founder).get(f"/my/applications/{case.reference}/").content.decode()
    assert "退回经办" not in told and "先核人数" not in told and "提出拟办意见" not in told  # the bureau's own affair
    put_up(three, Application.objects.get())
    assert "正在逐级审批" in as_(three.founder).get(f"/my/applications/{case.reference}/").content.decode()
