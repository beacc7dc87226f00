"""What an applicant hears of the list: its rank and score as far as the rule publishes them, its place among who waits,
and every change of that place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from district.cases.core import telling
from district.cases.core.models import Application
from district.cases.core.process import SCORE, handling_of
from district.cases.core.states import WAITING
from district.cases.places import guard
from district.cases.places.listed import promised, quota_of, standing_of
from district.cases.places.models import Listed
from district.cases.places.models import Place as Taken
from district.ground.record.actions import official
from district.policies.queries import Programme, ProgrammeVersion


@dataclass(frozen=True)
class Place:
    """Where a case stands on its list. `order` of `of`, `score` and `passing` are None where the rule does not publish
    them; `waiting` is the place among those who still wait, None where it waits no more."""

    outcome: str
    rule: str
    order: int | None
    of: int | None
    score: Decimal | None
    passing: Decimal | None
    waiting: int | None
    called: bool
    share: Decimal | None = None

    @property
    def rule_words(self) -> str:
        return {
            "rank": _("按名次"),
            "first-come": _("按提交先后"),
            "pro-rata": _("按比例"),
            "lottery": _("按摇号"),
        }.get(self.rule, "")

    @property
    def words(self) -> str:
        """In sentences for the applicant."""
        said = []
        if self.order is not None and self.rule != "pro-rata":
            said.append(_("%(rule)s排在第 %(order)d 位，共 %(of)d 家。") % {
                "rule": self.rule_words, "order": self.order, "of": self.of})  # fmt: skip
        if self.score is not None:
            said.append(_("评审得分 %(score)s。") % {"score": f"{self.score:.2f}"})
            if self.passing is not None:
                said.append(_("及格线 %(passing)s 分。") % {"passing": f"{self.passing:f}"})
        return "".join([*said, self._outcome()])

    def _outcome(self) -> str:
        if self.share is not None:
            return _("按比例分得 %(yuan)s 元，继续办理。") % {"yuan": f"{self.share:,.2f}"}
        if self.called:
            return _("已递补，继续办理。")
        if self.waiting is not None:
            return _("名额已满，现在排在候补第 %(place)d 位。") % {"place": self.waiting}
        return {
            "place": _("在名额以内，继续办理。"), "waiting": _("名额已满，列入候补。"),
            "below": _("没有达到及格线，牵头部门将作出决定并说明理由。"),
            "refused": _("名额已满，这次没有轮到，牵头部门将作出决定并说明理由。"),
        }.get(self.outcome, "")  # fmt: skip


def place_of(case: Application) -> Place | None:
    """Where a case stands on the last list it was on; None before there is one."""
    found = standing_of(case)
    if found is None:
        return None
    line: Any = next((each for each in found.allocation.lines if each["reference"] == case.reference), {})
    return _place(case, found, line, place_waiting(found) if case.state == WAITING else None)


def _place(case: Application, found: Listed, line: Mapping[str, Any], waiting: int | None) -> Place:
    handling = handling_of(case.version.description)
    score = line.get("score") if handling.tells_score and SCORE in handling.steps else None
    return Place(
        outcome=found.outcome, rule=found.allocation.rule, order=found.order if handling.tells_rank else None,
        of=len(found.allocation.lines) if handling.tells_rank else None, share=found.share,
        score=None if score is None else Decimal(score), passing=None if score is None else handling.scoring.passing,
        waiting=waiting, called=found.called_at is not None and waiting is None,
    )  # fmt: skip


def waiting_list(programme: Programme) -> QuerySet[Listed]:
    """Who waits for a place of a programme, in the order in which they are called up."""
    rows = Listed.objects.filter(allocation__programme=programme, outcome="waiting", application__state=WAITING)
    return rows.order_by("allocation_id", "order")


def place_waiting(found: Listed) -> int:
    """How many wait before this one, and one."""
    rows = waiting_list(found.allocation.programme)
    earlier = rows.filter(allocation_id__lt=found.allocation_id)
    return earlier.count() + rows.filter(allocation_id=found.allocation_id, order__lt=found.order).count() + 1


def list_made(row: Application, found: Listed, line: Mapping[str, Any], place: int) -> None:
    """The list has been made: the applicant hears where it stands by its `line`, who waits as which (`place`). In the
    list's transaction, after the move."""
    with official():
        if row.state != WAITING:
            telling.listed(row, _place(row, found, line, None).words)
            return
        telling.on_waiting_list(row, _place(row, found, line, place).words)
    Listed.objects.filter(pk=found.pk).update(told=place)


def tell_moved(programme: Programme) -> None:
    """Somebody has left the waiting list: who stands at another place than was last said hears of it."""
    for place, row in enumerate(waiting_list(programme).select_related("application__programme__office"), start=1):
        if row.told not in {None, place}:
            Listed.objects.filter(pk=row.pk).update(told=place)
            telling.moved_up(row.application, place)


def in_hand(day: dt.date, version: ProgrammeVersion) -> dict[str, int]:
    """Places of a version on a day: {count, taken, noticed, left, above}; reads only."""
    quota = quota_of(version, day)
    if quota is None:
        return {}
    period = day.year if quota.per == "year" else 0
    left, noticed = guard.left(version.programme, quota, period), promised(version.programme, period)
    above = Taken.objects.filter(places__programme=version.programme, places__year=period, above=True, returned_at=None)
    row = guard.row_of(version.programme, period)
    count = row.count if row else quota.count
    return {"count": count, "taken": count - left, "noticed": noticed, "left": max(0, left - noticed),
            "above": above.count()}  # fmt: skip
