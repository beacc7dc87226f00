"""Writes about the corps: what an expert agrees to and when they can be met, studios and teams, subjects, rules."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Yes, require
from district.ground.people.queries import Bureau, Expert, Person
from district.ground.record.actions import lock, write_log
from district.ground.slots import actions as slots
from district.ground.surveys.questions import Content
from district.services.advice.facts import Wrong, checked
from district.services.advice.meeting import resource_of
from district.services.advice.models import Matching, Profile, Studio, StudioMember, Subject
from district.services.advice.moving import ROOM
from district.services.advice.permissions import may_keep_corps, may_keep_profile, may_keep_rules, may_keep_studio

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def agree(
    *, expert: Expert, by: Person, at_once: int | None, hours_a_month: int | None, streets: Sequence[str],
    modes: Sequence[str], paused: bool = False, place: str = "",
) -> Profile:  # fmt: skip
    """What an expert agrees to; what is arranged stays. `place`: the street their ways begin at. Raises Refused."""
    require(may_keep_profile(by, expert))
    with transaction.atomic():
        row, _made = Profile.objects.get_or_create(expert=expert)
        row.at_once, row.hours_a_month, row.paused = at_once, hours_a_month, paused
        row.streets, row.modes, row.changed_at = list(streets), list(modes), clock.now()
        row.save()
        resource = resource_of(expert, by)
        if place and resource.place != place:
            slots.set_limits(resource=resource, by=by, place=place[:80], may=Yes)
        write_log(room=ROOM, subject=expert.reference, verb="agree", by=by, data={
            "at_once": at_once, "hours": hours_a_month, "streets": row.streets, "paused": paused})  # fmt: skip
    row.refresh_from_db()
    return row


def open_weekly(
    *, expert: Expert, by: Person, days: Sequence[str], begins: dt.time, ends: dt.time, request_key: uuid.UUID,
    length: int = 30, place: str = "", first: dt.date | None = None,
) -> Any:  # fmt: skip
    """When an expert can be met, each week on these days, without public holidays. Idempotent by key.

    Raises Refused, NotPossible: no day, or no time between.
    """
    require(may_keep_profile(by, expert))
    minutes = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
    if not days or not set(days) <= set(DAYS) or minutes < length:
        raise NotPossible(_("请选星期几，结束时间要晚于开始时间。"))
    return slots.add_opening(
        resource=resource_of(expert, by), first=first or clock.today(), begins=begins, minutes=minutes,
        rule=f"FREQ=WEEKLY;BYDAY={','.join(days)}", length=length, place=place, by=by, request_key=request_key,
        notice_open=120, may=Yes,
    )  # fmt: skip


# Studios


def set_up(
    *, by: Person, office: Bureau, key: str, name: str, since: dt.date, topics: Iterable[str] = (), about: str = "",
    english: str = "", place: str = "", until: dt.date | None = None, public: bool = True,
) -> Studio:  # fmt: skip
    """A studio on record; the same key again gives the same. Raises Refused, NotPossible: the name is taken."""
    require(may_keep_corps(by, office.pk))
    said: dict[str, Any] = {
        "name": name.strip()[:60], "english": english.strip()[:100], "office": office, "topics": list(topics),
        "about": about.strip(), "place": place.strip()[:80], "since": since, "until": until, "public": public,
    }  # fmt: skip
    if until is not None and until <= since:
        raise NotPossible(_("任期结束要晚于设立。"))
    try:
        with transaction.atomic():
            row, made = Studio.objects.get_or_create(key=key, defaults=said)
            if made:
                write_log(room=ROOM, subject=row.key, verb="set-up", by=by, data={"name": row.name})
    except IntegrityError:
        raise NotPossible(_("这个名称已经有了。")) from None
    return row


def change_studio(*, studio: Studio, by: Person, **said: Any) -> Studio:
    """Name, groups, words, place, term, whether it is listed. Raises Refused, NotPossible."""
    require(may_keep_studio(by, studio))
    if said.get("until") and said["until"] <= said.get("since", studio.since):
        raise NotPossible(_("任期结束要晚于设立。"))
    try:
        with transaction.atomic():
            for name, value in said.items():
                setattr(studio, name, value)
            studio.save(update_fields=list(said))
            write_log(room=ROOM, subject=studio.key, verb="change-studio", by=by, data={"fields": sorted(said)})
    except IntegrityError:
        raise NotPossible(_("这个名称已经有了。")) from None
    return studio


def join(*, studio: Studio, expert: Expert, by: Person, chief: bool = False) -> StudioMember:
    """An expert into the team; as chief in place of the one before, who stays in the team. Raises Refused."""
    require(may_keep_studio(by, studio))
    with transaction.atomic():
        lock(Studio.objects.filter(pk=studio.pk)).get()
        if chief:
            studio.members.filter(ended_on=None, chief=True).exclude(expert=expert).update(chief=False)
        row, _made = StudioMember.objects.get_or_create(
            studio=studio, expert=expert, ended_on=None, defaults={"since": clock.today()}
        )
        if chief and not row.chief:
            row.chief = True
            row.save(update_fields=["chief"])
        write_log(room=ROOM, subject=studio.key, verb="join-studio", by=by,
                  data={"expert": expert.reference, "chief": chief})  # fmt: skip
    return row


def part(*, member: StudioMember, by: Person) -> StudioMember:
    """An expert leaves the team today. A second time changes nothing. Raises Refused."""
    require(may_keep_studio(by, member.studio))
    if StudioMember.objects.filter(pk=member.pk, ended_on=None).update(ended_on=clock.today(), chief=False):
        write_log(room=ROOM, subject=member.studio.key, verb="leave-studio", by=by,
                  data={"expert": member.expert.reference})  # fmt: skip
    member.refresh_from_db()
    return member


# Subjects and rules


def name_subject(
    *, by: Person | None, key: str, topic: str, name: str, fields: Iterable[str], english: str = "", help: str = "",
    questions: Content | None = None, place: int = 100,
) -> Subject:  # fmt: skip
    """A subject as it is to be from now on; one of this key is changed. `by` None: the house's own. Raises Refused."""
    if by is not None:
        require(may_keep_rules(by))
    said: dict[str, Any] = {
        "topic": topic, "name": name.strip()[:40], "english": english.strip()[:80], "help": help.strip()[:200],
        "fields": list(fields), "place": place, "ended_at": None,
    }  # fmt: skip
    if questions is not None:
        said["questions"] = questions.plain()
    if not said["name"]:
        raise NotPossible(_("请写事项名称。"))
    with transaction.atomic():
        row, made = Subject.objects.update_or_create(key=key, defaults=said)
        write_log(room=ROOM, subject=key, verb="subject", by=by, data={"name": row.name, "new": made})
    return row


