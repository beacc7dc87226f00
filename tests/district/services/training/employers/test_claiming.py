"""From filing to money: hours become an application's lines and facts, sent back, mended, granted."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from district.cases.core.checks import NotPossible as NotYet
from district.cases.core.models import Application, Decision
from district.cases.decisions.leaving import withdraw
from district.cases.headcount.list_rows import list_of, save_rows
from district.cases.intake import actions as intake
from district.cases.intake.drafting import draft_of
from district.cases.review import actions as review
from district.cases.review.corrections import Item
from district.enterprises.queries import facts_of
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.models import Person
from district.services.training.employers import actions, afterwards
from district.services.training.employers.models import ClaimLine, Filing
from district.services.training.employers.queries import counted, tally
from district.services.training.hours.actions import Word, clear, look, record, strike_entry
from district.services.training.hours.models import Flag
from district.services.training.hours.queries import entries_of
from tests.district.cases import deciding
from tests.district.cases.factories import District
from tests.district.services.training.employers.town import AFTER, another, filed, taught


def test_hours_become_lines_facts_and_a_paper(paid: District) -> None:
    filing = taught(paid, 1, 2)
    with clock.at(AFTER):
        claim = actions.claim(filing=filing, by=paid.founder, request_key=uuid.uuid4())
        draft = draft_of(claim.application)
        assert draft.listed is not None and not draft.listed.wrong
        assert [row.values["计补学时"] for row in draft.listed.rows] == ["12", "12"]
        assert {row.values["备案编号"] for row in draft.listed.rows} == {filing.reference}
        known = facts_of(paid.firm, AFTER)
        assert known["线上培训人次"].value == 2 and known["线上培训人次"].source == "学时账本"
        assert known["每人培训学时"].grade == "register"
        assert draft.verdict["eligible"] is True and Decimal(str(draft.verdict["amount"])) == 1200
        assert draft.papers[0].satisfied and draft.kinds == []
        again = actions.claim(filing=filing, by=paid.founder, request_key=uuid.uuid4())
        assert again == claim


def test_sent_back_mended_and_granted(paid: District) -> None:
    filing = taught(paid, 1, 2, 3)
    with clock.at(AFTER):
        claim = actions.claim(filing=filing, by=paid.founder, request_key=uuid.uuid4())
        case = intake.submit(application=claim.application, by=paid.founder, declared={}, request_key=uuid.uuid4())
        with pytest.raises(NotPossible, match="已提交"):
            actions.refill(claim=claim, by=paid.founder)
        third = filing.learners.get(position=3)
        with pytest.raises(NotPossible, match="退回补正"):
            actions.leave_out(learner=third, by=paid.founder, why="劳动合同已到期")
        review.send_back(application=case, by=paid.officer, items=[Item("other", "", "第 3 人劳动合同已到期，请剔除")])
        case.refresh_from_db()
        actions.leave_out(learner=third, by=paid.founder, why="劳动合同已到期")
        claim.refresh_from_db()
        actions.refill(claim=claim, by=paid.founder)
        state = list_of(case, case.version)
        assert state is not None and len(state.rows) == 2
        assert ClaimLine.objects.filter(live=True).count() == 2
        replies = {row.pk: "已剔除" for row in case.corrections.all()}
        intake.resubmit(application=case, by=paid.founder, declared={}, replies=replies, request_key=uuid.uuid4())
        review.accept(application=case, by=paid.officer)
        case.refresh_from_db()
        decision = deciding.decide(application=case, by=paid.officer, outcome="granted")
    assert decision.amount == 1200


def test_a_list_typed_over_does_not_go_in_until_it_is_filled_in_anew(paid: District) -> None:
    """Of what was sent back: the amount follows the list, and the list follows the ledger's lines."""
    filing = taught(paid, 1, 2)
    with clock.at(AFTER):
        claim = actions.claim(filing=filing, by=paid.founder, request_key=uuid.uuid4())
        case = intake.submit(application=claim.application, by=paid.founder, declared={}, request_key=uuid.uuid4())
        review.send_back(application=case, by=paid.officer, items=[Item("other", "", "请核对")])
        case.refresh_from_db()
        state = list_of(case, case.version)
        assert state is not None
        save_rows(application=case, by=paid.founder, asked=state.asked, changed={state.rows[0].key: {"计补学时": "11"}})
        replies = {row.pk: "已核对" for row in case.corrections.all()}
        said = {"application": case, "by": paid.founder, "declared": {}, "replies": replies}
        with pytest.raises(NotYet, match="重新带入"):
            intake.resubmit(**said, request_key=uuid.uuid4())
        claim.refresh_from_db()
        actions.refill(claim=claim, by=paid.founder)
        intake.resubmit(**said, request_key=uuid.uuid4())
        case.refresh_from_db()
    assert case.state == "submitted"


