"""What a session takes, chosen on its form: places by ticks, people by name."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from district.ground.people.models import Person
from district.ground.slots.models import Hold, Resource
from tests.district.ground.slots.town import MONDAY, Town

As = Callable[[Person], Client]
NEW = "slots:new_session"


def experts(town: Town, count: int) -> None:
    for n in range(count):
        town.resource(f"expert-{n}", "expert")


def posted(*people: str) -> dict[str, object]:
    return {"title": "示例沙龙", "day": MONDAY, "begins": "14:00", "ends": "16:00", "place": "三楼", "capacity": 9,
            "notice_join": 1, "offer_hours": 24, "people": list(people), "request_key": str(uuid.uuid4())}  # fmt: skip


def test_however_many_people_there_are_the_form_stays_short(town: Town, as_: As) -> None:
    town.resource("room", "room")
    experts(town, 70)
    page = as_(town.officer).get(reverse(NEW)).content.decode()
    assert len(re.findall(r'<input type="checkbox" name="resources"', page)) == 1
    assert len(re.findall(r'name="people"', page)) == 3 and page.count('<option value="示例expert-') == 70


def test_people_are_taken_by_name_and_a_wrong_name_is_told_with_all_that_was_typed(town: Town, as_: As) -> None:
    experts(town, 3)
    client = as_(town.officer)
    wrong = client.post(reverse(NEW), posted("示例expert-1", "示例没有这位", ""))
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "没有“示例没有这位”" in page and not Hold.objects.exists()
    assert 'value="示例expert-1"' in page and 'value="示例没有这位"' in page
    assert client.post(reverse(NEW), posted("示例expert-1", "", "示例expert-1", "示例expert-2")).status_code == 302
    held = Hold.objects.filter(kind="session").values_list("resource__key", flat=True)
    assert sorted(held) == ["expert-1", "expert-2"]


def test_two_of_one_name_are_told_apart(town: Town, as_: As) -> None:
    experts(town, 2)
    Resource.objects.update(name="示例同名")
    client = as_(town.officer)
    assert "不止一位" in client.post(reverse(NEW), posted("示例同名")).content.decode()
    suggested = re.findall(r'<option value="(示例同名[^"]*)"', client.get(reverse(NEW)).content.decode())
    assert len(set(suggested)) == 2
    assert client.post(reverse(NEW), posted(suggested[0])).status_code == 302
    assert Hold.objects.filter(kind="session").count() == 1


def test_somebody_else_s_people_are_not_to_be_taken(town: Town, as_: As) -> None:
    experts(town, 1)
    Resource.objects.update(office=None)
    page = as_(town.officer).post(reverse(NEW), posted("示例expert-0"))
    assert page.status_code == 422 and "没有“示例expert-0”" in page.content.decode()
