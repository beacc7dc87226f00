"""A year of the community: news, showcases, activities and who came. Plainly synthetic."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import override
from PIL import Image, ImageDraw

from district.enterprises.queries import my_enterprises
from district.ground import clock
from district.ground.people.queries import Person, bureau_named, bureau_of
from district.ground.slots import actions as slots
from district.ground.slots.times import Span, at, minutes
from district.services.community import door, meeting, posting, speaking
from district.services.community.demo_texts import ACTIVITIES, NEWS, PLACES, SERIES, SHOWCASES, Told
from district.services.community.models import Activity, Post, Series

SPACE = uuid.UUID("0d9a4f7e-33b1-4d59-8a53-0f6f6d1c7a10")
AT_TABLE = (("manager", "集成电路设计", "软件开发"), ("founder", "软件开发", "集成电路"))  # who makes what, wants what
NAMES = "甲乙丙丁戊己庚辛壬癸"


def key(name: str) -> uuid.UUID:
    """The same every time."""
    return uuid.uuid5(SPACE, name)


def make(people: Mapping[str, Person]) -> None:
    if Post.objects.filter(request_key=key("news 0")).exists():
        return
    with override(settings.LANGUAGE_CODE):
        _posts(people)
        _activities(people)


def _posts(people: Mapping[str, Person]) -> None:
    today, officer, manager = clock.today(), people["officer"], people["manager"]
    for n, (title, lead, text) in enumerate(NEWS):
        with clock.at(today - dt.timedelta(days=9 + n * 40)):
            post = posting.write(
                by=officer, kind="news", title=title, lead=lead, text=text, request_key=key(f"news {n}")
            )
            posting.publish(post=post, by=officer)
    firms = list(my_enterprises(manager))
    for n, (title, lead, text) in enumerate(SHOWCASES[:-1] if firms else ()):
        with clock.at(today - dt.timedelta(days=5 + n * 30)):
            post = posting.write(by=manager, kind="showcase", enterprise=firms[n % len(firms)], title=title,
                                 lead=lead, text=text, request_key=key(f"showcase {n}"))  # fmt: skip
            _picture(post, manager, n)
            posting.submit(post=post, by=manager)
            if n < len(SHOWCASES) - 2:
                posting.publish(post=post, by=officer)
    _founder(people["founder"], officer)
    shown = Post.objects.published().filter(kind="showcase").first()
    if shown is not None:
        speaking.report(
            post=shown, by=people["founder"], reason="advert", text="示例：第二段像是广告。", address="demo"
        )


def _founder(founder: Person, officer: Person) -> None:
    """One that was sent back, with its reason."""
    firms = list(my_enterprises(founder))
    if not firms:
        return
    title, lead, text = SHOWCASES[-1]
    post = posting.write(by=founder, kind="showcase", enterprise=firms[0], title=title, lead=lead, text=text,
                         request_key=key("showcase founder"))  # fmt: skip
    posting.name_people(post=post, by=founder, who=["示例员工甲"], how="示例：书面同意书")
    posting.submit(post=post, by=founder)
    posting.send_back(post=post, by=officer, why="示例：请补一句说明产品给谁用。")


def _picture(post: Post, by: Person, number: int) -> None:
    """A drawn picture of nobody; the first has somebody in it who agreed."""
    image = Image.new("RGB", (640, 360), ((29, 63, 114), (28, 107, 60), (138, 83, 0))[number % 3])
    pen = ImageDraw.Draw(image)
    for step in range(6):
        pen.ellipse((40 + step * 95, 240 - step * 30, 120 + step * 95, 320 - step * 30), fill=(255, 255, 255))
    out = io.BytesIO()
    image.save(out, "PNG")
    out.name = f"demo-{number}.png"
    out.seek(0)
    who = ["示例员工乙"] if number == 0 else []
    posting.add_picture(
        post=post, by=by, file=out, alt=f"示例图：产品演示台（{number + 1}）", people=bool(who), who=who,
        how="示例：拍摄当天的书面同意书" if who else "",
    )  # fmt: skip


def _activities(people: Mapping[str, Person]) -> None:
    officer, science = people["officer"], people.get("science", people["officer"])
    series = {
        slug: meeting.add_series(by=by, slug=slug, name=name, office=_office(by), text=text, programme=programme)
        for slug, name, text, programme, by in ((*row, science if row[0] == "giant-tea" else officer) for row in SERIES)
    }  # fmt: skip
    for n, told in enumerate(ACTIVITIES):
        by = science if told.series == "giant-tea" else officer
        if told.days < 0:
            _past(n, told, by, series)
        else:
            _ahead(n, told, by, series, people)


def _office(by: Person) -> Any:
    return bureau_of(by, "officer", "leader") or bureau_named(settings.LEAD_BUREAU)


def _planned(n: int, told: Told, by: Person, series: Mapping[str, Series]) -> Activity:
    day = clock.today() + dt.timedelta(days=told.days)
    starts = at(day, dt.time(told.hour))
    with clock.at(min(clock.now(), starts - dt.timedelta(days=14))):
        return meeting.plan(
            by=by, office=_office(by), title=told.title, place=PLACES[n % len(PLACES)], capacity=told.seats,
            span=Span(starts, starts + minutes(120)), request_key=key(f"activity {n}"), kind=told.kind, text=told.text,
            mark=told.mark, topics=told.topics, chain=told.chain, series=series.get(told.series),
        )  # fmt: skip


def _past(n: int, told: Told, by: Person, series: Mapping[str, Series]) -> None:
    """Held: some came, one did not; signed up for by name, and scanned at the door."""
    activity = _planned(n, told, by, series)
    session = activity.session
    with clock.at(session.starts - dt.timedelta(days=7)):
        seats = [
            slots.join(session=session, by=by, name=f"示例参会人{NAMES[m]}", request_key=key(f"seat {n} {m}"))
            for m in range(told.came)
        ]
    with clock.at(session.starts + minutes(5)):
        scans = [
            door.Scan(key(f"scan {n} {m}"), door.ticket_of(seat), session.starts + minutes(m))
            for m, seat in enumerate(seats[: -1 if len(seats) > 3 else None])
        ]
        door.check_in(activity=activity, by=by, scans=scans)


def _ahead(n: int, told: Told, by: Person, series: Mapping[str, Series], people: Mapping[str, Person]) -> None:
    activity = _planned(n, told, by, series)
    if told.chain:
        _at_table(activity, people, n)


def _at_table(activity: Activity, people: Mapping[str, Person], n: int) -> None:
    for name, offers, wants in AT_TABLE:
        firms = list(my_enterprises(people[name]))
        meeting.sign_up(activity=activity, by=people[name], enterprise=firms[0] if firms else None, offers=offers,
                        wants=wants, shared=True, request_key=key(f"table {n} {name}"))  # fmt: skip
