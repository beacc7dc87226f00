"""The minutes of a round (评审纪要) as DOCX, for the bureau to edit and sign: who sat, who recused, marks, order."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from district.applications.models import Allocation, Round, Sheet
from district.applications.scoring import queries

BODY, HEADING = "仿宋", "黑体"
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}  # mm, GB/T 9704-2012


def written(round_: Round) -> bytes:
    """The minutes in Chinese whatever the page speaks: they are an official paper."""
    with override(settings.LANGUAGE_CODE):
        document = Document()
        _lay_out(document)
        _say(document, _("%(name)s评审纪要") % {"name": round_.programme.name}, size=22, centred=True, font=HEADING)
        table = queries.table(round_)
        for line in _opening(round_, table):
            _say(document, line)
        _marks(document, table)
        for title, lines in (
            (_("回避"), _recusals(round_)), (_("离群评分"), outliers_said(table)), (_("名次和名额"), _places(round_)),
        ):  # fmt: skip
            _say(document, title, font=HEADING)
            for line in lines or [_("无。")]:
                _say(document, line)
        _say(document, _("专家签名："))
        for seat in table["seats"]:
            _say(document, f"{seat.person.name}　　＿＿＿＿＿＿＿＿＿＿")
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def _lay_out(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in MARGINS.items():
        setattr(section, side, Mm(width))
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)


def _say(document: Any, text: str, *, size: int = 16, centred: bool = False, font: str = BODY) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _opening(round_: Round, table: dict[str, Any]) -> list[str]:
    opened, closed = (timezone.localtime(at) if at else None for at in (round_.opened_at, round_.closed_at))
    words = {
        "reference": round_.reference, "office": round_.programme.office.full, "cases": len(table["lines"]),
        "experts": "、".join(seat.person.name for seat in table["seats"]),
        "opened": _day(opened), "closed": _day(closed),
        "rubric": "、".join(f"{line['name']}（{line['most']}分）" for line in round_.rubric),
    }  # fmt: skip
    return [
        _("评审编号%(reference)s。%(office)s于%(opened)s至%(closed)s组织专家评审，参评%(cases)d件。") % words,
        _("专家：%(experts)s。") % words,
        _("评分表：%(rubric)s。取各专家评分的平均值，同分按项目规则排列。") % words,
    ]


def _day(at: Any) -> str:
    return "" if at is None else f"{at.year}年{at.month}月{at.day}日"


def _marks(document: Any, table: dict[str, Any]) -> None:
    seats = table["seats"]
    grid = document.add_table(rows=1, cols=len(seats) + 3, style="Table Grid")
    for cell, text in zip(
        grid.rows[0].cells, [_("代号"), _("企业"), *(seat.person.name for seat in seats), _("平均")], strict=True
    ):
        cell.text = text
    for line in table["lines"]:
        marks = [_("回避") if sheet.state == Sheet.State.RECUSED else f"{sheet.total or 0:.1f}" for sheet in line.cells]
        mean = "" if line.entry.score is None else f"{line.entry.score:.3f}"
        row = [line.entry.code, line.entry.application.enterprise.name, *marks, mean]
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text


def _recusals(round_: Round) -> list[str]:
    sheets = Sheet.objects.filter(entry__round=round_, state=Sheet.State.RECUSED)
    return [
        f"{sheet.seat.person.name}：{sheet.entry.code}，{sheet.interest}。"
        for sheet in sheets.select_related("seat__person", "entry").order_by("entry__code")
    ]


def outliers_said(table: dict[str, Any]) -> list[str]:
    """Whose sheets lie far from the others, and what was done with them by the rule."""
    then = {"drop": _("不计入平均"), "ask": _("已请专家复看")}.get(table["outliers"], _("计入平均"))
    found = [(line.entry.code, "、".join(sorted(line.outliers))) for line in table["lines"] if line.outliers]
    reasons = [
        f"{line.entry.code}，{cell.seat.person.name}：{cell.note}"
        for line in table["lines"] for cell in line.cells if cell.looked_again
    ]  # fmt: skip
    return [f"{code}：{names}（{then}）。" for code, names in found] + reasons


def _places(round_: Round) -> list[str]:
    allocation = Allocation.objects.filter(round=round_).order_by("pk").last()
    if allocation is None:
        return []
    entries = {entry.application.reference: entry for entry in round_.entries.select_related("application__enterprise")}
    words = {"place": _("有名额"), "waiting": _("候补"), "below": _("未到及格线"), "refused": _("名额已满")}
    return [
        f"{line['order']}. {entries[line['reference']].application.enterprise.name}，{words[line['outcome']]}"
        for line in allocation.lines
        if line["reference"] in entries
    ]
