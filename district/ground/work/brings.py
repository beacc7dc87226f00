"""What long work brings to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.registry import ACTS
from district.ground.bringing.menu import Entry, entries
from district.ground.bringing.shown import Area, areas
from district.ground.people.permissions import works_for_the_district
from district.ground.tables.registry import TABLES
from district.ground.work.acts import WORK
from district.ground.work.columns import ROWS, WORKS

entries.register(
    Entry(_("长任务"), "work:works", "progress", "house", 15, works_for_the_district, words="后台 进度"),
)  # fmt: skip
ACTS.register(*WORK)
areas.register(Area("work", _("后台任务")))
TABLES.register(WORKS, ROWS)
