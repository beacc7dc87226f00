"""One's deadlines as a calendar: by a signed link, no sign-in, nobody else's, dead after a new password."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from district.cases.review import actions as review_actions
from district.cases.review.corrections import Item
from district.ground.people.models import Person
from district.ground.slots.links import person_token as token_of
from tests.district.cases.factories import District, enterprise, join, person


def events(client: Client, who: Person) -> list[str]:
    answer = client.get(reverse("slots:calendar", args=[token_of(who)]))
    assert answer.status_code == 200
    return [str(each["summary"]) for each in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_what_waits_for_the_firm_and_what_the_office_owes(here: District, client: Client) -> None:
    case = here.submitted()
    assert events(client, here.founder) == ["办理期限：示例用工补贴（示例甲科技有限公司）"]
    review_actions.send_back(application=case, by=here.officer, items=[Item("other", "", "请写明岗位")])
    assert events(client, here.founder) == ["补正截止：示例用工补贴（示例甲科技有限公司）"]


def test_nobody_elses_days_and_no_days_after_a_new_password(here: District, client: Client) -> None:
    here.submitted()
    other = person("other")
    join(other, enterprise("91310110MA00000087", "示例乙公司"))
    assert events(client, other) == []
    token = token_of(here.founder)
    here.founder.set_password("another long one 2")
    here.founder.save()
    assert client.get(reverse("slots:calendar", args=[token])).status_code == 404


@pytest.mark.parametrize("token", ["x", "a:b:c", "W10:1:2"])
def test_a_made_up_link_leads_nowhere(here: District, client: Client, token: str) -> None:
    assert client.get(reverse("slots:calendar", args=[token])).status_code == 404


def test_the_page_gives_the_link(here: District, as_: Callable[[Person], Client]) -> None:
    here.submitted()
    page = as_(here.founder).get(reverse("slots:my_calendar")).content.decode()
    assert token_of(here.founder).split(":")[0] in page and "办理期限" in page
