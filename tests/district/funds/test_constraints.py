"""What the database itself refuses: each named constraint violated once; entries are never changed; and a ledger that
was tampered with does not verify."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from district.funds import actions, verifying, withholding
from district.funds.models import (
    Account,
    Award,
    Batch,
    Clawback,
    Instalment,
    Line,
    OutsideGrant,
    Pause,
    Payee,
    Payment,
    Reserved,
    ReturnFile,
    Settlement,
    Tally,
    Transfer,
    Withheld,
)
from district.ground import clock
from tests.district.funds.conftest import DAY
from tests.district.funds.town import Town, town
from tests.standing import as_built, standing

pytestmark = pytest.mark.database


built, here = standing(DAY, town), as_built


Violate = Callable[[Town], object]


def change(rows: Any, **changed: Any) -> object:
    row = rows.first()
    assert row is not None
    return type(row)._default_manager.filter(pk=row.pk).update(**changed)


def copy(rows: Any, **changed: Any) -> object:
    row = rows.first()
    assert row is not None
    row.pk = None
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def transfer(here: Town, **changed: Any) -> object:
    given = {
        "at": clock.now(), "verb": "x", "fen": 1,
        "credit": Account.objects.get(line=here.line, level="district", kind="available"),
        "debit": Account.objects.get(line=here.line, level="district", kind="held"),
    }  # fmt: skip
    return Transfer.objects.create(**{**given, **changed})


def overdraw_award(here: Town) -> object:
    """Somebody else's held money would pay for this award: the account has it, the award does not."""
    here.hold(1)
    here.commit(2)
    held = Account.objects.get(line=here.line, level="district", kind="held")
    to = Account.objects.get(line=here.line, level="district", kind="committed")
    return transfer(here, credit=held, debit=to, award=Award.objects.get(reference="SB-2"))


def reserved(here: Town) -> Any:
    actions.reserve(reference="MS-1", version=here.version(), amounts=[Decimal(1)], by=here.officer)
    return Reserved.objects.all()


def batch(here: Town) -> Any:
    here.payee()
    here.commit()
    here.made()
    return Batch.objects.all()


def payment(here: Town) -> Any:
    batch(here)
    return Payment.objects.all()


def returned(here: Town) -> Any:
    batch(here)
    here.answer(here.sent(Batch.objects.get()))
    return ReturnFile.objects.all()


def owed(here: Town) -> Any:

    here.paid()
    here.claw_back(1, 5)
    return Clawback.objects.all()


def paused(here: Town) -> Any:
    from district.funds import pausing

    here.commit()
    return Pause.objects.filter(pk=pausing.by_hand(award=Award.objects.get(), by=here.officer, reason="示例").pk)


def withheld(here: Town) -> Any:
    here.commit()
    withholding.withhold({Award.objects.get().pk: withholding.Stop("event:1", "注销")})
    return Withheld.objects.all()


def settlement(here: Town) -> Any:
    from district.funds import handing_out
    from tests.district.funds.test_settling import asked

    here.payee()
    here.commit()
    batch = here.sent()
    handing_out.hand_out(batch=batch, by=here.finance, for_what="送盘")
    return Settlement.objects.filter(pk=asked(here, batch.payments.get(), "paid").pk)


def tally(here: Town) -> Any:
    here.hold()
    return Tally.objects.all()


def instalment(here: Town) -> Any:
    here.commit()
    return Instalment.objects.all()


def promised(here: Town) -> Any:
    here.commit()
    return Award.objects.all()


def award(here: Town) -> Any:
    here.hold()
    return Award.objects.all()


def payee(here: Town) -> Any:
    here.payee()
    return Payee.objects.all()


def outside(here: Town) -> Any:
    OutsideGrant.objects.create(
        enterprise=here.firm(), office="市科委", name="示例市级奖励", fen=100, granted_on=clock.today(), source="示例",
        bureau=here.line.office, entered_by=here.officer, entered_at=clock.now(),
    )  # fmt: skip
    return OutsideGrant.objects.all()


