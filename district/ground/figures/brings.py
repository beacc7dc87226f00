"""What the figures bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.bringing import demo as demonstration
from district.ground.bringing.calling import called, under
from district.ground.bringing.home import parts
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.shown import Area, areas
from district.ground.figures.acts import SAY
from district.ground.figures.counting import NotCounted
from district.ground.figures.demo import PART
from district.ground.figures.home import PARTS
from district.ground.people.permissions import works_for_the_district

refusals.register(NotCounted)
ACTS.register(SAY)
areas.register(Area("figures", _("数说")))
parts.register(*PARTS)
demonstration.parts.register(PART)
entries.register(
    Entry(_("数说"), "figures:all", "chart-bar", "find", 55, words="统计 数据 数字", shell=HALL),
    Entry(_("数说"), "figures:all", "chart-bar", "house", 40, works_for_the_district, words="统计 数据 数字"),
)  # fmt: skip
called.register(*under("figures", figure=_("数字")))
