"""Workers of a list that is handed in: put down with the submission, compared, and claimed with the grant."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Submission
from district.cases.core.states import HANDED_IN
from district.cases.headcount import comparing
from district.cases.headcount.list_rows import people_of
from district.cases.headcount.list_spec import asked_list, months_of
from district.cases.headcount.models import Collision, ListedWorker
from district.cases.headcount.workers import Line, hash_of, key_mark, masked, note_collisions, put_down, release_dead
from district.ground.people.queries import Person
from district.ground.record.actions import lock, official

TRIES = 3


def put_down_list(submission: Submission, by: Person) -> int:
    """Keep the hashes of a submission's list, where its version counts heads, and note whose months others hold.

    In the caller's transaction, with the case locked. Returns how many workers there are.
    """
    description = submission.version.description
    asked = asked_list(description)
    if asked is None or asked.whose is None:
        return 0
    mark, whose, group = key_mark(), asked.whose, str(description["workers"]["group"])
    rows = []
    for number, values in enumerate(people_of(submission), 1):
        first, last = months_of(whose, values)
        rows.append(
            ListedWorker(submission=submission, row=number, group=group, worker=hash_of(values[whose.number]),
                         masked=masked(values.get(whose.name, "")), first=first, last=last, key_mark=mark)
        )  # fmt: skip
    ListedWorker.objects.bulk_create(rows, batch_size=500)
    _note(submission.application, by)
    return len(rows)


def claim(application: Application, by: Person) -> int:
    """Claim the months of everybody in the list, or raise NotPossible saying whose are counted already.

    In the transaction of the grant, with the case locked, and before anything is written to the log: the log's head is
    a lock that all queue for, and who waits here for a worker's month must not hold it. Of two grants that want the
    same month the database lets one through. Claimed already, nothing happens. Returns how many lines were claimed.
    """
    lines = comparing.listed(application)
    if not lines:
        return 0
    if any(each.key_mark != key_mark() for each in lines):
        raise NotPossible(_("密钥与已登记的名单不一致，无法比对，请联系系统管理员。"))
    for _try in range(TRIES):
        release_dead({each.worker for each in lines})
        found = comparing.clashes(application, lines)
        if open_ones := [each for each in found if each.stands]:
            raise NotPossible(comparing.why_not(open_ones))
        held = {(each.worker, month) for each in found for month in each.months}
        wanted = [Line(each.worker, each.masked, each.first, each.last, each.row) for each in lines]
        made = put_down(application, lines[0].group, wanted, by, besides=held)
        if made is not None:
            transaction.on_commit(partial(note_others, application.pk), robust=True)
            return made
    raise NotPossible(_("别的申报正在登记名单里的人，请稍后再试。"))


def note_others(pk: int) -> None:
    """After a grant: others whose lists hold the same workers, under way, learn of it. Each in its own transaction."""
    granted = Application.objects.get(pk=pk)
    for other in sorted({each.other.pk for each in comparing.elsewhere(granted)}):
        with transaction.atomic():
            row = lock(Application.objects.all()).get(pk=other)
            if row.state in HANDED_IN:
                _note(row, None)


def _note(row: Application, by: Person | None) -> None:
    """Note the clashes of a case's list; what a corrected list claims no more is struck."""
    lines = comparing.listed(row)
    claimed = {(each.worker, f"{month:%Y-%m}") for each in lines for month in
               comparing.months_between(each.first, each.last)}  # fmt: skip
    for noted in row.collisions.filter(state=Collision.State.OPEN):
        if not any((noted.worker, month) in claimed for month in noted.months):
            with official():
                noted.state, noted.note = Collision.State.STRUCK, _("补正时已从名单中删去")
            noted.save(update_fields=["state", "note"])
    found = comparing.clashes(row, lines)
    if found:
        note_collisions(row, lines[0].group, [(each, each.holder, list(each.months)) for each in found], by)
