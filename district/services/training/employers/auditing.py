"""Sample audits: the list sealed, the seed recorded, the draw anybody can reckon again, a hearing before a ruling."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.cases.aftercare.actions import open_finding
from district.cases.aftercare.numbers import new_reference
from district.cases.aftercare.sampling import digest_of, draw_from
from district.cases.core.queries import Decision
from district.cases.core.states import GRANTED
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Person
from district.ground.record.actions import lock, moving, write_log
from district.ground.record.calendar import add_working_days
from district.services.training.employers import telling
from district.services.training.employers.models import Audit, AuditItem, Trainee
from district.services.training.employers.permissions import may_be_heard, may_check, may_run_audit, may_sample
from district.services.training.employers.queries import claim_of
from district.services.training.employers.states import (
    AUDIT_MOVES,
    AUDIT_STATES,
    DRAWN,
    FINISHED,
    ITEM_MOVES,
    ITEM_STATES,
    PICKED,
    SEALED,
    TOLD,
    UNRULED,
)

ROOM = "employers"
HEARING = 5  # working days, as after a decision


def seal(
    *, title: str, office: Bureau, since: dt.date, until: dt.date, size: int, by: Person, request_key: uuid.UUID
) -> Audit:  # fmt: skip
    """Seal who may be drawn: every learner of classes that ended between two days. Idempotent by `request_key`. Raises
    Refused, NotPossible: nobody is there."""
    require(may_sample(by, office.pk))
    if known := Audit.objects.filter(request_key=request_key).first():
        return known
    if not title.strip() or size < 1 or until < since:
        raise NotPossible(_("请写明名称、起止日期（先后不能颠倒）和抽几人。"))
    population = [{"number": each.called, "score": 0} for each in _there(office, since, until)]
    if not population:
        raise NotPossible(_("这段时间没有结班的培训，没有可抽的人。"))
    try:
        with transaction.atomic():
            row = Audit.objects.create(
                reference=new_reference(Audit, "PC"), title=title.strip()[:120], office=office, since=since,
                until=until, size=size, population=population, digest=digest_of(population), state=SEALED, by=by,
                at=clock.now(), request_key=request_key,
            )  # fmt: skip
            write_log(room=ROOM, subject=row.reference, verb="seal", by=by, after=SEALED,
                      data={"population": len(population), "digest": row.digest})  # fmt: skip
    except IntegrityError:
        return Audit.objects.get(request_key=request_key)
    return row


def _there(office: Bureau, since: dt.date, until: dt.date) -> list[Trainee]:
    rows = Trainee.objects.filter(live=True, filing__office=office, filing__state=FINISHED)
    rows = rows.filter(filing__finished_on__range=(since, until))
    return list(rows.select_related("filing").order_by("filing__reference", "position"))


def record_seed(*, audit: Audit, by: Person, seed: str) -> Audit:
    """The seed is written down, before anything is drawn by it. Refused, MoveRefused, NotPossible."""
    require(may_run_audit(by, audit))
    if not seed.strip():
        raise NotPossible(_("请写种子，例如当天公布的一个公开号码。"))
    data = {"seed": seed.strip()[:120], "digest": audit.digest}
    with moving(audit, "seed", states=AUDIT_STATES, moves=AUDIT_MOVES, room=ROOM, by=by, data=data) as row:
        row.seed = data["seed"]
    return audit


def draw(*, audit: Audit, by: Person) -> Audit:
    """Draw by the seed that was recorded: the same list and seed give the same people. Refused, MoveRefused."""
    require(may_run_audit(by, audit))
    with moving(audit, "draw", states=AUDIT_STATES, moves=AUDIT_MOVES, room=ROOM, by=by) as row:
        drawn = [each.number for each in draw_from(row.population, size=row.size, share=0, seed=row.seed)]
        known = _called(drawn)
        AuditItem.objects.bulk_create(
            AuditItem(audit=row, learner=known[number], place=place, state=PICKED)
            for place, number in enumerate(drawn, 1)
        )
    return audit


def _called(numbers: list[str]) -> dict[str, Trainee]:
    references = {number.rpartition("/")[0] for number in numbers}
    rows = Trainee.objects.filter(filing__reference__in=references).select_related("filing")
    return {each.called: each for each in rows}


def _moving(item: AuditItem, verb: str, by: Person, reason: str = "") -> AbstractContextManager[AuditItem]:
    if item.audit.state != DRAWN:
        raise NotPossible(_("这次抽查现在不能记录结果。"))
    return moving(item, verb, states=ITEM_STATES, moves=ITEM_MOVES, room=ROOM, by=by, reason=reason)


def clear(*, item: AuditItem, by: Person) -> AuditItem:
    """Nothing is wrong. Refused, MoveRefused."""
    require(may_check(by, item))
    with _moving(item, "clear", by) as row:
        row.by, row.at = by, clock.now()
    return item


def doubt(*, item: AuditItem, by: Person, doubt: str) -> AuditItem:
    """Something looks wrong: the enterprise is told and may speak. Refused, MoveRefused, NotPossible."""
    require(may_check(by, item))
    if not doubt.strip():
        raise NotPossible(_("请写明疑点，企业会看到。"))
    with _moving(item, "doubt", by, doubt) as row:
        row.doubt, row.by, row.at = doubt.strip()[:500], by, clock.now()
        row.hear_until = add_working_days(clock.today(), HEARING).date
        telling.doubted(row, row.hear_until)
    return item


def hear(*, item: AuditItem, by: Person, heard: str) -> AuditItem:
    """What the enterprise says to it, until it is ruled on. Refused, NotPossible."""
    require(may_be_heard(by, item))
    if not heard.strip():
        raise NotPossible(_("请写下陈述。"))
    with transaction.atomic():
        row = lock(AuditItem.objects.filter(pk=item.pk)).get()
        if row.state != TOLD:
            raise NotPossible(_("已有结论，不能再陈述。"))
        row.heard = heard.strip()[:1000]
        row.save(update_fields=["heard"])
        write_log(room=ROOM, subject=row.reference, verb="hear", by=by)
        telling.heard(row)
    item.refresh_from_db()
    return item


def uphold(*, item: AuditItem, by: Person, ruling: str) -> AuditItem:
    """The doubt was right: this person's hours do not count. Where they were granted, it goes on as a finding, which is
    told, heard and ruled on again before money comes back. Refused, MoveRefused, NotPossible: nobody was heard yet.
    """
    with _rule(item, "uphold", by, ruling) as row:
        learner = row.learner
        Trainee.objects.filter(pk=learner.pk).update(live=False, why=_("抽查认定：%(why)s") % {"why": row.ruling[:150]})
        decision = _granted(learner)
        learner.lines.filter(live=True).update(live=False)
        if decision is not None:
            finding = open_finding(
                decision=decision, source="sampling", kind="recovery", cause=f"training:{row.pk}", say=row.ruling,
                since_on=clock.today(), by=by, details={"audit": row.audit.reference, "learner": learner.called},
            )  # fmt: skip
            row.finding = finding.reference
        telling.ruled(row)
    return item


def drop(*, item: AuditItem, by: Person, ruling: str) -> AuditItem:
    """The doubt was not right: the hours count. Refused, MoveRefused, NotPossible."""
    with _rule(item, "drop", by, ruling) as row:
        telling.ruled(row)
    return item


@contextmanager
def _rule(item: AuditItem, verb: str, by: Person, ruling: str) -> Iterator[AuditItem]:
    require(may_check(by, item))
    if not ruling.strip():
        raise NotPossible(_("请写明结论的理由。"))
    with _moving(item, verb, by, ruling) as row:
        if not row.heard and row.hear_until is not None and clock.today() <= row.hear_until:
            raise NotPossible(_("企业可以陈述到%(day)s，之前不作结论。") % {"day": clock.said(row.hear_until)})
        row.ruling, row.by, row.at = ruling.strip()[:500], by, clock.now()
        yield row


def _granted(learner: Trainee) -> Decision | None:
    """The decision by which this person's hours are paid for; None where none, or not theirs."""
    found = claim_of(learner.filing)
    if found is None or found.application.state != GRANTED or not found.lines.filter(learner=learner, live=True):
        return None
    return found.application.decisions.in_force().order_by("-pk").first()


def end(*, audit: Audit, by: Person) -> Audit:
    """Over: each one drawn has a result. Refused, MoveRefused, NotPossible."""
    require(may_run_audit(by, audit))
    with moving(audit, "end", states=AUDIT_STATES, moves=AUDIT_MOVES, room=ROOM, by=by) as row:
        if left := row.items.filter(state__in=UNRULED).count():
            raise NotPossible(_("还有 %(n)d 人没有结论。") % {"n": left})
    return audit


__all__ = ["clear", "doubt", "draw", "drop", "end", "hear", "record_seed", "seal", "uphold"]
