"""Sixty-four deciders and one line: first the race without the guard, then the guard; and a batch worked by four."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from district.funds import actions, paying, queries, verifying, working
from district.funds.models import Account, Award, Batch, Payment, Transfer
from district.funds.promise import Promise
from district.ground import clock
from district.ground.people.models import Person
from district.policies.models import ProgrammeVersion
from tests import racing
from tests.district.funds.conftest import DAY
from tests.district.funds.town import Town

pytestmark = pytest.mark.database
DECIDERS = 64


rush = partial(racing.rush, at=DAY, wait=30, join=120)


def test_without_the_guard_two_deciders_spend_the_same_money(committed: Town) -> None:
    """Read, look whether it is enough, then write what is left: as code without the ledger would do it."""
    account = Account.objects.get(line=committed.line, level="district", kind="available")
    wanted, both_have_read = account.fen, threading.Barrier(2)

    def decide() -> bool:
        left = Account.objects.get(pk=account.pk).fen
        both_have_read.wait(timeout=20)
        if left < wanted:
            return False
        Account.objects.filter(pk=account.pk).update(fen=left - wanted)
        return True

    assert rush([decide, decide]) == [True, True]  # twice the money there was
    assert Account.objects.get(pk=account.pk).fen == 0  # and nothing shows it


def test_with_the_guard_the_second_entry_is_refused(committed: Town) -> None:
    """The same two, each having seen enough money; what they write are entries, and the database counts."""
    account = Account.objects.get(line=committed.line, level="district", kind="available")
    lapsed = Account.objects.get(line=committed.line, level="district", kind="lapsed")
    wanted, both_have_read = account.fen, threading.Barrier(2)

    def decide() -> bool:
        assert Account.objects.get(pk=account.pk).fen >= wanted
        both_have_read.wait(timeout=20)
        with transaction.atomic():
            Transfer.objects.create(at=clock.now(), verb="race", credit=account, debit=lapsed, fen=wanted)
        return True

    results = rush([decide, decide])
    assert sorted(type(each).__name__ for each in results) == ["IntegrityError", "bool"]
    assert any(isinstance(each, IntegrityError) and "account_never_overdrawn" in str(each) for each in results)
    assert verifying.verify() == []


def test_sixty_four_deciders_drain_a_line_exactly(committed: Town) -> None:
    """The line has a million; each wants 31,250.01, so that 31 get it and the rest are told how much is left."""
    firms = [committed.firm(number) for number in range(DECIDERS)]
    version, by = committed.version(), committed.officer

    def decide(number: int) -> object:
        award = actions.commit(
            reference=f"SB-{number}", promise=Promise(Decimal("31250.01")), by=Person.objects.get(pk=by.pk),
            enterprise=firms[number], version=ProgrammeVersion.objects.get(pk=version.pk),
        )  # fmt: skip
        assert award is not None
        return award.state

    results = rush([lambda number=number: decide(number) for number in range(DECIDERS)])
    assert Counter(each if isinstance(each, str) else type(each).__name__ for each in results) == {
        "committed": 31, "NotEnough": 33,
    }  # fmt: skip
    found = queries.balances_of([committed.line])[committed.line.pk]
    assert (found.committed, found.available) == (Decimal("968750.31"), Decimal("31249.69"))
    assert Award.objects.count() == 31 and verifying.verify() == []


def test_to_the_last_fen(committed: Town) -> None:
    """Each wants a sixty-fourth of all there is: everybody gets it and nothing is left."""
    firms = [committed.firm(number) for number in range(DECIDERS)]
    version, by = committed.version(), committed.officer
    results = rush([
        lambda number=number: actions.commit(  # type: ignore[misc]
            reference=f"SB-{number}", promise=Promise(Decimal(15625)), by=Person.objects.get(pk=by.pk),
            enterprise=firms[number], version=ProgrammeVersion.objects.get(pk=version.pk),
        ).state for number in range(DECIDERS)
    ])  # fmt: skip
    assert results == ["committed"] * DECIDERS
    assert queries.balances_of([committed.line])[committed.line.pk].available == 0


def test_a_batch_worked_by_four_pays_once(committed: Town) -> None:
    for number in range(40):
        committed.payee(number)
        committed.commit(number, yuan=1000)
    batch = committed.made()
    paying.check_batch(batch=batch, by=committed.cashier)
    paying.release_first(batch=batch, by=committed.finance, reason="示例")
    paying.release_second(batch=batch, by=committed.treasurer)
    rush([lambda: working.send_some(batch, 3)] * 4)
    rush([lambda: working.send(Batch.objects.get(pk=batch.pk))] * 4)
    assert Transfer.objects.filter(verb="send").aggregate(sum=Sum("fen"))["sum"] == 40 * 100000
    batch.refresh_from_db()
    file = committed.answer(batch)
    rush([lambda: working.apply(type(file).objects.get(pk=file.pk))] * 4)
    assert Transfer.objects.filter(verb="settle").count() == 40
    assert set(Payment.objects.values_list("state", flat=True)) == {"paid"}
    assert Batch.objects.get().state == "closed" and verifying.verify() == []


def test_two_windows_make_one_batch(committed: Town) -> None:
    for number in range(5):
        committed.payee(number)
        committed.commit(number, yuan=1000)
    key = uuid.uuid4()
    results = rush([
        lambda: actions.make_batch(line=committed.line, by=committed.finance, request_key=key).reference
    ] * 6)  # fmt: skip
    assert len({str(each) for each in results}) == 1 and Batch.objects.count() == 1
