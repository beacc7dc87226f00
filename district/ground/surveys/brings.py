"""What questionnaires bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.bringing.calling import called, under
from district.ground.bringing.demo import Part, parts
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.bringing.todo import sources
from district.ground.files.permissions import register_reader
from district.ground.messages.kinds import Kind, kinds
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Role
from district.ground.surveys import columns, telling
from district.ground.surveys.acts_answer import ANSWERING
from district.ground.surveys.acts_desk import DESK
from district.ground.surveys.demo import make
from district.ground.surveys.nightly import PIECES
from district.ground.surveys.permissions import may_read_stored
from district.ground.surveys.refusing import NotPossible
from district.ground.surveys.todo import INVITATIONS
from district.ground.tables.registry import TABLES
from district.ground.tables.workbooks.reading import BadFile

entries.register(
    Entry(
        gettext_lazy("我的问卷"), "surveys:mine", "clipboard-list", "mine", 60, is_known, words="调查 评价", shell=HALL
    ),
    Entry(
        gettext_lazy("问卷"),
        "surveys:questionnaires",
        "clipboard-list",
        "firms",
        60,
        holds(Role.OFFICER, Role.LEADER, Role.AUDITOR),
        words="调查 用工需求 满意度",
    ),
)
sources.register(INVITATIONS)
pieces.register(*PIECES)
kinds.register(
    Kind("survey", gettext_lazy("问卷邀请"), telling.still_open),
    Kind("survey-reminder", gettext_lazy("问卷提醒"), telling.still_open),
)
register_reader("surveys", may_read_stored)
parts.register(Part("surveys", gettext_lazy("问卷和答卷"), make))
areas.register(Area("surveys", gettext_lazy("问卷")))
TABLES.register(columns.QUESTIONNAIRES, columns.INVITATIONS, columns.RESPONSES, columns.ANSWERED)
refusals.register(NotPossible, BadFile)
ACTS.register(*DESK, *ANSWERING)
called.register(
    *under(
        "surveys",
        links=gettext_lazy("问卷链接"),
        answers=gettext_lazy("答卷"),
        printed=gettext_lazy("打印的问卷"),
        template=gettext_lazy("问卷空表"),
        xlsform=gettext_lazy("问卷表格"),
    )
)
