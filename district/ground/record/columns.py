"""The log as a list: a line a row, with its seal, so that the chain can be followed on paper."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Role
from district.ground.record import queries
from district.ground.record.models import LogEntry
from district.ground.tables.columns import Column, Kind
from district.ground.tables.filters import Asks, Filter, Pairs
from district.ground.tables.tables import Empty, Table


def _who(line: LogEntry) -> str:
    return f"{line.by.name}（{line.by.username}）" if line.by else gettext("系统")


def _data(line: LogEntry) -> str:
    return json.dumps(line.data, ensure_ascii=False) if line.data else ""


def _options(_person: Any) -> dict[str, Pairs]:
    return {name: [(word, word) for word in words] for name, words in queries.log_choices().items()}


def _from(_person: Any, day: str) -> Q:
    return Q(at__gte=queries.midnight(dt.date.fromisoformat(day)))


def _until(_person: Any, day: str) -> Q:
    return Q(at__lt=queries.midnight(dt.date.fromisoformat(day) + dt.timedelta(days=1)))


LOG = Table[LogEntry](
    _("操作留痕"),
    (
        Column("number", _("行"), lambda line: line.number, Kind.NUMBER, 10, part="record/_number.html"),
        Column("at", _("时间"), lambda line: line.at, Kind.TIME, part="record/_at.html"),
        Column("who", _("何人"), _who, width=26, part="record/_who.html"),
        Column("room", _("业务"), lambda line: line.room, width=14),
        Column("subject", _("编号"), lambda line: line.subject, width=24, part="record/_subject.html"),
        Column("verb", _("动作"), lambda line: line.verb, width=18),
        Column("before", _("之前"), lambda line: line.before, width=12),
        Column("after", _("之后"), lambda line: line.after, width=12),
        Column(
            "moved", _("前后"), lambda line: f"{line.before or '—'} → {line.after or '—'}", book=False,
        ),
        Column("reason", _("理由"), lambda line: line.reason, width=50),
        Column("data", _("数据"), _data, width=60),
        Column("seal", _("印记"), lambda line: line.seal, width=66),
        Column("why", _("理由和数据"), lambda line: line.reason, book=False, part="record/_why.html", wide=True),
    ),
    page=("number", "at", "who", "room", "subject", "verb", "moved", "why"), named="subject",
    key="record.log", route="record:log", door=(Role.AUDITOR,), rows=lambda _person, _asked: queries.log_lines(),
    options=_options,
    filters=(
        Filter("room", _("业务"), Asks.WORDS, "room"), Filter("verb", _("动作"), Asks.WORDS, "verb"),
        Filter("subject", _("编号"), Asks.WORDS, "subject__icontains"),
        Filter("who", _("何人"), Asks.WORDS, "by__name__icontains|by__username__icontains"),
        Filter("since", _("从"), Asks.DAY, where=_from), Filter("until", _("到"), Asks.DAY, where=_until),
    ),
    empty=Empty(_("没有符合的记录"), _("每一步办理都会在这里留下一行。"), "list-search"),
)  # fmt: skip
