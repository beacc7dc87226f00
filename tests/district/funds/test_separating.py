"""Making, checking, releasing a batch and verifying its payees: different people wherever the bureau has them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from district.funds import paying, separating
from district.funds.checks import NotPossible
from district.funds.models import Batch, Payee
from district.ground import clock
from district.ground.people.absences import enter_absence
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district import duties
from tests.district.cases.factories import person
from tests.district.funds.town import Town


@pytest.fixture
def batch(here: Town) -> Batch:
    """Made by `finance`; checked by `cashier`; the bureau's leader is `treasurer`."""
    here.payee()
    here.commit()
    return here.made()


def test_who_made_or_checked_does_not_release_while_there_is_another(here: Town, batch: Batch) -> None:
    fourth = person("fourth", officer=here.line.office.name)
    duties.move(fourth, here.finance.duties[0].bureau)
    paying.check_batch(batch=batch, by=here.cashier)
    for who in (here.finance, here.cashier):
        with pytest.raises(Refused, match=str(fourth.name)):
            paying.release_first(batch=batch, by=who, reason="我来")
    paying.release_first(batch=batch, by=fourth)
    paying.release_second(batch=batch, by=here.treasurer)
    assert batch.state == "releasing"


def test_where_there_is_nobody_else_the_reason_is_in_the_log(here: Town, batch: Batch) -> None:
    paying.check_batch(batch=batch, by=here.cashier)
    with pytest.raises(Refused, match="请写明理由"):
        paying.release_first(batch=batch, by=here.finance)
    paying.release_first(batch=batch, by=here.finance, reason="只有三个人")
    assert LogEntry.objects.get(verb="first-release").reason == "只有三个人"


def test_who_verified_an_account_of_it_does_nothing_more(here: Town, batch: Batch) -> None:
    Payee.objects.update(verified_by=here.cashier)
    fourth = person("fourth", officer=here.line.office.name)
    duties.move(fourth, here.finance.duties[0].bureau)
    with pytest.raises(Refused, match="核验收款账户"):
        paying.check_batch(batch=batch, by=here.cashier)
    paying.check_batch(batch=batch, by=fourth)


def test_who_verified_an_account_does_not_make_its_batch(here: Town) -> None:
    here.payee()
    here.commit()
    Payee.objects.update(verified_by=here.finance)
    with pytest.raises(NotPossible, match="没有经手的同事"):
        here.made()
    assert paying.make_batch(line=here.line, by=here.cashier, request_key=uuid.uuid4()).made_by == here.cashier


def test_a_substitute_is_who_they_stand_in_for(here: Town, batch: Batch) -> None:
    """Without that duty of their own in finance, the releaser's substitute is the releaser once more."""
    today, helper = clock.today(), person("helper", officer=here.line.office.name)
    duties.move(helper, here.finance.duties[0].bureau)
    paying.check_batch(batch=batch, by=here.cashier)
    paying.release_first(batch=batch, by=here.treasurer, reason="示例：别人不在")
    enter_absence(person=here.treasurer, substitute=helper, first=today, last=today + dt.timedelta(days=3),
                  by=here.treasurer, request_key=uuid.uuid4())  # fmt: skip
    stands_in = Person.objects.get(pk=helper.pk)
    assert separating.did(stands_in, batch, separating.SECOND) == ["一级放行"]
    with pytest.raises(Refused, match="一级放行"):
        paying.release_second(batch=batch, by=stands_in)


def test_who_has_left_the_bureau_signs_nothing_by_standing_in(here: Town, batch: Batch) -> None:
    """With a duty of one's own one signs as oneself; without, the maker's duty is not there to be borrowed."""
    today, helper = clock.today(), person("helper", officer=here.line.office.name)
    duties.move(helper, here.finance.duties[0].bureau)
    enter_absence(person=here.finance, substitute=helper, first=today, last=today + dt.timedelta(days=3),
                  by=here.finance, request_key=uuid.uuid4())  # fmt: skip
    assert separating.did(Person.objects.get(pk=helper.pk), batch, separating.CHECK) == []
    duties.leave(helper)
    gone = Person.objects.get(pk=helper.pk)
    assert not gone.standings
    with pytest.raises(Refused):
        paying.check_batch(batch=batch, by=gone)


def test_the_page_asks_for_the_reason(here: Town, batch: Batch, as_: Any) -> None:
    paying.check_batch(batch=batch, by=here.cashier)
    page = f"/desk/batches/{batch.reference}/"
    assert 'name="reason"' in as_(here.finance).get(page).content.decode().split("hq-case")[0]
    as_(here.finance).post(f"{page}go-on/", {"verb": "first-release", "reason": "只有三个人"})
    batch.refresh_from_db()
    assert batch.first_by == here.finance
