"""Statements of a package are taken down: each held against cmi5's rules, in order; what follows from them follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.record.actions import lock
from district.services.training.courses.booking import finish
from district.services.training.courses.foreign import verbs
from district.services.training.courses.foreign.closing import note, terminate
from district.services.training.courses.foreign.launching import is_alive
from district.services.training.courses.foreign.naming import account_of, activity_of, course_of, mastery_of
from district.services.training.courses.foreign.standing import is_whole
from district.services.training.courses.models import Launch, Sitting, StateDocument, XapiStatement

MOST_STATEMENTS, MOST_DOCUMENTS = 1_000, 30  # of a launch; of a unit and learner
MOST_CALLS = 300  # a minute
CONFLICT, CROWDED = 409, 429


class Refused(Exception):
    """A call is not taken: the HTTP status, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


def count_call(row: Launch) -> bool:
    """Note a call, and that its learner is still there; whether it is one too many of this minute."""
    now = clock.now()
    Sitting.objects.filter(pk=row.sitting_id, ended_at=None).update(nonce_at=now)
    rows = Launch.objects.filter(pk=row.pk)
    if not rows.filter(minute__gt=now - dt.timedelta(minutes=1)).update(calls=F("calls") + 1):
        rows.update(minute=now, calls=1)
    return rows.filter(calls__gt=MOST_CALLS).exists()


def record(row: Launch, said: Sequence[Any]) -> list[str]:
    """Take statements down, all or none; one that stands already is not said again. Their ids. Raises Refused."""
    with transaction.atomic():
        row = locked(row)
        if XapiStatement.objects.filter(launch=row).count() + len(said) > MOST_STATEMENTS:
            raise Refused(CROWDED, _("这一次学习的语句太多了。"))
        return [_take(row, each) for each in said]


def locked(row: Launch) -> Launch:
    """The sitting first, as who ends one does; then the launch, as it stands now."""
    lock(Sitting.objects.filter(pk=row.sitting_id)).get()
    lock(Launch.objects.filter(pk=row.pk)).get()
    row = Launch.objects.select_related(
        "registration__package", "registration__lesson", "registration__person", "sitting"
    ).get(pk=row.pk)
    if row.abandoned_at is not None or (row.terminated_at is None and not is_alive(row)):
        raise Refused(verbs.NOT_NOW, _("这一次学习已经结束。"))
    return row


def _take(row: Launch, said: Any) -> str:
    session = session_of(row)
    key = verbs.key_of(said.get("id")) if isinstance(said, dict) else None
    known = XapiStatement.objects.filter(launch=row, key=key).first() if key else None
    if known is not None:
        if known.body != said:
            raise Refused(CONFLICT, _("这个 id 已经有内容不同的语句。"))
        return str(key)
    if wrong := verbs.check(said, session):
        raise Refused(wrong.status, wrong.why)
    assert key is not None  # which a statement that is taken has
    verb, defined = verbs.verb_of(said), verbs.is_defined(said)
    XapiStatement.objects.create(launch=row, key=key, verb=verb, defined=defined, body=said, at=clock.now())
    row.last_at = clock.now()
    row.save(update_fields=["last_at"])
    if defined:
        _follow(row, verb, said)
    return str(key)


def session_of(row: Launch) -> verbs.Session:
    """What this launch's statements are held against."""
    registration, unit = row.registration, row.described
    rows = XapiStatement.objects.filter(
        launch__registration=registration, launch__unit=row.unit, defined=True, ours=False
    ).values_list("launch", "verb")
    return verbs.Session(
        account=account_of(registration), registration=str(registration.reference), session=str(row.session),
        activity=activity_of(registration.package, row.unit), publisher=unit["id"], mode=row.mode,
        mastery=mastery_of(row), here=frozenset(verb for launch, verb in rows if launch == row.pk),
        before=frozenset(verb for _launch, verb in rows),
    )  # fmt: skip


def _follow(row: Launch, verb: str, said: dict[str, Any]) -> None:
    if verb == verbs.INITIALIZED:
        row.initialized_at = clock.now()
        row.save(update_fields=["initialized_at"])
    if verb == verbs.TERMINATED:
        terminate(row, verbs.duration_of(said) or 0.0)
    elif verb != verbs.FAILED and row.mode == "Normal":
        _satisfy(row)


def _satisfy(row: Launch) -> None:
    """The lesson is done where every unit is; said once a registration."""
    registration = row.registration
    if not is_whole(registration):
        return
    finish(registration.lesson, registration.person)
    told = XapiStatement.objects.filter(launch__registration=registration, verb=verbs.SATISFIED, ours=True)
    if not told.exists():
        note(row, verbs.SATISFIED, of=course_of(registration.package))


def statements_of(row: Launch) -> QuerySet[XapiStatement]:
    """What was said of this launch's registration and unit."""
    rows = XapiStatement.objects.filter(launch__registration=row.registration_id, launch__unit=row.unit)
    return rows.order_by("-at", "-pk")


def document(row: Launch, key: str) -> StateDocument | None:
    return documents(row).filter(key=key).first()


def documents(row: Launch) -> QuerySet[StateDocument]:
    return StateDocument.objects.filter(registration=row.registration_id, unit=row.unit)


def keep(row: Launch, key: str, type_: str, content: bytes) -> None:
    """A document under a name, in the place of the one that was there. Raises Refused."""
    with transaction.atomic():
        row = locked(row)
        _writable(row)
        if document(row, key) is None and documents(row).count() >= MOST_DOCUMENTS:
            raise Refused(CROWDED, _("这个课件存的文档太多了。"))
        StateDocument.objects.update_or_create(
            registration=row.registration, unit=row.unit, key=key,
            defaults={"type": type_, "content": content, "at": clock.now()},
        )  # fmt: skip


def forget(row: Launch, key: str | None) -> None:
    """One document, or all of this unit. Raises Refused."""
    with transaction.atomic():
        row = locked(row)
        _writable(row)
        (documents(row) if key is None else documents(row).filter(key=key)).delete()


def _writable(row: Launch) -> None:
    if row.initialized_at is None or row.terminated_at is not None:
        raise Refused(verbs.NOT_NOW, _("要在 initialized 之后、terminated 之前。"))
