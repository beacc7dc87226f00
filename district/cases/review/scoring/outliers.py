"""Sheets far from the others: marked, left out of the mean, or given back to the expert to look at again, as the
version says."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.cases.core.process import Scoring, handling_of
from district.cases.core.states import SCORING
from district.cases.review.scoring import telling as scoring_telling
from district.cases.review.scoring.models import Round, Sheet
from district.cases.review.scoring.permissions import may_run
from district.cases.review.scoring.queries import given_marks
from district.ground import clock
from district.ground.jury import marks as marking
from district.ground.jury.marks import Marks
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log

ROOM = "cases"


def counted(row: Round) -> dict[int, list[Marks]]:
    """Entry's key → the sheets its mean is taken of."""
    rule = _rule(row)
    return {entry: marking.counted(found, rule.outlier, rule.outliers) for entry, found in given_marks(row).items()}


def outlying(row: Round) -> list[Sheet]:
    """Sheets given that are outliers, of cases still before the experts."""
    rule, given, found = _rule(row), given_marks(row), []
    sheets = Sheet.objects.filter(
        entry__round=row, state=Sheet.State.GIVEN, entry__application__state=SCORING
    ).select_related("seat__expert", "entry")
    for sheet in sheets.order_by("entry__code", "pk"):
        if sheet.seat.expert.name in marking.outliers(given.get(sheet.entry_id, []), rule.outlier):
            found.append(sheet)
    return found


def to_ask(row: Round) -> list[Sheet]:
    """Outliers whose experts have not been asked, where the version has them asked."""
    return [sheet for sheet in outlying(row) if sheet.asked_at is None] if _rule(row).outliers == "ask" else []


def ask_again(*, round_: Round, by: Person) -> int:
    """Have the experts look at their outliers again; returns how many sheets. Each is asked of once."""
    require(may_run(by, round_.programme))
    with transaction.atomic():
        row = lock(Round.objects.all()).get(pk=round_.pk)
        if row.closed_at:
            raise NotPossible(_("这一轮评审已经结束。"))
        if not (sheets := to_ask(row)):
            raise NotPossible(_("没有要请专家复看的评分。"))
        Sheet.objects.filter(pk__in=[each.pk for each in sheets]).update(asked_at=clock.now())
        asked = {each.seat.expert_id: each.seat.expert for each in sheets}
        scoring_telling.to_experts(row, list(asked.values()), again=True)
        data = {"sheets": [f"{each.entry.code} {each.seat.expert.name}" for each in sheets]}
        write_log(room=ROOM, subject=row.reference, verb="ask_again", by=by, data=data)
    return len(sheets)


def waited_for(row: Round) -> list[Sheet]:
    """Sheets whose experts were asked and have not answered."""
    sheets = Sheet.objects.filter(entry__round=row, entry__application__state=SCORING, asked_at__isnull=False)
    sheets = sheets.select_related("seat__expert", "entry").order_by("entry__code", "pk")
    return [each for each in sheets if each.given_at is None or (each.asked_at and each.given_at <= each.asked_at)]


def check_outliers(row: Round) -> None:
    """Raises NotPossible while experts are to look again, and where dropping outliers leaves too few sheets."""
    rule = _rule(row)
    if sheets := to_ask(row):
        raise NotPossible(_("有离群的评分，先请专家复看：%(sheets)s。") % {"sheets": _named(sheets)})
    if sheets := waited_for(row):
        raise NotPossible(_("还在等专家复看：%(sheets)s。") % {"sheets": _named(sheets)})
    left = counted(row)
    live = row.entries.filter(application__state=SCORING)
    if short := [entry.code for entry in live if len(left.get(entry.pk, [])) < rule.least]:
        words = {"codes": "、".join(short), "n": rule.least}
        raise NotPossible(_("%(codes)s 去掉离群的评分后不足 %(n)d 张，请增补专家。") % words)


def _rule(row: Round) -> Scoring:
    return handling_of(row.version.description).scoring


def _named(sheets: list[Sheet]) -> str:
    return "、".join(f"{each.entry.code} {each.seat.expert.name}" for each in sheets)