def end_subject(*, subject: Subject, by: Person) -> Subject:
    """It is offered no more; needs keep it. Raises Refused."""
    require(may_keep_rules(by))
    if Subject.objects.filter(pk=subject.pk, ended_at=None).update(ended_at=clock.now()):
        write_log(room=ROOM, subject=subject.key, verb="end-subject", by=by)
    subject.refresh_from_db()
    return subject


def lay_down(
    *, by: Person | None, name: str, say: str, when: str = "", points: int = 10, subject: Subject | None = None,
    fields: Iterable[str] = (), topics: Iterable[str] = (), studio: Studio | None = None, place: int | None = None,
) -> Matching:  # fmt: skip
    """A rule of matching as it is to be from now on; one of this name is changed, and keeps its `place` where none is
    said. Raises Refused, NotPossible: a condition that cannot be read, or nobody meant by it.
    """
    if by is not None:
        require(may_keep_rules(by))
    try:
        condition = checked(when)
    except Wrong as wrong:
        raise NotPossible(str(wrong)) from None
    fields, topics = list(fields), list(topics)
    if not fields and not topics and studio is None:
        raise NotPossible(_("请选这条规则指哪些专家：领域、分组或者工作室。"))
    if not 1 <= points <= 100 or not say.strip() or not name.strip():
        raise NotPossible(_("请写名称和理由，分数在 1 到 100 之间。"))
    with transaction.atomic():
        placed = {} if place is None else {"place": place}
        row, made = Matching.objects.update_or_create(name=name.strip()[:60], defaults={
            "say": say.strip()[:120], "when": condition, "points": points, "subject": subject, "fields": fields,
            "topics": topics, "studio": studio, "changed_by": by, "changed_at": clock.now(),
            "ended_at": None, **placed})  # fmt: skip
        write_log(room=ROOM, subject=f"matching-{row.pk}", verb="rule", by=by, data={"name": row.name, "new": made,
                  "when": condition})  # fmt: skip
    return row


def end_rule(*, rule: Matching, by: Person) -> Matching:
    """It counts no more. Raises Refused."""
    require(may_keep_rules(by))
    if Matching.objects.filter(pk=rule.pk, ended_at=None).update(ended_at=clock.now(), changed_by=by):
        write_log(room=ROOM, subject=f"matching-{rule.pk}", verb="end-rule", by=by)
    rule.refresh_from_db()
    return rule
