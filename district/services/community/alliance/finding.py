"""What search finds of the alliance: its pages by errand, what members lend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.record.queries import log_lines
from district.ground.search.things import Page, Source, Thing
from district.services.community.alliance import queries

ROW = 0.8
PAGES = (
    Page("alliance:home", _("创联公社"), _("创业者联盟：成员、共享资源、党建+活动"),
         "创联公社、联盟、成员、党建、共享、founders' commune、alliance"),
    Page("alliance:resources", _("共享资源"), _("成员出借的场地、仪器设备、课程、专家时间"),
         "借会议室、借场地、借设备、借仪器、共享会议室、共享课程、borrow a room、shared instruments"),
    Page("alliance:mine", _("我的创联公社"), _("出借的、借到的、成员资格到哪天"), "出借、借用、续期、lend、my loans"),
)  # fmt: skip


def stamp(day: dt.date) -> Hashable:
    """Changes with what is lent, and with who may lend it; who borrowed what changes nothing that is found."""
    rows = log_lines().filter(room="alliance", verb__in=("lend", "close", "leave", "lapse"))
    return day, rows.values_list("number", flat=True).first()


def things(day: dt.date) -> Iterator[Thing]:
    for row in queries.offered(None):
        yield Thing(
            "resource", row.reference, row.title, reverse("alliance:resource", args=[row.reference]),
            tags=(str(row.get_kind_display()), row.member.enterprise.name), lead=row.place, body=row.text, weight=ROW,
        )  # fmt: skip


SOURCE = Source("alliance", stamp, things)