def accepted(paid: District, filing: Filing) -> Application:
    claim = actions.claim(filing=filing, by=paid.founder, request_key=uuid.uuid4())
    case = intake.submit(application=claim.application, by=paid.founder, declared={}, request_key=uuid.uuid4())
    review.accept(application=case, by=paid.officer)
    case.refresh_from_db()
    return case


def test_hours_struck_while_the_case_is_looked_at_are_not_paid(paid: District) -> None:
    filing = taught(paid, 1, 2)
    with clock.at(AFTER):
        case = accepted(paid, filing)
        second = filing.learners.get(position=2)
        for entry in entries_of(second.ledger):
            strike_entry(entry=entry, by=paid.officer, reason="记录是补的")
        with pytest.raises(NotYet, match="1 人的学时经核实不再计算"):
            deciding.decide(application=case, by=paid.officer, outcome="granted")
        withdraw(application=case, by=paid.founder)
        again = accepted(paid, filing)
        decision = deciding.decide(application=again, by=paid.officer, outcome="granted")
    assert decision.amount == 600


def granted(paid: District) -> tuple[Filing, Decision]:
    filing = taught(paid, 1, 2)
    with clock.at(AFTER):
        case = accepted(paid, filing)
        return filing, deciding.decide(application=case, by=paid.officer, outcome="granted")


def all_struck(filing: Filing, position: int, by: Person) -> None:
    for entry in entries_of(filing.learners.get(position=position).ledger):
        strike_entry(entry=entry, by=by, reason="记录是补的")


def test_hours_struck_after_they_were_granted_go_on_as_a_finding_once(paid: District) -> None:
    filing, decision = granted(paid)
    with clock.at(AFTER):
        assert afterwards.struck(clock.today()) == "学时划去后转入核查 0 件。"
    with clock.at(AFTER + dt.timedelta(days=1)):
        all_struck(filing, 2, paid.officer)
        assert afterwards.struck(clock.today()) == "学时划去后转入核查 1 件。"
        assert afterwards.struck(clock.today()) == "学时划去后转入核查 0 件。"
    finding = decision.findings.get()
    assert (finding.kind, finding.source, finding.state) == ("recovery", "hand", "opened")
    assert finding.say == "决定以后，名单里 1 人的学时经核实不再计算或者少了，计补学时比决定时少 12。"
    finding.state = "closed"
    finding.save()
    with clock.at(AFTER + dt.timedelta(days=2)):
        assert (
            afterwards.struck(clock.today()) == "学时划去后转入核查 0 件。"
        )  # what was ruled on is not brought up anew
        all_struck(filing, 1, paid.officer)
        assert afterwards.struck(clock.today()) == "学时划去后转入核查 1 件。"
    assert (
        decision.findings.exclude(pk=finding.pk)
        .get()
        .say.endswith("1 人的学时经核实不再计算或者少了，计补学时比决定时少 12。")
    )


def test_what_waits_for_a_look_or_was_struck_before_is_no_finding(paid: District) -> None:
    filing, decision = granted(paid)
    with clock.at(AFTER):
        known = entries_of(filing.learners.get(position=1).ledger).order_by("began")[0]
        look([record(Word(
            learner=known.learner, session="town:elsewhere", title="别处的课", office=known.office, began=known.began,
            ended=known.ended, source="import", key="town:elsewhere:1",
        ))])  # fmt: skip
        assert Flag.objects.filter(state="open").exists()
    with clock.at(AFTER + dt.timedelta(days=1)):
        strike_entry(entry=entries_of(known.learner).get(key="town:elsewhere:1"), by=paid.officer, reason="重复")
        assert afterwards.struck(clock.today()) == "学时划去后转入核查 0 件。"
    assert not decision.findings.exists()


