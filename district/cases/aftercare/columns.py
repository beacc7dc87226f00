"""What comes after a decision as workbooks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.aftercare.models import Finding, Obligation
from district.cases.core.columns import row_link
from district.cases.headcount.models import Collision
from district.ground.tables.columns import Column, Kind, is_invented
from district.ground.tables.tables import Table

OBLIGATIONS = Table[Obligation](
    _("后续义务"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "enterprise", _("企业"), lambda row: row.application.enterprise.name, width=36,
            href=lambda row: row_link("after_one", row.reference),
            small=lambda row: f"{row.application.programme.name} · {row.decision.number}",
        ),
        Column("programme", _("项目"), lambda row: row.application.programme.name, width=28),
        Column("decision", _("决定文号"), lambda row: row.decision.number, width=24),
        Column("say", _("义务"), lambda row: row.say, width=50, invented=lambda row: row.illustrative),
        Column("invented", _("示例参数"), lambda row: row.illustrative, width=10),
        Column("state", _("状态"), lambda row: row.stage.staff, width=12, tone=lambda row: row.stage.tone),
        Column(
            "checked", _("最近一次"), lambda row: row.checked_on, Kind.DATE, part="aftercare/_checked.html"
        ),
        Column("next", _("下次查"), lambda row: row.next_on, Kind.DATE),
        Column("until", _("到期"), lambda row: row.until_on, Kind.DATE),
    ),
    page=("enterprise", "say", "checked", "next", "until", "state"), named="enterprise",
)  # fmt: skip


FINDINGS = Table[Finding](
    _("线索和追缴"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "enterprise", _("企业"), lambda row: row.application.enterprise.name, width=36,
            href=lambda row: row_link("finding", row.reference),
            small=lambda row: f"{row.application.programme.name} · {row.reference}",
        ),
        Column("programme", _("项目"), lambda row: row.application.programme.name, width=28),
        Column("decision", _("决定文号"), lambda row: row.decision.number, width=24),
        Column("say", _("线索"), lambda row: row.say, width=60, part="aftercare/_say.html"),
        Column(
            "source", _("来源"), lambda row: row.get_source_display(), width=12,
            small=lambda row: row.get_kind_display(),
        ),
        Column("state", _("状态"), lambda row: row.stage.staff, width=12, tone=lambda row: row.stage.tone),
        Column("due", _("意见期限"), lambda row: row.due_on, Kind.DATE, part="aftercare/_due.html"),
        Column("amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY, short=_("金额"), invented=is_invented),
    ),
    page=("enterprise", "say", "source", "state", "due", "amount"), named="enterprise",
)  # fmt: skip


COLLISIONS = Table[Collision](
    _("人员重复"),
    (
        Column("worker", _("职工"), lambda row: row.masked, small=lambda row: f"{row.worker[:12]} · {row.group}"),
        Column("months", _("月份"), lambda row: "、".join(row.months), width=24),
        Column(
            "first", _("先登记的"), lambda row: row.holder.application.reference,
            part="aftercare/_holder.html",
        ),
        Column("first_firm", _("先登记的企业"), lambda row: row.holder.application.enterprise.name, width=36),
        Column(
            "later", _("后登记的"), lambda row: row.application.reference, part="aftercare/_later.html"
        ),
        Column("later_firm", _("后登记的企业"), lambda row: row.application.enterprise.name, width=36),
        Column(
            "state", _("处理"), lambda row: row.get_state_display(), width=12, part="aftercare/_settling.html"
        ),
        Column("note", _("说明"), lambda row: row.note, width=50),
    ),
    page=("worker", "months", "first", "later", "state"), named="worker",
)  # fmt: skip
