"""Panels: found, booked all or none, somebody steps in; what `slots` does is followed."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused, Yes
from district.ground.record.moves import dead_ends
from district.ground.slots import actions as slots
from district.ground.slots.models import Hold, Travel
from district.ground.slots.times import Span
from district.services.advice import actions as advice
from district.services.advice.models import Encounter
from district.services.advice.panels import actions, queries, states, ways
from district.services.advice.panels.actions import Chair
from district.services.advice.panels.models import Panel
from district.services.advice.panels.planning import Why
from district.services.advice.queries import encounters_of
from tests.district.services.advice.panels.town import Corps, part_of
from tests.district.services.advice.town import MONDAY, moment


def test_the_states_have_no_dead_ends() -> None:
    assert dead_ends(states.STATES, states.MOVES) == []


class TestFound:
    def test_the_earliest_with_who_would_step_in(self, corps: Corps) -> None:
        found = queries.search(corps.asking())
        first = found.panels[0]
        assert first.span.starts == moment(MONDAY, "09:00") and len({each.when for each in found.panels}) == 6
        assert [(each.expert, each.standby) for each in first.seats] == [
            (corps.finance, corps.other), (corps.law, None)
        ]  # fmt: skip

    def test_who_is_taken_then_is_not_offered(self, corps: Corps) -> None:
        corps.book("09:00")
        found = queries.search(corps.asking())
        assert found.panels[0].span.starts == moment(MONDAY, "10:00")

    def test_what_cannot_be_filled_is_said_by_role(self, corps: Corps) -> None:
        found = queries.search(corps.asking(("finance", "media")))
        assert not found.panels
        assert [(each.role, each.why, each.known) for each in found.missing] == [("media", Why.NOBODY, 0)]

    def test_who_paused_or_is_tied_to_who_asks_is_left_out(self, corps: Corps) -> None:
        profile = corps.law.advising
        profile.paused = True
        profile.save()
        found = queries.search(corps.asking())
        assert (found.left_out, [each.role for each in found.missing]) == (1, ["law"])

    def test_as_many_queries_for_many_experts_as_for_few(
        self, corps: Corps, django_assert_max_num_queries: Any
    ) -> None:
        for n in range(12):
            corps.house.expert(f"示例多{n}", "finance", "law")
        with django_assert_max_num_queries(24):
            assert queries.search(corps.asking()).panels

    def test_only_times_that_can_be_reached_are_offered_for_a_visit(self, corps: Corps) -> None:
        ways.say_what_is_not_said()
        slots.set_limits(resource=corps.finance.advising.resource, by=corps.house.officer, place="定海路街道")
        asking = corps.asking(("finance",), kind="visit", place="新江湾城街道")
        slots.set_limits(resource=corps.other.advising.resource, by=corps.house.officer, place="定海路街道", per_day=0)
        corps.book("10:00", kind="visit", chairs=[Chair("finance", corps.finance)], place="五角场街道")
        travel = Hold.objects.standing().filter(kind="travel").order_by("starts")
        assert [(each.starts, each.ends) for each in travel] == [
            (moment(MONDAY, "09:30"), moment(MONDAY, "10:00")), (moment(MONDAY, "11:00"), moment(MONDAY, "11:30"))
        ]  # fmt: skip
        times = [each.span.starts for each in queries.search(asking).panels if each.span.starts.date() == MONDAY]
        assert times == [moment(MONDAY, "12:00"), moment(MONDAY, "13:00")]  # 11:00 cannot be reached from the other


class TestBooked:
    def test_all_are_held_and_it_is_an_encounter_of_the_need(self, corps: Corps) -> None:
        panel = corps.book()
        holds = Hold.objects.standing().filter(kind="appointment")
        assert sorted(each.resource.name for each in holds) == ["示例法律", "示例金融"]
        encounter = Encounter.objects.get()
        assert (panel.encounter, encounter.mode, encounter.hold) == (encounter, "panel", panel.group)
        assert Message.objects.filter(to=corps.law.person, title__contains="请您参加").exists()

    def test_none_is_held_where_one_cannot(self, corps: Corps) -> None:
        corps.book("09:00", chairs=[Chair("law", corps.law)])
        with pytest.raises(NotPossible, match="示例法律"):
            corps.book("09:00")
        assert Panel.objects.count() == 1 and Hold.objects.standing().count() == 1

    def test_a_forged_choice_is_refused(self, corps: Corps) -> None:
        with pytest.raises(NotPossible, match="不能担任"):
            corps.book(chairs=[Chair("law", corps.finance)])
        with pytest.raises(NotPossible, match="不同的专家"):
            corps.book(chairs=[Chair("finance", corps.finance), Chair("finance", corps.finance)])
        with pytest.raises(NotPossible, match="没有空"):
            corps.book("19:00")
        with pytest.raises(NotPossible, match="简报"):
            corps.book(brief=" ")

    def test_only_who_keeps_or_serves_the_need(self, corps: Corps) -> None:
        with pytest.raises(Refused):
            actions.book(need=corps.need, kind="joint", chairs=[Chair("law", corps.law)], length=60, brief="x",
                         starts=moment(MONDAY, "09:00"), by=corps.house.ann, request_key=uuid.uuid4())  # fmt: skip


class TestStepIn:
    def test_with_one_click_by_who_stands_by(self, corps: Corps) -> None:
        panel = corps.book()
        part = part_of(panel, corps.finance)
        actions.withdraw(part=part, by=None, why="出差", may=Yes)
        assert list(queries.vacancies()) == [part]
        assert Message.objects.filter(to=corps.house.officer, title__contains="来不了").exists()
        made = actions.step_in(part=part, by=corps.house.officer)
        assert (made.expert, made.place, made.standby) == (corps.other, 0, False)
        part.refresh_from_db()
        assert part.ended_at is not None and not queries.vacancies()
        held = Hold.objects.standing().filter(kind="appointment").values_list("resource__name", flat=True)
        assert sorted(held) == ["示例法律", "示例金融二"]
        assert {each.expert for each in panel.encounter.advisers.all()} == {corps.other, corps.law}

    def test_nobody_can(self, corps: Corps) -> None:
        panel = corps.book()
        part = part_of(panel, corps.law)
        with pytest.raises(NotPossible, match="没有能接替"):
            actions.step_in(part=part, by=corps.house.officer)
        corps.book("10:00", chairs=[Chair("finance", corps.other)])
        assert queries.stand_ins(part_of(panel, corps.finance)) == [corps.other]

    def test_as_many_queries_for_many_stand_ins_as_for_few(
        self, corps: Corps, django_assert_max_num_queries: Any
    ) -> None:
        panel = corps.book()
        part = part_of(panel, corps.finance)
        for n in range(12):
            corps.house.expert(f"示例多{n}", "finance")
        with django_assert_max_num_queries(26):
            assert len(queries.stand_ins(part)) == 13

    def test_handed_over_in_slots_by_an_absence(self, corps: Corps) -> None:
        panel = corps.book()
        slots.hand_over(group=panel.group, old=corps.finance.advising.resource, new=corps.other.advising.resource,
                        by=corps.house.officer, beyond=True)  # fmt: skip
        assert part_of(panel, corps.other).sits and panel.encounter.advisers.filter(expert=corps.other).exists()


def test_ones_appointments_lead_to_the_panel_and_to_the_need(corps: Corps) -> None:
    panel = corps.book()
    visit = advice.plan(need=corps.need, mode="clinic", by=corps.house.officer, request_key=uuid.uuid4(),
                        span=Span(moment(MONDAY, "11:00"), moment(MONDAY, "11:30")))  # fmt: skip
    client = Client()
    client.force_login(corps.need.asker)
    page = client.get(reverse("slots:mine")).content.decode()
    assert visit.hold is not None
    for link in (reverse("panels:mine", args=[panel.reference]),
                 reverse("advice:mine_one", args=[corps.need.reference])):  # fmt: skip
        assert f'href="{link}"' in page
        assert link in client.get("/my/").content.decode()


class TestCancelled:
    def test_everybodys_time_is_free_and_all_are_told(self, corps: Corps) -> None:
        panel = corps.book()
        with pytest.raises(NotPossible, match="原因"):
            actions.cancel(panel=panel, why="", by=corps.house.officer)
        for _n in range(2):
            actions.cancel(panel=panel, why="企业改期", by=corps.house.officer)
        panel.encounter.refresh_from_db()
        assert (panel.state, panel.encounter.state) == ("cancelled", "called-off")
        assert not Hold.objects.standing().exists()
        assert Message.objects.filter(to=corps.law.person, title__startswith="取消了").count() == 1

    def test_from_the_needs_page_or_in_slots_as_well(self, corps: Corps) -> None:
        first, second = corps.book("09:00"), corps.book("10:00")
        advice.cancel(encounter=first.encounter, by=corps.house.ann, why="不用了")
        slots.cancel(group=second.group, why="不来了", by=corps.house.ann)
        for panel in (first, second):
            panel.refresh_from_db()
            panel.encounter.refresh_from_db()
            assert (panel.state, panel.encounter.state) == ("cancelled", "called-off")

    def test_moved_in_slots(self, corps: Corps) -> None:
        panel = corps.book("09:00", length=30)
        slots.move(group=panel.group, starts=moment(MONDAY, "11:00"), by=corps.house.officer, beyond=True)
        panel.refresh_from_db()
        panel.encounter.refresh_from_db()
        assert panel.starts == panel.encounter.starts == moment(MONDAY, "11:00")

    def test_another_time_from_the_needs_page_moves_the_panel(self, corps: Corps) -> None:
        """It is not cancelled while its encounter goes on: both have the one appointment."""
        panel = corps.book("09:00")
        desk = corps.house.officer
        span = Span(moment(MONDAY, "10:00"), moment(MONDAY, "11:00"))
        moved = advice.schedule(encounter=panel.encounter, span=span, by=desk)
        panel.refresh_from_db()
        assert (panel.state, panel.starts, panel.ends) == ("held", span.starts, span.ends)
        assert (moved.state, moved.starts, moved.hold) == ("planned", span.starts, panel.group)
        mains = Hold.objects.filter(group=panel.group).standing().main()
        assert {each.starts for each in mains} == {span.starts} and mains.count() == 2
        with pytest.raises(NotPossible, match="只能整个挪到"):
            longer = Span(moment(MONDAY, "09:00"), moment(MONDAY, "10:30"))
            advice.schedule(encounter=moved, span=longer, by=desk)


def test_ways_between_streets_are_an_estimate_until_somebody_says_otherwise(db: None) -> None:
    assert len(ways.streets()) == 12
    assert (ways.estimate("五角场街道", "殷行街道"), ways.estimate("定海路街道", "新江湾城街道")) == (20, 40)
    slots.say_way(one="五角场街道", other="殷行街道", minutes=12, source="实测")
    ways.say_what_is_not_said()
    assert Travel.objects.count() == 66
    assert Travel.objects.get(one="五角场街道", other="殷行街道").minutes == 12
    assert Travel.objects.exclude(source="实测").filter(source__contains="示例参数").count() == 65


def test_from_the_needs_page_to_the_planner_to_a_booked_panel_to_each_signature(corps: Corps, as_: Any) -> None:
    desk = as_(corps.house.officer)
    planner = reverse("panels:planner", args=[corps.need.reference])
    assert planner in desk.get(reverse("advice:desk_one", args=[corps.need.reference])).content.decode()
    asked = {"kind": "joint", "length": 60, "place": "", "since": str(MONDAY), "role1": "finance", "role2": "law"}
    page = desk.get(planner, asked).content.decode()
    assert "最早的 6 个" in page and "候补：示例金融二" in page and "没有候补" in page
    assert "要 1 位，能担任的只有 0 位" in desk.get(planner, {**asked, "role2": "media"}).content.decode()
    chosen = re.findall(r'name="chosen" value="([^"]+)"', page)[0]
    key = {"request_key": str(uuid.uuid4())}
    empty = desk.post(planner, {**asked, **key, "chosen": chosen, "brief": " "})
    assert empty.status_code == 422 and "请写一份共同简报" in empty.content.decode()
    made = desk.post(planner, {**asked, **key, "chosen": chosen, "brief": "示例简报"}, follow=True)
    assert "已约定" in made.content.decode()
    panel = Panel.objects.get()
    link = desk.post(reverse("panels:part", args=[panel.reference, part_of(panel, corps.finance).pk, "link"]))
    token = re.findall(r'value="[^"]*(/once/[^"]+)"', link.content.decode())[0]
    with clock.at(moment(MONDAY, "10:30")):
        mine = as_(corps.law.person)
        part = part_of(panel, corps.law)
        signed = mine.post(
            reverse("panels:part", args=[panel.reference, part.pk, "sign"]), {"text": "示例法律意见"}, follow=True
        )
        assert "您已在" in signed.content.decode()
        shown = Client().get(token).content.decode()
        seen = re.findall(r'name="seen" value="([^"]+)"', shown)[0]
        Client().post(token, {"what": "sign", "text": "示例金融意见", "seen": seen})
        asker = as_(corps.house.ann)
        record = asker.get(reverse("panels:mine", args=[panel.reference])).content.decode()
        assert "示例法律意见" in record and "示例金融意见" in record and "已完成" in record
        assert panel.title in asker.get(reverse("panels:my_panels")).content.decode()
    assert as_(corps.house.bob).get(reverse("panels:mine", args=[panel.reference])).status_code == 404


def test_the_pages_of_a_need_lead_to_the_page_of_its_panel(
    corps: Corps, as_: Any, django_assert_max_num_queries: Any
) -> None:
    """Each to the one they may open, whatever became of it."""
    taker = corps.house.expert("taker", "technology", account=True)
    corps.need = corps.house.need(taker)
    panel, called_off = corps.book("09:00"), corps.book("10:00")
    actions.cancel(panel=called_off, why="示例", by=corps.house.officer)
    ways_there = [(corps.house.ann, "mine_one", "mine"), (corps.house.officer, "desk_one", "desk_panel"),
                  (taker.person, "work_one", "mine"), (corps.law.person, "work_one", "mine")]  # fmt: skip
    for person, page, route in ways_there:
        client = as_(person)
        shown = client.get(reverse(f"advice:{page}", args=[corps.need.reference])).content.decode()
        for each in (panel, called_off):
            link = reverse(f"panels:{route}", args=[each.reference])
            assert f'href="{link}"' in shown and client.get(link).status_code == 200
    online = corps.house.expert("online", "technology", account=True)
    advice.plan(need=corps.need, mode="online", by=corps.house.officer, request_key=uuid.uuid4(),
                experts=[advice.Place(online)])  # fmt: skip
    client = as_(online.person)
    shown = client.get(reverse("advice:work_one", args=[corps.need.reference])).content.decode()
    assert reverse("panels:mine", args=[panel.reference]) not in shown, "they could not open it"
    with django_assert_max_num_queries(3):
        assert [getattr(row, "panel", None) for row in encounters_of(corps.need)] == [panel, called_off, None]


def test_who_took_the_need_sees_the_panels_they_arrange(corps: Corps, as_: Any) -> None:
    taker = corps.house.expert("taker", "technology", account=True)
    corps.need = corps.house.need(taker)
    panel = corps.book("09:00")
    assert taker.person is not None and Panel.objects.visible_to(taker.person).get() == panel
    page = as_(taker.person).get(reverse("panels:desk_panel", args=[panel.reference])).content.decode()
    assert reverse("panels:cancel", args=[panel.reference]) in page
