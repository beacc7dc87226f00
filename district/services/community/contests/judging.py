"""Writes of the judges: ties declared before anything is seen, marks, handing them in; and being asked again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Expert, Person
from district.ground.record.actions import lock, write_log
from district.ground.surveys.answering import read, score
from district.ground.surveys.questions import Content
from district.services.community.contests import telling
from district.services.community.contests.models import Conflict, Contest, ContestJudge, MarkSheet
from district.services.community.contests.permissions import Hand, may_mark, may_open, may_run
from district.services.community.contests.queries import sheets_in_full
from district.services.community.contests.states import JUDGING

ROOM = "contests"
State = MarkSheet.State


def declare(*, sheet: MarkSheet, by: Hand, conflict: str, interest: str = "") -> MarkSheet:
    """Say whether one has a tie to an entry, before seeing it: `conflict` is a kind of tie, "" where there is none.
    A tie recuses and cannot be taken back. Raises Refused, NotPossible."""
    with transaction.atomic():
        row = _open(sheet)
        require(may_open(by, row) if conflict else may_mark(by, row))
        if (row.state == State.RECUSED and conflict) or (row.state == State.DECLARED and not conflict):
            return row
        if row.state not in (State.OPEN, State.DECLARED):
            raise NotPossible(_("已经申报过；评分以后发现有关系的，请联系组织单位。"))
        if conflict and conflict not in Conflict.values:
            raise NotPossible(_("请选择是哪一种关系。"))
        if conflict == Conflict.OTHER and not interest.strip():
            raise NotPossible(_("请写明是什么关系。"))
        row.state = State.RECUSED if conflict else State.DECLARED
        row.conflict, row.interest, row.declared_at = conflict, interest.strip()[:300], clock.now()
        row.save()
        _log(row, "recuse" if conflict else "declare", by, {"conflict": conflict})
    return row


def mark(*, sheet: MarkSheet, by: Hand, answers: Mapping[str, Any]) -> MarkSheet:
    """Mark an entry on every line of the score sheet, with reasons; may be done anew until one's marks are handed in.

    Raises Refused, NotPossible: not declared, recused, handed in, a line left out.
    """
    with transaction.atomic():
        row = _open(sheet)
        require(may_mark(by, row))
        _check_may_change(row)
        content = Content.kept(row.judge.contest.rubric)
        found = read(content, answers)
        if found.wrong:
            key, why = next(iter(found.wrong.items()))
            raise NotPossible(f"{content.asked[key].label}：{why}")
        total = score(content, found.values)
        assert total is not None  # every line is asked for
        row.answers, row.total, row.state, row.given_at = found.kept(content), total, State.GIVEN, clock.now()
        row.save()
        _log(row, "mark", by, {"total": str(total)})
    return row


def _check_may_change(row: MarkSheet) -> None:
    if row.state == State.OPEN:
        raise NotPossible(_("请先申报有无利益关系。"))
    if row.state == State.RECUSED:
        raise NotPossible(_("这一件您已回避，不能打分。"))
    if row.asked_again:
        raise NotPossible(_("这一件请您复看：请在复看里改分或者维持，并写明理由。"))
    if row.judge.handed_in_at is not None and row.state == State.GIVEN:
        raise NotPossible(_("您已经交卷，评分不能再改。"))


def look_again(*, sheet: MarkSheet, by: Hand, answers: Mapping[str, Any] | None, reason: str) -> MarkSheet:
    """Answer for marks that lie far from the others: other marks or the same, and why. Raises Refused, NotPossible."""
    with transaction.atomic():
        row = _open(sheet)
        require(may_mark(by, row))
        if not row.asked_again:
            raise NotPossible(_("这一件没有请您复看。"))
        if not reason.strip():
            raise NotPossible(_("请写明维持或者改分的理由。"))
        before = row.total
        if answers is not None:
            content = Content.kept(row.judge.contest.rubric)
            found = read(content, answers)
            if found.wrong:
                raise NotPossible(_("评分表没有填完整。"))
            row.answers, row.total, row.given_at = found.kept(content), score(content, found.values), clock.now()
        row.again, row.again_at = reason.strip()[:500], clock.now()
        row.save()
        _log(row, "look-again", by, {"before": str(before), "after": str(row.total)})
    return row


def hand_in(*, judge: ContestJudge, by: Hand) -> ContestJudge:
    """A judge hands all marks in; from then on they are closed. A second time changes nothing. Raises Refused,
    NotPossible."""
    with transaction.atomic():
        contest = lock(Contest.objects.all()).get(pk=judge.contest_id)
        row = ContestJudge.objects.select_related("expert__person").get(pk=judge.pk)
        mine = row.expert_id == by.pk if isinstance(by, Expert) else row.expert.person_id == by.pk
        if not mine:
            raise NotPossible(_("这是另一位评委的评分。"))
        if row.handed_in_at is not None:
            return row
        if contest.state != JUDGING:
            raise NotPossible(_("现在不在评审中。"))
        if why := waits_of(row):
            raise NotPossible(why)
        row.handed_in_at = clock.now()
        row.save(update_fields=["handed_in_at"])
        write_log(room=ROOM, subject=contest.reference, verb="hand-in-marks", by=_person(by),
                  data={"expert": row.expert.reference})  # fmt: skip
    return row


def waits_of(judge: ContestJudge) -> str:
    """Why a judge's marks cannot be handed in yet; "" where they can."""
    open_ = [each.entry.title for each in sheets_in_full(judge.sheets.all()) if _waits(each)]
    return _("还有没评的：%(entries)s。") % {"entries": "、".join(open_)} if open_ else ""


