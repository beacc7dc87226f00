"""An expert's term is over: what was with them goes back to the desk, and whoever waits is told."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.urls import reverse

from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.experts import end
from district.ground.people.models import Expert
from district.ground.slots.models import Hold
from district.services.advice import actions
from district.services.advice.leaving import let_leave
from tests.district.services.advice.core.test_needs import todo
from tests.district.services.advice.core.town import DAY, NOW, Town, morning


def leaves(town: Town, expert: Expert, how: str) -> None:
    if how == "ended":
        end(expert=expert, by=town.officer)
        return
    Expert.objects.filter(pk=expert.pk).update(until=DAY)
    let_leave(DAY)
    assert not Message.objects.filter(title__contains="正在换专家").exists(), "the last day is theirs"
    let_leave(DAY + dt.timedelta(days=1))


@pytest.mark.parametrize("how", ["ended", "ran out"])
def test_the_needs_of_who_leaves_go_back_to_the_desk(town: Town, how: str) -> None:
    expert = town.expert("示例专家甲", "accounting", account=True)
    town.opens(expert)
    need, done = town.taken(expert), town.met(expert)
    actions.end(need=done.need or pytest.fail(), by=town.officer)
    row = actions.plan(need=need, mode="clinic", by=town.founder, request_key=uuid.uuid4(), span=morning(1))
    leaves(town, expert, how)
    need.refresh_from_db()
    row.refresh_from_db()
    assert (need.state, need.expert, need.offers.get().state) == ("unplaced", None, "refused")
    assert row.state == "called-off" and not Hold.objects.standing().filter(kind="appointment").exists()
    assert Message.objects.filter(to=town.founder, title__contains="正在换专家").count() == 1
    woken = Message.objects.get(to=town.officer, title__startswith="请协调")
    assert "聘期结束" in woken.body and todo(town.officer).count("协调专家") == 1
    assert let_leave(DAY + dt.timedelta(days=2)).startswith("0 "), "a second night finds nothing more"


@pytest.mark.parametrize("how", ["ended", "ran out"])
def test_who_leaves_is_asked_no_longer_and_the_last_one_wakes_the_desk(town: Town, how: str) -> None:
    one, other = town.expert("示例专家甲", "accounting"), town.expert("示例专家乙", "accounting")
    need = town.need()
    leaves(town, one, how)
    need.refresh_from_db()
    assert need.state == "asked" and [each.expert for each in need.offers.filter(state="waiting")] == [other]
    actions.refuse(offer=need.offers.get(state="waiting"), by=town.officer, reason="busy")
    alone = town.need(wanted=other)
    leaves(town, other, how)
    alone.refresh_from_db()
    assert alone.state == "unplaced" and not alone.offers.filter(state="waiting").exists()
    assert "聘期结束" in Message.objects.filter(to=town.officer, title__startswith="请协调").latest("pk").body


def test_what_has_begun_is_still_recorded_by_who_was_there(town: Town) -> None:
    expert = town.expert("示例专家甲", "accounting")
    town.opens(expert)
    row = actions.plan(need=town.taken(expert), mode="clinic", by=town.founder, request_key=uuid.uuid4(),
                       span=morning(1))  # fmt: skip
    with clock.at(NOW + dt.timedelta(days=2)):
        end(expert=expert, by=town.officer)
        row.refresh_from_db()
        assert row.state == "planned"
        actions.record(encounter=row, by=town.officer, text="示例", minutes=30)
    assert row.advisers.get().minutes == 30


@pytest.mark.parametrize(("days", "state"), [(0, "called-off"), (2, "planned")])
def test_a_need_taken_back_leaves_what_has_begun_to_be_recorded(town: Town, days: int, state: str) -> None:
    expert = town.expert("示例专家甲", "accounting", account=True)
    town.opens(expert)
    row = actions.plan(need=town.taken(expert), mode="clinic", by=town.founder, request_key=uuid.uuid4(),
                       span=morning(1))  # fmt: skip
    assert row.need is not None and expert.person is not None
    with clock.at(NOW + dt.timedelta(days=days)):
        actions.withdraw(need=row.need, by=town.founder)
        row.refresh_from_db()
        assert row.state == state
        if days:
            actions.record(encounter=row, by=expert.person, text="示例", minutes=30)
            assert row.advisers.get().minutes == 30


def test_a_need_gone_on_with_finds_another_where_its_expert_has_left(town: Town, as_: Any) -> None:
    expert = town.expert("示例专家甲", "accounting")
    row = town.met(expert)
    assert row.need is not None
    actions.end(need=row.need, by=town.officer)
    end(expert=expert, by=town.officer)
    page = as_(town.founder).post(
        reverse("advice:again", args=[row.need.reference]), {"request_key": str(uuid.uuid4())}, follow=True
    )
    row.need.refresh_from_db()
    assert (row.need.state, row.need.expert) == ("unplaced", None)
    assert "协调员正在另找" in page.content.decode() and "协调专家" in todo(town.officer)
