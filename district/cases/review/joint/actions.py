"""Joint review (联审): bureaus asked at once, each with its own questions and clock; what silence means is data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.core import promising, steps, telling
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.permissions import may_work
from district.cases.core.process import JOINT as JOINT_STEP
from district.cases.core.process import Partner
from district.cases.core.states import JOINT
from district.cases.review.joint.models import Opinion
from district.cases.review.joint.permissions import may_opine
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person, bureau_named
from district.ground.record import calendar
from district.ground.record.actions import lock, write_log

ROOM = "cases"
REMIND_AGAIN = dt.timedelta(days=1)


def refer(*, application: Application, by: Person) -> Application:
    """Ask every bureau the version names, all at once. Raises NotPossible where joint review is not the next step."""
    require(may_work(by, application))
    with steps.move(application, "refer", by) as row:
        handling = steps.require_next(row, JOINT_STEP)
        asked = [_ask(row, partner) for partner in handling.partners]
        telling.to_bureaus(row, [each.office for each in asked])
    return application


def _ask(row: Application, partner: Partner) -> Opinion:
    office = bureau_named(partner.office)
    if office is None:
        raise NotPossible(_("没有“%(office)s”这个部门，请先在目录里改正。") % {"office": partner.office})
    due = partner.term.from_day(clock.today())
    opinion, _created = Opinion.objects.update_or_create(
        application=row, office=office,
        defaults={
            "ask": list(partner.ask), "veto": partner.veto, "silence": partner.silence, "asked_at": clock.now(),
            "due_from": clock.today(), "due_on": due.date, "due_provisional": due.provisional, "said": "", "by": None,
            "at": None, "note": "", "answers": {}, "suspended_at": None, "suspended_why": "", "suspended_until": None,
            "days_left": None,
        },
    )  # fmt: skip
    return opinion


def give(*, opinion: Opinion, by: Person, agrees: bool, answers: Mapping[str, str], note: str = "") -> Opinion:
    """Say a bureau's opinion; it may be said anew until the review ends (the log keeps what was said before).

    Raises Refused, and NotPossible: the review has ended, a question is unanswered, an objection gives no reason.
    """
    with _open(opinion.pk) as (row, case):
        require(may_opine(by, row))
        given = {question: str(answers.get(question, "")).strip() for question in row.ask}
        if left := [question for question, answer in given.items() if not answer]:
            raise NotPossible(_("请逐项答复，还有：%(names)s。") % {"names": "、".join(left)})
        if not agrees and not note.strip():
            raise NotPossible(_("不同意时请写明理由。"))
        said = Opinion.Said.AGREE if agrees else Opinion.Said.OBJECT
        if (row.said, row.answers, row.note, row.by_id) == (said, given, note.strip(), by.pk):
            return row  # a second click
        row.said, row.answers, row.note, row.by, row.at = said, given, note.strip(), by, clock.now()
        go_on(row)
        row.save()
        _log(case, "opinion", by, row, reason=row.note, said=said)
        if not case.opinions.filter(said="").exists():
            telling.opinions_in(case)
    return row


def suspend(*, opinion: Opinion, by: Person, why: str, until: dt.date | None = None) -> Opinion:
    """Stop a bureau's clock while something it needs is got (an inspection, a certificate); the firm hears why and
    until when. After `until` the clock runs on by itself (`lapse_overdue`)."""
    with _open(opinion.pk) as (row, case):
        require(may_opine(by, row))
        if row.said or row.suspended_at:
            raise NotPossible(_("只有正在计时的意见可以停表。"))
        if not why.strip():
            raise NotPossible(_("请写明为什么停表。"))
        if until is not None and until <= clock.today():
            raise NotPossible(_("停到的日子要在今天之后。"))
        row.days_left = max(0, calendar.working_days_between(clock.today(), row.due_on))
        row.suspended_at, row.suspended_why, row.suspended_until = clock.now(), why.strip()[:300], until
        row.save()
        _log(case, "suspend", by, row, reason=row.suspended_why, until=until.isoformat() if until else "")
        telling.suspended(case, row.office.name, row.suspended_why, until)
    return row


def resume(*, opinion: Opinion, by: Person) -> Opinion:
    """Let the clock run on with the working days that were left."""
    with _open(opinion.pk) as (row, case):
        require(may_opine(by, row))
        if not row.suspended_at:
            raise NotPossible(_("这条意见没有停表。"))
        _resume(case, row, by)
    return row


def _resume(case: Application, row: Opinion, by: Person | None) -> None:
    due = calendar.add_working_days(clock.today(), row.days_left or 0)
    row.due_from, row.due_on, row.due_provisional = clock.today(), due.date, due.provisional
    go_on(row)
    row.save()
    _log(case, "resume", by, row)
    telling.resumed(case, row.office.name, row.due_on)
    if before := promising.make_room(case, due.date, JOINT_STEP, clock.today()):
        case.save(update_fields=["due_from", "due_on", "due_provisional"])
        _log(case, "postpone", by, row, before=before.isoformat(), after=str(case.due_on))
        telling.postponed(case, before, _("%(office)s核查期间停表") % {"office": row.office.name})


def go_on(row: Opinion) -> None:
    """Its clock runs again, or is not asked any more; the caller saves."""
    row.suspended_at, row.suspended_why, row.suspended_until, row.days_left = None, "", None, None


def remind(*, opinion: Opinion, by: Person) -> Opinion:
    """Ask a bureau again; at most once a day, so that a reminder stays worth reading."""
    with _open(opinion.pk) as (row, case):
        require(may_work(by, case))
        if row.said:
            raise NotPossible(_("这个部门已经答复。"))
        if row.reminded_at and clock.now() - row.reminded_at < REMIND_AGAIN:
            raise NotPossible(_("一天之内已经催办过。"))
        row.reminded_at = clock.now()
        row.save(update_fields=["reminded_at"])
        telling.to_bureaus(case, [row.office], again=True)
        _log(case, "remind", by, row)
    return row


def lapse_overdue(*, today: dt.date) -> int:
    """Give what silence means to every opinion whose term has passed; the nightly work. Of the others people are
    reminded by the ladder (`chasing`).

    Who has stopped the clock until a day that has passed goes on first. Returns how many were closed. Doing it twice
    changes nothing more.
    """
    rested = Opinion.objects.filter(said="", suspended_until__lt=today, application__state=JOINT)
    for pk in list(rested.values_list("pk", flat=True)):
        with suppress(NotPossible), _open(pk) as (row, case):
            if row.suspended_until is not None and row.suspended_until < today:
                _resume(case, row, None)
    late = Opinion.objects.filter(said="", suspended_at=None, due_on__lt=today, application__state=JOINT)
    return sum(_lapse(pk, today) for pk in list(late.values_list("pk", flat=True)))


def _lapse(pk: int, today: dt.date) -> bool:
    with suppress(NotPossible), _open(pk) as (row, case):
        if row.said or row.suspended_at or row.due_on >= today:
            return False
        if row.silence == "remind":  # the ladder reminds (chasing)
            return False
        row.said = Opinion.Said.SILENT if row.silence == "agree" else Opinion.Said.SILENT_OBJECT
        row.at = clock.now()
        row.save()
        _log(case, "lapse", None, row, said=row.said)
        if not case.opinions.filter(said="").exists():
            telling.opinions_in(case)
        return True
    return False


def gather(*, application: Application, by: Person) -> Application:
    """End the joint review once every bureau has spoken, or its silence has."""
    require(may_work(by, application))
    with steps.move(application, "gather", by) as row:
        waiting = row.opinions.filter(said="").select_related("office")
        if names := [each.office.name for each in waiting]:
            raise NotPossible(_("还在等：%(names)s。") % {"names": "、".join(names)})
        steps.pass_step(row, JOINT_STEP)
    return application


@contextmanager
def _open(pk: int) -> Iterator[tuple[Opinion, Application]]:
    """The opinion and its case, locked in a transaction; raises NotPossible once the review has ended."""
    with transaction.atomic():
        case_id = Opinion.objects.values_list("application", flat=True).get(pk=pk)
        case = lock(Application.objects.all()).get(pk=case_id)
        if case.state != JOINT:
            raise NotPossible(_("联审已经结束。"))
        yield Opinion.objects.select_related("office").get(pk=pk), case


def _log(case: Application, verb: str, by: Person | None, row: Opinion, reason: str = "", **more: str) -> None:
    write_log(room=ROOM, subject=case.reference, verb=verb, by=by, before=case.state, after=case.state, reason=reason,
              data={"office": row.office.name, **more})  # fmt: skip
