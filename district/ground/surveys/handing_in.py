"""What whoever answers does: begin, save while typing, hand in, give up, take back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.surveys import answering, telling
from district.ground.surveys.asked.base import Raw
from district.ground.surveys.models import Invitation, Participation, Questionnaire, Response, ResponseAnswer, Save
from district.ground.surveys.permissions import may_answer, may_change, may_take_back
from district.ground.surveys.refusing import NotPossible
from district.ground.surveys.states import DRAFT, HANDED_IN, MOVES, WITHDRAWN

ROOM = "surveys"
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
EMPTY: tuple[Raw, ...] = (None, "", [], ())
UNSAID = object()


@dataclass(frozen=True)
class Kept:
    """What became of a saved page. `aside`: keys whose text was not taken over, for another device was before."""

    response: Response
    aside: tuple[str, ...] = field(default=())


def current(*, questionnaire: Questionnaire, person: Person | None, invitation: Invitation | None) -> Response | None:
    """The response this door leads to, if one was begun and not given up; the right to answer is the caller's.

    Who began alone and is invited afterwards goes on with what was begun: a draft by whichever invitation comes first,
    what was handed in by one that asks for nobody else.
    """
    rows = Response.objects.exclude(state=WITHDRAWN).select_related("version", "questionnaire__office", "invitation")
    rows = rows.filter(questionnaire=questionnaire)
    if invitation is not None:
        if (own := rows.filter(invitation=invitation).first()) is not None or invitation.person_id is None:
            return own
        alone = rows.filter(person=invitation.person_id, invitation=None, subject="")
        return (alone.filter(state=DRAFT) if invitation.subject else alone).first()
    return rows.filter(person=person, invitation=None, subject="").first() if person is not None else None


def adopt(*, response: Response, invitation: Invitation | None) -> Response:
    """What its person began alone answers their invitation from now on. A second time changes nothing."""
    if invitation is None or response.invitation_id is not None:
        return response
    with transaction.atomic():
        row = _locked(response)
        if row.invitation_id is None and row.state == DRAFT and row.person_id == invitation.person_id:
            row.invitation, row.subject = invitation, invitation.subject
            row.save(update_fields=["invitation", "subject"])
    return row


def start(*, questionnaire: Questionnaire, person: Person | None, invitation: Invitation | None = None) -> Response:
    """Begin, or go on with what was begun; two at once begin one. Raises Refused."""
    require(may_answer(person, questionnaire, invitation, clock.today()))
    if known := current(questionnaire=questionnaire, person=person, invitation=invitation):
        return adopt(response=known, invitation=invitation)
    version = questionnaire.versions.first()
    assert version is not None
    try:
        with transaction.atomic():
            row = Response.objects.create(
                reference=f"WJ{clock.today().year}-{get_random_string(8, LETTERS)}", questionnaire=questionnaire,
                version=version, invitation=invitation, anonymous=questionnaire.anonymous, started_at=clock.now(),
                person=invitation.person if invitation else person, subject=invitation.subject if invitation else "",
            )  # fmt: skip
            if not row.anonymous:
                write_log(room=ROOM, subject=row.reference, verb="start", by=row.person, after=DRAFT,
                          data={"questionnaire": questionnaire.key})  # fmt: skip
    except IntegrityError:  # another request was a moment quicker
        found = current(questionnaire=questionnaire, person=person, invitation=invitation)
        if found is None:
            raise
        return found
    return row


def save(*, response: Response, given: Mapping[str, Raw], seen: int, request_key: uuid.UUID, device: str = "") -> Kept:
    """Keep what was typed on a page, right or wrong. `seen`: how many saves that page knew of.

    What another device has written since into the same question stays; this device's text is laid aside beside it, to
    be chosen by a person. The same `request_key` again changes nothing. Raises Refused.
    """
    with transaction.atomic():
        row = _draft(response)
        device = device[:36] or "-"
        typed = answering.typed(row.version.asks, given)
        if (before := row.history.filter(request_key=request_key).first()) is not None:
            typed = {key: raw for key, raw in typed.items() if raw != before.changed.get(key, UNSAID)}
            request_key = uuid.uuid4()  # asked again with other text: that is another save
        clash = _clashes(row, typed, seen, device)
        changed = {key: raw for key, raw in typed.items() if key not in clash and not _same(raw, row.typed.get(key))}
        aside = {key: dict(each) for key, each in row.aside.items()}
        for key in clash:
            aside.setdefault(key, {})[device] = typed[key]
        if changed or aside != row.aside:
            row.typed, row.aside = {**row.typed, **changed}, aside
            _note(row, changed, device, request_key)
        return Kept(row, tuple(key for key, each in aside.items() if device in each))


def _note(row: Response, changed: Mapping[str, Raw], device: str, request_key: uuid.UUID) -> None:
    """One save more."""
    row.saves, row.saved_at = row.saves + 1, clock.now()
    Save.objects.create(
        response=row, number=row.saves, request_key=request_key, device=device, changed=changed, at=row.saved_at
    )
    row.save(update_fields=["typed", "aside", "saves", "saved_at"])


def _same(one: Raw, other: Raw) -> bool:
    return one == other or (one in EMPTY and other in EMPTY)


def _clashes(row: Response, typed: Mapping[str, Raw], seen: int, device: str) -> set[str]:
    """Questions this page changed, that somebody else has changed since it was shown."""
    waiting = {key for key in typed if device in row.aside.get(key, {}) and not _same(typed[key], row.typed.get(key))}
    if seen >= row.saves:
        return waiting
    before: dict[str, Any] = {}
    theirs: set[str] = set()
    for each in row.history.all():
        if each.number <= seen or each.device == device:
            before |= each.changed
        else:
            theirs |= set(each.changed)
    return waiting | {
        key for key in theirs & set(typed)
        if not _same(typed[key], row.typed.get(key)) and not _same(typed[key], before.get(key))
    }  # fmt: skip


def settle(*, response: Response, question: str, device: str, take: bool) -> Response:
    """Of two texts for one question take the one laid aside, or drop it. Raises Refused."""
    with transaction.atomic():
        row = _draft(response)
        texts = dict(row.aside.get(question, {}))
        if device not in texts:
            return row
        text = texts.pop(device)
        row.aside = {key: each for key, each in {**row.aside, question: texts}.items() if each}
        changed = {question: text} if take else {}
        row.typed = {**row.typed, **changed}
        _note(row, changed, device, uuid.uuid4())
    return row


def hand_in(*, response: Response, seen: int | None, person: Person | None) -> Response:
    """Hand in what is asked by the answers; hidden branches stay with the draft. Twice at once hands in once.

    `seen`: how many saves the page knew of on which all answers were shown; None where nobody looked at one. Raises
    Refused, NotPossible.
    """
    with transaction.atomic():
        row = _locked(response)
        if row.state == HANDED_IN:
            return row
        require(may_change(row))
        require(may_answer(person, row.questionnaire, row.invitation, clock.today()))
        _check_whole(row, seen)
        content = row.version.asks
        found = answering.read(content, row.typed)
        if not found.fine:
            raise NotPossible(_("还有 %(n)d 题没有答好，请先改好。") % {"n": len(found.wrong)})
        at = _day_of(clock.now()) if row.anonymous else clock.now()
        by = None if row.anonymous else row.person
        ResponseAnswer.objects.bulk_create(
            ResponseAnswer(response=row, question=key, value=value, by=by, at=at)
            for key, value in found.kept(content).items()
        )
        _close(row, at)
        write_log(room=ROOM, subject=row.questionnaire.key if row.anonymous else row.reference, verb="hand-in", by=by,
                  before=DRAFT, after=HANDED_IN, data={"version": row.version.number})  # fmt: skip
    return row


def _check_whole(row: Response, seen: int | None) -> None:
    if row.aside:
        raise NotPossible(_("有 %(n)d 题在两台设备上写得不一样，请先选用哪一份。") % {"n": len(row.aside)})
    if seen is not None and row.saves != seen:
        raise NotPossible(_("看过之后，答案又在别处改过。请再看一遍再提交。"))


def _close(row: Response, at: dt.datetime) -> None:
    """Handed in. An anonymous response forgets here whose it was, and to the day when."""
    invitation, person = row.invitation, row.person
    if row.anonymous:
        if invitation is None and person is not None:
            Participation.objects.get_or_create(questionnaire=row.questionnaire, person=person)
        row.person = row.invitation = None
        row.subject, row.typed, row.started_at, row.saved_at = "", {}, _day_of(row.started_at), None
    row.state, row.handed_in_at = HANDED_IN, at
    row.save()
    row.history.all().delete()
    if invitation is not None:
        Invitation.objects.filter(pk=invitation.pk).update(handed_in=True)
        telling.answered(invitation)


def _day_of(at: dt.datetime) -> dt.datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def give_up(*, response: Response) -> Response:
    """Throw a draft away, with what was typed. Raises Refused."""
    with transaction.atomic():
        row = _draft(response)
        row.state, row.typed, row.aside = MOVES["withdraw"].target, {}, {}
        row.save(update_fields=["state", "typed", "aside"])
        row.history.all().delete()
        if not row.anonymous:
            write_log(room=ROOM, subject=row.reference, verb="withdraw", by=row.person, before=DRAFT, after=row.state)
    return row


def take_back(*, response: Response) -> Response:
    """Take back what was handed in: it counts no more, and may be answered anew while the questionnaire is open."""
    with transaction.atomic():
        row = _locked(response)
        require(may_take_back(row, clock.today()))
        row.state = MOVES["take-back"].target
        row.save(update_fields=["state"])
        Invitation.objects.filter(responses=row).update(handed_in=False)
        write_log(room=ROOM, subject=row.reference, verb="take-back", by=row.person, before=HANDED_IN, after=row.state)
    return row


def _locked(response: Response) -> Response:
    lock(Response.objects.all()).get(pk=response.pk)
    rows = Response.objects.select_related("version", "questionnaire__office", "invitation__questionnaire", "person")
    return rows.get(pk=response.pk)


def _draft(response: Response) -> Response:
    row = _locked(response)
    require(may_change(row))
    return row
