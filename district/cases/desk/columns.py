"""The worklist: each column once, for the page, the phone and the workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext_lazy as _

from district.cases.core.columns import row_link
from district.cases.core.doors import SEES
from district.cases.core.models import Application
from district.cases.desk import buckets, worklists
from district.cases.desk.assigning.queries import CAUSES
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind, Sort, Text, name_of
from district.ground.tables.tables import Empty, Table


@dataclass(frozen=True)
class Line:
    """A case on the worklist. `for_other`: of a colleague one stands in for; `lost`: why it could be forgotten."""

    case: Application
    bucket: str
    for_other: bool
    lost: Text
    invented: bool

    @classmethod
    def of(cls, case: Application, person: Person, today: dt.date) -> Line:
        return cls(
            case=case, bucket=buckets.bucket_of(case, today), for_other=case.officer_id in person.stands_in_for,
            lost=cast(Text, CAUSES.get(getattr(case, "lost", ""), "")),
            invented=bool(case.amount and getattr(case, "invented", False)),
        )  # fmt: skip


def _lines(cases: Sequence[Application], person: Person, _asked: Mapping[str, str]) -> Iterator[Line]:
    today = clock.today()
    return (Line.of(case, person, today) for case in cases)


WORKLIST = Table[Line](
    _("申报办理"),
    (
        Column(
            "pick", _("选择"), lambda line: line.case.reference, book=False, quiet=True, part="desk/_pick.html",
            may=worklists.works,
        ),
        Column("reference", _("编号"), lambda line: line.case.reference),
        Column(
            "enterprise", _("申报人"), lambda line: line.case.enterprise.labelled, width=36,
            href=lambda line: row_link("case", line.case.reference), small=lambda line: line.case.reference,
            sort=Sort(("enterprise__name", "pk"), up=_("申报人")),
        ),
        Column("uscc", _("统一社会信用代码"), lambda line: line.case.enterprise.code, width=22),
        Column(
            "programme", _("项目"), lambda line: line.case.programme.name, width=28,
            small=lambda line: line.case.programme.office.name,
            sort=Sort(("programme__name", "due_on", "pk"), up=_("项目")),
        ),
        Column("office", _("牵头部门"), lambda line: line.case.programme.office.name),
        Column(
            "state", _("状态"), lambda line: line.case.stage.staff, width=12,
            tone=lambda line: line.case.stage.tone,
        ),
        Column("officer", _("经办人"), lambda line: name_of(line.case.officer), part="desk/_officer.html"),
        Column(
            "submitted", _("提交"), lambda line: line.case.submitted_at, Kind.TIME,
            sort=Sort(("submitted_at", "pk"), up=_("最早提交"), down=_("最新提交")),
        ),
        Column(
            "due", _("期限"), lambda line: line.case.due_on, Kind.DATE, part="desk/_case_due.html",
            sort=Sort(("due_on", "submitted_at", "pk"), up=_("期限最近")),
        ),
        Column(
            "amount", _("金额（元）"), lambda line: line.case.amount, Kind.MONEY,
            short=_("金额"), invented=lambda line: line.invented,
        ),
        Column("invented", _("示例参数"), lambda line: line.invented, width=10),
        Column("decided", _("决定"), lambda line: line.case.decided_at, Kind.TIME),
    ),
    page=("pick", "due", "enterprise", "programme", "state", "officer", "submitted"),
    named="enterprise", default="due", css=lambda line: f"hq-due-{line.bucket}", key="cases.worklist",
    route="cases:worklist",
    rows=worklists.cases_on_desk, dress=_lines, filters=worklists.FILTERS,
    tabs=worklists.TABS, options=worklists.options, counts=worklists.nobodys, door=SEES,
    empty=Empty(_("这里没有件"), _("企业提交申报后，会列在这里。")),
)  # fmt: skip
