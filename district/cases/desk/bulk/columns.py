"""Jobs over many cases as lists: the jobs, and what came of each case of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from district.cases.core.columns import row_link
from district.cases.core.doors import SEES
from district.cases.desk.bulk import queries
from district.cases.desk.bulk.models import Job, JobRow
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind, is_invented, name_of
from district.ground.tables.filters import Chosen, Filter, Tab, Tabs
from district.ground.tables.tables import Empty, Table
from district.policies.queries import marking_invented

JOBS = Table[Job](
    _("批量办理"),
    (
        Column(
            "reference", _("编号"), lambda row: row.reference, href=lambda row: row_link("job", row.reference)
        ),
        Column(
            "action", _("办什么"), lambda row: row.get_action_display(), small=lambda row: name_of(row.to),
        ),
        Column("to", _("派给"), lambda row: name_of(row.to)),
        Column("total", _("件数"), lambda row: row.total, Kind.NUMBER, 10),
        Column("state", _("状态"), lambda row: row.get_state_display(), width=12, tone=lambda _row: "plain"),
        Column("by", _("提出"), lambda row: name_of(row.by)),
        Column("at", _("时间"), lambda row: row.created_at, Kind.TIME),
    ),
    page=("reference", "action", "total", "state", "by", "at"), named="reference",
    key="cases.jobs", route="cases:jobs", door=SEES, rows=lambda person, _asked: queries.jobs_of(person),
    filters=(Filter("action", _("办什么"), lookup="action", choices=Job.Action.choices),),
    tells=_("在申报办理里勾选若干件发起；先试办，再办理，可以随时停下和接着办。"),
    empty=Empty(
        _("还没有批量办理过"), _("到申报办理里勾选几件，选好办什么，先试办。"), "list-check", "cases:worklist",
        _("去申报办理"),
    ),
)  # fmt: skip


def _rows(person: Person, asked: Mapping[str, str]) -> QuerySet[JobRow]:
    job = get_object_or_404(queries.jobs_of(person), reference=asked["reference"])
    return marking_invented(queries.rows_of(job, person), "case__version")


def _came_to(outcome: str) -> Callable[[Any, Chosen], Q]:
    return lambda _person, _chosen: Q(outcome=outcome)


def _result(row: JobRow) -> str:
    return row.get_outcome_display() if row.outcome else row.get_trial_display()


def _tone(row: JobRow) -> str:
    return "done" if row.outcome == "done" else "overdue" if row.outcome or row.trial == "not" else "plain"


ROWS = Table[JobRow](
    _("各件"),
    (
        Column("place", _("序号"), lambda row: row.place, Kind.NUMBER, 8),
        Column("reference", _("编号"), lambda row: row.case.reference),
        Column(
            "enterprise", _("企业"), lambda row: row.case.enterprise.name, width=36,
            href=lambda row: row_link("case", row.case.reference), small=lambda row: row.case.reference,
        ),
        Column("programme", _("项目"), lambda row: row.case.programme.name, width=28),
        Column("amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY, short=_("金额"), invented=is_invented),
        Column("result", _("结果"), _result, width=12, tone=_tone),
        Column("why", _("原因"), lambda row: row.why, width=60, wide=True),
        Column("at", _("时间"), lambda row: row.at, Kind.TIME),
    ),
    page=("enterprise", "programme", "amount", "result", "why"), named="enterprise",
    key="cases.job_rows", route="cases:job", of=("reference",), door=SEES, rows=_rows,
    called=lambda _person, asked: asked["reference"],
    tabs=Tabs(
        (
            Tab("", _("全部")), Tab("not", _("试办不行的"), lambda _person, _chosen: Q(trial="not")),
            Tab("left", _("未办"), _came_to("")), Tab("done", _("已办成"), _came_to("done")),
            Tab("refused", _("没办成"), _came_to("refused")), Tab("failed", _("出错"), _came_to("failed")),
        ),
        label=_("按结果"), sparse=True,
    ),
    empty=Empty(_("这里没有件")),
)  # fmt: skip
