"""A campaign as a workbook, so that anybody can draw again what was drawn."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from district.applications.after import queries
from district.applications.after.models import Campaign
from district.applications.after.risk import CHECKLIST, METRICS


def workbook(campaign: Campaign) -> bytes:
    """Three sheets: how it was drawn, the sealed list with every part of the score, the items with results."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        _how(book, campaign)
        _population(book, campaign)
        _items(book, campaign)
    return kept.getvalue()


def _how(book: xlsxwriter.Workbook, campaign: Campaign) -> None:
    rule = _("随机号是 SHA-256(种子|摘要|决定文号) 的十六进制，从小到大；按风险的先取分数高的，同分看随机号。")
    lines = [
        (_("名称"), campaign.title), (_("编号"), campaign.reference), (_("决定年度"), campaign.year),
        (_("名单件数"), len(campaign.population)), (_("抽取件数"), campaign.size),
        (_("按风险抽的比例（%）"), campaign.share), (_("名单摘要"), campaign.digest),
        (_("种子"), campaign.seed or _("尚未公布")), (_("怎样重算"), rule),
    ]  # fmt: skip
    sheet = book.add_worksheet(_("抽取办法"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for place, (label, value) in enumerate(lines):
        sheet.write(place, 0, label)
        sheet.write(place, 1, value)
    for place, metric in enumerate(METRICS.values(), len(lines) + 1):
        sheet.write(place, 0, f"{metric.label}（{metric.weight}）")
        sheet.write(place, 1, str(metric.says))


def _population(book: xlsxwriter.Workbook, campaign: Campaign) -> None:
    head = [_("决定文号"), _("风险分"), *(str(each.label) for each in METRICS.values())]
    rows = [[each["number"], each["score"], *(each["parts"].get(name, 0) for name in METRICS)]
            for each in campaign.population]  # fmt: skip
    _table(book, _("封存名单"), head, rows)


def _items(book: xlsxwriter.Workbook, campaign: Campaign) -> None:
    head = [_("序号"), _("决定文号"), _("企业"), _("项目"), _("金额（元）"), _("抽取方式"), _("风险分"), _("核查人"),
            _("结果"), *(str(each) for each in CHECKLIST.values()), _("情况"), _("线索"), _("核查时间")]  # fmt: skip
    words = {"yes": _("是"), "no": _("否"), "na": _("不涉及")}
    rows = []
    for each in queries.items_of(campaign):
        at = timezone.localtime(each.checked_at).strftime("%Y-%m-%d %H:%M") if each.checked_at else ""
        rows.append([
            each.place, each.decision.number, each.application.enterprise.name, each.application.programme.name,
            float(each.decision.total) if each.decision.total is not None else "", each.get_how_display(),
            each.score, each.officer.name if each.officer else "", each.get_result_display() if each.result else "",
            *(words.get(each.answers.get(name, ""), "") for name in CHECKLIST), each.note,
            each.finding.reference if each.finding else "", at,
        ])  # fmt: skip
    _table(book, _("核查"), head, rows)


def _table(book: xlsxwriter.Workbook, name: str, head: list[str], rows: Iterable[Iterable[object]]) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#E9EFF8", "border": 1})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    for column, text in enumerate(head):
        sheet.write(0, column, str(text), bold)
        sheet.set_column(column, column, 24 if column in (1, 2, 3) else 12)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                sheet.write_number(line, column, value)
            else:
                sheet.write_string(line, column, str(value))
