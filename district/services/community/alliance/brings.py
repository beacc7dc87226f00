"""What alliance brings to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.registry import ACTS
from district.ground.bringing import demo
from district.ground.bringing.fulfilling import Way, ways
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas, readings
from district.ground.bringing.todo import sources
from district.ground.figures.registry import FIGURES as COUNTED
from district.ground.messages.kinds import Kind, kinds
from district.ground.people.permissions import is_known
from district.ground.search.things import register, register_pages
from district.ground.slots.about import Held, helds
from district.ground.tables.registry import TABLES
from district.services.community.alliance.acts import ALL
from district.services.community.alliance.columns import LISTS
from district.services.community.alliance.demo import make
from district.services.community.alliance.figures import FIGURES
from district.services.community.alliance.finding import PAGES, SOURCE
from district.services.community.alliance.queries import pages_of_appointments
from district.services.community.alliance.readings import READINGS
from district.services.community.alliance.tiers import PIECES
from district.services.community.alliance.todo import ENDING, WAITING
from district.services.community.permissions import may_see_desk

sources.register(WAITING, ENDING)
pieces.register(*PIECES)
kinds.register(Kind("alliance", _("创联公社")), Kind("alliance_waits", _("创联公社申请")))
entries.register(
    Entry(_("创联公社"), "alliance:home", "users-group", "services", 44, shell=HALL, words="联盟 党建 共享 成员"),
    Entry(_("共享资源"), "alliance:resources", "building-warehouse", "services", 46, shell=HALL,
          words="会议室 设备 仪器 场地 借用", under="alliance:home"),
    Entry(_("我的创联公社"), "alliance:mine", "arrows-exchange", "mine", 62, is_known, shell=HALL, words="出借 借用",
          under="community:mine"),
    Entry(_("创联公社成员"), "alliance:desk_members", "users-group", "served", 44, may_see_desk, words="联盟 续期"),
    Entry(_("成员之间的借用"), "alliance:desk_lendings", "arrows-exchange", "served", 46, may_see_desk,
          words="共享 场地 设备", under="alliance:desk_members"),
)  # fmt: skip
ways.register(Way("community.join", "alliance:join", _("申请加入"), _("主办部门确认后，一年内可以借用成员的资源。")))
register(SOURCE)
register_pages(*PAGES)
demo.parts.register(demo.Part("alliance", _("创联公社：成员、共享资源、一年的借用"), make))
readings.register(*READINGS)
helds.register(Held("alliance", pages_of_appointments))
areas.register(Area("alliance", _("创联公社")))
ACTS.register(*ALL)
TABLES.register(*LISTS)
COUNTED.register(*FIGURES)
