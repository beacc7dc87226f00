"""A request that may come again is done once: the key of a form, or of an API call, keeps its answer.

The key is taken by a row before the act is done, in the same transaction: who comes second waits for the first and
gets its answer. What is refused leaves no row, so that the same key may be tried again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from district.ground import clock
from district.ground.acts.models import Answered

KEPT = dt.timedelta(days=7)
FIELD = "request_key"
NOT_SAID = {FIELD, "csrfmiddlewaretoken"}


def body_of(subject: object, data: Mapping[str, Any], files: Mapping[str, Any]) -> str:
    """A digest of what was sent: of which thing, each field, each file by its bytes."""
    digest = hashlib.sha256(repr(subject).encode())
    for name in sorted(data):
        if name not in NOT_SAID:
            digest.update(repr((name, [str(each) for each in _all(data, name)])).encode())
    for name in sorted(files):
        for file in _all(files, name):
            digest.update(repr((name, getattr(file, "name", ""), file.size)).encode())
            file.seek(0)
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def _all(given: Mapping[str, Any], name: str) -> Iterable[Any]:
    if hasattr(given, "getlist"):
        found: Iterable[Any] = given.getlist(name)
        return found
    value = given[name]
    return value if isinstance(value, list | tuple) else [value]


def _of(key: str, act: str, by: Any) -> dict[str, Any]:
    return {"key": hashlib.sha256(key.encode()).hexdigest(), "act": act, "by": by}


def known(*, key: str, act: str, by: Any) -> Answered | None:
    """The row of a key this person has used for this act."""
    return Answered.objects.filter(**_of(key, act, by)).first()


def take(*, key: str, act: str, by: Any, body: str) -> tuple[Answered, bool]:
    """The row of a key, and whether it is new: the caller does the act in the same transaction, then `answer`s."""
    taken = _of(key, act, by)
    try:
        with transaction.atomic():
            return Answered.objects.create(**taken, body=body, at=clock.now()), True
    except IntegrityError:
        return Answered.objects.get(**taken), False


def answer(row: Answered, said: Mapping[str, Any]) -> None:
    row.answer = dict(said)
    row.save(update_fields=["answer"])


def forget(now: dt.datetime) -> int:
    """Answers nobody will ask for again."""
    return Answered.objects.filter(at__lt=now - KEPT).delete()[0]