def _waits(sheet: MarkSheet) -> bool:
    return sheet.state in (State.OPEN, State.DECLARED) and sheet.entry.state == "handed-in"


def ask_again(*, contest: Contest, by: Person, sheets: list[MarkSheet]) -> int:
    """Have judges look again at marks far from the others, each once; returns how many. Raises Refused, NotPossible."""
    require(may_run(by, contest))
    with transaction.atomic():
        row = lock(Contest.objects.all()).get(pk=contest.pk)
        if row.state != JUDGING:
            raise NotPossible(_("现在不在评审中。"))
        wanted = [each for each in sheets if each.asked_at is None]
        if not wanted:
            raise NotPossible(_("没有要请评委复看的评分。"))
        MarkSheet.objects.filter(pk__in=[each.pk for each in wanted], asked_at=None).update(
            asked_at=clock.now(), asked_by=by
        )
        telling.judges_asked(row, list({each.judge.pk: each.judge.expert for each in wanted}.values()), again=True)
        data = {"sheets": [f"{each.entry.reference} {each.judge.expert.reference}" for each in wanted]}
        write_log(room=ROOM, subject=row.reference, verb="ask-again", by=by, data=data)
    return len(wanted)


def _open(sheet: MarkSheet) -> MarkSheet:
    """The sheet as it stands, its contest locked. Raises NotPossible once nothing is judged any more."""
    contest_id = ContestJudge.objects.values_list("contest", flat=True).get(pk=sheet.judge_id)
    contest = lock(Contest.objects.all()).get(pk=contest_id)
    if contest.state != JUDGING:
        raise NotPossible(_("评审已经结束。"))
    row = sheets_in_full(MarkSheet.objects.all()).select_related("judge__expert__person", "entry__team__lead")
    found = row.get(pk=sheet.pk)
    if found.entry.state != "handed-in":
        raise NotPossible(_("这件作品已经退出，不用评了。"))
    return found


def _person(by: Hand) -> Person | None:
    return by if isinstance(by, Person) else None


def _log(row: MarkSheet, verb: str, by: Hand, data: Mapping[str, Any]) -> None:
    named = {"expert": row.judge.expert.reference}
    write_log(room=ROOM, subject=row.judge.contest.reference, verb=verb, by=_person(by),
              data={"entry": row.entry.reference, **named, **data})  # fmt: skip
