"""Feeds that readers accept, and calendars that calendars accept."""

from __future__ import annotations

import datetime as dt

import feedparser
import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from tests.district.cases.factories import District


@pytest.mark.parametrize("name", ["policies:feed", "policies:answers_feed", "cases:notices_feed"])
def test_a_feed_is_valid_atom(here: District, client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer["Content-Type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.content)
    assert not read.bozo and read.version == "atom10"
    assert read.feed.title and read.feed.id and read.feed.updated
    assert len({each.id for each in read.entries}) == len(read.entries)
    assert all(each.title and each.link.startswith("http") and each.updated for each in read.entries)


def test_the_policies_feed_holds_what_is_in_force_and_what_comes(here: District, client: Client) -> None:
    titles = {each.title for each in feedparser.parse(client.get(reverse("policies:feed")).content).entries}
    assert "示例用工补贴（自2022年1月1日起）" in titles and "示例成长奖励（自2023年1月1日起）" in titles


def test_windows_are_days_of_a_calendar_with_names_that_stay(here: District, client: Client) -> None:
    first, again = (Calendar.from_ical(client.get(reverse("policies:calendar")).content) for _n in range(2))
    events = {str(each["summary"]): each for each in first.walk("VEVENT")}
    closes = events["申报截止：示例成长奖励"]
    assert closes["dtstart"].dt == dt.date(2023, 5, 31) and closes["dtend"].dt == dt.date(2023, 6, 1)
    assert [str(each["uid"]) for each in again.walk("VEVENT")] == [str(each["uid"]) for each in first.walk("VEVENT")]
    assert len(closes.walk("VALARM")) == 1
