"""What traces bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.bringing.menu import Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.record.permissions import may_read_log
from district.ground.tables.registry import TABLES
from district.ground.traces.columns import TRACES
from district.ground.traces.nightly import PIECES

entries.register(
    Entry(_("查阅留痕"), "traces:traces", "eye", "house", 55, may_read_log, words="登录记录 导出记录 审计"),
)  # fmt: skip
areas.register(Area("traces", _("查阅留痕")))
pieces.register(*PIECES)
TABLES.register(TRACES)
