"""The ledger: a word once, by anybody without an account too; what no longer counts stays and says why."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import get_default_timezone

from district.enterprises.persons import actions as persons
from district.enterprises.persons.actions import begin, take_back
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.models import Message
from district.ground.people.models import Bureau
from district.ground.people.permissions import Refused
from district.ground.record.actions import MoveRefused, verify_chain
from district.services.training.hours import actions
from district.services.training.hours.models import Flag, Kind, Learner, LearningEntry, Learnt, Source, Strike
from district.services.training.hours.queries import Learned, entries_of, flags_seen_by, hours_in, hours_of, open_flags
from district.services.training.hours.todo import to_review
from tests.district.cases.factories import District

NUMBER = "11010519491231002X"  # the standard's own example
OTHER = "440524198001010013"


def at(hour: int, minute: int = 0, day: int = 1) -> dt.datetime:
    return dt.datetime(2022, 6, day, hour, minute, tzinfo=get_default_timezone())


def word(learner: Learner, source: str, began: dt.datetime, minutes: int = 60, **more: Any) -> actions.Word:
    session = more.pop("session", "camp:1")
    office = more.pop("office", None) or Bureau.objects.get(name="区人社局")
    key = more.pop("key", f"{session} {source} {learner.pk} {began:%d%H%M%S}")
    return actions.Word(
        learner, session, "示例课", office, began, began + dt.timedelta(minutes=minutes), source, key, **more
    )


def test_a_word_said_twice_stands_once(here: District) -> None:
    who = actions.learner_of(here.founder)
    first = actions.record(word(who, "qr", at(9)))
    assert actions.record(word(who, "qr", at(9))) == first and LearningEntry.objects.count() == 1
    with pytest.raises(NotPossible):
        actions.record(word(who, "qr", at(10), key=first.key))
    with pytest.raises(NotPossible):
        actions.record(word(who, "qr", at(9), minutes=0, key="none"))
    with pytest.raises(ValueError, match="hearsay"):
        actions.record(word(who, "hearsay", at(9)))
    assert hours_of(here.founder) == Learned(0, 3600, 0) and verify_chain() > 0


def test_hours_lie_between_two_moments_and_not_in_the_future(here: District) -> None:
    who = actions.learner_of(here.founder)
    actions.record_all([word(who, "qr", at(9)), word(who, "roll", at(9, 30)), word(who, "qr", at(9, day=24), 180)])
    assert hours_of(here.founder) == Learned(1800, 1800 + 1800 + 3600, 0)  # the clock stands at ten on the 24th
    assert hours_of(who, at(9, 15), at(9, 45)) == Learned(900, 900, 0)
    assert hours_of(who, session="camp:2") == Learned()


def test_rows_are_never_changed(here: District) -> None:
    row = actions.record(word(actions.learner_of(here.founder), "qr", at(9)))
    actions.strike_entry(entry=row, by=here.officer, reason="示例：记错了人")
    for rows in (LearningEntry.objects.all(), Strike.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(at=clock.now() + dt.timedelta(days=1))
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_a_struck_word_counts_no_more_and_what_is_right_is_another(here: District) -> None:
    who = actions.learner_of(here.founder)
    wrong = actions.record(word(who, "qr", at(9), minutes=600))
    with pytest.raises(NotPossible):
        actions.strike_entry(entry=wrong, by=here.officer, reason=" ")
    with pytest.raises(Refused):
        actions.strike_entry(entry=wrong, by=here.founder, reason="我不要")
    actions.strike_entry(entry=wrong, by=here.officer, reason="时间记错")
    with pytest.raises(NotPossible):
        actions.strike_entry(entry=wrong, by=here.officer, reason="时间记错")
    actions.record(word(who, "qr", at(9), minutes=60, key="right"))
    assert hours_of(who) == Learned(0, 3600, 0) and LearningEntry.objects.count() == 2


def test_a_worker_without_an_account_is_the_person_who_comes_later(here: District) -> None:
    worker = actions.learner_numbered(NUMBER, "示例某")
    assert worker.masked == "示**" and NUMBER not in str(vars(worker))
    assert actions.learner_numbered(f" {NUMBER.lower()} ", "示例某") == worker
    actions.record(word(worker, "roll", at(9)))
    assert hours_of(here.founder) == Learned()
    begin(by=here.founder, name="示例某", number=NUMBER)
    own = actions.learner_of(here.founder)
    actions.record(word(own, "qr", at(9), 90))
    worker.refresh_from_db()
    assert worker.same_as == own and hours_of(here.founder) == hours_of(worker) == Learned(3600, 1800, 0)
    assert hours_in(["camp:1"]) == {own: {"camp:1": Learned(3600, 1800, 0)}}
    assert list(entries_of(worker)) == list(entries_of(here.founder))


def test_a_worker_and_an_account_that_both_learnt_before_are_joined_when_the_number_is_known(here: District) -> None:
    worker, own = actions.learner_numbered(NUMBER, "示例某"), actions.learner_of(here.founder)
    actions.record_all([word(worker, "roll", at(9)), word(own, "qr", at(9, 30), session="courses:1")])
    assert hours_of(here.founder).all == 3600 and not open_flags(["camp:1", "courses:1"])
    begin(by=here.founder, name="示例某", number=NUMBER)
    worker.refresh_from_db()
    assert worker.same_as == own and hours_of(here.founder).all == hours_of(worker).all == 5400
    [flag] = open_flags(["camp:1", "courses:1"])
    assert flag.kind == Kind.TWO_PLACES, "what both say is looked at as one person's"
    assert sum(each.minutes for each in Learnt.objects.all()) == 90


def test_a_list_that_names_a_worker_again_finds_the_account(here: District) -> None:
    worker, own = actions.learner_numbered(NUMBER, "示例某"), actions.learner_of(here.founder)
    with patch.object(persons, "known", ()):  # as it was before anybody joined them
        begin(by=here.founder, name="示例某", number=NUMBER)
    assert actions.learner_numbered(NUMBER, "示例某").same_as == own and worker.pk != own.pk


def test_a_worker_whose_number_an_account_keeps_is_that_person(here: District) -> None:
    begin(by=here.founder, name="示例某", number=NUMBER)
    assert actions.learner_numbered(NUMBER, "示例某").same_as == actions.learner_of(here.founder)
    assert actions.learner_numbered(OTHER, "示例某").same_as is None
    with pytest.raises(DatabaseError), transaction.atomic():
        Learner.objects.filter(worker__gt="", same_as__isnull=False).update(same_as=None)


def test_a_number_whose_consent_is_taken_back_joins_nobody(here: District) -> None:
    begin(by=here.founder, name="示例某", number=NUMBER)
    take_back(by=here.founder)
    assert actions.learner_numbered(NUMBER, "示例某").same_as is None


def test_only_a_learner_with_an_account_is_somebody_else(here: District) -> None:
    one, other = actions.learner_numbered(NUMBER, "示例甲"), actions.learner_numbered(OTHER, "示例乙")
    with pytest.raises(DatabaseError), transaction.atomic():
        Learner.objects.filter(pk=one.pk).update(same_as=other)


def test_what_one_declares_is_shown_apart_and_can_be_taken_back(here: District) -> None:
    row = actions.declare(by=here.founder, title="自学财税", began=at(9), minutes=90, request_key="k")
    assert actions.declare(by=here.founder, title="自学财税", began=at(9), minutes=90, request_key="k") == row
    assert hours_of(here.founder) == Learned(0, 0, 5400) and hours_of(here.founder).paid == 0
    for minutes in (0, 13 * 60):
        with pytest.raises(NotPossible):
            actions.declare(by=here.founder, title="自学", began=at(9), minutes=minutes, request_key="n")
    with pytest.raises(NotPossible):
        actions.declare(by=here.founder, title="自学", began=at(9, day=24), minutes=120, request_key="n")
    actions.take_back(entry=row, by=here.founder)
    assert hours_of(here.founder) == Learned()


@pytest.fixture
def two_places(here: District) -> Flag:
    who = actions.learner_of(here.founder)
    rows = actions.record_all([word(who, "qr", at(9)), word(who, "watch", at(9, 30), session="courses:1")])
    [flag] = actions.look(rows)
    return flag


def test_what_is_found_again_is_no_second_flag(here: District, two_places: Flag) -> None:
    assert two_places.kind == Kind.TWO_PLACES and two_places.says.endswith("重叠 30 分钟")
    assert actions.look(list(LearningEntry.objects.all())) == [two_places] and Flag.objects.count() == 1
    assert list(open_flags(["courses:1"])) == [two_places] and not open_flags(["courses:2"])
    assert hours_of(here.founder).paid == 3600  # nothing is refused meanwhile


def test_who_may_look_over_hours(here: District, two_places: Flag) -> None:
    stranger = here.stranger
    assert not flags_seen_by(stranger) and list(flags_seen_by(here.officer)) == [two_places]
    for who in (here.founder, stranger):
        with pytest.raises(Refused):
            actions.clear(flag=two_places, by=who, reason="看过了")
    with pytest.raises(NotPossible):
        actions.clear(flag=two_places, by=here.officer, reason="  ")
    actions.clear(flag=two_places, by=here.officer, reason="当天停课改线上，教师确认")
    assert two_places.state == "cleared" and hours_of(here.founder).paid == 3600
    with pytest.raises((MoveRefused, Refused)):
        actions.strike(flag=two_places, by=here.officer, reason="再看")


def test_nobody_looks_over_their_own(here: District) -> None:
    who = actions.learner_of(here.officer)
    [flag] = actions.look(actions.record_all([word(who, "qr", at(9)), word(who, "qr", at(9), session="camp:2")]))
    with pytest.raises(Refused, match="自己"):
        actions.clear(flag=flag, by=here.officer, reason="没事")


def test_nobody_looks_over_their_own_as_a_worker_either(here: District) -> None:
    """Two rows of one person joined: neither is another's."""
    worker, bureau = actions.learner_numbered(NUMBER, "示例某"), Bureau.objects.get(name="区人社局")
    rows = [word(worker, "roll", at(9)), word(worker, "qr", at(9), session="camp:2")]
    [flag] = actions.look(actions.record_all(rows))
    waiting = to_review(here.officer, clock.today())
    assert list(waiting) == [flag] and flag.office == bureau
    begin(by=here.officer, name="示例某", number=NUMBER)
    assert not to_review(here.officer, clock.today())
    for act in (actions.clear, actions.strike):
        with pytest.raises(Refused, match="自己"):
            act(flag=flag, by=here.officer, reason="没事")
    for entry in LearningEntry.objects.all():
        with pytest.raises(Refused, match="自己"):
            actions.strike_entry(entry=entry, by=here.officer, reason="没事")


def test_words_of_many_are_reckoned_in_as_many_queries_as_of_one(here: District) -> None:
    def asked(count: int, day: int) -> int:
        people = [Learner.objects.create(worker=f"{day} {n}", masked="示*", at=clock.now()) for n in range(count)]
        words = [word(each, "roll", at(9, day=day)) for each in people]
        with CaptureQueriesContext(connection) as found:
            actions.record_all(words)
        return len(found)

    assert asked(1, day=2) == asked(12, day=3)


def test_striking_takes_the_hours_and_tells_the_person(here: District, two_places: Flag) -> None:
    actions.strike(flag=two_places, by=here.officer, reason="本人承认委托他人")
    assert hours_of(here.founder) == Learned() and LearningEntry.objects.count() == 2 and Strike.objects.count() == 2
    told = Message.objects.get(to=here.founder, room="hours")
    assert "本人承认委托他人" in told.body and not open_flags(["camp:1"]) and verify_chain() > 0


def test_sources_are_the_models() -> None:
    assert set(Source.values) == {"qr", "roll", "watch", "prompts", "import", "package", "declared"}
