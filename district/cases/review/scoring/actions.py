"""Expert scoring (评审): open a round, declare interests, mark, close, allot the places."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from district.cases.core import numbers, steps
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.permissions import no_conflict
from district.cases.core.process import SCORE, handling_of
from district.cases.core.states import SCORING
from district.cases.places.running import why_out
from district.cases.review.scoring import telling as scoring_telling
from district.cases.review.scoring.asking import marks_of
from district.cases.review.scoring.models import Entry, Judge, Round, Sheet
from district.cases.review.scoring.outliers import check_outliers, counted
from district.cases.review.scoring.permissions import Hand, may_open, may_run, may_score
from district.ground import clock
from district.ground.jury import marks as marking
from district.ground.people.permissions import require
from district.ground.people.queries import Expert, Person, experts_for, record_of
from district.ground.record import calendar
from district.ground.record.actions import lock, write_log

ROOM = "cases"
DAYS = 10  # working days experts have, where the officer names no day


def open_round(
    *, applications: Sequence[Application], experts: Sequence[Expert | Person], by: Person, request_key: uuid.UUID,
    due_on: dt.date | None = None,
) -> Round:  # fmt: skip
    """Put cases of one version before experts, with an account or without one. Every expert gets a sheet for every
    case; codes are in no order.

    The same `request_key` again gives the same round. Raises Refused, NotPossible.
    """
    if not applications:
        raise NotPossible(_("请选择要评审的件。"))
    first = applications[0]
    require(may_run(by, first.programme))
    if any(each.version_id != first.version_id for each in applications):
        raise NotPossible(_("一次评审只能放同一项目同一版本的件，评分表才一样。"))
    handling = handling_of(first.version.description)
    if out := [f"{each.reference} {why}" for each in applications if (why := why_out(each))]:
        raise NotPossible(_("不能送评审：%(cases)s") % {"cases": "；".join(out)})
    with transaction.atomic():
        if known := Round.objects.filter(request_key=request_key).first():
            return known
        sitting = _checked(experts, handling.scoring.least)
        due = calendar.add_working_days(clock.today(), DAYS)
        round_ = Round.objects.create(
            reference=f"PS{first.as_of.year}-{numbers.draw(6)}", programme=first.programme, version=first.version,
            year=clock.today().year, blind=handling.scoring.blind, due_on=due_on or due.date,
            due_provisional=due.provisional and due_on is None, opened_at=clock.now(), opened_by=by,
            request_key=request_key,
            rubric=[{"name": each.name, "most": each.most, "say": each.say, "illustrative": each.illustrative}
                    for each in handling.rubric],
        )  # fmt: skip
        seats = [Judge.objects.create(round=round_, expert=expert) for expert in sitting]
        for code, application in zip(_codes(len(applications)), applications, strict=True):
            _enter(round_, application, code, seats, by)
        scoring_telling.to_experts(round_, sitting)
        write_log(room=ROOM, subject=round_.reference, verb="open_round", by=by,
                  data={"cases": [each.reference for each in applications], "experts": len(seats)})  # fmt: skip
    return round_


def _checked(experts: Sequence[Expert | Person], least: int) -> list[Expert]:
    """Their records. Raises NotPossible: too few, or one of them may not be asked today."""
    if len({(type(each), each.pk) for each in experts}) < max(1, least):
        raise NotPossible(_("至少要 %(n)d 位专家。") % {"n": max(1, least)})
    found = [record_of(each) for each in experts]
    asked = set(experts_for().filter(pk__in=[each.pk for each in found if each]).values_list("pk", flat=True))
    if outside := [each.name for each, row in zip(experts, found, strict=True) if row is None or row.pk not in asked]:
        raise NotPossible(_("%(names)s不是评审专家。") % {"names": "、".join(outside)})
    return [row for row in found if row is not None]


def _codes(count: int) -> list[str]:
    """Codes A01, A02 … in an order that says nothing."""
    codes = [f"A{n:02}" for n in range(1, count + 1)]
    random.SystemRandom().shuffle(codes)
    return codes


def _enter(round_: Round, application: Application, code: str, seats: Sequence[Judge], by: Person) -> None:
    require(no_conflict(by, application))
    with steps.move(application, "score", by, {"round": round_.reference}) as row:
        steps.require_next(row, SCORE)
        entry = Entry.objects.create(round=round_, application=row, code=code)
        Sheet.objects.bulk_create(Sheet(seat=seat, entry=entry) for seat in seats)


def declare(*, sheet: Sheet, by: Hand, conflict: bool, interest: str = "") -> Sheet:
    """Say whether one has an interest in a case, before seeing it. An interest recuses; the chair cannot undo it."""
    with transaction.atomic():
        row = _open_sheet(sheet)
        require(may_score(by, row) if not conflict else may_open(by, row))
        if row.state == Sheet.State.RECUSED and conflict:
            return row
        if row.state != Sheet.State.OPEN and not (conflict and row.state == Sheet.State.DECLARED):
            if not conflict:
                return row  # declared before
            raise NotPossible(_("已经打分，不能再回避；请联系组织评审的经办人。"))
        if conflict and not interest.strip():
            raise NotPossible(_("请写明是什么利益关系。"))
        row.state = Sheet.State.RECUSED if conflict else Sheet.State.DECLARED
        row.interest, row.declared_at = interest.strip()[:300] if conflict else "", clock.now()
        row.save()
        write_log(room=ROOM, subject=row.entry.round.reference, verb="recuse" if conflict else "declare",
                  by=_person(by), reason=row.interest, data={"case": row.entry.code} | _named(by))  # fmt: skip
    return row


def _person(by: Hand) -> Person | None:
    return by if isinstance(by, Person) else None


def _named(by: Hand) -> dict[str, str]:
    """Who acts without an account is named in the log by their record."""
    return {"expert": f"{by.reference} {by.name}"} if isinstance(by, Expert) else {}


def give_marks(*, sheet: Sheet, by: Hand, marks: Mapping[str, object], note: str = "") -> Sheet:
    """Mark a case on every line of the score sheet; may be done anew until the round closes. Half marks are allowed.

    Raises NotPossible: not declared yet, recused, a line left out, a mark out of range.
    """
    with transaction.atomic():
        row = _open_sheet(sheet)
        require(may_score(by, row))
        if row.state == Sheet.State.OPEN:
            raise NotPossible(_("请先申报有无利益关系。"))
        if row.state == Sheet.State.RECUSED:
            raise NotPossible(_("这一件您已回避，不能打分。"))
        if row.asked_at and not note.strip():
            raise NotPossible(_("这张评分请您复看：可以改，也可以不改，请在评语里写明理由。"))
        given = marks_of(row.entry.round.rubric, marks)
        row.marks = {name: str(value) for name, value in given.items()}
        row.total, row.note = sum(given.values(), Decimal(0)), note.strip()
        row.state, row.given_at = Sheet.State.GIVEN, clock.now()
        row.save()
        write_log(room=ROOM, subject=row.entry.round.reference, verb="mark", by=_person(by),
                  data={"case": row.entry.code, "total": str(row.total)} | _named(by))  # fmt: skip
    return row


def _open_sheet(sheet: Sheet) -> Sheet:
    round_id = Sheet.objects.values_list("entry__round", flat=True).get(pk=sheet.pk)
    round_ = lock(Round.objects.all()).get(pk=round_id)
    if round_.closed_at:
        raise NotPossible(_("这一轮评审已经结束。"))
    return Sheet.objects.select_related("seat__expert", "entry__round", "entry__application__enterprise").get(
        pk=sheet.pk
    )


def replace_expert(*, round_: Round, expert: Expert | Person, by: Person) -> Judge:
    """Add an expert to an open round, for cases that lost too many to recusal."""
    require(may_run(by, round_.programme))
    with transaction.atomic():
        row = lock(Round.objects.all()).get(pk=round_.pk)
        if row.closed_at:
            raise NotPossible(_("这一轮评审已经结束。"))
        [sitting] = _checked([expert], 1)
        seat, created = Judge.objects.get_or_create(round=row, expert=sitting)
        if created:
            Sheet.objects.bulk_create(Sheet(seat=seat, entry=entry) for entry in row.entries.all())
            scoring_telling.to_experts(row, [sitting])
            write_log(room=ROOM, subject=row.reference, verb="add_expert", by=by, data={"expert": sitting.name})
    return seat


def close_round(*, round_: Round, by: Person) -> Round:
    """End a round: every sheet given or recused, enough of them for each case; means are kept, cases go on.

    Closing it again changes nothing.
    """
    require(may_run(by, round_.programme))
    with transaction.atomic():
        row = lock(Round.objects.all()).get(pk=round_.pk)
        if row.closed_at:
            return row
        _check_sheets(row)
        sheets = counted(row)
        for entry in row.entries.filter(application__state=SCORING).select_related("application"):
            found = sheets[entry.pk]
            entry.score = marking.mean([each.total for each in found])
            entry.marks = {name: str(value) for name, value in marking.means(found).items()}
            entry.save()
            with steps.move(
                entry.application, "scored", by, {"round": row.reference, "score": str(entry.score)}
            ) as case:
                steps.pass_step(case, SCORE)
        row.closed_at, row.closed_by = clock.now(), by
        row.save()
        write_log(room=ROOM, subject=row.reference, verb="close_round", by=by)
    return row


def _check_sheets(row: Round) -> None:
    least = handling_of(row.version.description).scoring.least
    live = Q(entry__round=row, entry__application__state=SCORING)  # not those withdrawn meanwhile
    waiting = Sheet.objects.filter(live, state__in=[Sheet.State.OPEN, Sheet.State.DECLARED])
    if names := sorted(set(waiting.values_list("seat__expert__name", flat=True))):
        raise NotPossible(_("还有没交的评分表：%(names)s。") % {"names": "、".join(names)})
    short = [entry.code for entry in row.entries.filter(application__state=SCORING).prefetch_related("sheets")
             if sum(sheet.state == Sheet.State.GIVEN for sheet in entry.sheets.all()) < least]  # fmt: skip
    if short:
        words = {"codes": "、".join(short), "n": least}
        raise NotPossible(_("%(codes)s 因回避不足 %(n)d 张评分表，请增补专家。") % words)
    check_outliers(row)


def experts_named(names: Iterable[int]) -> list[Expert]:
    """Experts by their record's key, in order."""
    return list(experts_for().filter(pk__in=list(names)).order_by("pk"))
