"""What clinics bring to the site."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.acts.registry import ACTS
from district.ground.bringing import demo
from district.ground.bringing.fulfilling import Way, ways
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.bringing.todo import sources
from district.ground.figures.registry import FIGURES
from district.ground.messages.kinds import Kind, kinds
from district.ground.onetime.purposes import purposes
from district.ground.people.permissions import is_known
from district.ground.search.things import Page, register_pages
from district.ground.slots.about import About, abouts
from district.ground.tables.registry import TABLES
from district.services.advice.clinic import (
    figures,
    listening,  # noqa: F401 - its receivers
)
from district.services.advice.clinic.acts import OF_PEOPLE
from district.services.advice.clinic.acts_desk import OF_KEEPERS
from district.services.advice.clinic.columns import LISTS
from district.services.advice.clinic.demo import make
from district.services.advice.clinic.nightly import PIECES
from district.services.advice.clinic.permissions import may_see_desk
from district.services.advice.clinic.purposes import PURPOSE
from district.services.advice.clinic.todo import CLOSE, CONFIRM

ways.register(
    Way("advice.online_clinic", "clinic:clinics", _("约云坐诊"), _("七个分组轮流坐诊，可以预约，也可以当天取号。"))
)
entries.register(
    Entry(_("云坐诊"), "clinic:clinics", "stethoscope", "services", 12, shell=HALL, words="门诊 取号 排队 专家 预约",
          under="advice:home"),
    Entry(_("我的门诊号"), "clinic:mine", "ticket", "mine", 44, is_known, shell=HALL,
          words="取号 排队 预约", under="advice:mine"),
    Entry(_("云坐诊和门诊"), "clinic:desk_clinics", "stethoscope", "served", 12, may_see_desk, words="叫号 坐诊 排班"),
)  # fmt: skip
abouts.register(
    About("clinic", _("看这场门诊"), lambda row: reverse("clinic:clinic", args=[row.subject]),
          lambda row: reverse("clinic:desk_clinic", args=[row.subject]), only=True),
)  # fmt: skip
kinds.register(Kind("clinic", _("门诊的号")))
purposes.register(PURPOSE)
sources.register(CONFIRM, CLOSE)
pieces.register(*PIECES)
areas.register(Area("clinic", _("云坐诊和门诊")))
demo.parts.register(demo.Part("clinic", _("云坐诊一年的门诊"), make))
register_pages(
    Page("clinic:clinics", _("云坐诊"), _("七个分组轮流坐诊，可以预约，也可以当天取号"),
         "云坐诊、门诊、专家门诊、取号、排队、坐诊、clinic、see an expert"),
    Page("clinic:mine", _("我的门诊号"), _("前面还有几位，改期、退号"), "取号、退号、排到哪了、my number"),
)  # fmt: skip
ACTS.register(*OF_PEOPLE, *OF_KEEPERS)
TABLES.register(*LISTS)
FIGURES.register(*figures.FIGURES)
