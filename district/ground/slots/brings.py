"""What time and seats bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.bringing import calendar, demo, home
from district.ground.bringing.calling import called, under
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.bringing.todo import sources
from district.ground.messages.kinds import Kind, kinds
from district.ground.people.permissions import is_known
from district.ground.slots import (
    feeds,
    listening,  # noqa: F401 - its receivers
)
from district.ground.slots.acts import OF_PEOPLE
from district.ground.slots.acts_desk import OF_KEEPERS
from district.ground.slots.columns import LISTS
from district.ground.slots.demo import make
from district.ground.slots.home import PARTS
from district.ground.slots.nightly import PIECES
from district.ground.slots.permissions import may_see_desk
from district.ground.slots.refusals import NotPossible
from district.ground.slots.todo import CLASHES, OFFERS, still_coming, still_offered
from district.ground.tables.registry import TABLES

sources.register(OFFERS, CLASHES)
pieces.register(*PIECES)
kinds.register(
    Kind("seat", _("报名和席位")), Kind("seat_offer", _("候补递补"), still=still_offered),
    Kind("seat_reminder", _("活动前一天的提醒"), still=still_coming), Kind("appointment", _("预约")),
)  # fmt: skip
entries.register(
    Entry(_("活动报名"), "slots:sessions", "calendar-event", "find", 60, shell=HALL, words="讲座 沙龙 门诊 培训"),
    Entry(_("我的预约和报名"), "slots:mine", "calendar-check", "mine", 40, is_known, words="席位 候补 取消",
          shell=HALL),
    Entry(_("时间安排"), "slots:resources", "calendar-time", "house", 5, may_see_desk,
          words="专家 场地 设备 预约 请假"),
    Entry(_("活动和席位"), "slots:desk_sessions", "calendar-event", "house", 6, may_see_desk, words="报名 候补 签到"),
)  # fmt: skip
home.parts.register(*PARTS)
calendar.parts.register(calendar.Part("slots", _("预约和报名"), feeds.of_person))
demo.parts.register(demo.Part("slots", _("时间、活动和候补"), make))
refusals.register(NotPossible)
areas.register(Area("slots", _("时间和席位")))
ACTS.register(*OF_PEOPLE, *OF_KEEPERS)
TABLES.register(*LISTS)
called.register(*under("slots", my_calendar=_("我的日程"), calendar=_("日程订阅")))
