"""What may be done with time and seats, as acts: by page and by program, once, with its reason, nothing typed lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.people.models import Person
from district.ground.record.models import LogEntry
from district.ground.slots import actions, states
from district.ground.slots.actions import Choice, NotOpen
from district.ground.slots.models import Hold, Seat, Session
from district.ground.slots.times import here
from tests.district.ground.slots.town import MONDAY, TUESDAY, Town, moment, span

As = Callable[[Person], Client]


def program(client: Client, address: str, data: Any = None, **headers: str) -> Any:
    return client.post(f"/api/v1/slots/{address}", data or {}, content_type="application/json", headers=headers)


def offers(client: Client, thing: object) -> dict[str, Any]:
    answer = client.get(f"/api/v1/slots/{thing}/acts")
    assert answer.status_code == 200, answer.content.decode()
    return {each["key"]: each for each in answer.json()["acts"]}


class TestSeat:
    def test_by_its_link_alone_without_an_account(self, town: Town) -> None:
        seat = actions.join(session=town.session(), by=town.officer, name="示例学员")
        anybody = Client()
        page = anybody.get(reverse("slots:seat", args=[seat.token])).content.decode()
        assert "取消报名" in page and 'name="request_key"' in page and "确认参加" not in page
        assert program(anybody, f"{seat.pk}/cancel-seat").status_code == 404
        assert program(anybody, "no-such/cancel-seat").status_code == 404
        early = program(anybody, f"{seat.token}/decline-seat")
        assert early.status_code == 409 and "已报名" in early.json()["detail"]
        assert anybody.get(f"/api/v1/slots/{seat.token}/cancel-seat").status_code == 405
        first, again = (program(anybody, f"{seat.token}/cancel-seat").json() for _n in range(2))
        assert (first["again"], again["again"]) == (False, True)
        assert first["says"][0]["text"] == "已取消您的席位，活动照常。"
        seat.refresh_from_db()
        assert seat.state == states.CANCELLED
        assert LogEntry.objects.filter(subject=seat.reference, verb="cancel", by=None).count() == 1

    def test_whose_it_is_may_know_what_can_be_done_and_others_do_not_see_it(self, town: Town, as_: As) -> None:
        seat = actions.join(session=town.session(), by=town.ann)
        mine = offers(as_(town.ann), seat.token)
        assert mine["slots.cancel_seat"]["allowed"]
        assert not mine["slots.accept_seat"]["allowed"] and "已报名" in mine["slots.accept_seat"]["why"]
        of_session = as_(town.bob).get(f"/api/v1/slots/{seat.session.reference}/acts")
        assert seat.token not in of_session.content.decode()

    def test_a_form_sent_twice_is_one_seat(self, town: Town, as_: As) -> None:
        session, mine, key = town.session(capacity=5), as_(town.officer), str(uuid.uuid4())
        address = reverse("slots:add_seat", args=[session.reference])
        for _n in range(2):
            assert mine.post(address, {"name": "示例学员", "request_key": key}).status_code == 302
        assert session.seats.count() == 1
        assert "内容不同" in mine.post(address, {"name": "另一位", "request_key": key}, follow=True).content.decode()
        assert session.seats.count() == 1

    def test_too_early_for_the_roll_is_said_on_page_and_by_program(self, town: Town, as_: As) -> None:
        session = town.session()
        seat = actions.join(session=session, by=town.ann)
        mine = as_(town.officer)
        page = mine.post(reverse("slots:desk_seat", args=[session.reference, 1, "attend"]), follow=True)
        assert "开始前一小时起才能签到" in page.content.decode()
        assert program(mine, f"{seat.pk}/desk-attend").status_code == 409
        assert mine.post(reverse("slots:desk_seat", args=[session.reference, 1, "explode"])).status_code == 404
        with clock.at(moment(MONDAY, "14:05")):
            assert program(as_(town.officer), f"{seat.pk}/desk-attend").json()["again"] is False
            assert program(as_(town.officer), f"{seat.pk}/desk-attend").json()["again"] is True


class TestSession:
    def test_what_was_typed_stays_where_it_is_refused(self, town: Town, as_: As) -> None:
        session, mine = town.session(), as_(town.officer)
        wrong = mine.post(reverse("slots:cancel_session", args=[session.reference]), {"why": " "})
        assert wrong.status_code == 422 and "请写明取消的原因" in wrong.content.decode()
        for _n in range(3):
            actions.join(session=session, by=town.officer, name=f"学员{_n}")
        change = {"title": "改过的题目", "day": MONDAY, "begins": "14:00", "ends": "16:00", "place": "三楼",
                  "capacity": 1, "notice_join": 1, "offer_hours": 24}  # fmt: skip
        few = mine.post(reverse("slots:change_session", args=[session.reference]), change)
        assert few.status_code == 422 and "已有 2 人占着席位" in few.content.decode()
        assert "改过的题目" in few.content.decode()
        assert Session.objects.get().title == "示例讲座"

    def test_once_cancelled_nothing_more_and_why(self, town: Town, as_: As) -> None:
        session, mine = town.session(), as_(town.officer)
        actions.cancel_session(session=session, why="停电", by=town.officer)
        found = offers(mine, session.reference)
        for verb in ("change_session", "add_seat", "join"):
            assert (found[f"slots.{verb}"]["allowed"], found[f"slots.{verb}"]["why"]) == (False, "这场活动已经取消。")
        assert program(mine, f"{session.reference}/join").status_code == 409
        assert program(mine, f"{session.reference}/cancel-session", {"why": "又停电"}).json()["again"] is True

    def test_planned_by_program_with_a_key(self, town: Town, as_: As) -> None:
        room, mine, key = town.resource("room", "room"), as_(town.officer), str(uuid.uuid4())
        body = {"title": "示例沙龙", "day": str(MONDAY), "begins": "14:00", "ends": "16:00", "place": "三楼",
                "capacity": 9, "notice_join": 1, "offer_hours": 24, "resources": [room.pk]}  # fmt: skip
        assert program(mine, "new-session", body).status_code == 422  # no key
        made = [program(mine, "new-session", body, **{"idempotency-key": key}) for _n in range(2)]
        assert [each.status_code for each in made] == [200, 200], made[0].content.decode()
        assert Session.objects.get().reference == made[0].json()["result"]
        assert program(as_(town.ann), "new-session", body, **{"idempotency-key": key}).status_code == 403


class TestTime:
    def test_booked_and_cancelled_by_program(self, town: Town, as_: As) -> None:
        town.open(town.resource(), minutes=60)
        mine, key = as_(town.ann), str(uuid.uuid4())
        slot = "2026-11-30T09:00:00+08:00/2026-11-30T09:30:00+08:00"
        nothing = program(mine, "expert/book", {"slot": "x", "title": "报税"}, **{"idempotency-key": key})
        assert [each["field"] for each in nothing.json()["errors"]] == ["body.slot"]
        made = program(mine, "expert/book", {"slot": slot, "title": "报税"}, **{"idempotency-key": key})
        assert made.status_code == 200, made.content.decode()
        row = Hold.objects.get()
        gone = program(mine, f"{row.group}/cancel", {"why": "没空"})
        row.refresh_from_db()
        assert gone.status_code == 200 and (row.state, row.why) == ("cancelled", "没空")

    def test_what_was_typed_stays_where_the_slot_is_taken(self, town: Town, as_: As) -> None:
        expert = town.resource()
        town.open(expert, minutes=60)
        town.book(expert, span(MONDAY, "09:00", "09:30"), by=town.bob)
        slot = "2026-11-30T09:00:00+08:00/2026-11-30T09:30:00+08:00"
        posted = {"slot": slot, "title": "打好的字", "request_key": str(uuid.uuid4())}
        answer = as_(town.ann).post(reverse("slots:book", args=["expert"]), posted)
        assert answer.status_code == 422 and "打好的字" in answer.content.decode()

    def test_an_absence_by_program_needs_a_choice_for_each(self, town: Town, as_: As) -> None:
        expert = town.resource()
        town.open(expert)
        row = town.book(expert, span(MONDAY, "09:00", "09:30"))
        mine, body = as_(town.officer), {"first": str(MONDAY), "last": str(MONDAY)}
        key = {"idempotency-key": str(uuid.uuid4())}
        assert program(mine, "expert/absence", body, **key).status_code == 409
        half = program(mine, "expert/absence", {**body, f"{row.group}-what": "move"}, **key)
        assert half.status_code == 422
        done = program(
            mine, "expert/absence", {**body, f"{row.group}-what": "move", f"{row.group}-starts": f"{TUESDAY}T10:00"},
            **key,
        )  # fmt: skip
        row.refresh_from_db()
        assert done.status_code == 200 and here(row.starts) == moment(TUESDAY, "10:00")

    def test_one_day_and_the_rest_of_a_series_by_program(self, town: Town, as_: As) -> None:
        opening = town.open(town.resource(), rule="FREQ=WEEKLY;BYDAY=MO")
        mine = as_(town.officer)
        day = {"day": str(MONDAY), "on": str(TUESDAY), "begins": "14:00", "ends": "15:00"}
        assert program(mine, f"{opening.pk}/opening-this", day).status_code == 200
        assert opening.changes.get().on == TUESDAY
        assert program(mine, f"{opening.pk}/opening-end-following", {"day": "2026-12-07"}).status_code == 200
        opening.refresh_from_db()
        assert "UNTIL" in opening.rule and opening.ended_at is None
        assert program(as_(town.ann), f"{opening.pk}/opening-end-all").status_code == 403
        assert program(as_(town.officer), f"{opening.pk}/opening-end-all").status_code == 200
        opening.refresh_from_db()
        assert opening.ended_at is not None

    def test_the_calendars_link_is_made_anew_by_program(self, town: Town, as_: As) -> None:
        town.resource()
        assert program(as_(town.ann), "renew").status_code == 200
        assert program(as_(town.ann), "expert/renew-resource").status_code == 403
        assert program(as_(town.officer), "expert/renew-resource").status_code == 200


@pytest.mark.parametrize("begins, ends, fits", [("14:00", "16:00", True), ("09:00", "10:00", False)])
def test_a_session_is_handed_over_within_the_others_openings(town: Town, begins: str, ends: str, fits: bool) -> None:
    away, other, closed = (town.resource(key, "room") for key in ("away", "other", "closed"))
    town.open(other, begins=moment(MONDAY, "13:00").time(), minutes=240)
    session = town.session(when=span(MONDAY, begins, ends), resources=[away])
    given: dict[str, Any] = {"session": session, "old": away, "by": town.officer}
    with pytest.raises(NotOpen, match="不开放"):
        actions.hand_over_session(new=closed, **given)
    if not fits:
        with pytest.raises(NotOpen):
            actions.hand_over_session(new=other, **given)
        assert session.holds.standing().get().resource == away  # nothing was changed
        actions.hand_over_session(new=other, beyond=True, **given)
    else:
        choice = {str(session.uid): Choice("hand_over", resource=other)}
        actions.enter_absence(resource=away, span=span(MONDAY, "08:00", "18:00"), by=town.officer, choices=choice,
                              request_key=uuid.uuid4())  # fmt: skip
    assert session.holds.standing().get().resource == other


def test_the_lists_are_read_by_program_as_on_the_page(town: Town, as_: As) -> None:
    town.resource(place="中心")
    session = town.session(public=True)
    actions.join(session=session, by=town.ann)
    Seat.objects.create(session=session, name="示例候补", state=states.WAITING, order=9, joined_at=clock.now(),
                        changed_at=clock.now())  # fmt: skip
    strangers = Client().get("/api/v1/slots.sessions").json()["items"]
    public = as_(town.bob).get("/api/v1/slots.sessions").json()["items"]
    assert [(row["reference"], row["taken"], row["waiting"]) for row in public] == [(session.reference, 1, 1)]
    assert strangers == public
    mine = as_(town.officer)
    assert mine.get("/api/v1/slots.desk_sessions?for_what=核对数据&tab=past").json()["items"] == []
    assert [
        row["name"] for row in mine.get("/api/v1/slots.resources?for_what=核对数据&kind=expert").json()["items"]
    ] == ["示例expert"]
    assert "示例讲座" in mine.get(
        reverse("slots:desk_sessions"), {"format": "csv", "for_what": "核对数据"}
    ).getvalue().decode("utf-8-sig")
    assert as_(town.ann).get("/api/v1/slots.resources").status_code == 403
