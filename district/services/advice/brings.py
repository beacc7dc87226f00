"""What advice brings to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from district.ground.acts.registry import ACTS
from district.ground.bringing.demo import Part, parts
from district.ground.bringing.fulfilling import Way, ways
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.bringing.todo import sources
from district.ground.figures.registry import FIGURES
from district.ground.messages.kinds import Kind, kinds
from district.ground.onetime.purposes import purposes
from district.ground.people.permissions import is_known
from district.ground.search.things import register, register_pages
from district.ground.slots.about import Held, helds
from district.ground.tables.registry import TABLES
from district.services.advice import (
    listening,  # noqa: F401 - its receivers
    telling,
)
from district.services.advice.acts import ADVICE_ACTS
from district.services.advice.acts_desk import DESK_ACTS
from district.services.advice.columns import LISTS
from district.services.advice.demo import make
from district.services.advice.figures import FIGURES as COUNTED
from district.services.advice.nightly import PIECES
from district.services.advice.permissions import is_an_expert, may_see_desk
from district.services.advice.promises import answered_within
from district.services.advice.purposes import PURPOSES
from district.services.advice.searching import PAGES, SOURCE
from district.services.advice.showing import pages_of_appointments
from district.services.advice.todo import SOURCES

ways.register(
    Way(
        "advice.clinic",
        "advice:ask",
        _("请专家帮我看"),
        answered_within(gettext_noop("选一个事项，%(n)d 个工作日内有专家答复。")),
    ),
    Way("advice.pairing", "advice:studios", _("申请结对"), _("选一个工作室，由首席指导师的团队长期带。")),
)
entries.register(
    Entry(_("找专家"), "advice:home", "messages", "services", 10, shell=HALL,
          words="咨询 导师 会诊 上门 结对 一师一团"),
    Entry(_("首席指导师工作室"), "advice:studios", "school", "services", 14, shell=HALL,
          words="首席 结对 导师", under="advice:home"),
    Entry(_("我的咨询"), "advice:mine", "messages", "mine", 42, is_known, shell=HALL, words="专家 问题 评价"),
    Entry(_("我的专家工作"), "advice:work", "briefcase", "mine", 43, is_an_expert, shell=HALL, words="接单 记录 签字"),
    Entry(_("咨询需求"), "advice:needs", "messages", "served", 10, may_see_desk, words="一师一团 专家 协调"),
    Entry(_("服务记录"), "advice:encounters", "notebook", "served", 11, may_see_desk, words="讲座 门诊 上门",
          under="advice:needs"),
    Entry(_("专家团全年"), "advice:corps", "calendar-stats", "served", 13, may_see_desk, words="工作量 小时",
          under="advice:needs"),
    Entry(_("工作室"), "advice:desk_studios", "school", "served", 14, may_see_desk,
          words="首席创业指导师", under="advice:needs"),
    Entry(_("哪里没有人"), "advice:coverage", "map", "served", 15, may_see_desk,
          words="覆盖 街道 事项", under="advice:needs"),
    Entry(_("咨询事项"), "advice:subjects", "list-details", "served", 16, may_see_desk, words="主题 问题",
          under="advice:needs"),
    Entry(_("匹配规则"), "advice:rules", "adjustments", "served", 17, may_see_desk,
          words="推荐 条件", under="advice:needs"),
)  # fmt: skip
kinds.register(
    Kind(telling.TOLD, _("咨询进展")), Kind(telling.OFFERED, _("请专家接单")), Kind(telling.WAKES, _("咨询待协调")),
    Kind(telling.LADDER, _("咨询提醒")), Kind(telling.RATE, _("请评价咨询")),
)  # fmt: skip
sources.register(*SOURCES)
pieces.register(*PIECES)
purposes.register(*PURPOSES)
helds.register(Held(telling.ROOM, pages_of_appointments))
parts.register(Part("advice", _("专家、工作室和一年的服务"), make))
areas.register(Area("advice", _("一师一团")))
ACTS.register(*ADVICE_ACTS, *DESK_ACTS)
TABLES.register(*LISTS)
FIGURES.register(*COUNTED)
register(SOURCE)
register_pages(*PAGES)
