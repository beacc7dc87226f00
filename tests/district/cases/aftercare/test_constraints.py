"""What the database itself refuses: each named constraint violated once, append-only tables written over once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from district.cases.aftercare import actions, sampling, watching
from district.cases.aftercare.models import Campaign, CampaignItem, Finding, Obligation, ObligationCheck, Statement
from district.cases.headcount import workers
from district.cases.headcount.models import Collision, WorkerClaim, WorkerMonth
from district.ground import clock
from tests.district.cases.aftercare.factories import JULY, granted, second_firm, with_obligations
from tests.district.cases.aftercare.test_workers import line
from tests.district.cases.factories import District, district
from tests.district.conftest import TODAY
from tests.standing import as_built, standing

pytestmark = pytest.mark.database


built, after = standing(TODAY, lambda: with_obligations(district())), as_built


def copy(row: Any, **changed: Any) -> object:
    row.pk = None
    for name, value in changed.items():
        setattr(row, name, value)
    return row.save(force_insert=True)


def change(row: models.Model, **changed: Any) -> int:
    return type(row)._default_manager.filter(pk=row.pk).update(**changed)


def obligation(after: District) -> Obligation:
    return Obligation.objects.get(decision=granted(after), key="stay")


def check(after: District) -> ObligationCheck:
    row = obligation(after)
    with clock.at(JULY):
        watching.look(row.pk)
    return row.checks.get()


def finding(after: District, source: str = "sampling", **said: Any) -> Finding:
    return actions.open_finding(decision=granted(after, **said), source=source, kind="recovery", cause="x", say="x",
                                since_on=clock.today())  # fmt: skip


def campaign(after: District) -> Campaign:
    granted(after)
    programme = after.programmes["hiring"]
    made = sampling.prepare(title="x", office=programme.office, programmes=[programme], year=2022, size=1, share=0,
                            by=after.leader, request_key=uuid.uuid4())  # fmt: skip
    return sampling.draw(campaign=made, seed="1", by=after.leader)


def item(after: District) -> CampaignItem:
    return campaign(after).items.get()


def claim(after: District) -> WorkerClaim:
    case = after.started("hiring", second_firm(after, 1))
    workers.register(application=case, lines=[line(1)], by=after.founder)
    return case.workers.get()


def collision(after: District) -> Collision:
    claim(after)
    case = after.started("hiring", second_firm(after, 2))
    return workers.register(application=case, lines=[line(1)], by=after.founder).collisions[0]


def two_months(after: District) -> object:
    month = claim(after).months.first()
    assert month is not None
    return copy(month)


def proposed_by_leader(after: District) -> object:
    return change(finding(after), proposed_by=after.leader, approved_by=after.leader)


CONSTRAINTS: dict[str, Callable[[District], object]] = {
    "one_obligation_per_decision_and_key": lambda after: copy(obligation(after), reference="YW-2"),
    "obligation_state_is_known": lambda after: change(obligation(after), state="lost"),
    "obligation_days_in_order": lambda after: change(obligation(after), until_on=dt.date(2022, 6, 24)),
    "one_check_a_day": lambda after: copy(check(after)),
    "one_finding_a_cause": lambda after: copy(finding(after), reference="HC-2"),
    "one_open_correction_per_decision": lambda after: copy(finding(after, "correction"), reference="HC-2", cause="y"),
    "finding_state_is_known": lambda after: change(finding(after), state="lost"),
    "finding_kind_is_known": lambda after: change(finding(after), kind="fine"),
    "finding_source_is_known": lambda after: change(finding(after), source="rumour"),
    "finding_amount_is_positive": lambda after: change(finding(after), amount=Decimal(0)),
    "finding_approved_by_another": proposed_by_leader,
    "finding_approved_has_an_amount": lambda after: change(finding(after), state="approved"),
    "finding_recovery_was_told_and_ruled_on": lambda after: change(finding(after), state="upheld"),
    "finding_recovery_has_its_paper": lambda after: change(
        finding(after),
        state="approved",
        told_at=clock.now(),
        ruled_by=after.officer,
        amount=1,
        proposed_by=after.officer,
        approved_by=after.leader,
    ),
    "finding_told_has_a_deadline": lambda after: change(finding(after), state="told"),
    "campaign_size_is_positive": lambda after: change(campaign(after), size=0),
    "campaign_share_is_a_percentage": lambda after: change(campaign(after), share=101),
    "campaign_state_is_known": lambda after: change(campaign(after), state="lost"),
    "campaign_drawn_has_a_seed": lambda after: change(campaign(after), seed=""),
    "one_item_per_decision": lambda after: copy(item(after)),
    "item_result_is_known": lambda after: change(item(after), result="perhaps"),
    "item_drawn_one_way": lambda after: change(item(after), how="by hand"),
    "worker_months_in_order": lambda after: change(claim(after), last=dt.date(2021, 1, 1)),
    "one_live_line_per_worker_and_months": lambda after: copy(claim(after)),
    "one_worker_one_month_one_group": two_months,
    "worker_month_is_a_first_day": lambda after: claim(after).months.update(month=dt.date(2022, 9, 2)),
    "one_collision_per_claim": lambda after: copy(collision(after)),
    "collision_state_is_known": lambda after: change(collision(after), state="lost"),
}
# SQLite names the columns of a broken unique index, PostgreSQL the constraint; both say which rule it was.
COLUMNS = {
    "one_obligation_per_decision_and_key": "aftercare_obligation.decision_id, aftercare_obligation.key",
    "one_check_a_day": "aftercare_obligationcheck.obligation_id, aftercare_obligationcheck.on",
    "one_finding_a_cause": "aftercare_finding.cause",
    "one_open_correction_per_decision": "aftercare_finding.decision_id",
    "one_item_per_decision": "aftercare_campaignitem.campaign_id, aftercare_campaignitem.decision_id",
    "one_live_line_per_worker_and_months": "headcount_workerclaim.application_id, headcount_workerclaim.worker",
    "one_worker_one_month_one_group": "headcount_workermonth.group, headcount_workermonth.worker",
    "one_collision_per_claim": "headcount_collision.application_id, headcount_collision.worker",
}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_database_refuses(after: District, name: str) -> None:
    said = COLUMNS.get(name, name) if connection.vendor == "sqlite" else name
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        CONSTRAINTS[name](after)


def test_every_named_constraint_is_violated_once() -> None:
    tables = (Obligation, ObligationCheck, Finding, Statement, Campaign, CampaignItem, WorkerClaim, WorkerMonth,
              Collision)  # fmt: skip
    assert set(CONSTRAINTS) == {each.name for table in tables for each in table._meta.constraints}


def test_what_an_enterprise_said_is_never_changed(after: District) -> None:
    row = actions.tell(finding=finding(after), by=after.officer)
    said = actions.state_view(finding=row, by=after.founder, text="x", request_key=uuid.uuid4())
    with pytest.raises(DatabaseError, match="aftercare_statement_never_updated"), transaction.atomic():
        change(said, at=said.at + dt.timedelta(1))
    with pytest.raises(DatabaseError, match="aftercare_statement_never_updated"), transaction.atomic():
        said.text = "y"
        said.save()
    with pytest.raises(DatabaseError, match="aftercare_statement_never_deleted"), transaction.atomic():
        Statement.objects.filter(pk=said.pk)._raw_delete("default")
