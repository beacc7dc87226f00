"""Services that took place before they were written down here: entered many at once, each need over already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Expert, Person
from district.ground.record.actions import write_log
from district.ground.slots.times import at
from district.services.advice import numbers
from district.services.advice.models import Adviser, Encounter, Hearing, Mode, Need, Stage, Subject
from district.services.advice.models.choices import MANY
from district.services.advice.moving import ROOM
from district.services.advice.permissions import may_keep_corps
from district.services.advice.promises import TERM
from district.services.advice.states import DONE, ENDED

AT_ONCE = 2000
NOON = dt.time(12)


@dataclass(frozen=True)
class Past:
    """One service: when, how, on what, by whom, for whom, how long, how many came. A lecture has no `whom`."""

    day: dt.date
    mode: str
    subject: Subject
    experts: tuple[Expert, ...]
    minutes: int
    heads: int = 1
    whom: str = ""
    asked: dt.date | None = None
    enterprise: Enterprise | None = None
    stage: str = Stage.START
    street: str = ""
    record: str = ""
    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)


def check(rows: Sequence[Past]) -> None:
    """Raises NotPossible with the first row that cannot be, counted from one."""
    today = clock.today()
    for n, row in enumerate(rows, 1):
        if not row.experts or row.day > today or not 1 <= row.minutes <= 600 or row.heads < 1:
            raise NotPossible(_("第 %(n)d 行：请核对日期、专家、用时和人数。") % {"n": n})
        if row.mode not in Mode.values or (row.mode not in MANY and not row.whom.strip()):
            raise NotPossible(_("第 %(n)d 行：请核对方式和服务对象。") % {"n": n})


def enter_past(*, rows: Sequence[Past], office: Bureau, by: Person) -> int:
    """Enter what took place; how many. Raises Refused, NotPossible: a row that cannot be, or too many at once."""
    require(may_keep_corps(by, office.pk))
    if len(rows) > AT_ONCE:
        raise NotPossible(_("一次最多录入 %(n)d 行。") % {"n": AT_ONCE})
    check(rows)
    with transaction.atomic():
        terms: dict[dt.date, dt.date] = {}
        needs = [None if row.mode in MANY else _need(row, office, terms) for row in rows]
        Need.objects.bulk_create([each for each in needs if each is not None])
        met = [_encounter(row, need, office, by) for row, need in zip(rows, needs, strict=True)]
        Encounter.objects.bulk_create(met)
        Adviser.objects.bulk_create(
            Adviser(encounter=each, expert=expert, reference=numbers.new_reference(numbers.PART), state=Hearing.CAME,
                    minutes=row.minutes, signed_at=each.recorded_at)
            for row, each in zip(rows, met, strict=True) for expert in row.experts
        )  # fmt: skip
        write_log(room=ROOM, subject=office.name, verb="enter-past", by=by,
                  data={"rows": len(rows), "references": [each.reference for each in met[:3]]})  # fmt: skip
    return len(rows)


def _need(row: Past, office: Bureau, terms: dict[dt.date, dt.date]) -> Need:
    """Nobody wrote down when an expert took it, so it is not said."""
    asked = row.asked or row.day - dt.timedelta(days=5)
    if asked not in terms:
        terms[asked] = TERM.from_day(asked).date
    return Need(
        reference=numbers.new_reference(numbers.NEED), office=office, subject=row.subject, topic=row.subject.topic,
        enterprise=row.enterprise, whom=row.whom[:80], stage=row.stage, street=row.street[:40],
        mode=row.mode, text=row.title or str(row.subject), state=ENDED, expert=row.experts[0], asked_at=at(asked, NOON),
        due_from=asked, due_on=terms[asked], ended_at=at(row.day, NOON),
        known=dict(row.facts),
    )  # fmt: skip


def _encounter(row: Past, need: Need | None, office: Bureau, by: Person) -> Encounter:
    return Encounter(
        reference=numbers.new_reference(numbers.ENCOUNTER), need=need, office=office, mode=row.mode,
        topic=row.subject.topic, state=DONE, title=(row.title or row.subject.name)[:80], street=row.street[:40],
        heads=row.heads, record=row.record, happened_on=row.day, recorded_at=at(row.day, NOON), made_by=by,
        made_at=at(row.day, NOON),
    )  # fmt: skip
