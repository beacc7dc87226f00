"""The minutes of a round (评审纪要) as DOCX, for the bureau to edit and sign: who sat, who recused, marks, order."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.cases.places.models import Allocation
from district.cases.review.scoring import queries
from district.cases.review.scoring.models import Round, Sheet
from district.ground import clock
from district.ground.papers import docx
from district.ground.papers.letter import Letter, Part, Table, official_date

FEW = 8  # experts whose marks fit beside each other in a table of 156 mm


def written(round_: Round) -> bytes:
    """The minutes in Chinese whatever the page speaks: they are an official paper."""
    with override(settings.LANGUAGE_CODE):
        return docx.written(letter_of(round_))


def letter_of(round_: Round) -> Letter:
    """What the minutes say; without a number, for they are the round's own paper."""
    table = queries.table(round_)
    chapters = [
        (_("一、评分"), _marks(table)),
        (_("二、回避"), _said(_recusals(round_))),
        (_("三、离群评分"), _said(outliers_said(table))),
        (_("四、名次和名额"), _said(_places(round_))),
    ]
    parts = [Part(line) for line in _opening(round_, table)]
    for title, found in chapters:
        parts += [Part(title, level=1), *found]
    return Letter(
        office=round_.programme.office.full, number="", to="", parts=tuple(parts),
        title=_("%(name)s评审纪要") % {"name": round_.programme.name},
        date=timezone.localdate(round_.closed_at) if round_.closed_at else clock.today(),
        signed_by=tuple(seat.expert.name for seat in table["seats"]),
    )  # fmt: skip


def _said(lines: list[str]) -> list[Part]:
    return [Part(line) for line in lines or [_("无。")]]


def _opening(round_: Round, table: dict[str, Any]) -> list[str]:
    opened, closed = (timezone.localtime(at) if at else None for at in (round_.opened_at, round_.closed_at))
    words = {
        "reference": round_.reference, "office": round_.programme.office.full, "cases": len(table["lines"]),
        "experts": "、".join(seat.expert.name for seat in table["seats"]),
        "opened": _day(opened), "closed": _day(closed),
        "rubric": "、".join(f"{line['name']}（{line['most']}分）" for line in round_.rubric),
    }  # fmt: skip
    return [
        _("评审编号%(reference)s。%(office)s于%(opened)s至%(closed)s组织专家评审，参评%(cases)d件。") % words,
        _("专家：%(experts)s。") % words,
        _("评分表：%(rubric)s。取各专家评分的平均值，同分按项目规则排列。") % words,
    ]


def _day(at: Any) -> str:
    return "" if at is None else official_date(at)


def _marks(table: dict[str, Any]) -> list[Part]:
    """A table of marks; with many experts several, each with the names of its own."""
    seats = table["seats"]
    found = []
    for start in range(0, len(seats) or 1, FEW):
        shown = seats[start : start + FEW]
        head = (_("代号"), _("企业"), *(seat.expert.name for seat in shown), _("平均"))
        rows = tuple(_row(line, start, start + FEW) for line in table["lines"])
        widths = (2, 6, *(2 for _seat in shown), 2)
        found.append(Part("", table=Table(head, rows, widths, tuple(range(2, len(head))))))
    return found


def _row(line: Any, start: int, end: int) -> tuple[str, ...]:
    marks = [_("回避") if sheet.state == Sheet.State.RECUSED else f"{sheet.total or 0:.1f}" for sheet in line.cells]
    mean = "" if line.entry.score is None else f"{line.entry.score:.3f}"
    return (line.entry.code, line.entry.application.enterprise.name, *marks[start:end], mean)


def _recusals(round_: Round) -> list[str]:
    sheets = Sheet.objects.filter(entry__round=round_, state=Sheet.State.RECUSED)
    return [
        f"{sheet.seat.expert.name}：{sheet.entry.code}，{sheet.interest}。"
        for sheet in sheets.select_related("seat__expert", "entry").order_by("entry__code")
    ]


def outliers_said(table: dict[str, Any]) -> list[str]:
    """Whose sheets lie far from the others, and what was done with them by the rule."""
    then = {"drop": _("不计入平均"), "ask": _("已请专家复看")}.get(table["outliers"], _("计入平均"))
    found = [(line.entry.code, "、".join(sorted(line.outliers))) for line in table["lines"] if line.outliers]
    reasons = [
        f"{line.entry.code}，{cell.seat.expert.name}：{cell.note}"
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
