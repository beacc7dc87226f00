"""What the log is as a workbook: a line a row, with its seal, so that the chain can be followed on paper."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.ground.tables.sheets import Column

LOG_FILTERS = {
    "room": _("业务"), "verb": _("动作"), "subject": _("编号"), "who": _("何人"), "since": _("从"), "until": _("到"),
}  # fmt: skip


def _who(line: Any) -> str:
    return f"{line.by.name}（{line.by.username}）" if line.by else gettext("系统")


LOG = (
    Column(_("行"), lambda line: line.number, "number", 10),
    Column(_("时间"), lambda line: line.at, "time"),
    Column(_("何人"), _who, width=26),
    Column(_("业务"), lambda line: line.room, width=14),
    Column(_("编号"), lambda line: line.subject, width=24),
    Column(_("动作"), lambda line: line.verb, width=18),
    Column(_("之前"), lambda line: line.before, width=12),
    Column(_("之后"), lambda line: line.after, width=12),
    Column(_("理由"), lambda line: line.reason, width=50),
    Column(_("数据"), lambda line: json.dumps(line.data, ensure_ascii=False) if line.data else "", width=60),
    Column(_("印记"), lambda line: line.seal, width=66),
)
