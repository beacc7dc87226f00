"""Lists of what comes after a decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.cases.aftercare import queries
from district.cases.aftercare.models import Campaign, CampaignItem, Finding, Obligation
from district.cases.aftercare.states import FINDING_OPEN, FINDING_STATES
from district.cases.core.columns import row_link
from district.cases.core.doors import SEES
from district.cases.core.models import Application
from district.cases.headcount.models import Collision, WorkerClaim
from district.ground import clock
from district.ground.people.queries import Person, Role
from district.ground.tables.columns import Column, Kind, is_invented, name_of
from district.ground.tables.filters import Chosen, Tab, Tabs
from district.ground.tables.tables import Empty, Table
from district.policies.queries import marking_invented

OBLIGATION_WORDS = {
    "due": _("到期待查"), "breached": _("疑似违反"), "unknown": _("不确定"), "watching": _("跟踪中"),
    "done": _("已结束"),
}  # fmt: skip
FINDING_WORDS = {
    "mine": _("待我处理"),
    **{key: state.staff for key, state in FINDING_STATES.items() if key in FINDING_OPEN},
    "over": _("已结束"),
}  # fmt: skip
In = Callable[[Any, Chosen], Q]


def _obligations_in(tab: str) -> In:
    return lambda _person, _chosen: queries.obligation_filters(clock.today())[tab]


def _findings_in(tab: str) -> In:
    return lambda person, _chosen: queries.finding_filters(person)[tab]


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
    key="cases.obligations", route="cases:after", door=SEES,
    rows=lambda person, _asked: queries.obligations_on_desk(person).order_by("next_on", "pk"),
    tabs=Tabs(
        tuple(
            Tab(key, words, _obligations_in(key), tone="overdue" if key == "breached" else "")
            for key, words in OBLIGATION_WORDS.items()
        ),
        first=lambda counts: next((key for key in ("breached", "due", "unknown") if counts[key]), "watching"),
    ),
    tells=_("按登记、社保等数据跟踪；只有确定不符才立线索，先听企业意见，从不自动追缴。"),
    empty=Empty(_("这里没有义务"), _("同意一件带有义务的申报后，会自动列在“跟踪中”。"), "calendar-check"),
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
    key="cases.findings", route="cases:findings", door=SEES,
    rows=lambda person, _asked: queries.findings_on_desk(person),
    tabs=Tabs(
        tuple(Tab(key, words, _findings_in(key)) for key, words in FINDING_WORDS.items()),
        first=lambda counts: next((key for key, n in counts.items() if n), "mine"),
    ),
    tells=_("告知、听取意见、认定、提出金额、另一人批准；少给的同样补发。"),
    empty=Empty(_("这里没有线索"), _("跟踪和抽查发现不符的，立线索后列在这里。"), "flag"),
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
    key="cases.collisions", route="cases:collisions", door=(Role.AUDITOR,),
    rows=lambda _person, _asked: queries.collisions(),
    tells=_("同组项目里一名职工一个月只算一次；号码只以比对码比较，这里没有任何人的号码。"),
    empty=Empty(
        _("没有重复的人员"), _("企业提交职工名单时就会比对；有重复会立刻列在这里。"), "users-group"
    ),
)  # fmt: skip


CAMPAIGNS = Table[Campaign](
    _("抽查"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "title", _("名称"), lambda row: row.title, width=36, href=lambda row: row_link("campaign", row.reference),
            small=lambda row: f"{row.reference} · {row.office.name}",
        ),
        Column("office", _("部门"), lambda row: row.office.name),
        Column("year", _("决定年度"), lambda row: row.year, Kind.YEAR, 10),
        Column("state", _("状态"), lambda row: row.stage.staff, width=12, tone=lambda row: row.stage.tone),
        Column("checked", _("已查"), lambda row: _counted(row, "checked"), Kind.NUMBER, 10),
        Column("drawn", _("抽取"), lambda row: _counted(row, "drawn"), Kind.NUMBER, 10),
        Column("problems", _("发现问题"), lambda row: _counted(row, "problems"), Kind.NUMBER, 10),
    ),
    page=("title", "year", "state", "checked", "drawn", "problems"), named="title",
    key="cases.campaigns", route="cases:campaigns", door=SEES,
    rows=lambda person, _asked: queries.campaigns_of(person).order_by("-at", "-pk"),
    empty=Empty(_("还没有抽查"), _("封存一份名单、公布种子并抽取后，列在这里。"), "dice"),
)  # fmt: skip


def _counted(row: Campaign, what: str) -> int:
    """What `campaigns_of` has counted with the campaigns."""
    return int(getattr(row, what))


def _items(person: Person, asked: Mapping[str, str]) -> QuerySet[CampaignItem]:
    campaign = get_object_or_404(queries.campaigns_of(person), reference=asked["reference"])
    return marking_invented(queries.items_of(campaign).select_related("campaign"), "application__version")


ITEMS = Table[CampaignItem](
    _("抽查的件"),
    (
        Column(
            "enterprise", _("企业"), lambda row: row.application.enterprise.name, width=36,
            href=lambda row: reverse("cases:campaign_item", args=[row.campaign.reference, row.place]),
            small=lambda row: f"{row.application.programme.name} · {row.decision.number}",
        ),
        Column("programme", _("项目"), lambda row: row.application.programme.name, width=28),
        Column("decision", _("决定文号"), lambda row: row.decision.number, width=24),
        Column("how", _("抽取方式"), lambda row: row.get_how_display(), width=12),
        Column("score", _("风险分"), lambda row: row.score, Kind.NUMBER, 10),
        Column(
            "amount", _("金额（元）"), lambda row: row.decision.total, Kind.MONEY, short=_("金额"), invented=is_invented
        ),
        Column("officer", _("核查人"), lambda row: name_of(row.officer), part="aftercare/_item_officer.html"),
        Column(
            "result", _("结果"), lambda row: row.get_result_display() if row.result else "", width=12,
            part="aftercare/_item_result.html",
        ),
    ),
    page=("enterprise", "how", "score", "amount", "officer", "result"), named="enterprise",
    key="cases.campaign_items", route="cases:campaign", of=("reference",), door=SEES, rows=_items,
    called=lambda _person, asked: asked["reference"],
    empty=Empty(_("还没有抽取"), _("公布种子并抽取后，抽到的件列在这里。"), "dice"),
)  # fmt: skip
PROMISES = Table[Obligation](
    _("我的义务"),
    (
        Column("reference", _("编号"), lambda row: row.reference),
        Column(
            "say", _("约定"), lambda row: row.say, width=50, invented=lambda row: row.illustrative,
            small=lambda row: f"{row.application.programme.name} · {row.application.enterprise.name}",
        ),
        Column("programme", _("项目"), lambda row: row.application.programme.name, width=28),
        Column("enterprise", _("企业"), lambda row: row.application.enterprise.name, width=36),
        Column("until", _("到期"), lambda row: row.until_on, Kind.DATE, part="aftercare/_until.html"),
        Column("checked", _("最近一次核查"), lambda row: row.checked_on, Kind.DATE, part="aftercare/_looked_at.html"),
        Column("state", _("状态"), lambda row: row.stage.public, width=12, tone=lambda row: row.stage.tone),
    ),
    page=("say", "until", "checked", "state"), named="say",
    key="cases.my_obligations", route="cases:my_obligations",
    rows=lambda person, _asked: queries.obligations_of_member(person),
    empty=Empty(_("还没有约定"), _("拿到带有约定的扶持之后，会列在这里。"), "calendar-check"),
)  # fmt: skip


def _workers(person: Person, asked: Mapping[str, str]) -> QuerySet[WorkerClaim]:
    case = get_object_or_404(Application.objects.of_member(person), reference=asked["reference"])
    return case.workers.filter(live=True).order_by("pk")


STAFF = Table[WorkerClaim](
    _("职工名单"),
    (
        Column(
            "pick", _("选"), lambda row: "", book=False, quiet=True, part="aftercare/_pick_worker.html"
        ),
        Column("worker", _("职工"), lambda row: row.masked),
        Column("first", _("从"), lambda row: f"{row.first:%Y-%m}", width=10),
        Column("last", _("到"), lambda row: f"{row.last:%Y-%m}", width=10),
    ),
    page=("pick", "worker", "first", "last"), size=50,
    key="cases.staff", route="cases:my_staff", of=("reference",), rows=_workers,
    empty=Empty(_("还没有登记职工"), _("上传职工名单后，列在这里。"), "users"),
)  # fmt: skip
