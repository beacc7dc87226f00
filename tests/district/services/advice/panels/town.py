"""Experts for a panel, a need that one took, and panels of it."""

from __future__ import annotations

import uuid
from typing import Any

from district.ground.people.models import Expert
from district.services.advice.models import Need
from district.services.advice.panels import actions
from district.services.advice.panels.actions import Chair
from district.services.advice.panels.models import Panel, Part
from district.services.advice.panels.queries import Asking
from tests.district.services.advice.town import MONDAY, Place, moment
from tests.remembering import remembered

ROLES = ("finance", "law")


class Corps:
    """Two experts a role, and who took the need."""

    def __init__(self, house: Place) -> None:
        self.house = house
        self.taker = house.expert("示例接单", "technology")
        self.finance, self.other = house.expert("示例金融", "finance"), house.expert("示例金融二", "finance")
        self.law = house.expert("示例法律", "law", account=True)
        self.need: Need = house.need(self.taker)

    def asking(self, roles: tuple[str, ...] = ROLES, **more: Any) -> Asking:
        given = {"need": self.need, "kind": "joint", "roles": roles, "length": 60, "place": "", "since": MONDAY, **more}
        return Asking(**given)

    def book(self, starts: str = "09:00", **more: Any) -> Panel:
        chairs = more.pop("chairs", [Chair("finance", self.finance, self.other), Chair("law", self.law)])
        given = {"kind": "joint", "length": 60, "brief": "示例简报", **more}
        return actions.book(need=self.need, chairs=chairs, starts=moment(MONDAY, starts), by=self.house.officer,
                            request_key=uuid.uuid4(), **given)  # fmt: skip


def part_of(panel: Panel, expert: Expert) -> Part:
    return panel.parts.select_related("panel__need", "panel__encounter", "expert").get(expert=expert, ended_at=None)


@remembered
def corps_of(house: Place) -> Corps:
    return Corps(house)
