"""What panels bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.registry import ACTS
from district.ground.bringing import demo
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.bringing.todo import sources
from district.ground.figures.registry import FIGURES
from district.ground.messages.kinds import Kind, kinds
from district.ground.onetime.purposes import purposes
from district.ground.people.permissions import is_known
from district.ground.search.things import Page, register_pages
from district.ground.slots.about import Held, helds
from district.ground.tables.registry import TABLES
from district.services.advice.panels import (
    figures,
    listening,  # noqa: F401 - its receivers
)
from district.services.advice.panels.acts import ACTS_OF_PANELS
from district.services.advice.panels.columns import LISTS
from district.services.advice.panels.demo import make
from district.services.advice.panels.nightly import PIECES
from district.services.advice.panels.permissions import may_see_desk
from district.services.advice.panels.purposes import PURPOSE
from district.services.advice.panels.queries import pages_of_appointments
from district.services.advice.panels.telling import KIND, SIGNS
from district.services.advice.panels.todo import CALL_OFF, FILL, PASS_ON, SIGN

entries.register(
    Entry(_("我的会诊和上门指导"), "panels:my_panels", "users-group", "mine", 45, is_known, shell=HALL,
          words="专家 签字", under="advice:mine"),
    Entry(_("会诊和上门指导"), "panels:desk_panels", "users-group", "served", 13, may_see_desk,
          words="专家 角色 候补 签字"),
)  # fmt: skip
kinds.register(Kind(KIND, _("会诊和上门指导")), Kind(SIGNS, _("会诊签字")))
sources.register(SIGN, FILL, CALL_OFF, PASS_ON)
pieces.register(*PIECES)
purposes.register(PURPOSE)
helds.register(Held("panels", pages_of_appointments))
areas.register(Area("panels", _("会诊和上门指导")))
demo.parts.register(demo.Part("panels", _("会诊和上门指导"), make))
register_pages(
    Page("panels:my_panels", _("我的会诊和上门指导"), _("什么时候、谁来、记录"),
         "会诊、上门、专家上门、panel、home visit"),
)  # fmt: skip
ACTS.register(*ACTS_OF_PANELS)
TABLES.register(*LISTS)
FIGURES.register(*figures.FIGURES)
