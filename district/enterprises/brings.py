"""What the register brings to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.enterprises import columns, figures, home, todo
from district.enterprises.acts import REGISTER_ACTS
from district.enterprises.bases.acts import BASES
from district.enterprises.claims import permissions as claiming
from district.enterprises.claims.acts import CLAIMING
from district.enterprises.importing.run import IMPORT
from district.enterprises.mandates.acts import MANDATES
from district.enterprises.mandates.permissions import PLACES, may_read_place_paper
from district.enterprises.mandates.queries import behalf
from district.enterprises.memberships import asked_for_firms, members_needed
from district.enterprises.models import needed
from district.enterprises.nightly import PIECES
from district.enterprises.permissions import may_import
from district.enterprises.persons.acts import OF_PERSONS
from district.enterprises.persons.queries import looked_into
from district.enterprises.queries import BadFile
from district.enterprises.readings import AREA, READINGS
from district.enterprises.values import BadValue
from district.enterprises.wallet.acts import WALLET
from district.enterprises.wallet.columns import PAPERS
from district.enterprises.wallet.permissions import ROOM, may_read_file
from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.bringing.calling import called, under
from district.ground.bringing.home import parts
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import areas, readings
from district.ground.bringing.todo import sources
from district.ground.figures.registry import FIGURES
from district.ground.files.permissions import register_reader
from district.ground.people.consents import account_needed
from district.ground.people.permissions import holds, works_for_the_district
from district.ground.people.queries import Role
from district.ground.record.behalf import sources as behalf_sources
from district.ground.surveys.audiences import Audience, audiences
from district.ground.tables.registry import TABLES
from district.ground.work.actions import register as register_work

sources.register(todo.PAPERS, todo.FACTS, todo.OWN_CLAIMS, todo.CLAIMS, todo.PLACES, todo.IMPORTS)
pieces.register(*PIECES)
FIGURES.register(*figures.FIGURES)

entries.register(
    Entry(_("我的企业"), "enterprises:mine", "building", "mine", 70, first=True, shell=HALL,
          words="认领 材料库 收款账户"),
    Entry(_("我的信息"), "enterprises:myself", "user", "mine", 75, shell=HALL,
          words="个人 学生 求职 没有企业 个人信息"),
    Entry(_("企业库"), "enterprises:register", "building-community", "firms", 10, works_for_the_district, words="名录"),
    Entry(_("名录导入"), "enterprises:imports", "table-import", "firms", 20, may_import, words="上传 Excel"),
    Entry(_("认领确认"), "enterprises:claims", "user-check", "firms", 40, holds(Role.OFFICER)),
    Entry(_("有异议的事实"), "enterprises:contested", "message-exclamation", "firms", 50,
          holds(Role.OFFICER, Role.LEADER)),
)  # fmt: skip
parts.register(*home.PARTS)
audiences.register(Audience("members", _("已认领企业的经办人"), asked_for_firms))
account_needed.register(members_needed)
register_reader(ROOM, may_read_file)
register_reader(claiming.ROOM, claiming.may_read_paper)
register_reader(PLACES, may_read_place_paper)
behalf_sources.register(behalf)
register_work(IMPORT)
needed.register(looked_into)
areas.register(AREA)
readings.register(*READINGS)
ACTS.register(*REGISTER_ACTS, *CLAIMING, *WALLET, *MANDATES, *OF_PERSONS, *BASES)
refusals.register(BadFile, BadValue)
TABLES.register(columns.REGISTER, columns.IMPORTS, columns.CLAIMS, columns.CONTESTED, PAPERS)
called.register(
    *under("enterprises", export=_("企业名录"), enterprise=_("企业信息"), history=_("企业信息的历史"),
           person=_("个人信息"), import_report=_("导入时退回的行"), myself_copy=_("本人信息的副本")),
)  # fmt: skip
