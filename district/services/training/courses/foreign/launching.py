"""Opening a unit of a package: who sits before it, under which signed address it is served, what it may call.

Two signed tokens lie in addresses, neither of which any session goes with: the one opens this package's files, the
other gives out once what calls are let in by. Both are of one launch: one person, one package, a few hours.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import json
import secrets
from urllib.parse import urlencode, urlsplit

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock
from district.services.training.courses.foreign import verbs
from district.services.training.courses.foreign.closing import note
from district.services.training.courses.foreign.naming import activity_of, actor_of
from district.services.training.courses.foreign.standing import verbs_said
from district.services.training.courses.models import Launch, Lesson, Registration
from district.services.training.courses.permissions import may_learn
from district.services.training.courses.sitting import sit

GOOD_FOR = dt.timedelta(hours=4)
CONTENT, FETCH = (Signer(salt=f"courses.foreign.{each}", sep=".") for each in ("content", "fetch"))


def launch(*, lesson: Lesson, by: Person, unit: int, device: str = "") -> Launch:
    """Open a unit; whatever else this person sat before ends. One that is done is opened to be looked at again. Raises
    Refused, NotPossible."""
    require(may_learn(by, lesson))
    if lesson.package is None or not 0 <= unit < len(lesson.package.units):
        raise NotPossible(_("这个课件里没有这个单元。"))
    now = clock.now()
    with transaction.atomic():
        sitting = sit(lesson=lesson, by=by, device=device)
        registration, _new = Registration.objects.get_or_create(
            lesson=lesson, package=lesson.package, person=by, defaults={"name": secrets.token_hex(12), "at": now}
        )
        said = verbs_said(registration).get(unit, frozenset())
        done = said and verbs.is_satisfied(lesson.package.units[unit]["moveOn"], said)
        row = Launch.objects.create(
            reference=secrets.token_hex(8), registration=registration, unit=unit, sitting=sitting, at=now,
            mode="Review" if done else "Normal", expires_at=now + GOOD_FOR,
        )  # fmt: skip
        note(row, verbs.LAUNCHED)
    return row


def is_alive(row: Launch) -> bool:
    """Whether calls are still let in: nobody ended it, and its hours are not over."""
    return not row.is_over and row.sitting.ended_at is None and clock.now() < row.expires_at


def content_of(row: Launch) -> str:
    """The folder under which the package's files are served for this launch."""
    return reverse("courses:foreign_content", args=[CONTENT.sign(row.reference), "-"])[:-1]


def address_of(row: Launch, base: str) -> str:
    """The unit's own address with what cmi5 tells it; SCORM tells nothing there. `base`: the site's origin as it is
    asked."""
    registration, unit = row.registration, row.described
    if "scorm" in unit:
        return content_of(row) + str(unit["url"])
    parts = urlsplit(unit["url"])
    told = urlencode({
        "endpoint": base + reverse("courses:foreign_xapi"),
        "fetch": base + reverse("courses:foreign_fetch", args=[FETCH.sign(row.reference)]),
        "actor": json.dumps(actor_of(registration)), "registration": str(registration.reference),
        "activityId": activity_of(registration.package, row.unit),
    })  # fmt: skip
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{content_of(row)}{parts.path}?{parts.query + '&' if parts.query else ''}{told}{fragment}"


def by_token(signer: Signer, token: str) -> Launch | None:
    """The launch a token of an address is of, while it is good."""
    try:
        reference = signer.unsign(token)
    except BadSignature:
        return None
    row = _rows().filter(reference=reference, expires_at__gt=clock.now()).first()
    return row if row is not None and row.abandoned_at is None else None


def give_out(token: str) -> str | None:
    """What calls are let in by, once; None the second time, or where the launch is over."""
    row = by_token(FETCH, token)
    if row is None or not is_alive(row):
        return None
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        rows = lock(Launch.objects.filter(pk=row.pk, fetched_at=None))
        if not rows.update(fetched_at=clock.now(), secret=_digest(secret)):
            return None
    return base64.b64encode(f"{row.reference}:{secret}".encode()).decode()


def by_authorization(said: str) -> Launch | None:
    """The launch whose calls these are, while its hours last; one that has ended is told so by who takes the call."""
    kind, _blank, token = said.partition(" ")
    try:
        reference, _colon, secret = base64.b64decode(token.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    row = _rows().filter(reference=reference[:24]).exclude(secret="").first() if kind.lower() == "basic" else None
    if row is None or not secrets.compare_digest(row.secret, _digest(secret)) or clock.now() >= row.expires_at:
        return None
    return row


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _rows() -> QuerySet[Launch]:
    return Launch.objects.select_related("registration__package", "registration__lesson", "sitting")
