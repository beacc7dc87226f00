"""What insight brings to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.shown import areas, readings
from district.ground.people.permissions import works_for_the_district
from district.ground.search.things import Page, register_pages
from district.insight.readings import AREA, REPORT

areas.register(AREA)
readings.register(REPORT)
entries.register(
    Entry(_("一年办成了什么"), "insight:year", "report", "find", 56, words="年报 报告 成效", shell=HALL),
    Entry(_("一年办成了什么"), "insight:year", "report", "house", 41, works_for_the_district, words="年报 报告"),
)  # fmt: skip
register_pages(
    Page("insight:year", _("一年办成了什么"), _("答复里写的每一件事一年做了多少"),
         "年报、成效、一年总结、年度报告、annual report"),
)  # fmt: skip
