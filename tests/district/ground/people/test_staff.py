"""Administrators let officials in and out; every change is in the log."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from district.ground.people import actions
from district.ground.people.models import Bureau, Duty, Person, Role
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district.cases.factories import District, person


@pytest.fixture
def admin(here: District) -> Person:
    return person("admin", administrator="区人社局")


def test_an_official_is_engaged_and_works(here: District, admin: Person, as_: Any) -> None:
    data = {"username": "wang", "name": "示例王某", "password": "ninety nine lamps",
            "bureau": Bureau.objects.get(name="区科委").pk, "role": Role.OFFICER}  # fmt: skip
    client = as_(admin)
    assert client.post(reverse("people:staff"), data).status_code == 302
    assert client.post(reverse("people:staff"), data).status_code == 422  # the name is taken
    assert Person.objects.get(username="wang").has_role(Role.OFFICER)
    assert LogEntry.objects.filter(room="people", verb="grant-duty", subject="wang", by=admin).count() == 1
    assert client.login(username="wang", password="ninety nine lamps")
    assert client.get(reverse("cases:worklist"))["Location"].startswith(reverse("account_change_password"))
    Person.objects.filter(username="wang").update(must_change_password=False)
    assert as_(Person.objects.get(username="wang")).get(reverse("cases:worklist")).status_code == 200


def test_a_duty_taken_away_closes_the_desk(here: District, admin: Person, as_: Any) -> None:
    duty = Duty.objects.get(person=here.officer)
    client = as_(admin)
    for _ in range(2):
        assert client.post(reverse("people:revoke", args=[duty.pk])).status_code == 302
    assert LogEntry.objects.filter(verb="revoke-duty").count() == 1
    assert as_(here.officer).get(reverse("cases:worklist")).status_code == 403


def test_nobody_locks_the_last_door_from_outside(admin: Person) -> None:
    with pytest.raises(Refused, match="另一位管理员"):
        actions.revoke_duty(duty=Duty.objects.get(person=admin), by=admin)


def test_officers_do_not_engage(here: District, as_: Any) -> None:
    assert as_(here.officer).get(reverse("people:staff")).status_code == 403
    with pytest.raises(Refused):
        actions.grant_duty(person=here.officer, bureau=Bureau.objects.first(), role="leader", by=here.officer)  # type: ignore[arg-type]


def test_the_list_costs_the_same_for_many(
    here: District, admin: Person, as_: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        person(f"official{number}", officer="区科委")
    client = as_(admin)
    with django_assert_max_num_queries(10):
        assert client.get(reverse("people:staff")).status_code == 200


def test_the_first_administrator(here: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIQI_ADMIN_PASSWORD", "123")
    with pytest.raises(CommandError, match="密码"):
        call_command("create_admin", "root1", bureau="区人社局")
    monkeypatch.setenv("HUIQI_ADMIN_PASSWORD", "ninety nine lamps")
    with pytest.raises(CommandError, match="没有部门"):
        call_command("create_admin", "root1", bureau="没有这个局")
    call_command("create_admin", "root1", bureau="区人社局")
    with pytest.raises(CommandError, match="已有系统管理员"):
        call_command("create_admin", "root2", bureau="区人社局")
