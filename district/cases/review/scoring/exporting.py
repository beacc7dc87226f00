"""A round as a workbook: its cases with every expert's marks, as the page shows them, and the sheet they fill in."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

from django.utils.translation import gettext as _

from district.cases.review.scoring.models import Round, Sheet
from district.cases.review.scoring.queries import Line, table
from district.ground.tables.sheets import Column, book
from district.ground.tables.sheets import Sheet as Page


def workbook(round_: Round, head: str) -> IO[bytes]:
    """Two sheets: the cases by their experts, the rubric."""
    found = table(round_)
    columns = [
        Column(_("代号"), lambda line: line.entry.code, width=10),
        Column(_("编号"), lambda line: line.entry.application.reference),
        Column(_("企业"), lambda line: line.entry.application.enterprise.name, width=36),
        *(Column(seat.expert.name, _cell(place), doubt=_outlier(seat.expert.name), width=12)
          for place, seat in enumerate(found["seats"])),
        Column(_("平均"), lambda line: line.entry.score, "number", 10),
        Column(_("名次"), lambda line: line.entry.order, "number", 8),
        Column(_("回避人数"), lambda line: line.recused, "number", 10),
        Column(_("离群"), lambda line: "、".join(sorted(line.outliers)), width=20),
    ]  # fmt: skip
    rubric = [
        Column(_("评分项"), lambda row: row["name"], width=24),
        Column(_("满分"), lambda row: row["most"], "number", 10),
        Column(_("怎样打"), lambda row: row.get("say") or "", width=70),
    ]  # fmt: skip
    return book([
        Page(_("评分一览"), columns, found["lines"], head), Page(_("评分表"), rubric, round_.rubric, counted=False),
    ])  # fmt: skip


def _cell(place: int) -> Callable[[Line], Any]:
    """A sheet's total; in words where there is none."""

    def read(line: Line) -> Any:
        sheet = line.cells[place]
        if sheet.state == Sheet.State.GIVEN:
            return sheet.total
        return _("回避") if sheet.state == Sheet.State.RECUSED else ""

    return read


def _outlier(name: str) -> Callable[[Line], str]:
    return lambda line: _("离群") if name in line.outliers else ""
