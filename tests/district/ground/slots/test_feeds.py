"""Calendar files: the same UID for good, SEQUENCE counts changes, CANCELLED stays 90 days; links made anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from district.ground import clock
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.slots import actions, feeds, links
from district.ground.slots.actions import Choice
from district.ground.slots.models import Hold, Resource, Seat
from tests.district.ground.slots.town import MONDAY, NOW, Town, moment, span

Events = dict[str, Any]


def events(client: Client, address: str) -> list[Events]:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    file = Calendar.from_ical(answer.content)
    assert [str(each["tzid"]) for each in file.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    found = [{name.lower(): event[name] for name in event} for event in file.walk("VEVENT")]
    assert len({str(each["uid"]) for each in found}) == len(found), "one UID, one entry"
    return found


def of_person(client: Client, who: Person) -> list[Events]:
    return events(client, reverse("slots:calendar", args=[links.person_token(who)]))


def of_resource(client: Client, resource: Resource) -> list[Events]:
    return events(client, reverse("slots:resource_calendar", args=[links.resource_token(resource)]))


def test_an_appointment_through_its_life(town: Town, client: Client) -> None:
    expert = town.resource()
    town.open(expert)
    group = town.book(expert, span(MONDAY, "09:00", "09:30")).group
    [first] = of_person(client, town.ann)
    assert (first["dtstart"].dt, first["dtend"].dt) == span(MONDAY, "09:00", "09:30")
    assert b"DTSTART;TZID=Asia/Shanghai:20261130T090000" in client.get(
        reverse("slots:calendar", args=[links.person_token(town.ann)])
    ).content  # fmt: skip
    actions.move(group=group, starts=moment(MONDAY, "10:00"), by=town.ann)
    [second] = of_person(client, town.ann)
    actions.cancel(group=group, why="x", by=town.ann)
    [third] = of_person(client, town.ann)
    assert first["uid"] == second["uid"] == third["uid"]
    assert first["sequence"] < second["sequence"] < third["sequence"]
    assert (second["status"], third["status"], third["transp"]) == ("CONFIRMED", "CANCELLED", "TRANSPARENT")
    assert [each["status"] for each in of_resource(client, expert)] == ["CANCELLED"]
    with clock.at(NOW + dt.timedelta(days=94)):
        assert of_person(client, town.ann) == [] and of_resource(client, expert) == []


def test_handed_over_it_leaves_one_calendar_and_stands_in_the_other(town: Town, client: Client) -> None:
    expert, other = town.resource(), town.resource("other")
    for each in (expert, other):
        town.open(each)
    group = town.book(expert, span(MONDAY, "09:00", "09:30")).group
    [before] = of_person(client, town.ann)
    actions.hand_over(group=group, old=expert, new=other, by=town.officer)
    [after] = of_person(client, town.ann)
    assert after["uid"] == before["uid"] and after["sequence"] > before["sequence"]
    assert "示例other" in after["description"] and "示例expert" not in after["description"]
    assert [each["status"] for each in of_resource(client, expert)] == ["CANCELLED"]
    assert [each["status"] for each in of_resource(client, other)] == ["CONFIRMED"]
    actions.hand_over(group=group, old=other, new=expert, by=town.officer)
    assert [each["status"] for each in of_resource(client, expert)] == ["CONFIRMED"]


def test_a_seat_and_its_session(town: Town, client: Client) -> None:
    session = town.session(capacity=1)
    seat = actions.join(session=session, by=town.ann)
    actions.join(session=session, by=town.bob)
    [first] = of_person(client, town.ann)
    assert first["location"] == "示例厅" and f"/seats/{seat.token}/" in first["url"]
    assert of_person(client, town.bob) == []  # who waits has no time taken
    actions.change_session(session=session, by=town.officer, span=span(MONDAY, "15:00", "16:00"))
    [second] = of_person(client, town.ann)
    assert second["uid"] == first["uid"] and second["sequence"] > first["sequence"]
    actions.cancel_session(session=session, why="讲师生病", by=town.officer)
    [third] = of_person(client, town.ann)
    assert (third["status"], third["uid"]) == ("CANCELLED", first["uid"]) and third["sequence"] > second["sequence"]


def test_what_is_public_names_nobody(town: Town, client: Client) -> None:
    session = town.session(text="带身份证")
    town.session(title="内部会", public=False, when=span(MONDAY, "09:00", "10:00"))
    actions.join(session=session, by=town.ann)
    address = reverse("slots:public_calendar", args=["sessions"])
    [event] = events(client, address)
    assert event["summary"] == "示例讲座" and str(town.ann).encode() not in client.get(address).content
    actions.cancel_session(session=session, why="x", by=town.officer)
    assert events(client, address)[0]["status"] == "CANCELLED"
    assert client.get(reverse("slots:public_calendar", args=["no-such"])).status_code == 404


def test_an_absence_a_way_and_a_session_stand_in_a_resources_calendar_rest_does_not(town: Town, client: Client) -> None:
    expert = town.resource(after=15, place="中心")
    town.book(expert, span(MONDAY, "10:00", "11:00"), town.officer, place="街道", beyond=True)
    town.session(when=span(MONDAY, "15:00", "16:00"), resources=[expert])
    actions.enter_absence(resource=expert, span=span(MONDAY, "18:00", "20:00"), by=town.officer, why="开会",
                          request_key="00000000-0000-0000-0000-000000000001")  # fmt: skip
    titles = sorted(str(each["summary"]) for each in of_resource(client, expert))
    assert titles == sorted(["去中心", "去街道", "去示例厅", "去中心", "开会", "示例讲座",
                             f"示例预约 · {town.officer}"][1:])  # fmt: skip


def test_looking_changes_nothing_and_a_link_made_anew_ends_the_old(
    town: Town, client: Client, as_: Callable[[Person], Client]
) -> None:
    expert = town.resource("ann", person=town.ann)
    old, olds = links.person_token(town.ann), links.resource_token(expert)
    before = (Hold.objects.count(), Seat.objects.count())
    for token in (old, "x", "a:b:c", old[:-1]):
        client.get(reverse("slots:calendar", args=[token]))
    assert (Hold.objects.count(), Seat.objects.count()) == before and "sessionid" not in client.cookies
    mine = as_(town.ann)
    assert old.split(":")[0] in mine.get(reverse("slots:my_calendar")).content.decode()
    assert mine.get(reverse("slots:renew")).status_code == 405
    mine.post(reverse("slots:renew"))
    mine.post(reverse("slots:renew_resource", args=["ann"]))
    stranger = Client()
    assert stranger.get(reverse("slots:calendar", args=[old])).status_code == 404
    assert stranger.get(reverse("slots:resource_calendar", args=[olds])).status_code == 404
    assert stranger.get(reverse("slots:calendar", args=[links.person_token(town.ann)])).status_code == 200
    assert stranger.get(reverse("slots:resource_calendar", args=[links.person_token(town.ann)])).status_code == 404
    with pytest.raises(Refused):
        actions.renew_link(by=town.bob, resource=expert)


def test_a_wanted_absence_is_told_by_what_it_holds(town: Town, client: Client) -> None:
    expert = town.resource()
    town.open(expert)
    group = str(town.book(expert, span(MONDAY, "09:00", "09:30")).group)
    row = actions.enter_absence(resource=expert, span=span(MONDAY, "08:00", "12:00"), by=town.officer, why="病",
                                request_key="00000000-0000-0000-0000-000000000002", later=True)  # fmt: skip
    assert sorted(str(each["summary"])[:1] for each in of_resource(client, expert)) == ["病", "病", "示"]
    actions.settle(absence=row, by=town.officer, choices={group: Choice("cancel", "x")})
    standing = [each for each in of_resource(client, expert) if each["status"] == "CONFIRMED"]
    assert [(each["dtstart"].dt, each["dtend"].dt) for each in standing] == [span(MONDAY, "08:00", "12:00")]


def test_rooms_bring_public_calendars_of_their_own(town: Town, client: Client) -> None:
    kept = dict(feeds.public_calendars._things)
    feeds.public_calendars.register(feeds.PublicCalendar("salons", "沙龙"))
    try:
        town.session(calendar="salons", title="示例沙龙")
        [event] = events(client, reverse("slots:public_calendar", args=["salons"]))
        assert event["summary"] == "示例沙龙"
    finally:
        feeds.public_calendars._things.clear()
        feeds.public_calendars._things.update(kept)
