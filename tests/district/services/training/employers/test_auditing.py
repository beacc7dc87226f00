"""A sample: sealed, its seed recorded, drawn the same by anybody, heard before it is ruled on, on as a finding."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction

from district.cases.aftercare.models import Finding
from district.cases.aftercare.sampling import draw_from
from district.cases.core.checks import NotPossible as NotYet
from district.cases.intake import actions as intake
from district.cases.review import actions as review
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused
from district.ground.record.moves import MoveRefused
from district.services.training.employers import actions
from district.services.training.employers.models import Audit, AuditItem
from district.services.training.employers.queries import counted
from tests.district.cases import deciding
from tests.district.cases.factories import District
from tests.district.services.training.employers.town import AFTER, taught


def sealed(paid: District, size: int = 2) -> Audit:
    return actions.seal(title="示例抽查", office=paid.officer.duties[0].bureau, since=AFTER, until=AFTER, size=size,
                        by=paid.leader, request_key=uuid.uuid4())  # fmt: skip


def drawn(paid: District, size: int = 2) -> Audit:
    audit = sealed(paid, size)
    actions.record_seed(audit=audit, by=paid.leader, seed="示例号码 1")
    return actions.draw(audit=audit, by=paid.leader)


def test_the_seed_is_recorded_before_and_gives_the_same_again(paid: District) -> None:
    taught(paid, 1, 2, 3, 4, 5)
    with clock.at(AFTER):
        audit = sealed(paid)
        with pytest.raises(MoveRefused):
            actions.draw(audit=audit, by=paid.leader)
        actions.record_seed(audit=audit, by=paid.leader, seed="示例号码 1")
        with pytest.raises(MoveRefused):
            actions.record_seed(audit=audit, by=paid.leader, seed="示例号码 2")
        actions.draw(audit=audit, by=paid.leader)
        found = [each.learner.called for each in audit.items.select_related("learner__filing")]
    again = draw_from(audit.population, size=2, share=0, seed="示例号码 1")
    assert found == [each.number for each in again] and len(found) == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        Audit.objects.filter(pk=audit.pk).update(population=[])


def test_nobody_is_ruled_on_unheard(paid: District) -> None:
    taught(paid, 1, 2)
    with clock.at(AFTER):
        audit = drawn(paid, 1)
        item: AuditItem = audit.items.get()
        with pytest.raises(Refused, match="没有经手"):
            actions.doubt(item=item, by=paid.officer, doubt="记录不一致")  # the officer follows this firm up
        actions.doubt(item=item, by=paid.leader, doubt="记录不一致")
        with pytest.raises(NotPossible, match="企业可以陈述到"):
            actions.uphold(item=item, by=paid.leader, ruling="属实")
        actions.hear(item=item, by=paid.founder, heard="当天停电，改在次日")
        actions.drop(item=item, by=paid.leader, ruling="说明合理")
        assert item.state == "dropped"
        with pytest.raises(NotPossible, match="已有结论"):
            actions.hear(item=item, by=paid.founder, heard="再说一次")
        actions.end(audit=audit, by=paid.leader)


def test_who_says_nothing_is_ruled_on_when_the_time_is_over(paid: District) -> None:
    filing = taught(paid, 1, 2)
    with clock.at(AFTER):
        audit = drawn(paid, 1)
        item = audit.items.get()
        actions.doubt(item=item, by=paid.leader, doubt="记录不一致")
        with pytest.raises(NotPossible, match="没有结论"):
            actions.end(audit=audit, by=paid.leader)
    assert item.hear_until == dt.date(2022, 7, 18)
    with clock.at(dt.date(2022, 7, 19)):
        actions.uphold(item=item, by=paid.leader, ruling="记录是补的")
        assert len(counted(filing)) == 1
        claim = actions.claim(filing=filing, by=paid.founder, request_key=uuid.uuid4())
        assert claim.lines.filter(live=True).count() == 1


def test_what_was_granted_goes_on_as_a_finding(paid: District) -> None:
    filing = taught(paid, 1, 2)
    with clock.at(AFTER):
        claim = actions.claim(filing=filing, by=paid.founder, request_key=uuid.uuid4())
        case = intake.submit(application=claim.application, by=paid.founder, declared={}, request_key=uuid.uuid4())
        review.accept(application=case, by=paid.officer)
        deciding.decide(application=case, by=paid.officer, outcome="granted")
        audit = drawn(paid, 1)
        item = audit.items.get()
        actions.doubt(item=item, by=paid.leader, doubt="记录不一致")
        actions.hear(item=item, by=paid.founder, heard="无异议")
        actions.uphold(item=item, by=paid.leader, ruling="记录是补的")
    finding = Finding.objects.get(reference=item.finding)
    assert finding.source == "sampling" and finding.application == case and finding.state == "opened"


def test_what_a_decision_did_not_pay_for_is_no_finding(paid: District) -> None:
    """Somebody drawn, whom the firm leaves out of the list before it is granted."""
    filing = taught(paid, 1, 2)
    with clock.at(AFTER):
        claim = actions.claim(filing=filing, by=paid.founder, request_key=uuid.uuid4())
        audit = drawn(paid, 1)
        item = audit.items.select_related("learner__filing").get()
        actions.doubt(item=item, by=paid.leader, doubt="记录不一致")
        actions.leave_out(learner=item.learner, by=paid.founder, why="本人没有来")
        actions.refill(claim=claim, by=paid.founder)
        case = intake.submit(application=claim.application, by=paid.founder, declared={}, request_key=uuid.uuid4())
        review.accept(application=case, by=paid.officer)
        deciding.decide(application=case, by=paid.officer, outcome="granted")
        actions.hear(item=item, by=paid.founder, heard="已剔除")
        actions.uphold(item=item, by=paid.leader, ruling="属实")
    assert item.finding == "" and not Finding.objects.exists()


def test_whom_an_audit_struck_is_not_granted(paid: District) -> None:
    filing = taught(paid, 1, 2)
    with clock.at(AFTER):
        claim = actions.claim(filing=filing, by=paid.founder, request_key=uuid.uuid4())
        case = intake.submit(application=claim.application, by=paid.founder, declared={}, request_key=uuid.uuid4())
        review.accept(application=case, by=paid.officer)
        item = drawn(paid, 1).items.get()
        actions.doubt(item=item, by=paid.leader, doubt="记录不一致")
        actions.hear(item=item, by=paid.founder, heard="无异议")
        actions.uphold(item=item, by=paid.leader, ruling="记录是补的")
        with pytest.raises(NotYet, match="1 人的学时经核实不再计算"):
            deciding.decide(application=case, by=paid.officer, outcome="granted")
    assert item.finding == ""


def test_a_doubt_answered_leaves_the_others_waiting(paid: District) -> None:
    """Two of one class are doubted: what is heard or ruled of one asks no more, the other still does."""
    taught(paid, 1, 2)

    def asking() -> set[str]:
        rows = Message.objects.filter(to=paid.founder, room="employers", needs_action=True)
        return set(rows.values_list("subject", flat=True))

    with clock.at(AFTER):
        one, two = drawn(paid, 2).items.order_by("place")
        for item in (one, two):
            actions.doubt(item=item, by=paid.leader, doubt="记录不一致")
        assert asking() == {one.reference, two.reference}
        actions.hear(item=one, by=paid.founder, heard="当天停电，改在次日")
        assert asking() == {two.reference}
        actions.drop(item=one, by=paid.leader, ruling="说明合理")
        assert asking() == {two.reference}
