"""A clinic room, an expert, a device with openings; sessions, a waiting list; an absence to settle. Synthetic."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import override

from district.ground import clock
from district.ground.people.queries import Person, bureau_named
from district.ground.slots import absences, booking, openings, seats, sessions
from district.ground.slots.models import Resource
from district.ground.slots.queries import free
from district.ground.slots.times import ONE_DAY, Span, at, day_of, minutes, monday

OFFICE = "区人社局"
SPACE = uuid.UUID("6f2c8d3e-5b1a-4f0e-9c7d-1e2f3a4b5c6d")
ROOM_PLACE, EXPERT_PLACE = "示例创业服务中心三楼", "示例创业服务中心"


def key(name: str) -> uuid.UUID:
    """The same every time."""
    return uuid.uuid5(SPACE, name)


def make(people: Mapping[str, Person]) -> None:
    officer = people["officer"]
    with override(settings.LANGUAGE_CODE):
        room, expert, device = _resources(officer)
        _openings(room, expert, device, officer)
        _appointments(expert, device, people)
        _sessions(room, people)


def _resources(by: Person) -> tuple[Resource, Resource, Resource]:
    office = bureau_named(OFFICE)
    given: dict[str, Any] = {"by": by, "office": office, "owner": OFFICE}
    room = openings.add_resource(key="demo-clinic", kind="room", name="示例门诊室（302）", place=ROOM_PLACE, **given)
    expert = openings.add_resource(
        key="demo-expert", kind="expert", name="示例专家·财税", place=EXPERT_PLACE, after=15, per_day=6, per_week=15,
        bookable=True, **given,
    )  # fmt: skip
    device = openings.add_resource(
        key="demo-printer",
        kind="device",
        name="示例三维打印机",
        place=ROOM_PLACE,
        bookable=True,
        open_at_once=20,
        **given,
    )
    return room, expert, device


def _openings(room: Resource, expert: Resource, device: Resource, by: Person) -> None:
    first = monday(clock.today())
    openings.add_opening(
        resource=expert, first=first, begins=dt.time(13, 30), minutes=210, rule="FREQ=WEEKLY;BYDAY=TU,TH", by=by,
        request_key=key("expert"), title="财税门诊", place=EXPERT_PLACE, length=30,
    )  # fmt: skip
    openings.add_opening(
        resource=room, first=first, begins=dt.time(9), minutes=180, rule="FREQ=WEEKLY;BYDAY=WE", by=by,
        request_key=key("room"), title="政策指导门诊", place=ROOM_PLACE, length=60, capacity=6, notice_open=2880,
    )  # fmt: skip
    openings.add_opening(
        resource=device, first=first, begins=dt.time(9), minutes=480, rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", by=by,
        request_key=key("device"), place=ROOM_PLACE, length=120, holidays="workdays",
    )  # fmt: skip


def _appointments(expert: Resource, device: Resource, people: Mapping[str, Person]) -> None:
    today, officer = clock.today(), people["officer"]
    soon = Span(at(today + ONE_DAY, dt.time()), at(today + ONE_DAY * 15, dt.time()))
    slots = free([expert, device], soon)
    for n, (who, about) in enumerate((("founder", "小规模纳税人报税"), ("manager", "研发费用加计扣除"))):
        slot = slots[expert.pk][n * 2]
        booking.book(resources=[expert], span=Span(slot.starts, slot.ends), title=about, by=people[who],
                     request_key=key(f"appointment {who}"))  # fmt: skip
    slot = slots[device.pk][0]
    booking.book(resources=[device], span=Span(slot.starts, slot.ends), title="打印样件", by=people["founder"],
                 request_key=key("print"))  # fmt: skip
    away = day_of(slots[expert.pk][0].starts)
    absences.enter_absence(resource=expert, span=Span(at(away, dt.time(12)), at(away, dt.time(18))), by=officer,
                           request_key=key("away"), why="外出会议", later=True)  # fmt: skip


def _sessions(room: Resource, people: Mapping[str, Person]) -> None:
    officer, day = people["officer"], monday(clock.today()) + ONE_DAY * 12  # the Saturday after next
    given: dict[str, Any] = {"by": officer, "office": bureau_named(OFFICE)}
    talk = sessions.plan_session(
        title="示例：一次性开办费怎么申请", place="示例创业服务中心报告厅", capacity=3, **given,
        span=Span(at(day, dt.time(14)), at(day, dt.time(16))), request_key=key("talk"),
        text="讲政策、讲材料、现场答疑。请带上营业执照复印件。",
    )  # fmt: skip
    for name in ("示例参会人甲", "示例参会人乙"):
        seats.join(session=talk, by=officer, name=name, request_key=key(name))
    seats.join(session=talk, by=people["manager"], request_key=key("talk manager"))
    seats.join(session=talk, by=people["founder"], request_key=key("talk founder"))
    seats.join(session=talk, by=officer, name="示例参会人丙", request_key=key("示例参会人丙"))
    seats.cancel_seat(seat=talk.seats.get(request_key=key("示例参会人甲")), by=officer, why="本人来电取消")
    evening = at(monday(clock.today()) + ONE_DAY * 9, dt.time(18, 30))
    salon = sessions.plan_session(
        title="示例：政策指导沙龙", place=ROOM_PLACE, capacity=12, resources=[room], **given,
        span=Span(evening, evening + minutes(90)), request_key=key("salon"), text="小范围交流，每人五分钟提问。",
    )  # fmt: skip
    seats.join(session=salon, by=people["founder"], request_key=key("salon founder"))
