"""What contests bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.registry import ACTS
from district.ground.bringing.demo import Part, parts
from district.ground.bringing.fulfilling import Step, Way, steps, ways
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.bringing.todo import sources
from district.ground.figures.registry import FIGURES
from district.ground.files.permissions import register_reader
from district.ground.messages.kinds import Kind, kinds
from district.ground.onetime.purposes import purposes
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Role
from district.ground.search.things import register, register_pages
from district.ground.tables.registry import TABLES
from district.services.community.contests import columns, figures, todo
from district.services.community.contests.acts_desk import DESK
from district.services.community.contests.acts_own import OWN
from district.services.community.contests.demo import make
from district.services.community.contests.finding import PAGES, SOURCE
from district.services.community.contests.linking import SHEET
from district.services.community.contests.nightly import PUBLISHED
from district.services.community.contests.permissions import may_read_stored
from district.services.community.contests.showing import FOLLOWS

ways.register(
    Way("community.contest", "contests:list", _("看大赛，报名"), _("企业和没有企业的团队都可以参加。")),
)
entries.register(
    Entry(_("创业大赛"), "contests:list", "trophy", "services", 60, shell=HALL, words="比赛 路演 参赛 获奖"),
    Entry(_("我的参赛"), "contests:mine", "medal", "mine", 66, is_known, shell=HALL, words="作品 团队 证书"),
    Entry(_("我要评的作品"), "contests:sheets", "clipboard-check", "mine", 67, holds(Role.EXPERT), shell=HALL,
          words="评委 打分 评审"),
    Entry(_("创业大赛"), "contests:desk", "trophy", "served", 60, holds(Role.OFFICER, Role.LEADER, Role.AUDITOR),
          words="比赛 评委 参赛"),
)  # fmt: skip
steps.register(Step("contests", lambda slug, _said: slug in FOLLOWS.values(), "contests:list", _("还没获奖？看大赛")))
sources.register(todo.SHEETS, todo.CONTESTS, todo.DRAFTS, todo.PRIZES)
pieces.register(PUBLISHED)
kinds.register(Kind("contest", _("创业大赛")))
purposes.register(SHEET)
register(SOURCE)
register_pages(*PAGES)
register_reader("contests", may_read_stored, hides=True)
parts.register(Part("contests", _("创业大赛"), make))
areas.register(Area("contests", _("创业大赛")))
TABLES.register(*columns.all_tables())
FIGURES.register(*figures.FIGURES)
ACTS.register(*DESK, *OWN)
