"""What employers' training brings to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.headcount.list_filled import filled
from district.ground.acts.registry import ACTS
from district.ground.bringing import demo
from district.ground.bringing.calling import called, under
from district.ground.bringing.fulfilling import Step, steps
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.bringing.todo import sources
from district.ground.figures.registry import FIGURES
from district.ground.messages.kinds import Kind, kinds
from district.ground.people.permissions import is_known
from district.ground.search.things import Page, register_pages
from district.ground.slots.feeds import PublicCalendar, public_calendars
from district.ground.tables.registry import TABLES
from district.services.training.employers import (
    figures,
    listening,  # noqa: F401 - its receiver
)
from district.services.training.employers.acts import OF_EMPLOYERS
from district.services.training.employers.acts_desk import OF_DESK
from district.services.training.employers.afterwards import PIECES
from district.services.training.employers.agreeing import FILLED
from district.services.training.employers.basing import CALENDAR
from district.services.training.employers.columns import LISTS
from district.services.training.employers.demo import make
from district.services.training.employers.permissions import may_see_desk
from district.services.training.employers.rules import list_in
from district.services.training.employers.todo import SOURCES

filled.register(FILLED)
entries.register(
    Entry(_("共享课程"), "employers:shared", "books", "services", 42, shell=HALL, words="企业 一起 培训 开发",
          under="courses:catalogue"),
    Entry(_("实训基地"), "employers:bases", "building", "services", 43, shell=HALL, words="公共实训 场地 场次",
          under="courses:catalogue"),
    Entry(_("职工培训"), "employers:mine", "school", "mine", 54, is_known, words="备案 学时 以学时代工时 线上培训补贴",
          shell=HALL),
    Entry(_("企业培训"), "employers:filings", "school", "served", 34, may_see_desk, words="备案 学时 跟踪"),
    Entry(_("共享课程审核"), "employers:desk_courses", "books", "served", 35, may_see_desk, words="课程",
          under="employers:filings"),
    Entry(_("培训抽查"), "employers:audits", "dice", "served", 36, may_see_desk,
          words="抽样 种子", under="employers:filings"),
)  # fmt: skip
steps.register(Step("employers", lambda _slug, said: list_in(said) is not None, "employers:mine", _("先备案、记学时")))
public_calendars.register(PublicCalendar(CALENDAR, _("实训基地的场次")))
kinds.register(Kind("training", _("企业培训")))
sources.register(*SOURCES)
pieces.register(*PIECES)
areas.register(Area("employers", _("企业培训")))
register_pages(
    Page("employers:mine", _("职工培训"), _("培训开始前备案，记学时，申领培训补贴"),
         "职工培训、企业培训、培训备案、以学时代工时、以工代训、线上培训补贴、学时、staff training、training subsidy"),
    Page("employers:shared", _("共享课程"), _("企业一起开发、一起上的课"), "企业内训、一起培训、shared courses"),
    Page("employers:bases", _("实训基地"), _("公共实训基地的场地和可以报名的场次"),
         "公共实训、实训场地、training base"),
)  # fmt: skip
ACTS.register(*OF_EMPLOYERS, *OF_DESK)
TABLES.register(*LISTS)
FIGURES.register(*figures.FIGURES)
demo.parts.register(demo.Part("employers", _("企业培训和学时"), make))
called.register(*under("employers", template=_("学员和学时的空表")))
