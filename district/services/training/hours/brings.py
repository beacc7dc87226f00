"""What hours bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.enterprises.persons.actions import known
from district.ground.acts.registry import ACTS
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.bringing.todo import sources
from district.ground.figures.registry import FIGURES
from district.ground.messages.kinds import Kind, kinds
from district.ground.people.permissions import is_known
from district.ground.search.things import Page, register_pages
from district.ground.tables.registry import TABLES
from district.services.training.hours.acts import OF_HOURS, seeing
from district.services.training.hours.columns import LISTS
from district.services.training.hours.figures import FIGURES as OF_LEARNING
from district.services.training.hours.listening import joined
from district.services.training.hours.nightly import PIECES
from district.services.training.hours.todo import REVIEW

entries.register(
    Entry(
        _("我的学时"),
        "hours:mine",
        "clock",
        "mine",
        52,
        is_known,
        words="学习 课时 培训时间",
        shell=HALL,
        under="courses:mine",
    ),
    Entry(_("学时核实"), "hours:flags", "shield-check", "served", 32, seeing, words="学时 异常 作弊"),
    Entry(_("学时台账"), "hours:ledger", "clock", "served", 33, seeing, words="学时 签到 记录", under="hours:flags"),
)
kinds.register(Kind("hours", _("学时核实")))
sources.register(REVIEW)
known.register(joined)
pieces.register(*PIECES)
areas.register(Area("hours", _("学时")))
register_pages(
    Page("hours:mine", _("我的学时"), _("每一段学习记了多少学时，凭什么记的"), "学时、课时、培训时间、hours learnt"),
)
ACTS.register(*OF_HOURS)
TABLES.register(*LISTS)
FIGURES.register(*OF_LEARNING)
