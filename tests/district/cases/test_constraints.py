"""What the database itself refuses: each named constraint violated once, each append-only table written over once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from district.cases.approving.models import Proposal, Signature
from district.cases.core.models import Answer, Application, Decision, NumberSeries, Submission
from district.ground import clock
from tests.district.cases import deciding
from tests.district.cases.factories import District, district, enterprise, join
from tests.district.conftest import TODAY
from tests.standing import as_built, standing

pytestmark = pytest.mark.database


built, here = standing(TODAY, district), as_built


Violate = Callable[[District], object]


def copy(row: models.Model, **changed: Any) -> object:
    """The same row once more, something changed: saved behind the actions' back."""
    row.pk = None
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def change(row: models.Model, **changed: Any) -> int:
    return type(row)._default_manager.filter(pk=row.pk).update(**changed)


def decided(here: District, outcome: str = "granted") -> Decision:
    case = here.judged()
    return deciding.decide(application=case, by=here.officer, outcome=outcome, note="x")


def another(here: District) -> dict[str, Any]:
    return {"reference": "SB-X", "request_key": uuid.uuid4()}


def signed(here: District, case: Application, outcome: str = "granted", replaces: Decision | None = None) -> Proposal:
    """A proposal that two signed, the last being the officer: what a decision rests on, written by hand."""
    row = Proposal.objects.create(
        application=case, office=case.programme.office, outcome=outcome, levels=["officer", "reviewer"], steps=2,
        turn="officer", came_from="accepted", replaces=replaces, request_key=uuid.uuid4(), by=here.leader,
        at=clock.now(),
    )  # fmt: skip
    for place, by in enumerate((here.leader, here.officer), 1):
        Signature.objects.create(proposal=row, place=place, role=row.levels[place - 1], by=by, at=clock.now())
    return row


def undecided_decision(here: District, **said: Any) -> object:
    case = here.accepted()
    signed(here, case, said.get("outcome", "refused"))
    fields = {
        "application": case, "number": "x", "office": case.programme.office, "year": 2022, "serial": 1,
        "submission": case.submissions.get(), "outcome": "refused", "reasons": [], "verdict": {},
        "by": here.officer, "at": clock.now(),
    }  # fmt: skip
    return Decision.objects.create(**{**fields, **said})


def second_series(here: District) -> object:
    office = here.programmes["hiring"].office
    return [NumberSeries.objects.create(office=office, year=2022) for _ in range(2)]


def replaced_twice(here: District) -> object:
    old = decided(here)
    for serial in (8, 9):
        row = Decision.objects.get(pk=old.pk)
        Proposal.objects.filter(application=old.application).update(state="lapsed", ended_at=clock.now(), turn="",
                                                                    decision=None)  # fmt: skip
        signed(here, old.application, replaces=old)
        row.by = here.officer
        copy(row, number=f"n{serial}", serial=serial, replaces=old)
    return old


CONSTRAINTS: dict[str, Violate] = {
    "one_open_application_per_programme": lambda here: copy(here.started(), **another(here)),
    "application_state_is_known": lambda here: change(here.started(), state="lost"),
    "application_returned_once_at_most": lambda here: change(here.submitted(), times_returned=2),
    "granted_has_a_decision_date": lambda here: change(here.accepted(), state="granted"),
    "submissions_are_numbered": lambda here: copy(here.submitted().submissions.get(), request_key=uuid.uuid4()),
    "one_number_series_per_bureau_year": second_series,
    "a_decision_is_replaced_once": lambda here: replaced_twice(here),
    "one_decision_per_application": lambda here: second_decision(here),
    "decision_numbers_never_repeat": lambda here: repeated_number(here),
    "numbers_of_declining_never_repeat": lambda here: two_declined(here),
    "declining_says_why": lambda here: undecided_decision(here, ground="示例规〔2022〕1号"),
    "decision_outcome_is_known": lambda here: unknown_outcome(here),
    "refusal_has_no_amount": lambda here: undecided_decision(here, amount=Decimal(1), total=Decimal(1)),
    "decision_gives_no_more_than_its_share": lambda here: undecided_decision(
        here, outcome="granted", amount=Decimal(2), total=Decimal(2), share=Decimal(1)
    ),
    "decision_is_its_periods": lambda here: undecided_decision(
        here, outcome="granted", amount=Decimal(2), times=36, total=Decimal(2)
    ),
}


def repeated_number(here: District) -> object:
    first = decided(here)
    other = here.started("hiring", firm=second_firm(here))
    signed(here, other)
    return copy(first, number="another", application=other, by=here.officer)


def two_declined(here: District) -> object:
    first = undecided_decision(here, ground="示例规〔2022〕1号", note="不归本部门")
    other = here.started("hiring", firm=second_firm(here))
    signed(here, other, "refused")
    return copy(first, number="another", application=other)


def second_decision(here: District) -> object:
    first = decided(here)
    signed(here, first.application)
    return copy(first, number="another", serial=9, by=here.officer)


def unknown_outcome(here: District) -> object:
    """No proposal has such an outcome, so the trigger would speak first: the constraint is tried without it."""
    on = " ON cases_decision" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER decision_is_signed_at_every_level{on}")
    case = here.accepted()
    return Decision.objects.create(
        application=case, number="x", office=case.programme.office, year=2022, serial=1,
        submission=case.submissions.get(), outcome="perhaps", reasons=[], verdict={}, by=here.officer, at=clock.now(),
    )  # fmt: skip


def second_firm(here: District) -> Any:
    firm = enterprise("91310110MA00000A9R", "示例乙有限公司")
    join(here.founder, firm)
    return firm


# SQLite names the columns of a broken unique index, PostgreSQL the constraint; both say which rule it was.
COLUMNS = {
    "one_open_application_per_programme": "cases_application.enterprise_id, cases_application.prog",
    "submissions_are_numbered": "cases_submission.application_id, cases_submission.serial",
    "one_number_series_per_bureau_year": ", ".join(
        f"cases_numberseries.{name}" for name in ("office_id", "year", "mark")
    ),
    "a_decision_is_replaced_once": "cases_decision.replaces_id",
    "one_decision_per_application": "cases_decision.application_id",
    "decision_numbers_never_repeat": "cases_decision.office_id, cases_decision.year",
    "numbers_of_declining_never_repeat": "cases_decision.office_id, cases_decision.year",
}


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_database_refuses(here: District, name: str) -> None:
    said = COLUMNS.get(name, name) if connection.vendor == "sqlite" else name
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        CONSTRAINTS[name](here)


def test_every_named_constraint_is_violated_once() -> None:
    named = {
        constraint.name
        for model in (Application, Answer, Submission, NumberSeries, Decision)
        for constraint in model._meta.constraints
    }
    assert set(CONSTRAINTS) == named


@pytest.mark.parametrize("table", ["decision", "submission", "answer"])
def test_what_was_decided_is_never_changed(here: District, table: str) -> None:
    row = {
        "decision": lambda: decided(here),
        "submission": lambda: here.submitted().submissions.get(),
        "answer": lambda: here.judged().answers.get(),
    }[table]()
    field = {"decision": {"note": "y"}, "submission": {"serial": 7}, "answer": {"condition": "y"}}[table]
    with pytest.raises(DatabaseError, match=f"{row._meta.db_table}_never_updated"), transaction.atomic():
        change(row, **field)
    with pytest.raises(DatabaseError, match=f"{row._meta.db_table}_never_deleted"), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk)._raw_delete("default")
