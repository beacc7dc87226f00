"""What one-time links bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.bringing.menu import Entry, entries
from district.ground.bringing.todo import sources
from district.ground.messages.kinds import Kind, kinds
from district.ground.onetime.todo import ANEW
from district.ground.people.permissions import works_for_the_district

entries.register(
    Entry(_("一次性链接"), "onetime:links", "link", "house", 45, works_for_the_district, words="免登录 专家 链接")
)
kinds.register(Kind("link", _("链接重发")))
sources.register(ANEW)
