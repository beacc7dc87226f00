"""What organisations and experts bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.bringing.calling import called, under
from district.ground.bringing.demo import Part, parts
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.bringing.todo import sources
from district.ground.messages.kinds import Kind, kinds
from district.ground.onetime.purposes import purposes
from district.ground.organisations import listening  # noqa: F401 - its receivers
from district.ground.organisations.accounts import ACCOUNTS, KIND
from district.ground.organisations.acts import EXPERT_ACTS, ORGANISATION_ACTS
from district.ground.organisations.columns import EXPERTS, ORGANISATIONS
from district.ground.organisations.demo import make
from district.ground.organisations.finding import PAGES, SOURCE
from district.ground.organisations.nightly import TERMS
from district.ground.organisations.permissions import keeps_experts
from district.ground.organisations.purposes import PURPOSES
from district.ground.organisations.todo import ENDING, WAITING
from district.ground.people.permissions import is_known, works_for_the_district
from district.ground.search.things import register, register_pages
from district.ground.tables.registry import TABLES
from district.ground.tables.workbooks.reading import BadFile

sources.register(WAITING, ENDING)
pieces.register(TERMS, ACCOUNTS)
kinds.register(Kind("member", _("机构成员")), Kind("term", _("任期提醒")), Kind(KIND, _("账号到期提醒"), closed=True))
entries.register(
    Entry(_("服务机构"), "organisations:public", "building-bank", "find", 70, shell=HALL, words="银行 基地 学校"),
    Entry(_("创业指导专家"), "organisations:public_experts", "school", "find", 80, shell=HALL, words="志愿团 导师"),
    Entry(_("我的机构"), "organisations:mine", "id-badge", "mine", 80, is_known, shell=HALL, words="任期 岗位"),
    Entry(_("机构"), "organisations:list", "building-bank", "house", 32, works_for_the_district,
          words="街道 银行 基地"),
    Entry(_("专家名录"), "organisations:experts", "school", "house", 34, keeps_experts, words="志愿团 导师"),
)  # fmt: skip
register(SOURCE)
register_pages(*PAGES)
purposes.register(*PURPOSES)
parts.register(Part("organisations", _("机构和专家"), make))
areas.register(Area("organisations", _("机构和专家")))
TABLES.register(ORGANISATIONS, EXPERTS)
refusals.register(BadFile)
ACTS.register(*ORGANISATION_ACTS, *EXPERT_ACTS)
called.register(*under("organisations", staff_import=_("人员名单空表")))
