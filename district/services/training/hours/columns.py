"""Lists of hours: one's own, the ledger of the desk, what looks odd."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind, Sort, name_of
from district.ground.tables.filters import Asks, Filter, Tab, Tabs
from district.ground.tables.tables import Empty, Table
from district.services.training.hours import models
from district.services.training.hours.acts import SEES, entries_seen
from district.services.training.hours.models import Flag, LearningEntry, Source, whose
from district.services.training.hours.queries import flags_seen_by
from district.services.training.hours.states import OPEN, STATES

EARLIEST, LATEST = _("最早的在前"), _("最近的在前")
BY_TIME = Sort(("began", "pk"), EARLIEST, LATEST)


def _minutes(row: LearningEntry) -> int:
    return int((row.ended - row.began).total_seconds() // 60)


def _own(person: Person, _asked: Mapping[str, str]) -> QuerySet[LearningEntry]:
    return LearningEntry.objects.filter(whose(person)).select_related("struck", "learner__account", "learner__same_as")


def _struck(row: LearningEntry) -> str:
    return row.struck.reason if hasattr(row, "struck") else ""


MINE = Table[LearningEntry](
    _("我的学时"),
    (
        Column("title", _("学了什么"), lambda row: row.title, width=32),
        Column("source", _("由谁证明"), lambda row: row.get_source_display(), width=12),
        Column("began", _("开始"), lambda row: row.began, Kind.TIME, sort=BY_TIME),
        Column("minutes", _("分钟"), _minutes, Kind.NUMBER, 10),
        Column("state", _("说明"), _struck, width=32, part="hours/_own_state.html"),
    ),
    page=("title", "source", "began", "minutes", "state"), named="title", default="-began",
    key="hours.mine", route="hours:mine", rows=_own,
    filters=(Filter("source", _("由谁证明"), lookup="source", choices=Source.choices),),
    empty=Empty(_("还没有学时"), _("在云课堂学完一课、在训练营签到，学时就记在这里。"), "clock"),
)  # fmt: skip


def _who(row: LearningEntry) -> str:
    return str(row.learner.same_as or row.learner)


LEDGER = Table[LearningEntry](
    _("学时台账"),
    (
        Column("who", _("谁"), _who, width=16),
        Column("title", _("学了什么"), lambda row: row.title, width=32, small=lambda row: row.session),
        Column("session", _("场次"), lambda row: row.session, width=24),
        Column("firm", _("单位"), lambda row: name_of(row.firm), width=28),
        Column("source", _("由谁证明"), lambda row: row.get_source_display(), width=12),
        Column("began", _("开始"), lambda row: row.began, Kind.TIME, sort=BY_TIME),
        Column("minutes", _("分钟"), _minutes, Kind.NUMBER, 10),
        Column("struck", _("划去的理由"), _struck, width=32, part="hours/_struck.html"),
    ),
    page=("who", "title", "firm", "source", "began", "minutes", "struck"), named="who", default="-began",
    key="hours.ledger", route="hours:ledger", door=SEES, rows=lambda person, _asked: entries_seen(person),
    filters=(
        Filter("q", _("姓名、课程或场次"), Asks.WORDS,
               "learner__account__name__icontains|learner__same_as__account__name__icontains|title__icontains"
               "|session__icontains"),
        Filter("source", _("由谁证明"), lookup="source", choices=Source.choices),
        Filter("since", _("从"), Asks.DAY, "began__date__gte"),
        Filter("until", _("到"), Asks.DAY, "began__date__lte"),
    ),
    tabs=Tabs((
        Tab("live", _("计算的"), lambda _user, _chosen: Q(struck=None)),
        Tab("struck", _("划去的"), lambda _user, _chosen: Q(struck__isnull=False)),
    )),
    tells=_("谁在什么时候学了什么，由谁证明。两个互相独立的来源同时说的才是最强的证据。"),
    empty=Empty(_("这里还没有学时"), _("课堂、训练营、企业培训的学时都记在这里。"), "clock"),
)  # fmt: skip

FLAGS = Table[Flag](
    _("学时核实"),
    (
        Column("kind", _("看到了什么"), lambda row: row.get_kind_display(), width=24,
               href=lambda row: reverse("hours:flag", args=[row.reference]), small=lambda row: row.reference),
        Column("reference", _("编号"), lambda row: row.reference, width=18),
        Column("says", _("详情"), lambda row: row.says, width=40, wide=True),
        Column("title", _("哪一课"), lambda row: row.title, width=28),
        Column("people", _("涉及人数"), lambda row: row.people, Kind.NUMBER, 10),
        Column("day", _("哪一天"), lambda row: row.day, Kind.DATE,
               sort=Sort(("day", "pk"), EARLIEST, LATEST)),
        Column("state", _("状态"), lambda row: STATES[row.state].staff, width=12,
               tone=lambda row: STATES[row.state].tone),
        Column("by", _("谁核实的"), lambda row: name_of(row.by), width=14),
        Column("reason", _("核实意见"), lambda row: row.reason, width=32),
    ),
    page=("kind", "says", "title", "people", "day", "state"), named="kind", default="day",
    key="hours.flags", route="hours:flags", door=SEES, rows=lambda person, _asked: flags_seen_by(person),
    filters=(Filter("kind", _("看到了什么"), lookup="kind", choices=models.Kind.choices),),
    tabs=Tabs((
        Tab("open", _("待核实"), lambda _user, _chosen: Q(state=OPEN), tone="needs"),
        Tab("done", _("核实过的"), lambda _user, _chosen: ~Q(state=OPEN)),
    )),
    tells=_("机器只把不寻常的挑出来，不拒绝谁；由人核实后决定算不算。"),
    empty=Empty(_("没有要核实的学时"), _("同时在两处、多人一台设备这样的记录会列在这里。"), "shield-check"),
)  # fmt: skip


def _flagged(person: Person, asked: Mapping[str, str]) -> QuerySet[LearningEntry]:
    flags = flags_seen_by(person).filter(reference=asked["reference"])
    return entries_seen(person).filter(flags__in=flags)


FLAGGED = Table[LearningEntry](
    _("涉及的学时"),
    (
        Column("who", _("谁"), _who, width=16),
        Column("title", _("学了什么"), lambda row: row.title, width=32, small=lambda row: name_of(row.firm)),
        Column("source", _("由谁证明"), lambda row: row.get_source_display(), width=12),
        Column("began", _("开始"), lambda row: row.began, Kind.TIME, sort=BY_TIME),
        Column("ended", _("结束"), lambda row: row.ended, Kind.TIME),
        Column("device", _("设备"), lambda row: row.device[:8], width=12),
    ),
    page=("who", "title", "source", "began", "ended", "device"), named="who", default="began",
    key="hours.flagged", route="hours:flag", of=("reference",), door=SEES, rows=_flagged,
)  # fmt: skip

LISTS: tuple[Table[Any], ...] = (MINE, LEDGER, FLAGS, FLAGGED)
