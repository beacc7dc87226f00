"""Who fits: fields, groups, rules over facts, fair load, what experts agreed to, and why each is offered."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.models import Expert
from district.services.advice import actions, keeping
from district.services.advice.acts_desk import RULE_EDIT
from district.services.advice.coverage import covered
from district.services.advice.finding import loads_of, who_fits
from district.services.advice.matching import HEAVIEST, Asked, Load, rank
from district.services.advice.models import Adviser, Encounter, Matching, Need, Profile, Studio, Subject
from district.services.advice.queries import year_of_corps
from tests.district.services.advice.core.test_journey import send, signed_in
from tests.district.services.advice.core.town import DAY, NOW, STREETS, Town, firm

NOBODY: dict[int, Any] = {}


def asked(**known: Any) -> Asked:
    subject = Subject(key="tax", topic="services", name="记账报税", fields=["accounting"])
    return Asked(subject, {"stage": "start", "street": None, "mode": None, **known})


def made(pk: int, *fields: str, topics: tuple[str, ...] = ()) -> Expert:
    return Expert(pk=pk, name=f"示例{pk}", fields=list(fields), topics=list(topics))


def test_fields_and_groups_are_reasons_and_strangers_to_the_subject_are_not_asked() -> None:
    experts = [
        made(1, "accounting"),
        made(2, topics=("services",)),
        made(3, "media"),
        made(4, "accounting", topics=("services",)),
    ]
    fits, unfit = rank(experts, NOBODY, asked(), [], NOBODY, NOBODY)
    assert [each.expert.pk for each in fits] == [4, 1, 2]
    assert ("field", "accounting") in fits[0].reasons and ("topic", "services") in fits[0].reasons
    assert [(each.expert.pk, each.why) for each in unfit] == [(3, "field")]


def test_of_two_who_fit_as_well_the_one_with_less_behind_them_comes_first() -> None:
    loads = {1: Load(recent=1200), 2: Load(recent=0), 3: Load(recent=600)}
    fits, _unfit = rank([made(n, "accounting") for n in (1, 2, 3)], NOBODY, asked(), [], loads, NOBODY)
    assert [each.expert.pk for each in fits] == [2, 3, 1]
    assert ("light", "0") in fits[0].reasons and not any(key == "light" for key, _words in fits[2].reasons)


@given(st.lists(st.integers(0, 6000), min_size=2, max_size=12))
@settings(max_examples=60, deadline=None)
def test_more_hours_never_put_somebody_further_up(minutes: list[int]) -> None:
    loads = {n: Load(recent=each) for n, each in enumerate(minutes)}
    fits, _unfit = rank([made(n, "accounting") for n in loads], NOBODY, asked(), [], loads, NOBODY)
    assert [each.load.recent for each in fits] == sorted(minutes)
    assert all(40 - HEAVIEST <= each.points <= 40 for each in fits)


@pytest.mark.parametrize(
    ("profile", "load", "known", "why"),
    [
        ({"at_once": 2}, Load(now=2), {}, "at-once"), ({"hours_a_month": 3}, Load(month=180), {}, "hours"),
        ({"paused": True}, Load(), {}, "paused"), ({"modes": ["online"]}, Load(), {"mode": "visit"}, "mode"),
        ({"streets": [STREETS[0]]}, Load(), {"mode": "visit", "street": STREETS[1]}, "street"),
        ({"streets": [STREETS[0]]}, Load(), {"mode": "clinic", "street": STREETS[1]}, ""),
        ({"at_once": 2, "hours_a_month": 3}, Load(now=1, month=179), {}, ""),
    ],
)  # fmt: skip
def test_what_an_expert_agreed_to_bounds_what_they_are_asked(
    profile: dict[str, Any], load: Load, known: dict[str, Any], why: str
) -> None:
    fits, unfit = rank([made(1, "accounting")], {1: Profile(**profile)}, asked(**known), [], {1: load}, NOBODY)
    assert [each.why for each in unfit] == ([why] if why else []) and bool(fits) == (not why)


@pytest.mark.parametrize(
    ("when", "holds"),
    [("", True), ('stage = "start"', True), ('stage = "intent"', False), ("age < 3", False),
     ('street = "五角场街道" and stage != "grow"', True), ('size in ("微型", "小型")', True)],
)  # fmt: skip
def test_rules_speak_of_facts_and_what_is_not_known_is_not_true(when: str, holds: bool) -> None:
    rule = Matching(name="示例", when=when, fields=["incubation"], points=7, say="示例理由")
    known = {"street": "五角场街道", "size": "微型", "age": None, "trade": None}
    fits, _unfit = rank([made(1, "incubation")], NOBODY, asked(**known), [rule], NOBODY, NOBODY)
    assert bool(fits) == holds
    assert not holds or fits[0].reasons[0] == ("rule", "示例理由")


def test_a_condition_that_cannot_be_read_is_refused_with_its_reason(town: Town) -> None:
    given_: dict[str, Any] = {"by": town.officer, "name": "示例", "say": "示例", "fields": ["law"]}
    for wrong in ("salary > 3", "stage = ", 'stage = "nowhere"', "age < street"):
        with pytest.raises(NotPossible):
            keeping.lay_down(when=wrong, **given_)
    row = keeping.lay_down(when='stage = "grow"', **given_)
    assert keeping.lay_down(when="age > 3", **given_).pk == row.pk
    with pytest.raises(NotPossible):
        keeping.lay_down(when="", by=town.officer, name="无人", say="无人")


def test_a_rule_that_is_saved_stays_at_its_place_and_about_what_it_is_about(town: Town) -> None:
    subject = Subject.objects.get(key="tax")
    studio = keeping.set_up(by=town.officer, office=town.office, key="one", name="示例工作室", since=DAY)
    row = keeping.lay_down(by=town.officer, name="示例", say="示例", subject=subject, studio=studio, place=5)
    keeping.end_subject(subject=subject, by=town.officer)
    Studio.objects.update(ended_at=NOW)
    form = RULE_EDIT.form(town.officer, row)
    kept = {"name": "示例", "say": "示例二", "points": "10", "subject": str(subject.pk), "studio": str(studio.pk)}
    assert form["subject"].value() in {subject, subject.pk} and (subject.pk, str(subject)) in [
        (getattr(value, "value", value), str(label)) for value, label in form.fields["subject"].choices
    ]
    send(signed_in(town.officer), "rule", row.pk, **kept)
    row.refresh_from_db()
    assert (row.say, row.place, row.subject, row.studio) == ("示例二", 5, subject, studio)
    send(signed_in(town.officer), "rule", row.pk, **{**kept, "name": "示例改名"})
    made = Matching.objects.get(name="示例改名")
    assert (made.place, made.subject, made.studio) == (5, subject, studio)


def test_hours_of_ninety_days_count_and_no_shows_do_not(town: Town) -> None:
    expert = town.expert("示例专家甲", "accounting")
    row = town.met(expert, minutes=90)
    assert loads_of()[expert.pk] == Load(recent=90, now=1, month=90)
    missed = actions.plan(need=Need.objects.get(pk=row.need_id), mode="online", by=town.officer,
                          request_key=uuid.uuid4())  # fmt: skip
    actions.miss(encounter=missed, by=town.officer)
    assert loads_of()[expert.pk].recent == 90
    with clock.at(NOW + dt.timedelta(days=89)):
        assert loads_of()[expert.pk].recent == 90 and loads_of()[expert.pk].month == 0
    with clock.at(NOW + dt.timedelta(days=90)):
        assert loads_of()[expert.pk].recent == 0


def test_nobody_advises_themselves_or_their_own_firm(town: Town) -> None:
    expert = town.expert("示例专家甲", "accounting", account=True)
    other = town.expert("示例专家乙", "accounting")
    assert expert.person is not None
    need = town.need(by=expert.person)
    assert [each.expert for each in need.offers.all()] == [other]
    company = firm()
    company.membership_set.create(person=expert.person, role="owner", state="confirmed", since=NOW)
    company.membership_set.create(person=town.founder, role="owner", state="confirmed", since=NOW)
    need = town.need(enterprise=company)
    assert [each.expert for each in need.offers.all()] == [other] and need.street == STREETS[0]


def test_as_many_queries_for_seventy_as_for_seven(town: Town) -> None:
    counts = []
    for total in (7, 70):
        for n in range(Expert.objects.count(), total):
            town.expert(f"示例专家{n}", "accounting", topics=("services",))
        need = town.need() if total == 7 else Need.objects.get()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            fits, _unfit = who_fits(need)
        counts.append(len(seen))
        assert len(fits) == total
    assert counts[0] == counts[1] <= 12


def test_where_nobody_goes_is_told(town: Town) -> None:
    subject = Subject.objects.get(key="tax")
    one, other = made(1, "accounting"), made(2, topics=("services",))
    profiles = {1: Profile(streets=[STREETS[0]]), 2: Profile(modes=["online"])}
    table = covered([subject], STREETS, [one, other, made(3, "media")], profiles)
    assert table.lines[0].counts == (1, 0, 0) and table.missing == 2 and table.pairs == 3
    assert covered([subject], STREETS, [one], {}).missing == 3, "who has not said that they go anywhere, does not"


def test_a_year_of_minutes_is_counted_by_month(town: Town) -> None:
    expert = town.expert("示例专家甲", "accounting")
    town.met(expert, minutes=30)
    with clock.at(NOW + dt.timedelta(days=40)):
        town.met(expert, minutes=45)
    months = year_of_corps(2022)[expert.pk]
    assert months[5] == 30 and months[7] == 45 and sum(months) == 75
    assert Adviser.objects.count() == Encounter.objects.count() == 2