def test_hours_put_up_for_review_wait_for_what_comes_of_it(paid: District) -> None:
    filing = taught(paid, 1, 2)
    with clock.at(AFTER):
        case = accepted(paid, filing)
        first = filing.learners.select_related("ledger").get(position=1)
        known = entries_of(first.ledger).order_by("began")[0]
        look([record(Word(
            learner=first.ledger, session="town:elsewhere", title="别处的课", office=known.office, began=known.began,
            ended=known.ended, source="import", key="town:elsewhere:1",
        ))])  # fmt: skip
        with pytest.raises(NotYet, match="正在核实"):
            deciding.decide(application=case, by=paid.officer, outcome="granted")
        for flag in Flag.objects.filter(state="open"):
            clear(flag=flag, by=paid.officer, reason="两处是同一堂课")
        decision = deciding.decide(application=case, by=paid.officer, outcome="granted")
    assert decision.amount == 1200


def test_below_the_floor_and_declared_hours_are_not_paid(paid: District) -> None:
    filing = taught(paid, 1, hours=2)  # 3 × 2 h = 8 学时, the floor is 10
    with clock.at(AFTER):
        [row] = counted(filing)
        assert (row.hours, row.payable) == (8, 0)
        assert tally([row]).paid == 0
        with pytest.raises(NotPossible, match="没有可以申报的学时"):
            actions.claim(filing=filing, by=paid.founder, request_key=uuid.uuid4())


def test_above_the_cap_no_more_is_paid(paid: District) -> None:
    filing = taught(paid, 1, hours=8)
    with clock.at(AFTER):
        [row] = counted(filing)
    assert (row.hours, row.payable) == (32, 20)


def test_at_most_three_sessions_of_a_year(paid: District) -> None:
    """One person, four classes at four firms, one after another; the fourth is not paid for."""
    firms = [(paid.firm, paid.founder), *(another(paid, n) for n in (11, 12, 13))]
    turns = []
    for place, (firm, by) in enumerate(firms):
        filing = taught(paid, 1, firm=firm, by=by, days_on=place * 3)
        with clock.at(AFTER):
            try:
                turns.append(actions.claim(filing=filing, by=by, request_key=uuid.uuid4()).lines.get().turn)
            except NotPossible as why:
                assert "每年至多 3 次" in str(why)
                turns.append(0)
    assert turns == [1, 2, 3, 0]


def test_a_session_that_was_given_up_frees_its_turn_and_no_other(paid: District) -> None:
    """Two of a year; the first is withdrawn: filling the second in anew, and a third class, still go."""
    one, two = taught(paid, 1), taught(paid, 1, days_on=3)
    other, boss = another(paid, 11)
    three = taught(paid, 1, firm=other, by=boss, days_on=6)
    with clock.at(AFTER):
        first = actions.claim(filing=one, by=paid.founder, request_key=uuid.uuid4())
        found, chief = another(paid, 12)
        second = actions.claim(filing=three, by=boss, request_key=uuid.uuid4())
        assert (first.lines.get().turn, second.lines.get().turn) == (1, 2)
        withdraw(application=first.application, by=paid.founder)
        again = actions.claim(filing=two, by=paid.founder, request_key=uuid.uuid4())
        assert again.lines.get().turn == 1, "the lowest that is free"
        withdraw(application=again.application, by=paid.founder)
        second.refresh_from_db()
        actions.refill(claim=second, by=boss)
        assert second.lines.get(live=True).turn == 1
    fourth = taught(paid, 1, firm=found, by=chief, days_on=9)
    with clock.at(AFTER):
        assert actions.claim(filing=fourth, by=chief, request_key=uuid.uuid4()).lines.get().turn == 2


def test_two_places_at_once_wait_for_a_person(paid: District) -> None:
    """The same mornings at two employers: both show it, neither is paid while it is looked at."""
    other, boss = another(paid, 11)
    one = taught(paid, 1)
    two = taught(paid, 1, firm=other, by=boss)
    with clock.at(AFTER):
        for filing in (one, two):
            [row] = counted(filing)
            assert row.flagged and row.elsewhere and row.payable == 0
        with pytest.raises(NotPossible, match="正在核实"):
            actions.claim(filing=two, by=boss, request_key=uuid.uuid4())


def test_before_the_class_is_over_there_is_no_claim(paid: District) -> None:
    filing = filed(paid)
    with pytest.raises(NotPossible, match="结班之后"):
        actions.claim(filing=filing, by=paid.founder, request_key=uuid.uuid4())
