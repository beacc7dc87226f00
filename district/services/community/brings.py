"""What community brings to the site."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.acts.registry import ACTS
from district.ground.bringing import demo
from district.ground.bringing.fulfilling import Way, ways
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.shown import Area, areas, readings
from district.ground.bringing.todo import sources
from district.ground.figures.registry import FIGURES as COUNTED
from district.ground.messages.kinds import Kind, kinds
from district.ground.people.permissions import is_known
from district.ground.search.things import register, register_pages
from district.ground.slots.about import About, abouts
from district.ground.slots.feeds import PublicCalendar, public_calendars
from district.ground.tables.registry import TABLES
from district.services.community.acts import OF_POSTS
from district.services.community.acts_activity import OF_ACTIVITIES
from district.services.community.columns import LISTS
from district.services.community.demo import make
from district.services.community.figures import FIGURES
from district.services.community.finding import PAGES, SOURCE
from district.services.community.meeting import CALENDAR
from district.services.community.permissions import may_see_desk
from district.services.community.readings import READINGS
from district.services.community.todo import POSTS, REPORTS, RETURNED

sources.register(POSTS, REPORTS, RETURNED)
kinds.register(Kind("post", _("创客杨浦投稿")), Kind("post_waits", _("创客杨浦待审核")))
entries.register(
    Entry(_("创客杨浦"), "community:home", "bulb", "services", 40, shell=HALL, words="动态 企业展示 创客 新闻"),
    Entry(_("活动"), "community:activities", "coffee", "services", 42, shell=HALL, words="下午茶 沙龙 座谈会 报名",
          under="community:home"),
    Entry(_("我在创客杨浦"), "community:mine", "edit", "mine", 60, is_known, shell=HALL, words="投稿 展示 签到码"),
    Entry(_("内容审核"), "community:desk_posts", "news", "served", 40, may_see_desk, words="动态 企业展示 举报",
          under="community:desk_activities"),
    Entry(_("社区活动"), "community:desk_activities", "coffee", "served", 42, may_see_desk,
          words="下午茶 沙龙 签到 系列"),
)  # fmt: skip
ways.register(
    Way("community.publish", "community:write", _("展示我的企业"), _("写好提交，主办部门审核后发布。")),
    Way("community.sign_up", "community:activities", _("看活动，报名"), _("满了可以候补，有人退出按先后递补。")),
)  # fmt: skip
abouts.register(
    About("community", _("看这场活动"), lambda row: reverse("community:activity", args=[row.reference]),
          lambda row: reverse("community:desk_activity", args=[row.reference])),
)  # fmt: skip
public_calendars.register(PublicCalendar(CALENDAR, _("创客杨浦活动")))
register(SOURCE)
register_pages(*PAGES)
demo.parts.register(demo.Part("community", _("创客杨浦：动态、展示、一年的活动"), make))
readings.register(*READINGS)
areas.register(Area("community", _("创客杨浦")))
ACTS.register(*OF_POSTS, *OF_ACTIVITIES)
TABLES.register(*LISTS)
COUNTED.register(*FIGURES)
