"""The roll by a one-time link, of a trainer without an account."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from district.ground import clock
from district.ground.onetime.models import Link, LinkUse
from district.ground.people.models import Person
from district.services.training.camp import attending, timetable
from district.services.training.camp.models import Attendance, CampLesson, CampSignUp
from district.services.training.camp.nightly import rolls
from district.services.training.hours.models import LearningEntry
from tests.district.cases.factories import person
from tests.district.services.training.camp.town import FIRST, NOW, Camp, moment

START, END = moment(FIRST, "13:30"), moment(FIRST, "15:30")
As = Callable[[Person], Client]


@pytest.fixture
def lesson(camp: Camp) -> CampLesson:
    cohort = camp.cohort(seats=30)
    camp.sign_up(cohort, camp.ann)
    camp.sign_up(cohort, camp.bob)
    [row] = camp.plan(cohort, trainer_name="示例讲师")
    return row


def given(client: Client, lesson: CampLesson) -> str:
    page = client.post(f"/training/camp/lessons/{lesson.reference}/link/")
    return re.search(r'value="[^"]*(/once/[^"]+)"', page.content.decode())[1]  # type: ignore[index]


def text(page: Any) -> str:
    return str(page.content.decode())


def post(path: str, do: str, came: list[int]) -> Any:
    client = Client()
    seen = re.search(r'name="seen" value="(\w+)"', text(client.get(path)))
    return client.post(path, {"seen": seen[1] if seen else "", "do": do, "came": [str(pk) for pk in came]}, follow=True)


def learners() -> list[int]:
    return list(CampSignUp.objects.order_by("pk").values_list("pk", flat=True))


def test_a_trainer_without_an_account_hands_the_roll_in(lesson: CampLesson, camp: Camp, as_: As) -> None:
    officer = as_(camp.officer)
    assert "凭链接点名" in text(officer.get(f"/training/camp/lessons/{lesson.reference}/"))
    path, (ann, bob) = given(officer, lesson), learners()
    assert "13:00 起可以点名" in text(Client().get(path))
    with clock.at(START):
        assert "示例安" in text(Client().get(path)) and not Attendance.objects.exists(), "looking changes nothing"
        assert "到 2 人" in text(post(path, "save", [ann, bob]))
        said = post(path, "settle", [ann])
        assert said.status_code == 422 and "下课以后" in text(said)
        assert len(re.findall(r"<input[^>]+checked", text(said))) == 1, "what was ticked stands there still"
        assert Attendance.objects.filter(rolled=True).count() == 2, "nothing of it was written"
    with clock.at(END):
        assert "点名册已交，1 人的学时入账" in text(post(path, "settle", [ann]))
        assert "已经办好" in text(Client().get(path))
    rows = Attendance.objects.order_by("pk")
    assert [(row.rolled, row.rolled_by, row.rolled_as) for row in rows] == [
        (True, None, "示例讲师"), (False, None, "示例讲师"),
    ]  # fmt: skip
    entry = LearningEntry.objects.get()
    assert (entry.source, entry.by) == ("roll", None)
    assert [use.did for use in LinkUse.objects.all()] == ["roll", "settle"]
    officer = as_(camp.officer)
    assert "示例讲师" in text(officer.get("/desk/links/"))
    assert "示例安" in text(officer.get(f"/desk/links/{Link.objects.get().reference}/"))


def test_the_link_is_over_once_the_roll_is_in_and_after_it(lesson: CampLesson, camp: Camp, as_: As) -> None:
    path = given(as_(camp.officer), lesson)
    assert Link.objects.get().expires_at == END + dt.timedelta(days=3)
    with clock.at(END + dt.timedelta(days=2)):
        rolls(clock.today())
        assert Client().get(path).status_code == 410
        page = as_(camp.officer).post(f"/training/camp/lessons/{lesson.reference}/link/", follow=True)
        assert "点名册已经交了" in text(page) and Link.objects.count() == 1


def test_an_office_s_roll_meanwhile_is_shown_first(lesson: CampLesson, camp: Camp, as_: As) -> None:
    path, client, (ann, bob) = given(as_(camp.officer), lesson), Client(), learners()
    with clock.at(START):
        seen = re.search(r'name="seen" value="(\w+)"', text(client.get(path)))
        assert seen
        attending.roll(lesson=lesson, by=camp.officer, came=[CampSignUp.objects.get(pk=bob).reference])
        said = client.post(path, {"seen": seen[1], "do": "save", "came": [str(ann)]})
        assert said.status_code == 422 and "刚有变化" in text(said)
    assert Attendance.objects.get(rolled=True).rolled_by == camp.officer


def test_it_is_that_trainer_s_alone_and_of_an_office_that_runs_the_camp(
    lesson: CampLesson, camp: Camp, as_: As
) -> None:
    path = given(as_(camp.officer), lesson)
    assert as_(camp.eve).post(f"/training/camp/lessons/{lesson.reference}/link/").status_code == 404
    told = {**timetable.told(lesson), "length": 120, "trainer": None, "trainer_name": "示例另一位"}
    told.pop("ends")
    timetable.change(lesson=lesson, by=camp.officer, **told)
    assert Client().get(path).status_code == 410
    lesson.refresh_from_db()
    assert Client().get(given(as_(camp.officer), lesson)).status_code == 200
    timetable.change(lesson=lesson, by=camp.officer, **told | {"trainer": person("trainer"), "trainer_name": ""})
    page = as_(camp.officer).post(f"/training/camp/lessons/{lesson.reference}/link/", follow=True)
    assert "讲师有账号" in text(page)


@pytest.mark.parametrize("wrong", [{"rolled_by": None, "rolled_as": ""}, {"rolled_as": "示例"}])
def test_a_roll_says_by_whom_it_was_taken(lesson: CampLesson, camp: Camp, wrong: dict[str, Any]) -> None:
    values = {"lesson": lesson, "learner": CampSignUp.objects.first(), "rolled": True, "rolled_by": camp.officer,
              "first_at": NOW, **wrong}  # fmt: skip
    with pytest.raises(IntegrityError, match="roll_says_who_took_it"), transaction.atomic():
        Attendance.objects.create(**values)


def test_a_link_is_an_expert_s_or_a_name_s(lesson: CampLesson, camp: Camp, as_: As) -> None:
    given(as_(camp.officer), lesson)
    kept = Link.objects.values().get()
    with pytest.raises(IntegrityError, match="link_is_somebody_s"), transaction.atomic():
        Link.objects.create(**{**kept, "id": None, "reference": "LJ1", "hash": "1", "name": ""})
