"""What waits for a signature, as a list."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from district.cases.approving import queries
from district.cases.approving.models import Proposal
from district.cases.core.columns import row_link
from district.cases.core.doors import DECIDES
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind, is_invented
from district.ground.tables.filters import Asks, Filter, Tab, Tabs
from district.ground.tables.tables import Empty, Table
from district.policies.queries import marking_invented


def _proposals(person: Person, _asked: Mapping[str, str]) -> QuerySet[Proposal]:
    """What waits for this person's signature, and what they proposed."""
    return marking_invented(queries.concerning(person), "application__version")


PROPOSALS = Table[Proposal](
    _("待我审批"),
    (
        Column(
            "pick", _("勾选"), lambda row: row.application.reference, book=False, quiet=True,
            part="approving/_pick.html", tabs=("",),
        ),
        Column("reference", _("编号"), lambda row: row.application.reference),
        Column(
            "enterprise", _("企业"), lambda row: row.application.enterprise.name, width=36,
            href=lambda row: row_link("case", row.application.reference), small=lambda row: row.application.reference,
        ),
        Column("programme", _("项目"), lambda row: row.application.programme.name, width=28),
        Column(
            "outcome", _("拟办意见"), lambda row: row.outcome_words, width=12,
            part="approving/_outcome.html",
        ),
        Column("amount", _("金额（元）"), lambda row: row.amount, Kind.MONEY, short=_("金额"), invented=is_invented),
        Column("by", _("经办"), lambda row: row.by.name, width=12, part="approving/_by.html"),
        Column("at", _("提出时间"), lambda row: row.at, Kind.TIME),
    ),
    page=("pick", "enterprise", "programme", "outcome", "amount", "by"), named="enterprise",
    key="cases.proposals", route="cases:approvals", door=DECIDES, rows=_proposals,
    called=lambda _person, asked: _("我提出的") if asked.get("mine") == "1" else _("待我审批"),
    tabs=Tabs(
        (
            Tab("", _("待我审批"), lambda person, _chosen: Q(pk__in=queries.waiting_for(person).values("pk"))),
            Tab(
                "1", _("我提出的"), lambda person, _chosen: Q(pk__in=queries.proposed_by(person).values("pk")),
                order=("-at", "-pk"),
            ),
        ), key="mine", label=_("哪些拟办意见"),
    ),
    filters=(Filter("job", _("批量办理"), Asks.WORDS, "job__reference", hidden=True),),
    empty=Empty(_("没有等着您签批的件"), _("经办人提出拟办意见后，轮到您签的列在这里。"), "signature"),
)  # fmt: skip
