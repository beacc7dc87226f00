"""A need and its offers: taken, refused, woken, given back, ended with nobody; reminders; the rating."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.bringing.todo import sources
from district.ground.figures.counting import value
from district.ground.figures.periods import Period
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person
from district.ground.record.moves import MoveRefused
from district.ground.slots.times import whole_day
from district.services.advice import actions, figures, past
from district.services.advice.models import AskedExpert, Need, Reminder, Subject
from district.services.advice.nightly import STEPS, ask_ratings, begin, remind, step_at
from district.services.advice.rating import may_rate_now, rateable
from tests.district.services.advice.core.town import DAY, NOW, Town


def todo(person: Person) -> list[str]:
    own = [each for each in sources if each.key.startswith("advice_")]
    return [each.shown(row).what for each in own for row in each.rows(person, clock.today())]


def test_three_are_asked_and_the_first_who_says_yes_has_it(town: Town) -> None:
    for n in range(5):
        town.expert(f"示例专家{n}", "accounting", account=n == 0)
    need = town.need()
    offers = list(need.offers.all())
    assert len(offers) == 3 and need.due_on == dt.date(2022, 6, 30)
    actions.accept(offer=offers[1], by=town.officer)
    need.refresh_from_db()
    assert need.state == "taken" and need.expert == offers[1].expert and need.taken_at == NOW
    assert sorted(AskedExpert.objects.values_list("state", flat=True)) == ["accepted", "passed", "passed"]
    with pytest.raises(MoveRefused):
        actions.accept(offer=offers[0], by=town.officer)
    assert Message.objects.filter(to=town.founder, title__contains="接了您的咨询").count() == 1


def test_the_last_refusal_wakes_the_coordinator_at_once(town: Town) -> None:
    for n in range(2):
        town.expert(f"示例专家{n}", "accounting")
    need = town.need()
    one, other = need.offers.all()
    actions.refuse(offer=one, by=town.officer, reason="busy")
    assert not Message.objects.filter(to=town.officer, title__contains="请协调").exists()
    with pytest.raises(NotPossible):
        actions.refuse(offer=other, by=town.officer, reason="")
    with pytest.raises(NotPossible):
        actions.refuse(offer=other, by=town.officer, reason="other")
    actions.refuse(offer=other, by=town.officer, reason="field")
    need.refresh_from_db()
    assert need.state == "unplaced" and need.woken_at == NOW
    assert Message.objects.filter(to=town.officer, title__contains="请协调").count() == 1
    assert "协调专家" in todo(town.officer)
    assert not actions.find.__module__.endswith("models") and need.offers.filter(state="refused").count() == 2


def test_nobody_fits_and_the_coordinator_is_woken_then_tells_in_writing(town: Town) -> None:
    town.expert("示例专家甲", "media")
    need = town.need()
    assert need.state == "unplaced"
    with pytest.raises(NotPossible):
        actions.give_up(need=need, by=town.officer, why=" ")
    with pytest.raises(Refused):
        actions.give_up(need=need, by=town.founder, why="示例")
    actions.give_up(need=need, by=town.officer, why="示例：这个领域还没有专家。")
    told = Message.objects.get(to=town.founder, title__contains="没有专家承接")
    assert "示例：这个领域还没有专家。" in told.body and need.state == "nobody" and todo(town.officer) == []
    with transaction.atomic(), pytest.raises(IntegrityError):
        Need.objects.filter(pk=need.pk).update(why="")


def test_the_coordinator_asks_another_and_a_given_back_need_is_no_longer_theirs(town: Town) -> None:
    expert = town.expert("示例专家甲", "media", account=True)
    need = town.need()
    assert expert.person is not None
    offer = actions.place(need=need, expert=expert, by=town.officer)
    need.refresh_from_db()
    assert need.state == "asked" and offer.reasons == [["coordinator", ""]]
    assert actions.place(need=need, expert=expert, by=town.officer) == offer
    assert "接单，或者说接不了" in todo(expert.person)
    need = actions.accept(offer=offer, by=expert.person)
    with pytest.raises(Refused):
        actions.give_back(need=need, by=town.other, why="示例")
    actions.give_back(need=need, by=expert.person, why="示例：要出差。")
    need.refresh_from_db()
    assert need.state == "unplaced" and need.expert is None and need.offers.get().state == "refused"
    assert not Need.objects.visible_to(expert.person).filter(pk=need.pk).exists()


def test_one_asks_for_ones_own_adviser_and_they_alone_are_asked(town: Town) -> None:
    own, _other = town.expert("示例专家甲", "law"), town.expert("示例专家乙", "accounting")
    need = town.need(wanted=own)
    assert [each.expert for each in need.offers.all()] == [own]
    assert need.offers.get().reasons[0] == ["own", ""]


def test_asking_twice_is_asking_once_and_nothing_empty_is_asked(town: Town) -> None:
    town.expert("示例专家甲", "accounting")
    key = uuid.uuid4()
    assert town.need(request_key=key) == town.need(request_key=key)
    for wrong in ({"text": "  "}, {"mode": "letter"}):
        with pytest.raises(NotPossible):
            town.need(**wrong)
    for _n in range(9):
        town.need()
    with pytest.raises(NotPossible, match="没办完"):
        town.need()
    actions.withdraw(need=Need.objects.first() or pytest.fail(), by=town.founder)
    assert town.need().is_open


def test_who_sees_what(town: Town) -> None:
    expert, stranger = (
        town.expert("示例专家甲", "accounting", account=True),
        town.expert("示例专家乙", "law", account=True),
    )
    assert expert.person and stranger.person
    need = town.need()
    seen = {each.pk: Need.objects.visible_to(each).filter(pk=need.pk).exists()
            for each in (town.founder, town.other, town.officer, expert.person, stranger.person)}  # fmt: skip
    assert list(seen.values()) == [True, False, True, True, False]
    actions.refuse(offer=need.offers.get(), by=expert.person, reason="busy")
    assert not Need.objects.visible_to(expert.person).exists(), "what one refused is read no longer"


def test_the_ladder_reminds_whoever_has_to_move_each_step_once(town: Town) -> None:
    expert = town.expert("示例专家甲", "accounting", account=True)
    need = town.need()
    assert remind(DAY) == "提醒 0 件咨询。"
    sent = []
    for days in range(1, 50):
        with clock.at(NOW + dt.timedelta(days=days)):
            remind(clock.today())
            before = Reminder.objects.count()
            remind(clock.today())
            assert Reminder.objects.count() == before
            sent += [(days, each.step) for each in Reminder.objects.filter(at=clock.now())]
    assert sent == [(3, 0), (4, 3), (9, 9), (21, 21), (45, 45)], "the missed promise first, then the ladder"
    told = Message.objects.filter(title__contains="已等")
    assert set(told.values_list("to", flat=True)) == {expert.person_id, town.officer.pk}
    assert told.filter(to=town.officer).count() == 1 and need.reminders.count() == 5


def test_a_reminder_goes_by_the_state_at_sending(town: Town) -> None:
    expert = town.expert("示例专家甲", "accounting", account=True)
    need = town.need()
    with clock.at(NOW + dt.timedelta(days=2)):
        actions.refuse(offer=need.offers.get(), by=expert.person, reason="busy")
        remind(clock.today())
        assert not Reminder.objects.exists()
    with clock.at(NOW + dt.timedelta(days=5)):
        remind(clock.today())
    row = Reminder.objects.get()
    assert row.state == "unplaced" and row.step == 3 and row.of == NOW + dt.timedelta(days=2)
    with clock.at(NOW + dt.timedelta(days=6)):
        actions.accept(offer=actions.place(need=need, expert=town.expert("示例专家乙", "law"), by=town.officer),
                       by=town.officer)  # fmt: skip
        remind(clock.today())
    with clock.at(NOW + dt.timedelta(days=60)):
        encounter = actions.plan(need=need, mode="online", by=town.officer, request_key=uuid.uuid4())
        actions.record(encounter=encounter, by=town.officer, text="示例", minutes=10)
        remind(clock.today())
    assert Reminder.objects.count() == 1, "what was served is waited for no longer"


@given(st.integers(0, 400))
def test_the_step_is_the_furthest_one_reached(days: int) -> None:
    step = step_at(days)
    assert step == 0 or (step in STEPS and step <= days)
    assert all(each > days or each <= step for each in STEPS)


def test_it_is_rated_once_ten_days_after_the_end_and_two_weeks_long(town: Town) -> None:
    expert = town.expert("示例专家甲", "accounting")
    need = Need.objects.get(pk=town.met(expert).need_id)
    with pytest.raises(NotPossible):
        actions.rate(need=need, by=town.founder, score=5, outcome="solved")
    actions.end(need=need, by=town.officer)
    for days, count in ((9, 0), (10, 1), (11, 1)):
        with clock.at(NOW + dt.timedelta(days=days)):
            ask_ratings(clock.today())
            assert Message.objects.filter(to=town.founder, title__contains="请评价").count() == count
    with clock.at(NOW + dt.timedelta(days=11)):
        assert "评价这次咨询" in todo(town.founder)
        assert "请在 2022年7月22日 以前" in Message.objects.get(to=town.founder, title__contains="请评价").body
    with clock.at(NOW + dt.timedelta(days=25)), pytest.raises(NotPossible):
        actions.rate(need=need, by=town.founder, score=5, outcome="solved")
    with clock.at(NOW + dt.timedelta(days=24)):
        with pytest.raises(Refused):
            actions.rate(need=need, by=town.officer, score=5, outcome="solved")
        with pytest.raises(NotPossible):
            actions.rate(need=need, by=town.founder, score=6, outcome="solved")
        first = actions.rate(need=need, by=town.founder, score=2, outcome="not")
        assert actions.rate(need=need, by=town.founder, score=5, outcome="solved") == first
    assert need.state == "ended" and need.outcome == "not", "the outcome stands apart from the state"
    with pytest.raises(NotPossible):
        actions.again(need=need, by=town.founder)


@pytest.mark.parametrize("hour", [0, 7, 8, 23])
def test_the_window_of_a_rating_is_the_same_wherever_it_is_asked_for(town: Town, hour: int) -> None:
    """The act, the button and the to-do: to the last minute of the last day, whatever the hour at which it ended."""
    with clock.at(NOW.replace(hour=hour, minute=30)):
        need = Need.objects.get(pk=town.met(town.expert("示例专家甲", "accounting")).need_id)
        actions.end(need=need, by=town.officer)
    last = whole_day(NOW.date() + dt.timedelta(days=24)).ends - dt.timedelta(minutes=1)
    with clock.at(NOW + dt.timedelta(days=12)):
        ask_ratings(clock.today())
    need.refresh_from_db()
    for moment, is_open in ((last, True), (last + dt.timedelta(minutes=2), False)):
        with clock.at(moment):
            assert may_rate_now(need) == is_open == ("评价这次咨询" in todo(town.founder))
            assert rateable(clock.today()).exists() == is_open
    with clock.at(last):
        actions.rate(need=need, by=town.founder, score=5, outcome="solved")


def test_what_was_entered_afterwards_says_nothing_of_the_promised_days(town: Town) -> None:
    expert = town.expert("示例专家甲", "accounting")
    town.taken(expert)
    row = past.Past(day=DAY, mode="clinic", subject=Subject.objects.get(key="tax"), experts=(expert,), minutes=30,
                    whom="示例店")  # fmt: skip
    past.enter_past(rows=[row], office=town.office, by=town.officer)
    assert Need.objects.get(asker=None).taken_at is None
    year = Period.year(DAY.year)
    counted = {each: value(each, year, user=town.officer).number for each in (figures.ASKED, figures.ASKED_HERE)}
    assert counted == {figures.ASKED: 2, figures.ASKED_HERE: 1}
    assert value(figures.IN_TERM, year, user=town.officer).number == 1


def test_what_was_not_solved_goes_on_with_the_same_adviser(town: Town) -> None:
    expert = town.expert("示例专家甲", "accounting", account=True)
    need = Need.objects.get(pk=town.met(expert).need_id)
    actions.end(need=need, by=town.officer)
    actions.again(need=need, by=town.founder)
    need.refresh_from_db()
    assert need.state == "taken" and need.expert == expert and need.ended_at is None
    assert Message.objects.filter(to=expert.person, title__contains="还没解决").exists()


def test_the_first_night_lays_what_may_be_asked_and_no_later_one(town: Town) -> None:
    assert begin(DAY) == "已有咨询事项。"
