"""The pages: who sees what, by plain HTML forms, without script; nothing changes on GET."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.bringing.home import Scene
from district.ground.people.models import Bureau, Person
from district.ground.slots import actions, home, states
from district.ground.slots.models import Hold, Opening, Resource, Seat, Session
from district.ground.slots.times import here
from tests.district.cases.factories import person
from tests.district.ground.slots.town import MONDAY, NOW, TUESDAY, Town, moment, span

As = Callable[[Person], Client]
MADE_UP = [
    "", "x", "2026-11-30T09:00:00+08:00", "2026-11-30T09:00:00/2026-11-30T09:30:00", "2026-13-40T9/2",
    "9999-12-31T23:59:59+08:00/0001-01-01T00:00:00+08:00", "2026-11-30T09:00:00+08:00/2027-11-30T09:00:00+08:00",
]  # fmt: skip


@pytest.fixture
def rival(town: Town) -> Person:
    """An officer of another bureau."""
    Bureau.objects.get_or_create(name="区科委", defaults={"full": "示例区科委"})
    return person("rival", officer="区科委")


def text(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"slots:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


class TestMember:
    def test_sign_up_wait_accept_and_cancel(self, town: Town, as_: As) -> None:
        session = town.session(capacity=1, public=True)
        mine = as_(town.ann)
        assert "余 1 席" in text(mine, "sessions")
        mine.post(reverse("slots:join", args=[session.reference]))
        mine.post(reverse("slots:join", args=[session.reference]))
        seat = Seat.objects.get()
        theirs = Client()
        theirs.force_login(town.bob)
        page = theirs.post(reverse("slots:join", args=[session.reference]), follow=True).content.decode()
        assert "候补第 1 位" in page
        mine.post(reverse("slots:answer", args=[seat.token, "cancel"]))
        other = Seat.objects.get(person=town.bob)
        assert other.state == states.OFFERED
        page = text(theirs, "mine")
        assert "去确认" in page and f"/seats/{other.token}/" in page
        assert "请在 2026年11月28日 10:00 前确认" in text(theirs, "seat", other.token)
        theirs.post(reverse("slots:answer", args=[other.token, "accept"]))
        other.refresh_from_db()
        assert other.state == states.TAKEN
        assert town.bob.name not in text(mine, "session", session.reference)

    def test_a_seats_link_needs_no_sign_in_and_looking_changes_nothing(self, town: Town, client: Client) -> None:
        seat = actions.join(session=town.session(), by=town.officer, name="示例学员")
        page = client.get(reverse("slots:seat", args=[seat.token]))
        assert page.status_code == 200 and "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "same-origin"  # its forms are posted, and the guard asks where from
        address = reverse("slots:answer", args=[seat.token, "cancel"])
        assert client.get(address).status_code == 405
        seat.refresh_from_db()
        assert seat.state == states.TAKEN
        client.post(address)
        seat.refresh_from_db()
        seat.session.refresh_from_db()
        assert seat.state == states.CANCELLED and seat.session.is_planned
        assert client.get(reverse("slots:seat", args=["no-such"])).status_code == 404
        assert client.post(reverse("slots:answer", args=[seat.token, "explode"])).status_code == 404

    def test_book_and_cancel(self, town: Town, as_: As) -> None:
        expert = town.resource()
        town.open(expert, minutes=60, place="302 室")
        mine = as_(town.ann)
        page = text(mine, "book", "expert")
        [slot, *_more] = re.findall(r'name="slot" value="([^"]+)"', page)
        key = re.findall(r'name="request_key" value="([^"]+)"', page)[0]
        posted = {"slot": slot, "title": "报税", "request_key": key}
        mine.post(reverse("slots:book", args=["expert"]), posted)
        mine.post(reverse("slots:book", args=["expert"]), posted)
        row = Hold.objects.get()
        assert (row.span, row.place) == (span(MONDAY, "09:00", "09:30"), "302 室")
        assert "报税" in text(mine, "mine") and slot not in text(mine, "book", "expert")
        again = mine.post(reverse("slots:book", args=["expert"]), {**posted, "request_key": str(uuid.uuid4())})
        assert "已有“报税”" in again.content.decode()
        mine.post(reverse("slots:cancel", args=[row.group]), {"why": "没空"})
        row.refresh_from_db()
        assert (row.state, row.why) == ("cancelled", "没空") and "没空" in text(mine, "mine")

    @pytest.mark.parametrize("slot", MADE_UP)
    def test_a_made_up_slot_books_nothing(self, town: Town, as_: As, slot: str) -> None:
        town.open(town.resource())
        posted = {"slot": slot, "title": "x", "request_key": str(uuid.uuid4())}
        answer = as_(town.ann).post(reverse("slots:book", args=["expert"]), posted)
        assert answer.status_code == 422 and "请选一个时段" in answer.content.decode()
        assert not Hold.objects.exists()

    def test_nobody_elses_appointment_is_cancelled(self, town: Town, as_: As) -> None:
        expert = town.resource()
        town.open(expert)
        row = town.book(expert, span(MONDAY, "09:00", "09:30"))
        assert as_(town.bob).post(reverse("slots:cancel", args=[row.group])).status_code == 404
        row.refresh_from_db()
        assert row.stands

    def test_a_slot_for_several_by_the_page(self, town: Town, as_: As) -> None:
        town.open(town.resource("clinic", "room"), capacity=3, length=60, minutes=120)
        mine = as_(town.ann)
        page = text(mine, "book", "clinic")
        slot = re.findall(r'name="slot" value="([^"]+)"', page)[0]
        posted = {"slot": slot, "several": "1", "request_key": str(uuid.uuid4())}
        answer = mine.post(reverse("slots:book", args=["clinic"]), posted)
        assert answer["Location"] == reverse("slots:seat", args=[Seat.objects.get().token])
        assert "余 2 席" in text(mine, "book", "clinic")


class TestDesk:
    def test_a_week_of_its_keepers_and_nobody_elses(self, town: Town, as_: As, rival: Person) -> None:
        expert = town.resource(place="中心", after=15)
        town.open(expert, minutes=240)
        town.book(expert, span(MONDAY, "09:00", "09:30"), title="秘密的事")
        page = text(as_(town.officer), "week", "expert", **{"from": MONDAY.isoformat()})
        assert "秘密的事" in page and town.ann.name in page and "10:00–13:00" in page
        for who, status in ((town.ann, 403), (rival, 403)):
            assert as_(who).get(reverse("slots:week", args=["expert"])).status_code == status
        Resource.objects.update(bookable=False)
        assert as_(rival).get(reverse("slots:week", args=["expert"])).status_code == 404
        assert "示例expert" not in text(as_(rival), "resources")

    def test_an_expert_with_an_account_sees_the_own_week_in_the_hall(self, town: Town, as_: As) -> None:
        town.resource("ann", person=town.ann)
        page = text(as_(town.ann), "week", "ann")
        assert "登记不在" in page and "hq-rail" not in page
        assert "只有负责" in text(as_(town.ann), "openings", "ann")
        assert "/desk/slots/ann/" in text(as_(town.ann), "mine")

    def test_open_change_a_day_cut_and_end(self, town: Town, as_: As) -> None:
        town.resource()
        mine = as_(town.officer)
        posted = {"first": MONDAY, "begins": "09:00", "ends": "11:00", "every": "WEEKLY", "weekdays": ["MO", "WE"],
                  "interval": 1, "holidays": "off", "length": 30, "capacity": 1, "notice_open": 24, "notice_join": 1,
                  "request_key": str(uuid.uuid4())}  # fmt: skip
        address = reverse("slots:openings", args=["expert"])
        assert mine.post(address, {**posted, "ends": "08:00"}).status_code == 422
        bad = mine.post(address, {**posted, "every": "OTHER", "rule": "FREQ=DAILY;BYHOUR=3"})
        assert bad.status_code == 422 and "BYHOUR" in bad.content.decode()
        mine.post(address, posted)
        mine.post(address, posted)
        opening = Opening.objects.get()
        assert (opening.rule, opening.minutes) == ("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,WE", 120)
        assert "每周 周一、周三" in text(mine, "openings", "expert")
        one = reverse("slots:opening", args=["expert", opening.pk]) + f"?day={MONDAY}"
        page = mine.get(one).content.decode()
        assert 'value="WEEKLY" selected' in page
        assert mine.post(one, {"scope": "this", "leave_out": "1", "day": "2026-12-01"}).status_code == 422
        mine.post(one, {"scope": "this", "leave_out": "1", "day": MONDAY})
        assert opening.changes.get().on is None
        mine.post(one, {"scope": "this", "day": MONDAY, "on": TUESDAY, "begins": "14:00", "ends": "15:00"})
        assert opening.changes.get().on == TUESDAY and "改到" in text(mine, "openings", "expert")
        later = {**posted, "length": 60, "day": "2026-12-07", "scope": "following", "title": "打好的字"}
        wrong = mine.post(one, {**later, "ends": "09:10"})
        assert wrong.status_code == 422 and "打好的字" in wrong.content.decode()
        mine.post(one, later)
        assert sorted(Opening.objects.values_list("length", flat=True)) == [30, 60]
        mine.post(one, {"scope": "all", "end": "1"})
        opening.refresh_from_db()
        assert opening.ended_at is not None
        assert as_(town.ann).post(address, posted).status_code == 403

    def test_an_absence_lists_the_clashes_and_asks_for_each(self, town: Town, as_: As) -> None:
        expert = town.resource()
        town.open(expert)
        first, second = (town.book(expert, span(MONDAY, *when), title=title)
                         for when, title in ((("09:00", "09:30"), "甲事"), (("10:00", "10:30"), "乙事")))  # fmt: skip
        mine, address = as_(town.officer), reverse("slots:absence", args=["expert"])
        posted = {"first": MONDAY, "last": MONDAY, "why": "生病", "request_key": str(uuid.uuid4())}
        answer = mine.post(address, posted)
        page = answer.content.decode()
        assert answer.status_code == 422 and "甲事" in page and "乙事" in page and "还有 2 项" in page
        one = {f"{first.group}-what": "cancel", f"{first.group}-why": "专家生病"}
        assert mine.post(address, {**posted, **one}).status_code == 422
        assert mine.post(address, {**posted, **one, f"{second.group}-what": "move"}).status_code == 422  # where to?
        assert not Hold.objects.exclude(state="stands").exists()
        two = {f"{second.group}-what": "move", f"{second.group}-starts": f"{TUESDAY}T10:00"}
        mine.post(address, {**posted, **one, **two})
        second.refresh_from_db()
        assert here(second.starts) == moment(TUESDAY, "10:00")
        away = Hold.objects.get(kind="absence")
        assert away.state == "stands" and "登记的不在" in text(mine, "week", "expert")
        mine.post(reverse("slots:end_absence", args=["expert", away.pk]))
        away.refresh_from_db()
        assert away.state == "cancelled"

    def test_settled_later_by_its_page(self, town: Town, as_: As) -> None:
        expert = town.resource()
        town.open(expert)
        row = town.book(expert, span(MONDAY, "09:00", "09:30"))
        mine = as_(town.officer)
        mine.post(reverse("slots:absence", args=["expert"]), {"first": MONDAY, "last": MONDAY, "later": "1",
                                                              "request_key": str(uuid.uuid4())})  # fmt: skip
        away = Hold.objects.get(state="wanted")
        settle = reverse("slots:settle", args=["expert", away.pk])
        assert "示例预约" in mine.get(settle).content.decode()
        assert mine.post(settle, {}).status_code == 422
        mine.post(settle, {f"{row.group}-what": "cancel", f"{row.group}-why": "x"})
        away.refresh_from_db()
        assert away.state == "stands"

    def test_a_session_from_plan_to_roll(self, town: Town, as_: As, rival: Person) -> None:
        room = town.resource("room", "room")
        mine = as_(town.officer)
        posted = {"title": "示例沙龙", "day": MONDAY, "begins": "14:00", "ends": "16:00", "place": "三楼",
                  "capacity": 1, "notice_join": 1, "offer_hours": 24, "waits": "on", "public": "on",
                  "resources": [room.pk], "request_key": str(uuid.uuid4())}  # fmt: skip
        address = reverse("slots:new_session")
        mine.post(address, posted)
        mine.post(address, posted)
        session = Session.objects.get()
        taken = mine.post(address, {**posted, "request_key": str(uuid.uuid4())})
        assert taken.status_code == 422 and "已有“示例沙龙”" in taken.content.decode()
        assert as_(rival).get(reverse("slots:desk_session", args=[session.reference])).status_code == 404
        mine = as_(town.officer)
        mine.post(reverse("slots:add_seat", args=[session.reference]), {"name": "示例学员"})
        actions.join(session=session, by=town.ann)
        page = text(mine, "desk_session", session.reference)
        assert "示例学员" in page and "第 1 位" in page
        mine.post(reverse("slots:change_session", args=[session.reference]), {**posted, "capacity": 2})
        assert Seat.objects.get(person=town.ann).state == states.OFFERED
        with clock.at(moment(MONDAY, "14:05")):
            mine = as_(town.officer)
            mine.post(reverse("slots:desk_seat", args=[session.reference, 1, "attend"]))
            assert Seat.objects.get(order=1).state == states.ATTENDED
        mine = as_(town.officer)
        mine.post(reverse("slots:cancel_session", args=[session.reference]), {"why": "停电"})
        session.refresh_from_db()
        assert session.state == "cancelled" and "停电" in text(mine, "desk_session", session.reference)

    def test_an_auditor_sees_all_and_changes_nothing(self, town: Town, as_: As) -> None:
        auditor = person("auditor", auditor="区人社局")
        town.resource()
        session = town.session()
        mine = as_(auditor)
        assert "示例expert" in text(mine, "resources") and "示例讲座" in text(mine, "desk_sessions")
        assert "代为报名" not in text(mine, "desk_session", session.reference)
        for name, args in (("cancel_session", [session.reference]), ("add_seat", [session.reference])):
            assert mine.post(reverse(f"slots:{name}", args=args), {"why": "x", "name": "x"}).status_code == 403


def test_lists_are_read_by_few_queries(town: Town, as_: As, django_assert_max_num_queries: Any) -> None:
    for n in range(6):
        row = town.resource(f"e{n}")
        town.open(row)
        town.book(row, span(MONDAY, "09:00", "09:30"), title=f"t{n}")
        actions.join(session=town.session(when=span(TUESDAY, f"{9 + n:02}:00", f"{9 + n:02}:30")), by=town.ann)
    mine = as_(town.ann)
    with django_assert_max_num_queries(16), clock.at(NOW + dt.timedelta(minutes=1)):
        page = text(mine, "mine")
    assert page.count("t5") and page.count("示例讲座") == 6


def test_the_first_page_says_where_one_is_expected_next(town: Town, as_: As) -> None:
    """The earliest first; what is cancelled or over is not expected."""
    expert = town.resource()
    town.open(expert)
    groups = [town.book(expert, span(MONDAY, start, end)).group
              for start, end in (("11:00", "11:30"), ("09:00", "09:30"), ("10:00", "10:30"))]  # fmt: skip
    actions.cancel(group=groups[1], why="x", by=town.ann)

    def coming() -> list[str]:
        scene = Scene(town.ann, clock.today())
        return [f"{here(each.starts):%H:%M}" for each in (home.coming(scene) or {"coming": []})["coming"]]

    assert coming() == ["10:00", "11:00"]
    assert 'id="coming"' in as_(town.ann).get("/my/").content.decode()
    with clock.at(moment(MONDAY, "10:45")):
        assert coming() == ["11:00"]
    with clock.at(moment(MONDAY, "12:00")):
        assert coming() == []
