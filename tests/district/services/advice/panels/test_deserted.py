"""Panels to which nobody can come: who is told, what the desk has to do, and that it never took place."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.bringing.todo import sources
from district.ground.figures.counting import breakdown, series, value
from district.ground.figures.periods import Period
from district.ground.messages.models import Message
from district.ground.people.experts import end
from district.ground.people.models import Expert
from district.ground.people.permissions import Yes
from district.ground.slots.models import Hold
from district.services.advice import actions as advice
from district.services.advice.panels import actions, figures, nightly, queries
from district.services.advice.panels.models import Panel
from tests.district.services.advice.panels.town import Corps, part_of
from tests.district.services.advice.town import MONDAY, moment


def nobody_comes(corps: Corps, **more: Any) -> Panel:
    panel = corps.book(**more)
    for expert in (corps.finance, corps.law):
        actions.withdraw(part=part_of(panel, expert), by=None, why="示例：出差", may=Yes)
    return panel


def todo(corps: Corps) -> list[str]:
    own = [each for each in sources if each.key.startswith("panel_")]
    return [each.shown(row).what for each in own for row in each.rows(corps.house.officer, clock.today())]


def test_the_last_one_is_told_of_to_the_desk_and_to_who_asked(corps: Corps, as_: Any) -> None:
    panel = nobody_comes(corps)
    assert Message.objects.filter(to=corps.house.officer, title__contains="专家都来不了").count() == 1
    assert Message.objects.filter(to=corps.house.ann, title__startswith="专家临时来不了").count() == 1
    assert len(todo(corps)) == 2 and all("接替" in each for each in todo(corps))
    desk = as_(corps.house.officer)
    assert "没有专家能来" in desk.get(reverse("panels:desk_panels")).content.decode()
    page = reverse("panels:desk_panel", args=[panel.reference])
    assert "在开始以前请人接替，或者取消" in desk.get(page).content.decode()
    mine = as_(corps.house.ann).get(reverse("panels:mine", args=[panel.reference])).content.decode()
    assert "正在请人接替；请不到会取消" in mine and "来不了）" in mine
    actions.step_in(part=part_of(panel, corps.finance), by=corps.house.officer)
    assert "缺 1 位专家" in as_(corps.house.officer).get(reverse("panels:desk_panels")).content.decode()


def test_one_that_begins_with_nobody_there_did_not_take_place(corps: Corps) -> None:
    panel, other = nobody_comes(corps), corps.book("11:00")
    with clock.at(moment(MONDAY, "09:30")):
        assert todo(corps) == ["没有专家能来，取消并另约"]
    with clock.at(moment(MONDAY, "14:00")):
        year = Period.year(MONDAY.year)
        assert value(figures.HELD, year).number == 1, "the other one alone"
        assert [each.told.number for each in breakdown(figures.HELD, "kind", year)] == [1]
        months = [Period(MONDAY.replace(month=month, day=1), MONDAY.replace(month=month, day=30)) for month in (9, 11)]
        assert [each.number for each in series(figures.HELD, months)] == [0, 1]
        assert value(figures.SOON_SHARE, year).number == 0
    with clock.at(moment(MONDAY, "02:00") + dt.timedelta(days=1)):
        for _n in range(2):
            nightly.call_off(clock.today())
        panel.refresh_from_db()
        panel.encounter.refresh_from_db()
        other.refresh_from_db()
        assert (panel.state, panel.why, panel.encounter.state) == ("cancelled", "没有专家能来", "called-off")
        assert other.state == "held" and "没有专家能来，取消并另约" not in todo(corps)
        for person in (corps.house.ann, corps.law.person):
            assert Message.objects.filter(to=person, title__startswith="取消了", subject=panel.reference).count() == 1


def test_called_off_while_it_runs_its_time_is_free(corps: Corps) -> None:
    nobody_comes(corps)
    with clock.at(moment(MONDAY, "09:30")):
        nightly.call_off(clock.today())
        assert not Hold.objects.standing().filter(kind="appointment").exists()


@pytest.mark.parametrize("how", ["ended", "ran out"])
def test_the_seat_of_who_leaves_the_corps_is_to_be_filled(corps: Corps, how: str) -> None:
    panel = corps.book()
    for expert in (corps.other, corps.finance):
        if how == "ended":
            end(expert=expert, by=corps.house.officer)
            continue
        Expert.objects.filter(pk=expert.pk).update(until=clock.today() - dt.timedelta(days=1))
        nightly.terms(clock.today())
    [part] = queries.vacancies()
    assert part.expert == corps.finance and part.why == "专家的聘期结束"
    assert not panel.parts.filter(standby=True, ended_at=None).exists()
    assert nightly.terms(clock.today()).startswith("0 ")


def test_what_is_called_off_lets_the_need_be_ended(corps: Corps) -> None:
    online = advice.plan(need=corps.need, mode="online", by=corps.house.officer, request_key=uuid.uuid4())
    advice.record(encounter=online, by=corps.house.officer, text="示例", minutes=20)
    nobody_comes(corps)
    with clock.at(moment(MONDAY, "10:30")):
        nightly.call_off(clock.today())
        advice.end(need=corps.need, by=corps.house.officer)
    corps.need.refresh_from_db()
    assert corps.need.state == "ended"
    client = Client()
    client.force_login(corps.house.ann)
    assert client.get(reverse("advice:mine_one", args=[corps.need.reference])).status_code == 200
