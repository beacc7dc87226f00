"""What bureaus have to verify anew: by fact, and the enterprises of one fact as the workbook to fill in and upload."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from district.cases.core.models import Application
from district.cases.core.states import ON_DESK
from district.enterprises.homework.queries import Homework, firms_to_refresh
from district.enterprises.homework.queries import homework as to_refresh
from district.enterprises.queries import fact_kinds, verifies
from district.ground import clock
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
from district.ground.tables import sheets
from district.ground.tables.pages import paged

OWN, ALL = "own", "all"
working = for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR)


@dataclass(frozen=True)
class Waiting:
    """One fact to refresh, and how many open cases cannot be judged without it."""

    work: Homework
    cases: int


def waiting() -> list[Waiting]:
    """Facts to refresh, the oldest first, with the cases that wait for each; four queries."""
    found: Counter[str] = Counter()
    rows = Application.objects.filter(state__in=ON_DESK).values_list("verdict__missing", flat=True)
    for missing in rows.iterator(chunk_size=2000):
        found.update(missing or [])
    return [Waiting(each, found[each.kind.name]) for each in to_refresh(clock.today())]


def _own(person: Person, rows: list[Waiting]) -> list[Waiting]:
    """What the person's bureaus verify."""
    bureaus = {each.bureau_id: each.bureau for each in person.duties if each.role in (Role.OFFICER, Role.LEADER)}
    return [row for row in rows if any(verifies(each, row.work.kind.source) for each in bureaus.values())]


@working
@require_GET
def homework(request: HttpRequest) -> HttpResponseBase:
    """`/desk/homework/?by=`: facts to refresh, by whom, how many enterprises and open cases wait; as a workbook. First
    what one's own bureau verifies, where there is such; `by` is a source, or `all`.
    """
    rows = waiting()
    own = _own(cast(Person, request.user), rows)
    bureaus = sorted({each.work.kind.source for each in rows})
    by = request.GET.get("by", "")
    if by not in {*bureaus, ALL}:
        by = OWN if own else ALL
    chosen = {OWN: own, ALL: rows}
    rows = chosen[by] if by in chosen else [each for each in rows if each.work.kind.source == by]
    if sheets.asked_for(request):
        return sheets.answer(request, name=_("待核验的事实"), columns=HOMEWORK, rows=rows)
    context = {"rows": rows, "by": by, "bureaus": bureaus, "cases": sum(each.cases for each in rows),
               "own": bool(own)}  # fmt: skip
    return render(request, "desk/homework.html", context)


@working
@require_GET
def homework_firms(request: HttpRequest, name: str) -> HttpResponseBase:
    """`/desk/homework/<fact>/`: its enterprises; the workbook is filled in and uploaded as a register is."""
    kind = fact_kinds().get(name)
    if kind is None or kind.asked:
        raise Http404
    rows = firms_to_refresh(kind, clock.today())
    if sheets.asked_for(request):
        columns = (*FIRMS, sheets.Column(kind.name, lambda _row: ""))
        return sheets.answer(request, name=_("待核验_%(name)s") % {"name": kind.name}, columns=columns, rows=rows)
    page = paged(rows, request.GET)
    return render(request, "desk/homework_firms.html", {"kind": kind, "page": page})


def _words(value: str | None) -> str:
    return {"true": _("是"), "false": _("否")}.get(value or "", value or "")


HOMEWORK = (
    sheets.Column(gettext_lazy("事实"), lambda row: row.work.kind.name, width=24),
    sheets.Column(gettext_lazy("由谁核验"), lambda row: row.work.kind.source, width=24),
    sheets.Column(gettext_lazy("已过期的企业"), lambda row: row.work.stale, "number"),
    sheets.Column(gettext_lazy("从没有过的企业"), lambda row: row.work.never, "number"),
    sheets.Column(gettext_lazy("等着它的件"), lambda row: row.cases, "number"),
    sheets.Column(gettext_lazy("最早的日期"), lambda row: row.work.oldest, "date"),
)
FIRMS = (
    sheets.Column(gettext_lazy("统一社会信用代码"), lambda row: row.uscc, width=24),
    sheets.Column(gettext_lazy("企业名称"), lambda row: row.name, width=40),
    sheets.Column(gettext_lazy("上次的值"), lambda row: _words(row.last_value)),
    sheets.Column(gettext_lazy("上次的日期"), lambda row: row.last_on, "date"),
)
