"""Workbooks in: who learns, and when they learnt. What is right is taken, what is not is named row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core.states import ENTERED
from district.cases.headcount.list_spec import Column, ListAsked, Row, Written, read_rows
from district.cases.headcount.list_workbook import ReadList, read_workbook
from district.cases.headcount.workers import hash_of, masked
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.services.training.employers.following import lists_until
from district.services.training.employers.models import Filing, Plan, SharedCourse, Trainee, TraineeSheet
from district.services.training.employers.permissions import may_keep
from district.services.training.employers.queries import claim_of, in_force, session_of
from district.services.training.employers.rules import NAME, NUMBER, terms_on
from district.services.training.employers.states import OPEN
from district.services.training.hours import actions as ledger
from district.services.training.hours.actions import Word
from district.services.training.hours.queries import written

ROOM = "employers"
FROM, TO = "开始时间", "结束时间"
LONGEST = dt.timedelta(hours=12)  # of one row
MOST_ROWS = 5000
WHO = (Column(NAME, required=True, personal=True), Column(NUMBER, "id_number", required=True, personal=True))
LEARNERS = ListAsked("学员名单", WHO, 2000, {})
RECORDS = ListAsked(
    "学习记录", (*WHO, Column(FROM, "moment", required=True), Column(TO, "moment", required=True)), MOST_ROWS, {},
    again=True,
)  # fmt: skip
SHEETS: Mapping[str, ListAsked] = {
    TraineeSheet.Kind.LEARNERS: LEARNERS,
    TraineeSheet.Kind.RECORDS: RECORDS,
    TraineeSheet.Kind.ROLL: RECORDS,
}
SOURCES = {TraineeSheet.Kind.RECORDS: "import", TraineeSheet.Kind.ROLL: "roll"}
Faults = list[dict[str, Any]]
NOT_LISTED = gettext_lazy("不在这次培训的学员名单里")


def _gathering(filing: Filing, by: Person) -> Filing:
    """The filing locked, while learners and records come in. Raises Refused, NotPossible."""
    require(may_keep(by, filing))
    row = lock(Filing.objects.filter(pk=filing.pk)).get()
    if row.state not in OPEN:
        raise NotPossible(_("已结班，名单和学习记录不能再加。"))
    if clock.today() > (last := lists_until(in_force(row))):
        raise NotPossible(
            _("名单和学习记录要在结束后 10 个工作日内交齐，已于%(day)s截止。") % {"day": clock.said(last)}
        )
    return row


def bring_learners(*, filing: Filing, by: Person, file: Any) -> TraineeSheet:
    """A workbook of learners; who is listed already stays. Raises Refused, NotPossible, BadFile."""
    require(may_keep(by, filing))
    read = read_workbook(file, file.name or "", LEARNERS)  # before anything is locked
    with transaction.atomic():
        row = _gathering(filing, by)
        faults = _faults(read)
        made, known = _list(row, [each for each in read.read if each.fine], by, faults)
        return _sheet(row, TraineeSheet.Kind.LEARNERS, read, len(made), known, faults, by)


def add_learners(*, filing: Filing, by: Person, people: Iterable[tuple[str, str]]) -> list[Trainee]:
    """People by name and ID number, as typed; who is listed already stays. Raises Refused, NotPossible: one of them
    cannot be taken, with the reason; then nobody is.
    """
    rows = read_rows(LEARNERS, [Written(n, {NAME: name, NUMBER: number}) for n, (name, number) in enumerate(people, 1)])
    if wrong := [why for row in rows for why in row.wrong.values()]:
        raise NotPossible(wrong[0])
    with transaction.atomic():
        row = _gathering(filing, by)
        faults: Faults = []
        made, _known = _list(row, rows, by, faults)
        if faults:
            raise NotPossible(str(faults[0]["why"]))
        if made:
            write_log(room=ROOM, subject=row.reference, verb="add-learners", by=by, data={"taken": len(made)})
    return made


def _faults(read: ReadList) -> Faults:
    return [{"row": each.row, "column": each.column, "why": each.expected} for each in read.faults]


def _sheet(
    filing: Filing, kind: str, read: ReadList, taken: int, known: int, faults: Faults, by: Person
) -> TraineeSheet:
    faults.sort(key=lambda each: each["row"])
    sheet = TraineeSheet.objects.create(filing=filing, kind=kind, name=read.name, taken=taken, known=known,
                                 faults=faults[:500], by=by, at=clock.now())  # fmt: skip
    write_log(room=ROOM, subject=filing.reference, verb=f"bring-{kind}", by=by,
              data={"taken": taken, "known": known, "faults": len(faults)})  # fmt: skip
    return sheet


def _list(filing: Filing, rows: Iterable[Row], by: Person, faults: Faults) -> tuple[list[Trainee], int]:
    """The new learners of rows that are right, put down; how many were there. What is not taken goes to `faults`."""
    shared = in_force(filing).shared
    if shared is not None:  # one firm's list after another's: each person once
        lock(SharedCourse.objects.filter(pk=shared.pk)).get()
    there = {each.worker: each for each in filing.learners.all()}
    hashed = {hash_of(row.values[NUMBER]): row for row in rows}
    others = _with_others(filing, shared, hashed)
    position = filing.learners.aggregate(last=Max("position"))["last"] or 0
    most = terms_on(filing.programme, clock.today()).most
    known, new = 0, list[Trainee]()
    for worker, row in hashed.items():
        if worker in there:
            known += there[worker].live
            why = "" if there[worker].live else there[worker].why
        elif worker in others:
            why = _("已由别的企业报名这门共享课程，每人只计一次")
        elif len(there) + len(new) >= most:
            why = _("一次备案至多 %(n)d 人，请另行备案") % {"n": most}
        else:
            position += 1
            new.append(_learner(filing, position, worker, row, shared, by))
            continue
        if why:
            faults.append({"row": row.number, "column": NUMBER, "why": why})
    return Trainee.objects.bulk_create(new, batch_size=500), known


def _with_others(filing: Filing, shared: SharedCourse | None, workers: Iterable[str]) -> set[str]:
    if shared is None:
        return set()
    rows = Trainee.objects.filter(shared=shared, live=True, worker__in=list(workers)).exclude(filing=filing)
    return set(rows.values_list("worker", flat=True))


def _learner(filing: Filing, position: int, worker: str, row: Row, shared: SharedCourse | None, by: Person) -> Trainee:
    name, number = row.values[NAME], row.values[NUMBER]
    return Trainee(
        filing=filing, position=position, worker=worker, masked=masked(name), name=name, number=number, shared=shared,
        ledger=ledger.learner_numbered(number, name), by=by, at=clock.now(),
    )  # fmt: skip


def leave_out(*, learner: Trainee, by: Person, why: str) -> Trainee:
    """A person of the list who is not counted after all, until the claim is handed in. A second time changes nothing.
    Raises Refused, NotPossible.
    """
    require(may_keep(by, learner.filing))
    if not why.strip():
        raise NotPossible(_("请写明为什么不再计算。"))
    with transaction.atomic():
        row = lock(Filing.objects.filter(pk=learner.filing_id)).get()
        standing = claim_of(row)
        if standing is not None and standing.application.state not in ENTERED:
            raise NotPossible(_("学时已经申报，退回补正时可以再改名单。"))
        if Trainee.objects.filter(pk=learner.pk, live=True).update(live=False, why=why.strip()[:200]):
            learner.lines.filter(live=True).update(live=False)
            write_log(room=ROOM, subject=row.reference, verb="leave-out", by=by, reason=why,
                      data={"learner": learner.position})  # fmt: skip
    learner.refresh_from_db()
    return learner


def bring_records(*, filing: Filing, by: Person, file: Any, kind: str) -> TraineeSheet:
    """A platform's export, or a trainer's roll, as a workbook into the ledger of hours; a row that stands already is
    not written again. Raises Refused, NotPossible, BadFile.
    """
    require(may_keep(by, filing))
    read = read_workbook(file, file.name or "", SHEETS[kind])
    with transaction.atomic():
        row = _gathering(filing, by)
        faults, now = _faults(read), clock.now()
        people, plan = _people(row), in_force(row)
        words = []
        for each in (each for each in read.read if each.fine):
            began, ended = _moment(each.values[FROM]), _moment(each.values[TO])
            learner = people.get(hash_of(each.values[NUMBER]))
            if learner is None:
                faults.append({"row": each.number, "column": NUMBER, "why": str(NOT_LISTED)})
            elif why := out_of(plan, began, ended, now):
                faults.append({"row": each.number, "column": FROM, "why": why})
            else:
                words.append(word_of(row, plan, learner, began, ended, SOURCES[TraineeSheet.Kind(kind)], by))
        taken = _record(words)
        return _sheet(row, kind, read, taken, len(words) - taken, faults, by)


def _moment(text: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(text), timezone.get_default_timezone())


def _people(filing: Filing) -> dict[str, Trainee]:
    return {each.worker: each for each in filing.learners.filter(live=True).select_related("ledger")}


def out_of(plan: Plan, began: dt.datetime, ended: dt.datetime, now: dt.datetime) -> str:
    """Why a time cannot have been learnt in this class; "" where it can."""
    if ended <= began:
        return _("结束时间不晚于开始时间")
    if ended - began > LONGEST:
        return _("一行不能超过 12 小时")
    if not plan.starts <= began.date() or not ended.date() <= plan.ends:
        return _("不在备案的日期里（%(first)s 至 %(last)s）") % {
            "first": clock.said(plan.starts), "last": clock.said(plan.ends),
        }  # fmt: skip
    return _("还没有到的时间") if ended > now else ""


def word_of(
    filing: Filing, plan: Plan, learner: Trainee, began: dt.datetime, ended: dt.datetime, source: str, by: Person
) -> Word:
    key = f"employers:{filing.pk}:{learner.position}:{source}:{by.pk}:{began:%Y%m%d%H%M%S}-{ended:%Y%m%d%H%M%S}"
    return Word(
        learner=learner.ledger, session=session_of(filing), title=plan.course, office=filing.office, began=began,
        ended=ended, source=source, key=key, by=by, firm=filing.enterprise,
    )  # fmt: skip


def _record(words: list[Word]) -> int:
    """Into the ledger, looked over; how many words are new."""
    if not words:
        return 0
    by_key = {word.key: word for word in words}
    known = written(by_key)
    ledger.look(ledger.record_all(list(by_key.values())))
    return len(by_key) - len(known)


def call_roll(
    *, filing: Filing, by: Person, began: dt.datetime, ended: dt.datetime, present: Iterable[int]
) -> int:  # fmt: skip
    """Who was there, as the trainer calls it: `present` are places in the list. How many are new. Raises Refused,
    NotPossible."""
    with transaction.atomic():
        row, now = _gathering(filing, by), clock.now()
        plan = in_force(row)
        if why := out_of(plan, began, ended, now):
            raise NotPossible(_("这一节没有记：%(why)s。") % {"why": why})
        wanted = set(present)
        there = [each for each in _people(row).values() if each.position in wanted]
        if not there:
            raise NotPossible(_("请勾选到课的人。"))
        taken = _record([word_of(row, plan, each, began, ended, "roll", by) for each in there])
        write_log(room=ROOM, subject=row.reference, verb="roll", by=by, data={"present": len(there), "new": taken})
    return taken
