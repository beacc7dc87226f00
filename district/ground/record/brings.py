"""What the record brings to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.minding import words
from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.bringing.menu import Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.record.acts import VERIFY
from district.ground.record.columns import LOG
from district.ground.record.moves import MoveRefused
from district.ground.record.nightly import FORGETTING
from district.ground.record.permissions import may_read_log
from district.ground.record.typed import numbers_before
from district.ground.tables.registry import TABLES

entries.register(
    Entry(_("操作留痕"), "record:log", "shield-check", "house", 50, may_read_log, words="日志 审计"),
)  # fmt: skip
pieces.register(FORGETTING)
refusals.register(MoveRefused)
words.register(numbers_before)
ACTS.register(VERIFY)
areas.register(Area("record", _("操作留痕")))
TABLES.register(LOG)
