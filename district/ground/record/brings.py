"""What the record brings to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.bringing.menu import Entry, entries
from district.ground.record.columns import LOG
from district.ground.record.permissions import may_read_log
from district.ground.tables.registry import TABLES

entries.register(
    Entry(_("操作留痕"), "record:log", "shield-check", "house", 50, may_read_log, words="日志 审计"),
)  # fmt: skip
TABLES.register(LOG)
