"""What slots show on first pages: where one is expected next."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from district.ground import clock
from district.ground.bringing.home import MAIN, Part, Scene
from district.ground.bringing.menu import HALL
from district.ground.record.calendars import Moment
from district.ground.slots.feeds import entries_of

FEW = 3


def coming(scene: Scene) -> dict[str, Any] | None:
    """The next hours of one's own calendar, whichever room brought them."""
    now = clock.now()
    hours = [each for each in entries_of(scene.person, str) if isinstance(each, Moment)]
    ahead = sorted((each for each in hours if each.ends > now and not each.cancelled), key=lambda each: each.starts)
    return {"coming": ahead[:FEW], "all": reverse("slots:my_calendar")} if ahead else None


PARTS = (Part("coming", HALL, MAIN, 15, "slots/home/coming.html", coming),)
