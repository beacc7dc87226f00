"""What was promised with a grant stands on the page of its case with its days, and goes into a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from icalendar import Calendar

from district.ground.people.models import Person
from tests.district.cases.aftercare.factories import granted, second_firm
from tests.district.cases.factories import District, enterprise, join, person

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
ADDRESS = "/my/obligations/calendar/"


def days(client: Client, asked: str = "") -> list[tuple[str, dt.date]]:
    answer = client.get(ADDRESS + asked)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    assert "attachment" in answer["Content-Disposition"]
    return sorted(
        (str(each["summary"]), each["dtstart"].dt) for each in Calendar.from_ical(answer.content).walk("VEVENT")
    )


def test_one_those_of_a_case_or_all(after: District, as_: As) -> None:
    first, second = granted(after), granted(after, second_firm(after))
    client = as_(after.founder)
    row = first.obligations.get(key="stay")
    assert days(client, f"?one={row.reference}") == [
        ("义务到期：一年内不迁出示例区（示例甲科技有限公司）", row.until_on)
    ]
    assert len(days(client, f"?case={second.application.reference}")) == 2
    assert len(days(client)) == 4
    page = client.get(f"/my/applications/{first.application.reference}/").content.decode()
    assert "一年内不迁出示例区" in page and "2023年6月24日" in page
    assert f"{ADDRESS}?one={row.reference}" in page and f"{ADDRESS}?case={first.application.reference}" in page
    assert f"{ADDRESS}?one={row.reference}" in client.get("/my/obligations/").content.decode()


def test_nobody_elses_and_none_that_is_over(after: District, as_: As) -> None:
    row = granted(after).obligations.get(key="stay")
    other = person("other")
    join(other, enterprise("9131011012345678ZZ", "示例另一公司"))
    for asked in ("", f"?one={row.reference}", f"?case={row.application.reference}"):
        assert as_(other).get(ADDRESS + asked).status_code == 404
    row.state = "released"
    row.save()
    assert as_(after.founder).get(f"{ADDRESS}?one={row.reference}").status_code == 404
    assert len(days(as_(after.founder))) == 1
