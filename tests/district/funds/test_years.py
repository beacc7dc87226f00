"""The year's end: missed years are made up for, holds stay holds, closed lines stay closed and empty."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from district.funds import actions, queries, verifying
from district.funds.models import Account, Award, Line, Tally, Transfer
from district.funds.promise import Promise
from district.ground import clock
from tests.district.funds.town import Town

D = Decimal
MONTH = D("806.63")
LATE = dt.date(2022, 12, 28)


@pytest.fixture
def the_ledger_holds(here: Town) -> Iterator[None]:
    yield
    assert verifying.verify() == []


def line_of(here: Town, year: int, yuan: int = 0) -> Line:
    line = actions.open_line(year=year, office=here.line.office, name="示例专项", by=here.finance)
    if yuan:
        actions.appropriate(line=line, level="district", amount=D(yuan), by=here.finance)
    return line


def money(line: Line) -> queries.Balances:
    return queries.balances_of([line])[line.pk]


def close(here: Town, line: Line, *, carry: bool = True) -> None:
    actions.close_line(line=line, carry=carry, by=here.finance)


@pytest.mark.usefixtures("the_ledger_holds")
class TestMissedYears:
    def test_a_missed_year_is_funded_with_the_next(self, here: Town) -> None:
        here.commit(yuan=MONTH, slug="running")  # type: ignore[arg-type]
        with clock.at(dt.date(2024, 2, 1)):
            line = line_of(here, 2024, 50_000)
            assert actions.fund_year(line=line, by=here.finance) == (24, 0)
            assert actions.fund_year(line=line, by=here.finance) == (0, 0)
        assert money(line).committed == MONTH * 24

    def test_as_far_as_the_money_goes_the_earliest_first(self, here: Town) -> None:
        award = here.commit(yuan=MONTH, slug="running")  # type: ignore[arg-type]
        assert award is not None
        with clock.at(dt.date(2024, 2, 1)):
            assert actions.fund_year(line=line_of(here, 2024, 12_200), by=here.finance) == (15, 9)
        assert award.instalments.filter(state="due").latest("due_on").due_on == dt.date(2024, 3, 24)

    def test_the_missed_years_own_line_may_do_it_late(self, here: Town) -> None:
        here.commit(yuan=MONTH, slug="running")  # type: ignore[arg-type]
        with clock.at(dt.date(2024, 2, 1)):
            assert actions.fund_year(line=line_of(here, 2023, 50_000), by=here.finance) == (12, 0)
            assert actions.fund_year(line=line_of(here, 2024, 50_000), by=here.finance) == (12, 0)

    def test_neither_from_a_closed_line_nor_ahead_of_its_year(self, here: Town) -> None:
        here.commit(yuan=MONTH, slug="running")  # type: ignore[arg-type]
        with clock.at(dt.date(2023, 12, 5)):
            line = line_of(here, 2023, 50_000)
            close(here, line, carry=False)
            with pytest.raises(actions.NotPossible, match="已年终结转"):
                actions.fund_year(line=line, by=here.finance)
            with pytest.raises(actions.NotPossible, match="2024 年还没有开始"):
                actions.fund_year(line=line_of(here, 2024, 50_000), by=here.finance)


@pytest.mark.usefixtures("the_ledger_holds")
class TestClosing:
    def test_next_years_line_is_not_closed_in_december(self, here: Town) -> None:
        with clock.at(LATE):
            following = line_of(here, 2023, 1000)
            with pytest.raises(actions.NotPossible, match="还没有结束"):
                close(here, following)

    def test_nothing_is_carried_into_a_closed_line(self, here: Town) -> None:
        with clock.at(dt.date(2024, 1, 5)):
            close(here, line_of(here, 2023))
            with pytest.raises(actions.NotPossible, match="不能再转入"):
                close(here, here.line)
            here.line.refresh_from_db()
            assert here.line.closed_at is None and money(here.line).available == D(1_000_000)
            close(here, here.line, carry=False)

    def test_not_while_a_list_is_granted_from_it(self, here: Town) -> None:
        with clock.at(LATE):
            actions.reserve(reference="MS", version=here.version(), amounts=[D(1000)], by=here.officer)
            with pytest.raises(actions.NotPossible, match="有名单正在"):
                close(here, here.line)
            actions.end(reference="MS", by=here.officer)
            close(here, here.line)


@pytest.mark.usefixtures("the_ledger_holds")
class TestHolds:
    @pytest.mark.parametrize("day", [LATE, dt.date(2023, 1, 5), dt.date(2023, 3, 1)])
    def test_a_hold_carried_over_stays_one_and_is_decided_on(self, here: Town, day: dt.date) -> None:
        here.fill("333333.33", "city")
        with clock.at(dt.date(2022, 12, 20)):
            award = here.hold()
            assert award is not None
            close(here, here.line)
            following = Line.objects.get(year=2023)
            assert (money(following).held, money(here.line).held) == (D(100_000), D(0))
            assert verifying.verify() == []
        with clock.at(day):
            decided = here.commit()
        assert decided is not None and decided.line == following
        assert (money(following).committed, money(following).held) == (D(100_000), D(0))
        assert decided.instalments.get().state == "due"

    @pytest.mark.parametrize("day", [LATE, dt.date(2023, 1, 5)])
    @pytest.mark.parametrize("closed", [True, False])
    def test_a_hold_that_is_not_carried_is_good_all_the_same(self, here: Town, day: dt.date, closed: bool) -> None:
        with clock.at(dt.date(2022, 12, 20)):
            here.hold()
            if closed:
                close(here, here.line, carry=False)
        with clock.at(day):
            award = here.commit()
            assert award is not None and award.line == here.line
            assert award.instalments.get().state == "due"
            here.payee(1)
            here.answer(here.sent())
        assert money(here.line).paid == D(100_000)

    def test_without_enough_held_it_is_this_years_money(self, here: Town) -> None:
        with clock.at(dt.date(2022, 12, 20)):
            here.hold(yuan=50_000)
        with clock.at(dt.date(2023, 1, 5)):
            with pytest.raises(actions.NoLine):
                here.commit()
            line = line_of(here, 2023, 100_000)
            award = here.commit()
        assert award is not None and award.line == line and money(here.line).held == 0

    def test_a_refusal_gives_a_carried_hold_back_to_the_new_line(self, here: Town) -> None:
        with clock.at(dt.date(2022, 12, 20)):
            here.hold()
            close(here, here.line)
        with clock.at(dt.date(2023, 1, 5)):
            actions.release(reference="SB-1", by=here.officer, reason="不予同意")
        assert money(Line.objects.get(year=2023)).available == D(1_000_000)

    def test_what_expired_is_held_again_from_this_years_line(self, here: Town) -> None:
        here.hold()
        with clock.at(dt.date(2023, 1, 5)):
            actions.expire_holds()
            close(here, here.line)
            award = actions.adjust(reference="SB-1", promise=Promise(D(70_000)), by=here.officer)
        assert (award.state, award.line.year) == ("held", 2023)


@pytest.mark.database
@pytest.mark.usefixtures("the_ledger_holds")
class TestDatabase:
    def test_it_refuses_what_these_led_to(self, here: Town) -> None:
        with clock.at(LATE):
            here.hold()
            following = line_of(here, 2023, 1000)
            lines = Line.objects.filter(pk=here.line.pk)
            later = Line.objects.filter(pk=following.pk)
            self.refused("line_closes_empty", lambda: lines.update(closed_at=clock.now()))
            Transfer.objects.create(at=clock.now(), verb="x", fen=100_000, credit=self.account(following, "available"),
                                    debit=self.account(following, "lapsed"))  # fmt: skip
            self.refused("line_closes_not_before_its_year", lambda: later.update(closed_at=clock.now()))
            close(here, here.line, carry=False)
            self.refused("closed_line_stays_closed", lambda: lines.update(closed_at=None))
            self.refused("closed_line_has_nothing_available", lambda: Transfer.objects.create(
                at=clock.now(), verb="x", fen=1, credit=self.account(here.line, "held"),
                debit=self.account(here.line, "available")))  # fmt: skip

    def account(self, line: Line, kind: str) -> Account:
        return Account.objects.get(line=line, level="district", kind=kind)

    def refused(self, name: str, act: Any) -> None:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()


@pytest.mark.database
def test_cases_end_while_the_year_does(committed: Town) -> None:
    """Released, decided and refused at the moment the line is closed: no yuan stays on it as available."""
    here = committed
    with clock.at(LATE):
        for number in range(1, 13):
            here.hold(number, 1000)
    gate, faults = threading.Barrier(13), []

    def one(work: Any) -> None:
        try:
            with clock.at(LATE):
                connection.ensure_connection()
                gate.wait(timeout=60)
                work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    works = [lambda: close(here, here.line, carry=False)]
    works += [lambda n=n: actions.release(reference=f"SB-{n}", by=here.officer, reason="-") for n in range(1, 7)]
    works += [lambda n=n: here.commit(n, 1000) for n in range(7, 13)]
    threads = [threading.Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not faults
    assert (money(here.line).available, money(here.line).committed) == (D(0), D(6000))
    assert money(here.line).lapsed == D(994_000)
    assert not Tally.objects.filter(held__gt=0).exists()
    assert set(Award.objects.values_list("state", flat=True)) == {"released", "committed"}
    assert verifying.verify() == []
