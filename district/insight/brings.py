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
    Page("insight:year", _("一年办成了什么"), _("一年里办了多少、给了多少、服务了多少人次，每个数点开是口径"),
         "年报、工作报告、成效、统计年报、annual report"),
)  # fmt: skip
