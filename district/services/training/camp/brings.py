"""What the camp brings to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.enterprises.persons.actions import taken_back
from district.ground.acts.registry import ACTS
from district.ground.bringing import calendar, demo
from district.ground.bringing.calling import called, under
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
from district.ground.slots.comers import Comers, comers
from district.ground.tables.registry import TABLES
from district.ground.work.actions import register
from district.services.training.camp import feeds, figures, telling
from district.services.training.camp.acts import OF_PEOPLE
from district.services.training.camp.acts_desk import OF_KEEPERS
from district.services.training.camp.columns import LISTS
from district.services.training.camp.demo import make
from district.services.training.camp.listening import answers_forgotten
from district.services.training.camp.nightly import PIECES
from district.services.training.camp.permissions import may_see_desk
from district.services.training.camp.placing import PLACES
from district.services.training.camp.purposes import PURPOSE
from district.services.training.camp.todo import SOURCES

sources.register(*SOURCES)
pieces.register(*PIECES)
register(PLACES)
purposes.register(PURPOSE)
kinds.register(Kind("camp", _("训练营")), Kind("camp_post", _("实习岗位")))
entries.register(
    Entry(_("大学生训练营"), "camp:camp", "school", "services", 30, shell=HALL, words="创业培训 训练营 大学生 实习"),
    Entry(_("创业实习岗位"), "camp:posts", "briefcase", "services", 31, shell=HALL,
          words="实习 岗位 大学生", under="camp:camp"),
    Entry(_("我的训练营"), "camp:mine", "school", "mine", 45, is_known, words="课表 签到 学时 团队 实习", shell=HALL),
    Entry(_("提供实习岗位"), "camp:my_posts", "briefcase", "mine", 55, is_known, words="实习 岗位 招人", shell=HALL,
          under="employers:mine"),
    Entry(_("训练营"), "camp:desk", "school", "served", 30, may_see_desk, words="招生 选拔 课表 往期"),
    Entry(_("课表和点名"), "camp:lessons", "calendar-event", "served", 31, may_see_desk, words="签到 点名册 讲师",
          under="camp:desk"),
    Entry(_("签到记录"), "camp:attendances", "qrcode", "served", 32, may_see_desk,
          words="扫码 抽查 不一致", under="camp:desk"),
    Entry(_("实习岗位"), "camp:desk_posts", "briefcase", "served", 33, may_see_desk,
          words="审核 岗位", under="camp:desk"),
    Entry(_("创业实习"), "camp:internships", "user-check", "served", 34, may_see_desk,
          words="录用 留用 结果", under="camp:desk"),
)  # fmt: skip
calendar.parts.register(calendar.Part("camp", _("训练营课表"), feeds.of_person))
abouts.register(About("camp", _("看这一期"), telling.page_of, telling.desk_of, only=True))
comers.register(Comers("camp", telling.comers, telling.page_of))
demo.parts.register(demo.Part("camp", _("训练营、往期和实习岗位"), make))
taken_back.register(answers_forgotten)
areas.register(Area("camp", _("训练营")))
ways.register(
    Way("training.camp", "camp:camp", _("报名训练营"), _("看招生的一期，在网上报名；录取后在手机上看课表、扫码签到。"))
)
register_pages(
    Page("camp:camp", _("大学生创业能力训练营"), _("正在招生的各期，网上报名，不收费"),
         "训练营、大学生创业、创业培训、报名训练营、boot camp、student entrepreneurs"),
    Page("camp:posts", _("创业实习岗位"), _("初创企业给训练营学员的实习岗位"), "实习、找实习、实习岗位、internship"),
    Page("camp:mine", _("我的训练营"), _("课表、签到、团队、学时"), "签到、课表、我的团队、timetable、check in"),
    Page("camp:my_posts", _("提供实习岗位"), _("企业发布实习岗位，看报名，录用"),
         "招实习生、发布实习、offer an internship"),
)  # fmt: skip
ACTS.register(*OF_PEOPLE, *OF_KEEPERS)
TABLES.register(*LISTS)
FIGURES.register(*figures.FIGURES)
called.register(*under("camp", past=_("往期名单的空表")))
