"""What a bureau does: make a questionnaire, sketch what it asks, publish a version, invite, remind."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Person
from district.ground.record.actions import lock, write_log
from district.ground.surveys import telling
from district.ground.surveys.checking import checked
from district.ground.surveys.models import Invitation, Questionnaire, QuestionnaireVersion, Sketch
from district.ground.surveys.permissions import may_cancel, may_invite, may_make, may_publish, may_work_on
from district.ground.surveys.questions import Content, Page
from district.ground.surveys.refusing import NotPossible

__all__ = ["Invitee", "NotPossible", "cancel", "change", "invite", "leave_out", "make", "publish", "sketch"]

ROOM = "surveys"
SETTINGS = ("title", "title_en", "purpose", "audience", "access", "opens_on", "closes_on", "population")
MOST_INVITED = 5000
STEERING = {"relevant", "choice_filter", "calculation"}  # what was not read of these asks the wrong people or things


@dataclass(frozen=True)
class Invitee:
    """Who is asked: an account or, without one, whoever gets the link; `subject` is whom they answer for."""

    name: str
    person: Person | None = None
    subject: str = ""


def make(*, office: Bureau, by: Person, settings: Mapping[str, Any], request_key: uuid.UUID) -> Questionnaire:
    """A questionnaire that asks nothing yet; the same `request_key` gives the same. Raises Refused, NotPossible."""
    require(may_make(by))
    require(may_work_on(by, Questionnaire(office=office)))
    if known := Questionnaire.objects.filter(request_key=request_key).first():
        return known
    try:
        with transaction.atomic():
            row = Questionnaire.objects.create(
                office=office, made_by=by, made_at=clock.now(), request_key=request_key, key=settings["key"],
                anonymous=settings["anonymous"], **{name: settings[name] for name in SETTINGS},
            )  # fmt: skip
            write_log(room=ROOM, subject=row.key, verb="make", by=by, data={"title": row.title})
    except IntegrityError:
        if known := Questionnaire.objects.filter(request_key=request_key).first():
            return known
        raise NotPossible(_("代号“%(key)s”已经有了，请换一个。") % {"key": settings["key"]}) from None
    return row


def change(*, questionnaire: Questionnaire, by: Person, settings: Mapping[str, Any]) -> Questionnaire:
    """Another title, another last day. Whether it is anonymous stays once it is published: it was promised."""
    require(may_work_on(by, questionnaire))
    with transaction.atomic():
        row = lock(Questionnaire.objects.all()).get(pk=questionnaire.pk)
        if row.published_at is not None and settings.get("anonymous", row.anonymous) != row.anonymous:
            raise NotPossible(_("已发布的问卷不能改匿名与否：这是对回答的人说过的。"))
        changed = {name: settings[name] for name in (*SETTINGS, "anonymous")
                   if name in settings and settings[name] != getattr(row, name)}  # fmt: skip
        for name, value in changed.items():
            setattr(row, name, value)
        if changed:
            row.save()
            write_log(room=ROOM, subject=row.key, verb="change", by=by,
                      data={name: str(value) for name, value in changed.items()})  # fmt: skip
    return row


def sketch(
    *, questionnaire: Questionnaire, by: Person, content: Content, faults: Iterable[Mapping[str, Any]] = (),
    source: str = "",
) -> Sketch:  # fmt: skip
    """What the next version will ask, in place of what was sketched before; `faults`: what could not be read of a file.

    Raises Refused.
    """
    require(may_work_on(by, questionnaire))
    read = checked(content)
    told = [*map(dict, faults), *({"question": each.question, "why": each.why} for each in read.faults)]
    with transaction.atomic():
        row, _new = Sketch.objects.update_or_create(questionnaire=questionnaire, defaults={
            "content": read.content.plain(), "faults": told, "source": source[:160], "saved_at": clock.now(),
            "saved_by": by,
        })  # fmt: skip
        write_log(room=ROOM, subject=questionnaire.key, verb="sketch", by=by,
                  data={"questions": len(list(read.content)), "faults": len(told), "source": source[:160]})  # fmt: skip
    return row


def leave_out(*, questionnaire: Questionnaire, by: Person) -> Sketch:
    """Go on without what could not be read; questions whose condition cannot stand go too.

    Raises Refused, NotPossible.
    """
    require(may_work_on(by, questionnaire))
    row = Sketch.objects.filter(questionnaire=questionnaire).first()
    if row is None:
        raise NotPossible(_("还没有题目，请先上传工作簿或添加题目。"))
    unread = {str(each.get("question")) for each in row.faults if each.get("part") in STEERING} - {"", "None"}
    content = _without(row.asks, unread)
    while faults := checked(content).faults:
        wrong = {each.question for each in faults}
        before = len(list(content))
        content = _without(content, wrong)
        if len(list(content)) == before:
            raise NotPossible(_("这些毛病去不掉，请在工作簿里改好再上传。"))
    return sketch(questionnaire=questionnaire, by=by, content=content, source=row.source)


def _without(content: Content, wrong: set[str]) -> Content:
    pages = [
        replace(page, questions=tuple(
            each for each in page.questions
            if each.key not in wrong and not wrong & {column.key for column in each.columns}
        )) for page in content.pages if page.key not in wrong or not page.key
    ]  # fmt: skip
    made: list[Page] = []
    for page in pages:
        if made and page.questions and not page.key and not made[-1].key:  # what stood between them went
            made[-1] = replace(made[-1], questions=(*made[-1].questions, *page.questions))
        elif page.questions:
            made.append(page)
    return Content(tuple(made))


def publish(*, questionnaire: Questionnaire, by: Person) -> QuestionnaireVersion:
    """The sketch becomes the next version; the same as the last gives the last. Raises Refused, NotPossible."""
    row = Sketch.objects.filter(questionnaire=questionnaire).first()
    require(may_publish(by, questionnaire, row))
    assert row is not None
    if wrong := checked(row.asks).faults:
        raise NotPossible(str(wrong[0]))
    digest = hashlib.sha256(json.dumps(row.content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    with transaction.atomic():
        fresh = lock(Questionnaire.objects.all()).get(pk=questionnaire.pk)
        last = fresh.versions.first()
        if last is not None and last.digest == digest:
            return last
        made = QuestionnaireVersion.objects.create(
            questionnaire=fresh, number=last.number + 1 if last else 1, content=row.content, digest=digest,
            source=row.source, published_at=clock.now(), published_by=by,
        )  # fmt: skip
        if fresh.published_at is None:
            fresh.published_at = clock.now()
            fresh.save(update_fields=["published_at"])
        write_log(room=ROOM, subject=fresh.key, verb="publish", by=by,
                  data={"version": made.number, "digest": digest})  # fmt: skip
    questionnaire.refresh_from_db()
    return made


def invite(
    *, questionnaire: Questionnaire, by: Person, people: Iterable[Invitee], today: dt.date | None = None
) -> list[Invitation]:
    """Ask people to answer; who has an account is told. Who is invited already is not told again.

    Raises Refused, NotPossible.
    """
    require(may_invite(by, questionnaire, today or clock.today()))
    asked = list(people)
    if len(asked) > MOST_INVITED:
        raise NotPossible(_("一次最多邀请 %(n)d 位。") % {"n": MOST_INVITED})
    with transaction.atomic():
        lock(Questionnaire.objects.all()).get(pk=questionnaire.pk)
        there = questionnaire.invitations.filter(cancelled_at=None)
        known: set[tuple[int | None, str, str]] = set(there.values_list("person", "subject", "name"))
        people_known: set[tuple[int | None, str]] = {(person, subject) for person, subject, _n in known if person}
        made: list[Invitation] = []
        for each in asked:
            key = (each.person.pk if each.person else None, each.subject)
            if key in people_known or (each.person is None and (None, each.subject, each.name) in known):
                continue
            people_known |= {key} if each.person else set()
            made.append(Invitation(
                questionnaire=questionnaire, person=each.person, subject=each.subject[:64], name=each.name[:120],
                invited_at=clock.now(), invited_by=by,
            ))  # fmt: skip
        Invitation.objects.bulk_create(made)
        telling.invited(questionnaire, made)
        write_log(room=ROOM, subject=questionnaire.key, verb="invite", by=by, data={"people": len(made)})
    return made


def cancel(*, invitation: Invitation, by: Person) -> None:
    """Ask somebody no more; what they handed in stays. A second time changes nothing. Raises Refused."""
    with transaction.atomic():
        row = lock(Invitation.objects.all()).get(pk=invitation.pk)
        require(may_cancel(by, row))
        if row.cancelled_at is None:
            row.cancelled_at = clock.now()
            row.save(update_fields=["cancelled_at"])
            write_log(room=ROOM, subject=row.questionnaire.key, verb="cancel", by=by, data={"name": row.name})
