"""The demonstration: numbers as an officer would have said them in a reply to a deputy's suggestion."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.bringing.demo import Part
from district.ground.figures.actions import say
from district.ground.figures.periods import Period
from district.ground.figures.registry import FIGURES

PLACE = "对示例建议的答复（演示）"
SAID = ("cases.granted", "cases.firms", "cases.granted_yuan", "policies.in_force")


def make(people: Mapping[str, Any]) -> None:
    """What the rooms that are there count; the same every time."""
    period = Period.year(clock.today().year)
    for key in SAID:
        if figure := FIGURES.get(key):
            say(figure, period, place=PLACE, by=people["officer"], request_key=uuid.uuid5(uuid.NAMESPACE_URL, key))


PART = Part("figures", _("说过的数字"), make)
