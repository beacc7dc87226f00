"""Pages of the places: the list by rule, the waiting list, who goes on public notice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from district.cases.core import steps
from district.cases.core.doors import officials
from district.cases.core.models import Application
from district.cases.core.process import NOTICE, handling_of
from district.cases.core.states import ACCEPTED, WAITING
from district.cases.giving import funding
from district.cases.places import running, standings
from district.cases.places.listed import quota_of
from district.cases.places.models import AboveQuota, Allocation
from district.cases.review.ranking.acts import programmes_of
from district.cases.review.scoring.permissions import may_run
from district.ground import clock
from district.ground.people.queries import Person
from district.policies.queries import version_on

TIES = {"submitted": gettext_lazy("提交时间"), "rank": gettext_lazy("项目规定的排序"), "lot": gettext_lazy("抽签"),
        "reference": gettext_lazy("编号")}  # fmt: skip


@officials
@require_GET
def places(request: HttpRequest, slug: str) -> HttpResponse:
    """`/desk/places/<slug>/`: places left, the last list by rule, who waits, who may go on notice."""
    person = cast(Person, request.user)
    programme = get_object_or_404(programmes_of(person), slug=slug)
    version = version_on(programme, clock.today()) or programme.versions.first()
    lists = Allocation.objects.filter(programme=programme).exclude(rule="appeal").select_related("by", "round")
    allocation = lists.first()
    handling = handling_of(version.description) if version else None
    lines = _lines(allocation) if allocation else []
    above = AboveQuota.objects.filter(application__programme=programme).order_by("pk")
    to_list = running.version_to_list(programme)
    standing = running.candidates_of(to_list) if to_list else []
    context = {
        "ready": any(line["ready"] for line in lines), "programme": programme,
        "runs": bool(may_run(person, programme)), "allocation": allocation,
        "lines": lines, "quota": quota_of(version) if version else None,
        "noticed": bool(handling and NOTICE in handling.steps),
        "in_hand": standings.in_hand(clock.today(), version) if version else {},
        "standing": len(standing), "until": running.runs_until(standing),
        "late": running.late(programme, standing), "out": running.left_out(programme, standing),
        "above": above.select_related("application__enterprise", "by"),
        "waiting": Application.objects.filter(programme=programme, state=WAITING).count(),
    }  # fmt: skip
    return render(request, "ranking/places.html", context)


def _lines(allocation: Allocation) -> list[dict[str, Any]]:
    rows = Application.objects.filter(reference__in=[each["reference"] for each in allocation.lines])
    cases = {row.reference: row for row in rows.select_related("enterprise", "version", "programme")}
    stand = {each.application_id: each for each in allocation.standings.all()}
    found, moneyless = [], funding.without([row for row in cases.values() if row.state == ACCEPTED])
    for line in allocation.lines:
        case = cases[line["reference"]]
        now = stand.get(case.pk)
        live = now is not None and now.ready and not case.stage.final
        ready = live and case.state == ACCEPTED and steps.handling(case).next_step(case.passed) == NOTICE
        score = None if line["score"] is None else Decimal(line["score"])
        words = str(TIES.get(line["tie"], line["tie"]))
        short = live and case.reference in moneyless
        found.append({**line, "case": case, "score": score, "ready": ready, "tie_words": words, "short": short,
                      "out": now.why if now is not None else ""})  # fmt: skip
    return found