CONSTRAINTS: dict[str, Violate] = {
    "one_line_per_year_bureau_name": lambda here: copy(Line.objects.all(), reference="x"),
    "line_sort_is_known": lambda here: change(Line.objects.all(), sort="x"),
    "one_account_per_line_level_kind": lambda here: copy(Account.objects.all()),
    "account_never_overdrawn": lambda here: transfer(here, fen=100_000_001),
    "appropriated_is_a_source": lambda here: change(Account.objects.filter(kind="appropriated"), fen=1),
    "account_level_is_known": lambda here: change(Account.objects.filter(fen=0), level="x"),
    "account_kind_is_known": lambda here: change(Account.objects.filter(fen=0), kind="x"),
    "transfer_moves_something": lambda here: transfer(here, fen=0),
    "transfer_between_two_accounts": lambda here: transfer(here, debit=Account.objects.get(
        line=here.line, level="district", kind="available")),
    "one_reservation_a_list_and_line": lambda here: copy(reserved(here)),
    "reservation_never_overdrawn": lambda here: change(reserved(here), district=-1),
    "one_tally_per_award_line_level": lambda here: copy(tally(here)),
    "award_never_overdrawn": overdraw_award,
    "award_state_is_known": lambda here: change(award(here), state="x"),
    "award_is_of_something": lambda here: change(award(here), fen=0, each=0),
    "award_is_its_periods": lambda here: change(award(here), times=2),
    "award_loses_no_more_than_it_is": lambda here: change(award(here), fallen=10_000_001),
    "instalment_within_what_was_decided": lambda here: change(instalment(here), full=1),
    "outside_grant_counts_once": lambda here: copy(outside(here)),
    "outside_grant_is_not_negative": lambda here: change(outside(here), fen=-1),
    "outside_grant_voided_by_somebody": lambda here: change(outside(here), voided_at=clock.now()),
    "committed_has_a_date": lambda here: change(award(here), state="committed"),
    "instalments_are_numbered": lambda here: copy(instalment(here)),
    "instalment_is_of_something": lambda here: change(instalment(here), fen=0),
    "instalment_state_is_known": lambda here: change(instalment(here), state="x"),
    "instalment_due_has_a_day": lambda here: change(instalment(here), due_on=None),
    "instalment_to_pay_has_a_line": lambda here: change(instalment(here), line=None),
    "one_verified_payee_per_enterprise": lambda here: copy(payee(here), request_key=uuid.uuid4()),
    "payee_verified_by_another": lambda here: change(payee(here), verified_by=here.base.founder),
    "payee_state_is_known": lambda here: change(payee(here), state="x"),
    "batch_state_is_known": lambda here: change(batch(here), state="x"),
    "batch_checked_by_another": lambda here: change(batch(here), checked_by=here.finance),
    "batch_released_by_two": lambda here: change(batch(here), first_by=here.cashier, second_by=here.cashier),
    "batch_leaves_only_released": lambda here: change(batch(here), state="sent"),
    "one_live_payment_per_instalment": lambda here: copy(payment(here), reference="x"),
    "payment_is_of_something": lambda here: change(payment(here), fen=0),
    "payment_offset_within_amount": lambda here: change(payment(here), offset=10_000_001),
    "payment_state_is_known": lambda here: change(payment(here), state="x"),
    "return_file_once_per_batch": lambda here: copy(returned(here)),
    "clawback_state_is_known": lambda here: change(owed(here), state="x"),
    "clawback_adds_up": lambda here: change(owed(here), left=501),
    "clawback_stands_on_a_finding": lambda here: change(owed(here), ground="", proposed_by=None, agreed_by=None),
    "clawback_agreed_by_another": lambda here: change(owed(here), proposed_by=here.finance, agreed_by=here.finance),
    "award_excess_is_not_below_nought": lambda here: change(promised(here), excess=-1),
    "instalment_paused_is_not_under_way": lambda here: change(instalment(here), state="paid", paused=True),
    "one_open_pause_a_cause": lambda here: copy(paused(here)),
    "pause_ends_with_a_reason": lambda here: change(paused(here), ended_at=clock.now()),
    "award_withheld_once_for_a_cause": lambda here: copy(withheld(here)),
    "withheld_says_why": lambda here: change(withheld(here), why=""),
    "withheld_end_is_known": lambda here: change(withheld(here), ended="x", ended_at=clock.now()),
    "withheld_ends_on_a_day": lambda here: change(withheld(here), ended="right"),
    "withheld_is_paid_for_a_reason": lambda here: change(withheld(here), ended="paid", ended_at=clock.now()),
    "one_settlement_asked_per_payment": lambda here: copy(settlement(here), request_key=uuid.uuid4()),
    "settlement_by_two": lambda here: change(settlement(here), settled_by=here.finance),
    "settlement_agreed_by_somebody": lambda here: change(settlement(here), state="agreed"),
    "settlement_result_is_known": lambda here: change(settlement(here), result="x"),
    "settlement_state_is_known": lambda here: change(settlement(here), state="x"),
    "write_off_approved_by_another": lambda here: change(owed(here), asked_by=here.finance, approved_by=here.finance),
    "write_off_is_approved": lambda here: change(owed(here), state="written-off"),
    "clawback_step_is_of_something": lambda here: change(owed(here).get().steps, fen=0),
    "one_clawback_step_a_day": lambda here: copy(owed(here).get().steps),
}  # fmt: skip


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_database_refuses(here: Town, name: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        CONSTRAINTS[name](here)
    said = str(refused.value)
    if "UNIQUE constraint failed" in said:  # SQLite names the columns of a unique constraint, not its name
        rule = constraints()[name]
        assert isinstance(rule, models.UniqueConstraint)
        assert all(f"{field}" in said for field in rule.fields)
    else:
        assert name in said


def constraints() -> dict[str, models.BaseConstraint]:
    return {rule.name: rule for model in apps.get_app_config("funds").get_models() for rule in model._meta.constraints}


def test_every_constraint_is_tried() -> None:
    assert set(CONSTRAINTS) == set(constraints())


@pytest.mark.parametrize("statement", ["UPDATE funds_transfer SET fen = 1", "DELETE FROM funds_transfer"])
def test_entries_are_never_changed(here: Town, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="funds_transfer_never"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_entry_written_past_the_actions_is_posted_all_the_same(here: Town) -> None:
    """Whoever writes an entry, the balances follow and the guard holds: no code of ours is asked."""
    transfer(here, fen=40_000_000)
    transfer(here, fen=60_000_000)
    with pytest.raises(IntegrityError, match="account_never_overdrawn"), transaction.atomic():
        transfer(here, fen=1)
    assert Account.objects.get(line=here.line, level="district", kind="available").fen == 0


SPOIL: dict[str, Violate] = {
    "a reservation": lambda here: change(reserved(here), district=5),
    "a balance": lambda here: change(Account.objects.filter(kind="available", fen__gt=0), fen=5),
    "a tally": lambda here: change(tally(here), held=5),
    "an instalment": lambda here: change(instalment(here), fen=5),
    "an instalment said paid": lambda here: change(instalment(here), state="paid"),
    "what an award promises": lambda here: change(promised(here), fen=5, each=5),
    "an entry of its own": lambda here: transfer(here, award=instalment(here).get().award, credit=Account.objects.get(
        line=here.line, level="district", kind="available"), debit=Account.objects.get(
        line=here.line, level="district", kind="committed")),
    "a payment said paid": lambda here: (payment(here), Payment.objects.update(state="paid")),
    "a batch's total": lambda here: change(batch(here), fen=5),
    "what is owed": lambda here: change(owed(here), left=4),
    "a level crossed": lambda here: transfer(here, debit=Account.objects.get(
        line=here.line, level="city", kind="held")),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOIL)
def test_a_ledger_that_was_tampered_with_does_not_verify(here: Town, what: str) -> None:
    call_command("ledger", "verify", verbosity=0)
    with transaction.atomic():
        SPOIL[what](here)
        assert verifying.verify()
        with pytest.raises(CommandError):
            call_command("ledger", "verify")
        transaction.set_rollback(True)
