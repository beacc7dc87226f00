"""Long work as lists: what works, and what came of each row of one piece."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Person, Role
from district.ground.tables.columns import Column, Kind, name_of
from district.ground.tables.filters import Chosen, Filter, Pairs, Tab, Tabs
from district.ground.tables.tables import Empty, Table
from district.ground.work import queries
from district.ground.work.models import Row, Work
from district.ground.work.queries import Shown

SEES = (Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)
S = Work.State
STATES = {"now": (S.TRYING, S.READY, S.QUEUED, S.RUNNING), "stuck": (S.CANCELLED, S.FAILED), "done": (S.DONE,)}
WORDS = {"now": _("正在进行"), "stuck": _("停下的"), "done": _("已完成")}


def seen_by(person: Person) -> QuerySet[Work]:
    return Work.objects.visible_to(person).select_related("by", "office")


def _in_states(tab: str) -> Callable[[Any, Chosen], Q]:
    return lambda _person, _chosen: Q(state__in=STATES[tab])


def _shown(rows: Sequence[Work], person: Person, _asked: Mapping[str, str]) -> list[Shown]:
    return queries.shown_together(rows, person)


def _kinds(_person: Any) -> Pairs:
    return [(each.key, each.label) for each in queries.all_kinds()]


WORKS = Table[Shown](
    _("长任务"),
    (
        Column("reference", _("编号"), lambda row: row.work.reference),
        Column(
            "title", _("任务"), lambda row: row.title, width=36,
            href=lambda row: reverse("work:one", args=[row.work.reference]),
            small=lambda row: f"{row.kind.label} · {row.work.reference}",
        ),
        Column("kind", _("种类"), lambda row: str(row.kind.label)),
        Column("state", _("状态"), lambda row: row.work.get_state_display(), width=12, part="work/_state.html"),
        Column("progress", _("进度"), lambda row: f"{row.work.done} / {row.work.total}", part="work/_progress.html"),
        Column("failed", _("出错"), lambda row: row.work.failed, Kind.NUMBER, 10),
        Column("by", _("谁"), lambda row: name_of(row.work.by), part="work/_by.html"),
        Column("at", _("时间"), lambda row: row.work.created_at, Kind.TIME, part="work/_at.html"),
        Column("finished", _("办完"), lambda row: row.work.finished_at, Kind.TIME),
    ),
    page=("title", "state", "progress", "by", "at"), named="title",
    key="work.works", route="work:works", door=SEES, rows=lambda person, _asked: seen_by(person), dress=_shown,
    tabs=Tabs((Tab("", _("全部")), *(Tab(key, words, _in_states(key)) for key, words in WORDS.items()))),
    filters=(Filter("kind", _("种类"), lookup="kind", choices=_kinds, every=_("所有种类")),),
    empty=Empty(_("这里没有长任务"), _("要办很多行的事在后台逐行办，列在这里。"), "list-check"),
)  # fmt: skip


def _rows(person: Person, asked: Mapping[str, str]) -> QuerySet[Row]:
    """What came of each row: for auditors and who drives it, since whose cases they are is the room's."""
    work = get_object_or_404(seen_by(person), reference=asked["reference"])
    sees = person.has_role(Role.AUDITOR) or bool(queries.kind_of(work).may_drive(person, work))
    return queries.outcomes_of(work) if sees else queries.outcomes_of(work).none()


ROWS = Table[Row](
    _("各行的结果"),
    (
        Column("place", _("序号"), lambda row: row.place, Kind.NUMBER, 8),
        Column("subject", _("办的是"), lambda row: row.subject, width=28),
        Column("rows", _("数量"), lambda row: row.rows, Kind.NUMBER, 10),
        Column(
            "outcome", _("结果"), lambda row: row.get_outcome_display(), width=12,
            tone=lambda row: "done" if row.outcome == "done" else "overdue",
        ),
        Column("why", _("原因"), lambda row: row.why, width=60, wide=True),
        Column("at", _("时间"), lambda row: row.at, Kind.TIME),
    ),
    page=("place", "subject", "rows", "outcome", "why", "at"),
    key="work.rows", route="work:one", of=("reference",), door=SEES, rows=_rows,
    called=lambda _person, asked: asked["reference"],
    tabs=Tabs(
        (
            Tab("", _("全部")),
            *(Tab(key, words, lambda _person, _chosen, key=key: Q(outcome=key)) for key, words in Row.Outcome.choices),  # type: ignore[misc]
        ),
        key="outcome", label=_("按结果"),
    ),
    empty=Empty(_("这里还没有结果"), icon="list-check"),
)  # fmt: skip
