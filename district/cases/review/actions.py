"""What the bureau does between handing in and decision: accept, send back, answer, read anew."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.core import (
    standing,
    steps,
    telling,
    terms,
)
from district.cases.core.acting import answering_for
from district.cases.core.checks import NotPossible
from district.cases.core.models import Answer, Application, Correction, Submission
from district.cases.core.permissions import may_answer, may_work
from district.cases.core.states import ACCEPTED, APPROVING, NOTICED, ON_DESK
from district.cases.events import actions as happening
from district.cases.intake import correcting
from district.cases.intake.accepting import take_up
from district.cases.intake.freezing import freeze
from district.cases.letters import papers
from district.cases.review import corrections
from district.cases.review.corrections import Item
from district.cases.review.notice.actions import leave_notice
from district.enterprises.queries import fact_kinds
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.record.secrets import said

ROOM = "cases"


def accept(*, application: Application, by: Person) -> Application:
    """Take the case up: the term to decide begins today."""
    require(may_work(by, application))
    return take_up(application, by=by)


def send_back(*, application: Application, by: Person, items: Iterable[Item]) -> Application:
    """Return the case once, with one list of everything that is missing; the officer's clock stops meanwhile.

    Raises NotPossible on a second time, on an empty list, and on a list that leaves out something known to be missing.
    """
    require(may_work(by, application))
    listed = list(items)
    with steps.move(application, "return", by, data={"items": [item.say for item in listed]}) as row:
        if row.times_returned:
            raise NotPossible(_("只能退回补正一次；这件已经退回过，请受理后决定。"))
        if not listed:
            raise NotPossible(_("请写明要补什么。"))
        kinds = fact_kinds()
        for item in listed:
            if item.kind == "fact" and item.about in kinds and not kinds[item.about].asked:
                raise NotPossible(f"“{item.about}”{kinds[item.about].not_asked}。")
        named = {(item.kind, item.about) for item in listed}
        left_out = [
            item.about for item in corrections.proposed_corrections(row) if (item.kind, item.about) not in named
        ]
        if left_out:
            raise NotPossible(_("补正清单须一次列全，还缺：%(names)s。") % {"names": "、".join(left_out)})
        row.times_returned += 1
        row.officer = by
        terms.pause_clock(row, clock.today())
        rows = [
            Correction(application=row, kind=each.kind, about=each.about, say=each.say,
                       was=row.evidence.get(each.about) if each.kind == correcting.PAPER else None)
            for each in listed
        ]  # fmt: skip
        Correction.objects.bulk_create(rows)
        papers.returned(row, rows)
        telling.returned(row, rows)
    return application


def answer_condition(*, application: Application, by: Person, condition: str, value: bool, note: str = "") -> Answer:
    """Record what the named role found on a person's condition. The latest answer counts; earlier ones stay."""
    with transaction.atomic():
        row = lock(Application.objects.all()).get(pk=application.pk)
        asked = {each["id"]: each for each in standing.conditions(row.verdict) if each.get("person")}
        if condition not in asked:
            raise NotPossible(_("这一条不由人判断。"))
        require(may_answer(by, row, asked[condition]["person"]))
        if row.state != ACCEPTED:
            raise NotPossible(_("受理之后、决定之前才能判断。"))
        if not value and not note.strip():
            raise NotPossible(_("判断为不符合时请写明理由。"))
        last = row.answers.filter(condition=condition).last()
        if last and (last.value, last.note, last.by_id) == (value, note.strip(), by.pk):
            return last
        answer = Answer.objects.create(
            application=row, condition=condition, value=value, note=note.strip(), by=by, at=clock.now()
        )
        data = {"condition": condition, "value": value, **answering_for(row, by, asked[condition]["person"])}
        write_log(room=ROOM, subject=row.reference, verb="answer", by=by, before=row.state, after=row.state,
                  data={**data, **said(answer.note)})  # fmt: skip
    return answer


def read_anew(*, application: Application, by: Person, request_key: uuid.UUID) -> Application:
    """Read the enterprise's facts again, as the register has them today, as a new frozen state, and judge by it.

    A case on public notice that is not what was published any more leaves the notice.
    """
    require(may_work(by, application))
    with transaction.atomic():
        row = lock(Application.objects.all()).get(pk=application.pk)
        if Submission.objects.filter(request_key=request_key, application=row).exists():
            return application
        if row.state == APPROVING:
            raise NotPossible(_("已有拟办意见正在审批，先退回拟办意见，再重新取数。"))
        if row.state not in ON_DESK:
            raise NotPossible(_("只有在办的件可以重新读取事实。"))
        was = (row.verdict["eligible"], row.verdict["amount"])
        data = freeze(row, by, request_key, day=clock.today())
        happening.settle(row, by)
        row.save()
        write_log(room=ROOM, subject=row.reference, verb="read_anew", by=by, before=row.state, after=row.state,
                  data=data)  # fmt: skip
        if row.state == NOTICED and (row.verdict["eligible"], row.verdict["amount"]) != was:
            leave_notice(row, by, _("重新取数后与公示的不同"))
    application.refresh_from_db()
    return application
