"""A campaign as a workbook, so that anybody can draw again what was drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

from django.utils.translation import gettext as _

from district.cases.aftercare import queries
from district.cases.aftercare.models import Campaign
from district.cases.aftercare.risk import CHECKLIST, METRICS
from district.ground.tables.sheets import Column, Sheet, book


def workbook(campaign: Campaign, head: str) -> IO[bytes]:
    """Three sheets: how it was drawn, the sealed list with every part of the score, the items with results."""
    return book([
        Sheet(_("抽取办法"), _pair(), _how(campaign), head, counted=False),
        Sheet(_("封存名单"), _population(), campaign.population, head),
        Sheet(_("核查"), _items(), queries.items_of(campaign), head),
    ])  # fmt: skip


def _pair() -> list[Column]:
    return [Column(_("项目"), lambda row: row[0], width=24), Column(_("内容"), lambda row: row[1], width=90)]


def _how(campaign: Campaign) -> list[tuple[str, object]]:
    rule = _("随机号是 SHA-256(种子|摘要|决定文号) 的十六进制，从小到大；按风险的先取分数高的，同分看随机号。")
    return [
        (_("名称"), campaign.title), (_("编号"), campaign.reference), (_("决定年度"), str(campaign.year)),
        (_("名单件数"), len(campaign.population)), (_("抽取件数"), campaign.size),
        (_("按风险抽的比例（%）"), campaign.share), (_("名单摘要"), campaign.digest),
        (_("种子"), campaign.seed or _("尚未公布")), (_("怎样重算"), rule),
        *((f"{metric.label}（{metric.weight}）", str(metric.says)) for metric in METRICS.values()),
    ]  # fmt: skip


def _population() -> list[Column]:
    parts = [Column(str(each.label), _part(name), "number", 12) for name, each in METRICS.items()]
    return [
        Column(_("决定文号"), lambda row: row["number"], width=24),
        Column(_("风险分"), lambda row: row["score"], "number", 12), *parts,
    ]  # fmt: skip


def _part(name: str) -> Callable[[Any], Any]:
    return lambda row: row["parts"].get(name, 0)


def _items() -> list[Column]:
    words = {"yes": _("是"), "no": _("否"), "na": _("不涉及")}

    def answer(name: str) -> Callable[[Any], Any]:
        return lambda row: words.get(row.answers.get(name, ""), "")

    return [
        Column(_("序号"), lambda row: row.place, "number", 8),
        Column(_("决定文号"), lambda row: row.decision.number, width=24),
        Column(_("企业"), lambda row: row.application.enterprise.name, width=30),
        Column(_("项目"), lambda row: row.application.programme.name, width=24),
        Column(
            _("金额（元）"),
            lambda row: row.decision.total,
            "money",
            invented=lambda row: bool(row.decision.verdict.get("illustrative")),
        ),
        Column(_("抽取方式"), lambda row: row.get_how_display(), width=12),
        Column(_("风险分"), lambda row: row.score, "number", 10),
        Column(_("核查人"), lambda row: row.officer.name if row.officer else "", width=12),
        Column(_("结果"), lambda row: row.get_result_display() if row.result else "", width=12),
        *(Column(str(each), answer(name), width=12) for name, each in CHECKLIST.items()),
        Column(_("情况"), lambda row: row.note, width=40),
        Column(_("线索"), lambda row: row.finding.reference if row.finding else ""),
        Column(_("核查时间"), lambda row: row.checked_at, "time"),
    ]
