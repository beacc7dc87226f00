"""What one-time links bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.bringing.menu import Entry, entries
from district.ground.bringing.shown import Area, areas
from district.ground.bringing.todo import sources
from district.ground.messages.kinds import Kind, kinds
from district.ground.onetime.actions import Over
from district.ground.onetime.acts import LINK_ACTS
from district.ground.onetime.columns import LINKS
from district.ground.onetime.purposes import NotDone
from district.ground.onetime.todo import ANEW
from district.ground.people.permissions import works_for_the_district
from district.ground.tables.registry import TABLES

entries.register(
    Entry(_("一次性链接"), "onetime:links", "link", "house", 45, works_for_the_district, words="免登录 专家 链接")
)
kinds.register(Kind("link", _("链接重发")))
sources.register(ANEW)
refusals.register(NotDone, Over)
areas.register(Area("onetime", _("一次性链接")))
ACTS.register(*LINK_ACTS)
TABLES.register(LINKS)
